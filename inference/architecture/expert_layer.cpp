// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/expert_layer.h"

#include "inference/model/family_keys.h"

#include <string>
#include <string_view>
#include <vector>

namespace maru::architecture {

namespace {

using graph::Gating;
using graph::ValueId;

constexpr std::uint32_t kMostExperts = 4096;
constexpr std::uint32_t kMostLength = 1u << 18; // of all experts' feed-forward parts together with one another

/// "blk.3.ffn_up" of all experts: ffn_up_exps.weight, or ffn_up.0.weight and so on.
Result<graph::WeightId> loadStack(
    WeightLoader &loader, const std::string &name, std::uint32_t count, std::uint32_t rows, std::uint32_t columns)
{
    if (loader.has(name + "_exps.weight") || !loader.has(name + ".0.weight"))
        return loader.stack(name + "_exps.weight", count, rows, columns);
    std::vector<std::string> names;
    for (std::uint32_t expert = 0; expert < count; ++expert)
        names.push_back(name + "." + std::to_string(expert) + ".weight");
    return loader.stackOf(names, rows, columns);
}

/// How the experts of a token are chosen.
Result<graph::Routing> readRouting(const model::FamilyKeys &keys, const ExpertDefaults &defaults)
{
    graph::Routing routing;
    routing.gating = defaults.gating;
    routing.normalizes = defaults.normalizes;
    MARU_CHECK(keys.required("expert_count", routing.experts, 1, kMostExperts));
    MARU_CHECK(keys.required("expert_used_count", routing.used, 1, routing.experts));
    MARU_CHECK(keys.optional("expert_weights_norm", routing.normalizes));
    MARU_CHECK(keys.optional("expert_weights_scale", routing.scale, 0.0, 1e3));
    if (routing.scale == 0.0f)
        routing.scale = 1.0f;
    std::uint32_t gating = 0;
    MARU_CHECK(keys.optional("expert_gating_func", gating, 0, 3));
    if (gating != 0)
        routing.gating = gating == 1 ? Gating::Softmax : gating == 2 ? Gating::Sigmoid : Gating::SoftmaxOfChosen;

    MARU_CHECK(keys.optional("expert_group_count", routing.groups, 0, routing.experts));
    if (routing.groups == 0)
        routing.groups = 1;
    if (routing.experts % routing.groups != 0)
        return keys.badValue("expert_group_count", "does not divide expert_count");
    routing.groupsUsed = routing.groups;
    MARU_CHECK(keys.optional("expert_group_used_count", routing.groupsUsed, 0, routing.groups));
    if (routing.groupsUsed == 0)
        routing.groupsUsed = routing.groups;
    if (routing.used > routing.experts / routing.groups * routing.groupsUsed)
        return keys.badValue("expert_group_used_count",
            "leaves fewer experts than the " + std::to_string(routing.used) + " that are used");
    routing.sumsTwoBest = routing.gating == Gating::Sigmoid;
    return routing;
}

} // namespace

Result<ExpertSizes> readExperts(const model::Model &model, const ExpertDefaults &defaults)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    const model::FamilyKeys keys(model.file(), sizes.family);
    ExpertSizes experts = {};
    MARU_TRY(experts.routing, readRouting(keys, defaults));
    experts.inner = sizes.feedForwardLength;
    MARU_CHECK(keys.optional("expert_feed_forward_length", experts.inner, 1, kMostLength));
    if (std::uint64_t { experts.inner } * experts.routing.used > kMostLength)
        return keys.badValue("expert_used_count",
            "gives " + std::to_string(experts.routing.used) + " experts of " + std::to_string(experts.inner)
                + " values, which is too many");
    std::uint32_t shared = 0;
    MARU_CHECK(keys.optional("expert_shared_count", shared, 0, kMostExperts));
    experts.sharedInner = shared * experts.inner;
    MARU_CHECK(keys.optional("expert_shared_feed_forward_length", experts.sharedInner, 0, kMostLength));
    if (std::uint64_t { shared } * experts.inner > kMostLength)
        return keys.badValue("expert_shared_count", "is " + std::to_string(shared) + ", which is too many");
    MARU_CHECK(keys.optional("leading_dense_block_count", experts.denseLayers, 0, sizes.layerCount));
    return experts;
}

Result<ExpertSizes> readOptionalExperts(const model::Model &model, const ExpertDefaults &defaults)
{
    const model::FamilyKeys keys(model.file(), model.hyperparameters().family);
    std::uint32_t count = 0;
    MARU_CHECK(keys.optional("expert_count", count, 0, kMostExperts));
    return count == 0 ? Result<ExpertSizes>(ExpertSizes {}) : readExperts(model, defaults);
}

Result<ExpertLayer> loadExperts(
    WeightLoader &loader, const model::Hyperparameters &sizes, const ExpertSizes &experts, std::uint32_t index)
{
    const std::uint32_t width = sizes.embeddingLength;
    const std::uint32_t inner = experts.inner;
    const std::uint32_t count = experts.routing.experts;
    const auto name = [index](std::string_view tensor) { return WeightLoader::inLayer(index, tensor); };
    ExpertLayer layer = {};
    MARU_TRY(layer.router, loader.matrix(name("ffn_gate_inp.weight"), count, width));
    MARU_TRY(layer.routerBias, loader.optionalVector(name("ffn_gate_inp.bias"), count));
    const std::string bias = name(loader.has(name("exp_probs_b")) ? "exp_probs_b" : "exp_probs_b.bias");
    MARU_TRY(layer.selectionBias, loader.optionalVector(bias, count));
    if (const std::string both = name("ffn_gate_up_exps"); loader.has(both + ".weight")) {
        MARU_TRY(layer.up.gate, loader.stackedRows(both + ".weight", count, { 2 * inner, 0, inner }, width));
        MARU_TRY(layer.up.up, loader.stackedRows(both + ".weight", count, { 2 * inner, inner, inner }, width));
        MARU_TRY(layer.up.gateBias, loader.optionalStackedPart(both + ".bias", count, { 2 * inner, 0, inner }));
        MARU_TRY(layer.up.upBias, loader.optionalStackedPart(both + ".bias", count, { 2 * inner, inner, inner }));
    } else {
        MARU_TRY(layer.up.gate, loadStack(loader, name("ffn_gate"), count, inner, width));
        MARU_TRY(layer.up.up, loadStack(loader, name("ffn_up"), count, inner, width));
        MARU_TRY(layer.up.gateBias, loader.optionalVectors(name("ffn_gate_exps.bias"), count, inner));
        MARU_TRY(layer.up.upBias, loader.optionalVectors(name("ffn_up_exps.bias"), count, inner));
    }
    MARU_TRY(layer.down, loadStack(loader, name("ffn_down"), count, width, inner));
    MARU_TRY(layer.downBias, loader.optionalVectors(name("ffn_down_exps.bias"), count, width));
    if (experts.sharedInner != 0) {
        MARU_TRY(layer.shared.gate, loader.matrix(name("ffn_gate_shexp.weight"), experts.sharedInner, width));
        MARU_TRY(layer.shared.up, loader.matrix(name("ffn_up_shexp.weight"), experts.sharedInner, width));
        MARU_TRY(layer.shared.down, loader.matrix(name("ffn_down_shexp.weight"), width, experts.sharedInner));
    }
    return layer;
}

ValueId addExperts(graph::GraphBuilder &builder, ValueId x, ValueId h, const ExpertLayer &layer,
    const ExpertSizes &sizes, graph::Activation activation)
{
    const graph::Routing &routing = sizes.routing;
    const ValueId logits = builder.matMul(h, layer.router, layer.routerBias);
    const ValueId route = builder.route(logits, routing, layer.selectionBias);
    const ValueId inner = builder.expertUp(h, route, routing, layer.up, activation);
    if (sizes.sharedInner != 0) {
        const ValueId gate = builder.matMul(h, layer.shared.gate);
        const ValueId up = builder.matMul(h, layer.shared.up);
        x = builder.add(x, builder.matMul(builder.gatedAct(gate, up, activation), layer.shared.down));
    }
    return builder.add(x, builder.expertDown(inner, route, routing, layer.down, layer.downBias));
}

} // namespace maru::architecture
