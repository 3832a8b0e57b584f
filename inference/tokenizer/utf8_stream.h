// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <string>
#include <string_view>

namespace maru::tokenizer {

/// Bytes in, whole characters out: what stands between the pieces of tokens and everything that shows text.
///
/// A token may end in the middle of a character. The stream keeps such a tail until the bytes that complete it arrive.
/// What can never become a character is replaced by U+FFFD, one for each maximal part of a sequence as the Unicode
/// standard recommends; so the output is always valid UTF-8.
///
/// Ownership: plain value. Threads: one at a time.
class Utf8Stream
{
public:
    /// The characters that `bytes` completes.
    std::string push(std::string_view bytes);

    /// U+FFFD if half a character was left over, else nothing. The stream is then empty.
    std::string flush();

    /// True while half a character waits.
    bool pending() const { return !m_tail.empty(); }

private:
    std::string m_tail;
};

} // namespace maru::tokenizer
