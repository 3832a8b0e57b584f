// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Caches saved and restored: on every backend, what goes on from a restored cache is the same to the bit.

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/reference/reference_backend.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "tests/inference/backend/cpu/small_model.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

using namespace maru;
using namespace maru::backend;

namespace {

std::vector<std::int32_t> someTokens(std::size_t count, std::uint32_t vocabulary)
{
    std::vector<std::int32_t> tokens;
    for (std::size_t i = 0; i < count; ++i)
        tokens.push_back(static_cast<std::int32_t>((i * 7 + i / 3) % vocabulary));
    return tokens;
}

Result<std::unique_ptr<Backend>> makeBackend(const QString &name)
{
    if (name == "cpu")
        return cpu::createCpuBackend(2);
    if (name == "reference")
        return reference::createReferenceBackend(reference::ActivationFormat::F32, reference::GraphForm::Lowered);
    return vulkan::createVulkanBackend(0, {});
}

/// Bytes of a saved cache, and how they are read back.
struct Saved
{
    std::vector<std::byte> bytes;
    std::size_t read = 0;

    CacheSink sink()
    {
        return [this](std::span<const std::byte> part) -> Result<void> {
            bytes.insert(bytes.end(), part.begin(), part.end());
            return {};
        };
    }
    CacheSource source()
    {
        read = 0;
        return [this](std::span<std::byte> part) -> Result<void> {
            if (part.size() > bytes.size() - read)
                return Error { ErrorCode::Corrupt, Reason::Unspecified, {}, "too short" };
            std::memcpy(part.data(), bytes.data() + read, part.size());
            read += part.size();
            return {};
        };
    }
};

/// Reads `tokens` from `position` on, in pieces; gives the logits of the last.
std::vector<float> read(
    Executor &executor, std::span<const std::int32_t> tokens, std::uint32_t position, std::size_t step)
{
    for (std::size_t i = 0; i < tokens.size(); i += step) {
        const auto part = tokens.subspan(i, std::min(step, tokens.size() - i));
        const auto done = executor.forward(part, position + static_cast<std::uint32_t>(i), Outputs::Last);
        if (!done) {
            QTest::qFail(done.error().message.c_str(), __FILE__, __LINE__);
            return {};
        }
    }
    return { executor.logits().begin(), executor.logits().end() };
}

} // namespace

class TestKvTransfer : public QObject
{
    Q_OBJECT

private slots:
    void whatGoesOnFromARestoredCacheIsTheSame_data()
    {
        QTest::addColumn<QString>("backend");
        QTest::addColumn<int>("type");
        QTest::addColumn<unsigned>("window");
        QTest::addColumn<bool>("inKeys");
        for (const char *name : { "cpu", "reference", "vulkan" }) {
            for (const KvType type : { KvType::F32, KvType::F16, KvType::Q8_0 }) {
                for (const unsigned window : { 0u, 20u })
                    QTest::addRow("%s %d %u", name, static_cast<int>(type), window)
                        << name << static_cast<int>(type) << window << false;
            }
            QTest::addRow("%s values in keys", name) << name << static_cast<int>(KvType::F16) << 0u << true;
        }
    }

    void whatGoesOnFromARestoredCacheIsTheSame()
    {
        QFETCH(const QString, backend);
        QFETCH(const int, type);
        QFETCH(const unsigned, window);
        QFETCH(const bool, inKeys);
        test::SmallShape shape;
        shape.heads = 4;
        shape.kvHeads = inKeys ? 1 : 2;
        shape.headWidth = 64;
        shape.window = window;
        shape.valueWidth = inKeys ? 32 : 0;
        const test::SmallModel model(shape);
        auto made = makeBackend(backend);
        VERIFY_OK(made);
        ExecutorOptions options;
        options.contextLength = 100;
        options.chunkLength = 16;
        options.kv = static_cast<KvType>(type);
        auto first = (*made)->prepare(model.graph(), options);
        if (!first && first.error().code == ErrorCode::Unsupported)
            QSKIP(first.error().message.c_str());
        VERIFY_OK(first);
        const std::vector<std::int32_t> tokens = someTokens(90, shape.vocabulary);
        const std::span<const std::int32_t> all(tokens);
        const bool isSlow = backend == "vulkan"; // to set up
        for (const std::uint32_t count :
            isSlow ? std::vector<std::uint32_t> { 37, 70 } : std::vector<std::uint32_t> { 1, 16, 37, 70 }) {
            read(**first, all.first(count), 0, 16);
            Saved saved;
            VERIFY_OK((*first)->saveCache(count, saved.sink()));
            QCOMPARE(saved.bytes.size(), (*first)->cacheBytes(count));
            const std::vector<float> expected = read(**first, all.subspan(count, 9), count, 1);

            options.contextLength = count == 70 ? 100 : 80; // whatever the context
            auto second = (*made)->prepare(model.graph(), options);
            VERIFY_OK(second);
            QCOMPARE((*second)->cacheFormat(), (*first)->cacheFormat());
            read(**second, all.subspan(40, 30), 0, 16); // something else, that must leave no trace
            VERIFY_OK((*second)->restoreCache(count, saved.source()));
            QCOMPARE(saved.read, saved.bytes.size());
            QVERIFY((*second)->oldestPosition() <= count);
            QCOMPARE(read(**second, all.subspan(count, 9), count, 1), expected);
            options.contextLength = 100;
        }
    }

    void aRewoundRingDoesNotClaimWhatItLost()
    {
        test::SmallShape shape;
        shape.headWidth = 64;
        shape.window = 10;
        const test::SmallModel model(shape);
        const std::vector<std::int32_t> tokens = someTokens(200, shape.vocabulary);
        for (const char *name : { "cpu", "reference" }) {
            auto made = makeBackend(name);
            VERIFY_OK(made);
            ExecutorOptions options;
            options.contextLength = 200;
            options.chunkLength = 16;
            auto first = (*made)->prepare(model.graph(), options);
            VERIFY_OK(first);
            read(**first, std::span(tokens).first(150), 0, 16);
            const std::uint32_t oldest = (*first)->oldestPosition();
            QVERIFY(oldest > 100 && oldest < 150);
            read(**first, std::span(tokens).subspan(oldest, 1), oldest, 1); // goes back as far as it can
            Saved saved;
            VERIFY_OK((*first)->saveCache(oldest + 1, saved.sink()));
            auto second = (*made)->prepare(model.graph(), options);
            VERIFY_OK(second);
            VERIFY_OK((*second)->restoreCache(oldest + 1, saved.source()));
            QCOMPARE((*second)->oldestPosition(), (*first)->oldestPosition());
            QVERIFY(!(*second)->forward(std::span(tokens).first(1), oldest - 1, Outputs::Last).has_value());
            QCOMPARE(read(**second, std::span(tokens).subspan(oldest, 3), oldest, 1),
                read(**first, std::span(tokens).subspan(oldest, 3), oldest, 1));
        }
    }

    void whatIsNotThereIsNotSaved()
    {
        const test::SmallModel model({});
        for (const char *name : { "cpu", "reference", "vulkan" }) {
            auto made = makeBackend(name);
            VERIFY_OK(made);
            ExecutorOptions options;
            options.contextLength = 32;
            auto executor = (*made)->prepare(model.graph(), options);
            VERIFY_OK(executor);
            Saved saved;
            QVERIFY(!(*executor)->saveCache(5, saved.sink()).has_value());
            QVERIFY(!(*executor)->restoreCache(33, saved.source()).has_value());
            QVERIFY(!(*executor)->restoreCache(5, saved.source()).has_value()); // an empty source
            const auto tokens = someTokens(9, 50);
            QVERIFY(!read(**executor, tokens, 0, 4).empty()); // and it goes on from the start
            const auto full = [](std::span<const std::byte>) -> Result<void> {
                return Error { ErrorCode::Io, Reason::DiskFull, {}, "full" };
            };
            const auto refused = (*executor)->saveCache(9, full);
            QVERIFY(!refused && refused.error().reason == Reason::DiskFull);
            std::stop_source stop;
            stop.request_stop();
            const auto stopped = (*executor)->saveCache(9, saved.sink(), stop.get_token());
            QVERIFY(stopped.has_value() || stopped.error().code == ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestKvTransfer)
#include "tst_kv_transfer.moc"
