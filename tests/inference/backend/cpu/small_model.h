// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph_builder.h"
#include "tests/support/random_tensor.h"

#include <cmath>
#include <cstdint>
#include <list>
#include <vector>

namespace maru::test {

/// The shape of a SmallModel.
struct SmallShape
{
    quant::TensorType type = quant::TensorType::F32;
    std::uint32_t width = 96;
    std::uint32_t heads = 3;
    std::uint32_t kvHeads = 1;
    std::uint32_t headWidth = 40; ///< heads begin and end within panels of 16 rows
    std::uint32_t ffn = 160;
    std::uint32_t vocabulary = 50;
    std::uint32_t layers = 2;
    std::uint32_t window = 0; ///< of every second layer
    bool normsAfter = false; ///< norms behind attention and mlp, and of heads: as Gemma has them
    bool biases = false;
    float softcap = 0.0f; ///< of scores
    bool sinks = false;
    std::uint32_t valueWidth = 0; ///< of heads whose values lie in their keys; 0: they do not
};

/// A transformer of random weights. Ownership: owns the weights that its graph views.
class SmallModel
{
public:
    explicit SmallModel(const SmallShape &shape)
        : m_shape(shape)
    {
        using namespace graph;
        RopeTable table;
        table.style = shape.normsAfter ? RopeStyle::Halves : RopeStyle::Adjacent;
        table.rotaryWidth = shape.headWidth / 4 * 2;
        table.magnitude = 1.25f;
        for (std::uint32_t i = 0; i < table.rotaryWidth / 2; ++i)
            table.inverse.push_back(std::pow(1000.0f, -static_cast<float>(i) / 10.0f));
        const std::uint32_t rope = m_builder.ropeTable(table);
        const std::uint32_t queryWidth = shape.heads * shape.headWidth;
        const std::uint32_t keyWidth = shape.kvHeads * shape.headWidth;

        const WeightId embeddings = matrix(quant::TensorType::F32, shape.vocabulary, shape.width, 1.0f);
        ValueId x = m_builder.embed(embeddings, 0.75f);
        for (std::uint32_t l = 0; l < shape.layers; ++l) {
            const bool inKeys = shape.valueWidth != 0;
            const std::uint32_t layer = m_builder.kvLayer({ shape.kvHeads, shape.headWidth,
                inKeys ? shape.valueWidth : shape.headWidth, l % 2 == 1 ? shape.window : 0, inKeys });
            const ValueId n = norm(x, shape.width);
            ValueId q = project(n, queryWidth);
            ValueId k = project(n, keyWidth);
            const ValueId v = inKeys ? kNone : project(n, keyWidth);
            if (shape.normsAfter) {
                q = m_builder.rmsNorm(q, vector(shape.headWidth), kEpsilon, shape.headWidth);
                k = m_builder.rmsNorm(k, vector(shape.headWidth), kEpsilon, shape.headWidth);
            }
            m_builder.kvWrite(m_builder.rope(k, rope, shape.kvHeads), v, layer);
            const ValueId attended = m_builder.attention(m_builder.rope(q, rope, shape.heads), layer, shape.heads,
                1.0f / std::sqrt(static_cast<float>(shape.headWidth)),
                { shape.softcap, shape.sinks ? vector(shape.heads) : kNone });
            x = join(x, project(attended, shape.width));
            const ValueId m = norm(x, shape.width);
            const ValueId gated = m_builder.gatedAct(multiply(m, shape.ffn), multiply(m, shape.ffn),
                shape.normsAfter ? Activation::GeluTanh : Activation::Silu);
            x = join(x, project(gated, shape.width));
        }
        x = norm(m_builder.selectOutputs(x), shape.width);
        m_graph = m_builder.finish(multiply(x, shape.vocabulary), 4096);
    }

    const graph::Graph &graph() const { return m_graph; }

private:
    static constexpr float kEpsilon = 1e-5f;

    graph::WeightId matrix(quant::TensorType type, std::uint32_t rows, std::uint32_t columns, float spread)
    {
        m_bytes.push_back(randomBlocks(type, std::size_t { rows } * columns, m_seed++, spread));
        return m_builder.weight({ "w", type, rows, columns, m_bytes.back() });
    }
    graph::WeightId vector(std::uint32_t columns) { return matrix(quant::TensorType::F32, 1, columns, 1.0f); }
    graph::ValueId norm(graph::ValueId x, std::uint32_t columns)
    {
        return m_builder.rmsNorm(x, vector(columns), kEpsilon);
    }
    graph::ValueId multiply(graph::ValueId x, std::uint32_t rows)
    {
        const std::uint32_t columns = m_builder.width(x);
        return m_builder.matMul(x, matrix(m_shape.type, rows, columns, 1.0f / std::sqrt(static_cast<float>(columns))));
    }
    graph::ValueId project(graph::ValueId x, std::uint32_t rows)
    {
        const std::uint32_t columns = m_builder.width(x);
        const graph::WeightId weight
            = matrix(m_shape.type, rows, columns, 1.0f / std::sqrt(static_cast<float>(columns)));
        return m_builder.matMul(x, weight, m_shape.biases ? vector(rows) : graph::kNone);
    }
    graph::ValueId join(graph::ValueId x, graph::ValueId y)
    {
        return m_builder.add(m_shape.normsAfter ? norm(y, m_shape.width) : y, x);
    }

    SmallShape m_shape;
    std::uint32_t m_seed = 1;
    std::list<std::vector<std::byte>> m_bytes;
    graph::GraphBuilder m_builder;
    graph::Graph m_graph;
};

} // namespace maru::test
