// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/tensor_type.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace maru::backend::cpu {

inline constexpr std::uint32_t kPanelRows = 16; ///< weight rows interleaved in a panel
inline constexpr std::uint32_t kBlockColumns = 32; ///< columns that share an activation scale
inline constexpr std::uint32_t kSweepTokens = 64; ///< most tokens of one kernel call

inline constexpr int kLowBits = 7; ///< of an activation, in its second byte
inline constexpr std::int32_t kMostSteps = 127 << kLowBits; ///< the largest activation of a block

/// 32 neighbouring activations of one token, rounded to kMostSteps steps up and down, with what every weight format
/// needs to know of them.
///
/// The steps of a value are (high << kLowBits) + low: kernels for bytes take them in two rounds, with the weights
/// unpacked once. One byte alone would be 0.03 to 0.04 (deviation of the logits) away from floats; two are 0.0007.
struct alignas(32) ActivationBlock
{
    std::int8_t high[kBlockColumns]; ///< -127..127
    std::int8_t low[kBlockColumns]; ///< -64..63
    float scale; ///< of a step
    float scaledSum; ///< scale * sum of the steps
    std::int32_t negativeSum; ///< -sum of the steps
    std::int32_t negativeHalfSums[2]; ///< the same of each 16
    std::int32_t unused[3];

    float value(std::size_t i) const { return scale * static_cast<float>(high[i] * (1 << kLowBits) + low[i]); }
};
static_assert(sizeof(ActivationBlock) == 96);

/// Multiplies one panel of 16 packed weight rows with `tokens` rows of activations (1 to kSweepTokens).
///
/// `panel` is laid out by weight_packing; activations are [tokens, blocks], `stride` blocks apart;
/// `out` is [tokens, 16].
using PanelKernel = void (*)(const std::byte *panel, std::uint32_t blocks, const ActivationBlock *activations,
    std::size_t stride, std::uint32_t tokens, float *out);

/// The kernels of one instruction set, one for each quantized format.
struct DotKernels
{
    PanelKernel q4_0;
    PanelKernel q4_1;
    PanelKernel q5_0;
    PanelKernel q5_1;
    PanelKernel q8_0;
    PanelKernel q4_k;
    PanelKernel q5_k;
    PanelKernel q6_k;
    PanelKernel q2_k;
    PanelKernel q3_k;
    PanelKernel iq4_nl;
    PanelKernel iq4_xs;
    PanelKernel mxfp4;
    PanelKernel iq2_xxs;
    PanelKernel iq2_xs; ///< IQ2_S too: they differ in the file only
    PanelKernel iq3_xxs;
    PanelKernel iq3_s;

    /// The kernel of `type`, or null if it is no quantized format.
    PanelKernel find(quant::TensorType type) const;
};

/// One per translation unit, each compiled for its instruction set; absent ones are null.
const DotKernels *scalarDotKernels();
const DotKernels *avx2DotKernels();
const DotKernels *avxVnniDotKernels();
const DotKernels *avx512VnniDotKernels();

} // namespace maru::backend::cpu
