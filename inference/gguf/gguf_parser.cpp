// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/gguf/gguf_parser.h"

#include "inference/base/byte_reader.h"
#include "inference/base/checked_math.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <string>

namespace maru::gguf {

namespace {

constexpr std::string_view kMagic = "GGUF";
constexpr std::uint64_t kLeastMetadataBytes = 14; // length of the key, one letter, type, one byte
constexpr std::uint64_t kLeastTensorBytes = 25; // length of the name, one letter, dimensions, type, offset
constexpr std::uint64_t kLongestName = 65535; // as the specification says of keys
constexpr int kDeepestArray = 8;
constexpr std::uint32_t kLeastAlignment = 8;
constexpr std::uint32_t kMostAlignment = 1 << 20;
constexpr std::int64_t kMostParts = 99999; // five digits in their names

std::string text(std::uint64_t number)
{
    return std::to_string(number);
}

/// A name from the file, fit for a message: short, and with nothing but printable letters.
std::string quoted(std::string_view name)
{
    std::string result = "\"";
    for (const char letter : name.substr(0, 80))
        result += letter >= ' ' && letter <= '~' ? letter : '?';
    return result + (name.size() > 80 ? "...\"" : "\"");
}

Error truncated(const std::string &detail)
{
    return { ErrorCode::Corrupt, Reason::GgufTruncated, { { "detail", detail } }, "the file is cut off: " + detail };
}

Error corrupt(const std::string &detail)
{
    return { ErrorCode::Corrupt, Reason::GgufCorrupt, { { "detail", detail } }, "damaged GGUF file: " + detail };
}

Error badTensor(std::string_view name, const std::string &detail)
{
    return { ErrorCode::Corrupt, Reason::BadTensor, { { "tensor", std::string(name) }, { "detail", detail } },
        "tensor " + quoted(name) + ": " + detail };
}

Error badValue(std::string_view key, const std::string &detail)
{
    return { ErrorCode::Corrupt, Reason::BadValue, { { "key", std::string(key) }, { "detail", detail } },
        std::string(key) + ": " + detail };
}

/// Checked reads that name what was to be read where the file ends too early.
class Cursor
{
public:
    explicit Cursor(std::span<const std::byte> bytes)
        : m_bytes(bytes)
        , m_reader(bytes)
    {
    }

    std::uint64_t position() const { return m_reader.position(); }
    std::uint64_t remaining() const { return m_reader.remaining(); }
    std::span<const std::byte> since(std::uint64_t start) const
    {
        return m_bytes.subspan(start, m_reader.position() - start);
    }

    template <typename T> Result<T> number(std::string_view what)
    {
        if (const std::optional<T> value = m_reader.read<T>())
            return *value;
        return ends(what, sizeof(T));
    }

    Result<void> skip(std::uint64_t count, std::string_view what)
    {
        if (!m_reader.take(count))
            return ends(what, count);
        return {};
    }

    /// A string with its 64-bit length before it.
    Result<std::string_view> string(std::string_view what)
    {
        MARU_TRY(const auto length, number<std::uint64_t>(what));
        const auto bytes = m_reader.take(length);
        if (!bytes)
            return ends(what, length);
        return std::string_view(reinterpret_cast<const char *>(bytes->data()), bytes->size());
    }

    /// A key or the name of a tensor.
    Result<std::string_view> name(std::string_view what)
    {
        MARU_TRY(const auto result, string(what));
        if (result.empty() || result.size() > kLongestName)
            return corrupt(std::string(what) + " of " + text(result.size()) + " bytes at byte " + text(position()));
        return result;
    }

    /// A count of things that take at least `leastBytes` each.
    Result<std::uint64_t> count(std::string_view what, std::uint64_t leastBytes)
    {
        MARU_TRY(const auto value, number<std::uint64_t>(what));
        MARU_CHECK(fits(value, leastBytes, what));
        return value;
    }

    Result<void> fits(std::uint64_t count, std::uint64_t leastBytes, std::string_view what) const
    {
        if (count > remaining() / leastBytes)
            return truncated(std::string(what) + ": " + text(count) + " announced at byte " + text(position()) + ", "
                + text(remaining()) + " bytes are left");
        return {};
    }

private:
    Error ends(std::string_view what, std::uint64_t needed) const
    {
        return truncated(std::string(what) + " at byte " + text(position()) + " needs " + text(needed) + " bytes, "
            + text(remaining()) + " are left");
    }

    std::span<const std::byte> m_bytes;
    ByteReader m_reader;
};

Result<ValueType> readValueType(Cursor &cursor, std::string_view what)
{
    MARU_TRY(const auto number, cursor.number<std::uint32_t>(what));
    if (number > static_cast<std::uint32_t>(ValueType::Float64))
        return corrupt(std::string(what) + " " + text(number) + " at byte " + text(cursor.position() - 4));
    return static_cast<ValueType>(number);
}

Result<void> checkBooleans(std::span<const std::byte> values)
{
    if (std::any_of(values.begin(), values.end(), [](std::byte value) { return value > std::byte { 1 }; }))
        return corrupt("a boolean that is neither 0 nor 1");
    return {};
}

Result<void> skipElements(Cursor &cursor, ValueType type, std::uint64_t count, int depth);

struct ArrayHeader
{
    ValueType elementType;
    std::uint64_t count;
};

Result<ArrayHeader> readArrayHeader(Cursor &cursor)
{
    MARU_TRY(const auto elementType, readValueType(cursor, "type of array elements"));
    MARU_TRY(const auto count, cursor.number<std::uint64_t>("length of an array"));
    return ArrayHeader { elementType, count };
}

Result<void> skipArray(Cursor &cursor, int depth)
{
    if (depth > kDeepestArray)
        return corrupt("arrays inside arrays, deeper than " + text(kDeepestArray));
    MARU_TRY(const auto header, readArrayHeader(cursor));
    return skipElements(cursor, header.elementType, header.count, depth);
}

/// Moves over `count` values of `type`, inside `depth` arrays.
Result<void> skipElements(Cursor &cursor, ValueType type, std::uint64_t count, int depth)
{
    constexpr std::uint64_t kStringBytes = 8; // at least: its length
    constexpr std::uint64_t kArrayBytes = 12; // at least: type and length
    const std::uint32_t size = valueSize(type);
    MARU_CHECK(cursor.fits(
        count, size != 0 ? size : (type == ValueType::String ? kStringBytes : kArrayBytes), "elements of an array"));
    if (size != 0) {
        const std::uint64_t start = cursor.position();
        MARU_CHECK(cursor.skip(count * size, "value"));
        if (type == ValueType::Bool)
            MARU_CHECK(checkBooleans(cursor.since(start)));
        return {};
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        if (type == ValueType::String)
            MARU_CHECK(cursor.string("string"));
        else
            MARU_CHECK(skipArray(cursor, depth + 1));
    }
    return {};
}

Result<Metadata> readMetadata(Cursor &cursor)
{
    Metadata result {};
    MARU_TRY(result.key, cursor.name("key"));
    const auto readValue = [&]() -> Result<void> {
        MARU_TRY(result.type, readValueType(cursor, "value type"));
        result.elementType = result.type;
        result.count = 1;
        if (result.type == ValueType::Array) {
            MARU_TRY(const auto header, readArrayHeader(cursor));
            result.elementType = header.elementType;
            result.count = header.count;
        }
        const std::uint64_t start = cursor.position();
        MARU_CHECK(skipElements(cursor, result.elementType, result.count, 1));
        result.bytes = cursor.since(start);
        return {};
    };
    if (auto read = readValue(); !read)
        return std::move(read).error().in(quoted(result.key));
    return result;
}

/// The indices of `rows` sorted by `name`, or the first name that occurs twice.
template <typename Row>
std::vector<std::uint32_t> sortedIndex(const std::vector<Row> &rows, std::string_view Row::*name)
{
    std::vector<std::uint32_t> index(rows.size());
    std::iota(index.begin(), index.end(), 0U);
    std::sort(
        index.begin(), index.end(), [&](std::uint32_t a, std::uint32_t b) { return rows[a].*name < rows[b].*name; });
    return index;
}

template <typename Row>
std::optional<std::string_view> firstRepeated(
    const std::vector<Row> &rows, const std::vector<std::uint32_t> &index, std::string_view Row::*name)
{
    const auto found = std::adjacent_find(
        index.begin(), index.end(), [&](std::uint32_t a, std::uint32_t b) { return rows[a].*name == rows[b].*name; });
    if (found == index.end())
        return std::nullopt;
    return rows[*found].*name;
}

template <typename Row>
const Row *findRow(const std::vector<Row> &rows, const std::vector<std::uint32_t> &index, std::string_view Row::*name,
    std::string_view wanted)
{
    const auto found = std::lower_bound(index.begin(), index.end(), wanted,
        [&](std::uint32_t row, std::string_view value) { return rows[row].*name < value; });
    return found != index.end() && rows[*found].*name == wanted ? &rows[*found] : nullptr;
}

Result<void> readAllMetadata(Cursor &cursor, std::uint64_t count, ParsedFile &file)
{
    for (std::uint64_t i = 0; i < count; ++i) {
        MARU_TRY(const auto row, readMetadata(cursor));
        file.metadata.push_back(row);
    }
    file.metadataByKey = sortedIndex(file.metadata, &Metadata::key);
    if (const auto key = firstRepeated(file.metadata, file.metadataByKey, &Metadata::key))
        return corrupt("the key " + quoted(*key) + " occurs twice");
    return {};
}

/// Fills in the format and the size of `tensor` from its shape.
Result<void> measure(TensorInfo &tensor)
{
    std::optional<std::uint64_t> values = 1;
    for (const std::uint64_t dimension : tensor.dimensions) {
        if (dimension == 0)
            return badTensor(tensor.name, "a dimension is 0");
        values = values ? checkedMultiply(*values, dimension) : std::nullopt;
    }
    if (!values || *values > static_cast<std::uint64_t>(INT64_MAX))
        return badTensor(tensor.name, "its shape is too large for any memory");
    const quant::TensorTypeInfo *info = quant::findTensorType(tensor.rawType);
    if (info == nullptr)
        return {}; // named and refused by whoever needs this tensor
    tensor.type = info->type;
    if (tensor.dimensions[0] % info->blockLength != 0)
        return badTensor(tensor.name,
            "rows of " + text(tensor.dimensions[0]) + " values are no whole " + std::string(info->name) + " blocks of "
                + text(info->blockLength));
    const auto bytes = quant::byteCount(info->type, *values);
    if (!bytes)
        return badTensor(tensor.name, "its shape is too large for any memory");
    tensor.byteCount = *bytes;
    return {};
}

Result<TensorInfo> readTensor(Cursor &cursor)
{
    TensorInfo tensor { {}, 0, std::nullopt, 0, { 1, 1, 1, 1 }, 0, 0 };
    MARU_TRY(tensor.name, cursor.name("name of a tensor"));
    MARU_TRY(const auto dimensionCount, cursor.number<std::uint32_t>("dimensions of a tensor"));
    if (dimensionCount > tensor.dimensions.size())
        return badTensor(tensor.name, text(dimensionCount) + " dimensions");
    tensor.dimensionCount = std::max(1U, dimensionCount); // none is a single value
    for (std::uint32_t i = 0; i < dimensionCount; ++i) {
        MARU_TRY(tensor.dimensions[i], cursor.number<std::uint64_t>("shape of a tensor"));
    }
    MARU_TRY(tensor.rawType, cursor.number<std::uint32_t>("type of a tensor"));
    MARU_TRY(tensor.offset, cursor.number<std::uint64_t>("offset of a tensor"));
    MARU_CHECK(measure(tensor));
    return tensor;
}

Result<void> readAllTensors(Cursor &cursor, std::uint64_t count, ParsedFile &file)
{
    for (std::uint64_t i = 0; i < count; ++i) {
        MARU_TRY(const auto row, readTensor(cursor));
        file.tensors.push_back(row);
    }
    return indexTensors(file);
}

/// Tensors must be aligned, inside the file and apart from one another.
Result<void> checkPlacement(const ParsedFile &file, std::uint64_t fileSize)
{
    std::uint64_t needed = file.dataStart;
    for (const TensorInfo &tensor : file.tensors) {
        if (tensor.offset % file.alignment != 0)
            return badTensor(
                tensor.name, "offset " + text(tensor.offset) + " is no multiple of " + text(file.alignment));
        const auto end = checkedAdd(tensor.offset, tensor.byteCount);
        const auto endInFile = end ? checkedAdd(*end, file.dataStart) : std::nullopt;
        if (!endInFile)
            return badTensor(tensor.name, "offset " + text(tensor.offset) + " lies beyond any file");
        needed = std::max(needed, *endInFile);
    }
    if (!file.tensors.empty() && needed > fileSize)
        return truncated("its tensors need " + text(needed) + " bytes, the file has " + text(fileSize));

    std::vector<std::uint32_t> order(file.tensors.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
        [&](std::uint32_t a, std::uint32_t b) { return file.tensors[a].offset < file.tensors[b].offset; });
    for (std::size_t i = 1; i < order.size(); ++i) {
        const TensorInfo &before = file.tensors[order[i - 1]];
        const TensorInfo &tensor = file.tensors[order[i]];
        // The size of an unknown type is not known, but two tensors never start at one place.
        if (before.offset + std::max<std::uint64_t>(before.byteCount, 1) > tensor.offset)
            return badTensor(tensor.name, "overlaps tensor " + quoted(before.name));
    }
    return {};
}

Result<void> readAlignment(ParsedFile &file)
{
    constexpr std::string_view kKey = "general.alignment";
    const Metadata *row = findMetadata(file, kKey);
    if (row == nullptr)
        return {};
    const std::optional<std::int64_t> value = integerOf(*row);
    if (!value)
        return badValue(kKey, "not a whole number");
    if (*value < kLeastAlignment || *value > kMostAlignment || !std::has_single_bit(static_cast<std::uint64_t>(*value)))
        return badValue(kKey,
            std::to_string(*value) + " is no power of two from " + text(kLeastAlignment) + " to "
                + text(kMostAlignment));
    file.alignment = static_cast<std::uint32_t>(*value);
    return {};
}

/// split.count is 1, or absent, where a file stands for itself.
Result<void> readSplit(ParsedFile &file)
{
    const auto number = [&](std::string_view key, std::int64_t most) -> Result<std::optional<std::int64_t>> {
        const Metadata *row = findMetadata(file, key);
        if (row == nullptr)
            return std::optional<std::int64_t>();
        const std::optional<std::int64_t> value = integerOf(*row);
        if (!value || *value < 0 || *value > most)
            return badValue(key, "not a whole number from 0 to " + text(static_cast<std::uint64_t>(most)));
        return value;
    };
    MARU_TRY(const auto count, number("split.count", kMostParts));
    if (count.value_or(0) <= 1)
        return {};
    MARU_TRY(const auto part, number("split.no", *count - 1));
    MARU_TRY(const auto tensors, number("split.tensors.count", INT64_MAX));
    if (!part)
        return Error { ErrorCode::Corrupt, Reason::MissingKey, { { "key", "split.no" } },
            "one of several parts, but not which one: split.no is missing" };
    SplitInfo info { static_cast<std::uint32_t>(*part), static_cast<std::uint32_t>(*count), std::nullopt };
    if (tensors)
        info.tensors = static_cast<std::uint64_t>(*tensors);
    file.split = info;
    return {};
}

Result<std::uint32_t> readVersion(Cursor &cursor, std::span<const std::byte> bytes)
{
    if (bytes.size() < kMagic.size()
        || std::string_view(reinterpret_cast<const char *>(bytes.data()), kMagic.size()) != kMagic)
        return Error { ErrorCode::Unsupported, Reason::NotGguf, {}, "not a GGUF file" };
    MARU_CHECK(cursor.skip(kMagic.size(), "magic"));
    MARU_TRY(const auto version, cursor.number<std::uint32_t>("format version"));
    if (version == 2 || version == 3)
        return version;
    const bool swapped = version != 0 && (version & 0xFFFFU) == 0; // a big-endian number read from the wrong end
    const std::string shown = swapped ? text(__builtin_bswap32(version)) + " (big-endian)" : text(version);
    return Error { ErrorCode::Unsupported, Reason::GgufVersion, { { "version", shown } },
        "GGUF version " + shown + " is not supported (2 and 3 are)" };
}

} // namespace

std::uint32_t valueSize(ValueType type)
{
    switch (type) {
    case ValueType::UInt8:
    case ValueType::Int8:
    case ValueType::Bool:
        return 1;
    case ValueType::UInt16:
    case ValueType::Int16:
        return 2;
    case ValueType::UInt32:
    case ValueType::Int32:
    case ValueType::Float32:
        return 4;
    case ValueType::UInt64:
    case ValueType::Int64:
    case ValueType::Float64:
        return 8;
    case ValueType::String:
    case ValueType::Array:
        break;
    }
    return 0;
}

const Metadata *findMetadata(const ParsedFile &file, std::string_view key)
{
    return findRow(file.metadata, file.metadataByKey, &Metadata::key, key);
}

const TensorInfo *findTensor(const ParsedFile &file, std::string_view name)
{
    return findRow(file.tensors, file.tensorsByName, &TensorInfo::name, name);
}

Result<void> indexTensors(ParsedFile &file)
{
    file.tensorsByName = sortedIndex(file.tensors, &TensorInfo::name);
    if (const auto name = firstRepeated(file.tensors, file.tensorsByName, &TensorInfo::name))
        return badTensor(*name, "its name occurs twice");
    return {};
}

Result<ParsedFile> parse(std::span<const std::byte> bytes)
{
    return parse(bytes, bytes.size());
}

Result<ParsedFile> parse(std::span<const std::byte> bytes, std::uint64_t fileSize)
{
    Cursor cursor(bytes);
    ParsedFile file;
    MARU_TRY(file.version, readVersion(cursor, bytes));
    MARU_TRY(const auto tensorCount, cursor.count("tensors", kLeastTensorBytes));
    MARU_TRY(const auto metadataCount, cursor.count("metadata", kLeastMetadataBytes));
    MARU_CHECK(readAllMetadata(cursor, metadataCount, file));
    MARU_CHECK(readAlignment(file));
    MARU_CHECK(readSplit(file));
    MARU_CHECK(cursor.fits(tensorCount, kLeastTensorBytes, "tensors"));
    MARU_CHECK(readAllTensors(cursor, tensorCount, file));
    const auto dataStart = checkedRoundUp<std::uint64_t>(cursor.position(), file.alignment);
    file.dataStart = dataStart.value_or(fileSize);
    MARU_CHECK(checkPlacement(file, fileSize));
    return file;
}

} // namespace maru::gguf
