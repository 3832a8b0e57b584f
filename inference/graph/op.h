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
    RmsNorm, ///< (x) -> like x: x / sqrt(mean(x^2) + epsilon) * weight 0, over groups of params.group values; where the
    ///< weight is shorter than a group, only so many values of it are normed and the rest passes
    MatMul, ///< (x) -> [T, rows]: x * weight 0 transposed, + weight 1 (bias) if any
    Rope, ///< (x) -> like x: pairs of each head turned by position * inverse frequency, from the head's value
    ///< RopeTable::first on
    KvWrite, ///< (k, v) -> (): into the cache of params.layer at the tokens' positions; no v where values lie in keys
    Attention, ///< (q) -> [T, heads * valueWidth]: softmax(q k^T * scale) v over the cache of params.layer, causal,
    ///< within the window; scores capped by params.softcap, weight 0 (sinks) as one more score, if any
    Add, ///< (a, b) -> a + b
    GatedAct, ///< (gate, up) -> activation(gate) * up
    Scale, ///< (x) -> x * params.scale; with params.softcap c: c * tanh(x * params.scale / c)
    /// (x [T, heads * w]) -> [T, heads * (rows + w - columns)]: the first `columns` values of each of params.heads
    /// heads times the head's own matrix, then the rest of the head as it is. Weight 0 is [heads * rows, columns]
    HeadMatMul,
    /// (logits [T, experts]) -> [T, 2 * used]: the ids of the chosen experts, ascending, as floats; then the weight of
    /// each. How is said at Routing
    Route,
    /// (x [T, columns], route) -> [T, used * rows]: of each chosen expert, in the order of the route,
    /// GatedAct(gate x + bias, up x + bias). Matrices are [experts * rows, columns], biases [experts * rows] or none
    ExpertUp,
    /// (x [T, used * columns], route) -> [T, rows]: the sum over the chosen experts, in the order of the route, of
    /// their weight * (weight 0 of the expert * its columns of x + bias of the expert)
    ExpertDown,
    SelectOutputs, ///< (x) -> [O, width]: only the rows whose logits were asked for

    // fused: each equals the run of plain operations named
    Qkv, ///< (x) -> q: RmsNorm, MatMul q k v, head norms, Rope q k, KvWrite; norms and Rope may be missing
    MatMulAdd, ///< (x, residual) -> residual + MatMul(x)
    NormMatMul, ///< (x) -> MatMul(RmsNorm(x))
    GatedMlp, ///< (x) -> GatedAct(MatMul gate(n), MatMul up(n)), n = RmsNorm(x), or x if there is no norm
    NormAdd, ///< (x, residual) -> residual + RmsNorm(x)
};

inline constexpr int kOpCount = static_cast<int>(Op::NormAdd) + 1;

/// The operation's word in snake_case: file, shader and test names derive from it.
std::string_view toString(Op op);

enum class Activation : std::uint8_t {
    Silu,
    GeluTanh,
    ClampedSwiglu, ///< of gpt-oss, no function of gate alone: g = min(gate, 7), u = clamp(up, -7, 7);
                   ///< g * sigmoid(1.702 g) * (u + 1)
};

/// Which two values of a head turn together.
enum class RopeStyle : std::uint8_t {
    Adjacent, ///< (2i, 2i + 1): llama, as GGUF stores it
    Halves, ///< (i, i + rotaryWidth / 2): "NeoX"
};

} // namespace maru::graph
