// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Grammars, JSON schemas and states of grammars out of any bytes: the first byte says which, the rest is the text and,
// behind a zero byte, what is matched.

#include "inference/sampling/grammar_matcher.h"
#include "inference/sampling/json_schema.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace maru::sampling;
    if (size < 2)
        return 0;
    const std::string_view all(reinterpret_cast<const char *>(data) + 1, size - 1);
    const std::string_view text = all.substr(0, all.find('\0'));
    const std::string_view rest = all.substr(text.size());
    std::string source(text);
    if (data[0] % 2 == 1) {
        auto schema = grammarOfSchema(text);
        if (!schema)
            return 0;
        source = *std::move(schema);
    }
    const auto grammar = Grammar::parse(source);
    if (!grammar) {
        if (data[0] % 2 == 1 && grammar.error().arg("detail").find("too many") == std::string_view::npos)
            __builtin_trap(); // what is made of a schema parses, or is too large
        return 0;
    }
    GrammarMatcher matcher(*grammar);
    matcher.setBudget(100000);
    for (const char byte : rest) {
        if (!matcher.advance(std::string_view(&byte, 1)))
            break;
    }
    GrammarMatcher other(*grammar);
    if (!other.restore(matcher.state()) || other.state() != matcher.state())
        __builtin_trap();
    other.restore(rest);
    other.setBudget(100000);
    other.advance("a");
    return 0;
}
