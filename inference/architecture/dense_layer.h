// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/architecture/weight_loader.h"
#include "inference/base/result.h"
#include "inference/graph/graph.h"
#include "inference/model/hyperparameters.h"

#include <cstdint>

namespace maru::architecture {

/// Which norms a family's layers have: what is named here must be in the file.
struct LayerNorms
{
    bool before = true; ///< in front of attention and MLP
    bool ofHeads = false; ///< of each head of q and k
    bool behind = false; ///< behind attention and MLP, before they are added
};

/// The weights of one layer's attention under their usual names; what a family does not have is kNone.
struct AttentionWeights
{
    graph::WeightId norm;
    graph::WeightId q, qBias, qNorm;
    graph::WeightId k, kBias, kNorm;
    graph::WeightId v, vBias;
    graph::WeightId output, outputBias;
    graph::WeightId normBehind;
};

/// The weights of one layer's gated MLP.
struct MlpWeights
{
    graph::WeightId norm;
    graph::WeightId gate, gateBias;
    graph::WeightId up, upBias;
    graph::WeightId down, downBias;
    graph::WeightId normBehind;
};

/// What stands before the first layer and behind the last.
struct Ends
{
    graph::WeightId embedding;
    graph::WeightId norm;
    graph::WeightId head; ///< the embedding, unless the file has an output of its own
};

/// Biases are taken if the file has them. q, k and v may be one tensor (attn_qkv) or three, gate and up one (ffn_up of
/// twice the rows) or two, whatever the family. Failure: see WeightLoader.
Result<AttentionWeights> loadAttention(
    WeightLoader &loader, const model::Hyperparameters &sizes, std::uint32_t layer, LayerNorms norms = {});
Result<MlpWeights> loadMlp(
    WeightLoader &loader, const model::Hyperparameters &sizes, std::uint32_t layer, LayerNorms norms = {});
Result<Ends> loadEnds(WeightLoader &loader, const model::Hyperparameters &sizes);

/// The file's attention.scale, or one over the root of a head's width.
float attentionScale(const model::Hyperparameters &sizes);

} // namespace maru::architecture
