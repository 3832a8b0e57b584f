// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/vocabulary.h"
#include "tests/inference/tokenizer/vocabulary_file.h"

#include <QtTest/QTest>

#include <limits>

using namespace maru;
using tokenizer::kNoToken;
using tokenizer::Token;

namespace {

test::VocabularyFile small(const std::vector<std::string> &extra, const std::vector<std::int32_t> &kinds)
{
    return test::bytePairs({ "a b" }, extra, kinds); // extra starts at 257
}

bool fails(const test::VocabularyFile &file, Reason reason, std::string_view argument = {}, std::string_view value = {})
{
    const auto made = file.create();
    return !made && made.error().reason == reason && (argument.empty() || made.error().arg(argument) == value);
}

} // namespace

class VocabularyTest : public QObject
{
    Q_OBJECT

private slots:
    void texts_are_found_again()
    {
        const auto made = small({ "", "", "\xec\x95\x88", "x y" }, { 1, 1, 1, 1 }).create();
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        const tokenizer::Tokenizer &tokenizer = **made;
        QCOMPARE(tokenizer.vocabularySize(), 261U);
        QCOMPARE(tokenizer.find("ab"), 256);
        QCOMPARE(tokenizer.find("\xec\x95\x88"), 259);
        QCOMPARE(tokenizer.find("x y"), 260);
        QCOMPARE(tokenizer.find(""), kNoToken);
        QCOMPARE(tokenizer.find("nothing of the kind, and longer than all"), kNoToken);
        QCOMPARE(tokenizer.find("zz"), kNoToken);
        QCOMPARE(tokenizer.piece(259, false), std::string("\xec\x95\x88")); // not of the byte alphabet: as it is
    }

    void tokens_outside_give_nothing()
    {
        const auto made = small({}, {}).create();
        QVERIFY(made);
        for (const Token token : { -1, 257, std::numeric_limits<Token>::max(), std::numeric_limits<Token>::min() }) {
            QCOMPARE((*made)->piece(token, true), std::string());
            QVERIFY(!(*made)->isSpecial(token) && !(*made)->isEndOfGeneration(token));
            QCOMPARE((*made)->decode(std::vector<Token> { token, 'a' }, true), std::string("a"));
        }
    }

    void ends_of_generation()
    {
        auto file
            = small({ "<|im_end|>", "<|endoftext|>", "<|im_start|>", "<end>", "<eom>", "</s>" }, { 3, 3, 3, 3, 3, 1 });
        file.integer("tokenizer.ggml.eos_token_id", 260).integer("tokenizer.ggml.eom_token_id", 261);
        const auto made = file.create();
        QVERIFY(made);
        QCOMPARE((*made)->special().endOfSequence, 260);
        QCOMPARE((*made)->special().endOfTurn, 257);
        for (const Token token : { 257, 258, 260, 261, 262 })
            QVERIFY((*made)->isEndOfGeneration(token));
        QVERIFY(!(*made)->isEndOfGeneration(259) && !(*made)->isEndOfGeneration('a'));
        QVERIFY((*made)->isSpecial(262)); // though the file calls it normal
        QCOMPARE((*made)->piece(262, false), std::string());
        QCOMPARE((*made)->piece(262, true), std::string("</s>"));
    }

    void end_of_message_is_no_end_in_the_harmony_vocabulary()
    {
        const auto made = small({ "<|end|>", "<|return|>", "<|call|>" }, { 3, 3, 3 }).create();
        QVERIFY(made);
        QVERIFY(!(*made)->isEndOfGeneration(257));
        QVERIFY((*made)->isEndOfGeneration(258) && (*made)->isEndOfGeneration(259));
        const auto phi = small({ "<|end|>" }, { 3 }).create();
        QVERIFY(phi && (*phi)->isEndOfGeneration(257));
    }

    void phi3_takes_the_space_after_special_tokens()
    {
        auto file = small({ "<|user|>", "<s>" }, { 3, 3 });
        file.text("general.name", "Phi-3 mini");
        const auto made = file.create();
        QVERIFY(made);
        const auto parse = tokenizer::SpecialText::Parse;
        QCOMPARE((*made)->encode("<|user|>\n ab", parse, false), (std::vector<Token> { 257, 256 }));
        QCOMPARE((*made)->encode("<s> ab", parse, false), (std::vector<Token> { 258, ' ', 256 }));
    }

    void none_may_be_written_as_minus_one()
    {
        auto file = small({}, {});
        file.integer("tokenizer.ggml.padding_token_id", std::numeric_limits<std::uint32_t>::max());
        const auto made = file.create();
        QVERIFY(made);
        QCOMPARE((*made)->special().padding, kNoToken);
    }

    void damaged_vocabularies_are_errors()
    {
        for (const char *name : { "bos", "eos", "eot", "eom", "unknown", "padding" }) {
            const std::string key = "tokenizer.ggml." + std::string(name) + "_token_id";
            QVERIFY2(fails(small({}, {}).integer(key, 257), Reason::BadValue, "key", key), name);
            QVERIFY2(fails(small({}, {}).text(key, "1"), Reason::BadValue, "key", key), name);
        }
        QVERIFY(fails(small({ "ab" }, { 1 }), Reason::TokenizerCorrupt)); // "ab" twice
        QVERIFY(fails(small({ "xx" }, {}), Reason::BadValue, "key", "tokenizer.ggml.token_type"));
        QVERIFY(fails(small({}, { 1 }), Reason::BadValue, "key", "tokenizer.ggml.token_type"));
        QVERIFY(fails(small({}, {}).floats("tokenizer.ggml.scores", std::vector<float>(258, 1.0f)), Reason::BadValue,
            "key", "tokenizer.ggml.scores"));
        QVERIFY(fails(
            small({}, {}).floats("tokenizer.ggml.scores", { 1 }), Reason::BadValue, "key", "tokenizer.ggml.scores"));
        QVERIFY(fails(small({}, {}).floats(
                          "tokenizer.ggml.scores", std::vector<float>(257, std::numeric_limits<float>::quiet_NaN())),
            Reason::BadValue));
        QVERIFY(fails(small({}, {}).text("tokenizer.ggml.add_bos_token", "yes"), Reason::BadValue));
        auto empty = test::VocabularyFile();
        empty.text("tokenizer.ggml.model", "gpt2").texts("tokenizer.ggml.tokens", {});
        QVERIFY(fails(empty, Reason::TokenizerCorrupt));
        auto none = test::VocabularyFile();
        none.text("tokenizer.ggml.model", "gpt2");
        QVERIFY(fails(none, Reason::MissingKey, "key", "tokenizer.ggml.tokens"));
        auto wrongType = test::VocabularyFile();
        wrongType.text("tokenizer.ggml.model", "gpt2").integers("tokenizer.ggml.tokens", { 1, 2 });
        QVERIFY(fails(wrongType, Reason::MissingKey));
    }
};

QTEST_GUILESS_MAIN(VocabularyTest)
#include "tst_vocabulary.moc"
