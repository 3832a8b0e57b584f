// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/reasoning.h"

#include <QTest>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace maru::prompt {

namespace {

using Words = std::vector<std::string>;

ReasoningFormat::IsSpecial vocabulary(Words words)
{
    return [words = std::move(words)](
               std::string_view text) { return std::find(words.begin(), words.end(), text) != words.end(); };
}

/// A reply as tokens. "!x" is a control token (it shows nothing), "?x" a user-defined one, anything else plain text.
ReasoningText run(const ReasoningFormat &format, bool startsOpen, const Words &tokens)
{
    ReasoningSplitter splitter(format, startsOpen);
    ReasoningText all;
    for (const std::string &token : tokens) {
        const std::string_view name = std::string_view(token).substr(token.empty() ? 0 : 1);
        ReplyPiece piece { token };
        if (token.starts_with('!'))
            piece = { {}, name };
        else if (token.starts_with('?'))
            piece = { name, name };
        const ReasoningText part = splitter.push(piece);
        all.thinking += part.thinking;
        all.answer += part.answer;
    }
    const ReasoningText rest = splitter.finish();
    return { all.thinking + rest.thinking, all.answer + rest.answer };
}

const ReasoningFormat kTokenTags = ReasoningFormat::detect("{{ '<think>' }}", vocabulary({ "<think>", "</think>" }));
const ReasoningFormat kTextTags = ReasoningFormat::detect("{{ '</think>' }}", vocabulary({}));
const ReasoningFormat kChannels = ReasoningFormat::detect("<|channel|>analysis<|message|>", vocabulary({}));

} // namespace

class ReasoningTest : public QObject
{
    Q_OBJECT

private slots:
    void detects_data();
    void detects();
    void separates_data();
    void separates();
    void tagsMayBeSplitAnywhere();
    void givesTextAsSoonAsItIsCertain();
    void promptOpensThinking();
    void closesOverBudget();
    void splitsWholeReplies();
};

void ReasoningTest::detects_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QStringList>("special");
    QTest::addColumn<int>("style");
    QTest::addColumn<QString>("open");
    QTest::addColumn<bool>("isToken");
    const int tags = static_cast<int>(ReasoningFormat::Style::Tags);
    const int channelStyle = static_cast<int>(ReasoningFormat::Style::Channels);
    const QStringList think { "<think>", "</think>" };

    QTest::newRow("nothing") << "{{ messages }}" << QStringList() << 0 << "" << false;
    QTest::newRow("distilled r1") << "content.split('</think>')[-1]" << think << tags << "<think>" << true;
    QTest::newRow("by the vocabulary alone") << "" << think << tags << "<think>" << true;
    QTest::newRow("half a vocabulary") << "" << QStringList { "<think>" } << 0 << "" << false;
    QTest::newRow("text only") << "<think>" << QStringList() << tags << "<think>" << false;
    QTest::newRow("magistral") << "[THINK]" << QStringList { "[THINK]", "[/THINK]" } << tags << "[THINK]" << true;
    QTest::newRow("template before vocabulary")
        << "<think>" << QStringList { "[THINK]", "[/THINK]" } << tags << "<think>" << false;
    QTest::newRow("harmony") << "<|start|>assistant<|channel|>final<|message|>" << QStringList() << channelStyle
                             << "<|channel|>analysis" << true;
    QTest::newRow("harmony by vocabulary") << "" << QStringList { "<|channel|>", "<|message|>", "<|start|>" }
                                           << channelStyle << "<|channel|>analysis" << true;
    QTest::newRow("exaone deep") << "<thought>\n" << QStringList() << tags << "<thought>" << false;
    QTest::newRow("granite 3.2") << "'Here is my thought process:'" << QStringList() << tags
                                 << "Here is my thought process:" << false;
    QTest::newRow("command r") << "<|START_THINKING|> <|START_TEXT|>"
                               << QStringList { "<|START_THINKING|>", "<|END_THINKING|>" } << tags
                               << "<|START_THINKING|>" << true;
    QTest::newRow("apriel") << "Here are my reasoning steps:\\n"
                            << QStringList() << tags << "Here are my reasoning steps:" << false;
    QTest::newRow("thought channel") << "<|channel>thought" << QStringList { "<|channel>", "<channel|>" } << tags
                                     << "<|channel>thought" << true;
}

void ReasoningTest::detects()
{
    QFETCH(QString, source);
    QFETCH(QStringList, special);
    QFETCH(int, style);
    QFETCH(QString, open);
    QFETCH(bool, isToken);
    Words words;
    for (const QString &word : special)
        words.push_back(word.toStdString());
    const ReasoningFormat format = ReasoningFormat::detect(source.toStdString(), vocabulary(words));
    QCOMPARE(static_cast<int>(format.style), style);
    QCOMPARE(QString::fromStdString(format.open.spelled()), open);
    QCOMPARE(!format.open.token.empty(), isToken);
    QCOMPARE(format.thinks(), style != 0);
}

void ReasoningTest::separates_data()
{
    QTest::addColumn<int>(
        "format"); // 0 token tags, 1 text tags, 2 channels, 3 granite 3.3, 4 granite 3.2, 5 thought channel
    QTest::addColumn<bool>("startsOpen");
    QTest::addColumn<QStringList>("tokens");
    QTest::addColumn<QString>("thinking");
    QTest::addColumn<QString>("answer");
    using L = QStringList;

    QTest::newRow("no thinking") << 0 << false << L { "Hi", " there." } << ""
                                 << "Hi there.";
    QTest::newRow("tags") << 0 << false << L { "?<think>", "\n", "Hm", ".\n", "?</think>", "\n\n", "Yes", ". ", "Ok" }
                          << "Hm."
                          << "Yes. Ok";
    QTest::newRow("control tokens") << 0 << false << L { "!<think>", "Hm", "!</think>", "Yes" } << "Hm"
                                    << "Yes";
    QTest::newRow("space before") << 0 << false << L { "\n", "?<think>", "Hm", "?</think>", "Yes" } << "Hm"
                                  << "Yes";
    QTest::newRow("opened by the template") << 0 << true << L { "Hm", "?</think>", "\n\nYes" } << "Hm"
                                            << "Yes";
    QTest::newRow("never closed") << 0 << true << L { "Hm", " so", " </", "thi" } << "Hm so </thi"
                                  << "";
    QTest::newRow("empty thinking") << 0 << false << L { "?<think>", "\n\n", "?</think>", "\n\n", "Yes" } << ""
                                    << "Yes";
    QTest::newRow("closed twice") << 0 << false << L { "?</think>", "\n\nYes" } << ""
                                  << "Yes";
    QTest::newRow("tag in the answer") << 0 << false << L { "Write `", "?<think>", "x", "?</think>", "`." } << ""
                                       << "Write `<think>x</think>`.";
    QTest::newRow("hidden tag in the answer") << 0 << false << L { "Write ", "!<think>", "x" } << ""
                                              << "Write x";
    QTest::newRow("tag spelled while thinking")
        << 0 << false << L { "?<think>", "no </", "think> yet", "?</think>", "Yes" } << "no </think> yet"
        << "Yes";
    QTest::newRow("opening within") << 0 << false << L { "?<think>", "a", "?<think>", "b", "?</think>", "c" }
                                    << "a<think>b"
                                    << "c";
    QTest::newRow("spelled opening") << 0 << false << L { "<th", "ink>", "a</th", "ink>b" } << "a"
                                     << "b";
    QTest::newRow("spelled opening, token at the end")
        << 0 << false << L { "<th", "ink>", "a", "?</think>", "\nb" } << "a"
        << "b";
    QTest::newRow("text tags") << 1 << false << L { "<", "think", ">", "a", "</", "think", ">", "\nb" } << "a"
                               << "b";
    QTest::newRow("nearly a tag") << 1 << false << L { "<thin", "g>" } << ""
                                  << "<thing>";
    QTest::newRow("nearly a closing") << 1 << true << L { "a </thin", "g> </thi", "nk>b" } << "a </thing>"
                                      << "b";
    QTest::newRow("quoted by the user") << 1 << false << L { "You wrote <think>x</think>." } << ""
                                        << "You wrote <think>x</think>.";
    QTest::newRow("other special tokens") << 0 << false << L { "!<|x|>", "a", "!<|y|>", "?<tool>" } << ""
                                          << "a<tool>";
    QTest::newRow("white space at the end") << 0 << true << L { "a \n", "?</think>", "b", "\n", "\n" } << "a"
                                            << "b";

    QTest::newRow("channels") << 2 << false
                              << L { "!<|channel|>", "analysis", "!<|message|>", "Hm", "!<|end|>", "!<|start|>",
                                     "assistant", "!<|channel|>", "final", "!<|message|>", "Yes", "." }
                              << "Hm"
                              << "Yes.";
    QTest::newRow("final only") << 2 << false << L { "!<|channel|>", "final", "!<|message|>", "Yes" } << ""
                                << "Yes";
    QTest::newRow("opened channel") << 2 << true
                                    << L { "Hm", "!<|end|>", "!<|start|>", "assistant", "!<|channel|>", "final",
                                           "!<|message|>", "Yes" }
                                    << "Hm"
                                    << "Yes";
    QTest::newRow("preamble") << 2 << false
                              << L { "!<|channel|>", "commentary", "!<|message|>", "First.", "!<|end|>", "!<|start|>",
                                     "assistant", "!<|channel|>", "final", "!<|message|>", "Yes" }
                              << ""
                              << "First.\n\nYes";
    QTest::newRow("tool call") << 2 << false
                               << L { "!<|channel|>", "commentary to=functions.f ", "!<|constrain|>", "json",
                                      "!<|message|>", "{}", "!<|call|>" }
                               << ""
                               << "";
    QTest::newRow("recipient first") << 2 << false
                                     << L { " to", "=functions.f", "!<|channel|>", "commentary", "!<|message|>", "{}" }
                                     << ""
                                     << "";
    QTest::newRow("thinks twice") << 2 << false
                                  << L { "!<|channel|>", "analysis", "!<|message|>", "a", "!<|end|>", "!<|start|>",
                                         "assistant", "!<|channel|>", "analysis", "!<|message|>", "b", "!<|end|>" }
                                  << "a\n\nb"
                                  << "";
    QTest::newRow("no channels at all") << 2 << false << L { "Yes", ", no" } << ""
                                        << "Yes, no";
    QTest::newRow("channel without end") << 2 << false
                                         << L { "!<|channel|>", "analysis", "!<|message|>", "a", "!<|channel|>",
                                                "final", "!<|message|>", "b" }
                                         << "a"
                                         << "b";
    QTest::newRow("endless header") << 2 << false << L { "!<|start|>", QString(300, 'x') } << "" << QString(300, 'x');

    QTest::newRow("response tags") << 3 << false << L { "<think>a</think>", "<resp", "onse>b", "</resp", "onse>" }
                                   << "a"
                                   << "b";
    QTest::newRow("response not at the end") << 3 << false << L { "<think>a</think><response>b </response> c" } << "a"
                                             << "b </response> c";
    QTest::newRow("response without thinking") << 3 << false << L { "see </response>" } << ""
                                               << "see </response>";
    QTest::newRow("sentences") << 4 << false << L { "Here is my thought", " process: a\n\nHere is", " my response:\nb" }
                               << "a"
                               << "b";
    QTest::newRow("thought channel") << 5 << false << L { "!<|channel>", "thou", "ght\n", "a", "!<channel|>", "b" }
                                     << "a"
                                     << "b";
    QTest::newRow("final response") << 6 << true
                                    << L { "Hm", "\n[BEGIN FINAL", " RESPONSE]\n", "b [x]", "\n[END FINAL RES",
                                           "PONSE]\n" }
                                    << "Hm"
                                    << "b [x]";
    QTest::newRow("no thought channel") << 5 << false << L { "b", "!<channel|>" } << ""
                                        << "b";
}

void ReasoningTest::separates()
{
    QFETCH(int, format);
    QFETCH(bool, startsOpen);
    QFETCH(QStringList, tokens);
    QFETCH(QString, thinking);
    QFETCH(QString, answer);
    const ReasoningFormat formats[] {
        kTokenTags,
        kTextTags,
        kChannels,
        ReasoningFormat::detect("<think> <response>", vocabulary({})),
        ReasoningFormat::detect("Here is my thought process:", vocabulary({})),
        ReasoningFormat::detect("<|channel>thought", vocabulary({ "<|channel>", "<channel|>" })),
        ReasoningFormat::detect("Here are my reasoning steps:", vocabulary({})),
    };
    Words words;
    for (const QString &token : tokens)
        words.push_back(token.toStdString());
    const ReasoningText text = run(formats[format], startsOpen, words);
    QCOMPARE(QString::fromStdString(text.thinking), thinking);
    QCOMPARE(QString::fromStdString(text.answer), answer);
}

void ReasoningTest::tagsMayBeSplitAnywhere()
{
    const std::string reply = "\n<think>\na < b </think\n</think>\n\nc <think> d\n";
    for (std::size_t first = 0; first <= reply.size(); ++first) {
        for (std::size_t second = first; second <= reply.size(); ++second) {
            const ReasoningText text = run(kTextTags, false,
                { reply.substr(0, first), reply.substr(first, second - first), reply.substr(second) });
            QCOMPARE(text.thinking, std::string("a < b </think"));
            QCOMPARE(text.answer, std::string("c <think> d"));
        }
    }
}

void ReasoningTest::givesTextAsSoonAsItIsCertain()
{
    ReasoningSplitter splitter(kTextTags, false);
    QCOMPARE(splitter.push({ "<think>One" }).thinking, std::string("One"));
    QVERIFY(splitter.isThinking());
    QCOMPARE(splitter.push({ " two </th" }).thinking, std::string(" two"));
    QCOMPARE(splitter.push({ "ree" }).thinking, std::string(" </three"));
    const ReasoningText both = splitter.push({ " four</think> Yes" });
    QCOMPARE(both.thinking, std::string(" four"));
    QCOMPARE(both.answer, std::string("Yes"));
    QVERIFY(!splitter.isThinking());

    ReasoningSplitter untouched(ReasoningFormat {}, false);
    QCOMPARE(untouched.push({ "  <think> " }).answer, std::string("  <think> ")); // a model that does not think
}

void ReasoningTest::promptOpensThinking()
{
    QVERIFY(kTokenTags.opensIn("<|Assistant|><think>\n"));
    QVERIFY(!kTokenTags.opensIn("<|Assistant|>"));
    QVERIFY(!kTokenTags.opensIn("<|im_start|>assistant\n<think>\n\n</think>\n\n"));
    QVERIFY(kTokenTags.opensIn("</think><think>"));
    QVERIFY(kChannels.opensIn("<|start|>assistant<|channel|>analysis<|message|>"));
    QVERIFY(!kChannels.opensIn("<|start|>assistant"));
    QVERIFY(!kChannels.opensIn("<|start|>assistant<|channel|>analysis<|message|>x<|end|><|start|>assistant"));
    QVERIFY(!ReasoningFormat().opensIn("<think>"));
}

void ReasoningTest::closesOverBudget()
{
    ReasoningSplitter splitter(kTokenTags, false);
    QVERIFY(!splitter.isOverBudget(2));
    splitter.push({ "<think>", "<think>" });
    QVERIFY(!splitter.isOverBudget(2));
    QVERIFY(!splitter.isOverBudget(0));
    splitter.push({ "a" });
    QCOMPARE(splitter.thinkingTokens(), std::size_t { 2 });
    QVERIFY(splitter.isOverBudget(2));
    QCOMPARE(kTokenTags.closing(), std::string("\n</think>\n\n"));
    splitter.push({ "\n" });
    splitter.push({ "</think>", "</think>" });
    QVERIFY(!splitter.isOverBudget(2));
    splitter.push({ "\n\n" });
    QCOMPARE(splitter.push({ "Yes" }).answer, std::string("Yes"));

    // what closes thinking in channels opens the answer too
    const ReasoningText text = kChannels.split("<|channel|>analysis<|message|>Hm" + kChannels.closing() + "Yes");
    QCOMPARE(text.thinking, std::string("Hm"));
    QCOMPARE(text.answer, std::string("Yes"));
}

void ReasoningTest::splitsWholeReplies()
{
    const ReasoningText text = kTokenTags.split("<think>\nHm\n</think>\n\nYes <think>");
    QCOMPARE(text.thinking, std::string("Hm"));
    QCOMPARE(text.answer, std::string("Yes <think>"));
    QCOMPARE(kTokenTags.split("Yes </think> no").answer, std::string("Yes </think> no"));
    QCOMPARE(ReasoningFormat().split(" <think>x</think> ").answer, std::string(" <think>x</think> "));
}

} // namespace maru::prompt

QTEST_GUILESS_MAIN(maru::prompt::ReasoningTest)
#include "tst_reasoning.moc"
