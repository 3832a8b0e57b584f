// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Real vocabularies against what llama.cpp b11434 makes of the same bytes (tests/data/tokenizer/make_vectors.py).

#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/utf8_stream.h"
#include "tests/inference/tokenizer/vectors.h"
#include "tests/inference/tokenizer/vocabulary_file.h"
#include "tests/support/real_models.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <iterator>
#include <random>

using namespace maru;
using tokenizer::SpecialText;
using tokenizer::Token;

namespace {

using Tokens = std::vector<Token>;

const QByteArray kSmolLm2(std::string(test::kSmolLm2).c_str());
const QByteArray kGemma3(std::string(test::kGemma3).c_str());

std::unique_ptr<tokenizer::Tokenizer> open(const QByteArray &model)
{
    const auto file = gguf::GgufFile::open(test::realModel(model.constData()));
    if (!file)
        return nullptr;
    auto made = tokenizer::Tokenizer::create(*file);
    return made ? *std::move(made) : nullptr;
}

QByteArray checksum(const Tokens &tokens)
{
    std::uint64_t value = 0xcbf29ce484222325U;
    for (const Token token : tokens) {
        for (unsigned shift = 0; shift < 32; shift += 8)
            value = (value ^ ((static_cast<std::uint32_t>(token) >> shift) & 0xffU)) * 0x100000001b3U;
    }
    return QByteArray::number(static_cast<qulonglong>(value), 16).rightJustified(16, '0');
}

void addVocabularies()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QString>("vectors");
    QTest::newRow("smollm2") << kSmolLm2 << "smollm2.vectors";
    QTest::newRow("gemma3") << kGemma3 << "gemma3.vectors";
}

} // namespace

class TokenizerTest : public QObject
{
    Q_OBJECT

private slots:
    void ids_are_those_of_the_peer_data() { addVocabularies(); }

    void ids_are_those_of_the_peer()
    {
        QFETCH(QByteArray, model);
        QFETCH(QString, vectors);
        const auto tokenizer = open(model);
        QVERIFY2(tokenizer, "no model: run `packaging/dev test`, which fetches it");
        int texts = 0;
        for (const QList<QByteArray> &row : test::readVectors(vectors)) {
            QCOMPARE(row.size(), 3);
            if (row[0].startsWith("file ")) {
                QFile file(QString::fromUtf8(row[0].mid(5)));
                QVERIFY2(file.open(QIODevice::ReadOnly), row[0].constData());
                const Tokens tokens = tokenizer->encode(file.readAll().toStdString(), SpecialText::Plain, false);
                QCOMPARE(static_cast<qlonglong>(tokens.size()), row[1].toLongLong());
                QCOMPARE(checksum(tokens), row[2]);
                continue;
            }
            ++texts;
            const std::string text = QByteArray::fromHex(row[0]).toStdString();
            const Tokens plain = test::readNumbers<Token>(row[1]);
            const Tokens parsed = row[2] == "=" ? plain : test::readNumbers<Token>(row[2]);
            QVERIFY2(tokenizer->encode(text, SpecialText::Plain, false) == plain, row[0].constData());
            QVERIFY2(tokenizer->encode(text, SpecialText::Parse, false) == parsed, row[0].constData());
        }
        QVERIFY(texts > 2300);
    }

    void texts_come_back_data() { addVocabularies(); }

    /// All valid texts do but those with a byte that SmolLM2 has no token for, or with Gemma's own mark for a space.
    void texts_come_back()
    {
        QFETCH(QByteArray, model);
        QFETCH(QString, vectors);
        const auto tokenizer = open(model);
        QVERIFY2(tokenizer, "no model: run `packaging/dev test`, which fetches it");
        int compared = 0;
        for (const QList<QByteArray> &row : test::readVectors(vectors)) {
            const QByteArray bytes = QByteArray::fromHex(row[0]);
            if (row[0].startsWith("file ") || !bytes.isValidUtf8() || bytes.contains("\xe2\x96\x81"))
                continue;
            bool lost = false;
            if (model == kSmolLm2) {
                for (const char byte : bytes)
                    lost = lost || tokenizer->encode(std::string(1, byte), SpecialText::Plain, false).empty();
                for (const unsigned char byte : bytes)
                    lost = lost || byte >= 0xf1;
            }
            if (lost)
                continue;
            ++compared;
            const Tokens tokens = tokenizer->encode(bytes.toStdString(), SpecialText::Plain, false);
            QVERIFY2(tokenizer->decode(tokens, false) == bytes.toStdString(), row[0].constData());
            std::string pieces;
            tokenizer::Utf8Stream stream;
            for (const Token token : tokens)
                pieces += stream.push(tokenizer->piece(token, false));
            QVERIFY2(pieces == bytes.toStdString() && !stream.pending(), row[0].constData());
        }
        QVERIFY2(compared > 1900, qPrintable(QString::number(compared)));
    }

    void special_tokens()
    {
        const auto smol = open(kSmolLm2);
        const auto gemma = open(kGemma3);
        QVERIFY2(smol && gemma, "no models: run `packaging/dev test`, which fetches them");
        QCOMPARE(smol->vocabularySize(), 49152U);
        QCOMPARE(smol->special().beginOfSequence, 1);
        QCOMPARE(smol->special().endOfTurn, smol->find("<|im_end|>"));
        QVERIFY(!smol->special().addBeginOfSequence);
        QVERIFY(
            smol->isEndOfGeneration(smol->find("<|im_end|>")) && smol->isEndOfGeneration(smol->find("<|endoftext|>")));
        QVERIFY(!smol->isEndOfGeneration(smol->find("<|im_start|>")));
        QCOMPARE(smol->piece(2, false), std::string());
        QCOMPARE(smol->piece(2, true), std::string("<|im_end|>"));
        QCOMPARE(gemma->vocabularySize(), 262144U);
        QCOMPARE(gemma->encode("x", SpecialText::Plain, true).front(), gemma->special().beginOfSequence);
        QCOMPARE(gemma->special().endOfTurn, gemma->find("<end_of_turn>"));
        QVERIFY(
            gemma->isEndOfGeneration(gemma->find("<eos>")) && gemma->isEndOfGeneration(gemma->find("<end_of_turn>")));
        QVERIFY(!gemma->isSpecial(gemma->find("\n\n")) && gemma->isSpecial(gemma->find("<unused5>")));
        QCOMPARE(gemma->piece(gemma->find("\n\n"), false), std::string("\n\n"));
        QCOMPARE(gemma->piece(gemma->find("<0x0A>"), false), std::string("\n"));
    }

    void random_bytes_and_ids_do_no_harm_data() { addVocabularies(); }

    void random_bytes_and_ids_do_no_harm()
    {
        QFETCH(QByteArray, model);
        const auto tokenizer = open(model);
        QVERIFY2(tokenizer, "no model: run `packaging/dev test`, which fetches it");
        std::mt19937 random(20261124);
        const auto size = static_cast<Token>(tokenizer->vocabularySize());
        for (int round = 0; round < 20000; ++round) {
            std::string text;
            for (auto i = random() % 32; i > 0; --i) {
                if (random() % 8 == 0)
                    text += tokenizer->piece(static_cast<Token>(random() % static_cast<unsigned>(size)), true);
                else
                    text += static_cast<char>(static_cast<unsigned char>(random()));
            }
            for (const SpecialText special : { SpecialText::Plain, SpecialText::Parse }) {
                const Tokens tokens = tokenizer->encode(text, special, false);
                for (const Token token : tokens) {
                    QVERIFY(token >= 0 && token < size);
                    const bool hidden = tokenizer->piece(token, false) != tokenizer->piece(token, true);
                    QVERIFY(special == SpecialText::Parse || !hidden);
                }
            }
            tokenizer->decode(
                Tokens { static_cast<Token>(random()), static_cast<Token>(random() % 300000) }, round % 2 == 0);
        }
    }

    void speed_data() { addVocabularies(); }

    /// Far above what it takes (10 to 60 ms on a small machine), far below what would be felt.
    void speed()
    {
        QFETCH(QByteArray, model);
        const auto file = gguf::GgufFile::open(test::realModel(model.constData()));
        QVERIFY2(file, "no model: run `packaging/dev test`, which fetches it");
        QElapsedTimer timer;
        timer.start();
        const auto tokenizer = tokenizer::Tokenizer::create(*file);
        const qint64 loadMs = timer.elapsed();
        QVERIFY(tokenizer);
        QFile license("/usr/share/common-licenses/GPL-3");
        QVERIFY(license.open(QIODevice::ReadOnly));
        const std::string text = license.readAll().repeated(30).toStdString();
        timer.restart();
        const Tokens tokens = (*tokenizer)->encode(text, SpecialText::Plain, false);
        const qint64 encodeMs = timer.elapsed();
        qInfo("load %lld ms, %zu bytes %lld ms, %zu tokens", static_cast<long long>(loadMs), text.size(),
            static_cast<long long>(encodeMs), tokens.size());
        QVERIFY(loadMs < 1500);
        QVERIFY(encodeMs < 1000);
    }

    void a_tokenizer_that_nobody_knows_is_named()
    {
        const auto made = test::VocabularyFile().text("tokenizer.ggml.model", "runes").create();
        QVERIFY(
            !made && made.error().reason == Reason::UnknownTokenizer && made.error().code == ErrorCode::Unsupported);
        QCOMPARE(std::string(made.error().arg("name")), std::string("runes"));
        const auto none = test::VocabularyFile().text("general.name", "x").create();
        QVERIFY(!none && none.error().reason == Reason::MissingKey);
    }
};

QTEST_GUILESS_MAIN(TokenizerTest)
#include "tst_tokenizer.moc"
