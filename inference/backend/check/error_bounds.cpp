// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/error_bounds.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace maru::backend::check {

namespace {

using graph::Op;

constexpr double kRound = 0x1p-24; // of a float32 result
constexpr std::size_t kBlock = 32; // of rounded activations
constexpr double kSteps = 16256.0; // of the largest in a block

double square(double x)
{
    return x * x;
}

double norm(std::span<const float> values)
{
    double sum = 0.0;
    for (const float value : values)
        sum += square(static_cast<double>(value));
    return std::sqrt(sum);
}

double magnitude(float value)
{
    return std::abs(static_cast<double>(value));
}

Bounded sized(std::size_t count)
{
    return { std::vector<float>(count), std::vector<double>(count) };
}

} // namespace

BoundedReference::BoundedReference(
    const graph::Graph &graph, const ExecutorOptions &executor, const CheckOptions &options)
    : m_graph(graph)
    , m_options(options)
    , m_kv(executor.kv)
    , m_values(graph.values.size())
{
    for (const graph::Weight &weight : graph.weights) {
        std::vector<float> &values
            = m_weightValues.emplace_back(static_cast<std::size_t>(weight.rows) * weight.columns);
        quant::decode(weight.type, weight.bytes.data(), values.data(), values.size());
        m_weights.push_back({ weight.rows, weight.columns, reference::isQuantized(weight.type), values });
    }
    for (const graph::KvLayer &layer : graph.kvLayers) {
        const std::size_t rows = static_cast<std::size_t>(executor.contextLength) * layer.kvHeads;
        Cache cache;
        cache.shape = layer;
        cache.keys.resize(rows * layer.keyWidth);
        cache.keyErrors.resize(cache.keys.size());
        cache.keySteps.resize(cache.keys.size());
        cache.values.resize(layer.valuesInKeys ? 0 : rows * layer.valueWidth);
        cache.valueErrors.resize(cache.values.size());
        cache.valueSteps.resize(cache.values.size());
        m_caches.push_back(std::move(cache));
    }
}

void BoundedReference::forward(std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs)
{
    m_tokens = tokens;
    m_position = position;
    m_outputs = outputs == Outputs::None ? 0 : outputs == Outputs::Last ? 1 : tokens.size();
    for (const graph::Step &step : m_graph.steps) {
        Bounded y = runStep(step);
        if (step.output != graph::kNone)
            m_values[step.output] = std::move(y);
    }
}

Bounded BoundedReference::runStep(const graph::Step &step)
{
    switch (step.op) {
    case Op::Embed:
        return embed(step);
    case Op::RmsNorm:
        return rmsNorm(step);
    case Op::MatMul:
        return matMul(step);
    case Op::Rope:
        return rope(step);
    case Op::KvWrite:
        kvWrite(step);
        return {};
    case Op::Attention:
        return attention(step);
    case Op::Add:
        return add(step);
    case Op::GatedAct:
        return gatedAct(step);
    case Op::Scale:
        return scale(step);
    case Op::HeadMatMul:
        return headMatMul(step);
    case Op::Route:
        return route(step);
    case Op::ExpertUp:
        return expertUp(step);
    case Op::ExpertDown:
        return expertDown(step);
    case Op::SelectOutputs:
        return selectOutputs(step);
    case Op::Qkv:
    case Op::MatMulAdd:
    case Op::NormMatMul:
    case Op::GatedMlp:
    case Op::NormAdd:
        break; // plain graphs hold none of these
    }
    return {};
}

Bounded BoundedReference::embed(const graph::Step &step) const
{
    const reference::Matrix &table = m_weights[step.weights[graph::kWeight]];
    Bounded y = sized(m_tokens.size() * table.columns);
    reference::embed(m_tokens, table, step.scale, y.values);
    const bool isExact = !table.isQuantized && step.scale == 1.0f;
    for (std::size_t row = 0; row < m_tokens.size() && !isExact; ++row) {
        // a block's scale times its number, minus its offset: both are at most about twice the largest value
        double largest = 0.0;
        for (std::size_t i = row * table.columns; i < (row + 1) * table.columns; ++i)
            largest = std::max(largest, magnitude(y.values[i]));
        for (std::size_t i = row * table.columns; i < (row + 1) * table.columns; ++i)
            y.errors[i] = kRound * (table.isQuantized ? 2.0 * largest : magnitude(y.values[i]));
    }
    return y;
}

Bounded BoundedReference::rmsNorm(const graph::Step &step) const
{
    const Bounded &x = input(step, 0);
    const std::span<const float> weight = m_weights[step.weights[graph::kWeight]].values;
    const std::size_t width = weight.size();
    Bounded y = sized(x.values.size());
    const std::size_t group = step.group == 0 ? m_graph.values[step.output].width : step.group;
    reference::rmsNorm(x.values, weight, step.epsilon, y.values, group);
    y.errors = x.errors; // of what passes
    for (std::size_t start = 0; start < y.values.size(); start += group) {
        const double length = norm(std::span(x.values).subspan(start, width));
        const double mean = square(length) / static_cast<double>(width) + static_cast<double>(step.epsilon);
        double moved = 0.0; // sum of (x e(x))^2
        for (std::size_t i = start; i < start + width; ++i)
            moved += square(static_cast<double>(x.values[i]) * x.errors[i]);
        const double ownError = square(m_options.accumulatorEpsilon) * static_cast<double>(width)
            + square(m_options.functionEpsilon / 8.0) + square(4.0 * kRound);
        const double factorError = moved == 0.0 ? 0.0 : moved / square(mean * static_cast<double>(width));
        for (std::size_t i = start; i < start + width; ++i) {
            const double through = static_cast<double>(weight[i - start]) * x.errors[i];
            y.errors[i] = std::sqrt(
                square(through) / mean + square(static_cast<double>(y.values[i])) * (ownError + factorError));
        }
    }
    return y;
}

/// The variance of each value of a row as the weights meet it, and the step of each block.
std::vector<double> BoundedReference::inputVariances(
    const Bounded &x, std::size_t start, std::span<const float> rounded, std::span<double> steps, bool isRounded) const
{
    std::vector<double> variances(rounded.size());
    for (std::size_t i = 0; i < rounded.size(); ++i) {
        const double error = x.errors[start + i];
        variances[i] = square(error);
        if (!isRounded)
            continue;
        if (i % kBlock == 0) {
            double largest = 0.0;
            for (std::size_t j = i; j < std::min(i + kBlock, rounded.size()); ++j)
                largest = std::max(largest, magnitude(x.values[start + j]));
            steps[i / kBlock] = largest / kSteps;
        }
        const double near = error + 2.0 * kRound * magnitude(x.values[start + i]); // division, or times a reciprocal
        variances[i] = square(near) + near * steps[i / kBlock];
    }
    return variances;
}

reference::Matrix BoundedReference::matrix(const graph::Step &step, int slot) const
{
    const graph::WeightId id = step.weights[static_cast<std::size_t>(slot)];
    return id == graph::kNone ? reference::Matrix {} : m_weights[id];
}

Bounded BoundedReference::matMul(const graph::Step &step) const
{
    return multiply(input(step, 0), matrix(step, graph::kWeight), matrix(step, graph::kBias).values);
}

Bounded BoundedReference::multiply(const Bounded &x, const reference::Matrix &weight, std::span<const float> bias) const
{
    const std::size_t columns = weight.columns;
    const std::size_t rows = x.values.size() / columns;
    const bool isRounded = weight.isQuantized && m_options.activations == reference::ActivationFormat::Int15Blocks;
    Bounded y = sized(rows * weight.rows);
    reference::matMul(x.values, weight, bias, m_options.activations, y.values);

    const double ownError
        = m_options.accumulatorEpsilon * std::sqrt(static_cast<double>(columns)) + m_options.inputEpsilon;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::span<const float> values = std::span(x.values).subspan(row * columns, columns);
        std::vector<double> steps((columns + kBlock - 1) / kBlock);
        const std::vector<double> variances = inputVariances(x, row * columns, values, steps, isRounded);
        const double length = norm(values);
        for (std::size_t out = 0; out < weight.rows; ++out) {
            const std::span<const float> weights = weight.row(out);
            double through = 0.0;
            double weightSquares = 0.0;
            double fall = 0.0;
            for (std::size_t i = 0; i < columns; ++i) {
                const double squared = square(static_cast<double>(weights[i]));
                weightSquares += squared;
                through += squared * variances[i];
                fall = std::max(fall, squared * square(steps[i / kBlock]));
            }
            const std::size_t at = row * weight.rows + out;
            y.errors[at] = std::sqrt(square(ownError * length) * weightSquares + through + (isRounded ? fall : 0.0)
                + square(kRound * magnitude(y.values[at])));
        }
    }
    return y;
}

Bounded BoundedReference::rope(const graph::Step &step) const
{
    const Bounded &x = input(step, 0);
    const graph::RopeTable &table = m_graph.ropeTables[step.rope];
    const std::size_t headWidth = m_graph.values[step.output].width / step.heads;
    Bounded y = x;
    reference::rope(x.values, table, step.heads, static_cast<std::uint32_t>(headWidth), m_position, y.values);
    const std::size_t half = table.rotaryWidth / 2;
    const bool isAdjacent = table.style == graph::RopeStyle::Adjacent;
    for (std::size_t head = 0; head < y.values.size() / headWidth; ++head) {
        const double position = static_cast<double>(m_position + head / step.heads);
        for (std::size_t pair = 0; pair < half; ++pair) {
            const std::size_t a = head * headWidth + table.first + (isAdjacent ? 2 * pair : pair);
            const std::size_t b = isAdjacent ? a + 1 : a + half;
            const double angle = position * static_cast<double>(table.inverse[pair]);
            const double length = std::hypot(static_cast<double>(y.values[a]), static_cast<double>(y.values[b]));
            const double own = (kRound * (4.0 + angle) + m_options.functionEpsilon) * length;
            const double through
                = square(static_cast<double>(table.magnitude)) * (square(x.errors[a]) + square(x.errors[b]));
            y.errors[a] = y.errors[b] = std::sqrt(square(own) + through);
        }
    }
    return y;
}

void BoundedReference::kvWrite(const graph::Step &step)
{
    Cache &cache = m_caches[step.layer];
    const Bounded &k = input(step, 0);
    const bool hasValues = !cache.shape.valuesInKeys;
    const std::span<const float> values
        = hasValues ? std::span<const float>(input(step, 1).values) : std::span<const float> {};
    reference::kvWrite(k.values, values, m_position, cache.view(m_kv));
    const std::size_t first = static_cast<std::size_t>(m_position) * cache.shape.kvHeads;
    carry(k, first * cache.shape.keyWidth, cache.keyErrors, cache.keySteps);
    if (hasValues)
        carry(input(step, 1), first * cache.shape.valueWidth, cache.valueErrors, cache.valueSteps);
}

/// The errors of keys or values in the cache, and by how much one that falls to the other side is off.
void BoundedReference::carry(
    const Bounded &from, std::size_t start, std::vector<double> &errors, std::vector<double> &steps) const
{
    for (std::size_t i = 0; i < from.errors.size(); ++i) {
        const double error = from.errors[i];
        double width = 0.0;
        double own = 0.0;
        double scaleFalls = 0.0;
        if (m_kv == KvType::F16) {
            width = 0x1p-10 * magnitude(from.values[i]);
            own = m_options.kvEpsilon * magnitude(from.values[i]);
        } else if (m_kv == KvType::Q8_0) {
            const std::size_t block = i / kKvBlock * kKvBlock;
            const auto largest = std::max_element(from.values.begin() + static_cast<std::ptrdiff_t>(block),
                from.values.begin() + static_cast<std::ptrdiff_t>(std::min(block + kKvBlock, from.values.size())),
                [](float a, float b) { return std::abs(a) < std::abs(b); });
            width = magnitude(*largest) / 127.0;
            // The rounded scale falls to its neighbour with that of the largest value: 2^-10, 127 steps of 1/8.
            const double largestError = from.errors[static_cast<std::size_t>(largest - from.values.begin())];
            scaleFalls = width == 0.0 ? 0.0 : std::min(1.0, largestError / (magnitude(*largest) * 0x1p-10)) * 0.14;
            own = m_options.kvEpsilon * magnitude(from.values[i]);
        }
        errors[start + i] = std::sqrt(square(error) + error * width + square(own) + scaleFalls * square(width));
        steps[start + i] = error > 0.0 ? width * (m_kv == KvType::Q8_0 ? 1.0 : 0.5) : 0.0;
    }
}

/// Queries as they meet the cache.
struct BoundedReference::Queries
{
    Bounded rounded;
    std::vector<double> steps; ///< as Cache::keySteps
};

BoundedReference::Queries BoundedReference::roundedQueries(const graph::Step &step) const
{
    Queries queries = { input(step, 0), {} };
    Bounded &q = queries.rounded;
    queries.steps.resize(q.values.size());
    if (m_kv != KvType::Q8_0 || m_options.queries == reference::ActivationFormat::F32)
        return queries;
    reference::roundActivations(input(step, 0).values, m_options.queries, q.values);
    for (std::size_t i = 0; i < q.values.size(); ++i) {
        const auto block = std::span(input(step, 0).values).subspan(i / kBlock * kBlock, kBlock);
        double largest = 0.0;
        for (const float value : block)
            largest = std::max(largest, magnitude(value));
        // The scale is a last bit off now and then, which moves values in the middle between two steps.
        const double error = std::max(q.errors[i], kRound * magnitude(q.values[i]));
        q.errors[i] = std::sqrt(square(error) + error * largest / kSteps);
        queries.steps[i] = input(step, 0).errors[i] > 0.0 ? largest / kSteps : 0.0;
    }
    return queries;
}

void BoundedReference::attend(
    const graph::Step &step, const Queries &queries, std::size_t token, std::size_t head, Bounded &y)
{
    const Cache &cache = m_caches[step.layer];
    const Bounded &q = queries.rounded;
    const std::size_t keyWidth = cache.shape.keyWidth;
    const std::size_t valueWidth = cache.shape.valueWidth;
    const bool inKeys = cache.shape.valuesInKeys;
    const std::vector<float> &values = inKeys ? cache.keys : cache.values;
    const std::vector<double> &valueErrors = inKeys ? cache.keyErrors : cache.valueErrors;
    const std::vector<double> &valueSteps = inKeys ? cache.keySteps : cache.valueSteps;
    const std::size_t valueStride = inKeys ? keyWidth : valueWidth;
    const std::size_t end = m_position + token + 1;
    const std::size_t first = cache.shape.window != 0 && end > cache.shape.window ? end - cache.shape.window : 0;
    const std::size_t kvHead = head / (step.heads / cache.shape.kvHeads);
    const std::size_t query = (token * step.heads + head) * keyWidth;
    const double queryLength = norm(std::span(q.values).subspan(query, keyWidth));
    const double scale = static_cast<double>(step.scale);
    const double dotError
        = m_options.accumulatorEpsilon * std::sqrt(static_cast<double>(keyWidth)) + m_options.attentionEpsilon;

    std::vector<double> weights;
    std::vector<double> scoreErrors;
    for (std::size_t i = first; i < end; ++i) {
        const std::size_t key = (i * cache.shape.kvHeads + kvHead) * keyWidth;
        double score = 0.0;
        double through = 0.0;
        double fall = 0.0;
        for (std::size_t d = 0; d < keyWidth; ++d) {
            const double a = static_cast<double>(q.values[query + d]);
            const double b = static_cast<double>(cache.keys[key + d]);
            score += a * b;
            through += square(q.errors[query + d] * b) + square(a * cache.keyErrors[key + d]);
            fall = std::max({ fall, std::abs(a * cache.keySteps[key + d]), std::abs(b * queries.steps[query + d]) });
        }
        const double own = dotError * queryLength * norm(std::span(cache.keys).subspan(key, keyWidth));
        double error = scale * std::sqrt(square(own) + through + square(fall)) + kRound * std::abs(score * scale);
        score *= scale;
        if (step.softcap != 0.0f) { // tanh is flatter than its argument
            const double cap = static_cast<double>(step.softcap);
            score = cap * std::tanh(score / cap);
            error += (m_options.functionEpsilon + kRound) * std::abs(score);
        }
        weights.push_back(score);
        scoreErrors.push_back(error);
    }
    const reference::Matrix sinks
        = step.weights[graph::kSinks] == graph::kNone ? reference::Matrix {} : m_weights[step.weights[graph::kSinks]];
    double largest = *std::max_element(weights.begin(), weights.end());
    if (!sinks.isAbsent())
        largest = std::max(largest, static_cast<double>(sinks.values[head]));
    double sum = sinks.isAbsent() ? 0.0 : std::exp(static_cast<double>(sinks.values[head]) - largest);
    for (double &weight : weights)
        sum += (weight = std::exp(weight - largest));
    const double sumError = m_options.accumulatorEpsilon * std::sqrt(static_cast<double>(end - first))
        + m_options.functionEpsilon + m_options.attentionEpsilon + kRound * std::abs(largest);
    for (std::size_t d = 0; d < valueWidth; ++d) {
        const std::size_t at = (token * step.heads + head) * valueWidth + d;
        const double result = static_cast<double>(y.values[at]);
        double variance = 0.0;
        double absolute = 0.0;
        double fall = 0.0;
        for (std::size_t i = first; i < end; ++i) {
            const std::size_t value = (i * cache.shape.kvHeads + kvHead) * valueStride + d;
            const double weight = weights[i - first] / sum;
            const double v = static_cast<double>(values[value]);
            variance += square(weight) * (square(scoreErrors[i - first] * (v - result)) + square(valueErrors[value]));
            absolute += weight * std::abs(v);
            fall = std::max(fall, weight * valueSteps[value]);
        }
        y.errors[at] = std::sqrt(variance + square(fall) + square(sumError * absolute) + square(kRound * result));
    }
}

Bounded BoundedReference::attention(const graph::Step &step)
{
    const Bounded &q = input(step, 0);
    Cache &cache = m_caches[step.layer];
    const std::size_t tokens = q.values.size() / (static_cast<std::size_t>(step.heads) * cache.shape.keyWidth);
    Bounded y = sized(tokens * step.heads * cache.shape.valueWidth);
    const std::size_t first = m_outputs <= 1 ? tokens - 1 : 0; // nobody reads the others
    const std::size_t width = y.values.size() / tokens;
    reference::attention(std::span(q.values).subspan(first * (q.values.size() / tokens)), cache.view(m_kv), step.heads,
        step.scale, m_position + static_cast<std::uint32_t>(first), std::span(y.values).subspan(first * width),
        { step.softcap,
            step.weights[graph::kSinks] == graph::kNone ? std::span<const float> {}
                                                        : m_weights[step.weights[graph::kSinks]].values,
            m_options.queries });
    const Queries queries = roundedQueries(step);
    for (std::size_t token = first; token < tokens; ++token) {
        for (std::size_t head = 0; head < step.heads; ++head)
            attend(step, queries, token, head, y);
    }
    return y;
}

Bounded BoundedReference::add(const graph::Step &step) const
{
    const Bounded &a = input(step, 0);
    const Bounded &b = input(step, 1);
    Bounded y = sized(a.values.size());
    reference::add(a.values, b.values, y.values);
    for (std::size_t i = 0; i < y.values.size(); ++i) {
        const double own = a.errors[i] + b.errors[i] == 0.0 ? 0.0 : kRound * magnitude(y.values[i]);
        y.errors[i] = std::sqrt(square(a.errors[i]) + square(b.errors[i]) + square(own));
    }
    return y;
}

Bounded BoundedReference::gatedAct(const graph::Step &step) const
{
    return act(input(step, 0), input(step, 1), step.activation);
}

Bounded BoundedReference::act(const Bounded &gate, const Bounded &up, graph::Activation activation) const
{
    constexpr double kSteepest = 1.13; // of all activations
    Bounded y = sized(gate.values.size());
    reference::gatedAct(gate.values, up.values, activation, y.values);
    for (std::size_t i = 0; i < y.values.size(); ++i) {
        const double g = magnitude(gate.values[i]); // all activations stay below it
        const double u = magnitude(up.values[i]) + (activation == graph::Activation::ClampedSwiglu ? 1.0 : 0.0);
        y.errors[i] = std::sqrt(square(kSteepest * u * gate.errors[i]) + square(g * up.errors[i])
            + square((m_options.functionEpsilon + 4.0 * kRound) * g * u));
    }
    return y;
}

Bounded BoundedReference::scale(const graph::Step &step) const
{
    const Bounded &x = input(step, 0);
    const double factor = static_cast<double>(step.scale);
    Bounded y = sized(x.values.size());
    reference::scale(x.values, step.scale, step.softcap, y.values);
    for (std::size_t i = 0; i < y.values.size(); ++i) {
        const double product = factor * static_cast<double>(x.values[i]);
        double slope = 1.0;
        double own = kRound * std::abs(product);
        if (step.softcap != 0.0f) {
            slope = 1.0 - square(static_cast<double>(y.values[i]) / static_cast<double>(step.softcap));
            own = 3.0 * own * slope + (m_options.functionEpsilon + kRound) * magnitude(y.values[i]);
        }
        y.errors[i] = std::sqrt(square(factor * slope * x.errors[i]) + square(own));
    }
    return y;
}

Bounded BoundedReference::selectOutputs(const graph::Step &step) const
{
    const Bounded &x = input(step, 0);
    const std::size_t count = m_outputs * m_graph.values[step.output].width;
    return { std::vector<float>(x.values.end() - static_cast<std::ptrdiff_t>(count), x.values.end()),
        std::vector<double>(x.errors.end() - static_cast<std::ptrdiff_t>(count), x.errors.end()) };
}

} // namespace maru::backend::check
