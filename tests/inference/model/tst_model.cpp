// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/model/model.h"

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <bit>
#include <limits>

using namespace maru;

namespace {

QByteArray file(const char *name)
{
    QFile data(QStringLiteral(MARU_TEST_DATA "/families/") + QLatin1String(name));
    return data.open(QIODevice::ReadOnly) ? data.readAll() : QByteArray();
}

Result<std::unique_ptr<model::Model>> open(const QByteArray &bytes)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("some.gguf"));
    QFile data(path);
    if (!data.open(QIODevice::WriteOnly) || data.write(bytes) != bytes.size())
        qFatal("cannot write");
    data.close();
    return model::Model::open(path.toStdString()); // the mapping outlives the file's name
}

/// `bytes` with the 32-bit value under `key` replaced.
QByteArray with(QByteArray bytes, const QByteArray &key, std::uint32_t value)
{
    const qsizetype at = bytes.indexOf(key);
    if (at < 0)
        qFatal("no such key");
    bytes.replace(at + key.size() + 4, 4, QByteArray(reinterpret_cast<const char *>(&value), 4));
    return bytes;
}

} // namespace

class TestModel : public QObject
{
    Q_OBJECT

private slots:
    void readsSizesAndDefaults()
    {
        const auto model = open(file("llama-3.gguf"));
        QVERIFY2(model, model ? "" : model.error().message.c_str());
        const model::Hyperparameters &sizes = (*model)->hyperparameters();
        QCOMPARE(sizes.family, std::string("llama"));
        QCOMPARE(sizes.vocabularySize, 96u);
        QCOMPARE(sizes.contextLength, 128u);
        QCOMPARE(sizes.embeddingLength, 32u);
        QCOMPARE(sizes.layerCount, 3u);
        QCOMPARE(sizes.feedForwardLength, 48u);
        QCOMPARE(sizes.headCount, 4u);
        QCOMPARE(sizes.kvHeadCount, 2u);
        QCOMPARE(sizes.keyLength, 8u); // embedding / heads
        QCOMPARE(sizes.valueLength, 8u);
        QCOMPARE(sizes.ropeDimension, 8u);
        QCOMPARE(sizes.slidingWindow, 0u);
        QCOMPARE(sizes.ropeBase, 500.0f);
        QCOMPARE(sizes.rmsEpsilon, 1e-5f);
        QCOMPARE(sizes.ropeScaling, model::RopeScaling::None);
    }

    void readsGemma3()
    {
        const auto model = open(file("gemma3.gguf"));
        QVERIFY2(model, model ? "" : model.error().message.c_str());
        const model::Hyperparameters &sizes = (*model)->hyperparameters();
        QCOMPARE(sizes.keyLength, 32u);
        QCOMPARE(sizes.slidingWindow, 24u);
        QCOMPARE(sizes.ropeBase, 1e6f);
        QCOMPARE(sizes.ropeLocalBase, 1e4f);
        QCOMPARE(sizes.ropeScaling, model::RopeScaling::Linear);
        QCOMPARE(sizes.ropeFactor, 8.0f);
    }

    void describesItself()
    {
        const auto model = open(file("llama.gguf"));
        QVERIFY2(model, model ? "" : model.error().message.c_str());
        QCOMPARE((*model)->name(), std::string("llama, random"));
        QCOMPARE((*model)->quantization(), std::string("F32"));
        QCOMPARE((*model)->parameterCount(),
            std::uint64_t(2 * 96 * 32 + 32 + 3 * (2 * 32 + 2 * 32 * 32 + 2 * 16 * 32 + 3 * 48 * 32)));
        QVERIFY(!(*model)->hasChatTemplate());
        QVERIFY(!(*model)->templateError());
    }

    void idIsTheContentsNotTheName()
    {
        const QByteArray bytes = file("llama.gguf");
        const auto first = open(bytes);
        const auto again = open(bytes);
        QVERIFY(first && again);
        QCOMPARE((*first)->id().size(), std::size_t(32));
        QCOMPARE((*again)->id(), (*first)->id());

        QByteArray otherWeight = bytes;
        otherWeight[bytes.size() - 6144] = char(otherWeight[bytes.size() - 6144] ^ 1);
        const auto changed = open(otherWeight);
        QVERIFY(changed);
        QVERIFY((*changed)->id() != (*first)->id());

        const auto renamed = open(QByteArray(bytes).replace("llama, random", "llama, rAndom"));
        QVERIFY(renamed);
        QVERIFY((*renamed)->id() != (*first)->id());
    }

    void refusesSizesThatMakeNoSense_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<std::uint32_t>("value");
        const std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
        QTest::newRow("no layers") << QByteArray("llama.block_count") << 0u;
        QTest::newRow("too many layers") << QByteArray("llama.block_count") << most;
        QTest::newRow("no width") << QByteArray("llama.embedding_length") << 0u;
        QTest::newRow("huge width") << QByteArray("llama.embedding_length") << most;
        QTest::newRow("huge inner width") << QByteArray("llama.feed_forward_length") << most;
        QTest::newRow("no context") << QByteArray("llama.context_length") << 0u;
        QTest::newRow("no heads") << QByteArray("llama.attention.head_count") << 0u;
        QTest::newRow("more heads than values") << QByteArray("llama.attention.head_count") << 64u;
        QTest::newRow("heads not divided") << QByteArray("llama.attention.head_count") << 3u;
        QTest::newRow("no kv heads") << QByteArray("llama.attention.head_count_kv") << 0u;
        QTest::newRow("more kv heads than heads") << QByteArray("llama.attention.head_count_kv") << 8u;
        QTest::newRow("odd rope") << QByteArray("llama.rope.dimension_count") << 5u;
        QTest::newRow("rope wider than a head") << QByteArray("llama.rope.dimension_count") << 16u;
        for (const float number :
            { 0.0f, -1.0f, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity() }) {
            const auto bits = std::bit_cast<std::uint32_t>(number);
            QTest::addRow("epsilon %f", double(number)) << QByteArray("llama.attention.layer_norm_rms_epsilon") << bits;
            QTest::addRow("rope base %f", double(number)) << QByteArray("llama.rope.freq_base") << bits;
        }
    }

    void refusesSizesThatMakeNoSense()
    {
        QFETCH(QByteArray, key);
        QFETCH(std::uint32_t, value);
        QByteArray bytes = file("llama.gguf");
        // head_count is a prefix of head_count_kv: look for the key with its type's number
        const QByteArray exact = key
            + (key.endsWith("epsilon") || key.endsWith("base") ? QByteArray("\x06\0\0\0", 4)
                                                               : QByteArray("\x04\0\0\0", 4));
        const qsizetype at = bytes.indexOf(exact);
        QVERIFY(at >= 0);
        bytes.replace(at + exact.size(), 4, QByteArray(reinterpret_cast<const char *>(&value), 4));
        const auto model = open(bytes);
        QVERIFY(!model);
        QVERIFY(model.error().code == ErrorCode::Corrupt);
        QCOMPARE(model.error().reason, Reason::BadValue);
        QVERIFY2(QByteArray(model.error().message.c_str()).contains("llama."), model.error().message.c_str());
    }

    void refusesAFileWithoutSizes()
    {
        const auto model = open(file("llama.gguf").replace("llama.block_count", "llama.block_chunt"));
        QVERIFY(!model);
        QCOMPARE(model.error().reason, Reason::MissingKey);
        QCOMPARE(model.error().arg("key"), std::string_view("llama.block_count"));
    }

    void fewerKvHeadsAreFine()
    {
        QVERIFY(open(with(file("llama.gguf"), "llama.attention.head_count_kv", 1)).has_value());
    }
};

QTEST_GUILESS_MAIN(TestModel)
#include "tst_model.moc"
