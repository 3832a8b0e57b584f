// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/scratch.h"

#include "inference/backend/cpu/kernels/attention.h"
#include "inference/backend/cpu/packed_weights.h"
#include "inference/backend/cpu/panel_packing.h"

#include <algorithm>

namespace maru::backend::cpu {

namespace {

using graph::Op;

/// Hands out aligned ranges of bytes, one after the other.
class Taker
{
public:
    std::uint64_t floats(std::uint64_t count) { return bytes(count * sizeof(float)); }
    std::uint64_t bytes(std::uint64_t count)
    {
        const std::uint64_t offset = m_taken;
        m_taken += (count + 63) / 64 * 64;
        return offset;
    }
    std::uint64_t taken() const { return m_taken; }

private:
    std::uint64_t m_taken = 0;
};

/// Values of a token that a step prepares: experts get a copy each.
std::size_t inputWidth(const graph::Graph &graph, const graph::Step &step)
{
    const std::size_t width = graph.values[step.inputs[0]].width;
    return step.op == Op::ExpertUp ? width * step.routing.used : width;
}

} // namespace

Scratch::Layout Scratch::layOut(
    const graph::Graph &graph, const graph::Plan &plan, const ExecutorOptions &options, unsigned threads)
{
    Layout layout;
    layout.chunk = options.chunkLength;
    layout.outputs = options.maxOutputs;

    std::size_t widest = 16;
    bool normsForFloats = false;
    std::uint64_t keyWidth = 0;
    std::uint64_t valueWidth = 0;
    std::uint64_t heads = 0;
    std::uint64_t headValues = 16;
    std::uint64_t headQueries = 0;
    std::uint64_t queryBlocks = 0;
    for (const graph::Step &step : graph.steps) {
        const std::span<const int> matrices = matrixSlots(step.op);
        if (step.op == Op::HeadMatMul) {
            layout.headBlocks = std::max<std::size_t>(
                layout.headBlocks, graph.weight(step, graph::kWeight)->columns / kBlockColumns * kSweepTokens);
            continue;
        }
        if (step.op == Op::Route || !matrices.empty() || step.op == Op::NormAdd)
            widest = std::max<std::size_t>(widest, inputWidth(graph, step));
        for (const int slot : matrices)
            normsForFloats |= isFloatType(graph.weight(step, slot)->type);
        if (step.op == Op::ExpertUp || step.op == Op::ExpertDown)
            layout.slots = std::max<std::size_t>(
                layout.slots, step.routing.experts + 1 + std::size_t { 2 } * layout.chunk * step.routing.used);
        if (step.op == Op::Qkv || step.op == Op::Attention) {
            const graph::KvLayer &kv = graph.kvLayers[step.layer];
            keyWidth = std::max(keyWidth, std::uint64_t { kv.kvHeads } * kv.keyWidth);
            valueWidth = std::max(valueWidth, std::uint64_t { kv.kvHeads } * kv.valueWidth);
            heads = std::max<std::uint64_t>(heads, step.heads);
            headValues = std::max<std::uint64_t>(headValues, KvHead::strideOf(kv.valueWidth));
            if (kv.valuesInKeys)
                headQueries = std::max<std::uint64_t>(headQueries, KvHead::strideOf(kv.keyWidth));
            if (options.kv == KvType::Q8_0)
                queryBlocks = std::max<std::uint64_t>(queryBlocks, kv.keyWidth / kBlockColumns);
        }
    }
    for (const graph::RopeTable &table : graph.ropeTables)
        layout.pairs = std::max<std::size_t>(layout.pairs, table.rotaryWidth / 2);
    layout.rowStride = (widest + 15) / 16 * 16;
    layout.blockStride = (widest + kBlockColumns - 1) / kBlockColumns;
    layout.partialStride = headValues + kPartialValues;
    layout.splits = (options.contextLength + kSplitKeys - 1) / kSplitKeys;

    Taker taker;
    const std::uint64_t chunk = layout.chunk;
    layout.tokenValues = taker.floats(plan.floatsPerRow * chunk);
    layout.outputValues = taker.floats(std::uint64_t { plan.floatsPerOutput } * layout.outputs);
    layout.blocks = taker.bytes(chunk * layout.blockStride * sizeof(ActivationBlock));
    layout.normed = taker.floats(normsForFloats ? chunk * layout.rowStride : 0);
    layout.keys = taker.floats(chunk * keyWidth);
    layout.values = taker.floats(chunk * valueWidth);
    layout.rope = taker.floats(graph.ropeTables.size() * 2 * chunk * layout.pairs);
    layout.partials = taker.floats(layout.splits > 1 ? kPrivateRows * heads * layout.splits * layout.partialStride : 0);
    layout.threads = taker.taken();

    Taker own;
    own.bytes(kPrivateRows * layout.blockStride * sizeof(ActivationBlock));
    layout.threadRows = own.floats(kPrivateRows * layout.rowStride);
    layout.threadSums = own.floats(kPrivateRows * layout.rowStride);
    layout.threadTiles = own.floats(std::uint64_t { 2 } * kSweepTokens * kPanelRows);
    layout.threadScores = own.floats(std::uint64_t { kAttentionRows } * kKeyChunk);
    layout.threadWeights = own.floats(options.kv == KvType::Q8_0 ? std::uint64_t { kAttentionRows } * kKeyChunk : 0);
    layout.threadAttended = own.floats(kAttentionRows * headValues);
    layout.threadSplit = own.floats(kAttentionRows * headValues);
    layout.threadQueries = own.floats(kAttentionRows * headQueries);
    layout.threadQueryBlocks = own.bytes(kAttentionRows * queryBlocks * sizeof(ActivationBlock));
    layout.threadHeadBlocks = own.bytes(layout.headBlocks * sizeof(ActivationBlock));
    layout.threadSlots = own.bytes(layout.slots * sizeof(std::uint32_t));
    own.bytes(128); // neighbouring lines are fetched in pairs: none is shared between threads
    layout.threadBytes = own.taken();
    layout.byteCount = layout.threads + layout.threadBytes * threads;
    return layout;
}

std::uint64_t Scratch::byteCount(
    const graph::Graph &graph, const graph::Plan &plan, const ExecutorOptions &options, unsigned threads)
{
    return layOut(graph, plan, options, threads).byteCount;
}

Result<Scratch> Scratch::create(
    const graph::Graph &graph, const graph::Plan &plan, const ExecutorOptions &options, unsigned threads)
{
    Scratch scratch;
    scratch.m_layout = layOut(graph, plan, options, threads);
    MARU_TRY(scratch.m_buffer, LargeBuffer::allocate(scratch.m_layout.byteCount, "scratch"));
    scratch.m_buffer.populate();
    const Layout &layout = scratch.m_layout;
    for (std::size_t v = 0; v < graph.values.size(); ++v) {
        const bool perOutput = graph.values[v].perOutput;
        const std::uint64_t rows = perOutput ? layout.outputs : layout.chunk;
        scratch.m_values.push_back((perOutput ? layout.outputValues : layout.tokenValues)
            + std::uint64_t { plan.offsets[v] } * rows * sizeof(float));
    }
    return scratch;
}

float *Scratch::value(graph::ValueId id) const
{
    return at<float>(m_values[id]);
}

float *Scratch::cosines(std::uint32_t table) const
{
    return at<float>(m_layout.rope) + std::size_t { table } * 2 * m_layout.chunk * m_layout.pairs;
}

float *Scratch::sines(std::uint32_t table) const
{
    return cosines(table) + m_layout.chunk * m_layout.pairs;
}

Scratch::Private Scratch::ofThread(unsigned thread) const
{
    const std::uint64_t base = m_layout.threads + m_layout.threadBytes * thread;
    float *tiles = at<float>(base + m_layout.threadTiles);
    return { at<ActivationBlock>(base), at<float>(base + m_layout.threadRows), at<float>(base + m_layout.threadSums),
        { tiles, tiles + kSweepTokens * kPanelRows }, at<float>(base + m_layout.threadScores),
        at<float>(base + m_layout.threadWeights), at<float>(base + m_layout.threadAttended),
        at<float>(base + m_layout.threadSplit), at<float>(base + m_layout.threadQueries),
        at<ActivationBlock>(base + m_layout.threadQueryBlocks), at<ActivationBlock>(base + m_layout.threadHeadBlocks),
        at<std::uint32_t>(base + m_layout.threadSlots) };
}

} // namespace maru::backend::cpu
