// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/emitter.h"

#include "inference/quant/coded_block.h"

namespace maru::backend::vulkan {

namespace {

constexpr std::uint32_t kPadding = 16; // floats: as graph::Plan places values

} // namespace

Rows Emitter::value(graph::ValueId value) const
{
    const bool perOutput = m_program.graph().values[value].perOutput;
    const std::uint32_t rows = m_isHead && !perOutput ? m_program.chunkLength() : m_rows;
    return { m_program.valueRange(value, rows), m_program.stride(value) };
}

Rows Emitter::temporary(std::uint32_t width)
{
    const std::uint32_t stride = (width + 2 * kPadding - 1) / (2 * kPadding) * (2 * kPadding);
    const std::uint64_t rows = (m_rows + 3U) / 4U * 4U;
    const BufferRange range
        = { kTemporaryBuffer, m_temporaryFloats * rows * sizeof(float), stride * rows * sizeof(float) };
    m_temporaryFloats += stride;
    m_mostTemporary = std::max(m_mostTemporary, range.offset + range.bytes);
    return { range, stride };
}

BufferRange Emitter::vector(std::uint32_t index) const
{
    return index == graph::kNone ? m_program.stateRange() : m_program.weights().vectors()[index].range;
}

Dispatch Emitter::begin(shaders::Kernel kernel, std::uint32_t localSize) const
{
    Dispatch dispatch;
    dispatch.kernel = kernel;
    dispatch.constants.localSize = localSize;
    dispatch.constants.subgroup = tuning().subgroup;
    dispatch.bindings.push_back(m_program.stateRange());
    dispatch.groups = { 1, m_rows, 1 };
    return dispatch;
}

Dispatch Emitter::begin(const FormatKernel &kernel, std::uint32_t localSize) const
{
    Dispatch dispatch = begin(kernel.kernel, localSize);
    dispatch.constants.book = kernel.book.words;
    dispatch.constants.bookOffset = kernel.book.offset;
    dispatch.constants.bookScales = kernel.book.scales;
    return dispatch;
}

shaders::Kernel kvKernelFor(shaders::Kernel family, KvType type)
{
    return static_cast<shaders::Kernel>(static_cast<std::size_t>(family) + static_cast<std::size_t>(type));
}

FormatKernel kernelFor(shaders::Kernel family, quant::TensorType type)
{
    using quant::TensorType;
    // In the order of kernels.cmake. Behind them come book3 and book4, one kernel for all formats with a codebook.
    constexpr TensorType kOrder[] = { TensorType::F32, TensorType::F16, TensorType::BF16, TensorType::Q4_0,
        TensorType::Q4_1, TensorType::Q5_0, TensorType::Q5_1, TensorType::Q8_0, TensorType::Q4_K, TensorType::Q5_K,
        TensorType::Q6_K, TensorType::Q2_K };
    auto place = static_cast<std::size_t>(std::find(std::begin(kOrder), std::end(kOrder), type) - std::begin(kOrder));
    if (quant::codebook(type).size() == 16)
        ++place;
    return { static_cast<shaders::Kernel>(static_cast<std::size_t>(family) + place), bookConstants(type) };
}

} // namespace maru::backend::vulkan
