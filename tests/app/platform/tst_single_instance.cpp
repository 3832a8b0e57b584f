// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/single_instance.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace maru;

class TestSingleInstance : public QObject
{
    Q_OBJECT

private slots:
    void a_second_start_raises_the_first()
    {
        const QTemporaryDir folder;
        SingleInstance first(folder.path());
        QSignalSpy raised(&first, &SingleInstance::raiseRequested);
        qputenv("XDG_ACTIVATION_TOKEN", "token-7");
        auto second = std::async(std::launch::async, [&folder] { return SingleInstance::raiseOther(folder.path()); });
        QTRY_COMPARE(raised.size(), 1);
        qunsetenv("XDG_ACTIVATION_TOKEN");
        QCOMPARE(raised.at(0).at(0).toString(), "token-7");
        QVERIFY(second.get());
    }

    void another_folder_is_another_maru()
    {
        const QTemporaryDir folder;
        const QTemporaryDir other;
        SingleInstance first(folder.path());
        QVERIFY(!SingleInstance::raiseOther(other.path()));
    }

    void what_a_killed_one_left_is_no_hindrance()
    {
        const QTemporaryDir folder;
        auto killed = std::make_unique<SingleInstance>(folder.path());
        SingleInstance next(folder.path());
        QSignalSpy raised(&next, &SingleInstance::raiseRequested);
        auto second = std::async(std::launch::async, [&folder] { return SingleInstance::raiseOther(folder.path()); });
        QTRY_COMPARE(raised.size(), 1);
        QVERIFY(second.get());
    }

    void nobody_there_is_told_soon()
    {
        const QTemporaryDir folder;
        QVERIFY(!SingleInstance::raiseOther(folder.path()));
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_single_instance.moc"
