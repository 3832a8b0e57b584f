// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/weight_loader.h"

#include "inference/graph/weight_rows.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace maru::architecture {

namespace {

Error badTensor(const std::string &name, std::string detail)
{
    std::string message = "tensor " + name + " " + detail;
    return { ErrorCode::Corrupt, Reason::BadTensor, { { "tensor", name }, { "detail", std::move(detail) } },
        std::move(message) };
}

Error unknownType(const std::string &name, const gguf::TensorInfo &tensor)
{
    const std::string type = tensor.type ? std::string(quant::tensorTypeInfo(*tensor.type).name)
                                         : "number " + std::to_string(tensor.rawType);
    return { ErrorCode::Unsupported, Reason::UnknownWeightType, { { "type", type }, { "tensor", name } },
        "tensor " + name + " is stored as " + type + ", which cannot be run" };
}

std::string shapeOf(const gguf::TensorInfo &tensor)
{
    std::string text;
    for (std::uint32_t i = 0; i < tensor.dimensionCount; ++i)
        text += (i == 0 ? "" : " x ") + std::to_string(tensor.dimensions[i]);
    return text;
}

} // namespace

std::string WeightLoader::inLayer(std::uint32_t layer, std::string_view name)
{
    return "blk." + std::to_string(layer) + "." + std::string(name);
}

bool WeightLoader::has(std::string_view name) const
{
    return m_model.file().findTensor(name) != nullptr;
}

Result<graph::Weight> WeightLoader::load(const std::string &name, std::uint32_t rows, std::uint32_t columns,
    std::uint32_t dimensions, std::uint32_t count) const
{
    const gguf::TensorInfo *tensor = m_model.file().findTensor(name);
    if (tensor == nullptr)
        return Error { ErrorCode::Corrupt, Reason::MissingTensor, { { "tensor", name } },
            "the file has no tensor " + name };
    const auto &shape = tensor->dimensions;
    const bool isFlat = tensor->dimensionCount <= 2 && shape[1] == std::uint64_t { rows } * count;
    const bool isStacked = dimensions == 3 && shape[1] == rows && shape[2] == count;
    if (shape[0] != columns || !(isFlat || isStacked) || shape[3] != 1)
        return badTensor(name,
            "is " + shapeOf(*tensor) + ", not " + std::to_string(columns)
                + (dimensions == 1 ? "" : " x " + std::to_string(rows))
                + (dimensions <= 2 ? "" : " x " + std::to_string(count)));
    if (!tensor->type || !quant::tensorTypeInfo(*tensor->type).canRun)
        return unknownType(name, *tensor);
    if (dimensions == 1 && *tensor->type != quant::TensorType::F32)
        return badTensor(name, "is not stored as F32");
    const std::span<const std::byte> bytes = m_model.file().data(*tensor);
    const std::optional<std::uint64_t> needed
        = quant::byteCount(*tensor->type, static_cast<std::uint64_t>(rows) * count * columns);
    if (columns % quant::tensorTypeInfo(*tensor->type).blockLength != 0 || needed != bytes.size())
        return badTensor(name, "has rows that are no whole blocks");
    return graph::Weight { name, *tensor->type, rows * count, columns, bytes, &m_model.file().mapping(*tensor) };
}

Result<graph::WeightId> WeightLoader::matrix(const std::string &name, std::uint32_t rows, std::uint32_t columns)
{
    MARU_TRY(graph::Weight weight, load(name, rows, columns, 2));
    return m_builder.weight(std::move(weight));
}

Result<graph::WeightId> WeightLoader::vector(const std::string &name, std::uint32_t length)
{
    MARU_TRY(graph::Weight weight, load(name, 1, length, 1));
    return m_builder.weight(std::move(weight));
}

Result<graph::WeightId> WeightLoader::optionalVector(const std::string &name, std::uint32_t length)
{
    return has(name) ? vector(name, length) : Result<graph::WeightId>(graph::kNone);
}

Result<graph::WeightId> WeightLoader::stack(
    const std::string &name, std::uint32_t count, std::uint32_t rows, std::uint32_t columns)
{
    MARU_TRY(graph::Weight weight, load(name, rows, columns, 3, count));
    return m_builder.weight(std::move(weight));
}

Result<graph::WeightId> WeightLoader::stackedRows(
    const std::string &name, std::uint32_t count, Part part, std::uint32_t columns)
{
    MARU_TRY(graph::Weight weight, load(name, part.of, columns, 3, count));
    const std::size_t rowBytes = weight.bytes.size() / weight.rows;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::size_t first = std::size_t { i } * part.of + part.first;
        weight.pieces.push_back({ weight.bytes.subspan(first * rowBytes, part.count * rowBytes), weight.file });
    }
    weight.bytes = {};
    weight.rows = count * part.count;
    return m_builder.weight(std::move(weight));
}

Result<graph::WeightId> WeightLoader::stackOf(
    const std::vector<std::string> &names, std::uint32_t rows, std::uint32_t columns)
{
    graph::Weight all {};
    for (const std::string &name : names) {
        MARU_TRY(graph::Weight weight, load(name, rows, columns, 2));
        if (all.pieces.empty()) {
            all = weight;
            all.bytes = {};
        }
        if (weight.type != all.type)
            return badTensor(name,
                "is stored as " + std::string(quant::tensorTypeInfo(weight.type).name) + ", the first expert as "
                    + std::string(quant::tensorTypeInfo(all.type).name));
        all.pieces.push_back({ weight.bytes, weight.file });
    }
    all.rows = rows * static_cast<std::uint32_t>(names.size());
    return m_builder.weight(std::move(all));
}

Result<graph::WeightId> WeightLoader::optionalVectors(
    const std::string &name, std::uint32_t count, std::uint32_t length)
{
    if (!has(name))
        return graph::WeightId { graph::kNone };
    MARU_TRY(graph::Weight weight, load(name, count, length, 2));
    if (weight.type != quant::TensorType::F32)
        return badTensor(name, "is not stored as F32");
    weight.columns *= weight.rows;
    weight.rows = 1;
    return m_builder.weight(std::move(weight));
}

Result<graph::WeightId> WeightLoader::optionalStackedPart(const std::string &name, std::uint32_t count, Part part)
{
    if (!has(name))
        return graph::WeightId { graph::kNone };
    MARU_TRY(const graph::Weight both, load(name, count, part.of, 2));
    if (both.type != quant::TensorType::F32)
        return badTensor(name, "is not stored as F32");
    graph::WeightRows rows;
    MARU_TRY(const std::span<const std::byte> bytes, rows.read(both, 0, count));
    std::vector<std::byte> values;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto row = bytes.subspan((std::size_t { i } * part.of + part.first) * sizeof(float));
        values.insert(values.end(), row.begin(), row.begin() + static_cast<std::ptrdiff_t>(part.count * sizeof(float)));
    }
    auto made = std::make_shared<const std::vector<std::byte>>(std::move(values));
    const std::span<const std::byte> view = *made;
    return m_builder.weight({ name, both.type, 1, count * part.count, view, nullptr, std::move(made) });
}

Result<graph::Weight> WeightLoader::find(const std::string &name, std::uint32_t rows, std::uint32_t columns) const
{
    return load(name, rows, columns, 2);
}

Result<graph::WeightId> WeightLoader::rows(const std::string &name, Part part, std::uint32_t columns)
{
    MARU_TRY(graph::Weight weight, load(name, part.of, columns, 2));
    const std::size_t rowBytes = weight.bytes.size() / weight.rows;
    weight.bytes = weight.bytes.subspan(part.first * rowBytes, part.count * rowBytes);
    weight.rows = part.count;
    return m_builder.weight(std::move(weight));
}

Result<graph::WeightId> WeightLoader::optionalPart(const std::string &name, Part part)
{
    if (!has(name))
        return graph::WeightId { graph::kNone };
    MARU_TRY(graph::Weight weight, load(name, 1, part.of, 1));
    weight.bytes = weight.bytes.subspan(part.first * sizeof(float), part.count * sizeof(float));
    weight.columns = part.count;
    return m_builder.weight(std::move(weight));
}

} // namespace maru::architecture
