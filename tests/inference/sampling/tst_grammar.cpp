// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// GBNF: what parses, what a grammar takes, and that no grammar hangs.

#include "inference/sampling/grammar.h"
#include "inference/sampling/grammar_matcher.h"
#include "inference/tokenizer/utf8.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <chrono>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::sampling;

namespace {

/// Whether `text` is a whole text of the grammar, fed byte by byte and at once: both must say the same.
bool takes(const std::string &grammar, const std::string &text)
{
    auto parsed = Grammar::parse(grammar);
    if (!parsed) {
        QTest::qFail(parsed.error().message.c_str(), __FILE__, __LINE__);
        return false;
    }
    GrammarMatcher whole(*parsed);
    GrammarMatcher parts(*parsed);
    bool fits = true;
    for (const char byte : text) {
        const std::string one(1, byte);
        const bool allowed = parts.allows(one);
        if (allowed != parts.advance(one))
            QTest::qFail("allows() and advance() disagree", __FILE__, __LINE__);
        fits = fits && allowed;
    }
    fits = fits && parts.mayEnd();
    const bool atOnce = whole.allows(text) && whole.advance(text) && whole.mayEnd();
    if (!text.empty() && atOnce != fits)
        QTest::qFail("whole and parts disagree", __FILE__, __LINE__);
    return fits;
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

class TestGrammar : public QObject
{
    Q_OBJECT

private slots:
    void constructsTakeWhatTheyShould_data()
    {
        QTest::addColumn<std::string>("grammar");
        QTest::addColumn<std::vector<std::string>>("yes");
        QTest::addColumn<std::vector<std::string>>("no");
        const auto row
            = [](const char *name, const char *grammar, std::vector<std::string> yes, std::vector<std::string> no) {
                  QTest::newRow(name) << std::string(grammar) << std::move(yes) << std::move(no);
              };
        row("text", "root ::= \"ab\" \"c\"", { "abc" }, { "", "ab", "abcd", "abd" });
        row("alternatives", "root ::= \"a\" | \"bc\" | \"\"", { "a", "bc", "" }, { "b", "ac" });
        row("star", "root ::= \"ab\"*", { "", "ab", "ababab" }, { "a", "aba", "abb" });
        row("plus", "root ::= [0-9]+", { "0", "12345" }, { "", "1a" });
        row("option", "root ::= \"a\"? \"b\"", { "b", "ab" }, { "a", "aab" });
        row("exactly", "root ::= \"a\"{3}", { "aaa" }, { "aa", "aaaa" });
        row("at least", "root ::= \"a\"{2,}", { "aa", "aaaaaa" }, { "a", "" });
        row("between", "root ::= \"a\"{1,3}", { "a", "aa", "aaa" }, { "", "aaaa" });
        row("at most", "root ::= \"a\"{,2} \"b\"", { "b", "aab" }, { "aaab" });
        row("none", "root ::= \"a\"{0} \"b\"", { "b" }, { "ab" });
        row("group", "root ::= (\"a\" | \"b\" (\"c\" | \"d\")+){2}", { "aa", "abcd", "bdbc" }, { "a", "b", "ab" });
        row("class", "root ::= [a-cx-z_-]+", { "abc", "x-_z" }, { "d", "A" });
        row("negated", "root ::= [^a-c\\n]+", { "d", "\xEA\xB0\x80", "\"" }, { "a", "d\n", "db" });
        row("any", "root ::= . .", { "ab", "\xEA\xB0\x80\xF0\x9F\x98\x80" }, { "a", "abc", "\xEA\xB0\x80" });
        row("escapes", "root ::= \"\\n\\t\\r\\\\\\\"\\x41\\u00e9\\U0001F600\"",
            { "\n\t\r\\\"A\xC3\xA9\xF0\x9F\x98\x80" }, { "n" });
        row("class escapes", "root ::= [\\]\\[\\\\\\-\\^\"]+", { "][\\-^\"" }, { "a" });
        row("dash at the end", "root ::= [a-]+", { "a-a" }, { "b" });
        row("unicode range", "root ::= [\xEA\xB0\x80-\xED\x9E\xA3]+", { "\xEC\x95\x88\xEB\x85\x95" },
            { "a", "\xEC\x95" });
        row("comments", "# first\nroot ::= \"a\" # second\n# third\n  \"b\"?", {}, {});
        row("names", "root ::= the-Rule_2\nthe-Rule_2 ::= \"x\"", { "x" }, { "y" });
        row("over lines", "root ::=\n  \"a\" (\n  \"b\" |\n \"c\" )\n | \"d\"\nx ::= \"e\"", { "ab", "ac", "d" },
            { "a", "e" });
        row("recursion", "root ::= \"(\" root \")\" | \"\"", { "", "()", "((()))" }, { "(", "())" });
        row("nothing repeated", "root ::= (\"a\"? \"b\"?)* \"c\"", { "c", "abbac" }, { "ab" });
        row("of rules that take nothing", "root ::= x* y\nx ::= y | \"\"\ny ::= \"b\"?", { "", "bbb" }, { "a" });
        row("ambiguous", "root ::= (\"a\" | \"aa\" | \"aaa\")* \"b\"", { "b", "aaaaaaaaaab" }, { "aaaa" });
        row("two ways to end", "root ::= x \"b\" | y \"c\"\nx ::= \"a\"+\ny ::= \"a\"+", { "aab", "aac" }, { "aa" });
        row("right recursion", "root ::= \"a\" root | \"b\"", { "b", "aaaaaaaab" }, { "a" });
        row("line ends of Windows", "root ::= \"a\"\r\n  | \"b\"\r\n", { "a", "b" }, { "ab" });
    }

    void constructsTakeWhatTheyShould()
    {
        QFETCH(const std::string, grammar);
        QFETCH(const std::vector<std::string>, yes);
        QFETCH(const std::vector<std::string>, no);
        if (yes.empty() && no.empty()) { // a comment ends a rule as its line does
            VERIFY_FAILS(Grammar::parse(grammar), Reason::BadGrammar);
            return;
        }
        for (const std::string &text : yes)
            QVERIFY2(takes(grammar, text), text.c_str());
        for (const std::string &text : no)
            QVERIFY2(!takes(grammar, text), text.c_str());
    }

    void mistakesAreNamedWithTheirPlace_data()
    {
        QTest::addColumn<std::string>("grammar");
        QTest::addColumn<std::string>("line");
        QTest::addColumn<std::string>("column");
        QTest::addColumn<std::string>("says");
        const auto row = [](const char *name, std::string grammar, const char *line, const char *column,
                             const char *says) {
            QTest::newRow(name) << std::move(grammar) << std::string(line) << std::string(column) << std::string(says);
        };
        row("empty", "", "1", "1", "root");
        row("no root", "a ::= \"x\"", "1", "10", "root");
        row("no name", "root ::= \"a\"\n ::= \"b\"", "2", "2", "name");
        row("no mark", "root = \"a\"", "1", "6", "::=");
        row("open text", "root ::= \"abc", "1", "10", "\"");
        row("open class", "root ::= [abc", "1", "10", "]");
        row("open group", "root ::= (\"a\" | \"b\"", "1", "20", ")");
        row("closed too often", "root ::= \"a\")", "1", "13", "end");
        row("unknown rule", "root ::= \"a\"\n  | other", "2", "5", "other");
        row("twice", "root ::= \"a\"\nroot ::= \"b\"", "2", "1", "twice");
        row("escape", "root ::= \"\\q\"", "1", "11", "escape");
        row("digits", "root ::= \"\\u12g4\"", "1", "15", "hexadecimal");
        row("surrogate", "root ::= \"\\uD800\"", "1", "17", "character");
        row("backwards", "root ::= [z-a]", "1", "14", "range");
        row("counts", "root ::= \"a\"{3,2}", "1", "17", "below");
        row("too often", "root ::= \"a\"{99999999999}", "1", "18", "10000");
        row("no count", "root ::= \"a\"{x}", "1", "14", "number");
        row("left recursion", "root ::= \"x\" a\na ::= a \"b\" | \"c\"", "2", "1", "itself");
        row("behind nothing", "root ::= (\"x\"? y) \"z\"\ny ::= root \"a\" | \"b\"", "1", "1", "itself");
        row("token", "root ::= <think>", "1", "10", "token");
        row("not UTF-8", "root ::= \"\xff\"", "1", "11", "UTF-8");
        row("deep", "root ::= " + std::string(5000, '('), "1", "110", "deep");
        row("large", "root ::= ((\"aaaaaaaaaa\"{10000}){10000}){10000}", "1", "", "");
        row("long", std::string(2 << 20, ' '), "1", "1", "1 MiB");
    }

    void mistakesAreNamedWithTheirPlace()
    {
        QFETCH(const std::string, grammar);
        QFETCH(const std::string, line);
        QFETCH(const std::string, column);
        QFETCH(const std::string, says);
        const auto start = std::chrono::steady_clock::now();
        const auto parsed = Grammar::parse(grammar);
        QVERIFY(secondsSince(start) < 5);
        if (column.empty()) { // large, but each level is one symbol of the next: it may parse
            QVERIFY(parsed.has_value() || parsed.error().reason == Reason::BadGrammar);
            return;
        }
        VERIFY_FAILS(parsed, Reason::BadGrammar);
        QCOMPARE(std::string(parsed.error().arg("line")), line);
        QCOMPARE(std::string(parsed.error().arg("column")), column);
        QVERIFY2(parsed.error().arg("detail").find(says) != std::string_view::npos, parsed.error().message.c_str());
    }

    void hostileGrammarsDoNotHang_data()
    {
        QTest::addColumn<std::string>("grammar");
        QTest::newRow("doubling") << std::string(
            "root ::= (\"a\" | \"a\" root | root2)\nroot2 ::= \"a\" root \"a\" | \"a\" root2 \"b\"");
        QTest::newRow("nests") << std::string("root ::= \"a\" root root | \"a\" root | \"a\"");
        QTest::newRow("options") << std::string("root ::= (\"a\"? \"a\"? \"a\"? (\"a\"?){200}){200} \"b\"");
        std::string chain = "root ::= r0\n";
        for (int i = 0; i < 20000; ++i)
            chain += "r" + std::to_string(i) + " ::= r" + std::to_string(i + 1) + " | \"a\"\n";
        QTest::newRow("chain") << chain + "r20000 ::= \"a\" root";
        std::string stairs = "root ::= s0\n"; // each rule calls the next twice: 2^40 ways
        for (int i = 0; i < 40; ++i)
            stairs += "s" + std::to_string(i) + " ::= s" + std::to_string(i + 1) + " s" + std::to_string(i + 1)
                + " | \"\"\n";
        QTest::newRow("stairs") << stairs + "s40 ::= \"a\"?";
        QTest::newRow("endless nothing") << std::string("root ::= (((\"\"*)*)* \"\"?)* \"a\"");
    }

    void hostileGrammarsDoNotHang()
    {
        QFETCH(const std::string, grammar);
        const auto start = std::chrono::steady_clock::now();
        const auto parsed = Grammar::parse(grammar);
        VERIFY_OK(parsed);
        GrammarMatcher matcher(*parsed);
        matcher.setBudget(1'000'000);
        for (int i = 0; i < 300 && matcher.advance("a"); ++i)
            QVERIFY(matcher.state().size() < (std::size_t { 8 } << 20));
        QVERIFY2(secondsSince(start) < 10, qPrintable(QString::number(secondsSince(start))));
    }

    void deepNestingEndsAtALimitAndNotInACrash()
    {
        const auto parsed = Grammar::parse("root ::= \"[\" root \"]\" | \"x\"");
        VERIFY_OK(parsed);
        GrammarMatcher matcher(*parsed);
        int depth = 0;
        while (depth < 100000 && matcher.advance("["))
            ++depth;
        QVERIFY2(depth >= 900 && depth <= 1000, qPrintable(QString::number(depth)));
        QVERIFY(matcher.advance("x")); // what was opened can still be closed
        for (int i = 0; i < depth; ++i)
            QVERIFY(matcher.advance("]"));
        QVERIFY(matcher.mayEnd() && matcher.mustEnd());
    }

    void aRefusedTextChangesNothing()
    {
        const auto parsed = Grammar::parse("root ::= (\"ab\" | \"cd\")* \"e\"");
        VERIFY_OK(parsed);
        GrammarMatcher matcher(*parsed);
        QVERIFY(matcher.advance("aba"));
        const std::string state = matcher.state();
        QVERIFY(!matcher.advance("bcx"));
        QVERIFY(!matcher.allows("bcx"));
        QVERIFY(matcher.allows("bcd"));
        QCOMPARE(matcher.state(), state);
        QVERIFY(matcher.advance("bcde"));
        QVERIFY(matcher.mustEnd());
    }

    void longTextsKeepTheMatcherSmall()
    {
        const auto parsed
            = Grammar::parse("root ::= item*\nitem ::= \"(\" item* \")\" | \"[\" item* \"]\" | [a-z]+ \";\"");
        VERIFY_OK(parsed);
        GrammarMatcher matcher(*parsed);
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < 20000; ++i)
            QVERIFY(matcher.advance("(a[bc;])"[i % 8] == 'a' ? std::string("x;") : std::string(1, "(a[bc;])"[i % 8])));
        QVERIFY(matcher.state().size() < 2000);
        QVERIFY(secondsSince(start) < 5);
    }

    void invalidBytesNeverFit()
    {
        for (const char *bytes :
            { "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xF4\x90\x80\x80", "\x80", "\xC3(" })
            QVERIFY2(!takes("root ::= .*", bytes), bytes);
        QVERIFY(takes("root ::= .*", "\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"));
    }

    void classesHoldEveryCodePointTheyShould()
    {
        // All of the code points, against the ranges themselves.
        const std::vector<std::vector<CodePointRange>> sets { { { 0x41, 0x5a }, { 0x7f, 0x81 }, { 0x7ff, 0x800 } },
            { { 0xfff, 0x10ff }, { 0x1100, 0x2fff }, { 0xd000, 0xe001 }, { 0xffff, 0x10000 } },
            { { 0x1f600, 0x1f64f }, { 0x10ffff, 0x10ffff }, { 0x20000, 0x3ffff } }, { { 0, 0x10ffff } } };
        for (const auto &set : sets) {
            for (const bool negated : { false, true }) {
                const CodePointClass characters(negated ? complementOf(set) : set);
                for (std::uint32_t c = 0; c <= 0x10ffff; ++c) {
                    if (c >= 0xd800 && c <= 0xdfff)
                        continue;
                    std::string bytes;
                    tokenizer::appendUtf8(bytes, static_cast<char32_t>(c));
                    std::uint32_t place = CodePointClass::kStart;
                    for (const char byte : bytes) {
                        place = characters.next(place, static_cast<unsigned char>(byte));
                        if (place == CodePointClass::kNowhere)
                            break;
                    }
                    bool expected = false;
                    for (const CodePointRange &range : set)
                        expected |= c >= range.first && c <= range.last;
                    if ((place == CodePointClass::kStart) != (expected != negated))
                        QFAIL(qPrintable(QString::number(c, 16)));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestGrammar)
#include "tst_grammar.moc"
