// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/atomic_file.h"
#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maru::gguf {

/// A tensor that is to be written.
struct PlannedTensor
{
    std::string name;
    quant::TensorType type;
    std::vector<std::uint64_t> dimensions; ///< fastest first
};

/// The metadata of a file to be written, entry by entry.
class MetadataWriter
{
public:
    void copy(const Metadata &entry);
    void add(std::string_view key, std::string_view value);
    void add(std::string_view key, std::uint32_t value);
    void add(std::string_view key, std::span<const std::string> values);

    std::uint64_t count() const { return m_count; }
    const std::vector<std::byte> &bytes() const { return m_bytes; }

private:
    void begin(std::string_view key, ValueType type);

    std::vector<std::byte> m_bytes;
    std::uint64_t m_count = 0;
};

/// Writes a GGUF file, version 3, in one go: everything about the tensors first, then their data in the same order.
///
/// The file appears under its name at finish(), whole. Ownership: owns the file until then. Threads: one at a time.
/// Failure: DiskFull, ReadOnly (path); nothing is left behind.
class GgufWriter
{
public:
    static constexpr std::uint32_t kAlignment = 32;

    /// Every row of every tensor must be whole blocks of its type.
    static Result<GgufWriter> create(
        const std::filesystem::path &path, const MetadataWriter &metadata, std::span<const PlannedTensor> tensors);

    /// The next bytes of the current tensor.
    Result<void> write(std::span<const std::byte> bytes) { return m_file.write(bytes); }

    /// After each tensor, whose bytes are then complete: fills up to the next one.
    Result<void> endTensor();

    /// Bytes of the finished file. endTensor() was called for every tensor.
    Result<std::uint64_t> finish();

private:
    explicit GgufWriter(AtomicFile file);

    AtomicFile m_file;
};

} // namespace maru::gguf
