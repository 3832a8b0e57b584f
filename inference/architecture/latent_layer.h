// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/architecture/weight_loader.h"
#include "inference/base/result.h"
#include "inference/graph/graph_builder.h"
#include "inference/model/model.h"

#include <cstdint>

namespace maru::architecture {

/// The sizes of latent attention, read from the model's keys and checked for sense.
struct LatentSizes
{
    std::uint32_t heads;
    std::uint32_t keyLength; ///< of one head, without position
    std::uint32_t valueLength; ///< of one head
    std::uint32_t rope; ///< values of a head that turn, behind those that do not; one key of them for all heads
    std::uint32_t kvRank; ///< width of what the cache keeps of keys and values
    std::uint32_t qRank; ///< width between the two projections of q; 0: there is one only
    float scale; ///< of q k^T
};

/// Failure: MissingKey, BadValue.
Result<LatentSizes> readLatent(const model::Model &model);

/// The weights of one layer's latent attention.
struct LatentLayer
{
    graph::WeightId norm;
    graph::WeightId qDown, qNorm; ///< kNone if qRank is 0
    graph::WeightId q; ///< [heads * (keyLength + rope), ...]
    graph::WeightId kvDown, kvNorm; ///< [kvRank + rope, width], [kvRank]
    graph::WeightId keyUp; ///< of each head [kvRank, keyLength]: q meets the cache without a key being made
    graph::WeightId valueUp; ///< of each head [valueLength, kvRank]
    graph::WeightId output;
};

/// Files from before 2025 hold keyUp and valueUp as one tensor, attn_kv_b: it is taken apart, and keyUp's matrices are
/// turned on their side, those of block formats as F16.
/// Failure: see WeightLoader; FileUnreadable.
Result<LatentLayer> loadLatent(graph::GraphBuilder &builder, WeightLoader &loader, const model::Hyperparameters &sizes,
    const LatentSizes &latent, std::uint32_t layer);

} // namespace maru::architecture
