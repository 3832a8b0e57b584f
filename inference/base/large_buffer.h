// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace maru {

/// A large block of memory whose absence is an error, not the end of the program: repacked weights, KV cache, scratch.
///
/// Zeroed; aligned to 64 bytes, from 2 MB on to 2 MB, where the system is asked for huge pages.
/// Ownership: owns the block. Threads: none of its own. Failure: OutOfMemory (HostMemory; needed, free), also where the
/// system would promise memory that it does not have.
class LargeBuffer
{
public:
    /// `purpose` says in the log message what the memory is for: "KV cache".
    static Result<LargeBuffer> allocate(std::uint64_t byteCount, std::string_view purpose = "buffer");

    /// An empty buffer.
    LargeBuffer() = default;
    LargeBuffer(LargeBuffer &&other) noexcept;
    LargeBuffer &operator=(LargeBuffer &&other) noexcept;
    ~LargeBuffer();

    /// Takes the memory now, not page by page when it is first written: what will be used sooner or later is there, and
    /// seen in the process's size, before anything is promised.
    void populate();

    std::byte *data() { return m_bytes.data(); }
    const std::byte *data() const { return m_bytes.data(); }
    std::size_t size() const { return m_bytes.size(); }
    std::span<std::byte> bytes() { return m_bytes; }
    std::span<const std::byte> bytes() const { return m_bytes; }

    /// The block as numbers of type T, as many as fit.
    template <typename T> std::span<T> as()
    {
        return { reinterpret_cast<T *>(m_bytes.data()), m_bytes.size() / sizeof(T) };
    }
    template <typename T> std::span<const T> as() const
    {
        return { reinterpret_cast<const T *>(m_bytes.data()), m_bytes.size() / sizeof(T) };
    }

private:
    explicit LargeBuffer(std::span<std::byte> bytes)
        : m_bytes(bytes)
    {
    }

    std::span<std::byte> m_bytes;
};

/// For tests of what happens without memory: the `n`-th allocation of a LargeBuffer from now on (1 is the next) and all
/// after it fail; 0 ends that. For the whole process.
void failLargeBuffersFrom(unsigned n);

} // namespace maru
