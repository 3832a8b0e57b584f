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

} // namespace

void emitProduct(Emitter &emitter, const StepWeights &weights, const Product &product)
{
    const Tuning &tuning = emitter.tuning();
    const bool isMatvec = emitter.rows() == 1;
    Product plain = product;
    if (!isMatvec && weights.norm != graph::kNone)
        plain.x = emitNormed(emitter, product.x, product.columns, weights.norm, product.epsilon);
    for (const StepWeights::Part &part : weights.matrices) {
        const Matrix &matrix = emitter.program().weights().matrices()[part.matrix];
        for (const WeightSlice &slice : matrix.slices) {
            const auto family = isMatvec ? shaders::Kernel::matvec_f32 : shaders::Kernel::matmul_f32;
            Dispatch dispatch
                = emitter.begin(kernelFor(family, matrix.type), isMatvec ? tuning.matvecLocal : tuning.matmulLocal);
            dispatch.bindings.push_back(wholeUnits(plain));
            if (isMatvec)
                dispatch.bindings.push_back(emitter.vector(weights.norm));
            dispatch.bindings.push_back(slice.range);
            dispatch.bindings.push_back(emitter.vector(weights.bias));
            dispatch.bindings.push_back(product.residual ? product.residual->range : emitter.program().stateRange());
            dispatch.bindings.push_back(product.y.range);
            dispatch.constants.hasNorm = isMatvec && weights.norm != graph::kNone;
            dispatch.constants.hasBias = weights.bias != graph::kNone;
            dispatch.constants.hasResidual = product.residual.has_value();
            dispatch.constants.ragged = product.columns % kUnitColumns != 0;
            dispatch.constants.rows = isMatvec ? tuning.matvecRows : tuning.matmulRows;
            dispatch.setPush(paramsOf(emitter, matrix, slice, part.firstRow, plain));
            if (isMatvec) {
                const std::uint32_t rowsOfGroup
                    = std::max(1U, tuning.matvecLocal / tuning.subgroup) * tuning.matvecRows;
                dispatch.groups = { groupsFor(slice.rows, rowsOfGroup), emitter.rows() };
            } else {
                dispatch.groups = { groupsFor(slice.rows, std::uint64_t(tuning.matmulLocal) * tuning.matmulRows),
                    groupsFor(emitter.rows(), kTokensOfTile) };
            }
            emitter.add(std::move(dispatch));
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

void emitGatedMlp(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const Tuning &tuning = emitter.tuning();
    const std::uint32_t width = emitter.program().graph().values[step.output].width;
    Product product;
    product.x = emitter.value(step.inputs[0]);
    product.columns = emitter.program().graph().values[step.inputs[0]].width;
    product.epsilon = step.epsilon;
    if (emitter.rows() > 1 || weights.matrices.size() > 1) {
        product.y = emitter.temporary(2 * width);
        emitProduct(emitter, weights, product);
        emitActivation(emitter, product.y, product.y, width, emitter.value(step.output), width, step.activation);
        return;
    }
    const Matrix &matrix = emitter.program().weights().matrices()[weights.matrices[0].matrix];
    const WeightSlice &slice = matrix.slices[0];
    product.y = emitter.value(step.output);
    Dispatch dispatch = emitter.begin(kernelFor(shaders::Kernel::gated_mlp_f32, matrix.type), tuning.matvecLocal);
    dispatch.bindings.insert(
        dispatch.bindings.end(), { wholeUnits(product), emitter.vector(weights.norm), slice.range, product.y.range });
    dispatch.constants.hasNorm = weights.norm != graph::kNone;
    dispatch.constants.ragged = product.columns % kUnitColumns != 0;
    dispatch.constants.activation = static_cast<std::uint32_t>(step.activation);
    dispatch.constants.rows = tuning.gatedRows;
    shaders::MatmulParams params = paramsOf(emitter, matrix, slice, 0, product);
    params.rows = width;
    dispatch.setPush(params);
    dispatch.groups[0] = groupsFor(width, std::max(1U, tuning.matvecLocal / tuning.subgroup) * tuning.gatedRows);
    emitter.add(std::move(dispatch));
}

} // namespace maru::backend::vulkan
