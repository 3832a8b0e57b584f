// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/check/kernel_check.h"
#include "inference/backend/reference/operations.h"
#include "inference/graph/graph.h"

#include <cstdint>
#include <span>
#include <vector>

namespace maru::backend::check {

/// Values of the reference, and the error that a right kernel may be expected to make in each of them.
struct Bounded
{
    std::vector<float> values;
    std::vector<double> errors; ///< one standard deviation, roughly; 0: must be exact
};

/// Runs a plain graph through the reference's operations and works out, step by step, what rounding does to it.
///
/// Errors of different origin are independent, so they add as squares do. The rules, e(x) being the error of x:
///     sum of n products   eps sqrt(n) ||w|| ||x||, and e(x) through w
///     rounded blocks      a value within e(x) of the middle between two steps falls to the other one: variance
///                         step * e(x), and one such fall of the largest weight in any case
///     q8_0 cache          the same rule, for what the cache rounds
///     softmax             p (e(score)) (v - result)
/// Ownership: views the graph and its weights. Threads: one at a time.
class BoundedReference
{
public:
    BoundedReference(const graph::Graph &graph, const ExecutorOptions &executor, const CheckOptions &options);

    void forward(std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs);

    const Bounded &logits() const { return m_values[m_graph.logits]; }

private:
    struct Cache
    {
        graph::KvLayer shape;
        std::vector<float> keys, values;
        std::vector<double> keyErrors, valueErrors;
        std::vector<double> keySteps, valueSteps; ///< how far one falls that rounding may take either way; 0: it cannot
        reference::KvCache view(KvType type) { return { shape, type, keys, values }; }
    };

    Bounded runStep(const graph::Step &step);
    Bounded embed(const graph::Step &step) const;
    Bounded rmsNorm(const graph::Step &step) const;
    Bounded matMul(const graph::Step &step) const;
    Bounded rope(const graph::Step &step) const;
    void kvWrite(const graph::Step &step);
    void carry(const Bounded &from, std::size_t start, std::vector<double> &errors, std::vector<double> &steps) const;
    struct Queries;
    Queries roundedQueries(const graph::Step &step) const;
    void attend(const graph::Step &step, const Queries &queries, std::size_t token, std::size_t head, Bounded &y);
    Bounded attention(const graph::Step &step);
    Bounded add(const graph::Step &step) const;
    Bounded gatedAct(const graph::Step &step) const;
    Bounded scale(const graph::Step &step) const;
    Bounded headMatMul(const graph::Step &step) const;
    Bounded route(const graph::Step &step) const;
    Bounded expertUp(const graph::Step &step) const;
    Bounded expertDown(const graph::Step &step) const;
    Bounded selectOutputs(const graph::Step &step) const;

    Bounded multiply(const Bounded &x, const reference::Matrix &weight, std::span<const float> bias) const;
    Bounded act(const Bounded &gate, const Bounded &up, graph::Activation activation) const;
    reference::Matrix matrix(const graph::Step &step, int slot) const;
    const Bounded &input(const graph::Step &step, std::size_t index) const { return m_values[step.inputs[index]]; }
    std::vector<double> inputVariances(const Bounded &x, std::size_t start, std::span<const float> rounded,
        std::span<double> steps, bool isRounded) const;

    const graph::Graph &m_graph;
    const CheckOptions m_options;
    const KvType m_kv;
    std::vector<reference::Matrix> m_weights;
    std::vector<std::vector<float>> m_weightValues;
    std::vector<Cache> m_caches;
    std::vector<Bounded> m_values;
    std::span<const std::int32_t> m_tokens;
    std::uint32_t m_position = 0;
    std::size_t m_outputs = 0;
};

} // namespace maru::backend::check
