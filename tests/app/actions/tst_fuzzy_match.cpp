// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/actions/fuzzy_match.h"

#include <QTest>

using namespace maru;

class TestFuzzyMatch : public QObject
{
    Q_OBJECT

private slots:
    void letters_in_order_match_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("the same") << "New chat"
                                  << "New chat" << true;
        QTest::newRow("case") << "NEW"
                              << "new chat" << true;
        QTest::newRow("initials") << "nc"
                                  << "New chat" << true;
        QTest::newRow("words in any order") << "chat new"
                                            << "New chat" << true;
        QTest::newRow("letters missing") << "newx"
                                         << "New chat" << false;
        QTest::newRow("wrong order") << "wen"
                                     << "New" << false;
        QTest::newRow("one word missing") << "new dog"
                                          << "New chat" << false;
        QTest::newRow("nothing typed") << ""
                                       << "New chat" << false;
        QTest::newRow("longer than the text") << "chatchat"
                                              << "chat" << false;
        QTest::newRow("Korean") << u"\uC124\uC815"_qs << u"\uC124\uC815 \uC5F4\uAE30"_qs << true;
        QTest::newRow("Korean consonants") << u"\u3145\u3148"_qs << u"\uC124\uC815"_qs << true;
        QTest::newRow("other consonants") << u"\u3145\u3131"_qs << u"\uC124\uC815"_qs << false;
        QTest::newRow("a syllable not finished yet") << u"\uC124\uC800"_qs << u"\uC124\uC815"_qs << true;
        QTest::newRow("another vowel") << u"\uC124\uC870"_qs << u"\uC124\uC815"_qs << false;
    }

    void letters_in_order_match()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, text);
        QFETCH(const bool, matches);
        QCOMPARE(fuzzyScore(query, text) > 0, matches);
    }

    void better_places_count_more()
    {
        QVERIFY(fuzzyScore(u"set", u"Settings") > fuzzyScore(u"set", u"Reset"));
        QVERIFY(fuzzyScore(u"nc", u"New chat") > fuzzyScore(u"nc", u"Incoming"));
        QVERIFY(fuzzyScore(u"chat", u"chat") > fuzzyScore(u"chat", u"chatter"));
        QVERIFY(fuzzyScore(u"open", u"an opening") > fuzzyScore(u"open", u"of people nearby"));
    }
};

QTEST_GUILESS_MAIN(TestFuzzyMatch)
#include "tst_fuzzy_match.moc"
