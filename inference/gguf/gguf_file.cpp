// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/gguf/gguf_file.h"

#include "inference/gguf/gguf_parser.h"
#include "inference/gguf/gguf_split.h"

#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

namespace maru::gguf {

/// The parts in order. The first one's `parsed` holds the tensors of all.
struct GgufFile::Contents
{
    std::vector<SplitPart> parts;
    bool isWhole = true;
    const ParsedFile &parsed() const { return parts[0].parsed; }
};

namespace {

/// Calls visit(T{}) with the C++ type of the numbers of `type`; nothing for strings and arrays.
template <typename Visitor> void visitNumberType(ValueType type, Visitor &&visit)
{
    switch (type) {
    case ValueType::UInt8:
    case ValueType::Bool:
        return visit(std::uint8_t {});
    case ValueType::Int8:
        return visit(std::int8_t {});
    case ValueType::UInt16:
        return visit(std::uint16_t {});
    case ValueType::Int16:
        return visit(std::int16_t {});
    case ValueType::UInt32:
        return visit(std::uint32_t {});
    case ValueType::Int32:
        return visit(std::int32_t {});
    case ValueType::UInt64:
        return visit(std::uint64_t {});
    case ValueType::Int64:
        return visit(std::int64_t {});
    case ValueType::Float32:
        return visit(float {});
    case ValueType::Float64:
        return visit(double {});
    case ValueType::String:
    case ValueType::Array:
        return;
    }
}

template <typename T> T loadNumber(std::span<const std::byte> bytes, std::size_t index)
{
    T value {};
    std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
    return value;
}

/// The number at `index` as an `Out`, or nothing if it does not fit. Fractions are never cut to integers.
template <typename Out> std::optional<Out> numberAt(const Metadata &metadata, std::size_t index)
{
    std::optional<Out> result;
    visitNumberType(metadata.elementType, [&](auto example) {
        using In = decltype(example);
        const In value = loadNumber<In>(metadata.bytes, index);
        if constexpr (std::is_floating_point_v<Out>)
            result = static_cast<Out>(value);
        else if constexpr (std::is_integral_v<In>)
            result = std::in_range<Out>(value) ? std::optional<Out>(static_cast<Out>(value)) : std::nullopt;
    });
    return result;
}

template <typename Out> std::optional<std::vector<Out>> numbersOf(const Metadata *metadata)
{
    if (metadata == nullptr || metadata->type != ValueType::Array || valueSize(metadata->elementType) == 0)
        return std::nullopt;
    std::vector<Out> result;
    result.reserve(metadata->count); // checked against the file: each takes at least a byte of it
    for (std::size_t i = 0; i < metadata->count; ++i) {
        const std::optional<Out> value = numberAt<Out>(*metadata, i);
        if (!value)
            return std::nullopt;
        result.push_back(*value);
    }
    return result;
}

/// The string that starts at `position` of `bytes`, which moves behind it. Lengths were checked by parse().
std::string_view stringAt(std::span<const std::byte> bytes, std::size_t &position)
{
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data() + position, sizeof(length));
    const auto *text = reinterpret_cast<const char *>(bytes.data() + position + sizeof(length));
    position += sizeof(length) + length;
    return { text, length };
}

bool isScalarNumber(const Metadata &metadata)
{
    return metadata.type != ValueType::Bool && valueSize(metadata.type) != 0;
}

} // namespace

std::optional<std::int64_t> integerOf(const Metadata &metadata)
{
    return isScalarNumber(metadata) ? numberAt<std::int64_t>(metadata, 0) : std::nullopt;
}

Result<GgufFile> GgufFile::open(const std::filesystem::path &path)
{
    MARU_TRY(auto parts, openParts(path));
    return GgufFile(std::make_unique<Contents>(Contents { std::move(parts) }));
}

Result<GgufFile> GgufFile::ofHeads(std::span<const FileHead> heads)
{
    MARU_TRY(auto parts, partsOfHeads(heads));
    return GgufFile(std::make_unique<Contents>(Contents { std::move(parts), false }));
}

GgufFile::GgufFile(std::unique_ptr<Contents> contents)
    : m_contents(std::move(contents))
{
}

GgufFile::GgufFile(GgufFile &&) noexcept = default;
GgufFile &GgufFile::operator=(GgufFile &&) noexcept = default;
GgufFile::~GgufFile() = default;

const std::filesystem::path &GgufFile::path() const
{
    return m_contents->parts[0].path;
}

std::uint64_t GgufFile::fileSize() const
{
    std::uint64_t sum = 0;
    for (const SplitPart &part : m_contents->parts)
        sum += part.file.bytes().size();
    return sum;
}

bool GgufFile::isWhole() const
{
    return m_contents->isWhole;
}

std::size_t GgufFile::partCount() const
{
    return m_contents->parts.size();
}

std::uint32_t GgufFile::version() const
{
    return m_contents->parsed().version;
}

std::uint32_t GgufFile::alignment() const
{
    return m_contents->parsed().alignment;
}

std::span<const Metadata> GgufFile::metadata() const
{
    return m_contents->parsed().metadata;
}

const Metadata *GgufFile::find(std::string_view key) const
{
    return findMetadata(m_contents->parsed(), key);
}

std::optional<std::string_view> GgufFile::string(std::string_view key) const
{
    const Metadata *metadata = find(key);
    if (metadata == nullptr || metadata->type != ValueType::String)
        return std::nullopt;
    std::size_t position = 0;
    return stringAt(metadata->bytes, position);
}

std::optional<std::int64_t> GgufFile::integer(std::string_view key) const
{
    const Metadata *metadata = find(key);
    return metadata != nullptr ? integerOf(*metadata) : std::nullopt;
}

std::optional<double> GgufFile::number(std::string_view key) const
{
    const Metadata *metadata = find(key);
    return metadata != nullptr && isScalarNumber(*metadata) ? numberAt<double>(*metadata, 0) : std::nullopt;
}

std::optional<bool> GgufFile::boolean(std::string_view key) const
{
    const Metadata *metadata = find(key);
    if (metadata == nullptr || metadata->type != ValueType::Bool)
        return std::nullopt;
    return metadata->bytes[0] != std::byte { 0 };
}

std::optional<std::vector<std::string_view>> GgufFile::strings(std::string_view key) const
{
    const Metadata *metadata = find(key);
    if (metadata == nullptr || metadata->type != ValueType::Array || metadata->elementType != ValueType::String)
        return std::nullopt;
    std::vector<std::string_view> result;
    result.reserve(metadata->count); // checked against the file: each takes at least 8 bytes of it
    std::size_t position = 0;
    for (std::uint64_t i = 0; i < metadata->count; ++i)
        result.push_back(stringAt(metadata->bytes, position));
    return result;
}

std::optional<std::vector<std::int64_t>> GgufFile::integers(std::string_view key) const
{
    return numbersOf<std::int64_t>(find(key));
}

std::optional<std::vector<float>> GgufFile::floats(std::string_view key) const
{
    return numbersOf<float>(find(key));
}

std::span<const TensorInfo> GgufFile::tensors() const
{
    return m_contents->parsed().tensors;
}

const TensorInfo *GgufFile::findTensor(std::string_view name) const
{
    return gguf::findTensor(m_contents->parsed(), name);
}

std::span<const std::byte> GgufFile::data(const TensorInfo &tensor) const
{
    if (tensor.byteCount == 0)
        return {};
    const SplitPart &part = m_contents->parts[tensor.part];
    return part.file.bytes().subspan(part.parsed.dataStart + tensor.offset, tensor.byteCount);
}

const MappedFile &GgufFile::mapping(const TensorInfo &tensor) const
{
    return m_contents->parts[tensor.part].file;
}

Result<void> GgufFile::checkWhole() const
{
    for (const SplitPart &part : m_contents->parts)
        MARU_CHECK(part.file.checkWhole());
    return {};
}

void GgufFile::forgetPages() const
{
    for (const SplitPart &part : m_contents->parts)
        part.file.willNotRead(part.file.bytes());
}

} // namespace maru::gguf
