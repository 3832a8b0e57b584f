// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/unicode_tables.h"

#include <QtCore/QChar>
#include <QtTest/QTest>

using namespace maru::tokenizer;

namespace {

UnicodeClass classByQt(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Titlecase:
        return UnicodeClass::Upper;
    case QChar::Letter_Lowercase:
        return UnicodeClass::Lower;
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
        return UnicodeClass::OtherLetter;
    default:
        break;
    }
    if (QChar::isMark(c))
        return UnicodeClass::Mark;
    if (QChar::isNumber(c))
        return UnicodeClass::Number;
    if (QChar::isPunct(c))
        return UnicodeClass::Punctuation;
    if (QChar::isSymbol(c))
        return UnicodeClass::Symbol;
    const QChar::Category category = QChar::category(c);
    const bool separator = category == QChar::Separator_Space || category == QChar::Separator_Line
        || category == QChar::Separator_Paragraph;
    return separator ? UnicodeClass::Separator : UnicodeClass::Other;
}

} // namespace

class UnicodeTablesTest : public QObject
{
    Q_OBJECT

private slots:
    /// Qt has tables of its own, made by others. Those of another version of Unicode may differ in a few characters
    /// that were changed; all that either calls unassigned is left out.
    void classes_are_those_of_qt()
    {
        int compared = 0;
        int different = 0;
        for (char32_t c = 0; c <= 0x10ffff; ++c) {
            if (QChar::category(c) == QChar::Other_NotAssigned || unicodeClass(c) == UnicodeClass::Other)
                continue;
            ++compared;
            different += unicodeClass(c) == classByQt(c) ? 0 : 1;
        }
        QVERIFY2(compared > 140000, qPrintable(QString::number(compared)));
        QVERIFY2(different < 20, qPrintable(QString::number(different)));
    }

    void letters_of_deepseek()
    {
        for (const char32_t c :
            { U'A', U'z', U'\u00b5', U'\u0401', U'\u03c9', U'\uff21', char32_t { 0x10400 }, char32_t { 0x1e943 } })
            QVERIFY(isDeepSeekLetter(c));
        for (const char32_t c :
            { U'@', U'[', U'1', U' ', U'\u00aa', U'\uac00', U'\u4e00', U'\u05d0', char32_t { 0x1e944 } })
            QVERIFY(!isDeepSeekLetter(c));
    }
};

QTEST_GUILESS_MAIN(UnicodeTablesTest)
#include "tst_unicode_tables.moc"
