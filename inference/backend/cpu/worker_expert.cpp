// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/add.h"
#include "inference/backend/cpu/kernels/expert_sum.h"
#include "inference/backend/cpu/kernels/gated_act.h"
#include "inference/backend/cpu/kernels/quantize.h"
#include "inference/backend/cpu/kernels/route.h"
#include "inference/backend/cpu/worker.h"

#include <algorithm>

/// Steps with a matrix for each head or expert.
///
/// A slot is one expert's part of one token: slot = token * used + place in the token's route. Few tokens: every slot
/// reads its expert's panels. Many: the slots are sorted by expert, their inputs laid side by side in that order, and
/// each panel of an expert meets all of the expert's tokens at once. A token's experts are summed in the order of its
/// route, which is that of their ids, either way.
namespace maru::backend::cpu {

namespace {

constexpr std::uint32_t kPanelsOfHead = 8; ///< of HeadMatMul claimed at once

} // namespace

void Worker::routeStep(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const Rows mine = share(rows);
    for (std::uint32_t t = mine.first; t < mine.first + mine.count; ++t)
        route(row(step.inputs[0], t), step.routing, prepared.routingBias, m_own.rows, row(step.output, t));
}

void Worker::headMatMul(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const Projection &projection = prepared.projections[0];
    const PackedMatrix &matrix = projection.matrix;
    const std::uint32_t headWidth = width(step.inputs[0]) / step.heads;
    const std::uint32_t outWidth = width(step.output) / step.heads;
    const std::uint32_t parts = (matrix.panels + kPanelsOfHead - 1) / kPanelsOfHead;
    WorkShare::Claims claims(m_machine.share, m_thread, m_phase++, step.heads * parts, 1, m_pass.stop);
    std::uint32_t index = 0;
    std::uint32_t end = 0;
    while (claims.next(index, end)) {
        const std::uint32_t head = index / parts;
        const std::uint32_t first = index % parts * kPanelsOfHead;
        for (std::uint32_t t = 0; t < rows.count; t += kSweepTokens) {
            const std::uint32_t tokens = std::min(kSweepTokens, rows.count - t);
            const float *x = row(step.inputs[0], rows.first + t) + std::size_t { head } * headWidth;
            float *out = row(step.output, rows.first + t) + std::size_t { head } * outWidth;
            const Input input = headInput(projection, x, width(step.inputs[0]), tokens);
            for (std::uint32_t p = first; p < std::min(first + kPanelsOfHead, matrix.panels); ++p) {
                multiply(projection, input, head * matrix.panels + p, 0, tokens, m_own.tiles[0]);
                const std::uint32_t column = p * kPanelRows;
                storeTile(m_own.tiles[0], tokens,
                    { out + column, nullptr, nullptr, width(step.output), std::min(kPanelRows, matrix.rows - column) });
            }
            for (std::uint32_t i = 0; first == 0 && i < tokens; ++i) { // what passes
                const float *rest = x + std::size_t { i } * width(step.inputs[0]);
                std::copy(rest + matrix.columns, rest + headWidth,
                    out + std::size_t { i } * width(step.output) + matrix.rows);
            }
        }
    }
}

/// The first values of one head of some tokens, for this thread alone.
Worker::Input Worker::headInput(
    const Projection &projection, const float *x, std::size_t stride, std::uint32_t tokens) const
{
    const std::uint32_t columns = projection.matrix.columns;
    const std::size_t blockStride = columns / kBlockColumns;
    if (projection.kernel != nullptr) {
        for (std::uint32_t i = 0; i < tokens; ++i)
            quantizeRow(x + i * stride, columns, m_own.headBlocks + i * blockStride);
    }
    return { m_own.headBlocks, x, stride, blockStride };
}

/// The slots of a step by expert. For this thread alone, as all find the same.
Worker::Sorted Worker::sortSlots(const graph::Step &step, Rows rows) const
{
    const graph::Routing &routing = step.routing;
    std::uint32_t *starts = m_own.slots;
    std::uint32_t *slots = starts + routing.experts + 1;
    std::uint32_t *places = slots + std::size_t { rows.count } * routing.used;
    std::fill(starts, starts + routing.experts + 1, 0U);
    const auto forEach = [&](auto &&visit) {
        for (std::uint32_t t = 0; t < rows.count; ++t) {
            const float *chosen = row(step.inputs[1], rows.first + t);
            for (std::uint32_t i = 0; i < routing.used; ++i)
                visit(static_cast<std::uint32_t>(chosen[i]), t * routing.used + i);
        }
    };
    forEach([&](std::uint32_t expert, std::uint32_t) { ++starts[expert + 1]; });
    for (std::uint32_t e = 0; e < routing.experts; ++e)
        starts[e + 1] += starts[e];
    forEach([&](std::uint32_t expert, std::uint32_t slot) {
        places[slot] = starts[expert]++;
        slots[places[slot]] = slot;
    });
    for (std::uint32_t e = routing.experts; e > 0; --e) // each start has moved to the next one's
        starts[e] = starts[e - 1];
    starts[0] = 0;
    return { starts, slots, places };
}

/// The inputs of all slots, one after the other: with few rows in the order of tokens and for each thread, else sorted
/// and shared out, with a barrier.
Worker::Input Worker::expertInput(const PreparedStep &prepared, Rows rows, const Sorted *sorted)
{
    const graph::Step &step = *prepared.step;
    const Scratch &scratch = m_machine.scratch;
    const std::uint32_t used = step.routing.used;
    const std::uint32_t columns = prepared.projections[0].matrix.columns;
    const std::uint32_t perToken = width(step.inputs[0]) / columns; // 1 or `used`
    const std::size_t blockStride = columns / kBlockColumns;
    ActivationBlock *blocks = sorted == nullptr ? m_own.blocks : scratch.blocks();
    float *floats = sorted == nullptr ? m_own.rows : scratch.normed();
    const float *x = m_ownInput != nullptr ? m_ownInput : row(step.inputs[0], rows.first);
    const std::size_t stride = m_ownInput != nullptr ? scratch.rowStride() : width(step.inputs[0]);
    const Rows mine = sorted == nullptr ? Rows { 0, rows.count } : share({ 0, rows.count });
    for (std::uint32_t t = mine.first; t < mine.first + mine.count; ++t) {
        for (std::uint32_t i = 0; i < perToken; ++i) {
            const float *from = x + t * stride + std::size_t { i } * columns;
            const std::size_t place = sorted == nullptr ? t * perToken + i : sorted->places[t * used + i];
            if (prepared.wantsBlocks)
                quantizeRow(from, columns, blocks + place * blockStride);
            if (prepared.wantsFloats)
                std::copy(from, from + columns, floats + place * columns);
        }
        for (std::uint32_t i = perToken; sorted != nullptr && i < used; ++i) { // one input for all experts of a token
            const std::size_t from = sorted->places[t * used];
            const std::size_t place = sorted->places[t * used + i];
            if (prepared.wantsBlocks)
                std::copy_n(blocks + from * blockStride, blockStride, blocks + place * blockStride);
            if (prepared.wantsFloats)
                std::copy_n(floats + from * columns, columns, floats + place * columns);
        }
    }
    if (sorted != nullptr)
        wait();
    return { blocks, floats, columns, blockStride };
}

/// One panel of an expert's gate and up with the inputs first, first + 1, ...: the activated tile is tiles[0].
void Worker::gateTile(const PreparedStep &prepared, const Input &input, std::uint32_t expert, std::uint32_t panel,
    std::uint32_t first, std::uint32_t count) const
{
    const graph::Step &step = *prepared.step;
    for (std::size_t i = 0; i < 2; ++i) {
        const Projection &projection = prepared.projections[i];
        const PackedMatrix &matrix = projection.matrix;
        const std::uint32_t column = panel * kPanelRows;
        multiply(projection, input, expert * matrix.panels + panel, first, count, m_own.tiles[i]);
        if (projection.bias == nullptr)
            continue;
        const float *bias = projection.bias + std::size_t { expert } * matrix.rows + column;
        const std::uint32_t wide = std::min(kPanelRows, matrix.rows - column);
        for (std::uint32_t t = 0; t < count; ++t) {
            for (std::uint32_t r = 0; r < wide; ++r)
                m_own.tiles[i][t * kPanelRows + r] += bias[r];
        }
    }
    gatedAct(step.activation, m_own.tiles[0], m_own.tiles[1], std::size_t { count } * kPanelRows, m_own.tiles[0]);
}

void Worker::expertUp(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const std::uint32_t used = step.routing.used;
    const PackedMatrix &matrix = prepared.projections[0].matrix;
    const std::uint32_t panels = matrix.panels;
    const auto store = [&](std::uint32_t slot, std::uint32_t panel, const float *tile) {
        const std::uint32_t column = panel * kPanelRows;
        float *out = row(step.output, rows.first + slot / used) + std::size_t { slot % used } * matrix.rows + column;
        std::copy(tile, tile + std::min(kPanelRows, matrix.rows - column), out);
    };
    const bool isPrivate = rows.count <= kPrivateRows;
    const Sorted sorted = isPrivate ? Sorted {} : sortSlots(step, rows);
    const Input input = expertInput(prepared, rows, isPrivate ? nullptr : &sorted);
    const std::uint32_t total = panels * (isPrivate ? rows.count * used : step.routing.experts);
    WorkShare::Claims claims(m_machine.share, m_thread, m_phase++, total, pieceOf(total, rows.count), m_pass.stop);
    std::uint32_t index = 0;
    std::uint32_t end = 0;
    while (claims.next(index, end)) {
        for (; index < end; ++index) {
            const std::uint32_t panel = index % panels;
            if (isPrivate) {
                const std::uint32_t slot = index / panels;
                const std::uint32_t token = slot / used;
                const auto expert = static_cast<std::uint32_t>(row(step.inputs[1], rows.first + token)[slot % used]);
                gateTile(prepared, input, expert, panel, token, 1);
                store(slot, panel, m_own.tiles[0]);
                continue;
            }
            const std::uint32_t expert = index / panels;
            for (std::uint32_t s = sorted.starts[expert]; s < sorted.starts[expert + 1]; s += kSweepTokens) {
                const std::uint32_t count = std::min(kSweepTokens, sorted.starts[expert + 1] - s);
                gateTile(prepared, input, expert, panel, s, count);
                for (std::uint32_t i = 0; i < count; ++i)
                    store(sorted.slots[s + i], panel, m_own.tiles[0] + i * kPanelRows);
            }
        }
    }
}

void Worker::expertDown(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const std::uint32_t used = step.routing.used;
    const Projection &projection = prepared.projections[0];
    const PackedMatrix &matrix = projection.matrix;
    const auto sum = [&](std::uint32_t slot, std::uint32_t expert, std::uint32_t panel, const float *tile) {
        const std::uint32_t column = panel * kPanelRows;
        const std::uint32_t token = rows.first + slot / used;
        const float *bias
            = projection.bias == nullptr ? nullptr : projection.bias + std::size_t { expert } * matrix.rows + column;
        addExpert(tile, bias, row(step.inputs[1], token)[used + slot % used], slot % used == 0,
            std::min(kPanelRows, matrix.rows - column), row(step.output, token) + column);
    };
    const bool isPrivate = rows.count <= kPrivateRows;
    const Sorted sorted = isPrivate ? Sorted {} : sortSlots(step, rows);
    const Input input = expertInput(prepared, rows, isPrivate ? nullptr : &sorted);
    const std::uint32_t piece = isPrivate ? pieceOf(matrix.panels * used, rows.count) / used : 4;
    WorkShare::Claims claims(m_machine.share, m_thread, m_phase++, matrix.panels, std::max(1U, piece), m_pass.stop);
    std::uint32_t first = 0;
    std::uint32_t end = 0;
    while (claims.next(first, end)) { // panels of one expert after the other, as they lie in memory
        for (std::uint32_t slot = 0; isPrivate && slot < rows.count * used; ++slot) {
            const float *chosen = row(step.inputs[1], rows.first + slot / used);
            const auto expert = static_cast<std::uint32_t>(chosen[slot % used]);
            for (std::uint32_t panel = first; panel < end; ++panel) {
                multiply(projection, input, expert * matrix.panels + panel, slot, 1, m_own.tiles[0]);
                sum(slot, expert, panel, m_own.tiles[0]);
            }
        }
        for (std::uint32_t expert = 0; !isPrivate && expert < step.routing.experts; ++expert) {
            for (std::uint32_t s = sorted.starts[expert]; s < sorted.starts[expert + 1]; s += kSweepTokens) {
                const std::uint32_t count = std::min(kSweepTokens, sorted.starts[expert + 1] - s);
                for (std::uint32_t panel = first; panel < end; ++panel) {
                    multiply(projection, input, expert * matrix.panels + panel, s, count, m_own.tiles[0]);
                    for (std::uint32_t i = 0; i < count; ++i)
                        sum(sorted.slots[s + i], expert, panel, m_own.tiles[0] + i * kPanelRows);
                }
            }
        }
    }
}

} // namespace maru::backend::cpu
