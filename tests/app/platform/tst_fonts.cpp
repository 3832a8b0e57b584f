// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/fonts.h"

#include <QFontDatabase>
#include <QGlyphRun>
#include <QGuiApplication>
#include <QRawFont>
#include <QTest>
#include <QTextLayout>

using namespace maru;

class TestFonts : public QObject
{
    Q_OBJECT

private slots:
    void Korean_text_has_Korean_forms()
    {
        if (!QFontDatabase::families().contains("Noto Sans CJK KR"))
            QSKIP("Noto Sans CJK KR is not installed");
        const QFont font = withKoreanForms(QGuiApplication::font(), QLocale("en_GB"));
        // A syllable, and a Chinese character whose forms differ.
        for (const QString &text : { u"\uAC00"_qs, u"\u76F4"_qs }) {
            QTextLayout layout(text, font);
            layout.beginLayout();
            layout.createLine();
            layout.endLayout();
            QCOMPARE(layout.glyphRuns().at(0).rawFont().familyName(), "Noto Sans CJK KR");
        }
    }

    void Latin_letters_stay_in_the_desktops_font()
    {
        const QFont font = QGuiApplication::font();
        QCOMPARE(withKoreanForms(font, QLocale("en_GB")).families().at(0), font.families().at(0));
    }

    void a_Japanese_desktop_keeps_its_order()
    {
        const QFont font = QGuiApplication::font();
        QCOMPARE(withKoreanForms(font, QLocale("ja_JP")), font);
        QCOMPARE(withKoreanForms(font, QLocale("zh_CN")), font);
    }
};

QTEST_MAIN(TestFonts)
#include "tst_fonts.moc"
