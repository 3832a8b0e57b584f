// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/split_pattern.h"
#include "inference/tokenizer/utf8.h"

#include <QtTest/QTest>

#include <array>

using namespace maru;
using namespace maru::tokenizer;

namespace {

std::vector<std::size_t> cutAll(std::string_view text, const SplitExpression &expression)
{
    const Characters characters = readCharacters(text);
    const std::vector<std::size_t> ends { characters.codePoints.size() };
    return cut(characters, ends, expression);
}

const SplitItem kDigit { SplitItem::Kind::Set, character::kNumber, 0, 1, 1 };
const SplitItem kSpaces { SplitItem::Kind::Set, character::kSpace, 0, 1, SplitItem::kUnlimited };

} // namespace

class SplitPatternTest : public QObject
{
    Q_OBJECT

private slots:
    void matches_and_gaps_are_pieces()
    {
        QCOMPARE(cutAll("ab1c22", { { kDigit } }), (std::vector<std::size_t> { 2, 3, 4, 5, 6 }));
        QCOMPARE(cutAll("abc", { { kDigit } }), (std::vector<std::size_t> { 3 }));
    }

    void a_repeat_gives_back_what_the_rest_needs()
    {
        const SplitItem noText { SplitItem::Kind::NoTextAhead, 0, 0, 0, 0 };
        QCOMPARE(cutAll("   x", { { kSpaces, noText } }), (std::vector<std::size_t> { 2, 4 }));
        QCOMPARE(cutAll("x   ", { { kSpaces, noText } }), (std::vector<std::size_t> { 1, 4 }));
        const SplitItem end { SplitItem::Kind::End, 0, 0, 0, 0 };
        QCOMPARE(cutAll(" x  ", { { kSpaces, end } }), (std::vector<std::size_t> { 2, 4 }));
    }

    void pieces_do_not_see_over_their_end()
    {
        const Characters characters = readCharacters("1 ' s");
        const std::vector<std::size_t> ends { 3, 5 }; // "1 '" and " s"
        const SplitItem contraction { SplitItem::Kind::Contraction, 0, 0, 1, 1 };
        QCOMPARE(cut(characters, ends, { { contraction } }), ends);
    }

    void listed_ranges_end_where_the_expressions_say()
    {
        struct Range
        {
            std::uint32_t property;
            std::uint32_t first;
            std::uint32_t last;
        };
        using namespace character;
        constexpr std::array kRanges { Range { kHanKana, 0x3040, 0x30ff }, Range { kHanKana, 0x4e00, 0x9fa5 },
            Range { kDeepSeekCjk, 0x800, 0x9fa5 }, Range { kDeepSeekCjk, 0xac00, 0xd7ff },
            Range { kDeepSeekPunctuation, U'!', U'/' }, Range { kDeepSeekPunctuation, U':', U'~' },
            Range { kDeepSeekPunctuation, 0xff01, 0xff0f }, Range { kDeepSeekPunctuation, 0xff1a, 0xff5e },
            Range { kDeepSeekPunctuation, 0x2018, 0x201f }, Range { kDeepSeekPunctuation, 0x3000, 0x3002 },
            Range { kSpace, 9, 13 }, Range { kSpace, 0x2000, 0x200a }, Range { kSpace, 0x85, 0x85 } };
        for (const Range &range : kRanges) {
            std::string text;
            for (const std::uint32_t c : { range.first - 1, range.first, range.last, range.last + 1 })
                tokenizer::appendUtf8(text, c);
            const Characters read = readCharacters(text);
            const auto has = [&](std::size_t i) { return (read.properties[i] & range.property) != 0; };
            QVERIFY2(!has(0) && has(1) && has(2) && !has(3), qPrintable(QString::number(range.first, 16)));
        }
    }

    void code_points_and_bytes()
    {
        const Characters characters = readCharacters("a\xea\xb0\x80\xf0\x9f\x98\x80");
        QCOMPARE(characters.byteEnds, (std::vector<std::size_t> { 1, 4, 8 }));
        QVERIFY(characters.properties[1] & character::kOtherLetter);
        QVERIFY(characters.properties[2] & character::kSymbol);
    }
};

QTEST_GUILESS_MAIN(SplitPatternTest)
#include "tst_split_pattern.moc"
