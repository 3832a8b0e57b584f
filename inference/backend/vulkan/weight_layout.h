// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/tensor_type.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace maru::backend::vulkan {

inline constexpr std::uint32_t kUnitColumns = 32; ///< what a kernel decodes at once
inline constexpr std::uint32_t kVectorBytes = 16; ///< a row is whole 128-bit vectors

/// How a row of weights lies on the device: whole 128-bit vectors, formats whose blocks are no multiple of that split
/// into planes (quants | high bits | scales). The drawing of each format is in shaders/include/formats.
struct RowLayout
{
    std::uint32_t units = 0; ///< of 32 columns
    std::uint32_t vectors = 0; ///< of 16 bytes
    std::uint64_t fileBytes = 0; ///< of the row in the file

    std::uint64_t bytes() const { return std::uint64_t(vectors) * kVectorBytes; }
};

/// The layout of rows of `columns` values; `type` can run, `columns` is whole blocks.
RowLayout rowLayout(quant::TensorType type, std::uint32_t columns);

/// Repacks one row from the file's blocks (layout.fileBytes) to the device's vectors (layout.bytes()).
void packRow(quant::TensorType type, const RowLayout &layout, std::span<const std::byte> from, std::span<std::byte> to);

/// What the kernels for formats with a codebook are specialized by: see shaders/include/constants.glsl and
/// formats/book4.glsl.
struct BookConstants
{
    std::array<std::uint32_t, 4> words = {}; ///< a signed byte a value
    float offset = 0.0f; ///< not 0: value i is i + offset
    std::uint32_t scales = 0; ///< 0: a signed byte a unit and a float for 8; 1: a half a unit; 2: an exponent a unit
};

BookConstants bookConstants(quant::TensorType type);

} // namespace maru::backend::vulkan
