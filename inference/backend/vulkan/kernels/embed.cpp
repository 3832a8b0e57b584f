// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "shaders/include/params/embed.h"

#include "inference/backend/vulkan/emitter.h"

namespace maru::backend::vulkan {

void emitInput(Emitter &emitter, graph::ValueId input)
{
    const Program &program = emitter.program();
    const RowLayout layout = program.inputLayout();
    const std::uint32_t width = program.graph().values[input].width;
    const Rows y = emitter.value(input);
    constexpr std::uint32_t kLocal = 32;
    Dispatch dispatch = emitter.begin(shaders::Kernel::embed_f32, kLocal); // token i is i
    dispatch.bindings.push_back(program.inputRange());
    dispatch.bindings.push_back(y.range);
    dispatch.constants.ragged = width % kUnitColumns != 0;
    dispatch.setPush(
        shaders::EmbedParams { width, layout.units, layout.vectors, 0, program.chunkLength(), y.stride, 1.0f });
    dispatch.groups[0] = groupsFor(layout.units, kLocal);
    emitter.add(std::move(dispatch));
}

void emitEmbed(Emitter &emitter, const graph::Step &step, const StepWeights &weights)
{
    const Matrix &matrix = emitter.program().weights().matrices()[weights.matrices[0].matrix];
    const Rows y = emitter.value(step.output);
    for (const WeightSlice &slice : matrix.slices) {
        constexpr std::uint32_t kLocal = 32;
        Dispatch dispatch = emitter.begin(kernelFor(shaders::Kernel::embed_f32, matrix.type), kLocal);
        dispatch.bindings.push_back(slice.range);
        dispatch.bindings.push_back(y.range);
        dispatch.constants.ragged = matrix.columns % kUnitColumns != 0;
        dispatch.setPush(shaders::EmbedParams { matrix.columns, matrix.layout.units, matrix.layout.vectors,
            slice.firstRow, slice.rows, y.stride, step.scale });
        dispatch.groups[0] = groupsFor(matrix.layout.units, kLocal);
        emitter.add(std::move(dispatch));
    }
}

} // namespace maru::backend::vulkan
