// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/machine.h"

#include "inference/backend/cpu/kernels/attention.h"
#include "inference/backend/cpu/panel_packing.h"

#include <algorithm>
#include <limits>

namespace maru::backend::cpu {

namespace {

using graph::Op;

int biasSlot(Op op, int matrixSlot)
{
    if (op == Op::Qkv)
        return matrixSlot == graph::kQ ? graph::kQBias : matrixSlot == graph::kK ? graph::kKBias : graph::kVBias;
    if (op == Op::ExpertUp)
        return matrixSlot == graph::kGate ? graph::kGateBias : graph::kUpBias;
    return op == Op::GatedMlp || op == Op::HeadMatMul ? -1 : graph::kBias;
}

/// How many panels each head of `width` rows takes part in.
void countPanels(std::uint32_t heads, std::uint32_t width, std::vector<std::uint32_t> &full)
{
    for (std::uint32_t h = 0; h < heads; ++h)
        full.push_back(((h + 1) * width - 1) / kPanelRows - h * width / kPanelRows + 1);
}

void allocate(Countdown &countdown)
{
    countdown.left = std::make_unique<std::atomic<std::uint32_t>[]>(countdown.full.size());
    countdown.reset();
}

} // namespace

void Machine::prepareSteps(InstructionSet set)
{
    const DotKernels &kernels = dotKernels(set);
    panelKernel = kernels.find(quant::TensorType::Q8_0);
    std::uint32_t mostKvHeads = 0;
    std::uint32_t mostHeads = 0;
    embeddingRows = std::numeric_limits<std::uint32_t>::max();
    for (std::size_t s = 0; s < graph.steps.size(); ++s) {
        const graph::Step &step = graph.steps[s];
        PreparedStep prepared;
        prepared.step = &step;
        for (const int slot : matrixSlots(step.op)) {
            Projection projection;
            projection.matrix = weights.matrix(graph, s, slot);
            projection.kernel = kernels.find(projection.matrix.type);
            const int bias = biasSlot(step.op, slot);
            projection.bias = bias < 0 ? nullptr : weights.vector(graph, s, bias);
            (projection.kernel == nullptr ? prepared.wantsFloats : prepared.wantsBlocks) = true;
            prepared.panels += projection.matrix.panels;
            prepared.projections.push_back(projection);
        }
        const bool ownNorm = step.op == Op::RmsNorm || step.op == Op::NormAdd;
        if (ownNorm || !prepared.projections.empty())
            prepared.norm = weights.vector(graph, s, ownNorm ? graph::kWeight : graph::kNorm);
        if (step.op == Op::Route)
            prepared.routingBias = weights.vector(graph, s, graph::kBias);
        if (step.op == Op::Qkv) {
            prepared.queryNorm = weights.vector(graph, s, graph::kQNorm);
            prepared.keyNorm = weights.vector(graph, s, graph::kKNorm);
            const graph::KvLayer &layer = graph.kvLayers[step.layer];
            countPanels(step.heads, layer.keyWidth, prepared.heads.full);
            countPanels(layer.kvHeads, layer.keyWidth, prepared.heads.full);
            countPanels(layer.kvHeads, layer.valueWidth, prepared.heads.full);
            allocate(prepared.heads);
        }
        if (step.op == Op::Embed)
            embeddingRows = std::min(embeddingRows, graph.weight(step, graph::kWeight)->rows);
        if (step.op == Op::Qkv || step.op == Op::KvWrite)
            lastCacheStep = s;
        if (step.op == Op::Attention) {
            prepared.sinks = weights.vector(graph, s, graph::kSinks);
            mostKvHeads = std::max(mostKvHeads, graph.kvLayers[step.layer].kvHeads);
            mostHeads = std::max(mostHeads, step.heads);
        }
        steps.push_back(std::move(prepared));
    }
    // A group of rows is never smaller than one kv head's share of a token.
    splitRows.full.assign(std::size_t { mostKvHeads } * (kPrivateRows * mostHeads / kAttentionRows + 1), 0);
    allocate(splitRows);
}

} // namespace maru::backend::cpu
