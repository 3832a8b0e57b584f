// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/cut.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace maru::graph {

namespace {

struct Border
{
    std::size_t step; ///< the first behind it
    ValueId value; ///< the one that goes over it
};

/// For each step the value that goes over the border in front of it, or kNone if it is none or more than one.
std::vector<ValueId> valuesOverBorders(const Graph &graph)
{
    const std::size_t count = graph.steps.size();
    std::vector<std::size_t> lastRead(graph.values.size(), 0); // the border behind which nothing reads it
    for (std::size_t i = 0; i < count; ++i) {
        for (const ValueId input : graph.steps[i].inputs) {
            if (input != kNone)
                lastRead[input] = i;
        }
    }
    if (graph.logits != kNone)
        lastRead[graph.logits] = count;
    std::vector<unsigned> crossing(count + 1, 0);
    std::vector<ValueId> over(count + 1, kNone);
    const auto live = [&](ValueId value, std::size_t madeBefore) {
        for (std::size_t border = madeBefore; border <= lastRead[value]; ++border) {
            ++crossing[border];
            over[border] = value;
        }
    };
    if (graph.input != kNone)
        live(graph.input, 0);
    for (std::size_t i = 0; i < count; ++i) {
        if (graph.steps[i].output != kNone)
            live(graph.steps[i].output, i + 1);
    }
    for (std::size_t border = 0; border <= count; ++border) {
        if (crossing[border] != 1)
            over[border] = kNone;
    }
    return over;
}

std::optional<Border> borderBefore(const Graph &graph, std::uint32_t layer)
{
    std::size_t first = graph.steps.size(); // the first step that touches the layer's cache
    for (std::size_t i = graph.steps.size(); i-- > 0;) {
        if (graph.steps[i].layer == layer)
            first = i;
    }
    if (first == graph.steps.size())
        return std::nullopt;
    const std::vector<ValueId> over = valuesOverBorders(graph);
    std::size_t border = first;
    while (over[border] == kNone) {
        if (border == 0)
            return std::nullopt;
        --border;
    }
    const bool frontTouchesIt
        = std::any_of(graph.steps.begin(), graph.steps.begin() + static_cast<std::ptrdiff_t>(border),
            [layer](const Step &step) { return step.layer != kNone && step.layer >= layer; });
    const bool backTouchesOthers = std::any_of(graph.steps.begin() + static_cast<std::ptrdiff_t>(border),
        graph.steps.end(), [layer](const Step &step) { return step.layer < layer; });
    if (border == 0 || frontTouchesIt || backTouchesOthers || graph.values[over[border]].perOutput)
        return std::nullopt;
    return Border { border, over[border] };
}

/// Takes over some steps of a graph, and what they use under new numbers.
class Extraction
{
public:
    explicit Extraction(const Graph &whole)
        : m_whole(whole)
        , m_values(whole.values.size(), kNone)
        , m_weights(whole.weights.size(), kNone)
        , m_ropeTables(whole.ropeTables.size(), kNone)
        , m_kvLayers(whole.kvLayers.size(), kNone)
    {
        m_part.trainedContext = whole.trainedContext;
    }

    ValueId value(ValueId id) { return take(id, m_whole.values, m_values, m_part.values); }

    void step(Step step)
    {
        for (ValueId &input : step.inputs)
            input = value(input);
        step.output = value(step.output);
        for (WeightId &weight : step.weights)
            weight = take(weight, m_whole.weights, m_weights, m_part.weights);
        step.rope = take(step.rope, m_whole.ropeTables, m_ropeTables, m_part.ropeTables);
        step.layer = take(step.layer, m_whole.kvLayers, m_kvLayers, m_part.kvLayers);
        m_part.steps.push_back(step);
    }

    Graph &part() { return m_part; }

private:
    template <typename T>
    static std::uint32_t take(
        std::uint32_t id, const std::vector<T> &whole, std::vector<std::uint32_t> &known, std::vector<T> &part)
    {
        if (id == kNone)
            return kNone;
        if (known[id] == kNone) {
            known[id] = static_cast<std::uint32_t>(part.size());
            part.push_back(whole[id]);
        }
        return known[id];
    }

    const Graph &m_whole;
    Graph m_part;
    std::vector<std::uint32_t> m_values; // new numbers by old ones
    std::vector<std::uint32_t> m_weights;
    std::vector<std::uint32_t> m_ropeTables;
    std::vector<std::uint32_t> m_kvLayers;
};

} // namespace

std::optional<std::size_t> firstStepOf(const Graph &plain, std::uint32_t layer)
{
    const std::optional<Border> border = borderBefore(plain, layer);
    return border ? std::optional(border->step) : std::nullopt;
}

std::optional<Cut> cutBefore(const Graph &plain, std::uint32_t layer)
{
    const std::optional<Border> border = borderBefore(plain, layer);
    if (!border)
        return std::nullopt;

    Extraction front(plain);
    if (plain.input != kNone)
        front.part().input = front.value(plain.input);
    for (std::size_t i = 0; i < border->step; ++i)
        front.step(plain.steps[i]);
    const std::uint32_t width = plain.values[border->value].width;
    Step select;
    select.op = Op::SelectOutputs;
    select.inputs[0] = front.value(border->value);
    select.output = static_cast<ValueId>(front.part().values.size());
    front.part().values.push_back({ width, true });
    front.part().steps.push_back(select);
    front.part().logits = select.output;
    front.part().vocabularySize = width;

    Extraction back(plain);
    back.part().input = back.value(border->value);
    for (std::size_t i = border->step; i < plain.steps.size(); ++i)
        back.step(plain.steps[i]);
    back.part().logits = back.value(plain.logits);
    back.part().vocabularySize = plain.vocabularySize;
    return Cut { std::move(front.part()), std::move(back.part()) };
}

} // namespace maru::graph
