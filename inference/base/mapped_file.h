// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace maru {

/// A regular file, mapped read-only.
///
/// Ownership: owns the mapping; every view of bytes() dies with it. The file itself is closed at once: it may be
/// renamed or unlinked while mapped. A file that another program shortens meanwhile ends this one, as with every
/// mapping. Threads: immutable. Failure: FileMissing, FileUnreadable (with the system's words; folders, pipes and
/// devices too), FileEmpty.
class MappedFile
{
public:
    static Result<MappedFile> open(const std::filesystem::path &path);

    MappedFile(MappedFile &&other) noexcept;
    MappedFile &operator=(MappedFile &&other) noexcept;
    ~MappedFile();

    /// All bytes of the file, page aligned.
    std::span<const std::byte> bytes() const { return m_bytes; }

    /// Tells the system that `part` of bytes() is read next, front to back: it reads ahead.
    void willRead(std::span<const std::byte> part) const;

    /// Tells the system that `part` of bytes() will not be read again soon: its pages may go.
    void willNotRead(std::span<const std::byte> part) const;

private:
    explicit MappedFile(std::span<const std::byte> bytes)
        : m_bytes(bytes)
    {
    }
    void advise(std::span<const std::byte> part, int advice) const;

    std::span<const std::byte> m_bytes;
};

} // namespace maru
