// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/bpe.h"
#include "tests/inference/tokenizer/vocabulary_file.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

using namespace maru;
using tokenizer::SpecialText;
using tokenizer::Token;

namespace {

using Tokens = std::vector<Token>;

// 256 he, 257 ll, 258 hell, 259 hello, 260 aa
const std::vector<std::string> kMerges { "h e", "l l", "he ll", "hell o", "a a" };

} // namespace

class BpeTest : public QObject
{
    Q_OBJECT

private slots:
    void merges_go_by_rank_and_from_the_left()
    {
        const auto made = test::bytePairs(kMerges).create();
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        const tokenizer::Tokenizer &bpe = **made;
        QCOMPARE(bpe.encode("hello", SpecialText::Plain, true), (Tokens { 259 }));
        QCOMPARE(bpe.encode("hellhe", SpecialText::Plain, true), (Tokens { 258, 256 }));
        QCOMPARE(bpe.encode("aaaaa", SpecialText::Plain, true), (Tokens { 260, 260, 'a' }));
        QCOMPARE(bpe.encode("a b", SpecialText::Plain, true), (Tokens { 'a', ' ', 'b' }));
        QCOMPARE(bpe.encode("", SpecialText::Plain, true), Tokens {});
        QCOMPARE(bpe.decode(Tokens { 259, ' ', 256 }, false), std::string("hello he"));
    }

    void every_valid_text_comes_back_and_broken_bytes_become_a_replacement()
    {
        const auto made = test::bytePairs(kMerges).create();
        QVERIFY(made);
        std::string all;
        for (char32_t c = 0; c < 0x3000; ++c)
            tokenizer::appendUtf8(all, c);
        tokenizer::appendUtf8(all, 0x1f600);
        QCOMPARE((*made)->decode((*made)->encode(all, SpecialText::Plain, true), false), all);
        QCOMPARE((*made)->decode((*made)->encode("a\xff\xe2\x82", SpecialText::Plain, true), false),
            std::string("a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"));
    }

    void a_word_that_is_a_token_is_not_merged_where_the_model_says_so()
    {
        // "xyz" cannot be reached by merges
        for (const char *name :
            { "llama-bpe", "llama3", "tekken", "glm4", "glm5", "falcon3", "lfm2", "pixtral", "midm-2.0" }) {
            const auto whole = test::bytePairs({ "y z" }, { "xyz" }, { 1 }, name).create();
            QVERIFY2(whole, name);
            QCOMPARE((*whole)->encode("xyz", SpecialText::Plain, true), (Tokens { 257 }));
        }
        for (const char *name : { "qwen2", "qwen35", "gpt-2", "smollm", "dbrx", "smaug-bpe", "chatglm-bpe",
                 "deepseek-v3", "deepseek-r1-qwen", "deepseek-llm", "deepseek-coder", "gpt-4o", "llama4", "kanana2",
                 "exaone4", "refact", "kormo", "a.x-4.0", "default" }) {
            const auto merged = test::bytePairs({ "y z" }, { "xyz" }, { 1 }, name).create();
            QVERIFY2(merged, name);
            QCOMPARE((*merged)->encode("xyz", SpecialText::Plain, true), (Tokens { 'x', 256 }));
        }
    }

    void control_tokens_never_grow_out_of_plain_text()
    {
        for (const char *name : { "gpt-2", "llama-bpe" }) {
            // 256 "ab" is a control token that a merge would make
            auto file = test::VocabularyFile();
            std::vector<std::string> tokens { "a", "b", "c", "ab", "bc" };
            file.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", name);
            file.texts("tokenizer.ggml.tokens", tokens).integers("tokenizer.ggml.token_type", { 1, 1, 1, 3, 1 });
            file.texts("tokenizer.ggml.merges", { "a b", "b c" });
            const auto made = file.create();
            QVERIFY2(made, made ? "" : made.error().message.c_str());
            QCOMPARE((*made)->encode("ab", SpecialText::Plain, true), (Tokens { 0, 1 }));
            QCOMPARE((*made)->encode("abc", SpecialText::Plain, true), (Tokens { 0, 4 }));
            QCOMPARE((*made)->encode("abc", SpecialText::Parse, true), (Tokens { 3, 2 }));
        }
    }

    void merges_may_pass_through_texts_that_are_no_tokens()
    {
        auto file = test::VocabularyFile();
        file.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", "gpt-2");
        file.texts("tokenizer.ggml.tokens", { "a", "b", "c", "abc" });
        file.texts("tokenizer.ggml.merges", { "a b", "ab c" });
        const auto made = file.create();
        QVERIFY(made);
        QCOMPARE((*made)->encode("abc", SpecialText::Plain, true), (Tokens { 3 }));
        QCOMPARE((*made)->encode("ab", SpecialText::Plain, true), (Tokens { 0, 1 }));
        QCOMPARE((*made)->encode("azb", SpecialText::Plain, true), (Tokens { 0, 1 })); // no token has the byte of z
    }

    void begin_of_sequence()
    {
        auto file = test::bytePairs({ "a b" }, { "<s>" }, { 3 }, "llama-bpe");
        file.integer("tokenizer.ggml.bos_token_id", 257);
        const auto made = file.create();
        QVERIFY(made);
        QCOMPARE((*made)->encode("", SpecialText::Plain, true), (Tokens { 257 }));
        QCOMPARE((*made)->encode("ab", SpecialText::Plain, true), (Tokens { 257, 256 }));
        QCOMPARE((*made)->encode("ab", SpecialText::Plain, false), (Tokens { 256 }));
        auto without = test::bytePairs({ "a b" }, { "<s>" }, { 3 }, "llama-bpe");
        without.integer("tokenizer.ggml.bos_token_id", 257).flag("tokenizer.ggml.add_bos_token", false);
        const auto quiet = without.create();
        QVERIFY(quiet);
        QCOMPARE((*quiet)->encode("ab", SpecialText::Plain, true), (Tokens { 256 }));
    }

    void bad_merges_and_names_are_errors()
    {
        const auto noSpace = test::bytePairs({ "a b", "ab" }).create();
        QVERIFY(!noSpace && noSpace.error().reason == Reason::TokenizerCorrupt);
        const auto unknown = test::bytePairs(kMerges, {}, {}, "nobody-2").create();
        QVERIFY(!unknown && unknown.error().reason == Reason::UnknownTokenizer);
        QCOMPARE(std::string(unknown.error().arg("name")), std::string("nobody-2"));
        auto noMerges = test::VocabularyFile();
        noMerges.text("tokenizer.ggml.model", "gpt2").texts("tokenizer.ggml.tokens", { "a" });
        const auto missing = noMerges.create();
        QVERIFY(!missing && missing.error().reason == Reason::MissingKey);
        QCOMPARE(std::string(missing.error().arg("key")), std::string("tokenizer.ggml.merges"));
    }

    void merges_in_circles_and_without_end_do_no_harm()
    {
        // each names what the other makes; and pairs that are there twice, in another order, with empty parts
        const auto circle = test::bytePairs({ "a b", "b a", "ab a", "a ba", "ba b", "aba b" }, {}, {}, "gpt-2");
        QVERIFY(!circle.create()); // "aba" and "abab" come twice
        auto file = test::VocabularyFile();
        file.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", "gpt-2");
        file.texts("tokenizer.ggml.tokens", { "a", "b", "ab", "ba", "aba", "bab" });
        file.texts("tokenizer.ggml.merges", { "a b", "b a", "ab a", "a ba", "ba b", "b ab", "ab ab", "a b" });
        const auto made = file.create();
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        const Tokens tokens
            = (*made)->encode(std::string(9999, 'a') + std::string(5000, 'b'), SpecialText::Plain, false);
        QCOMPARE((*made)->decode(tokens, false).size(), std::size_t { 14999 });
        for (const char *bad : { "", " ", "a", "a ", " b" })
            QVERIFY2(!test::bytePairs({ "a b", bad }).create(), bad);
    }

    void a_huge_list_of_merges_and_huge_merges()
    {
        std::vector<std::string> merges; // from "aaa" on, all name texts that no token has
        for (int i = 0; i < 300000; ++i)
            merges.push_back("a" + std::to_string(i) + " b" + std::to_string(i));
        merges.push_back(std::string(8 << 20, 'x') + " " + std::string(8 << 20, 'y'));
        auto file = test::VocabularyFile();
        file.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", "gpt-2");
        file.texts("tokenizer.ggml.tokens", { "a", "b" }).texts("tokenizer.ggml.merges", merges);
        QElapsedTimer timer;
        timer.start();
        const auto made = file.create();
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        QCOMPARE((*made)->encode("ab", SpecialText::Plain, false), (Tokens { 0, 1 }));
        QVERIFY2(timer.elapsed() < 15000, qPrintable(QString::number(timer.elapsed())));
    }

    void a_very_long_word_is_not_quadratic()
    {
        std::vector<std::string> merges;
        for (std::string half = "a"; half.size() < 64; half += half)
            merges.push_back(half + " " + half);
        const auto made = test::bytePairs(merges).create();
        QVERIFY(made);
        QElapsedTimer timer;
        timer.start();
        const Tokens tokens = (*made)->encode(std::string(1 << 20, 'a'), SpecialText::Plain, true);
        QCOMPARE(tokens, Tokens((1 << 20) / 64, 261));
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(BpeTest)
#include "tst_bpe.moc"
