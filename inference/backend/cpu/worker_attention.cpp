// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/attention.h"
#include "inference/backend/cpu/kernels/quantize.h"
#include "inference/backend/cpu/worker.h"

#include <algorithm>

namespace maru::backend::cpu {

/// Some rows of one kv head, and the keys they look at.
///
/// The rows of a kv head are numbered token by token, and within a token by the heads of q that share it.
struct Worker::AttentionPiece
{
    std::uint32_t kvHead;
    std::uint32_t firstRow;
    std::uint32_t rowCount;
    std::uint32_t tile; ///< number of this group of rows, over all kv heads
    std::uint32_t firstKey;
    std::uint32_t endKey;
    std::uint32_t split; ///< which of `splits` parts of the keys
    std::uint32_t splits;
};

void Worker::attention(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const graph::KvLayer &layer = m_machine.graph.kvLayers[step.layer];
    const std::uint32_t group = step.heads / layer.kvHeads;
    const std::uint32_t rowCount = rows.count * group;
    const std::uint32_t tiles = (rowCount + kAttentionRows - 1) / kAttentionRows;
    const std::uint32_t end = m_pass.position + rows.first + rows.count;
    const std::uint32_t oldest = m_pass.position + rows.first + 1;
    const std::uint32_t begin = layer.window == 0 || oldest < layer.window ? 0 : oldest - layer.window;
    const bool splitsKeys = rows.count <= kPrivateRows;
    const std::uint32_t firstSplit = splitsKeys ? begin / kSplitKeys : 0;
    const std::uint32_t splits = splitsKeys ? (end - 1) / kSplitKeys + 1 - firstSplit : 1;

    WorkShare::Claims claims(m_machine.share, m_thread, m_phase++, layer.kvHeads * tiles * splits, 1, m_pass.stop);
    std::uint32_t index = 0;
    std::uint32_t last = 0;
    while (claims.next(index, last)) {
        const std::uint32_t split = index % splits;
        const std::uint32_t tile = index / splits;
        const std::uint32_t firstRow = tile % tiles * kAttentionRows;
        const std::uint32_t firstKey = splitsKeys ? (firstSplit + split) * kSplitKeys : 0;
        attendPiece(prepared, rows,
            { tile / tiles, firstRow, std::min(kAttentionRows, rowCount - firstRow), tile, firstKey,
                splitsKeys ? std::min(end, firstKey + kSplitKeys) : end, split, splits });
    }
}

/// What a Q8_0 cache meets is rounded, as what quantized weights meet; where keys are rows, queries are
/// padded to their stride.
void Worker::prepareQueries(const KvHead &head, AttentionRows &rows) const
{
    const std::uint32_t blocks = head.keyWidth / kBlockColumns;
    rows.blocks = m_own.queryBlocks;
    rows.panelKernel = m_machine.panelKernel;
    if (head.type == KvType::Q8_0) {
        for (std::uint32_t i = 0; i < rows.count; ++i)
            quantizeRow(rows.queries[i], head.keyWidth, m_own.queryBlocks + std::size_t { i } * blocks);
    }
    if (!head.valuesInKeys)
        return;
    const std::size_t stride = KvHead::strideOf(head.keyWidth);
    for (std::uint32_t i = 0; i < rows.count; ++i) {
        float *query = m_own.queries + i * stride;
        std::copy(rows.queries[i], rows.queries[i] + head.keyWidth, query);
        std::fill(query + head.keyWidth, query + stride, 0.0f);
        for (std::uint32_t d = 0; head.type == KvType::Q8_0 && d < head.keyWidth; ++d) {
            const ActivationBlock &block = m_own.queryBlocks[std::size_t { i } * blocks + d / kBlockColumns];
            query[d] = block.value(d % kBlockColumns);
        }
        rows.queries[i] = query;
    }
}

void Worker::attendPiece(const PreparedStep &prepared, Rows rows, const AttentionPiece &piece)
{
    const graph::Step &step = *prepared.step;
    const graph::KvLayer &layer = m_machine.graph.kvLayers[step.layer];
    const Scratch &scratch = m_machine.scratch;
    const std::uint32_t group = step.heads / layer.kvHeads;
    const KvHead head = m_machine.kv.head(step.layer, piece.kvHead);
    AttentionRows seen {};
    float *outs[kAttentionRows] = {};
    const float *sinks[kAttentionRows] = {};
    seen.count = piece.rowCount;
    seen.scale = step.scale;
    seen.softcap = step.softcap;
    std::uint32_t begin = piece.endKey;
    std::uint32_t end = piece.firstKey;
    for (std::uint32_t i = 0; i < piece.rowCount; ++i) {
        const std::uint32_t token = rows.first + (piece.firstRow + i) / group;
        const std::uint32_t queryHead = piece.kvHead * group + (piece.firstRow + i) % group;
        seen.queries[i] = row(step.inputs[0], token) + std::size_t { queryHead } * layer.keyWidth;
        outs[i] = row(step.output, token) + std::size_t { queryHead } * layer.valueWidth;
        sinks[i] = prepared.sinks == nullptr ? nullptr : prepared.sinks + queryHead;
        seen.ends[i] = m_pass.position + token + 1;
        seen.begins[i] = layer.window == 0 || seen.ends[i] < layer.window ? 0 : seen.ends[i] - layer.window;
        begin = std::min(begin, std::max(seen.begins[i], piece.firstKey));
        end = std::max(end, std::min(seen.ends[i], piece.endKey));
    }
    prepareQueries(head, seen);
    AttentionSums sums;
    sums.values = m_own.attended;
    attend(head, seen, begin / kKeyBlock * kKeyBlock, end, { m_own.scores, m_own.weights, m_own.split }, sums);
    if (piece.splits == 1) {
        for (std::uint32_t i = 0; i < piece.rowCount; ++i)
            finishAttention(sums, i, layer.valueWidth, sinks[i], outs[i]);
        return;
    }

    // Whoever finishes the last part of these rows puts the parts together.
    const std::uint32_t valueStride = KvHead::strideOf(layer.valueWidth);
    const std::size_t stride = scratch.partialStride();
    const std::size_t rowStride = stride * scratch.splits();
    float *partials
        = scratch.partials() + (std::size_t { piece.kvHead } * kPrivateRows * group + piece.firstRow) * rowStride;
    for (std::uint32_t i = 0; i < piece.rowCount; ++i) {
        float *part = partials + i * rowStride + piece.split * stride;
        part[0] = sums.maxima[i];
        part[1] = sums.sums[i];
        const float *values = sums.values + std::size_t { i } * valueStride;
        std::copy(values, values + valueStride, part + kPartialValues);
    }
    std::atomic<std::uint32_t> &done = m_machine.splitRows.left[piece.tile];
    if (done.fetch_add(1, std::memory_order_acq_rel) + 1 != piece.splits)
        return;
    done.store(0, std::memory_order_relaxed);
    startAttention(sums, piece.rowCount, valueStride);
    for (std::uint32_t i = 0; i < piece.rowCount; ++i) {
        for (std::uint32_t s = 0; s < piece.splits; ++s) {
            const float *part = partials + i * rowStride + s * stride;
            foldAttention(sums, i, part[0], part[1], part + kPartialValues, valueStride);
        }
        finishAttention(sums, i, layer.valueWidth, sinks[i], outs[i]);
    }
}

} // namespace maru::backend::cpu
