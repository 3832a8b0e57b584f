// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "shaders/include/params/matmul.h"

#include "inference/backend/vulkan/emitter.h"

namespace maru::backend::vulkan {

namespace {

constexpr std::uint32_t kTokensOfTile = 8; // matmul.comp

shaders::MatmulParams paramsOf(const Emitter &emitter, const Matrix &matrix, const WeightSlice &slice,
    std::uint32_t firstRow, const Product &product)
{
    shaders::MatmulParams params = {};
    params.rows = slice.rows;
    params.firstRow = firstRow + slice.firstRow;
    params.columns = product.columns;
    params.units = matrix.layout.units;
    params.rowVectors = matrix.layout.vectors;
    params.xStride = product.x.stride;
    params.yStride = product.y.stride;
    params.perOutput = emitter.perOutput();
    params.epsilon = product.epsilon;
    if (product.batch == Batch::None)
        return params;
    params.rows = matrix.rowsOfOne();
    params.firstRow = firstRow;
    params.parts = slice.rows / params.rows;
    params.firstPart = slice.firstRow / params.rows;
    params.used = product.used;
    params.routeStride = product.route.stride;
    params.xPart = product.xPart;
    params.yPart = product.yPart;
    return params;
}

/// `x` as a kernel binds it that reads whole units: the last row's may reach past the end.
BufferRange wholeUnits(const Product &product)
{
    BufferRange range = product.x.range;
    if (product.columns % kUnitColumns != 0)
        range.bytes += kUnitColumns * sizeof(float);
    return range;
}

/// Matrices of a slice that run side by side, for one row.
std::uint32_t groupsOfBatch(const Matrix &matrix, const WeightSlice &slice, const Product &product)
{
    switch (product.batch) {
    case Batch::Heads:
        return slice.rows / matrix.rowsOfOne();
    case Batch::Experts:
        return product.used;
    default:
        return 1;
    }
}

BufferRange routeRange(const Emitter &emitter, const Product &product)
{
    return product.used == 0 ? emitter.program().stateRange() : product.route.range;
}

/// One slice of a matrix, for one row of x or for many.
void emitSlice(Emitter &emitter, const Matrix &matrix, const WeightSlice &slice, const StepWeights &weights,
    std::uint32_t firstRow, const Product &product)
{
    const Tuning &tuning = emitter.tuning();
    const bool isMatvec = emitter.rows() == 1;
    const auto family = isMatvec ? shaders::Kernel::matvec_f32 : shaders::Kernel::matmul_f32;
    Dispatch dispatch
        = emitter.begin(kernelFor(family, matrix.type), isMatvec ? tuning.matvecLocal : tuning.matmulLocal);
    const shaders::MatmulParams params = paramsOf(emitter, matrix, slice, firstRow, product);
    const BufferRange state = emitter.program().stateRange();
    dispatch.bindings.push_back(wholeUnits(product));
    if (isMatvec)
        dispatch.bindings.push_back(emitter.vector(weights.norm));
    dispatch.bindings.push_back(slice.range);
    dispatch.bindings.push_back(emitter.vector(weights.bias));
    dispatch.bindings.push_back(product.residual ? product.residual->range : state);
    dispatch.bindings.push_back(isMatvec ? routeRange(emitter, product)
            : product.tileCount == 0     ? state
                                         : product.tiles);
    dispatch.bindings.push_back(product.y.range);
    dispatch.constants.hasNorm = isMatvec && weights.norm != graph::kNone;
    dispatch.constants.hasBias = weights.bias != graph::kNone;
    dispatch.constants.hasResidual = product.residual.has_value();
    dispatch.constants.ragged = product.columns % kUnitColumns != 0;
    dispatch.constants.rows = isMatvec ? tuning.matvecRows : tuning.matmulRows;
    dispatch.constants.batch = product.batch;
    dispatch.setPush(params);
    const std::uint32_t subgroups = std::max(1U, tuning.matvecLocal / tuning.subgroup);
    const std::uint32_t rowsOfGroup = isMatvec ? subgroups * tuning.matvecRows : tuning.matmulLocal * tuning.matmulRows;
    dispatch.groups[0] = groupsFor(params.rows, rowsOfGroup);
    if (isMatvec)
        dispatch.groups[2] = groupsOfBatch(matrix, slice, product);
    else if (product.batch == Batch::Experts)
        dispatch.groups[1] = product.tileCount;
    else {
        dispatch.groups[1] = groupsFor(emitter.rows(), kTokensOfTile);
        dispatch.groups[2] = groupsOfBatch(matrix, slice, product);
    }
    emitter.add(std::move(dispatch));
}

} // namespace

void emitProduct(Emitter &emitter, const StepWeights &weights, const Product &product)
{
    Product plain = product;
    if (emitter.rows() > 1 && weights.norm != graph::kNone)
        plain.x = emitNormed(emitter, product.x, product.columns, weights.norm, product.epsilon);
    for (const StepWeights::Part &part : weights.matrices) {
        const Matrix &matrix = emitter.program().weights().matrices()[part.matrix];
        for (const WeightSlice &slice : matrix.slices) {
            emitSlice(emitter, matrix, slice, weights, part.firstRow, plain);
            if (product.batch == Batch::Sum) // the others add to it
                plain.residual = plain.y;
        }
    }
}

void emitMatMul(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    Product product;
    product.x = emitter.value(step.inputs[0]);
    product.columns = emitter.program().graph().values[step.inputs[0]].width;
    product.y = emitter.value(step.output);
    product.epsilon = step.epsilon;
    if (step.op == graph::Op::MatMulAdd)
        product.residual = emitter.value(step.inputs[1]);
    emitProduct(emitter, weights, product);
}

void emitHeadMatMul(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const graph::Graph &graph = emitter.program().graph();
    Product product;
    product.x = emitter.value(step.inputs[0]);
    product.columns = graph.weights[step.weights[graph::kWeight]].columns;
    product.y = emitter.value(step.output);
    product.batch = Batch::Heads;
    product.xPart = graph.values[step.inputs[0]].width / step.heads;
    product.yPart = graph.values[step.output].width / step.heads;
    emitProduct(emitter, weights, product);
}

void emitGated(Emitter &emitter, const Matrix &matrix, std::uint32_t norm, std::uint32_t bias, const Product &product,
    std::uint32_t width, graph::Activation activation)
{
    const Tuning &tuning = emitter.tuning();
    for (const WeightSlice &slice : matrix.slices) {
        Dispatch dispatch = emitter.begin(kernelFor(shaders::Kernel::gated_mlp_f32, matrix.type), tuning.matvecLocal);
        dispatch.bindings.insert(dispatch.bindings.end(),
            { wholeUnits(product), emitter.vector(norm), slice.range, emitter.vector(bias),
                routeRange(emitter, product), product.y.range });
        dispatch.constants.hasNorm = norm != graph::kNone;
        dispatch.constants.hasBias = bias != graph::kNone;
        dispatch.constants.ragged = product.columns % kUnitColumns != 0;
        dispatch.constants.activation = static_cast<std::uint32_t>(activation);
        dispatch.constants.rows = tuning.gatedRows;
        dispatch.constants.batch = product.batch;
        shaders::MatmulParams params = paramsOf(emitter, matrix, slice, 0, product);
        params.rows = width;
        dispatch.setPush(params);
        dispatch.groups[0] = groupsFor(width, std::max(1U, tuning.matvecLocal / tuning.subgroup) * tuning.gatedRows);
        dispatch.groups[2] = groupsOfBatch(matrix, slice, product);
        emitter.add(std::move(dispatch));
    }
}

void emitGatedMlp(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const std::uint32_t width = emitter.program().graph().values[step.output].width;
    Product product;
    product.x = emitter.value(step.inputs[0]);
    product.columns = emitter.program().graph().values[step.inputs[0]].width;
    product.epsilon = step.epsilon;
    if (emitter.rows() > 1 || weights.matrices.size() > 1) {
        product.y = emitter.temporary(2 * width);
        emitProduct(emitter, weights, product);
        emitActivation(emitter, { product.y, product.y, width, 0 }, emitter.value(step.output), width, step.activation);
        return;
    }
    product.y = emitter.value(step.output);
    const Matrix &matrix = emitter.program().weights().matrices()[weights.matrices[0].matrix];
    emitGated(emitter, matrix, weights.norm, graph::kNone, product, width, step.activation);
}

} // namespace maru::backend::vulkan
