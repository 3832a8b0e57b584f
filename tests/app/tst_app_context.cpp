// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/engine/device_model.h"
#include "app/history/history_controller.h"
#include "app/library/library_controller.h"
#include "app/platform/colour_scheme.h"
#include "app/settings/settings.h"
#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "tests/app/app_test.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestAppContext : public QObject
{
    Q_OBJECT

private slots:
    void a_second_maru_on_the_same_data_is_refused()
    {
        QTemporaryDir folder;
        {
            auto first = AppContext::create(fakeOptions(folder.path()));
            VERIFY_OK(first);
            const auto second = AppContext::create(fakeOptions(folder.path()));
            QVERIFY(!second.has_value());
            QCOMPARE(second.error().reason, Reason::AlreadyRunning);
        }
        VERIFY_OK(AppContext::create(fakeOptions(folder.path())));
    }

    void a_damaged_database_is_set_aside_untouched_and_told_of()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("maru.sqlite")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'z'));
        file.close();
        const auto context = AppContext::create(fakeOptions(folder.path()));
        VERIFY_OK(context);
        QTRY_VERIFY(!(*context)->history()->noticeText().isEmpty());
        const QStringList aside
            = QDir(folder.path()).entryList({ QStringLiteral("maru.sqlite.damaged-*") }, QDir::Files);
        QCOMPARE(aside.size(), 1);
        QFile kept(folder.filePath(aside.constFirst()));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray(5000, 'z'));
    }

    void the_window_gets_everything_it_requires()
    {
        QTemporaryDir folder;
        auto context = AppContext::create(fakeOptions(folder.path()));
        VERIFY_OK(context);
        const QVariantMap properties = (*context)->initialProperties();
        for (const char *name : { "chat", "library", "devices", "settings", "colourScheme" })
            QVERIFY2(properties.value(QLatin1String(name)).value<QObject *>(), name);
    }

    void the_switches_choose_for_this_run_only()
    {
        QTemporaryDir folder;
        AppOptions options = fakeOptions(folder.path());
        options.modelPath = QStringLiteral("/some/where.gguf");
        options.device = QStringLiteral("cpu");
        {
            auto context = AppContext::create(options);
            VERIFY_OK(context);
            QCOMPARE((*context)->chat()->modelPath(), options.modelPath);
            QCOMPARE((*context)->chat()->deviceName(), QStringLiteral("Processor"));
        }
        auto context = AppContext::create(fakeOptions(folder.path()));
        VERIFY_OK(context);
        QVERIFY((*context)->settings()->modelPath().isEmpty());
        QCOMPARE((*context)->settings()->device(), QStringLiteral("auto"));
    }

    void the_theme_of_the_settings_is_followed()
    {
        QTemporaryDir folder;
        auto context = AppContext::create(fakeOptions(folder.path()));
        VERIFY_OK(context);
        (*context)->settings()->setTheme(Settings::Theme::Dark);
        QVERIFY((*context)->colourScheme()->isDark());
        (*context)->settings()->setTheme(Settings::Theme::Light);
        QVERIFY(!(*context)->colourScheme()->isDark());
    }

    void devices_are_listed_with_reasons()
    {
        QTemporaryDir folder;
        auto context = AppContext::create(fakeOptions(folder.path()));
        VERIFY_OK(context);
        DeviceModel &devices = *(*context)->devices();
        QCOMPARE(devices.count(), 1);
        QVERIFY(!devices.isReady());
        devices.refresh();
        QTRY_VERIFY(devices.isReady());
        QCOMPARE(devices.count(), 4);
        QCOMPARE(devices.data(devices.index(0), DeviceModel::SelectorRole).toString(), QStringLiteral("auto"));
        QVERIFY(
            devices.data(devices.index(0), DeviceModel::DetailRole).toString().contains(QStringLiteral("Fake device")));
        QVERIFY(!devices.data(devices.index(3), DeviceModel::UsableRole).toBool());
        QVERIFY(devices.data(devices.index(3), DeviceModel::DetailRole).toString().contains(QStringLiteral("16-bit")));
    }

    void two_hundred_conversations_are_in_the_list_before_the_window_opens()
    {
        QTemporaryDir folder;
        {
            auto database = Database::open(Paths::of(folder.path()).database);
            VERIFY_OK(database);
            VERIFY_OK((*database)->setDurable(false));
            ConversationStore store(**database);
            for (qint64 i = 1; i <= 200; ++i) {
                VERIFY_OK(store.addConversation(conversation(i, QStringLiteral("Conversation %1").arg(i)),
                    userMessage(1000 + 10 * i, i, QString(2000, u'x'))));
            }
        }
        QElapsedTimer timer;
        timer.start();
        auto context = AppContext::create(fakeOptions(folder.path()));
        VERIFY_OK(context);
        QCOMPARE((*context)->chat()->conversations()->count(), 200);
        QVERIFY2(timer.elapsed() < 300, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE((*context)->engine()->phase(), Engine::Phase::Idle); // no model before the first frame
    }
};

QTEST_MAIN(TestAppContext)
#include "tst_app_context.moc"
