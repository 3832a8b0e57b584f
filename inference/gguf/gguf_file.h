// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/mapped_file.h"
#include "inference/base/result.h"
#include "inference/quant/tensor_type.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace maru::gguf {

/// The types of metadata values, by their number in the file.
enum class ValueType : std::uint32_t {
    UInt8 = 0,
    Int8 = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
};

/// One metadata value, still in the file's bytes.
struct Metadata
{
    std::string_view key;
    ValueType type;
    ValueType elementType; ///< of an array; else equal to `type`
    std::uint64_t count; ///< elements of an array; else 1
    std::span<const std::byte> bytes; ///< the value or all elements, little-endian; strings with their 64-bit lengths
};

/// One row of the tensor table.
struct TensorInfo
{
    std::string_view name;
    std::uint32_t rawType; ///< the number in the file; may be unknown to quant
    std::optional<quant::TensorType> type; ///< empty if GGUF has no such type number as far as we know
    std::uint32_t dimensionCount; ///< 1 to 4
    std::array<std::uint64_t, 4> dimensions; ///< fastest first: [columns, rows, ...], unused ones are 1
    std::uint64_t offset; ///< from the start of the tensor data
    std::uint64_t byteCount; ///< 0 if the type is unknown
    std::uint32_t part = 0; ///< the file that holds it, of a model split over several
};

/// The first bytes of a file that is not here: enough of them to hold everything before the tensor data.
struct FileHead
{
    std::filesystem::path path; ///< its name, for messages and to tell parts apart
    std::span<const std::byte> bytes;
    std::uint64_t fileSize = 0;
};

/// A GGUF file, mapped read-only and checked before anyone sees it; or all files of a model that is split over several.
///
/// The first stage of the pipeline: bytes on disk in, metadata and tensor views out. It knows the container and nothing
/// about transformers; what a key or a tensor name means is decided in inference/model.
///
///     file:  header | metadata | tensor table | padding | tensor data
///            `------------ parsed by open() ------------'  `- views -'
///
/// The parts of a split model (name-00001-of-00003.gguf ...) lie in one folder; any of them opens all. The metadata are
/// the first part's, the tensors those of all.
///
/// Ownership: the file owns the mapping. Every span and string_view it returns points into that mapping and dies with
/// the file. Threads: immutable once open, so any number of threads may read it at once.
/// Failure: open() trusts nothing. A file that is short, overlapping or of an unknown version is an Error (Corrupt or
/// Unsupported), never an assertion. Source: the GGUF specification, versions 2 and 3, little-endian.
class GgufFile
{
public:
    /// Maps `path` and checks all of it but the tensor data itself.
    ///
    /// Takes time linear in the size of the metadata, not of the weights.
    /// Failure: that of parse(); SplitFile where a part of the model is missing or belongs to another.
    static Result<GgufFile> open(const std::filesystem::path &path);

    /// A file, or all parts of one in their order, of which only the heads are known: everything is checked but what
    /// lies behind them, and data() is zeros. For questions about a model before it is downloaded.
    /// Failure: that of parse(), GgufTruncated where a head is too short; SplitFile.
    static Result<GgufFile> ofHeads(std::span<const FileHead> heads);

    GgufFile(GgufFile &&) noexcept;
    GgufFile &operator=(GgufFile &&) noexcept;
    ~GgufFile();

    /// Of the first part, if there are several.
    const std::filesystem::path &path() const;

    /// Bytes of all parts.
    std::uint64_t fileSize() const;

    /// True where data() is that of the file; false of heads.
    bool isWhole() const;

    /// Files that the model lies in.
    std::size_t partCount() const;

    /// Format version, 2 or 3.
    std::uint32_t version() const;

    /// `general.alignment`, or 32.
    std::uint32_t alignment() const;

    /// All metadata, in the order of the file.
    std::span<const Metadata> metadata() const;
    const Metadata *find(std::string_view key) const;

    /// The value under `key`, or nothing if the key is absent or of another kind. Integers of any width and sign
    /// convert to `integer` when they fit; integers and floats to `number`. Booleans count as integers in arrays only.
    std::optional<std::string_view> string(std::string_view key) const;
    std::optional<std::int64_t> integer(std::string_view key) const;
    std::optional<double> number(std::string_view key) const;
    std::optional<bool> boolean(std::string_view key) const;

    /// The array under `key`, copied; the strings are views of the mapping. Nothing as above.
    std::optional<std::vector<std::string_view>> strings(std::string_view key) const;
    std::optional<std::vector<std::int64_t>> integers(std::string_view key) const;
    std::optional<std::vector<float>> floats(std::string_view key) const;

    /// All tensors, in the order of the file. A vocabulary-only file has none.
    std::span<const TensorInfo> tensors() const;
    const TensorInfo *findTensor(std::string_view name) const;

    /// The raw blocks of `tensor`, exactly as long as its shape and type need. `tensor` must come from this file.
    std::span<const std::byte> data(const TensorInfo &tensor) const;

    /// The file that data() of `tensor` views.
    const MappedFile &mapping(const TensorInfo &tensor) const;

    /// FileUnreadable if another program has shortened the file, so that zeros were read in place of metadata.
    Result<void> checkWhole() const;

    /// Lets go of the pages that were looked at so far: they no longer count as this process's memory, and come back by
    /// themselves when they are looked at again.
    void forgetPages() const;

private:
    struct Contents;
    explicit GgufFile(std::unique_ptr<Contents> contents);

    std::unique_ptr<Contents> m_contents;
};

} // namespace maru::gguf
