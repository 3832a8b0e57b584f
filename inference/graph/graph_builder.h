// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"

#include <cstdint>

namespace maru::graph {

/// What the attention of some families has beyond the usual.
struct AttentionExtras
{
    float softcap = 0.0f; ///< Step::softcap
    WeightId sinks = kNone; ///< kSinks
};

/// What ExpertUp multiplies with.
struct ExpertWeights
{
    WeightId gate;
    WeightId up;
    WeightId gateBias = kNone;
    WeightId upBias = kNone;
};

/// Writes a Graph one plain operation a line, so that an architecture reads like its paper.
///
///     const ValueId n = builder.rmsNorm(x, layer.attentionNorm, epsilon);
///     const ValueId q = builder.rope(builder.matMul(n, layer.q), rope, heads);
///
/// Widths follow from the inputs. Ids come from this builder; shapes that do not fit are our own bugs and asserted: an
/// architecture checks the file's tensors first.
class GraphBuilder
{
public:
    WeightId weight(Weight weight);
    std::uint32_t ropeTable(RopeTable table);
    std::uint32_t kvLayer(KvLayer layer);

    ValueId embed(WeightId table, float scale = 1.0f);
    ValueId rmsNorm(ValueId x, WeightId weight, float epsilon, std::uint32_t group = 0);
    ValueId matMul(ValueId x, WeightId weight, WeightId bias = kNone);
    ValueId rope(ValueId x, std::uint32_t table, std::uint32_t heads);

    /// `v` is kNone in a layer whose values lie in its keys.
    void kvWrite(ValueId k, ValueId v, std::uint32_t layer);
    ValueId attention(
        ValueId q, std::uint32_t layer, std::uint32_t heads, float scale, const AttentionExtras &extras = {});
    ValueId add(ValueId a, ValueId b);
    ValueId gatedAct(ValueId gate, ValueId up, Activation activation);
    ValueId scale(ValueId x, float factor, float softcap = 0.0f);
    ValueId headMatMul(ValueId x, WeightId weight, std::uint32_t heads);
    ValueId route(ValueId logits, const Routing &routing, WeightId bias = kNone);
    ValueId expertUp(ValueId x, ValueId route, const Routing &routing, const ExpertWeights &weights,
        Activation activation = Activation::Silu);
    ValueId expertDown(ValueId x, ValueId route, const Routing &routing, WeightId weight, WeightId bias = kNone);
    ValueId selectOutputs(ValueId x);

    std::uint32_t width(ValueId value) const { return m_graph.values[value].width; }

    /// The graph, whose last step makes `logits`. The builder is empty afterwards.
    Graph finish(ValueId logits, std::uint32_t trainedContext);

private:
    ValueId append(Step step, std::uint32_t width, bool perOutput);

    Graph m_graph;
};

} // namespace maru::graph
