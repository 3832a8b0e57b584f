// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/cpu_features.h"
#include "inference/backend/reference/reference_backend.h"
#include "inference/base/large_buffer.h"
#include "tests/inference/backend/cpu/small_model.h"
#include "tests/support/compare.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <thread>

using namespace maru;
using namespace maru::backend;
using quant::TensorType;

namespace {

std::vector<std::int32_t> someTokens(std::size_t count, std::uint32_t vocabulary)
{
    std::vector<std::int32_t> tokens;
    for (std::size_t i = 0; i < count; ++i)
        tokens.push_back(static_cast<std::int32_t>((i * 7 + i / 3) % vocabulary));
    return tokens;
}

/// How soon a stop must be noticed: 100 ms, but for the slowness of a sanitizer.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::int64_t kMostMs = 1000;
#else
constexpr std::int64_t kMostMs = 100;
#endif

test::SmallShape shapeOf(const QString &name)
{
    test::SmallShape shape;
    if (name == "llama") {
        shape.biases = true;
    } else if (name == "gemma") {
        shape.normsAfter = true;
        shape.window = 20;
        shape.heads = 4;
        shape.kvHeads = 2;
        shape.headWidth = 64;
    } else if (name == "many queries per key") {
        shape.heads = 24;
        shape.headWidth = 16;
    } else if (name == "one head") {
        shape.heads = 1;
        shape.headWidth = 256;
    }
    return shape;
}

/// Runs `tokens` in chunks of the given lengths and keeps all logits.
std::vector<float> runChunks(
    Executor &executor, std::span<const std::int32_t> tokens, const std::vector<std::uint32_t> &chunks)
{
    std::vector<float> all;
    std::uint32_t position = 0;
    for (const std::uint32_t length : chunks) {
        const auto done = executor.forward(tokens.subspan(position, length), position, Outputs::All);
        if (!done)
            return {};
        all.insert(all.end(), executor.logits().begin(), executor.logits().end());
        position += length;
    }
    return all;
}

} // namespace

/// Whole models on the processor: against the reference, for any number of threads, and what can go wrong.
class CpuBackendTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        cpu::forceInstructionSet(std::nullopt);
        failLargeBuffersFrom(0);
    }

    void logitsAreTheReferences_data();
    void logitsAreTheReferences();
    void quantizedLogitsAreNearTheReferences_data();
    void quantizedLogitsAreNearTheReferences();
    void longCacheIsSplitOverThreads();
    void cacheOfAWindowIsARing_data();
    void cacheOfAWindowIsARing();
    void otherAttentionIsTheReferences_data();
    void otherAttentionIsTheReferences();
    void onlyAskedForLogitsAreComputed();
    void memoryIsAsAccounted();
    void wrongArgumentsAreRefused();
    void missingMemoryIsAnError();
    void stopIsNoticedSoonAndLeavesTheExecutorUsable();
    void loadingCanBeStopped();
    void progressGrowsToTheEnd();
};

void CpuBackendTest::logitsAreTheReferences_data()
{
    QTest::addColumn<QString>("shape");
    QTest::addColumn<int>("set");
    QTest::addColumn<int>("kv");
    for (const char *shape : { "llama", "gemma", "many queries per key", "one head" }) {
        for (const cpu::InstructionSet set : cpu::kInstructionSets) {
            if (!cpu::isAvailable(set))
                continue;
            for (const KvType kv : { KvType::F32, KvType::F16 })
                QTest::addRow("%s %s %s", shape, toString(set).data(), kv == KvType::F32 ? "f32" : "f16")
                    << shape << static_cast<int>(set) << static_cast<int>(kv);
        }
    }
}

void CpuBackendTest::logitsAreTheReferences()
{
    QFETCH(QString, shape);
    QFETCH(int, set);
    QFETCH(int, kv);
    cpu::forceInstructionSet(static_cast<cpu::InstructionSet>(set));
    const test::SmallModel model(shapeOf(shape));
    ExecutorOptions options;
    options.contextLength = 100;
    options.chunkLength = 70;
    options.maxOutputs = 70;
    options.kv = static_cast<KvType>(kv);
    auto executor = cpu::createCpuBackend(2)->prepare(model.graph(), options);
    VERIFY_OK(executor);
    auto expected
        = reference::createReferenceBackend(reference::ActivationFormat::F32)->prepare(model.graph(), options);
    VERIFY_OK(expected);
    const std::vector<std::int32_t> tokens = someTokens(100, model.graph().vocabularySize);
    const std::vector<std::uint32_t> chunks = { 70, 1, 1, 2, 3, 4, 5, 14 };
    const std::vector<float> actual = runChunks(**executor, tokens, chunks);
    const std::vector<float> wanted = runChunks(**expected, tokens, chunks);
    // Float sums all the way; a key or value that lies between two halves may go to either.
    const double tolerance = (options.kv == KvType::F32 ? 3e-5 : 1e-2) * test::norm(wanted)
        / std::sqrt(static_cast<double>(wanted.size()));
    const std::string difference = test::firstDifference(actual, wanted, tolerance);
    QVERIFY2(difference.empty(), difference.c_str());
}

void CpuBackendTest::quantizedLogitsAreNearTheReferences_data()
{
    QTest::addColumn<quint32>("type");
    QTest::addColumn<unsigned>("threads");
    for (const TensorType type :
        { TensorType::F16, TensorType::BF16, TensorType::Q4_0, TensorType::Q4_1, TensorType::Q5_0, TensorType::Q5_1,
            TensorType::Q8_0, TensorType::Q4_K, TensorType::Q5_K, TensorType::Q6_K }) {
        for (const unsigned threads : { 1U, 2U, 3U })
            QTest::addRow("%s %u threads", quant::tensorTypeInfo(type).name.data(), threads)
                << static_cast<quint32>(type) << threads;
    }
}

void CpuBackendTest::quantizedLogitsAreNearTheReferences()
{
    QFETCH(quint32, type);
    QFETCH(unsigned, threads);
    test::SmallShape shape = shapeOf("gemma");
    shape.type = static_cast<TensorType>(type);
    shape.width = 256;
    shape.ffn = 512;
    const test::SmallModel model(shape);
    ExecutorOptions options;
    options.contextLength = 40;
    options.maxOutputs = 40;
    auto executor = cpu::createCpuBackend(threads)->prepare(model.graph(), options);
    VERIFY_OK(executor);
    auto expected
        = reference::createReferenceBackend(reference::ActivationFormat::Int15Blocks)->prepare(model.graph(), options);
    VERIFY_OK(expected);
    const std::vector<std::int32_t> tokens = someTokens(40, model.graph().vocabularySize);
    const std::vector<std::uint32_t> chunks = { 33, 1, 2, 4 };
    std::vector<float> actual = runChunks(**executor, tokens, chunks);
    const std::vector<float> wanted = runChunks(**expected, tokens, chunks);
    QCOMPARE(actual.size(), wanted.size());
    // A last bit of difference may round an activation the other way, by 2^-8 of its block; so the whole is compared.
    for (std::size_t i = 0; i < actual.size(); ++i)
        actual[i] -= wanted[i];
    const double relative = test::norm(actual) / test::norm(wanted);
    QVERIFY2(relative < 2e-2, qPrintable(QString::number(relative)));
}

void CpuBackendTest::longCacheIsSplitOverThreads()
{
    test::SmallShape shape = shapeOf("gemma");
    shape.window = 700; // begins within the second split
    const test::SmallModel model(shape);
    ExecutorOptions options;
    options.contextLength = 1300;
    options.chunkLength = 512;
    options.maxOutputs = 4;
    options.kv = KvType::F32;
    auto executor = cpu::createCpuBackend(3)->prepare(model.graph(), options);
    VERIFY_OK(executor);
    auto expected
        = reference::createReferenceBackend(reference::ActivationFormat::F32)->prepare(model.graph(), options);
    VERIFY_OK(expected);
    const std::vector<std::int32_t> tokens = someTokens(1300, model.graph().vocabularySize);
    std::uint32_t position = 0;
    for (const std::uint32_t length : { 511U, 1U, 1U, 510U, 4U, 200U, 3U, 1U }) {
        const Outputs outputs = length <= 4 ? Outputs::All : Outputs::Last;
        const auto chunk = std::span(tokens).subspan(position, length);
        VERIFY_OK((*executor)->forward(chunk, position, outputs));
        VERIFY_OK((*expected)->forward(chunk, position, outputs));
        position += length;
        const auto wanted = (*expected)->logits();
        const double tolerance = 3e-5 * test::norm(wanted) / std::sqrt(static_cast<double>(wanted.size()));
        const std::string difference = test::firstDifference((*executor)->logits(), wanted, tolerance);
        QVERIFY2(difference.empty(), difference.c_str());
    }
}

void CpuBackendTest::cacheOfAWindowIsARing_data()
{
    QTest::addColumn<int>("kv");
    for (const KvType kv : { KvType::F32, KvType::F16, KvType::Q8_0 })
        QTest::newRow(toString(kv).data()) << static_cast<int>(kv);
}

void CpuBackendTest::cacheOfAWindowIsARing()
{
    QFETCH(int, kv);
    test::SmallShape shape = shapeOf("gemma"); // 2 layers, one with a window of 20; 2 heads of 64
    const test::SmallModel model(shape);
    ExecutorOptions options;
    options.contextLength = 320;
    options.chunkLength = 30;
    options.maxOutputs = 30;
    options.kv = static_cast<KvType>(kv);
    const auto backend = cpu::createCpuBackend(2);
    const std::uint64_t all = kvBytes(options.kv, 64) * 2 * 2 * 320; // of a layer
    QCOMPARE(backend->account(model.graph(), options).kv, all + all / 320 * 64); // 20 + 30 - 1, whole blocks
    auto executor = backend->prepare(model.graph(), options);
    VERIFY_OK(executor);
    options.chunkLength = 320; // keeps everything
    auto whole = backend->prepare(model.graph(), options);
    VERIFY_OK(whole);

    const std::vector<std::int32_t> tokens = someTokens(320, model.graph().vocabularySize);
    std::uint32_t position = 0;
    const auto agree = [&](std::uint32_t length) {
        const auto chunk = std::span(tokens).subspan(position, length);
        const bool done
            = (*executor)->forward(chunk, position, Outputs::All) && (*whole)->forward(chunk, position, Outputs::All);
        position += length;
        const auto mine = (*executor)->logits();
        const auto theirs = (*whole)->logits();
        return done && !mine.empty() && std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end());
    };
    for (const std::uint32_t length : { 30U, 1U, 29U, 7U, 30U, 30U, 3U, 30U, 30U, 1U }) {
        QVERIFY2(agree(length), qPrintable(QString::number(position)));
        QVERIFY((*executor)->oldestPosition() <= (position > 30 ? position - 30 : 0));
    }
    QCOMPARE((*whole)->oldestPosition(), 0U);

    const std::uint32_t oldest = (*executor)->oldestPosition();
    QVERIFY(oldest > 100);
    const auto refused = (*executor)->forward(std::span(tokens).first(1), oldest - 1, Outputs::Last);
    QVERIFY(!refused);
    QVERIFY(refused.error().code == ErrorCode::InvalidArgument);
    position = oldest; // back as far as it goes
    QVERIFY(agree(5));
    QVERIFY(agree(30));
    position = 0;
    QVERIFY(agree(30));
    QCOMPARE((*executor)->oldestPosition(), 0U);
}

void CpuBackendTest::otherAttentionIsTheReferences_data()
{
    QTest::addColumn<int>("kv");
    QTest::addColumn<QString>("what");
    for (const KvType kv : { KvType::F32, KvType::F16, KvType::Q8_0 }) {
        for (const char *what : { "plain", "softcap", "sinks", "values in keys" })
            QTest::addRow("%s, %s", what, toString(kv).data()) << static_cast<int>(kv) << QString(what);
    }
}

void CpuBackendTest::otherAttentionIsTheReferences()
{
    QFETCH(int, kv);
    QFETCH(QString, what);
    test::SmallShape shape;
    shape.heads = 6;
    shape.kvHeads = 2;
    shape.headWidth = 96;
    shape.window = 50;
    if (what == "softcap")
        shape.softcap = 1.5f;
    else if (what == "sinks")
        shape.sinks = true;
    else if (what == "values in keys")
        shape.valueWidth = 64;
    const test::SmallModel model(shape);
    ExecutorOptions options;
    options.contextLength = 100;
    options.chunkLength = 70;
    options.maxOutputs = 70;
    options.kv = static_cast<KvType>(kv);
    auto executor = cpu::createCpuBackend(2)->prepare(model.graph(), options);
    VERIFY_OK(executor);
    auto expected
        = reference::createReferenceBackend(reference::ActivationFormat::Int15Blocks)->prepare(model.graph(), options);
    VERIFY_OK(expected);
    const std::vector<std::int32_t> tokens = someTokens(100, model.graph().vocabularySize);
    const std::vector<std::uint32_t> chunks = { 70, 1, 1, 2, 3, 4, 5, 14 };
    std::vector<float> actual = runChunks(**executor, tokens, chunks);
    const std::vector<float> wanted = runChunks(**expected, tokens, chunks);
    QCOMPARE(actual.size(), wanted.size());
    QVERIFY(!actual.empty());
    // What a cache rounds may go to the other step, of 2^-10 or 2^-7 at most; so the whole is compared.
    for (std::size_t i = 0; i < actual.size(); ++i)
        actual[i] -= wanted[i];
    const double relative = test::norm(actual) / test::norm(wanted);
    const double most = options.kv == KvType::F32 ? 3e-6 : options.kv == KvType::F16 ? 1e-4 : 2e-3;
    QVERIFY2(relative < most, qPrintable(QString::number(relative)));
}

void CpuBackendTest::onlyAskedForLogitsAreComputed()
{
    const test::SmallModel model(shapeOf("llama"));
    ExecutorOptions options;
    options.contextLength = 32;
    options.maxOutputs = 16;
    auto executor = cpu::createCpuBackend(2)->prepare(model.graph(), options);
    VERIFY_OK(executor);
    const std::vector<std::int32_t> tokens = someTokens(17, model.graph().vocabularySize);
    const auto prompt = std::span(tokens).first(16);
    const std::size_t vocabulary = model.graph().vocabularySize;

    VERIFY_OK((*executor)->forward(prompt, 0, Outputs::All));
    const std::vector<float> all((*executor)->logits().begin(), (*executor)->logits().end());
    QCOMPARE(all.size(), 16 * vocabulary);
    VERIFY_OK((*executor)->forward(std::span(tokens).subspan(16, 1), 16, Outputs::Last));
    const std::vector<float> next((*executor)->logits().begin(), (*executor)->logits().end());

    VERIFY_OK((*executor)->forward(prompt, 0, Outputs::Last));
    const std::vector<float> last((*executor)->logits().begin(), (*executor)->logits().end());
    QCOMPARE(last.size(), vocabulary);
    const double tolerance = 1e-5 * test::norm(last);
    QVERIFY(test::firstDifference(last, std::span(all).last(vocabulary), tolerance).empty());

    // Without logits the cache is written all the same.
    VERIFY_OK((*executor)->forward(prompt, 0, Outputs::None));
    QVERIFY((*executor)->logits().empty());
    VERIFY_OK((*executor)->forward(std::span(tokens).subspan(16, 1), 16, Outputs::Last));
    QVERIFY(test::firstDifference((*executor)->logits(), next, tolerance).empty());
}

void CpuBackendTest::memoryIsAsAccounted()
{
    const test::SmallModel model(shapeOf("gemma"));
    const auto backend = cpu::createCpuBackend(2);
    ExecutorOptions options;
    options.contextLength = 128;
    options.maxOutputs = 3;
    const MemoryUse promised = backend->account(model.graph(), options);
    auto executor = backend->prepare(model.graph(), options);
    VERIFY_OK(executor);
    const MemoryUse taken = (*executor)->memory();
    QCOMPARE(taken.weights, promised.weights);
    QCOMPARE(taken.kv, promised.kv);
    QCOMPARE(taken.scratch, promised.scratch);
    // 2 layers, 2 kv heads, 64 + 64 values of 2 bytes, 128 positions.
    QCOMPARE(taken.kv, std::uint64_t { 2 } * 2 * (64 + 64) * 2 * 128);
    options.kv = KvType::F32;
    QCOMPARE(backend->account(model.graph(), options).kv, 2 * taken.kv);
    QCOMPARE((*executor)->chunkLength(), 128U); // no longer than the context
    QVERIFY((*executor)->bytesPerToken(10) > (*executor)->bytesPerToken(0));
}

void CpuBackendTest::wrongArgumentsAreRefused()
{
    const test::SmallModel model(shapeOf("llama"));
    ExecutorOptions options;
    options.contextLength = 16;
    options.chunkLength = 8;
    options.maxOutputs = 2;
    auto executor = cpu::createCpuBackend(1)->prepare(model.graph(), options);
    VERIFY_OK(executor);
    const std::vector<std::int32_t> tokens = someTokens(16, model.graph().vocabularySize);
    const auto fails = [&](std::span<const std::int32_t> chunk, std::uint32_t position, Outputs outputs) {
        const auto result = (*executor)->forward(chunk, position, outputs);
        return !result && result.error().code == ErrorCode::InvalidArgument;
    };
    QVERIFY(fails({}, 0, Outputs::Last));
    QVERIFY(fails(std::span(tokens).first(9), 0, Outputs::Last));
    QVERIFY(fails(std::span(tokens).first(3), 0, Outputs::All));
    QVERIFY(fails(std::span(tokens).first(8), 9, Outputs::Last));
    QVERIFY(fails(std::span(tokens).first(1), 0xffffffffU, Outputs::Last));
    for (const std::int32_t wrong : { -1, 50, 0x7fffffff })
        QVERIFY(fails(std::span(&wrong, 1), 0, Outputs::Last));
    VERIFY_OK((*executor)->forward(std::span(tokens).first(8), 8, Outputs::Last));
}

void CpuBackendTest::missingMemoryIsAnError()
{
    const test::SmallModel model(shapeOf("llama"));
    const auto backend = cpu::createCpuBackend(2);
    for (unsigned n = 1; n <= 3; ++n) { // weights, cache, scratch
        failLargeBuffersFrom(n);
        const auto executor = backend->prepare(model.graph(), {});
        QVERIFY(!executor);
        QVERIFY(executor.error().code == ErrorCode::OutOfMemory);
        QVERIFY(executor.error().reason == Reason::HostMemory);
        QVERIFY(!executor.error().arg("needed").empty());
        QVERIFY(!executor.error().arg("free").empty());
    }
    failLargeBuffersFrom(0);
    VERIFY_OK(backend->prepare(model.graph(), {}));

    ExecutorOptions huge;
    huge.contextLength = 0xffffffffU;
    huge.chunkLength = 16;
    const auto executor = backend->prepare(model.graph(), huge);
    QVERIFY(!executor);
    QVERIFY(executor.error().code == ErrorCode::OutOfMemory);
    QCOMPARE(executor.error().arg("needed"), std::to_string(backend->account(model.graph(), huge).total()));
}

void CpuBackendTest::stopIsNoticedSoonAndLeavesTheExecutorUsable()
{
    test::SmallShape shape;
    shape.width = 512;
    shape.ffn = 4096;
    shape.vocabulary = 5000;
    shape.layers = 8;
    const test::SmallModel model(shape);
    ExecutorOptions options;
    options.contextLength = 1024;
    options.chunkLength = 1024;
    auto executor = cpu::createCpuBackend(2)->prepare(model.graph(), options);
    VERIFY_OK(executor);
    const std::vector<std::int32_t> tokens = someTokens(1024, shape.vocabulary);
    VERIFY_OK((*executor)->forward(std::span(tokens).first(20), 0, Outputs::Last));
    const std::vector<float> before((*executor)->logits().begin(), (*executor)->logits().end());

    std::stop_source early;
    early.request_stop();
    const auto refused = (*executor)->forward(tokens, 0, Outputs::Last, early.get_token());
    QVERIFY(!refused);
    QVERIFY(refused.error().code == ErrorCode::Cancelled);

    // On a busy machine a thread may get no processor for longer: the best of some attempts counts.
    std::int64_t soonest = std::numeric_limits<std::int64_t>::max();
    for (int attempt = 0; attempt < 5 && soonest >= kMostMs; ++attempt) {
        std::stop_source source;
        std::chrono::steady_clock::time_point asked;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            asked = std::chrono::steady_clock::now();
            source.request_stop();
        });
        Result<void> result = {};
        while (result)
            result = (*executor)->forward(tokens, 0, Outputs::Last, source.get_token());
        const auto end = std::chrono::steady_clock::now();
        stopper.join();
        QVERIFY(result.error().code == ErrorCode::Cancelled);
        soonest = std::min(
            soonest, std::int64_t { std::chrono::duration_cast<std::chrono::milliseconds>(end - asked).count() });
    }
    QVERIFY2(soonest < kMostMs, qPrintable(QString::number(soonest)));

    VERIFY_OK((*executor)->forward(std::span(tokens).first(20), 0, Outputs::Last));
    const auto after = (*executor)->logits();
    QVERIFY(std::equal(after.begin(), after.end(), before.begin(), before.end()));
}

void CpuBackendTest::loadingCanBeStopped()
{
    const test::SmallModel model(shapeOf("llama"));
    std::stop_source source;
    source.request_stop();
    const auto executor = cpu::createCpuBackend(2)->prepare(model.graph(), {}, {}, source.get_token());
    QVERIFY(!executor);
    QVERIFY(executor.error().code == ErrorCode::Cancelled);
}

void CpuBackendTest::progressGrowsToTheEnd()
{
    const test::SmallModel model(shapeOf("llama"));
    const auto backend = cpu::createCpuBackend(2);
    std::vector<std::uint64_t> steps;
    std::uint64_t all = 0;
    VERIFY_OK(backend->prepare(model.graph(), {}, [&](std::uint64_t done, std::uint64_t total) {
        steps.push_back(done);
        all = total;
    }));
    QVERIFY(steps.size() > 1);
    QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    QCOMPARE(steps.back(), all);
    QCOMPARE(all, backend->account(model.graph(), {}).weights);
}

QTEST_GUILESS_MAIN(CpuBackendTest)
#include "tst_cpu_backend.moc"
