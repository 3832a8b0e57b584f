// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/architecture/dense_layer.h"
#include "inference/architecture/weight_loader.h"
#include "inference/base/result.h"
#include "inference/graph/graph_builder.h"
#include "inference/model/model.h"

#include <cstdint>

namespace maru::architecture {

/// Where a file does not say how experts are chosen, what its family does.
struct ExpertDefaults
{
    graph::Gating gating = graph::Gating::Softmax;
    bool normalizes = false;
};

/// The sizes of a model with experts, read from its keys and checked for sense.
struct ExpertSizes
{
    graph::Routing routing;
    std::uint32_t inner; ///< feed-forward length of one expert
    std::uint32_t sharedInner; ///< of the experts that every token uses, as one; 0: there are none
    std::uint32_t denseLayers; ///< the first so many layers have no experts
};

/// Failure: MissingKey, BadValue (no experts, more used than there are, groups that do not divide them).
Result<ExpertSizes> readExperts(const model::Model &model, const ExpertDefaults &defaults);

/// The same of a family whose models may have none: routing.experts is then 0.
Result<ExpertSizes> readOptionalExperts(const model::Model &model, const ExpertDefaults &defaults);

/// The weights of one layer's experts; what a family does not have is kNone.
struct ExpertLayer
{
    graph::WeightId router, routerBias;
    graph::WeightId selectionBias; ///< counts while experts are chosen, not in their weights
    graph::ExpertWeights up;
    graph::WeightId down, downBias;
    MlpWeights shared; ///< without norms; unused if sharedInner is 0
};

/// The matrices of all experts are one tensor, or one an expert in files from before April 2024; gate and up are two,
/// or one (ffn_gate_up_exps). Failure: see WeightLoader.
Result<ExpertLayer> loadExperts(
    WeightLoader &loader, const model::Hyperparameters &sizes, const ExpertSizes &experts, std::uint32_t layer);

/// x + what the experts make of `h`, its norm: Shazeer et al. 2017, "Outrageously Large Neural Networks"; shared
/// experts are those of Dai et al. 2024, "DeepSeekMoE".
graph::ValueId addExperts(graph::GraphBuilder &builder, graph::ValueId x, graph::ValueId h, const ExpertLayer &layer,
    const ExpertSizes &sizes, graph::Activation activation = graph::Activation::Silu);

} // namespace maru::architecture
