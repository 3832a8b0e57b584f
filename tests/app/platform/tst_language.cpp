// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/language.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace maru;

class TestLanguage : public QObject
{
    Q_OBJECT

private slots:
    void korean_texts_and_numbers_are_there()
    {
        Language language;
        QSignalSpy changed(&language, &Language::changed);
        language.setChoice("en");
        QCOMPARE(newChat(), "New chat");
        language.setChoice("ko");
        QCOMPARE(language.current(), "ko");
        QCOMPARE(newChat(), u"\uC0C8 \uB300\uD654"_qs);
        QCOMPARE(QLocale().language(), QLocale::Korean);
        language.setChoice("en");
        QCOMPARE(newChat(), "New chat");
        QCOMPARE(changed.size(), 3);
        language.setChoice("en");
        QCOMPARE(changed.size(), 3);
    }

    void plural_forms_are_there()
    {
        Language language;
        language.setChoice("en");
        QCOMPARE(days(1), "Keep for 1 day");
        QCOMPARE(days(30), "Keep for 30 days");
        language.setChoice("ko");
        QVERIFY(days(30).contains("30"));
        QVERIFY(!days(30).contains("day"));
    }

    void what_is_not_there_is_the_desktops_language()
    {
        Language language;
        language.setChoice("xx");
        QVERIFY(Language::codes().contains(language.current()));
    }

    void each_language_calls_itself()
    {
        QCOMPARE(Language::names().size(), Language::codes().size());
        QCOMPARE(Language::names().at(1), u"\uD55C\uAD6D\uC5B4"_qs);
    }

    void an_ended_one_leaves_no_texts()
    {
        {
            Language language;
            language.setChoice("ko");
        }
        QCOMPARE(newChat(), "New chat");
    }

private:
    static QString newChat() { return QCoreApplication::translate("WindowActions", "New chat"); }

    static QString days(int count)
    {
        return QCoreApplication::translate("PrivacySection", "Keep for %n day(s)", nullptr, count);
    }
};

QTEST_GUILESS_MAIN(TestLanguage)
#include "tst_language.moc"
