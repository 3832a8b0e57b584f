// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/packed_weights.h"

#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/backend/cpu/panel_packing.h"
#include "inference/base/first_error.h"
#include "inference/graph/weight_rows.h"

#include <algorithm>
#include <atomic>
#include <map>

namespace maru::backend::cpu {

namespace {

using graph::Op;

/// Bytes packed between two looks at the stop token and reports of progress.
constexpr std::uint64_t kBatchBytes = std::uint64_t { 16 } << 20;

std::uint64_t key(std::size_t step, int slot)
{
    return step * graph::kWeightSlots + static_cast<std::uint64_t>(slot);
}

/// How many matrices lie one above the other in the weights of `step`.
std::uint32_t partCount(const graph::Step &step)
{
    switch (step.op) {
    case Op::HeadMatMul:
        return step.heads;
    case Op::ExpertUp:
    case Op::ExpertDown:
        return step.routing.experts;
    default:
        return 1;
    }
}

std::uint32_t panelsOf(const graph::Weight &weight, std::uint32_t parts)
{
    return panelCount(weight.rows / parts) * parts;
}

/// Bytes that one token reads of a weight that takes `bytes`.
std::uint64_t bytesRead(const graph::Step &step, std::uint64_t bytes)
{
    const bool isOfExperts = step.op == Op::ExpertUp || step.op == Op::ExpertDown;
    return isOfExperts ? bytes / step.routing.experts * step.routing.used : bytes;
}

} // namespace

std::span<const int> matrixSlots(Op op)
{
    static constexpr int kOne[] = { graph::kWeight };
    static constexpr int kQkv[] = { graph::kQ, graph::kK, graph::kV };
    static constexpr int kGated[] = { graph::kGate, graph::kUp };
    switch (op) {
    case Op::MatMul:
    case Op::MatMulAdd:
    case Op::NormMatMul:
    case Op::HeadMatMul:
    case Op::ExpertDown:
        return kOne;
    case Op::Qkv:
        return kQkv;
    case Op::GatedMlp:
    case Op::ExpertUp:
        return kGated;
    default:
        return {};
    }
}

PackedWeights::Layout PackedWeights::layOut(const graph::Graph &graph)
{
    Layout layout;
    std::map<std::pair<graph::WeightId, graph::WeightId>, Place> known; // {weight, the one it alternates with}
    const auto take = [&](std::uint64_t bytes) {
        const std::uint64_t offset = layout.byteCount;
        layout.byteCount += (bytes + 63) / 64 * 64;
        return offset;
    };
    for (std::size_t s = 0; s < graph.steps.size(); ++s) {
        const graph::Step &step = graph.steps[s];
        const std::span<const int> matrices = matrixSlots(step.op);
        for (const int slot : matrices) {
            const graph::WeightId id = step.weights[static_cast<std::size_t>(slot)];
            const graph::Weight &weight = graph.weights[id];
            const std::uint32_t panels = panelsOf(weight, partCount(step));
            const std::uint64_t bytes = panelBytes(weight.type, weight.columns) * panels;
            const bool alternates = step.op == Op::GatedMlp || step.op == Op::ExpertUp;
            const graph::WeightId other
                = alternates ? step.weights[slot == graph::kGate ? graph::kUp : graph::kGate] : graph::kNone;
            layout.bytesPerPass += bytesRead(step, bytes);
            auto found = known.find({ id, other });
            if (found == known.end()) {
                Place place;
                place.stride = panelBytes(weight.type, weight.columns);
                if (alternates && slot == graph::kUp && id != other) {
                    const Place &gate = known.at({ other, id });
                    place = { gate.offset + panelBytes(graph.weights[other].type, graph.weights[other].columns),
                        gate.stride };
                } else if (alternates && id != other) {
                    place.stride += panelBytes(graph.weights[other].type, graph.weights[other].columns);
                    place.offset = take(place.stride * panels);
                } else {
                    place.offset = take(bytes);
                }
                found = known.insert({ { id, other }, place }).first;
                layout.items.push_back({ id, place, false, partCount(step) });
            }
            layout.places.emplace_back(key(s, slot), found->second);
        }
        if (step.op == Op::Embed)
            continue;
        for (int slot = 0; slot < graph::kWeightSlots; ++slot) {
            const graph::WeightId id = step.weights[static_cast<std::size_t>(slot)];
            if (id == graph::kNone || std::find(matrices.begin(), matrices.end(), slot) != matrices.end())
                continue;
            // A vector's key cannot be a matrix' key: a matrix alternates with another weight or with none.
            auto found = known.find({ id, id });
            if (found == known.end()) {
                const Place place { take(std::uint64_t { graph.weights[id].columns } * sizeof(float)), 0 };
                found = known.insert({ { id, id }, place }).first;
                layout.items.push_back({ id, place, true });
            }
            layout.places.emplace_back(key(s, slot), found->second);
        }
    }
    std::sort(
        layout.places.begin(), layout.places.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    return layout;
}

std::uint64_t PackedWeights::byteCount(const graph::Graph &graph)
{
    return layOut(graph).byteCount;
}

Result<PackedWeights> PackedWeights::pack(
    const graph::Graph &graph, ThreadPool &pool, const LoadProgress &progress, std::stop_token stop)
{
    Layout layout = layOut(graph);
    PackedWeights weights;
    MARU_TRY(weights.m_buffer, LargeBuffer::allocate(layout.byteCount, "weights"));
    std::byte *base = weights.m_buffer.data();
    std::uint64_t done = 0;
    for (const Item &item : layout.items) {
        const graph::Weight &weight = graph.weights[item.weight];
        if (item.isVector) {
            graph::WeightRows rows;
            MARU_TRY(const std::span<const std::byte> bytes, rows.read(weight, 0, weight.rows));
            quant::decode(
                weight.type, bytes.data(), reinterpret_cast<float *>(base + item.place.offset), weight.columns);
            done += std::uint64_t { weight.columns } * sizeof(float);
            continue;
        }
        const std::uint64_t bytes = panelBytes(weight.type, weight.columns);
        const auto batch = static_cast<std::uint32_t>(std::max<std::uint64_t>(1, kBatchBytes / bytes));
        std::vector<graph::Weight> parts;
        for (std::uint32_t i = 0; i < item.parts; ++i)
            parts.push_back(graph::partOf(weight, item.parts, i));
        const std::uint32_t perPart = panelCount(parts.front().rows);
        const std::uint32_t panels = perPart * item.parts;
        for (std::uint32_t first = 0; first < panels; first += std::min(batch, panels - first)) {
            const std::uint32_t end = first + std::min(batch, panels - first);
            std::atomic<std::uint32_t> next = first;
            FirstError failure;
            pool.run([&](unsigned) {
                graph::WeightRows rows;
                for (std::uint32_t p = next.fetch_add(1); p < end; p = next.fetch_add(1)) {
                    const graph::Weight &matrix = parts[p / perPart];
                    const std::uint32_t row = p % perPart * kPanelRows;
                    const auto panel = rows.part(matrix, row, std::min(kPanelRows, matrix.rows - row));
                    if (!panel)
                        return failure.set(panel.error());
                    packPanel(*panel, 0, base + item.place.offset + p * item.place.stride);
                }
            });
            MARU_CHECK(failure.result());
            if (stop.stop_requested())
                return cancelled();
            done += bytes * (end - first);
            if (progress)
                progress(std::min(done, layout.byteCount), layout.byteCount);
        }
    }
    if (progress)
        progress(layout.byteCount, layout.byteCount);
    weights.m_places = std::move(layout.places);
    weights.m_bytesPerPass = layout.bytesPerPass;
    return weights;
}

const PackedWeights::Place *PackedWeights::find(std::size_t step, int slot) const
{
    const std::uint64_t wanted = key(step, slot);
    const auto found = std::lower_bound(
        m_places.begin(), m_places.end(), wanted, [](const auto &place, std::uint64_t k) { return place.first < k; });
    return found != m_places.end() && found->first == wanted ? &found->second : nullptr;
}

PackedMatrix PackedWeights::matrix(const graph::Graph &graph, std::size_t step, int slot) const
{
    const graph::Weight *weight = graph.weight(graph.steps[step], slot);
    const Place *place = find(step, slot);
    if (weight == nullptr || place == nullptr)
        return {};
    const std::uint32_t rows = weight->rows / partCount(graph.steps[step]);
    return { weight->type, rows, weight->columns, panelCount(rows), m_buffer.data() + place->offset, place->stride };
}

const float *PackedWeights::vector(const graph::Graph &graph, std::size_t step, int slot) const
{
    const Place *place = graph.weight(graph.steps[step], slot) == nullptr ? nullptr : find(step, slot);
    return place == nullptr ? nullptr : reinterpret_cast<const float *>(m_buffer.data() + place->offset);
}

} // namespace maru::backend::cpu
