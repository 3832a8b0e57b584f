// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "shaders/include/params/attention.h"

#include "inference/backend/vulkan/emitter.h"

namespace maru::backend::vulkan {

void emitAttention(Emitter &emitter, const graph::Step &step)
{
    const Program &program = emitter.program();
    const graph::KvLayer &kv = program.graph().kvLayers[step.layer];
    const Rows q = emitter.value(step.inputs[0]);
    const Rows y = emitter.value(step.output);
    Dispatch dispatch = emitter.begin(
        program.kvType() == KvType::F16 ? shaders::Kernel::attention_f16 : shaders::Kernel::attention_f32,
        emitter.tuning().rowLocal);
    dispatch.bindings.insert(dispatch.bindings.end(),
        { q.range, program.keyRange(step.layer), program.valueCacheRange(step.layer), y.range });
    dispatch.setPush(shaders::AttentionParams { step.heads, step.heads / kv.kvHeads, kv.keyWidth, kv.valueWidth,
        q.stride, y.stride, program.contextLength(), kv.window, step.scale });
    dispatch.groups[0] = step.heads;
    emitter.add(std::move(dispatch));
}

} // namespace maru::backend::vulkan
