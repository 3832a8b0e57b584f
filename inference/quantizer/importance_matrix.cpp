// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quantizer/importance_matrix.h"

#include "inference/gguf/gguf_file.h"
#include "inference/gguf/gguf_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace maru::quantizer {

namespace {

constexpr std::string_view kSquares = ".in_sum2";
constexpr std::string_view kCounts = ".counts";

Error badEntry(std::string name, std::string detail)
{
    std::string message = "importance of " + name + " " + detail;
    return { ErrorCode::Corrupt, Reason::BadTensor, { { "tensor", std::move(name) }, { "detail", std::move(detail) } },
        std::move(message) };
}

/// The values of an F32 tensor; nothing if it is stored otherwise or holds what is no number >= 0.
std::optional<std::vector<float>> valuesOf(const gguf::GgufFile &file, const gguf::TensorInfo &tensor)
{
    if (tensor.type != quant::TensorType::F32)
        return std::nullopt;
    const std::span<const std::byte> bytes = file.data(tensor);
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    const bool isSane
        = std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value) && value >= 0.0f; });
    return isSane ? std::optional(std::move(values)) : std::nullopt;
}

} // namespace

Result<ImportanceMatrix> ImportanceMatrix::read(const std::filesystem::path &path)
{
    MARU_TRY(const gguf::GgufFile file, gguf::GgufFile::open(path));
    ImportanceMatrix result;
    result.chunks = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(file.integer("imatrix.chunk_count").value_or(0), 0, 1 << 30));
    for (const gguf::TensorInfo &tensor : file.tensors()) {
        if (!tensor.name.ends_with(kSquares))
            continue;
        const std::string name(tensor.name.substr(0, tensor.name.size() - kSquares.size()));
        const gguf::TensorInfo *counts = file.findTensor(name + std::string(kCounts));
        if (counts == nullptr)
            return badEntry(name, "has no counts");
        auto squares = valuesOf(file, tensor);
        auto numbers = valuesOf(file, *counts);
        if (!squares || !numbers)
            return badEntry(name, "is no list of numbers");
        if (tensor.dimensions[0] == 0 || tensor.dimensions[0] > (1U << 24)
            || squares->size() != tensor.dimensions[0] * numbers->size())
            return badEntry(name, "has as many counts as it has matrices: it does not");
        result.entries[name]
            = { static_cast<std::uint32_t>(tensor.dimensions[0]), *std::move(squares), *std::move(numbers) };
    }
    if (result.entries.empty())
        return badEntry(path.filename().string(), "is no importance matrix");
    return result;
}

Result<void> ImportanceMatrix::write(
    const std::filesystem::path &path, std::string_view dataset, std::uint32_t chunkLength) const
{
    gguf::MetadataWriter metadata;
    metadata.add("general.type", "imatrix");
    const std::string source(dataset);
    metadata.add("imatrix.datasets", std::span(&source, 1));
    metadata.add("imatrix.chunk_count", chunks);
    metadata.add("imatrix.chunk_size", chunkLength);
    std::vector<gguf::PlannedTensor> tensors;
    for (const auto &[name, entry] : entries) {
        const std::uint64_t matrices = entry.counts.size();
        tensors.push_back({ name + std::string(kSquares), quant::TensorType::F32, { entry.columns, matrices } });
        tensors.push_back({ name + std::string(kCounts), quant::TensorType::F32, { 1, matrices } });
    }
    MARU_TRY(gguf::GgufWriter writer, gguf::GgufWriter::create(path, metadata, tensors));
    for (const auto &[name, entry] : entries) {
        for (const std::vector<float> *values : { &entry.squares, &entry.counts }) {
            MARU_CHECK(writer.write(std::as_bytes(std::span(*values))));
            MARU_CHECK(writer.endTensor());
        }
    }
    MARU_TRY(const std::uint64_t size, writer.finish());
    static_cast<void>(size);
    return {};
}

std::vector<float> ImportanceMatrix::means(std::string_view name, std::size_t matrix) const
{
    const auto found = entries.find(name);
    if (found == entries.end() || matrix >= found->second.counts.size() || found->second.counts[matrix] <= 0.0f)
        return {};
    const Entry &entry = found->second;
    const auto first = entry.squares.begin() + static_cast<std::ptrdiff_t>(matrix * entry.columns);
    std::vector<float> result(first, first + entry.columns);
    for (float &value : result)
        value /= entry.counts[matrix];
    return result;
}

} // namespace maru::quantizer
