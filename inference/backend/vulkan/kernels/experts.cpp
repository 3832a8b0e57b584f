// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/emitter.h"
#include "shaders/include/params/expert.h"
#include "shaders/include/params/route.h"

#include <algorithm>

namespace maru::backend::vulkan {

namespace {

constexpr std::uint32_t kTileRows = 8; // matmul.comp

shaders::ExpertParams paramsOf(const Emitter &emitter, const graph::Routing &routing, const Rows &route)
{
    shaders::ExpertParams params = {};
    params.experts = routing.experts;
    params.used = routing.used;
    params.routeStride = route.stride;
    params.perOutput = emitter.perOutput();
    return params;
}

/// What a product with the chosen experts has of the route; for a chunk its tiles are made.
Product routed(Emitter &emitter, const graph::Step &step)
{
    const graph::Routing &routing = step.routing;
    Product product;
    product.batch = Batch::Experts;
    product.used = routing.used;
    product.route = emitter.value(step.inputs[1]);
    if (emitter.rows() == 1)
        return product;
    const std::uint32_t pairs = emitter.rows() * routing.used;
    product.tileCount = pairs / kTileRows + std::min(routing.experts, pairs);
    const std::uint32_t words = product.tileCount * (1 + kTileRows);
    product.tiles = emitter.temporary(groupsFor(words, emitter.rows())).range;
    Dispatch dispatch = emitter.begin(shaders::Kernel::expert_sort, emitter.tuning().sortLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { product.route.range, product.tiles });
    shaders::ExpertParams params = paramsOf(emitter, routing, product.route);
    params.tiles = product.tileCount;
    dispatch.setPush(params);
    dispatch.groups = { 1, 1, 1 };
    emitter.add(std::move(dispatch));
    return product;
}

} // namespace

void emitRoute(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const graph::Routing &routing = step.routing;
    const Rows x = emitter.value(step.inputs[0]);
    const Rows y = emitter.value(step.output);
    Dispatch dispatch = emitter.begin(shaders::Kernel::route, emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { x.range, emitter.vector(weights.bias), y.range });
    dispatch.constants.hasBias = weights.bias != graph::kNone;
    dispatch.setPush(shaders::RouteParams { routing.experts, routing.used, routing.groups, routing.groupsUsed,
        static_cast<std::uint32_t>(routing.gating), routing.sumsTwoBest ? 1U : 0U, routing.normalizes ? 1U : 0U,
        routing.scale, x.stride, y.stride, emitter.perOutput() });
    emitter.add(std::move(dispatch));
}

void emitExpertUp(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const graph::Graph &graph = emitter.program().graph();
    const std::uint32_t width = graph.values[step.output].width;
    const std::uint32_t rows = width / step.routing.used; // of an expert
    const Rows y = emitter.value(step.output);
    Product product = routed(emitter, step);
    product.x = emitter.value(step.inputs[0]);
    product.columns = graph.values[step.inputs[0]].width;
    product.yPart = rows;
    if (weights.matrices.size() > 1) { // gate and up apart: of different types, or too large for a binding
        GateAndUp halves;
        Rows *const targets[] = { &halves.gate, &halves.up };
        for (std::size_t i = 0; i < 2; ++i) {
            StepWeights half;
            half.matrices = { { weights.matrices[i].matrix, 0 } };
            half.bias = i == 0 ? weights.bias : weights.upBias;
            *targets[i] = product.y = emitter.temporary(width);
            emitProduct(emitter, half, product);
        }
        emitActivation(emitter, halves, y, width, step.activation);
        return;
    }
    if (emitter.rows() == 1) {
        const Matrix &matrix = emitter.program().weights().matrices()[weights.matrices[0].matrix];
        product.y = y;
        emitGated(emitter, matrix, graph::kNone, weights.bias, product, rows, step.activation);
        return;
    }
    product.yPart = 2 * rows;
    product.y = emitter.temporary(2 * width);
    emitProduct(emitter, weights, product);
    emitActivation(emitter, { product.y, product.y, rows, rows }, y, width, step.activation);
}

void emitExpertDown(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const graph::Graph &graph = emitter.program().graph();
    const std::uint32_t width = graph.values[step.output].width;
    const Rows y = emitter.value(step.output);
    Product product = routed(emitter, step);
    product.x = emitter.value(step.inputs[0]);
    product.columns = graph.weights[step.weights[graph::kWeight]].columns;
    product.xPart = product.columns;
    if (emitter.rows() == 1) {
        product.batch = Batch::Sum;
        product.y = y;
        emitProduct(emitter, weights, product);
        return;
    }
    product.yPart = width;
    product.y = emitter.temporary(step.routing.used * width);
    emitProduct(emitter, weights, product);

    Dispatch dispatch = emitter.begin(shaders::Kernel::expert_sum, emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { product.y.range, product.route.range, y.range });
    shaders::ExpertParams params = paramsOf(emitter, step.routing, product.route);
    params.width = width;
    params.xStride = product.y.stride;
    params.yStride = y.stride;
    dispatch.setPush(params);
    dispatch.groups[0] = groupsFor(width, emitter.tuning().rowLocal);
    emitter.add(std::move(dispatch));
}

} // namespace maru::backend::vulkan
