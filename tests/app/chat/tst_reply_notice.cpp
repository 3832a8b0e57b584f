// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/chat/reply_notice.h"
#include "app/platform/notifier.h"
#include "app/settings/settings.h"
#include "tests/app/app_test.h"

#include <QDBusConnection>
#include <QProcess>
#include <QTemporaryDir>
#include <QVariantMap>

using namespace maru;
using namespace maru::test;

/// A desktop's notification service that remembers what was shown.
class DesktopStub : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QStringList titles;
    QStringList texts;

public slots:
    uint Notify(const QString &, uint, const QString &, const QString &title, const QString &text, const QStringList &,
        const QVariantMap &, int)
    {
        titles << title;
        texts << text;
        return static_cast<uint>(titles.size());
    }
};

class TestReplyNotice : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_daemon.start("dbus-daemon", { "--session", "--nofork", "--print-address" });
        QVERIFY2(m_daemon.waitForStarted(), "dbus-daemon is missing: packaging/dev test installs it");
        QVERIFY(m_daemon.waitForReadyRead());
        m_address = QString::fromUtf8(m_daemon.readLine().trimmed());
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, "service");
        QVERIFY(bus.registerObject("/org/freedesktop/Notifications", &m_desktop, QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService("org.freedesktop.Notifications"));
    }

    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void init()
    {
        m_desktop.titles.clear();
        m_desktop.texts.clear();
        m_seen = false;
        m_folder = std::make_unique<QTemporaryDir>();
        auto context = AppContext::create(fakeOptions(m_folder->path()));
        VERIFY_OK(context);
        m_context = *std::move(context);
        m_notifier = std::make_unique<Notifier>(QDBusConnection::connectToBus(m_address, "client"));
        m_notice = std::make_unique<ReplyNotice>(
            m_context->chat(), m_context->settings(), m_notifier.get(), [this] { return m_seen; });
        m_notice->setLongMs(0);
    }

    void cleanup()
    {
        m_notice.reset();
        m_notifier.reset();
        m_context.reset();
    }

    void a_long_reply_that_ends_unseen_is_told()
    {
        say();
        QTRY_COMPARE(m_desktop.titles.size(), 1);
        QVERIFY(m_desktop.titles.at(0).startsWith("Trip to Jeju"));
        QVERIFY(m_desktop.texts.at(0).startsWith("one two three"));
    }

    void not_one_that_was_seen()
    {
        m_seen = true;
        say();
        QTest::qWait(100);
        QVERIFY(m_desktop.titles.isEmpty());
    }

    void not_a_short_one()
    {
        m_notice->setLongMs(60'000);
        say();
        QTest::qWait(100);
        QVERIFY(m_desktop.titles.isEmpty());
    }

    void not_where_it_is_switched_off()
    {
        m_context->settings()->setNotify(false);
        say();
        QTest::qWait(100);
        QVERIFY(m_desktop.titles.isEmpty());
    }

private:
    void say()
    {
        ChatController *chat = m_context->chat();
        QVERIFY(chat->send("Trip to Jeju"));
        QTRY_COMPARE_WITH_TIMEOUT(chat->state(), ChatController::State::Idle, 20000);
        QTRY_VERIFY(chat->canSend());
    }

    QProcess m_daemon;
    QString m_address;
    DesktopStub m_desktop;
    bool m_seen = false;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<ReplyNotice> m_notice;
};

QTEST_GUILESS_MAIN(TestReplyNotice)
#include "tst_reply_notice.moc"
