// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>

namespace maru::sampling {

/// Random numbers that are the same on every machine (splitmix64), with one number for a state.
class Random
{
public:
    explicit Random(std::uint64_t state)
        : m_state(state)
    {
    }

    std::uint64_t state() const { return m_state; }

    /// [0, 1)
    double uniform()
    {
        m_state += 0x9e3779b97f4a7c15u;
        std::uint64_t mixed = m_state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
        mixed ^= mixed >> 31;
        return static_cast<double>(mixed >> 11) * 0x1.0p-53;
    }

private:
    std::uint64_t m_state;
};

} // namespace maru::sampling
