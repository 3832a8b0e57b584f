// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/block_writer.h"
#include "app/text/markdown_blocks.h"
#include "app/text/markdown_stream.h"
#include "tests/app/text/markdown_corpus.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace maru;
using namespace Qt::StringLiterals;

class MarkdownStreamTest : public QObject
{
    Q_OBJECT

    /// `text` in pieces that are cut at random, some of them in the middle of a line break.
    static QList<MessageBlock> streamed(const QString &text, quint32 seed, bool *finishedChanged = nullptr)
    {
        QRandomGenerator random(seed);
        MarkdownStream stream;
        QList<MessageBlock> before;
        for (qsizetype done = 0; done < text.size();) {
            const qsizetype length = random.bounded(1, seed % 3 == 0 ? 4 : 60);
            stream.append(text.mid(done, length));
            done += length;
            if (random.bounded(3) == 0)
                continue;
            stream.update();
            if (finishedChanged && stream.finishedBlocks().mid(0, before.size()) != before)
                *finishedChanged = true;
            before = stream.finishedBlocks();
        }
        stream.finish();
        return stream.blocks();
    }

private slots:
    void any_cuts_give_the_blocks_of_the_whole_data()
    {
        QTest::addColumn<QString>("text");
        const QStringList corpus = markdownCorpus();
        for (qsizetype i = 0; i < corpus.size(); ++i)
            QTest::addRow("text %d", static_cast<int>(i)) << corpus.at(i);
        QTest::newRow("all") << corpus.join(u"\n\n"_s);
        QTest::newRow("DOS line breaks") << QString(corpus.join(u"\n\n"_s)).replace(u"\n"_s, u"\r\n"_s);
    }

    void any_cuts_give_the_blocks_of_the_whole()
    {
        QFETCH(QString, text);
        int groups = 0;
        const QList<MessageBlock> whole = markdownBlocks(normalizedText(text), groups);
        for (quint32 seed = 1; seed <= 30; ++seed) {
            bool changed = false;
            const QList<MessageBlock> parts = streamed(text, seed, &changed);
            QVERIFY2(!changed, "a finished block changed");
            if (parts == whole)
                continue;
            QCOMPARE(parts.size(), whole.size());
            for (qsizetype i = 0; i < whole.size(); ++i)
                QVERIFY2(parts.at(i) == whole.at(i), qPrintable(u"seed %1, block %2"_s.arg(seed).arg(i)));
        }
    }

    /// Compared with one piece: of fences that a quote ends, md4c itself makes other blocks where more stands before
    /// them.
    void random_lines_too()
    {
        const QStringList lines { u"- a"_s, u"  - b"_s, u"1. c"_s, u"> q"_s, u"> - r"_s, u""_s, u""_s, u"text"_s,
            u"```"_s, u"    code"_s, u"# h"_s, u"---"_s, u"| a | b |"_s, u"|---|---|"_s, u"$$"_s, u"  more"_s, u"~~~"_s,
            u"  ```"_s, u"* x"_s, u"***"_s, u"$x$ and"_s, u"\t- t"_s, u"- ```"_s, u"=="_s, u"> ```"_s, u"[a]: /b"_s,
            u"[a]"_s, u"10) d"_s };
        QRandomGenerator random(7);
        for (int round = 0; round < 3000; ++round) {
            QString text;
            for (int line = random.bounded(2, 14); line > 0; --line)
                text += lines.at(random.bounded(static_cast<int>(lines.size()))) + u'\n';
            MarkdownStream once;
            once.append(text);
            once.finish();
            const QList<MessageBlock> whole = once.blocks();
            const QList<MessageBlock> parts = streamed(text, static_cast<quint32>(round));
            if (parts != whole)
                QFAIL(qPrintable(u"these lines depend on the cuts:\n%1\nwhole:\n%2\nparts:\n%3"_s.arg(
                    text, markdownOf(whole), markdownOf(parts))));
        }
    }

    void code_under_way_is_open_and_shows_no_half_fence()
    {
        MarkdownStream stream;
        stream.append(u"text\n\n```c\nint x;\n``"_s);
        stream.update();
        QCOMPARE(stream.blocks().size(), 2);
        QCOMPARE(stream.blocks().at(1).text, u"int x;"_s);
        QVERIFY(!stream.blocks().at(1).closed);
        stream.append(u"`\n"_s);
        stream.update();
        QVERIFY(stream.blocks().at(1).closed);
    }

    void an_unclosed_fence_ends_with_the_text()
    {
        MarkdownStream stream;
        stream.append(u"```c\nint x;"_s);
        stream.finish();
        QVERIFY(stream.blocks().at(0).closed);
    }

    void finished_blocks_cost_nothing_more()
    {
        // 20,000 paragraphs, parsed after each: linear, or this takes hours.
        MarkdownStream stream;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 20000; ++i) {
            stream.append(u"A paragraph with **bold** and `code`.\n\n"_s);
            stream.update();
        }
        QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(stream.finishedCount() >= 19998);
    }
};

QTEST_GUILESS_MAIN(MarkdownStreamTest)
#include "tst_markdown_stream.moc"
