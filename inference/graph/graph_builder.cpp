// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/graph_builder.h"

#include <cassert>
#include <utility>

namespace maru::graph {

WeightId GraphBuilder::weight(Weight weight)
{
    m_graph.weights.push_back(std::move(weight));
    return static_cast<WeightId>(m_graph.weights.size() - 1);
}

std::uint32_t GraphBuilder::ropeTable(RopeTable table)
{
    m_graph.ropeTables.push_back(std::move(table));
    return static_cast<std::uint32_t>(m_graph.ropeTables.size() - 1);
}

std::uint32_t GraphBuilder::kvLayer(KvLayer layer)
{
    m_graph.kvLayers.push_back(layer);
    return static_cast<std::uint32_t>(m_graph.kvLayers.size() - 1);
}

ValueId GraphBuilder::append(Step step, std::uint32_t width, bool perOutput)
{
    const auto value = static_cast<ValueId>(m_graph.values.size());
    m_graph.values.push_back({ width, perOutput });
    step.output = value;
    m_graph.steps.push_back(step);
    return value;
}

ValueId GraphBuilder::embed(WeightId table, float scale)
{
    Step step;
    step.op = Op::Embed;
    step.weights[kWeight] = table;
    step.scale = scale;
    return append(step, m_graph.weights[table].columns, false);
}

ValueId GraphBuilder::rmsNorm(ValueId x, WeightId weight, float epsilon, std::uint32_t group)
{
    assert(m_graph.weights[weight].columns <= (group == 0 ? width(x) : group));
    Step step;
    step.op = Op::RmsNorm;
    step.inputs[0] = x;
    step.weights[kWeight] = weight;
    step.epsilon = epsilon;
    step.group = group;
    return append(step, width(x), m_graph.values[x].perOutput);
}

ValueId GraphBuilder::matMul(ValueId x, WeightId weight, WeightId bias)
{
    assert(m_graph.weights[weight].columns == width(x));
    Step step;
    step.op = Op::MatMul;
    step.inputs[0] = x;
    step.weights[kWeight] = weight;
    step.weights[kBias] = bias;
    return append(step, m_graph.weights[weight].rows, m_graph.values[x].perOutput);
}

ValueId GraphBuilder::rope(ValueId x, std::uint32_t table, std::uint32_t heads)
{
    assert(width(x) % heads == 0
        && width(x) / heads >= m_graph.ropeTables[table].first + m_graph.ropeTables[table].rotaryWidth);
    Step step;
    step.op = Op::Rope;
    step.inputs[0] = x;
    step.rope = table;
    step.heads = heads;
    return append(step, width(x), m_graph.values[x].perOutput);
}

void GraphBuilder::kvWrite(ValueId k, ValueId v, std::uint32_t layer)
{
    assert(width(k) == m_graph.kvLayers[layer].kvHeads * m_graph.kvLayers[layer].keyWidth);
    assert((v == kNone) == m_graph.kvLayers[layer].valuesInKeys);
    assert(v == kNone || width(v) == m_graph.kvLayers[layer].kvHeads * m_graph.kvLayers[layer].valueWidth);
    Step step;
    step.op = Op::KvWrite;
    step.inputs = { k, v };
    step.layer = layer;
    m_graph.steps.push_back(step);
}

ValueId GraphBuilder::attention(
    ValueId q, std::uint32_t layer, std::uint32_t heads, float scale, const AttentionExtras &extras)
{
    assert(width(q) == heads * m_graph.kvLayers[layer].keyWidth);
    assert(!m_graph.kvLayers[layer].valuesInKeys
        || m_graph.kvLayers[layer].valueWidth <= m_graph.kvLayers[layer].keyWidth);
    assert(extras.sinks == kNone || m_graph.weights[extras.sinks].columns == heads);
    Step step;
    step.op = Op::Attention;
    step.inputs[0] = q;
    step.layer = layer;
    step.heads = heads;
    step.scale = scale;
    step.softcap = extras.softcap;
    step.weights[kSinks] = extras.sinks;
    return append(step, heads * m_graph.kvLayers[layer].valueWidth, m_graph.values[q].perOutput);
}

ValueId GraphBuilder::add(ValueId a, ValueId b)
{
    assert(width(a) == width(b));
    Step step;
    step.op = Op::Add;
    step.inputs = { a, b };
    return append(step, width(a), m_graph.values[a].perOutput);
}

ValueId GraphBuilder::gatedAct(ValueId gate, ValueId up, Activation activation)
{
    assert(width(gate) == width(up));
    Step step;
    step.op = Op::GatedAct;
    step.inputs = { gate, up };
    step.activation = activation;
    return append(step, width(gate), m_graph.values[gate].perOutput);
}

ValueId GraphBuilder::scale(ValueId x, float factor, float softcap)
{
    Step step;
    step.op = Op::Scale;
    step.inputs[0] = x;
    step.scale = factor;
    step.softcap = softcap;
    return append(step, width(x), m_graph.values[x].perOutput);
}

ValueId GraphBuilder::headMatMul(ValueId x, WeightId weight, std::uint32_t heads)
{
    const Weight &matrix = m_graph.weights[weight];
    assert(width(x) % heads == 0 && matrix.rows % heads == 0 && width(x) / heads >= matrix.columns);
    Step step;
    step.op = Op::HeadMatMul;
    step.inputs[0] = x;
    step.heads = heads;
    step.weights[kWeight] = weight;
    return append(step, matrix.rows + width(x) - heads * matrix.columns, m_graph.values[x].perOutput);
}

ValueId GraphBuilder::route(ValueId logits, const Routing &routing, WeightId bias)
{
    assert(width(logits) == routing.experts && routing.experts % routing.groups == 0);
    assert(routing.used > 0 && routing.used <= routing.experts / routing.groups * routing.groupsUsed);
    Step step;
    step.op = Op::Route;
    step.inputs[0] = logits;
    step.routing = routing;
    step.weights[kBias] = bias;
    return append(step, 2 * routing.used, m_graph.values[logits].perOutput);
}

ValueId GraphBuilder::expertUp(
    ValueId x, ValueId route, const Routing &routing, const ExpertWeights &weights, Activation activation)
{
    const Weight &gate = m_graph.weights[weights.gate];
    assert(gate.columns == width(x) && gate.rows % routing.experts == 0 && width(route) == 2 * routing.used);
    assert(m_graph.weights[weights.up].rows == gate.rows && m_graph.weights[weights.up].columns == gate.columns);
    Step step;
    step.op = Op::ExpertUp;
    step.inputs = { x, route };
    step.routing = routing;
    step.activation = activation;
    step.weights[kGate] = weights.gate;
    step.weights[kUp] = weights.up;
    step.weights[kGateBias] = weights.gateBias;
    step.weights[kUpBias] = weights.upBias;
    return append(step, gate.rows / routing.experts * routing.used, m_graph.values[x].perOutput);
}

ValueId GraphBuilder::expertDown(ValueId x, ValueId route, const Routing &routing, WeightId weight, WeightId bias)
{
    const Weight &down = m_graph.weights[weight];
    assert(width(x) == routing.used * down.columns && down.rows % routing.experts == 0);
    assert(width(route) == 2 * routing.used);
    Step step;
    step.op = Op::ExpertDown;
    step.inputs = { x, route };
    step.routing = routing;
    step.weights[kWeight] = weight;
    step.weights[kBias] = bias;
    return append(step, down.rows / routing.experts, m_graph.values[x].perOutput);
}

ValueId GraphBuilder::selectOutputs(ValueId x)
{
    Step step;
    step.op = Op::SelectOutputs;
    step.inputs[0] = x;
    return append(step, width(x), true);
}

Graph GraphBuilder::finish(ValueId logits, std::uint32_t trainedContext)
{
    assert(m_graph.steps.back().output == logits);
    m_graph.logits = logits;
    m_graph.vocabularySize = width(logits);
    m_graph.trainedContext = trainedContext;
    return std::exchange(m_graph, {});
}

} // namespace maru::graph
