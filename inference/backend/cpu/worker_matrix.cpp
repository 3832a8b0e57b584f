// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/add.h"
#include "inference/backend/cpu/kernels/float_dot.h"
#include "inference/backend/cpu/kernels/gated_act.h"
#include "inference/backend/cpu/kernels/quantize.h"
#include "inference/backend/cpu/kernels/rms_norm.h"
#include "inference/backend/cpu/worker.h"

#include <algorithm>

namespace maru::backend::cpu {

using graph::Op;

/// Norms and rounds the step's input: for few rows each thread all of it for itself, else shared out and a barrier.
Worker::Input Worker::prepareInput(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const Scratch &scratch = m_machine.scratch;
    const std::uint32_t columns = width(step.inputs[0]);
    const bool isPrivate = rows.count <= kPrivateRows;
    const float *x = m_ownInput != nullptr ? m_ownInput : row(step.inputs[0], rows.first);
    const std::size_t stride = m_ownInput != nullptr ? scratch.rowStride() : columns;
    const bool keepsNormed = prepared.norm != nullptr && prepared.wantsFloats;
    ActivationBlock *blocks = isPrivate ? m_own.blocks : scratch.blocks();
    float *normed = isPrivate ? m_own.rows : scratch.normed();

    const Rows mine = isPrivate ? Rows { 0, rows.count } : share({ 0, rows.count });
    for (std::uint32_t t = mine.first; t < mine.first + mine.count; ++t) {
        const float *values = x + t * stride;
        if (prepared.norm != nullptr) {
            float *out = keepsNormed ? normed + t * scratch.rowStride() : m_own.rows;
            rmsNorm(values, prepared.norm, columns, step.epsilon, out);
            values = out;
        }
        if (prepared.wantsBlocks)
            quantizeRow(values, columns, blocks + t * scratch.blockStride());
    }
    if (!isPrivate)
        wait();
    return { blocks, keepsNormed ? normed : x, keepsNormed ? scratch.rowStride() : stride, scratch.blockStride() };
}

void Worker::multiply(const Projection &projection, const Input &input, std::uint32_t panel, std::uint32_t firstToken,
    std::uint32_t tokens, float *tile) const
{
    const PackedMatrix &matrix = projection.matrix;
    if (projection.kernel == nullptr) {
        floatPanelDot(matrix.type, matrix.panel(panel), matrix.columns, input.floats + firstToken * input.floatStride,
            input.floatStride, tokens, tile);
        return;
    }
    projection.kernel(matrix.panel(panel), matrix.columns / kBlockColumns,
        input.blocks + firstToken * input.blockStride, input.blockStride, tokens, tile);
}

/// Panels claimed at once: few enough that all threads end together, and that a stop is noticed soon.
std::uint32_t Worker::pieceOf(std::uint32_t panels, std::uint32_t rows) const
{
    const std::uint32_t most = rows > kPrivateRows ? 4 : 64;
    return std::clamp(panels / (m_threads * 8), 1U, most);
}

void Worker::matMul(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const Projection &projection = prepared.projections[0];
    const Input input = prepareInput(prepared, rows);
    const std::size_t stride = width(step.output);
    WorkShare::Claims claims(
        m_machine.share, m_thread, m_phase++, prepared.panels, pieceOf(prepared.panels, rows.count), m_pass.stop);
    std::uint32_t first = 0;
    std::uint32_t end = 0;
    while (claims.next(first, end)) {
        for (std::uint32_t t = 0; t < rows.count; t += kSweepTokens) {
            const std::uint32_t tokens = std::min(kSweepTokens, rows.count - t);
            for (std::uint32_t panel = first; panel < end; ++panel) {
                multiply(projection, input, panel, t, tokens, m_own.tiles[0]);
                const std::uint32_t column = panel * kPanelRows;
                const float *residual
                    = step.op == Op::MatMulAdd ? row(step.inputs[1], rows.first + t) + column : nullptr;
                storeTile(m_own.tiles[0], tokens,
                    { row(step.output, rows.first + t) + column, residual,
                        projection.bias == nullptr ? nullptr : projection.bias + column, stride,
                        std::min(kPanelRows, projection.matrix.rows - column) });
            }
        }
    }
}

void Worker::gatedMlp(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const Projection &gate = prepared.projections[0];
    const Projection &up = prepared.projections[1];
    const Input input = prepareInput(prepared, rows);
    const std::size_t stride = width(step.output);
    const std::uint32_t panels = gate.matrix.panels;
    WorkShare::Claims claims(m_machine.share, m_thread, m_phase++, panels, pieceOf(panels, rows.count), m_pass.stop);
    std::uint32_t first = 0;
    std::uint32_t end = 0;
    while (claims.next(first, end)) {
        for (std::uint32_t t = 0; t < rows.count; t += kSweepTokens) {
            const std::uint32_t tokens = std::min(kSweepTokens, rows.count - t);
            for (std::uint32_t panel = first; panel < end; ++panel) {
                multiply(gate, input, panel, t, tokens, m_own.tiles[0]);
                multiply(up, input, panel, t, tokens, m_own.tiles[1]);
                gatedAct(step.activation, m_own.tiles[0], m_own.tiles[1], std::size_t { tokens } * kPanelRows,
                    m_own.tiles[0]);
                const std::uint32_t column = panel * kPanelRows;
                storeTile(m_own.tiles[0], tokens,
                    { row(step.output, rows.first + t) + column, nullptr, nullptr, stride,
                        std::min(kPanelRows, gate.matrix.rows - column) });
            }
        }
    }
}

void Worker::qkv(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const Input input = prepareInput(prepared, rows);
    float *const outs[] = { row(step.output, 0), m_machine.scratch.keys(), m_machine.scratch.values() };
    WorkShare::Claims claims(
        m_machine.share, m_thread, m_phase++, prepared.panels, pieceOf(prepared.panels, rows.count), m_pass.stop);
    std::uint32_t first = 0;
    std::uint32_t end = 0;
    while (claims.next(first, end)) {
        for (std::uint32_t index = first; index < end; ++index) {
            std::uint32_t which = 0;
            std::uint32_t panel = index;
            while (panel >= prepared.projections[which].matrix.panels)
                panel -= prepared.projections[which++].matrix.panels;
            const Projection &projection = prepared.projections[which];
            const std::size_t stride = projection.matrix.rows;
            const std::uint32_t column = panel * kPanelRows;
            for (std::uint32_t t = 0; t < rows.count; t += kSweepTokens) {
                const std::uint32_t tokens = std::min(kSweepTokens, rows.count - t);
                multiply(projection, input, panel, t, tokens, m_own.tiles[0]);
                storeTile(m_own.tiles[0], tokens,
                    { outs[which] + (rows.first + t) * stride + column, nullptr,
                        projection.bias == nullptr ? nullptr : projection.bias + column, stride,
                        std::min(kPanelRows, projection.matrix.rows - column) });
            }
            finishHeads(prepared, which, panel, rows);
        }
    }
}

/// A panel of q (which = 0), k or v is done: heads that have all their panels now are turned and stored.
void Worker::finishHeads(const PreparedStep &prepared, std::uint32_t which, std::uint32_t panel, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const graph::KvLayer &layer = m_machine.graph.kvLayers[step.layer];
    const std::uint32_t headWidth = which == 2 ? layer.valueWidth : layer.keyWidth;
    const std::uint32_t before = which == 0 ? 0 : which == 1 ? step.heads : step.heads + layer.kvHeads;
    const std::uint32_t endRow = std::min((panel + 1) * kPanelRows, prepared.projections[which].matrix.rows);
    for (std::uint32_t head = panel * kPanelRows / headWidth; head * headWidth < endRow; ++head) {
        std::atomic<std::uint32_t> &left = prepared.heads.left[before + head];
        if (left.fetch_sub(1, std::memory_order_acq_rel) != 1)
            continue;
        left.store(prepared.heads.full[before + head], std::memory_order_relaxed);
        finishHead(prepared, which, head, rows);
    }
}

void Worker::finishHead(const PreparedStep &prepared, std::uint32_t which, std::uint32_t head, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const graph::KvLayer &layer = m_machine.graph.kvLayers[step.layer];
    const std::size_t stride = prepared.projections[which].matrix.rows;
    const std::uint32_t headWidth = which == 2 ? layer.valueWidth : layer.keyWidth;
    float *first = which == 0 ? row(step.output, 0)
        : which == 1          ? m_machine.scratch.keys()
                              : m_machine.scratch.values();
    const float *norm = which == 0 ? prepared.queryNorm : which == 1 ? prepared.keyNorm : nullptr;
    for (std::uint32_t t = rows.first; t < rows.first + rows.count; ++t) {
        float *values = first + t * stride + std::size_t { head } * headWidth;
        if (norm != nullptr)
            rmsNorm(values, norm, headWidth, step.epsilon, values);
        if (which != 2 && step.rope != graph::kNone)
            turn(values, step.rope, t);
        if (which == 1)
            writeKey(m_machine.kv.head(step.layer, head), m_pass.position + t, values);
        else if (which == 2)
            writeValue(m_machine.kv.head(step.layer, head), m_pass.position + t, values);
    }
}

} // namespace maru::backend::cpu
