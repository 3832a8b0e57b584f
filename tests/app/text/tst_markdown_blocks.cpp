// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/block_writer.h"
#include "app/text/markdown_blocks.h"
#include "tests/app/text/markdown_corpus.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace maru;
using namespace Qt::StringLiterals;

namespace {

QList<MessageBlock> parsed(const QString &text)
{
    int groups = 0;
    return markdownBlocks(text, groups);
}

QString specPath()
{
    const QString set = qEnvironmentVariable("MARU_TEST_MODELS");
    const QString data = qEnvironmentVariable("XDG_DATA_HOME", QDir::homePath() + u"/.local/share"_s);
    return (set.isEmpty() ? data + u"/maru/models"_s : set) + u"/commonmark-spec.txt"_s;
}

QString squeezed(const QString &text)
{
    return text.simplified();
}

/// Blocks as nested elements with their text, like "<ul><li>a</li></ul>": what of HTML is the structure.
class Skeleton
{
public:
    static QString of(const QList<MessageBlock> &blocks)
    {
        Skeleton skeleton;
        for (const MessageBlock &block : blocks)
            skeleton.add(block);
        skeleton.closeTo(0);
        return skeleton.m_out;
    }

private:
    void add(const MessageBlock &block)
    {
        qsizetype same = 0;
        while (same < std::min(m_open.size(), block.containers.size())
            && m_open.at(same).group == block.containers.at(same).group
            && (block.containers.at(same).kind == BlockContainer::Kind::Quote
                || m_open.at(same).item == block.containers.at(same).item)
            && !block.containers.at(same).first)
            ++same;
        const bool nextItem = same < m_open.size() && same < block.containers.size()
            && m_open.at(same).group == block.containers.at(same).group;
        closeTo(same, nextItem);
        for (qsizetype i = same; i < block.containers.size(); ++i) {
            const BlockContainer &container = block.containers.at(i);
            if (container.kind == BlockContainer::Kind::Quote)
                m_out += u"<blockquote>"_s;
            else if (i > same || !nextItem)
                m_out += container.kind == BlockContainer::Kind::Bullet ? u"<ul>"_s
                    : container.number == 1                             ? u"<ol>"_s
                                                                        : u"<ol %1>"_s.arg(container.number);
            if (container.kind != BlockContainer::Kind::Quote)
                m_out += u"<li>"_s;
            m_open.append(container);
        }
        leaf(block);
    }

    void leaf(const MessageBlock &block)
    {
        const bool tight
            = !m_open.isEmpty() && m_open.last().kind != BlockContainer::Kind::Quote && m_open.last().tight;
        const QString text = squeezed(plainTextOf(block.spans));
        switch (block.kind) {
        case MessageBlock::Heading:
            m_out += u"<h%1>%2</h%1>"_s.arg(block.level).arg(text);
            break;
        case MessageBlock::Paragraph:
            if (!block.spans.isEmpty())
                m_out += tight ? text : u"<p>"_s + text + u"</p>"_s;
            break;
        case MessageBlock::Code:
            m_out += u"<pre>"_s + block.language + u':' + block.text + u"</pre>"_s;
            break;
        case MessageBlock::Rule:
            m_out += u"<hr>"_s;
            break;
        default:
            m_out += u"<other>"_s;
            break;
        }
    }

    void closeTo(qsizetype depth, bool keepList = false)
    {
        while (m_open.size() > depth) {
            const BlockContainer last = m_open.takeLast();
            if (last.kind == BlockContainer::Kind::Quote)
                m_out += u"</blockquote>"_s;
            else
                m_out += u"</li>"_s;
            if (last.kind != BlockContainer::Kind::Quote && !(keepList && m_open.size() == depth))
                m_out += last.kind == BlockContainer::Kind::Bullet ? u"</ul>"_s : u"</ol>"_s;
        }
    }

    QString m_out;
    QList<BlockContainer> m_open;
};

QString unescaped(QString text)
{
    return text.replace("&lt;"_L1, "<"_L1)
        .replace("&gt;"_L1, ">"_L1)
        .replace("&quot;"_L1, "\""_L1)
        .replace("&amp;"_L1, "&"_L1);
}

/// The same of the specification's HTML.
QString skeletonOfHtml(const QString &html)
{
    static const QRegularExpression tag(u"<(/?)([a-z][a-z0-9]*)([^>]*)>"_s);
    static const QRegularExpression blocks(u"^(p|h[1-6]|ul|ol|li|blockquote|pre|hr)$"_s);
    static const QRegularExpression start(u"start=\"(\\d+)\""_s);
    static const QRegularExpression language(u"class=\"language-([^\"]*)\""_s);
    QString out;
    QString text;
    bool pre = false;
    const auto flush = [&] {
        out += pre ? unescaped(text.endsWith(u'\n') ? text.chopped(1) : text) : squeezed(unescaped(text));
        text.clear();
    };
    qsizetype done = 0;
    for (auto it = tag.globalMatch(html); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        text += html.mid(done, match.capturedStart() - done);
        done = match.capturedEnd();
        const QString name = match.captured(2);
        const bool closing = !match.captured(1).isEmpty();
        if (pre && name == "code"_L1) {
            if (!closing)
                out += unescaped(language.match(match.captured(3)).captured(1)) + u':';
            continue;
        }
        if (name == "br"_L1)
            text += u'\n';
        if (!blocks.match(name).hasMatch())
            continue;
        flush();
        if (name == "pre"_L1)
            pre = !closing;
        const QString number = start.match(match.captured(3)).captured(1);
        out += u'<' + match.captured(1) + name + (number.isEmpty() ? QString() : u' ' + number) + u'>';
    }
    text += html.mid(done);
    flush();
    return out;
}

} // namespace

class MarkdownBlocksTest : public QObject
{
    Q_OBJECT

private slots:
    void the_examples_of_commonmark()
    {
        QFile file(specPath());
        QVERIFY2(file.open(QIODevice::ReadOnly), "commonmark-spec.txt is missing: packaging/dev test fetches it");
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
        // Not of these: raw HTML is text in Maru, and images are never shown.
        const QStringList leftOut { u"HTML blocks"_s, u"Raw HTML"_s, u"Images"_s };
        const QString fence(32, u'`');
        QString section;
        int count = 0;
        int right = 0;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines.at(i).startsWith("## "_L1))
                section = lines.at(i).mid(3);
            if (!lines.at(i).startsWith(fence + " example"_L1))
                continue;
            const qsizetype dot = lines.indexOf(u"."_s, i);
            const qsizetype end = lines.indexOf(fence, dot);
            QString source = lines.mid(i + 1, dot - i - 1).join(u'\n') + u'\n';
            source.replace(QChar(0x2192), u'\t');
            QString html = lines.mid(dot + 1, end - dot - 1).join(u'\n') + u'\n';
            html.replace(QChar(0x2192), u'\t');
            i = end;
            if (leftOut.contains(section))
                continue;
            ++count;
            const QString expected = skeletonOfHtml(html);
            const QString actual = Skeleton::of(parsed(source));
            if (actual == expected)
                ++right;
            else
                qInfo().noquote() << section << '\n' << source << "expected" << expected << "\nactual  " << actual;
        }
        qInfo("%d of %d examples", right, count);
        QVERIFY(count > 500);
        QVERIFY2(right >= count * 0.95, qPrintable(u"%1 of %2 as specified"_s.arg(right).arg(count)));
    }

    void styles_are_spans()
    {
        const QList<MessageBlock> blocks = parsed(u"a **b *c*** ~~d~~ `e` [f](https://g.org \"h\")\\\ni ![j](k.png)"_s);
        QCOMPARE(blocks.size(), 1);
        const QList<TextSpan> spans = blocks.at(0).spans;
        QCOMPARE(spans.at(1).style, int(TextSpan::Bold));
        QCOMPARE(spans.at(2).style, TextSpan::Bold | TextSpan::Italic);
        QCOMPARE(spans.at(4).style, int(TextSpan::Struck));
        QCOMPARE(spans.at(6).style, int(TextSpan::Code));
        QCOMPARE(spans.at(8).target, u"https://g.org"_s);
        QCOMPARE(spans.at(8).title, u"h"_s);
        QVERIFY(spans.at(9).text.startsWith(QChar(QChar::LineSeparator)));
        QCOMPARE(spans.at(10).kind, TextSpan::Kind::Image);
        QCOMPARE(spans.at(10).text, u"j"_s);
        QCOMPARE(spans.at(10).target, u"k.png"_s);
    }

    void html_is_text()
    {
        const QList<MessageBlock> blocks
            = parsed(u"<img src=\"file:///etc/passwd\">\n\n<div>**a**</div> &copy; &#x1F600;"_s);
        QCOMPARE(blocks.size(), 2);
        QCOMPARE(plainTextOf(blocks.at(0).spans), u"<img src=\"file:///etc/passwd\">"_s);
        QCOMPARE(plainTextOf(blocks.at(1).spans), QString::fromUtf8("<div>a</div> \u00a9 \U0001F600"));
    }

    void tables_have_cells_and_alignments()
    {
        const MessageBlock table = parsed(u"| a | b | c |\n|:--|:-:|--:|\n| 1 | **2** |\n"_s).value(0);
        QCOMPARE(table.kind, MessageBlock::Table);
        QCOMPARE(table.columns, 3);
        QCOMPARE(table.rows(), 2);
        QCOMPARE(table.alignments.at(0), Qt::AlignLeft);
        QCOMPARE(table.alignments.at(1), Qt::AlignHCenter);
        QCOMPARE(table.alignments.at(2), Qt::AlignRight);
        QCOMPARE(table.cells.at(4).at(0).style, int(TextSpan::Bold));
        QCOMPARE(table.length(), 5 + 6);
    }

    void a_table_as_wide_as_no_window_is_text()
    {
        const QString row = u"|a"_s.repeated(200) + u"|\n"_s;
        const QList<MessageBlock> blocks = parsed(row + u"|-"_s.repeated(200) + u"|\n"_s + row);
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks.at(0).kind, MessageBlock::Paragraph);
    }

    void tasks_know_whether_they_are_done()
    {
        const QList<MessageBlock> blocks = parsed(u"- [ ] a\n- [x] b\n- c"_s);
        QCOMPARE(blocks.at(0).frames(), QStringList { u"open"_s });
        QCOMPARE(blocks.at(1).frames(), QStringList { u"done"_s });
        QCOMPARE(blocks.at(2).frames(), QStringList { u"bullet"_s });
    }

    void containers_nest()
    {
        const QList<MessageBlock> blocks = parsed(u"> 3. a\n>\n>    b\n>    - c\n\n>"_s);
        QCOMPARE(blocks.size(), 4);
        QCOMPARE(blocks.at(0).frames(), (QStringList { u"quote"_s, u"3."_s }));
        QCOMPARE(blocks.at(1).frames(), (QStringList { u"quoted"_s, QString() }));
        QCOMPARE(blocks.at(2).frames(), (QStringList { u"quoted"_s, QString(), u"bullet"_s }));
        QCOMPARE(blocks.at(3).frames(), QStringList { u"quote"_s });
    }

    void depth_has_an_end()
    {
        const QList<MessageBlock> blocks = parsed(u">"_s.repeated(20000) + u" deep"_s);
        QCOMPARE(blocks.size(), 1);
        QVERIFY(blocks.at(0).containers.size() <= 24);
    }

    void formulas_are_blocks_or_spans()
    {
        const QList<MessageBlock> blocks
            = parsed(u"- so $a_b*c*d$ is\n  $$\n  \\frac{x}{y}\n  - 1\n  $$\n  the end\n"_s);
        QCOMPARE(blocks.size(), 3);
        QCOMPARE(blocks.at(0).spans.at(1).kind, TextSpan::Kind::Math);
        QCOMPARE(blocks.at(0).spans.at(1).text, u"a_b*c*d"_s);
        QCOMPARE(blocks.at(1).kind, MessageBlock::Math);
        QCOMPARE(blocks.at(1).text, u"\\frac{x}{y}\n- 1"_s);
        QVERIFY(!blocks.at(1).containers.at(0).first);
        QCOMPARE(plainTextOf(blocks.at(2).spans), u"the end"_s);
    }

    void characters_of_the_private_plane_stay()
    {
        const QString text = QString::fromUtf8("a \U00100000 b \U0010FFFD $x$");
        QCOMPARE(plainTextOf(parsed(text).at(0).spans), text);
        QCOMPARE(parsed(u"```\n"_s + text + u"\n```"_s).at(0).text, text);
    }

    void typed_text_stays_as_it_is()
    {
        const QList<MessageBlock> blocks = typedBlocks(u"a *b*\n- c\n```py\nx\n```\n# d"_s);
        QCOMPARE(blocks.size(), 3);
        QCOMPARE(blocks.at(0).kind, MessageBlock::Plain);
        QCOMPARE(blocks.at(0).text, u"a *b*\n- c"_s);
        QCOMPARE(blocks.at(1).kind, MessageBlock::Code);
        QCOMPARE(blocks.at(1).language, u"py"_s);
        QCOMPARE(blocks.at(1).text, u"x"_s);
        QCOMPARE(blocks.at(2).text, u"# d"_s);
    }

    void takes_linear_time_data()
    {
        QTest::addColumn<QString>("unit");
        for (const char *unit :
            { "[a](", "**a ", "`a``", "> ", "- ", "|a", "![", "<a ", "&amp;", "$x$ ", "[a]: b\n", "*_" })
            QTest::newRow(unit) << QString::fromLatin1(unit);
    }

    void takes_linear_time()
    {
        QFETCH(QString, unit);
        QElapsedTimer timer;
        timer.start();
        parsed(unit.repeated(100000 / unit.size()));
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(MarkdownBlocksTest)
#include "tst_markdown_blocks.moc"
