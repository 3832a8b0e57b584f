// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/actions/fuzzy_match.h"

#include <QStringList>

#include <algorithm>
#include <string_view>

namespace maru {

namespace {

constexpr char16_t kFirstSyllable = 0xAC00;
constexpr char16_t kLastSyllable = 0xD7A3;
constexpr int kFinals = 28; // the first of them is none
constexpr int kVowels = 21;

/// The consonants that a syllable can begin with, as a keyboard types them, in the order of the syllables.
constexpr std::u16string_view kInitials = u"\u3131\u3132\u3134\u3137\u3138\u3139\u3141\u3142\u3143\u3145\u3146\u3147"
                                          u"\u3148\u3149\u314A\u314B\u314C\u314D\u314E";

constexpr int kLetter = 4;
constexpr int kWordStart = 8;
constexpr int kTextStart = 4;
constexpr int kSideBySide = 12;
constexpr int kWholeText = 10;

bool isSyllable(char16_t c)
{
    return c >= kFirstSyllable && c <= kLastSyllable;
}

bool fits(QChar typed, QChar letter)
{
    if (typed == letter)
        return true;
    const char16_t syllable = letter.unicode();
    if (!isSyllable(syllable))
        return false;
    const int place = syllable - kFirstSyllable;
    if (isSyllable(typed.unicode())) {
        const int typedPlace = typed.unicode() - kFirstSyllable;
        return typedPlace % kFinals == 0 && typedPlace / kFinals == place / kFinals;
    }
    return kInitials[static_cast<std::size_t>(place / (kFinals * kVowels))] == typed.unicode();
}

bool startsWord(QStringView text, qsizetype at)
{
    return at == 0 || !text.at(at - 1).isLetterOrNumber();
}

/// The score of `word` in `text` where its first letter is taken at `start`; 0 if the rest is not there.
int scoreFrom(QStringView word, QStringView text, qsizetype start)
{
    int score = 0;
    qsizetype before = -2;
    qsizetype at = start;
    for (const QChar letter : word) {
        while (at < text.size() && !fits(letter, text.at(at)))
            ++at;
        if (at == text.size())
            return 0;
        score += kLetter;
        if (before == at - 1)
            score += kSideBySide;
        if (startsWord(text, at))
            score += at == 0 ? kWordStart + kTextStart : kWordStart;
        before = at++;
    }
    return word.size() == text.size() ? score + kWholeText : score;
}

int wordScore(QStringView word, QStringView text)
{
    int best = 0;
    for (qsizetype start = 0; start + word.size() <= text.size(); ++start) {
        if (fits(word.front(), text.at(start)))
            best = std::max(best, scoreFrom(word, text, start));
    }
    return best;
}

} // namespace

int fuzzyScore(QStringView query, QStringView text)
{
    const QString folded = text.toString().toCaseFolded();
    int score = 0;
    for (const QString &word : query.toString().toCaseFolded().split(u' ', Qt::SkipEmptyParts)) {
        const int found = wordScore(word, folded);
        if (found == 0)
            return 0;
        score += found;
    }
    return score;
}

} // namespace maru
