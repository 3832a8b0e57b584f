// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/memory_plan.h"

#include "inference/backend/cpu/packed_weights.h"

namespace maru::backend::cpu {

bool flowsIntoNext(const graph::Graph &graph, std::size_t index)
{
    if (graph.steps[index].op != graph::Op::NormAdd || index + 1 == graph.steps.size())
        return false;
    const graph::Step &next = graph.steps[index + 1];
    const graph::ValueId sum = graph.steps[index].output;
    return !matrixSlots(next.op).empty() && next.op != graph::Op::HeadMatMul && next.inputs[0] == sum
        && next.inputs[1] != sum;
}

graph::Plan planValues(const graph::Graph &lowered)
{
    graph::Graph extended = lowered;
    extended.steps.clear();
    for (std::size_t i = 0; i < lowered.steps.size(); ++i) {
        extended.steps.push_back(lowered.steps[i]);
        if (i > 0 && flowsIntoNext(lowered, i - 1)) {
            graph::Step keep; // reads what must live on, makes nothing
            keep.inputs = lowered.steps[i - 1].inputs;
            extended.steps.push_back(keep);
        }
    }
    return graph::planMemory(extended);
}

} // namespace maru::backend::cpu
