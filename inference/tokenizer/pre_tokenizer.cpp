// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/pre_tokenizer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

namespace maru::tokenizer {

namespace {

using namespace character;
using Kind = SplitItem::Kind;

constexpr std::uint32_t kUnlimited = SplitItem::kUnlimited;

SplitItem one(std::uint32_t include, std::uint32_t exclude = 0)
{
    return { Kind::Set, include, exclude, 1, 1 };
}

SplitItem maybe(std::uint32_t include, std::uint32_t exclude = 0)
{
    return { Kind::Set, include, exclude, 0, 1 };
}

SplitItem some(std::uint32_t include, std::uint32_t exclude = 0)
{
    return { Kind::Set, include, exclude, 1, kUnlimited };
}

SplitItem any(std::uint32_t include, std::uint32_t exclude = 0)
{
    return { Kind::Set, include, exclude, 0, kUnlimited };
}

SplitItem upTo(std::uint32_t maximum, std::uint32_t include)
{
    return { Kind::Set, include, 0, 1, maximum };
}

SplitItem contraction(Kind kind, std::uint32_t minimum = 1)
{
    return { kind, 0, 0, minimum, 1 };
}

SplitItem noTextAhead()
{
    return { Kind::NoTextAhead, 0, 0, 0, 0 };
}

/// 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
SplitExpression gpt2()
{
    return {
        { contraction(Kind::Contraction) },
        { maybe(kBlank), some(kLetter) },
        { maybe(kBlank), some(kNumber) },
        { maybe(kBlank), some(kAny, kSpace | kLetter | kNumber) },
        { some(kSpace), noTextAhead() },
        { some(kSpace) },
    };
}

/// (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?W+|\p{N}{1,digits}| ?[^\sW\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
/// where W is \p{L}, for some with \p{M}.
SplitExpression llama3(std::uint32_t digits, std::uint32_t word = kLetter)
{
    return {
        { contraction(Kind::ContractionAnyCase) },
        { maybe(kAny, kLineBreak | kLetter | kNumber), some(word) },
        { upTo(digits, kNumber) },
        { maybe(kBlank), some(kAny, kSpace | word | kNumber), any(kLineBreak) },
        { any(kSpace), some(kLineBreak) },
        { some(kSpace), noTextAhead() },
        { some(kSpace) },
    };
}

/// Words of o200k: [^\r\n\p{L}\p{N}]? upper* lower+ and the same with upper+ lower*, letters without case being both;
/// then \p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
SplitExpression casedWords(std::uint32_t digits, bool contractions)
{
    const std::uint32_t upper = kUpper | kOtherLetter | kMark;
    const std::uint32_t lower = kLower | kOtherLetter | kMark;
    const SplitItem lead = maybe(kAny, kLineBreak | kLetter | kNumber);
    SplitAlternative lowerWord { lead, any(upper), some(lower) };
    SplitAlternative upperWord { lead, some(upper), any(lower) };
    if (contractions) {
        lowerWord.push_back(contraction(Kind::ContractionAnyCase, 0));
        upperWord.push_back(contraction(Kind::ContractionAnyCase, 0));
    }
    return {
        std::move(lowerWord),
        std::move(upperWord),
        { upTo(digits, kNumber) },
        { maybe(kBlank), some(kAny, kSpace | kLetter | kNumber), any(kLineBreak | kSlash) },
        { any(kSpace), some(kLineBreak) },
        { some(kSpace), noTextAhead() },
        { some(kSpace) },
    };
}

SplitPattern gpt2Pattern()
{
    return { gpt2() };
}

/// \p{N} one by one, then GPT-2's.
SplitPattern singleDigitsPattern()
{
    return { { { one(kNumber) } }, gpt2() };
}

SplitPattern llama3Pattern()
{
    return { llama3(3) };
}

SplitPattern qwen2Pattern()
{
    return { llama3(1) };
}

SplitPattern qwen35Pattern()
{
    return { llama3(1, kLetter | kMark) };
}

SplitPattern tekkenPattern()
{
    return { casedWords(1, false) };
}

SplitPattern gpt4oPattern()
{
    return { casedWords(3, true) };
}

/// [\r\n]; \s?letters+; \s?punctuation+; \s+$; CJK+; \p{N}+
SplitPattern deepSeekLlmPattern()
{
    return {
        { { one(kLineBreak) } },
        { { maybe(kSpace), some(kDeepSeekLetter) } },
        { { maybe(kSpace), some(kDeepSeekPunctuation) } },
        { { some(kSpace), { Kind::End, 0, 0, 0, 0 } } },
        { { some(kDeepSeekCjk) } },
        { { some(kNumber) } },
    };
}

/// [\r\n]; \s?\p{L}+; \s?\p{P}+; CJK+; \p{N}
SplitPattern deepSeekCoderPattern()
{
    return {
        { { one(kLineBreak) } },
        { { maybe(kSpace), some(kLetter) } },
        { { maybe(kSpace), some(kPunctuation) } },
        { { some(kDeepSeekCjk) } },
        { { one(kNumber) } },
    };
}

/// \p{N}{1,3}; Han and kana; then
/// [ASCII punctuation][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
SplitPattern deepSeekV3Pattern()
{
    return {
        { { upTo(3, kNumber) } },
        { { some(kHanKana) } },
        {
            { one(kAsciiPunctuation), some(kAsciiLetter) },
            { maybe(kAny, kLineBreak | kLetter | kPunctuation | kSymbol), some(kLetter | kMark) },
            { maybe(kBlank), some(kPunctuation | kSymbol), any(kLineBreak) },
            { any(kSpace), some(kLineBreak) },
            { some(kSpace), noTextAhead() },
            { some(kSpace) },
        },
    };
}

/// What is used where the file names no pre-tokenizer: [\p{P}$+<=>^~|]+; GPT-2's; \p{N}+; [0-9][0-9][0-9]
SplitPattern defaultPattern()
{
    const SplitItem digit = one(kAsciiDigit);
    return {
        { { some(kPunctuation | kDefaultSymbol) } },
        gpt2(),
        { { some(kNumber) } },
        { { digit, digit, digit } },
    };
}

struct Row
{
    std::string_view name;
    SplitPattern (*pattern)();
    bool ignoresMerges = false;
    bool addsBeginOfSequence = false;
};

constexpr std::array kRows {
    Row { "default", defaultPattern },
    Row { "gpt-2", gpt2Pattern },
    Row { "phi-2", gpt2Pattern },
    Row { "mpt", gpt2Pattern },
    Row { "olmo", gpt2Pattern },
    Row { "exaone4", gpt2Pattern },
    Row { "a.x-4.0", gpt2Pattern },
    Row { "granite-docling", gpt2Pattern },
    Row { "smollm", singleDigitsPattern },
    Row { "starcoder", singleDigitsPattern },
    Row { "refact", singleDigitsPattern },
    Row { "command-r", singleDigitsPattern },
    Row { "codeshell", singleDigitsPattern },
    Row { "exaone", singleDigitsPattern },
    Row { "llama-bpe", llama3Pattern, true, true },
    Row { "llama3", llama3Pattern, true, true },
    Row { "llama-v3", llama3Pattern, true, true },
    Row { "falcon3", llama3Pattern, true, true },
    Row { "lfm2", llama3Pattern, true, true },
    Row { "pixtral", llama3Pattern, true, true },
    Row { "midm-2.0", llama3Pattern, true, true },
    Row { "dbrx", llama3Pattern },
    Row { "smaug-bpe", llama3Pattern },
    Row { "glm4", llama3Pattern, true },
    Row { "glm5", llama3Pattern, true },
    Row { "chatglm-bpe", llama3Pattern },
    Row { "qwen2", qwen2Pattern },
    Row { "deepseek-r1-qwen", qwen2Pattern },
    Row { "stablelm2", qwen2Pattern },
    Row { "megrez", qwen2Pattern },
    Row { "kormo", qwen2Pattern },
    Row { "f2llmv2", qwen2Pattern },
    Row { "qwen35", qwen35Pattern },
    Row { "deepseek-llm", deepSeekLlmPattern },
    Row { "deepseek-coder", deepSeekCoderPattern },
    Row { "deepseek-v3", deepSeekV3Pattern },
    Row { "tekken", tekkenPattern, true, true },
    Row { "gpt-4o", gpt4oPattern },
    Row { "llama4", gpt4oPattern },
    Row { "kanana2", gpt4oPattern },
};

} // namespace

std::optional<PreTokenizer> PreTokenizer::find(std::string_view name)
{
    const auto row = std::find_if(kRows.begin(), kRows.end(), [name](const Row &known) { return known.name == name; });
    if (row == kRows.end())
        return std::nullopt;
    PreTokenizer made;
    made.m_pattern = row->pattern();
    made.m_ignoresMerges = row->ignoresMerges;
    made.m_addsBeginOfSequence = row->addsBeginOfSequence;
    return made;
}

void PreTokenizer::split(std::string_view text, std::vector<std::size_t> &ends) const
{
    ends.clear();
    if (text.empty())
        return;
    const Characters characters = readCharacters(text);
    ends.push_back(characters.codePoints.size());
    for (const SplitExpression &expression : m_pattern)
        ends = cut(characters, ends, expression);
    for (std::size_t &end : ends)
        end = characters.byteEnds[end - 1];
}

} // namespace maru::tokenizer
