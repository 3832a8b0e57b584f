// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/op.h"
#include "inference/quant/tensor_type.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace maru {
class MappedFile;
}

namespace maru::graph {

using ValueId = std::uint32_t;
using WeightId = std::uint32_t;
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Some rows of a weight, one behind another.
struct WeightPiece
{
    std::span<const std::byte> bytes;
    const MappedFile *file = nullptr; ///< as in Weight
};

/// A weight matrix or vector as it lies in the file: [rows, columns], row after row of whole blocks. A vector has 1
/// row.
struct Weight
{
    std::string name; ///< the tensor's name, for messages
    quant::TensorType type;
    std::uint32_t rows;
    std::uint32_t columns;
    std::span<const std::byte> bytes; ///< of the mapped file, which outlives the graph
    const MappedFile *file = nullptr; ///< behind `bytes`, for WeightRows; null: they are memory of this process
    std::shared_ptr<const std::vector<std::byte>> made = {}; ///< `bytes` where no tensor of the file has them
    std::vector<WeightPiece> pieces = {}; ///< in place of `bytes` where the rows lie apart: as many rows in each

    std::uint64_t byteCount() const
    {
        return pieces.empty() ? bytes.size() : std::uint64_t { pieces.front().bytes.size() } * pieces.size();
    }
};

/// A value between two steps: float32 [T, width], or [O, width] after SelectOutputs.
struct Value
{
    std::uint32_t width;
    bool perOutput;
};

/// The turning of rotary positions: pair i of a head turns by position * inverse[i]; the result is times magnitude.
/// Scaling laws (linear, Llama 3's factors, YaRN, longrope) are worked out by the architecture and end up here.
struct RopeTable
{
    RopeStyle style = RopeStyle::Adjacent;
    std::uint32_t rotaryWidth = 0; ///< values of a head that turn; the rest pass
    std::vector<float> inverse; ///< [rotaryWidth / 2]
    float magnitude = 1.0f;
    std::uint32_t first = 0; ///< of each head, the value at which the pairs begin; not 0 only in Rope
};

/// The key-value cache of one layer.
struct KvLayer
{
    std::uint32_t kvHeads;
    std::uint32_t keyWidth; ///< of one head
    std::uint32_t valueWidth; ///< of one head
    std::uint32_t window; ///< only the last `window` positions are seen; 0 = all
    bool valuesInKeys = false; ///< no values are stored: a head's are the first valueWidth floats of its key
};

/// What a token's affinity to each expert is.
enum class Gating : std::uint8_t {
    Softmax, ///< of the logits of all experts
    Sigmoid, ///< of each logit
    SoftmaxOfChosen, ///< the logits while experts are chosen, then their softmax over the chosen alone
};

/// How Route chooses the experts of a token.
///
/// An expert's score is its affinity, + weight kBias (a vector [experts]) if any. The experts lie in `groups` groups of
/// neighbours; a group's score is its best expert's, or the sum of its two best. Of the experts of the groupsUsed best
/// groups the `used` best are chosen; of equals the first. Their weights are their affinities (no bias), divided by
/// their sum + kRoutingEpsilon if `normalizes` (SoftmaxOfChosen always is), times `scale`.
struct Routing
{
    std::uint32_t experts = 0;
    std::uint32_t used = 0; ///< at most experts / groups * groupsUsed
    Gating gating = Gating::Softmax;
    std::uint32_t groups = 1; ///< divides experts
    std::uint32_t groupsUsed = 1;
    bool sumsTwoBest = false;
    bool normalizes = false;
    float scale = 1.0f;
};
inline constexpr float kRoutingEpsilon = 1e-20f;

/// The places of a step's weights. Absent ones are kNone.
enum WeightSlot : std::uint8_t {
    kSinks = 0, ///< Attention: [heads], F32: one more score in each head's softmax, whose value is zero
    kWeight = 0, ///< Embed, RmsNorm, MatMul, MatMulAdd, NormMatMul, NormAdd (its norm), HeadMatMul, ExpertDown: the one
                 ///< weight
    kBias = 1, ///< MatMul, MatMulAdd, NormMatMul, ExpertDown, Route
    kNorm = 2, ///< Qkv, NormMatMul, GatedMlp: the RmsNorm in front; kNone in Qkv and GatedMlp: no norm
    kQ = 0,
    kQBias = 1,
    kK = 3,
    kKBias = 4,
    kV = 5,
    kVBias = 6,
    kQNorm = 7,
    kKNorm = 8, ///< Qkv: per-head norms of q and k, [keyWidth]
    kGate = 0,
    kUp = 1, ///< GatedMlp, ExpertUp
    kGateBias = 3,
    kUpBias = 4, ///< ExpertUp
    kWeightSlots = 9,
};

/// One operation. Fields that an operation does not use keep their defaults.
struct Step
{
    Op op = Op::Add;
    std::array<ValueId, 2> inputs = { kNone, kNone };
    ValueId output = kNone;
    std::array<WeightId, kWeightSlots> weights = { kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone };
    std::uint32_t layer = kNone; ///< Qkv, KvWrite, Attention: index into Graph::kvLayers
    std::uint32_t rope = kNone; ///< Rope, Qkv: index into Graph::ropeTables
    std::uint32_t heads = 0; ///< Rope, Attention, Qkv: heads of x or q (k has kvLayers[layer].kvHeads)
    std::uint32_t group = 0; ///< RmsNorm: values normed together; 0 = the whole row
    float epsilon = 0.0f; ///< RmsNorm and what contains it, head norms too
    float scale = 1.0f; ///< Embed, Scale: factor; Attention: of q k^T
    float softcap = 0.0f; ///< Attention, Scale: values v become softcap * tanh(v / softcap); 0: they stay
    Activation activation = Activation::Silu;
    Routing routing = {}; ///< Route, ExpertUp, ExpertDown
};

/// The whole forward pass of a model for any number of tokens, from token ids to logits.
///
/// Built once per model by inference/architecture; the last step's output is `logits`.
/// Ownership: owns steps and tables; weights view the mapped file. Threads: immutable once built.
struct Graph
{
    std::vector<Weight> weights;
    std::vector<Value> values;
    std::vector<RopeTable> ropeTables;
    std::vector<KvLayer> kvLayers;
    std::vector<Step> steps;
    ValueId input = kNone; ///< rows [T, width] that the caller gives in place of tokens; no step makes it
    ValueId logits = kNone;
    std::uint32_t vocabularySize = 0;
    std::uint32_t trainedContext = 0;

    /// Bytes of this process that its weights take beside the file: WeightPiece and `bytes` of files take none.
    std::uint64_t madeBytes() const
    {
        std::uint64_t sum = 0;
        for (const Weight &each : weights)
            sum += each.made ? each.made->size() : 0;
        return sum;
    }

    const Weight *weight(const Step &step, int slot) const
    {
        const WeightId id = step.weights[static_cast<std::size_t>(slot)];
        return id == kNone ? nullptr : &weights[id];
    }
};

} // namespace maru::graph
