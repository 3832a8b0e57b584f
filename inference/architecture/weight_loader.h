// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph_builder.h"
#include "inference/model/model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maru::architecture {

/// Some rows of a matrix, or values of a vector, that several are stored in one behind another.
struct Part
{
    std::uint32_t of; ///< how many there are in all
    std::uint32_t first;
    std::uint32_t count;
};

/// Takes tensors of a model into a graph, each checked for its shape and type.
///
/// Failure: MissingTensor, BadTensor (shape), UnknownWeightType (type and tensor). What is optional and absent is
/// kNone.
class WeightLoader
{
public:
    WeightLoader(const model::Model &model, graph::GraphBuilder &builder)
        : m_model(model)
        , m_builder(builder)
    {
    }

    Result<graph::WeightId> matrix(const std::string &name, std::uint32_t rows, std::uint32_t columns);
    Result<graph::WeightId> vector(const std::string &name, std::uint32_t length); ///< float32
    Result<graph::WeightId> optionalVector(const std::string &name, std::uint32_t length);
    Result<graph::WeightId> rows(const std::string &name, Part part, std::uint32_t columns); ///< a view of the tensor
    Result<graph::WeightId> optionalPart(const std::string &name, Part part); ///< of a vector

    /// `count` matrices one above the other, of experts or heads: a matrix of count * rows rows.
    Result<graph::WeightId> stack(
        const std::string &name, std::uint32_t count, std::uint32_t rows, std::uint32_t columns);
    Result<graph::WeightId> stackedRows(
        const std::string &name, std::uint32_t count, Part part, std::uint32_t columns); ///< some rows of each
    Result<graph::WeightId> stackOf(
        const std::vector<std::string> &names, std::uint32_t rows, std::uint32_t columns); ///< each a tensor of its own
    Result<graph::WeightId> optionalVectors(
        const std::string &name, std::uint32_t count, std::uint32_t length); ///< one vector of count * length values
    Result<graph::WeightId> optionalStackedPart(const std::string &name, std::uint32_t count, Part part);

    /// A matrix that the graph does not take as it is.
    Result<graph::Weight> find(const std::string &name, std::uint32_t rows, std::uint32_t columns) const;
    bool has(std::string_view name) const;

    /// "blk.3.attn_q.weight"
    static std::string inLayer(std::uint32_t layer, std::string_view name);

private:
    Result<graph::Weight> load(const std::string &name, std::uint32_t rows, std::uint32_t columns,
        std::uint32_t dimensions, std::uint32_t count = 1) const;

    const model::Model &m_model;
    graph::GraphBuilder &m_builder;
};

} // namespace maru::architecture
