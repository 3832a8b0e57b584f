// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace maru {

static_assert(std::endian::native == std::endian::little, "the file formats are read in place, as little-endian");

/// A cursor over bytes that nobody has checked: reads little-endian numbers, and nothing beyond the end.
///
/// Ownership: views the bytes. Failure: a read that does not fit gives nothing and leaves the cursor where it was.
class ByteReader
{
public:
    explicit ByteReader(std::span<const std::byte> bytes)
        : m_bytes(bytes)
    {
    }

    std::uint64_t position() const { return m_position; }
    std::uint64_t remaining() const { return m_bytes.size() - m_position; }

    template <typename T>
    requires std::integral<T> || std::floating_point<T> std::optional<T> read()
    {
        if (remaining() < sizeof(T))
            return std::nullopt;
        T value {};
        std::memcpy(&value, m_bytes.data() + m_position, sizeof(T));
        m_position += sizeof(T);
        return value;
    }

    /// The next `count` bytes, as a view.
    std::optional<std::span<const std::byte>> take(std::uint64_t count)
    {
        if (remaining() < count)
            return std::nullopt;
        const auto bytes = m_bytes.subspan(m_position, count);
        m_position += count;
        return bytes;
    }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
};

} // namespace maru
