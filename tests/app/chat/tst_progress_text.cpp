// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/model_choice.h"
#include "app/chat/progress_text.h"

#include <QTest>

using namespace maru;

class TestProgressText : public QObject
{
    Q_OBJECT

private slots:
    void a_load_says_how_far_it_is()
    {
        QCOMPARE(loadingText(0, 0, 0), QStringLiteral("Loading the model"));
        QCOMPARE(loadingText(45'000'000, 100'000'000, 100), QStringLiteral("Loading 45 % \u00b7 45 MB of 100 MB"));
        QVERIFY(loadingText(25'000'000, 100'000'000, 4000).endsWith(QStringLiteral("12 s left")));
        QVERIFY(loadingText(5'000'000'000'000, 9'000'000'000'000, 4'000'000).contains(QStringLiteral("55 %")));
    }

    void a_prompt_says_how_far_it_is()
    {
        QCOMPARE(readingText(0, 0), QStringLiteral("Reading"));
        QVERIFY(readingText(120, 400).contains(QStringLiteral("120")));
    }
};

QTEST_GUILESS_MAIN(TestProgressText)
#include "tst_progress_text.moc"
