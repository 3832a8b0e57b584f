// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/stop_strings.h"

#include <algorithm>
#include <utility>

namespace maru::session {

StopStrings::StopStrings(std::vector<std::string> stops)
    : m_stops(std::move(stops))
{
    std::erase(m_stops, std::string());
}

void StopStrings::push(std::string_view text)
{
    if (m_isFound)
        return;
    if (m_stops.empty()) {
        m_certain += text.size();
        return;
    }
    m_tail += text;
    std::size_t first = std::string::npos;
    for (const std::string &stop : m_stops)
        first = std::min(first, m_tail.find(stop));
    if (first != std::string::npos) {
        m_certain += first;
        m_isFound = true;
        return;
    }
    std::size_t held = 0; // the longest end of the text that a stop string begins with
    for (const std::string &stop : m_stops) {
        for (std::size_t length = std::min(stop.size() - 1, m_tail.size()); length > held; --length) {
            if (m_tail.compare(m_tail.size() - length, length, stop, 0, length) == 0)
                held = length;
        }
    }
    m_certain += m_tail.size() - held;
    m_tail.erase(0, m_tail.size() - held);
}

} // namespace maru::session
