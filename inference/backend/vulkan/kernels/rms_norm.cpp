// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "shaders/include/params/rms_norm.h"

#include "inference/backend/vulkan/emitter.h"

namespace maru::backend::vulkan {

void emitRmsNorm(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const std::uint32_t width = emitter.program().graph().values[step.output].width;
    const std::uint32_t group = step.group == 0 ? width : step.group;
    const Rows x = emitter.value(step.inputs[0]);
    const Rows y = emitter.value(step.output);
    const bool hasResidual = step.op == graph::Op::NormAdd;
    Dispatch dispatch
        = emitter.begin(hasResidual ? shaders::Kernel::norm_add : shaders::Kernel::rms_norm, emitter.tuning().rowLocal);
    dispatch.bindings.push_back(x.range);
    dispatch.bindings.push_back(emitter.vector(weights.norm));
    if (hasResidual)
        dispatch.bindings.push_back(emitter.value(step.inputs[1]).range);
    dispatch.bindings.push_back(y.range);
    const std::uint32_t normed = emitter.program().graph().weights[step.weights[graph::kWeight]].columns;
    dispatch.setPush(shaders::RmsNormParams { group, x.stride, y.stride, emitter.perOutput(), step.epsilon, normed });
    dispatch.groups[0] = width / group;
    emitter.add(std::move(dispatch));
}

Rows emitNormed(Emitter &emitter, const Rows &x, std::uint32_t width, std::uint32_t norm, float epsilon)
{
    const Rows y = emitter.temporary(width);
    Dispatch dispatch = emitter.begin(shaders::Kernel::rms_norm, emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { x.range, emitter.vector(norm), y.range });
    dispatch.setPush(shaders::RmsNormParams { width, x.stride, y.stride, emitter.perOutput(), epsilon, width });
    emitter.add(std::move(dispatch));
    return y;
}

} // namespace maru::backend::vulkan
