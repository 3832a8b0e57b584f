// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "tests/support/tiny_gguf.h"

#include <fstream>
#include <utility>

namespace maru::test {

TinyGguf &TinyGguf::setVersion(std::uint32_t version)
{
    m_version = version;
    return *this;
}

TinyGguf &TinyGguf::setAlignment(std::uint32_t alignment)
{
    m_alignment = alignment;
    return set("general.alignment", alignment);
}

TinyGguf &TinyGguf::set(std::string_view key, std::string_view value)
{
    return setRaw(key, gguf::ValueType::String, toBytes(value));
}

TinyGguf &TinyGguf::set(std::string_view key, const std::vector<std::string> &values)
{
    std::string bytes = toBytes(static_cast<std::uint32_t>(gguf::ValueType::String))
        + toBytes(static_cast<std::uint64_t>(values.size()));
    for (const std::string &value : values)
        bytes += toBytes(std::string_view(value));
    return setRaw(key, gguf::ValueType::Array, bytes);
}

TinyGguf &TinyGguf::setRaw(std::string_view key, gguf::ValueType type, std::string_view bytes)
{
    m_metadata += toBytes(key) + toBytes(static_cast<std::uint32_t>(type)) + std::string(bytes);
    ++m_metadataCount;
    return *this;
}

TinyGguf &TinyGguf::tensor(
    std::string_view name, quant::TensorType type, std::vector<std::uint64_t> dimensions, std::span<const float> values)
{
    std::vector<std::byte> blocks(quant::byteCount(type, values.size()).value());
    quant::encode(type, values.data(), blocks.data(), values.size());
    return rawTensor(name, static_cast<std::uint32_t>(type), std::move(dimensions), blocks);
}

TinyGguf &TinyGguf::rawTensor(
    std::string_view name, std::uint32_t type, std::vector<std::uint64_t> dimensions, std::span<const std::byte> bytes)
{
    m_tensors.push_back({ std::string(name), type, std::move(dimensions),
        std::string(reinterpret_cast<const char *>(bytes.data()), bytes.size()), 0, false });
    return *this;
}

TinyGguf &TinyGguf::claimOffset(std::uint64_t offset)
{
    m_tensors.back().claimedOffset = offset;
    m_tensors.back().claimed = true;
    return *this;
}

TinyGguf &TinyGguf::claimCounts(std::uint64_t tensors, std::uint64_t metadata)
{
    m_claimsCounts = true;
    m_claimedTensors = tensors;
    m_claimedMetadata = metadata;
    return *this;
}

std::string TinyGguf::bytes() const
{
    const std::uint64_t alignment = m_alignment == 0 ? 1 : m_alignment;
    const auto pad = [&](std::string &file) { file.resize((file.size() + alignment - 1) / alignment * alignment); };

    std::string data;
    std::string table;
    for (const Tensor &tensor : m_tensors) {
        pad(data);
        table += toBytes(std::string_view(tensor.name)) + toBytes(static_cast<std::uint32_t>(tensor.dimensions.size()));
        for (const std::uint64_t dimension : tensor.dimensions)
            table += toBytes(dimension);
        table += toBytes(tensor.type) + toBytes(tensor.claimed ? tensor.claimedOffset : std::uint64_t { data.size() });
        data += tensor.bytes;
    }
    std::string file = "GGUF" + toBytes(m_version)
        + toBytes(m_claimsCounts ? m_claimedTensors : std::uint64_t { m_tensors.size() })
        + toBytes(m_claimsCounts ? m_claimedMetadata : m_metadataCount) + m_metadata + table;
    if (!m_tensors.empty())
        pad(file);
    return file + data;
}

std::filesystem::path TinyGguf::write(const std::filesystem::path &path) const
{
    std::ofstream(path, std::ios::binary) << bytes();
    return path;
}

} // namespace maru::test
