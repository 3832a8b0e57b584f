// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace maru::backend::reference {

namespace {

constexpr double kExcluded = -std::numeric_limits<double>::infinity();

/// What a token thinks of each expert, before any is chosen.
std::vector<double> affinities(std::span<const float> logits, graph::Gating gating)
{
    std::vector<double> p(logits.begin(), logits.end());
    if (gating == graph::Gating::Sigmoid) {
        for (double &value : p)
            value = 1.0 / (1.0 + std::exp(-value));
    } else if (gating == graph::Gating::Softmax) {
        const double largest = *std::max_element(p.begin(), p.end());
        double sum = 0.0;
        for (double &value : p)
            sum += (value = std::exp(value - largest));
        for (double &value : p)
            value /= sum;
    }
    return p;
}

/// The index of the largest score that is not excluded, the first of equals; not-a-number is never larger.
std::size_t best(std::span<const double> scores)
{
    std::size_t found = 0;
    while (found + 1 < scores.size() && scores[found] == kExcluded)
        ++found;
    for (std::size_t i = found + 1; i < scores.size(); ++i) {
        if (scores[i] > scores[found])
            found = i;
    }
    return found;
}

/// Excludes the experts of all but the best groups.
void keepBestGroups(std::span<double> scores, const graph::Routing &routing)
{
    const std::size_t length = scores.size() / routing.groups;
    std::vector<double> groups;
    for (std::size_t g = 0; g < routing.groups; ++g) {
        const std::span<double> own = scores.subspan(g * length, length);
        const std::size_t first = best(own);
        double score = own[first];
        if (routing.sumsTwoBest) {
            std::vector<double> others(own.begin(), own.end());
            others[first] = kExcluded;
            score += length == 1 ? 0.0 : others[best(others)];
        }
        groups.push_back(score);
    }
    std::vector<bool> isKept(routing.groups, false);
    for (std::size_t n = 0; n < routing.groupsUsed; ++n) {
        const std::size_t g = best(groups);
        isKept[g] = true;
        groups[g] = kExcluded;
    }
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!isKept[i / length])
            scores[i] = kExcluded;
    }
}

void routeToken(
    std::span<const float> logits, const graph::Routing &routing, std::span<const float> bias, std::span<float> y)
{
    const std::vector<double> p = affinities(logits, routing.gating);
    std::vector<double> scores = p;
    for (std::size_t i = 0; i < bias.size(); ++i)
        scores[i] += static_cast<double>(bias[i]);
    if (routing.groups > 1)
        keepBestGroups(scores, routing);
    std::vector<std::size_t> chosen;
    for (std::size_t n = 0; n < routing.used; ++n) {
        chosen.push_back(best(scores));
        scores[chosen.back()] = kExcluded;
    }
    std::sort(chosen.begin(), chosen.end());

    std::vector<double> weights;
    for (const std::size_t expert : chosen)
        weights.push_back(p[expert]);
    if (routing.gating == graph::Gating::SoftmaxOfChosen) {
        const double largest = *std::max_element(weights.begin(), weights.end());
        for (double &weight : weights)
            weight = std::exp(weight - largest);
    }
    double divisor = 1.0;
    if (routing.normalizes || routing.gating == graph::Gating::SoftmaxOfChosen) {
        divisor = graph::kRoutingEpsilon;
        for (const double weight : weights)
            divisor += weight;
    }
    for (std::size_t i = 0; i < routing.used; ++i) {
        y[i] = static_cast<float>(chosen[i]);
        y[routing.used + i] = static_cast<float>(weights[i] / divisor * static_cast<double>(routing.scale));
    }
}

} // namespace

void route(
    std::span<const float> logits, const graph::Routing &routing, std::span<const float> bias, std::span<float> y)
{
    const std::size_t width = std::size_t { 2 } * routing.used;
    for (std::size_t token = 0; token < y.size() / width; ++token)
        routeToken(
            logits.subspan(token * routing.experts, routing.experts), routing, bias, y.subspan(token * width, width));
}

} // namespace maru::backend::reference
