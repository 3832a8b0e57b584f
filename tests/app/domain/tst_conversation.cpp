// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/conversation.h"

#include <QTest>
#include <QTextBoundaryFinder>

using namespace maru;

class TestConversation : public QObject
{
    Q_OBJECT

private slots:
    void a_title_says_what_it_is_about_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("title");
        const auto row = [](const char *name, const char *text, const char *title) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(title);
        };
        row("one line", "  How\n are  you? ", "How are you?");
        row("first sentence", "Plan a trip to Jeju. It should take three days.", "Plan a trip to Jeju");
        row("question", "Why is the sky blue? I wondered.", "Why is the sky blue?");
        row("short sentence", "Help. My oven does not heat.", "Help. My oven does not heat");
        row("version number", "What is new in Qt 6.4 for QML? Thanks.", "What is new in Qt 6.4 for QML?");
        row("first line", "Translate this into Korean:\nThe weather is fine.", "Translate this into Korean");
        row("heading", "## Recipe for *kimchi*\n\ntext", "Recipe for kimchi");
        row("list", "- **buy** `milk` and bread", "buy milk and bread");
        row("task", "- [ ] call the plumber\n- [x] done", "call the plumber");
        row("link", "Summarise [this page](https://example.org/a) for me", "Summarise this page for me");
        row("underscores of a name", "Explain my_variable_name in C", "Explain my_variable_name in C");
        row("multiplication", "What is 2 * 3 * 4 in words", "What is 2 * 3 * 4 in words");
        row("greeting", "Hi! can you fix my bicycle?", "Can you fix my bicycle?");
        row("greeting on its line", "Hello there,\n\nplease write a poem", "Please write a poem");
        row("only a greeting", "Hello there", "Hello there");
        row("not a greeting", "History of Rome in ten lines", "History of Rome in ten lines");
        row("code first", "```py\nprint(1)\n```\nWhat does this do in Python?", "What does this do in Python?");
        row("only code", "```py\nprint('hello world')\n```", "print('hello world')");
        row("Korean",
            "\uc548\ub155\ud558\uc138\uc694! \uc81c\uc8fc\ub3c4 \uc5ec\ud589 \uacc4\ud68d\uc744 \uc138\uc6cc "
            "\uc8fc\uc138\uc694. \uc0ac\ud758\uc774\uc5d0\uc694.",
            "\uc81c\uc8fc\ub3c4 \uc5ec\ud589 \uacc4\ud68d\uc744 \uc138\uc6cc \uc8fc\uc138\uc694");
        row("Japanese",
            "\u3053\u3093\u306b\u3061\u306f\u3002\u6771\u4eac\u306e\u5929\u6c17\u306f\u3069\u3046\u3067\u3059\u304b"
            "\uff1f\u660e\u65e5\u306f\uff1f",
            "\u6771\u4eac\u306e\u5929\u6c17\u306f\u3069\u3046\u3067\u3059\u304b\uff1f");
        row("nothing", " \n ", "");
        row("a rule", "---\nAbout cats and dogs", "About cats and dogs");
    }

    void a_title_says_what_it_is_about()
    {
        QFETCH(QString, text);
        QFETCH(QString, title);
        QCOMPARE(titleFromText(text), title);
    }

    void a_long_one_is_cut_between_words_or_characters()
    {
        const QString cut = titleFromText(QString(QStringLiteral("word ")).repeated(30));
        QVERIFY(cut.size() <= 60);
        QVERIFY(cut.endsWith(QStringLiteral("word\u2026")));
        // A family of four is one character of seven code points.
        const QString family = QString::fromUtf8("\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466");
        const QString families = titleFromText(family.repeated(80));
        QVERIFY(families.endsWith(family + QChar(0x2026)));
        QCOMPARE(families.size(), 59 * family.size() + 1);
        const QString syllables = titleFromText(QString(QChar(0xac00)).repeated(100));
        QCOMPARE(syllables.size(), 60);
    }
};

QTEST_GUILESS_MAIN(TestConversation)
#include "tst_conversation.moc"
