// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace maru {

/// Watches a mapped file: where another program shortens it, the system answers a look at what is gone with a signal
/// that ends the process; under a guard, it is a page of zeros instead, and isBroken().
///
/// How: the first guard installs a handler for SIGBUS, which passes on all faults outside guarded bytes to the handler
/// before it. As many as kMost mappings are guarded at once; more are not, and behave as without.
/// Ownership: ends with the object, which must go before the mapping does. Threads: any may look at the bytes.
class MappingGuard
{
public:
    static constexpr std::size_t kMost = 256;

    MappingGuard() = default;
    explicit MappingGuard(std::span<const std::byte> mapping);
    MappingGuard(MappingGuard &&other) noexcept
        : m_slot(std::exchange(other.m_slot, kNone))
    {
    }
    MappingGuard &operator=(MappingGuard &&other) noexcept
    {
        std::swap(m_slot, other.m_slot);
        return *this;
    }
    ~MappingGuard();

    /// True once zeros were read in place of bytes that are gone.
    bool isBroken() const;

private:
    static constexpr std::size_t kNone = kMost;

    std::size_t m_slot = kNone;
};

} // namespace maru
