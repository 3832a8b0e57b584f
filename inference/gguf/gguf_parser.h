// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace maru::gguf {

/// What a part of a model that is split over several files says of that.
struct SplitInfo
{
    std::uint32_t number = 0; ///< of this part, from 0
    std::uint32_t count = 0; ///< parts
    std::optional<std::uint64_t> tensors; ///< in all parts
};

/// What a GGUF file says about itself, checked against its size. Views point into the bytes that were parsed.
struct ParsedFile
{
    std::uint32_t version = 0;
    std::uint32_t alignment = 32;
    std::vector<Metadata> metadata; ///< in the order of the file
    std::vector<std::uint32_t> metadataByKey; ///< indices of metadata, sorted by key
    std::vector<TensorInfo> tensors; ///< in the order of the file
    std::vector<std::uint32_t> tensorsByName; ///< indices of tensors, sorted by name
    std::uint64_t dataStart = 0; ///< where the tensor data begin in the file
    std::optional<SplitInfo> split; ///< where it is one part of several
};

/// Bytes of one value of `type`, or 0 for strings and arrays.
std::uint32_t valueSize(ValueType type);

/// The row of `file` with this key or name, or null.
const Metadata *findMetadata(const ParsedFile &file, std::string_view key);
const TensorInfo *findTensor(const ParsedFile &file, std::string_view name);

/// A whole number of any width and sign, or nothing if it is no number of this kind or does not fit.
std::optional<std::int64_t> integerOf(const Metadata &metadata);

/// Sorts tensorsByName anew. Failure: BadTensor where a name occurs twice.
Result<void> indexTensors(ParsedFile &file);

/// Reads `bytes`, the whole file, up to the tensor data; every count, length and offset is checked before it is used.
///
/// Memory grows with what was read, never with what the file announces.
/// Failure: NotGguf, GgufVersion, GgufTruncated, GgufCorrupt, BadValue, BadTensor.
Result<ParsedFile> parse(std::span<const std::byte> bytes);

/// The same of the first bytes of a file of `fileSize` bytes. GgufTruncated where they end before the tensor data
/// begin: more of them are needed, if there are more.
Result<ParsedFile> parse(std::span<const std::byte> head, std::uint64_t fileSize);

} // namespace maru::gguf
