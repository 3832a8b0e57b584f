// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/free_space.h"
#include "app/platform/instance_lock.h"
#include "app/platform/paths.h"
#include "tests/app/app_test.h"

#include <QDir>
#include <QTemporaryDir>

using namespace maru;

class TestPaths : public QObject
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        qunsetenv("XDG_DATA_HOME");
        qunsetenv("XDG_CACHE_HOME");
    }

    void the_xdg_folders_are_used()
    {
        qputenv("XDG_DATA_HOME", "/somewhere/data/");
        qputenv("XDG_CACHE_HOME", "/somewhere/cache");
        const Paths paths = Paths::of({});
        QCOMPARE(paths.models, QStringLiteral("/somewhere/data/maru/models"));
        QCOMPARE(paths.database, QStringLiteral("/somewhere/data/maru/maru.sqlite"));
        QCOMPARE(paths.cache, QStringLiteral("/somewhere/cache/maru"));
    }

    void without_them_it_is_the_home()
    {
        qputenv("XDG_DATA_HOME", "not/absolute");
        const Paths paths = Paths::of({});
        QCOMPARE(paths.data, QDir::homePath() + QStringLiteral("/.local/share/maru"));
        QCOMPARE(paths.cache, QDir::homePath() + QStringLiteral("/.cache/maru"));
    }

    void a_data_folder_holds_everything()
    {
        const Paths paths = Paths::of(QStringLiteral("/tmp/x/../y"));
        for (const QString &path :
            { paths.data, paths.models, paths.cache, paths.database, paths.settings, paths.lock })
            QVERIFY2(path.startsWith(QStringLiteral("/tmp/y")), qPrintable(path));
    }

    void folders_that_cannot_be_made_are_named()
    {
        const auto created = Paths::of(QStringLiteral("/proc/maru")).create();
        QVERIFY(!created.has_value());
        QVERIFY(created.error().arg("path").starts_with("/proc/maru"));
    }

    void a_lock_is_held_once_and_let_go()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("maru.lock"));
        {
            auto first = InstanceLock::take(file);
            VERIFY_OK(first);
            const auto second = InstanceLock::take(file);
            QVERIFY(!second.has_value());
            QCOMPARE(second.error().reason, Reason::AlreadyRunning);
            QCOMPARE(QString::fromStdString(std::string(second.error().arg("path"))), folder.path());
            const InstanceLock moved = *std::move(first);
            QVERIFY(!InstanceLock::take(file).has_value());
        }
        VERIFY_OK(InstanceLock::take(file));
    }

    void free_space_is_told_for_what_is_not_there_yet()
    {
        QTemporaryDir folder;
        QVERIFY(freeSpace(folder.filePath(QStringLiteral("a/b/c"))) > 0);
    }
};

QTEST_GUILESS_MAIN(TestPaths)
#include "tst_paths.moc"
