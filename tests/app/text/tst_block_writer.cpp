// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/block_writer.h"
#include "app/text/markdown_blocks.h"
#include "tests/app/text/markdown_corpus.h"

#include <QTest>

using namespace maru;
using namespace Qt::StringLiterals;

static QList<MessageBlock> parsed(const QString &text)
{
    int groups = 0;
    QList<MessageBlock> blocks = markdownBlocks(text, groups);
    for (MessageBlock &block : blocks)
        block.fenced = true; // what was indented comes back between fences
    return blocks;
}

class BlockWriterTest : public QObject
{
    Q_OBJECT

private slots:
    void markdown_gives_the_same_blocks_again_data()
    {
        QTest::addColumn<QString>("text");
        const QStringList corpus = markdownCorpus();
        for (qsizetype i = 0; i < corpus.size(); ++i)
            QTest::addRow("text %d", static_cast<int>(i)) << corpus.at(i);
        QTest::newRow("signs")
            << u"\\* a \\_b\\_ \\`c\\` 1\\. \\# \\> \\[d\\](e) \\$5 and \\$6 \\<f\\> &amp;amp; a\\|b"_s;
        QTest::newRow("signs at the beginning") << u"\\# a\n\n\\- b\n\n\\+ c\n\n1\\. d\n\n\\> e\n\n\\---"_s;
        QTest::newRow("code with backticks") << u"``a ` b`` and ` `` `\n\n````\n```\n````"_s;
        QTest::newRow("links") << u"[a *b*](https://c.org/d_(e) \"f\") <https://g.org>"_s;
        QTest::newRow("table") << u"| a | b |\n|:-:|---|\n| x\\|y | `z` **w** |"_s;
    }

    void markdown_gives_the_same_blocks_again()
    {
        QFETCH(QString, text);
        const QList<MessageBlock> blocks = parsed(text);
        const QString written = markdownOf(blocks);
        const QList<MessageBlock> again = parsed(written);
        QVERIFY2(again.size() == blocks.size(), qPrintable(written));
        for (qsizetype i = 0; i < blocks.size(); ++i) {
            QVERIFY2(again.at(i).kind == blocks.at(i).kind, qPrintable(written));
            QVERIFY2(again.at(i).text == blocks.at(i).text, qPrintable(written));
            QVERIFY2(again.at(i).frames() == blocks.at(i).frames(), qPrintable(written));
            QVERIFY2(plainTextOf(again.at(i).spans) == plainTextOf(blocks.at(i).spans), qPrintable(written));
            QVERIFY2(again.at(i).cells == blocks.at(i).cells, qPrintable(written));
        }
    }

    void plain_text_keeps_signs_of_lists_and_sources_of_formulas()
    {
        QCOMPARE(plainTextOf(parsed(u"## A **b**\n\n- c `d`\n- $e$\n\n> f\n\n```\ng\n```"_s)),
            u"A b\n\n- c d\n- $e$\n\n> f\n\ng"_s);
    }

    void a_table_is_tab_separated()
    {
        QCOMPARE(tsvOf(parsed(u"| a | b |\n|---|---|\n| **c** | $d$ |"_s).at(0)), u"a\tb\nc\t$d$"_s);
    }

    void parts_keep_their_styles()
    {
        const MessageBlock block = parsed(u"ab **cd** $e$ fg"_s).at(0);
        QCOMPARE(block.length(), 10);
        QCOMPARE(markdownOf({ sliceOf(block, 1, 4) }), u"b **c**"_s);
        QCOMPARE(markdownOf({ sliceOf(block, 6, 7) }), u"$e$"_s);
    }

    void parts_of_tables_are_rows_or_the_text_of_a_cell()
    {
        const MessageBlock table = parsed(u"| ab | c |\n|---|---|\n| d | e |\n| f | g |"_s).at(0);
        QCOMPARE(plainTextOf({ sliceOf(table, 1, 2) }), u"b"_s);
        QCOMPARE(tsvOf(sliceOf(table, 5, 8)), u"d\te"_s);
    }
};

QTEST_GUILESS_MAIN(BlockWriterTest)
#include "tst_block_writer.moc"
