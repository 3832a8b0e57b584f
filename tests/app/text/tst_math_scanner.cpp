// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/math_scanner.h"

#include <QElapsedTimer>
#include <QTest>

using namespace maru;
using namespace Qt::StringLiterals;

/// The formulas of a text as "x; $$y", display ones with their dollars, unclosed ones with an ellipsis.
static QString found(const QString &text, bool open = false)
{
    QStringList all;
    for (const MathRegion &region : findMath(text, open))
        all << (region.display ? u"$$"_s : QString()) + region.tex + (region.closed ? QString() : u" ..."_s);
    return all.join(u"; "_s);
}

class MathScannerTest : public QObject
{
    Q_OBJECT

private slots:
    void formulas_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");

        QTest::newRow("dollars") << u"so $x^2$ is"_s << u"x^2"_s;
        QTest::newRow("display") << u"$$\nx\n$$"_s << u"$$x"_s;
        QTest::newRow("parentheses") << u"so \\(a + b\\) is"_s << u"a + b"_s;
        QTest::newRow("brackets over lines") << u"\\[\na\n= b\n\\]"_s << u"$$a\n= b"_s;
        QTest::newRow("environment") << u"\\begin{align}\na &= b\n\\end{align}"_s
                                     << u"$$\\begin{align}\na &= b\n\\end{align}"_s;
        QTest::newRow("in Korean") << u"값은 $x$이고 $y$다"_s << u"x; y"_s;
        QTest::newRow("nth") << u"the $n$th"_s << u"n"_s;
        QTest::newRow("in a list") << u"- one $a$\n- two\n  $$\n  b\n  $$"_s << u"a; $$b"_s;
        QTest::newRow("in a quote") << u"> $$\n> a\n> + b\n> $$"_s << u"$$a\n+ b"_s;
        QTest::newRow("in a table") << u"| a | b |\n|---|---|\n| $|x|_2$ | $y$ |"_s << u"|x|_2; y"_s;
        QTest::newRow("escaped inside") << u"$a \\$ b$"_s << u"a \\$ b"_s;
        QTest::newRow("line breaks inside") << u"\\[a \\\\[2pt] b\\]"_s << u"$$a \\\\[2pt] b"_s;

        QTest::newRow("prices") << u"it costs $5 and $6"_s << QString();
        QTest::newRow("price at the end") << u"$5, or 5$"_s << QString();
        QTest::newRow("dollars of countries") << u"US$5 - US$7, HK$3"_s << QString();
        QTest::newRow("ranges") << u"$5-$7, $10/$20"_s << QString();
        QTest::newRow("sums of money") << u"$5 million and 7$"_s << QString();
        QTest::newRow("Korean prices") << u"가격은 $5이고 배송비는 $3입니다"_s << QString();
        QTest::newRow("variables of a shell") << u"$HOME/bin:$PATH"_s << QString();
        QTest::newRow("escaped") << u"\\$x$ and \\\\(x\\\\)"_s << QString();
        QTest::newRow("not over an empty line") << u"$$\na\n\nb\n$$"_s << QString();
        QTest::newRow("not from item to item") << u"- a $x\n- b y$"_s << QString();
        QTest::newRow("nothing inside") << u"\\(\\) $$ $$ \\[ \\]"_s << QString();

        QTest::newRow("code") << u"`$x$` and ``a ` $y$``"_s << QString();
        QTest::newRow("fence") << u"```\n$x$\n```\n$y$"_s << u"y"_s;
        QTest::newRow("fence in a list") << u"- a\n  ```\n  $x$\n  ```\n  $y$"_s << u"y"_s;
        QTest::newRow("unfinished fence") << u"~~~\n$x$"_s << QString();
        QTest::newRow("a lone backtick") << u"a ` $x$"_s << u"x"_s;
    }

    void formulas()
    {
        QFETCH(QString, text);
        QTEST(found(text), "expected");
    }

    void what_is_being_written_is_open()
    {
        QCOMPARE(found(u"so $$\n\\frac{a"_s, true), u"$$\\frac{a ..."_s);
        QCOMPARE(found(u"so $$\n\\frac{a"_s, false), QString());
        QCOMPARE(found(u"so \\(x"_s, true), u"x ..."_s);
        QCOMPARE(found(u"$$\na\n\nmore"_s, true), QString());
    }

    void places_are_those_of_the_delimiters()
    {
        const QList<MathRegion> regions = findMath(u"ab $x$ cd", false);
        QCOMPARE(regions.size(), 1);
        QCOMPARE(regions.at(0).begin, 3);
        QCOMPARE(regions.at(0).end, 6);
    }

    void takes_linear_time_data()
    {
        QTest::addColumn<QString>("unit");
        for (const char *unit :
            { "$", "$$", "\\(", "\\[", "`", "``a`", "\\begin{align}", "$a ", "$$a", "- $x\n", "> $$\n", "\\\\[" })
            QTest::newRow(unit) << QString::fromLatin1(unit);
    }

    void takes_linear_time()
    {
        QFETCH(QString, unit);
        QElapsedTimer timer;
        timer.start();
        findMath(unit.repeated(200000 / unit.size()), true);
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(MathScannerTest)
#include "tst_math_scanner.moc"
