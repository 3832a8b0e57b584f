// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/kernel_cases.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/cpu_features.h"
#include "tests/inference/backend/cpu/small_model.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::backend;
using quant::TensorType;

namespace {

struct Case
{
    test::SmallShape shape;
    KvType kv = KvType::F16;
    std::uint32_t tokens = 70;
};

/// A cut of `tokens` tokens into chunks: all at once, in pieces of any size, or one by one.
std::vector<std::uint32_t> cut(std::uint32_t tokens, int how)
{
    if (how == 0)
        return { tokens };
    std::vector<std::uint32_t> chunks;
    const std::vector<std::uint32_t> pieces
        = how == 1 ? std::vector<std::uint32_t> { 1 } : std::vector<std::uint32_t> { 37, 4, 1, 2, 3, 9 };
    for (std::uint32_t i = 0; tokens > 0; ++i) {
        chunks.push_back(std::min(tokens, pieces[i % pieces.size()]));
        tokens -= chunks.back();
    }
    return chunks;
}

/// The logits of all tokens.
Result<std::vector<float>> run(
    const graph::Graph &graph, const Case &what, unsigned threads, const std::vector<std::uint32_t> &chunks)
{
    ExecutorOptions options;
    options.contextLength = what.tokens;
    options.chunkLength = *std::max_element(chunks.begin(), chunks.end());
    options.maxOutputs = options.chunkLength;
    options.kv = what.kv;
    MARU_TRY(const std::unique_ptr<Executor> executor, cpu::createCpuBackend(threads)->prepare(graph, options));
    std::vector<float> all;
    std::uint32_t position = 0;
    for (const std::uint32_t length : chunks) {
        std::vector<std::int32_t> tokens;
        for (std::uint32_t i = position; i < position + length; ++i)
            tokens.push_back(static_cast<std::int32_t>((i * 7 + i / 3) % graph.vocabularySize));
        MARU_CHECK(executor->forward(tokens, position, Outputs::All));
        all.insert(all.end(), executor->logits().begin(), executor->logits().end());
        position += length;
    }
    return all;
}

/// The logits of all passes of a kernel case, whose passes are cut into chunks of `chunk` at most.
Result<std::vector<float>> run(const check::KernelCase &what, unsigned threads, std::uint32_t chunk)
{
    ExecutorOptions options = what.options;
    options.chunkLength = chunk;
    MARU_TRY(const std::unique_ptr<Executor> executor, cpu::createCpuBackend(threads)->prepare(what.graph, options));
    std::vector<float> all;
    for (const check::Pass &pass : what.passes) {
        const std::span<const std::int32_t> tokens = pass.tokens;
        for (std::size_t i = 0; i < tokens.size(); i += chunk) {
            const auto part = tokens.subspan(i, std::min<std::size_t>(chunk, tokens.size() - i));
            const bool isLast = i + part.size() == tokens.size();
            const Outputs outputs = pass.outputs == Outputs::Last && !isLast ? Outputs::None : pass.outputs;
            MARU_CHECK(executor->forward(part, pass.position + static_cast<std::uint32_t>(i), outputs));
            all.insert(all.end(), executor->logits().begin(), executor->logits().end());
        }
    }
    return all;
}

bool sameBits(const std::vector<float> &a, const std::vector<float> &b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

} // namespace

/// The processor gives the same logits, bit by bit, with every instruction set, any number of threads and any cut of
/// the prompt: so a reply depends on none of them, nor on what the cache held already.
class SameBitsTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { cpu::forceInstructionSet(std::nullopt); }

    void operationsNeverChange();
    void logitsNeverChange_data();
    void logitsNeverChange();
};

Q_DECLARE_METATYPE(Case)

/// Every operation alone, at the shapes of the check-up.
void SameBitsTest::operationsNeverChange()
{
    for (const check::CaseEntry &entry : check::allCases()) {
        if (!entry.isQuick)
            continue;
        const check::KernelCase what = entry.make();
        // Small chunks keep less of a window than the passes go back.
        const bool hasWindow = std::any_of(what.graph.kvLayers.begin(), what.graph.kvLayers.end(),
            [](const graph::KvLayer &layer) { return layer.window != 0; });
        std::vector<float> first;
        for (const cpu::InstructionSet set : cpu::kInstructionSets) {
            if (!cpu::isAvailable(set))
                continue;
            cpu::forceInstructionSet(set);
            for (const std::uint32_t chunk : { what.options.chunkLength, 23U, 2U }) {
                if (chunk != what.options.chunkLength && (hasWindow || set == cpu::InstructionSet::Scalar))
                    continue;
                auto values = run(what, chunk == 23 ? 3 : 2, chunk);
                VERIFY_OK(values);
                if (first.empty())
                    first = *values;
                const std::string where
                    = entry.name + ", " + std::string(toString(set)) + ", chunks of " + std::to_string(chunk);
                QVERIFY2(sameBits(*values, first), where.c_str());
            }
        }
    }
}

void SameBitsTest::logitsNeverChange_data()
{
    QTest::addColumn<Case>("what");
    const auto add = [](const std::string &name, const Case &what) { QTest::newRow(name.c_str()) << what; };
    for (std::uint32_t number = 0; number < 64; ++number) {
        const quant::TensorTypeInfo *found = quant::findTensorType(number);
        if (found == nullptr || !found->canRun)
            continue;
        const quant::TensorTypeInfo &info = *found;
        const TensorType type = info.type;
        Case what;
        what.shape.type = type;
        what.shape.width = 256;
        what.shape.ffn = 512;
        what.shape.heads = 4;
        what.shape.kvHeads = 2;
        what.shape.headWidth = 64;
        what.tokens = 21;
        add("weights " + std::string(info.name), what);
    }
    for (const KvType kv : { KvType::F32, KvType::F16, KvType::Q8_0 }) {
        const std::string suffix = ", kv " + std::string(toString(kv));
        for (const std::uint32_t width : { 64U, 80U, 96U, 128U, 256U }) {
            if (kv == KvType::Q8_0 && width % kKvBlock != 0)
                continue;
            Case what { {}, kv };
            what.shape.headWidth = width;
            what.shape.window = 20;
            what.shape.normsAfter = width == 128;
            add("head " + std::to_string(width) + suffix, what);
        }
        Case latent { {}, kv };
        latent.shape.heads = 11;
        latent.shape.headWidth = 96;
        latent.shape.valueWidth = 64;
        add("values in keys" + suffix, latent);
        Case capped { {}, kv };
        capped.shape.headWidth = 64;
        capped.shape.softcap = 3.0f;
        capped.shape.sinks = true;
        add("softcap and sinks" + suffix, capped);
        Case large { {}, kv, 1100 };
        large.shape.type = TensorType::Q4_0;
        large.shape.headWidth = 32;
        large.shape.window = 600; // of more than a split
        large.shape.ffn = 96;
        add("three splits" + suffix, large);
    }
}

void SameBitsTest::logitsNeverChange()
{
    QFETCH(Case, what);
    const test::SmallModel model(what.shape);
    std::vector<float> first;
    for (const cpu::InstructionSet set : cpu::kInstructionSets) {
        if (!cpu::isAvailable(set))
            continue;
        cpu::forceInstructionSet(set);
        for (int how = 0; how < 3; ++how) {
            // Every count of threads meets every cut, in the fast sets at least.
            for (const unsigned threads : { 1U, 2U, 3U }) {
                if (set == cpu::InstructionSet::Scalar && threads != static_cast<unsigned>(how) + 1)
                    continue;
                auto logits = run(model.graph(), what, threads, cut(what.tokens, how));
                VERIFY_OK(logits);
                if (first.empty())
                    first = *logits;
                QCOMPARE(logits->size(), first.size());
                const auto at = std::mismatch(first.begin(), first.end(), logits->begin()).first - first.begin();
                const std::string where = std::string(toString(set)) + ", " + std::to_string(threads) + " threads, cut "
                    + std::to_string(how) + ": first difference at row "
                    + std::to_string(static_cast<std::size_t>(at) / model.graph().vocabularySize);
                QVERIFY2(sameBits(*logits, first), where.c_str());
            }
        }
    }
    QVERIFY(std::none_of(first.begin(), first.end(), [](float value) { return std::isnan(value); }));
}

QTEST_GUILESS_MAIN(SameBitsTest)
#include "tst_same_bits.moc"
