// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/error_bounds.h"

#include <cmath>
#include <cstddef>
#include <vector>

/// The bounds of what works head by head or expert by expert.
namespace maru::backend::check {

namespace {

constexpr double kRound = 0x1p-24; // of a float32 result

double square(double x)
{
    return x * x;
}

Bounded slice(const Bounded &x, std::size_t start, std::size_t count)
{
    const auto first = static_cast<std::ptrdiff_t>(start);
    const auto end = static_cast<std::ptrdiff_t>(start + count);
    return { std::vector<float>(x.values.begin() + first, x.values.begin() + end),
        std::vector<double>(x.errors.begin() + first, x.errors.begin() + end) };
}

void append(Bounded &to, const Bounded &from)
{
    to.values.insert(to.values.end(), from.values.begin(), from.values.end());
    to.errors.insert(to.errors.end(), from.errors.begin(), from.errors.end());
}

std::span<const float> part(std::span<const float> values, std::size_t length, std::size_t index)
{
    return values.empty() ? values : values.subspan(index * length, length);
}

} // namespace

Bounded BoundedReference::headMatMul(const graph::Step &step) const
{
    const Bounded &x = input(step, 0);
    const reference::Matrix weight = matrix(step, graph::kWeight);
    const std::size_t headWidth = m_graph.values[step.inputs[0]].width / step.heads;
    Bounded y;
    for (std::size_t i = 0; i < x.values.size() / headWidth; ++i) {
        const Bounded own = slice(x, i * headWidth, weight.columns);
        append(y, multiply(own, weight.part(step.heads, i % step.heads), {}));
        append(y, slice(x, i * headWidth + weight.columns, headWidth - weight.columns));
    }
    return y;
}

/// Experts that are nearly equal are not expected: the choice must be the reference's.
Bounded BoundedReference::route(const graph::Step &step) const
{
    const Bounded &x = input(step, 0);
    const graph::Routing &routing = step.routing;
    const std::size_t tokens = x.values.size() / routing.experts;
    Bounded y;
    y.values.resize(tokens * 2 * routing.used);
    y.errors.resize(y.values.size());
    reference::route(x.values, routing, matrix(step, graph::kBias).values, y.values);
    for (std::size_t token = 0; token < tokens; ++token) {
        const std::size_t first = token * 2 * routing.used;
        double largest = 0.0;
        double before = 0.0; // of the logits: the largest error
        for (std::size_t i = token * routing.experts; i < (token + 1) * routing.experts; ++i) {
            largest = std::max(largest, std::abs(static_cast<double>(x.values[i])));
            before = std::max(before, x.errors[i]);
        }
        const double own = m_options.functionEpsilon + kRound * (2.0 * largest + 8.0)
            + m_options.accumulatorEpsilon * std::sqrt(static_cast<double>(routing.experts));
        for (std::size_t i = routing.used; i < std::size_t { 2 } * routing.used; ++i)
            y.errors[first + i]
                = 2.0 * std::sqrt(square(own) + square(before)) * std::abs(static_cast<double>(y.values[first + i]));
    }
    return y;
}

Bounded BoundedReference::expertUp(const graph::Step &step) const
{
    const Bounded &x = input(step, 0);
    const Bounded &routes = input(step, 1);
    const graph::Routing &routing = step.routing;
    const reference::Matrix gate = matrix(step, graph::kGate);
    const reference::Matrix up = matrix(step, graph::kUp);
    const std::size_t rows = gate.rows / routing.experts;
    Bounded y;
    for (std::size_t i = 0; i < x.values.size() / gate.columns * routing.used; ++i) {
        const std::size_t token = i / routing.used;
        const Bounded own = slice(x, token * gate.columns, gate.columns);
        const auto expert = static_cast<std::size_t>(routes.values[token * 2 * routing.used + i % routing.used]);
        const auto project = [&](const reference::Matrix &weight, int bias) {
            return multiply(own, weight.part(routing.experts, expert), part(matrix(step, bias).values, rows, expert));
        };
        append(y, act(project(gate, graph::kGateBias), project(up, graph::kUpBias), step.activation));
    }
    return y;
}

Bounded BoundedReference::expertDown(const graph::Step &step) const
{
    const Bounded &x = input(step, 0);
    const Bounded &routes = input(step, 1);
    const graph::Routing &routing = step.routing;
    const reference::Matrix weight = matrix(step, graph::kWeight);
    const std::span<const float> bias = matrix(step, graph::kBias).values;
    const std::size_t columns = weight.columns;
    const std::size_t rows = weight.rows / routing.experts;
    const std::size_t tokens = x.values.size() / columns / routing.used;
    Bounded y;
    y.values.resize(tokens * rows);
    y.errors.resize(tokens * rows);
    reference::expertDown(x.values, routes.values, routing, weight, bias, m_options.activations, y.values);
    std::vector<double> variances(rows);
    for (std::size_t token = 0; token < tokens; ++token) {
        variances.assign(rows, 0.0);
        for (std::size_t i = 0; i < routing.used; ++i) {
            const std::size_t at = token * 2 * routing.used + i;
            const auto expert = static_cast<std::size_t>(routes.values[at]);
            const double factor = static_cast<double>(routes.values[at + routing.used]);
            const Bounded product = multiply(slice(x, (token * routing.used + i) * columns, columns),
                weight.part(routing.experts, expert), part(bias, rows, expert));
            for (std::size_t row = 0; row < rows; ++row) {
                const double value = static_cast<double>(product.values[row]);
                variances[row] += square(factor * product.errors[row])
                    + square(routes.errors[at + routing.used] * value)
                    + square(2.0 * m_options.accumulatorEpsilon * factor * value);
            }
        }
        for (std::size_t row = 0; row < rows; ++row)
            y.errors[token * rows + row] = std::sqrt(variances[row]);
    }
    return y;
}

} // namespace maru::backend::check
