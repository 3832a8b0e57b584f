// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/emitter.h"
#include "shaders/include/params/kv_write.h"
#include "shaders/include/params/rope.h"

namespace maru::backend::vulkan {

namespace {

shaders::RopeParams ropeParams(const Emitter &emitter, const graph::Step &step)
{
    shaders::RopeParams params = {};
    params.heads = step.heads;
    params.epsilon = step.epsilon;
    params.magnitude = 1.0f;
    if (step.rope != graph::kNone) {
        const graph::RopeTable &table = emitter.program().graph().ropeTables[step.rope];
        params.rotaryWidth = table.rotaryWidth;
        params.halves = table.style == graph::RopeStyle::Halves;
        params.magnitude = table.magnitude;
        params.first = table.first;
    }
    return params;
}

BufferRange ropeRange(const Emitter &emitter, const graph::Step &step)
{
    return step.rope == graph::kNone ? emitter.program().stateRange() : emitter.program().ropeRange(step.rope);
}

} // namespace

void emitQkv(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const Program &program = emitter.program();
    const graph::KvLayer &kv = program.graph().kvLayers[step.layer];
    const std::uint32_t width = (step.heads + kv.kvHeads) * kv.keyWidth + kv.kvHeads * kv.valueWidth;
    Product product;
    product.x = emitter.value(step.inputs[0]);
    product.columns = program.graph().values[step.inputs[0]].width;
    product.y = emitter.temporary(width);
    product.epsilon = step.epsilon;
    emitProduct(emitter, weights, product);

    const Rows y = emitter.value(step.output);
    Dispatch dispatch
        = emitter.begin(kvKernelFor(shaders::Kernel::qkv_f32, program.kvType()), emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(),
        { product.y.range, emitter.vector(weights.qNorm), emitter.vector(weights.kNorm), ropeRange(emitter, step),
            y.range, program.keyRange(step.layer), program.valueCacheRange(step.layer) });
    dispatch.constants.hasQNorm = weights.qNorm != graph::kNone;
    dispatch.constants.hasKNorm = weights.kNorm != graph::kNone;
    shaders::RopeParams params = ropeParams(emitter, step);
    params.kvHeads = kv.kvHeads;
    params.capacity = program.kvCapacity(step.layer);
    params.keyWidth = kv.keyWidth;
    params.valueWidth = kv.valueWidth;
    params.xStride = product.y.stride;
    params.yStride = y.stride;
    dispatch.setPush(params);
    dispatch.groups[0] = step.heads + 2 * kv.kvHeads;
    emitter.add(std::move(dispatch));
}

void emitRope(Emitter &emitter, const graph::Step &step)
{
    const std::uint32_t width = emitter.program().graph().values[step.output].width;
    const Rows x = emitter.value(step.inputs[0]);
    const Rows y = emitter.value(step.output);
    Dispatch dispatch = emitter.begin(shaders::Kernel::rope, emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(), { x.range, ropeRange(emitter, step), y.range });
    shaders::RopeParams params = ropeParams(emitter, step);
    params.keyWidth = width / step.heads;
    params.xStride = x.stride;
    params.yStride = y.stride;
    dispatch.setPush(params);
    dispatch.groups[0] = groupsFor(width, emitter.tuning().rowLocal);
    emitter.add(std::move(dispatch));
}

void emitKvWrite(Emitter &emitter, const graph::Step &step)
{
    const Program &program = emitter.program();
    const graph::KvLayer &kv = program.graph().kvLayers[step.layer];
    const Rows k = emitter.value(step.inputs[0]);
    Rows v;
    v.range = program.stateRange(); // not read where values lie in keys
    if (!kv.valuesInKeys)
        v = emitter.value(step.inputs[1]);
    Dispatch dispatch
        = emitter.begin(kvKernelFor(shaders::Kernel::kv_write_f32, program.kvType()), emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(),
        { k.range, v.range, program.keyRange(step.layer), program.valueCacheRange(step.layer) });
    dispatch.setPush(shaders::KvWriteParams {
        kv.kvHeads, kv.keyWidth, kv.valueWidth, k.stride, v.stride, program.kvCapacity(step.layer) });
    dispatch.groups[0] = (kv.valuesInKeys ? 1 : 2) * kv.kvHeads;
    emitter.add(std::move(dispatch));
}

} // namespace maru::backend::vulkan
