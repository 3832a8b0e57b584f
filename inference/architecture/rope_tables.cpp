// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/rope_tables.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <numbers>
#include <span>
#include <string>
#include <vector>

namespace maru::architecture {

namespace {

/// YaRN: pairs that turn often within the trained context keep their angle, those that turn less than once are
/// stretched, those between are mixed.
void applyYarn(graph::RopeTable &table, const model::Hyperparameters &sizes, double base, YarnRamp ramp)
{
    const double width = static_cast<double>(table.rotaryWidth);
    const double context = static_cast<double>(sizes.ropeOriginalContext);
    const double factor = static_cast<double>(sizes.ropeFactor);
    const double logBase = std::max(std::log(base), 1e-3);
    const auto pairOfTurns
        = [&](double turns) { return width * std::log(context / (turns * 2.0 * std::numbers::pi)) / (2.0 * logBase); };
    double first = pairOfTurns(static_cast<double>(sizes.yarnFastTurns));
    double last = pairOfTurns(static_cast<double>(sizes.yarnSlowTurns));
    if (ramp == YarnRamp::AtPairs) {
        first = std::floor(first);
        last = std::ceil(last);
    }
    first = std::max(first, 0.0);
    last = std::min(last, width - 1.0);
    for (std::size_t pair = 0; pair < table.inverse.size(); ++pair) {
        const double along = (static_cast<double>(pair) - first) / std::max(last - first, 1e-3);
        const double stretched = std::clamp(along, 0.0, 1.0);
        const double angle = static_cast<double>(table.inverse[pair]);
        table.inverse[pair] = static_cast<float>(angle * (1.0 - stretched) + angle / factor * stretched);
    }
    if (factor > 1.0)
        table.magnitude = static_cast<float>(1.0 + 0.1 * std::log(factor));
    if (sizes.ropeMagnitude != 0.0f)
        table.magnitude *= sizes.ropeMagnitude;
}

Error badTensor(const std::string &name)
{
    const std::string detail = "is no list of rope factors";
    return { ErrorCode::Corrupt, Reason::BadTensor, { { "tensor", name }, { "detail", detail } }, name + " " + detail };
}

/// Divides each pair's angle by its factor; each must be a sane divisor.
Result<void> divideByFactors(graph::RopeTable &table, const model::Model &model, const std::string &name)
{
    const gguf::TensorInfo *tensor = model.file().findTensor(name);
    if (tensor == nullptr)
        return Error { ErrorCode::Corrupt, Reason::MissingTensor, { { "tensor", name } },
            "the file has no tensor " + name };
    std::vector<float> factors(table.inverse.size());
    const std::span<const std::byte> bytes = model.file().data(*tensor);
    if (tensor->type != quant::TensorType::F32 || bytes.size() != factors.size() * sizeof(float))
        return badTensor(name);
    if (!model.file().isWhole()) // a head: its factors are not known, and change no size
        return {};
    std::memcpy(factors.data(), bytes.data(), bytes.size());
    for (std::size_t pair = 0; pair < factors.size(); ++pair) {
        if (!(factors[pair] >= 1e-3f && factors[pair] <= 1e6f)) // not-a-number fails too
            return badTensor(name);
        table.inverse[pair] /= factors[pair];
    }
    return {};
}

/// What turned vectors are multiplied with, so that attention stays as sharp over a longer context.
float longRopeMagnitude(const model::Hyperparameters &sizes)
{
    if (sizes.ropeMagnitude != 0.0f)
        return sizes.ropeMagnitude;
    const double original = static_cast<double>(sizes.ropeOriginalContext);
    const double stretch = static_cast<double>(sizes.contextLength) / original;
    return stretch <= 1.0 || original <= 1.0
        ? 1.0f
        : static_cast<float>(std::sqrt(1.0 + std::log(stretch) / std::log(original)));
}

} // namespace

graph::RopeTable plainRope(graph::RopeStyle style, std::uint32_t rotaryWidth, float base)
{
    graph::RopeTable table;
    table.style = style;
    table.rotaryWidth = rotaryWidth;
    for (std::uint32_t pair = 0; pair < rotaryWidth / 2; ++pair) {
        const double exponent = -2.0 * static_cast<double>(pair) / static_cast<double>(rotaryWidth);
        table.inverse.push_back(static_cast<float>(std::pow(static_cast<double>(base), exponent)));
    }
    return table;
}

graph::RopeTable scaledRope(graph::RopeStyle style, const model::Hyperparameters &sizes, float base, YarnRamp ramp)
{
    if (sizes.ropeBase != 0.0f)
        base = sizes.ropeBase;
    graph::RopeTable table = plainRope(style, sizes.ropeDimension, base);
    if (sizes.ropeScaling == model::RopeScaling::Linear) {
        for (float &angle : table.inverse)
            angle /= sizes.ropeFactor;
    } else if (sizes.ropeScaling == model::RopeScaling::Yarn) {
        applyYarn(table, sizes, static_cast<double>(base), ramp);
    }
    return table;
}

Result<graph::RopeTable> modelRope(
    graph::RopeStyle style, const model::Model &model, std::uint32_t contextLength, float base, YarnRamp ramp)
{
    const std::string kOfLlama = "rope_freqs.weight";
    const std::string kShort = "rope_factors_short.weight";
    const std::string kLong = "rope_factors_long.weight";
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::RopeTable table = scaledRope(style, sizes, base, ramp);
    const auto has = [&model](const std::string &name) { return model.file().findTensor(name) != nullptr; };
    if (has(kOfLlama))
        MARU_CHECK(divideByFactors(table, model, kOfLlama));
    if (sizes.ropeScaling == model::RopeScaling::LongRope || has(kShort) || has(kLong)) {
        const std::uint32_t positions = contextLength == 0 ? sizes.contextLength : contextLength;
        graph::RopeTable other = table; // both lists must be there, whichever this context takes
        MARU_CHECK(divideByFactors(table, model, kShort));
        MARU_CHECK(divideByFactors(other, model, kLong));
        if (positions > sizes.ropeOriginalContext)
            table = other;
        table.magnitude = longRopeMagnitude(sizes);
    }
    return table;
}

} // namespace maru::architecture
