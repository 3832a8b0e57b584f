// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/code_colours.h"

#include <QColor>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

#include <cmath>

using namespace maru;

class TstCodeColours : public QObject
{
    Q_OBJECT

private:
    static double luminance(const QColor &colour)
    {
        const auto channel
            = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
        return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF());
    }

    static double contrast(const QColor &a, const QColor &b)
    {
        const double x = luminance(a);
        const double y = luminance(b);
        return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
    }

    /// The backgrounds of code in the window's themes: light, dark, and both in high contrast.
    static QList<QColor> backgrounds()
    {
        QFile file(QStringLiteral(MARU_SOURCE_DIR "/ui/components/Theme.qml"));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        static const QRegularExpression kCode(QStringLiteral("property color code:([^\n]*)"));
        static const QRegularExpression kColour(QStringLiteral("#[0-9A-Fa-f]{6}"));
        QList<QColor> colours;
        for (auto found = kColour.globalMatch(kCode.match(QString::fromUtf8(file.readAll())).captured(1));
             found.hasNext();)
            colours.append(QColor(found.next().captured()));
        return colours;
    }

private slots:
    void everyColourCanBeRead_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void everyColourCanBeRead()
    {
        QFETCH(bool, dark);
        QCOMPARE(backgrounds().size(), 4);
        int coloured = 0;
        for (const QColor &background : backgrounds()) {
            if ((luminance(background) < 0.5) != dark)
                continue;
            for (int style = 0; style < kCodeStyles; ++style) {
                const QTextCharFormat format = codeFormat(style, dark);
                if (!format.hasProperty(QTextFormat::ForegroundBrush))
                    continue;
                ++coloured;
                const double ratio = contrast(format.foreground().color(), background);
                QVERIFY2(ratio >= 4.9, qPrintable(QStringLiteral("style %1: %2").arg(style).arg(ratio)));
            }
        }
        QVERIFY(coloured > 40); // two backgrounds of each kind
    }

    void unknownStylesArePlain()
    {
        QCOMPARE(codeFormat(-1, false), QTextCharFormat());
        QCOMPARE(codeFormat(kCodeStyles, true), QTextCharFormat());
    }
};

QTEST_GUILESS_MAIN(TstCodeColours)
#include "tst_code_colours.moc"
