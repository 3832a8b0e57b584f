// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>
#include <string_view>

namespace maru::graph {

/// The closed list of operations. Every one has a scalar reference, a CPU kernel, a Vulkan kernel and a test, all under
/// the same word. An architecture writes the plain ones; lowering turns runs of them into the fused ones.
///
/// Shapes: T tokens of the chunk, O rows of output; every value is float32, [T or O, width], row after row.
enum class Op : std::uint8_t {
    // plain
    Embed, ///< () -> [T, columns]: row `token` of weight 0, times params.scale
    RmsNorm, ///< (x) -> like x: x / sqrt(mean(x^2) + epsilon) * weight 0, over groups of params.group values
    MatMul, ///< (x) -> [T, rows]: x * weight 0 transposed, + weight 1 (bias) if any
    Rope, ///< (x) -> like x: pairs of each head turned by position * inverse frequency
    KvWrite, ///< (k, v) -> (): into the cache of params.layer at the tokens' positions
    Attention, ///< (q) -> [T, heads * valueWidth]: softmax(q k^T * scale) v over the cache of params.layer, causal,
               ///< within the window
    Add, ///< (a, b) -> a + b
    GatedAct, ///< (gate, up) -> activation(gate) * up
    SelectOutputs, ///< (x) -> [O, width]: only the rows whose logits were asked for

    // fused: each equals the run of plain operations named
    Qkv, ///< (x) -> q: RmsNorm, MatMul q k v, head norms, Rope q k, KvWrite
    MatMulAdd, ///< (x, residual) -> residual + MatMul(x)
    NormMatMul, ///< (x) -> MatMul(RmsNorm(x))
    GatedMlp, ///< (x) -> GatedAct(MatMul gate(n), MatMul up(n)), n = RmsNorm(x)
    NormAdd, ///< (x, residual) -> residual + RmsNorm(x)
};

inline constexpr int kOpCount = static_cast<int>(Op::NormAdd) + 1;

/// The operation's word in snake_case: file, shader and test names derive from it.
std::string_view toString(Op op);

enum class Activation : std::uint8_t { Silu, GeluTanh };

/// Which two values of a head turn together.
enum class RopeStyle : std::uint8_t {
    Adjacent, ///< (2i, 2i + 1): llama, as GGUF stores it
    Halves, ///< (i, i + rotaryWidth / 2): "NeoX"
};

} // namespace maru::graph
