// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/search_key.h"

#include <QList>

#include <algorithm>
#include <array>

namespace maru {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

// Scripts whose words are short, or not set apart by blanks.
constexpr std::array kDense {
    Range { 0x0e00, 0x0eff }, // Thai, Lao
    Range { 0x1000, 0x109f }, // Burmese
    Range { 0x1100, 0x11ff }, // Hangul letters
    Range { 0x1780, 0x17ff }, // Khmer
    Range { 0x3005, 0x3007 }, // iteration marks
    Range { 0x3040, 0x312f }, // Kana, Bopomofo
    Range { 0x3130, 0x318f }, // Hangul letters
    Range { 0x31a0, 0x31ff }, // Bopomofo, Kana
    Range { 0x3400, 0x4dbf }, // Han
    Range { 0x4e00, 0x9fff }, // Han
    Range { 0xa960, 0xa97f }, // Hangul letters
    Range { 0xac00, 0xd7ff }, // Hangul
    Range { 0xf900, 0xfaff }, // Han
    Range { 0xff66, 0xffdc }, // half-width Kana and Hangul
    Range { 0x1b000, 0x1b16f }, // Kana
    Range { 0x20000, 0x3fffd }, // Han
};

bool isDense(char32_t character)
{
    return character >= kDense.front().first
        && std::any_of(kDense.begin(), kDense.end(),
            [character](const Range &range) { return character >= range.first && character <= range.last; });
}

bool isWord(char32_t character)
{
    return QChar::isLetterOrNumber(character) || QChar::isMark(character);
}

QString token(const char32_t *first, qsizetype count)
{
    QString result;
    for (qsizetype i = 0; i < count; ++i)
        result += (i == 0 ? QString() : QStringLiteral("g")) + QString::number(static_cast<uint>(first[i]), 16);
    return result;
}

} // namespace

QString searchKey(const QString &text)
{
    // Folding can take a composed letter apart: composed once more after it.
    const QString key
        = text.normalized(QString::NormalizationForm_C).toCaseFolded().normalized(QString::NormalizationForm_C);
    return key.isNull() ? QString(QLatin1String("")) : key;
}

QStringList searchTerms(const QString &query)
{
    const QString key = searchKey(query);
    QStringList terms;
    const auto add = [&terms](const QString &term) {
        const QList<uint> characters = term.toUcs4();
        const bool found = std::any_of(characters.begin(), characters.end(),
            [](uint character) { return isWord(character) || QChar::isSymbol(character); });
        if ((found || characters.size() > 2) && !terms.contains(term))
            terms << term;
    };
    const QStringList parts = key.split(u'"');
    for (qsizetype i = 0; i < parts.size(); ++i) {
        // Odd ones stand between quotes; an opening quote alone is only a character being typed.
        if (i % 2 == 1 && i + 1 < parts.size()) {
            add(parts.at(i).simplified());
            continue;
        }
        const QStringList words = parts.at(i).simplified().split(u' ', Qt::SkipEmptyParts);
        for (const QString &word : words)
            add(word);
    }
    return terms;
}

QString shortTokens(const QString &key)
{
    const QList<uint> ucs4 = key.toUcs4();
    const std::u32string text(ucs4.begin(), ucs4.end());
    QStringList tokens;
    qsizetype wordStart = -1;
    const auto endWord = [&](qsizetype end) {
        if (wordStart >= 0 && end - wordStart <= 2)
            tokens << token(text.data() + wordStart, end - wordStart);
        wordStart = -1;
    };
    const auto size = static_cast<qsizetype>(text.size());
    for (qsizetype i = 0; i < size; ++i) {
        const char32_t character = text[static_cast<std::size_t>(i)];
        if (isDense(character)) {
            endWord(i);
            tokens << token(text.data() + i, 1);
            if (i + 1 < size && isDense(text[static_cast<std::size_t>(i) + 1]))
                tokens << token(text.data() + i, 2);
        } else if (isWord(character)) {
            if (wordStart < 0)
                wordStart = i;
        } else {
            endWord(i);
            if (QChar::isSymbol(character))
                tokens << token(text.data() + i, 1);
        }
    }
    endWord(size);
    tokens.removeDuplicates();
    return tokens.join(u' ');
}

qsizetype characterCount(const QString &key)
{
    return key.toUcs4().size();
}

} // namespace maru
