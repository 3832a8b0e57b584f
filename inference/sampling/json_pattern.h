// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace maru::sampling {

/// The grammar (a GBNF expression) of what stands between the quotes of a JSON string that fits the regular expression
/// `pattern`: characters, `.`, [classes], (groups), |, *, +, ?, {m,n}, \\d \\w \\s and their opposites, ^ and $ at the
/// ends. Without these, anything may stand before and after. Failure: BadSchema (detail) for anything else: assertions,
/// back references, lazy marks.
Result<std::string> grammarOfPattern(std::string_view pattern);

/// The grammar of the decimal integers `least` to `most`.
std::string grammarOfIntegers(std::int64_t least, std::int64_t most);

/// `text` as a "literal" of GBNF.
std::string grammarText(std::string_view text);

} // namespace maru::sampling
