// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace maru::quant {

/// The storage formats of GGUF tensors, by their number in the file (ggml's enumeration).
///
/// All that GGUF defines are listed, so that a file with a type Maru cannot run is named and refused, not guessed at.
enum class TensorType : std::uint32_t {
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q5_0 = 6,
    Q5_1 = 7,
    Q8_0 = 8,
    Q8_1 = 9,
    Q2_K = 10,
    Q3_K = 11,
    Q4_K = 12,
    Q5_K = 13,
    Q6_K = 14,
    Q8_K = 15,
    IQ2_XXS = 16,
    IQ2_XS = 17,
    IQ3_XXS = 18,
    IQ1_S = 19,
    IQ4_NL = 20,
    IQ3_S = 21,
    IQ2_S = 22,
    IQ4_XS = 23,
    I8 = 24,
    I16 = 25,
    I32 = 26,
    I64 = 27,
    F64 = 28,
    IQ1_M = 29,
    BF16 = 30,
    TQ1_0 = 34,
    TQ2_0 = 35,
    MXFP4 = 39,
    NVFP4 = 40,
    Q1_0 = 41,
};

/// A row of the table of formats.
struct TensorTypeInfo
{
    TensorType type;
    std::string_view name; ///< as everyone writes it: "Q4_K"
    std::uint32_t blockLength; ///< values in a block; rows are whole blocks
    std::uint32_t blockBytes; ///< bytes of a block in the file
    bool canRun; ///< the engine has kernels for it on every backend
};

/// The row of the format numbered `type`, or null if GGUF has no such number.
const TensorTypeInfo *findTensorType(std::uint32_t type);

/// The row of `type`, which must be one of the enumerators.
const TensorTypeInfo &tensorTypeInfo(TensorType type);

/// Bytes of `values` values (a multiple of the block length), or nothing if that is no whole number of blocks or
/// overflows.
std::optional<std::uint64_t> byteCount(TensorType type, std::uint64_t values);

/// The scalar reference: decodes `count` values (a multiple of the block length) from `blocks`, as the format defines
/// it. `type` must be one that canRun; `blocks` holds byteCount(type, count) bytes.
void decode(TensorType type, const std::byte *blocks, float *values, std::size_t count);

/// The reference encoder for the formats tests and activations need: rounds to nearest, as simply as the format allows.
/// `type` must be one that canRun. `values` holds `count` values, `blocks` room for byteCount(type, count) bytes.
void encode(TensorType type, const float *values, std::byte *blocks, std::size_t count);

} // namespace maru::quant
