// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/mapping_guard.h"
#include "inference/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

namespace maru {

/// A regular file, mapped read-only.
///
/// Ownership: owns the mapping; every view of bytes() dies with it. The file may be renamed or unlinked while mapped.
/// Where another program shortens it meanwhile, what is gone reads as zeros in bytes(), and checkWhole() and read() are
/// errors; what is large or used late goes through read().
/// Threads: immutable. Failure: FileMissing, FileUnreadable (with the system's words; folders, pipes and devices too),
/// FileEmpty.
class MappedFile
{
public:
    static Result<MappedFile> open(const std::filesystem::path &path);

    /// What a file of `fileSize` bytes would be of which only the start is known, as of one that is not downloaded yet:
    /// `head`, copied, and zeros behind it, which take no memory. Failure: HostMemory; InvalidArgument for an empty
    /// file or a head that is longer than it.
    static Result<MappedFile> ofHead(
        const std::filesystem::path &path, std::span<const std::byte> head, std::uint64_t fileSize);

    MappedFile(MappedFile &&other) noexcept;
    MappedFile &operator=(MappedFile &&other) noexcept;
    ~MappedFile();

    /// All bytes of the file, page aligned.
    std::span<const std::byte> bytes() const { return m_bytes; }

    /// Copies `part` of bytes() to `to`, of the same length, without touching the mapping: no page of it becomes part
    /// of this process's memory. Failure: FileUnreadable, also where the file has become shorter.
    Result<void> read(std::span<const std::byte> part, std::span<std::byte> to) const;

    /// FileUnreadable if something of bytes() was read that is not in the file any more.
    Result<void> checkWhole() const;

    /// Tells the system that `part` of bytes() is read next, front to back: it reads ahead.
    void willRead(std::span<const std::byte> part) const;

    /// Tells the system that `part` of bytes() will not be read again soon: its pages may go.
    void willNotRead(std::span<const std::byte> part) const;

private:
    MappedFile(std::span<const std::byte> bytes, int descriptor, std::string path)
        : m_bytes(bytes)
        , m_descriptor(descriptor)
        , m_path(std::move(path))
        , m_guard(descriptor < 0 ? MappingGuard() : MappingGuard(bytes))
    {
    }
    void advise(std::span<const std::byte> part, int advice) const;
    bool holds(std::span<const std::byte> part) const;

    std::span<const std::byte> m_bytes;
    int m_descriptor = -1;
    std::string m_path; ///< for messages
    MappingGuard m_guard;
};

} // namespace maru
