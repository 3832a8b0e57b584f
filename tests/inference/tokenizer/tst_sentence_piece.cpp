// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/sentence_piece.h"
#include "tests/inference/tokenizer/vocabulary_file.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

using namespace maru;
using tokenizer::SpecialText;
using tokenizer::Token;

namespace {

using Tokens = std::vector<Token>;

#define MARK "\xe2\x96\x81"

/// 0 <unk>, 1 <s>, 2 </s>, 3 to 258 the bytes, then the pieces below.
constexpr Token kFirstByte = 3;
constexpr Token kH = 260, kI = 261, kHi = 262, kMarkHi = 263, kGreater = 266, kLessS = 267, kNewlines = 268, kAb = 269,
                kBa = 270, kA = 271, kB = 272;

test::VocabularyFile pieces(bool prefix)
{
    std::vector<std::string> tokens { "<unk>", "<s>", "</s>" };
    std::vector<std::int32_t> kinds { 2, 3, 3 };
    std::vector<float> scores { 0, 0, 0 };
    for (int byte = 0; byte < 256; ++byte) {
        tokens.push_back(QString::asprintf("<0x%02X>", byte).toStdString());
        kinds.push_back(6);
        scores.push_back(0);
    }
    const auto add = [&](const char *text, float score, std::int32_t kind = 1) {
        tokens.emplace_back(text);
        scores.push_back(score);
        kinds.push_back(kind);
    };
    add(MARK, -10);
    add("h", -11);
    add("i", -12);
    add("hi", -2);
    add(MARK "hi", -3);
    add("<", -13);
    add("s", -14);
    add(">", -15);
    add("<s", -4);
    add("\n\n", 0, 4);
    add("ab", -5);
    add("ba", -5);
    add("a", -16);
    add("b", -17);
    test::VocabularyFile file;
    file.text("tokenizer.ggml.model", "llama").texts("tokenizer.ggml.tokens", tokens);
    file.integers("tokenizer.ggml.token_type", kinds).floats("tokenizer.ggml.scores", scores);
    file.flag("tokenizer.ggml.add_space_prefix", prefix).flag("tokenizer.ggml.add_bos_token", true);
    return file;
}

} // namespace

class SentencePieceTest : public QObject
{
    Q_OBJECT

private slots:
    void the_highest_score_goes_first_and_equals_from_the_left()
    {
        const auto made = pieces(false).create();
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        QCOMPARE((*made)->encode("hi hi", SpecialText::Plain, false), (Tokens { kHi, kMarkHi }));
        QCOMPARE((*made)->encode("aba", SpecialText::Plain, false), (Tokens { kAb, kA }));
        QCOMPARE((*made)->encode("baba", SpecialText::Plain, false), (Tokens { kBa, kBa }));
        QCOMPARE((*made)->encode("bab", SpecialText::Plain, true), (Tokens { 1, kBa, kB }));
    }

    void a_space_is_put_in_front_and_taken_off_again()
    {
        const auto made = pieces(true).create();
        QVERIFY(made);
        QCOMPARE((*made)->encode("hi", SpecialText::Plain, true), (Tokens { 1, kMarkHi }));
        QCOMPARE((*made)->encode("", SpecialText::Plain, true), (Tokens { 1 }));
        QCOMPARE((*made)->encode("hi</s>hi", SpecialText::Parse, false), (Tokens { kMarkHi, 2, kMarkHi }));
        for (const char *text : { "hi", " hi", "  hi hi", "", "hi</s>hi", "</s> hi", "hi\n\nhi" })
            QCOMPARE((*made)->decode((*made)->encode(text, SpecialText::Parse, true), true), "<s>" + std::string(text));
        QCOMPARE((*made)->decode(Tokens { 1, kMarkHi, kMarkHi }, false), std::string("hi hi"));
        QCOMPARE((*made)->piece(kMarkHi, false), std::string(" hi"));
    }

    void what_is_no_piece_becomes_bytes()
    {
        const auto made = pieces(false).create();
        QVERIFY(made);
        QCOMPARE((*made)->encode("\xc3\xa9h", SpecialText::Plain, false),
            (Tokens { kFirstByte + 0xc3, kFirstByte + 0xa9, kH }));
        QCOMPARE((*made)->encode("\xff", SpecialText::Plain, false), (Tokens { kFirstByte + 0xff }));
        std::string all;
        for (int byte = 0; byte < 256; ++byte)
            all += static_cast<char>(static_cast<unsigned char>(byte));
        QCOMPARE((*made)->decode((*made)->encode(all, SpecialText::Plain, false), false), all);
        QCOMPARE((*made)->encode("<0x41>", SpecialText::Plain, false).size(),
            std::size_t { 6 }); // no byte token by its name
    }

    void control_tokens_never_grow_out_of_plain_text()
    {
        const auto made = pieces(false).create();
        QVERIFY(made);
        QCOMPARE((*made)->encode("<s>", SpecialText::Plain, false), (Tokens { kLessS, kGreater }));
        QCOMPARE((*made)->encode("<s>", SpecialText::Parse, false), (Tokens { 1 }));
        QCOMPARE((*made)->encode("h\n\n\ni", SpecialText::Plain, false),
            (Tokens { kH, kNewlines, kFirstByte + '\n', kI })); // user-defined ones are always matched
        QVERIFY((*made)->isSpecial(1) && (*made)->isSpecial(0) && !(*made)->isSpecial(kNewlines)
            && !(*made)->isSpecial(kHi));
    }

    void a_token_may_reach_over_a_space()
    {
        auto file = test::VocabularyFile();
        file.text("tokenizer.ggml.model", "llama");
        file.texts("tokenizer.ggml.tokens", { "<unk>", "<s>", "</s>", "a", MARK, "a" MARK, "a" MARK "a", MARK "a" });
        file.floats("tokenizer.ggml.scores", { 0, 0, 0, -9, -9, -1, -2, -3 })
            .flag("tokenizer.ggml.add_space_prefix", false);
        const auto made = file.create();
        QVERIFY(made);
        QCOMPARE((*made)->encode("a a a", SpecialText::Plain, false), (Tokens { 5, 6 }));
    }

    void scores_are_needed()
    {
        auto file = test::VocabularyFile();
        file.text("tokenizer.ggml.model", "llama").texts("tokenizer.ggml.tokens", { "<unk>", "<s>", "</s>" });
        const auto made = file.create();
        QVERIFY(!made && made.error().reason == Reason::MissingKey);
    }

    void a_very_long_word_is_not_quadratic()
    {
        const auto made = pieces(false).create();
        QVERIFY(made);
        QElapsedTimer timer;
        timer.start();
        std::string text;
        while (text.size() < (1 << 20))
            text += "hi";
        QCOMPARE((*made)->encode(text, SpecialText::Plain, false), Tokens(text.size() / 2, kHi));
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(SentencePieceTest)
#include "tst_sentence_piece.moc"
