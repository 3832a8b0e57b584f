// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <vector>

namespace maru::backend::reference {

void expertUp(
    std::span<const float> x, std::span<const float> routes, const ExpertUpArguments &arguments, std::span<float> y)
{
    const graph::Routing &routing = arguments.routing;
    const std::size_t columns = arguments.gate.columns;
    const std::size_t rows = arguments.gate.rows / routing.experts;
    std::vector<float> gates(rows);
    std::vector<float> ups(rows);
    for (std::size_t i = 0; i < y.size() / rows; ++i) { // the chosen experts of one token after the other
        const std::size_t token = i / routing.used;
        const std::span<const float> own = x.subspan(token * columns, columns);
        const auto expert = static_cast<std::size_t>(routes[token * 2 * routing.used + i % routing.used]);
        const auto multiply = [&](const Matrix &weight, std::span<const float> bias, std::span<float> out) {
            matMul(own, weight.part(routing.experts, expert), bias.empty() ? bias : bias.subspan(expert * rows, rows),
                arguments.activations, out);
        };
        multiply(arguments.gate, arguments.gateBias, gates);
        multiply(arguments.up, arguments.upBias, ups);
        gatedAct(gates, ups, arguments.activation, y.subspan(i * rows, rows));
    }
}

} // namespace maru::backend::reference
