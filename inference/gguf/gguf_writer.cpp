// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/gguf/gguf_writer.h"

#include <array>
#include <cstring>
#include <type_traits>
#include <utility>

namespace maru::gguf {

namespace {

constexpr std::uint32_t kVersion = 3;

void append(std::vector<std::byte> &bytes, std::span<const std::byte> more)
{
    bytes.insert(bytes.end(), more.begin(), more.end());
}

template <typename T> void appendNumber(std::vector<std::byte> &bytes, T value)
{
    static_assert(std::is_integral_v<T>);
    append(bytes, std::as_bytes(std::span(&value, 1)));
}

void appendString(std::vector<std::byte> &bytes, std::string_view text)
{
    appendNumber(bytes, std::uint64_t { text.size() });
    append(bytes, std::as_bytes(std::span(text.data(), text.size())));
}

std::uint64_t padded(std::uint64_t size)
{
    return (size + GgufWriter::kAlignment - 1) / GgufWriter::kAlignment * GgufWriter::kAlignment;
}

} // namespace

void MetadataWriter::begin(std::string_view key, ValueType type)
{
    appendString(m_bytes, key);
    appendNumber(m_bytes, static_cast<std::uint32_t>(type));
    ++m_count;
}

void MetadataWriter::copy(const Metadata &entry)
{
    begin(entry.key, entry.type);
    if (entry.type == ValueType::Array) {
        appendNumber(m_bytes, static_cast<std::uint32_t>(entry.elementType));
        appendNumber(m_bytes, entry.count);
    }
    append(m_bytes, entry.bytes);
}

void MetadataWriter::add(std::string_view key, std::string_view value)
{
    begin(key, ValueType::String);
    appendString(m_bytes, value);
}

void MetadataWriter::add(std::string_view key, std::uint32_t value)
{
    begin(key, ValueType::UInt32);
    appendNumber(m_bytes, value);
}

void MetadataWriter::add(std::string_view key, std::span<const std::string> values)
{
    begin(key, ValueType::Array);
    appendNumber(m_bytes, static_cast<std::uint32_t>(ValueType::String));
    appendNumber(m_bytes, std::uint64_t { values.size() });
    for (const std::string &value : values)
        appendString(m_bytes, value);
}

GgufWriter::GgufWriter(AtomicFile file)
    : m_file(std::move(file))
{
}

Result<GgufWriter> GgufWriter::create(
    const std::filesystem::path &path, const MetadataWriter &metadata, std::span<const PlannedTensor> tensors)
{
    std::vector<std::byte> header;
    append(header, std::as_bytes(std::span("GGUF", 4)));
    appendNumber(header, kVersion);
    appendNumber(header, std::uint64_t { tensors.size() });
    appendNumber(header, metadata.count());
    append(header, metadata.bytes());
    std::uint64_t offset = 0;
    for (const PlannedTensor &tensor : tensors) {
        appendString(header, tensor.name);
        appendNumber(header, static_cast<std::uint32_t>(tensor.dimensions.size()));
        std::uint64_t values = 1;
        for (const std::uint64_t length : tensor.dimensions) {
            appendNumber(header, length);
            values *= length;
        }
        appendNumber(header, static_cast<std::uint32_t>(tensor.type));
        appendNumber(header, offset);
        offset += padded(quant::byteCount(tensor.type, values).value_or(0));
    }
    header.resize(padded(header.size()));
    MARU_TRY(AtomicFile file, AtomicFile::create(path));
    MARU_CHECK(file.write(header));
    return GgufWriter(std::move(file));
}

Result<void> GgufWriter::endTensor()
{
    static constexpr std::array<std::byte, kAlignment> kZeros {};
    return m_file.write(std::span(kZeros).first(padded(m_file.size()) - m_file.size()));
}

Result<std::uint64_t> GgufWriter::finish()
{
    const std::uint64_t size = m_file.size();
    MARU_CHECK(m_file.commit());
    return size;
}

} // namespace maru::gguf
