// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "shaders/include/params/elementwise.h"

#include "inference/backend/vulkan/emitter.h"
#include "shaders/include/params/scale.h"

namespace maru::backend::vulkan {

void emitAdd(Emitter &emitter, const graph::Step &step)
{
    const std::uint32_t width = emitter.program().graph().values[step.output].width;
    const Rows a = emitter.value(step.inputs[0]);
    const Rows b = emitter.value(step.inputs[1]);
    const Rows y = emitter.value(step.output);
    Dispatch dispatch = emitter.begin(shaders::Kernel::add, emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { a.range, b.range, y.range });
    dispatch.setPush(shaders::ElementwiseParams { width, a.stride, b.stride, y.stride, emitter.perOutput(), 0, 0 });
    dispatch.groups[0] = groupsFor(width, emitter.tuning().rowLocal);
    emitter.add(std::move(dispatch));
}

void emitActivation(
    Emitter &emitter, const GateAndUp &x, const Rows &y, std::uint32_t width, graph::Activation activation)
{
    Dispatch dispatch = emitter.begin(shaders::Kernel::gated_act, emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { x.gate.range, x.up.range, y.range });
    dispatch.constants.activation = static_cast<std::uint32_t>(activation);
    dispatch.setPush(shaders::ElementwiseParams {
        width, x.gate.stride, x.up.stride, y.stride, emitter.perOutput(), x.upOffset, x.part });
    dispatch.groups[0] = groupsFor(width, emitter.tuning().rowLocal);
    emitter.add(std::move(dispatch));
}

void emitGatedAct(Emitter &emitter, const graph::Step &step)
{
    const std::uint32_t width = emitter.program().graph().values[step.output].width;
    emitActivation(emitter, { emitter.value(step.inputs[0]), emitter.value(step.inputs[1]), 0, 0 },
        emitter.value(step.output), width, step.activation);
}

void emitScale(Emitter &emitter, const graph::Step &step)
{
    const std::uint32_t width = emitter.program().graph().values[step.output].width;
    const Rows x = emitter.value(step.inputs[0]);
    const Rows y = emitter.value(step.output);
    Dispatch dispatch = emitter.begin(shaders::Kernel::scale, emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { x.range, y.range });
    dispatch.setPush(shaders::ScaleParams { width, x.stride, y.stride, emitter.perOutput(), step.scale, step.softcap });
    dispatch.groups[0] = groupsFor(width, emitter.tuning().rowLocal);
    emitter.add(std::move(dispatch));
}

void emitSelectOutputs(Emitter &emitter, const graph::Step &step)
{
    const std::uint32_t width = emitter.program().graph().values[step.output].width;
    const Rows x = emitter.value(step.inputs[0]);
    const Rows y = emitter.value(step.output);
    Dispatch dispatch = emitter.begin(shaders::Kernel::select_outputs, emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { x.range, y.range });
    dispatch.setPush(shaders::ElementwiseParams { width, x.stride, 0, y.stride, 1, 0, 0 });
    dispatch.groups[0] = groupsFor(width, emitter.tuning().rowLocal);
    emitter.add(std::move(dispatch));
}

} // namespace maru::backend::vulkan
