// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace maru::session {

/// Watches a growing text for texts that end it, wherever tokens cut them.
///
/// Ownership: a value. Threads: one. Failure: none.
class StopStrings
{
public:
    /// Empty ones never stop.
    explicit StopStrings(std::vector<std::string> stops);

    bool isEmpty() const { return m_stops.empty(); }

    /// Adds what was written. Nothing is taken after one was found.
    void push(std::string_view text);

    /// True once one is complete; the text ends before the first of them.
    bool isFound() const { return m_isFound; }

    /// Bytes from the start of the text that are certain: the rest may turn out to be the beginning of a stop string,
    /// or is one.
    std::size_t certain() const { return m_certain; }

private:
    std::vector<std::string> m_stops;
    std::string m_tail; // what is not certain
    std::size_t m_certain = 0;
    bool m_isFound = false;
};

} // namespace maru::session
