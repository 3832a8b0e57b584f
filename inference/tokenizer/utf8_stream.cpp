// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/utf8_stream.h"

#include "inference/tokenizer/utf8.h"

#include <cstddef>
#include <utility>

namespace maru::tokenizer {

std::string Utf8Stream::push(std::string_view bytes)
{
    std::string text = std::exchange(m_tail, {});
    text += bytes;
    std::string out;
    out.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const std::string_view rest = std::string_view(text).substr(position);
        const StrictSequence sequence = strictSequence(rest);
        if (sequence.state == StrictSequence::State::Incomplete) {
            m_tail = rest;
            break;
        }
        if (sequence.state == StrictSequence::State::Valid)
            out += rest.substr(0, sequence.length);
        else
            out += kReplacement;
        position += sequence.length;
    }
    return out;
}

std::string Utf8Stream::flush()
{
    if (m_tail.empty())
        return {};
    m_tail.clear();
    return std::string(kReplacement);
}

} // namespace maru::tokenizer
