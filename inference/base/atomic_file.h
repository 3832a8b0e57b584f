// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace maru {

/// A file that is there whole or not at all: written beside its place, and moved there by commit().
///
/// Ownership: owns the file until commit(); a destructor before that removes it. Threads: one at a time.
/// Failure: DiskFull, ReadOnly (path): nothing is left, and what was at `path` before is untouched.
class AtomicFile
{
public:
    /// `path` must not name a device or a folder: InvalidArgument.
    static Result<AtomicFile> create(const std::filesystem::path &path);

    AtomicFile(AtomicFile &&other) noexcept;
    AtomicFile &operator=(AtomicFile &&other) noexcept;
    ~AtomicFile();

    Result<void> write(std::span<const std::byte> bytes);

    /// Bytes written so far.
    std::uint64_t size() const { return m_size; }

    /// Brings everything to the disk and gives the file its name, in place of what had it before.
    Result<void> commit();

private:
    AtomicFile(std::filesystem::path path, std::filesystem::path part, int file);

    std::filesystem::path m_path;
    std::filesystem::path m_part; // empty once committed or moved from
    int m_file = -1;
    std::uint64_t m_size = 0;
};

} // namespace maru
