// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/special_splitter.h"
#include "tests/inference/tokenizer/vocabulary_file.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

using namespace maru;
using tokenizer::SpecialText;
using tokenizer::Token;

namespace {

using Tokens = std::vector<Token>;

// control 256 <|a|>, 257 <|a|>b; user-defined 258 \n, 259 \n\n, 260 \n\n\n, 261 cd, 262 dce; unknown 263 <unk>
std::unique_ptr<tokenizer::Tokenizer> make()
{
    auto made = test::bytePairs(
        {}, { "<|a|>", "<|a|>b", "\n", "\n\n", "\n\n\n", "cd", "dce", "<unk>" }, { 3, 3, 4, 4, 4, 4, 4, 2 })
                    .create();
    return made ? *std::move(made) : nullptr;
}

} // namespace

class SpecialSplitterTest : public QObject
{
    Q_OBJECT

private slots:
    void control_tokens_are_read_only_where_asked_for()
    {
        const auto tokenizer = make();
        QVERIFY(tokenizer);
        QCOMPARE(tokenizer->encode("x<|a|>y<unk>", SpecialText::Parse, false), (Tokens { 'x', 256, 'y', 263 }));
        QCOMPARE(tokenizer->encode("<|a|>", SpecialText::Plain, false), (Tokens { '<', '|', 'a', '|', '>' }));
        QCOMPARE(tokenizer->encode("<unk>", SpecialText::Plain, false).size(), std::size_t { 5 });
        QCOMPARE(tokenizer->encode("<|a|", SpecialText::Parse, false), (Tokens { '<', '|', 'a', '|' }));
    }

    void user_defined_tokens_are_always_read()
    {
        const auto tokenizer = make();
        QVERIFY(tokenizer);
        QCOMPARE(tokenizer->encode("x\n\ny", SpecialText::Plain, false), (Tokens { 'x', 259, 'y' }));
    }

    void the_longest_goes_first_over_the_whole_text()
    {
        const auto tokenizer = make();
        QVERIFY(tokenizer);
        QCOMPARE(tokenizer->encode("<|a|>b<|a|>", SpecialText::Parse, false), (Tokens { 257, 256 }));
        QCOMPARE(tokenizer->encode("\n\n\n\n\n", SpecialText::Plain, false), (Tokens { 260, 259 }));
        QCOMPARE(
            tokenizer->encode("cdce", SpecialText::Plain, false), (Tokens { 'c', 262 })); // though "cd" starts before
    }

    void tokens_of_one_length_are_found_from_the_left()
    {
        const auto made = test::bytePairs({}, { "<1>", "<2>", "12", "><2" }, { 3, 3, 4, 3 }).create();
        QVERIFY(made);
        QCOMPARE((*made)->encode("<2><1>x<2>12<3>", SpecialText::Parse, false),
            (Tokens { 257, 256, 'x', 257, 258, '<', '3', '>' }));
        QCOMPARE(
            (*made)->encode("<1>12<2>", SpecialText::Plain, false), (Tokens { '<', '1', '>', 258, '<', '2', '>' }));
    }

    void many_special_tokens_in_a_long_text_are_not_quadratic()
    {
        std::vector<std::string> names;
        for (int i = 0; i < 6000; ++i)
            names.push_back("<unused" + std::to_string(i) + ">");
        const auto made = test::bytePairs({}, names, std::vector<std::int32_t>(names.size(), 3)).create();
        QVERIFY(made);
        std::string text;
        for (int round = 0; round < 10; ++round) {
            for (const std::string &name : names)
                text += name;
        }
        QElapsedTimer timer;
        timer.start();
        QCOMPARE((*made)->encode(text, SpecialText::Parse, false).size(), std::size_t { 60000 });
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }

    void a_long_text_of_special_tokens_is_not_quadratic()
    {
        const auto tokenizer = make();
        QVERIFY(tokenizer);
        QElapsedTimer timer;
        timer.start();
        std::string text;
        for (int i = 0; i < 100000; ++i)
            text += "<|a|>x\n\n<|a|";
        QCOMPARE(tokenizer->encode(text, SpecialText::Parse, false).size(), std::size_t { 700000 });
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(SpecialSplitterTest)
#include "tst_special_splitter.moc"
