// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "shaders/include/params/attention.h"

#include "inference/backend/vulkan/emitter.h"

#include <bit>

namespace maru::backend::vulkan {

namespace {

constexpr std::uint32_t kMostRows = 8; // of q in a workgroup: sums are in registers
constexpr std::uint32_t kBusyGroups = 32; // workgroups that a device should have at least

/// What attention.comp shares, in bytes.
std::uint64_t sharedBytes(std::uint32_t rows, std::uint32_t headVectors, std::uint32_t local)
{
    return std::uint64_t(rows) * (headVectors * 16 + local * 4 + 3 * 4) + std::uint64_t(local) * 2 * 16;
}

} // namespace

void emitAttention(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const Program &program = emitter.program();
    const Tuning &tuning = emitter.tuning();
    const graph::KvLayer &kv = program.graph().kvLayers[step.layer];
    const std::uint32_t valuesOfVector = program.kvType() == KvType::F32 ? 4 : 8; // shaders/include/kv.glsl
    const std::uint32_t headVectors = groupsFor(kv.keyWidth, valuesOfVector) * valuesOfVector / 4;
    const std::uint32_t local
        = std::max(tuning.attentionLocal, std::bit_ceil(groupsFor(kv.valueWidth, valuesOfVector)));

    const std::uint32_t group = step.heads / kv.kvHeads;
    const std::uint32_t total = group * emitter.rows(); // rows of q that meet the same keys
    std::uint32_t most = kMostRows;
    if (!tuning.prefersFewGroups)
        most = std::clamp(total * kv.kvHeads / kBusyGroups, 1U, kMostRows);
    while (most > 1 && sharedBytes(most, headVectors, local) > tuning.sharedBytes)
        --most;
    const std::uint32_t rows = groupsFor(total, groupsFor(total, most)); // shared out evenly

    const Rows q = emitter.value(step.inputs[0]);
    const Rows y = emitter.value(step.output);
    Dispatch dispatch = emitter.begin(kvKernelFor(shaders::Kernel::attention_f32, program.kvType()), local);
    dispatch.bindings.insert(dispatch.bindings.end(),
        { q.range, program.keyRange(step.layer), program.valueCacheRange(step.layer), emitter.vector(weights.bias),
            y.range });
    dispatch.constants.hasBias = weights.bias != graph::kNone;
    dispatch.constants.rows = rows;
    dispatch.constants.headVectors = headVectors;
    dispatch.constants.width = local;
    dispatch.setPush(shaders::AttentionParams { step.heads, group, kv.keyWidth, kv.valueWidth, q.stride, y.stride,
        program.kvCapacity(step.layer), kv.window, step.scale, step.softcap, kv.valuesInKeys ? 1U : 0U });
    dispatch.groups = { kv.kvHeads, groupsFor(total, rows), 1 };
    emitter.add(std::move(dispatch));
}

} // namespace maru::backend::vulkan
