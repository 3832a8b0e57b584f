// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/split_pattern.h"

#include "inference/tokenizer/unicode_tables.h"
#include "inference/tokenizer/utf8.h"

#include <algorithm>
#include <array>

namespace maru::tokenizer {

namespace {

using namespace character;

constexpr bool within(char32_t value, char32_t first, char32_t last)
{
    return value >= first && value <= last;
}

std::uint32_t classProperties(char32_t codePoint)
{
    switch (unicodeClass(codePoint)) {
    case UnicodeClass::Upper:
        return kUpper;
    case UnicodeClass::Lower:
        return kLower;
    case UnicodeClass::OtherLetter:
        return kOtherLetter;
    case UnicodeClass::Mark:
        return kMark;
    case UnicodeClass::Number:
        return kNumber;
    case UnicodeClass::Punctuation:
        return kPunctuation;
    case UnicodeClass::Symbol:
        return kSymbol;
    case UnicodeClass::Separator:
        return kSpace;
    case UnicodeClass::Other:
        break;
    }
    return 0;
}

std::uint32_t asciiProperties(char32_t c)
{
    constexpr std::u32string_view kDefaultSymbols = U"$+<=>^~|";
    std::uint32_t bits = 0;
    if (within(c, 9, 13))
        bits |= kSpace;
    if (c == U'\r' || c == U'\n')
        bits |= kLineBreak;
    if (c == U' ')
        bits |= kBlank;
    if (c == U'/')
        bits |= kSlash;
    if (within(c, U'A', U'Z') || within(c, U'a', U'z'))
        bits |= kAsciiLetter;
    else if (within(c, U'0', U'9'))
        bits |= kAsciiDigit;
    else if (within(c, U'!', U'~'))
        bits |= kAsciiPunctuation;
    if (kDefaultSymbols.find(c) != std::u32string_view::npos)
        bits |= kDefaultSymbol;
    if (within(c, U'!', U'/') || within(c, U':', U'~'))
        bits |= kDeepSeekPunctuation;
    return bits;
}

std::uint32_t computeProperties(char32_t c)
{
    std::uint32_t bits = kAny | classProperties(c);
    if (c < 0x80)
        bits |= asciiProperties(c);
    if (c == 0x85)
        bits |= kSpace;
    if (within(c, 0x4e00, 0x9fa5) || within(c, 0x3040, 0x30ff))
        bits |= kHanKana;
    if (within(c, 0x800, 0x9fa5) || within(c, 0xac00, 0xd7ff))
        bits |= kDeepSeekCjk;
    if (within(c, 0xff01, 0xff0f) || within(c, 0xff1a, 0xff5e) || within(c, 0x2018, 0x201f)
        || within(c, 0x3000, 0x3002))
        bits |= kDeepSeekPunctuation;
    if (isDeepSeekLetter(c))
        bits |= kDeepSeekLetter;
    return bits;
}

/// Up to here properties are looked up; above, they are worked out each time.
constexpr std::size_t kTableSize = 0x800;

const std::array<std::uint32_t, kTableSize> &propertyTable()
{
    static const auto table = [] {
        std::array<std::uint32_t, kTableSize> made {};
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = computeProperties(static_cast<char32_t>(i));
        return made;
    }();
    return table;
}

/// Matches alternatives inside one piece of a text.
class Matcher
{
public:
    Matcher(const Characters &text, std::size_t end)
        : m_text(text)
        , m_end(end)
    {
    }

    /// Where the first alternative that matches at `position` ends; `position` if none does.
    std::size_t match(const SplitExpression &expression, std::size_t position) const
    {
        std::size_t end = position;
        for (const SplitAlternative &alternative : expression) {
            if (matchItems(alternative, position, end) && end > position)
                return end;
        }
        return position;
    }

private:
    bool matchItems(std::span<const SplitItem> items, std::size_t position, std::size_t &end) const
    {
        if (items.empty()) {
            end = position;
            return true;
        }
        const SplitItem &item = items.front();
        switch (item.kind) {
        case SplitItem::Kind::Set:
            break;
        case SplitItem::Kind::Contraction:
        case SplitItem::Kind::ContractionAnyCase: {
            const std::size_t length = contraction(position, item.kind == SplitItem::Kind::ContractionAnyCase);
            return (length != 0 || item.minimum == 0) && matchItems(items.subspan(1), position + length, end);
        }
        case SplitItem::Kind::NoTextAhead:
            return (position == m_end || (m_text.properties[position] & kSpace) != 0)
                && matchItems(items.subspan(1), position, end);
        case SplitItem::Kind::End:
            return position == m_end && matchItems(items.subspan(1), position, end);
        }
        const std::size_t limit = std::min<std::size_t>(m_end - position, item.maximum);
        std::size_t count = 0;
        while (count < limit && isIn(item, position + count))
            ++count;
        for (;; --count) {
            if (count < item.minimum)
                return false;
            if (matchItems(items.subspan(1), position + count, end))
                return true;
            if (count == 0)
                return false;
        }
    }

    bool isIn(const SplitItem &item, std::size_t position) const
    {
        const std::uint32_t bits = m_text.properties[position];
        return (bits & item.include) != 0 && (bits & item.exclude) == 0;
    }

    char32_t letterAt(std::size_t position, bool anyCase) const
    {
        if (position >= m_end)
            return 0;
        const char32_t c = m_text.codePoints[position];
        return anyCase && within(c, U'A', U'Z') ? c + (U'a' - U'A') : c;
    }

    std::size_t contraction(std::size_t position, bool anyCase) const
    {
        if (letterAt(position, false) != U'\'')
            return 0;
        const char32_t first = letterAt(position + 1, anyCase);
        if (first == U's' || first == U't' || first == U'm' || first == U'd')
            return 2;
        const char32_t second = letterAt(position + 2, anyCase);
        const bool known = (first == U'r' && second == U'e') || (first == U'v' && second == U'e')
            || (first == U'l' && second == U'l');
        return known ? 3 : 0;
    }

    const Characters &m_text;
    std::size_t m_end;
};

} // namespace

Characters readCharacters(std::string_view text)
{
    const auto &table = propertyTable();
    Characters characters;
    characters.codePoints.reserve(text.size());
    characters.properties.reserve(text.size());
    characters.byteEnds.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const LooseCodePoint read = looseCodePoint(text.substr(position));
        position += read.length;
        const bool inTable = read.value < kTableSize;
        characters.codePoints.push_back(read.value);
        characters.properties.push_back(inTable ? table[read.value] : computeProperties(read.value));
        characters.byteEnds.push_back(position);
    }
    return characters;
}

std::vector<std::size_t> cut(
    const Characters &text, std::span<const std::size_t> ends, const SplitExpression &expression)
{
    std::vector<std::size_t> result;
    result.reserve(ends.size());
    std::size_t pieceStart = 0;
    for (const std::size_t pieceEnd : ends) {
        const Matcher matcher(text, pieceEnd);
        std::size_t done = pieceStart; // all before is in `result`
        std::size_t position = pieceStart;
        while (position < pieceEnd) {
            const std::size_t end = matcher.match(expression, position);
            if (end == position) {
                ++position;
                continue;
            }
            if (position > done)
                result.push_back(position);
            result.push_back(end);
            done = end;
            position = end;
        }
        if (done < pieceEnd)
            result.push_back(pieceEnd);
        pieceStart = pieceEnd;
    }
    return result;
}

} // namespace maru::tokenizer
