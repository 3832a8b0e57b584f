// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/notifier.h"

#include <QDBusConnection>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QVariantMap>

using namespace maru;

/// A desktop's notification service, as far as Maru uses it.
class ServiceStub : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown
    {
        uint replaces;
        QString title;
        QString text;
        QStringList actions;
    };
    QList<Shown> shown;

public slots:
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &text,
        const QStringList &actions, const QVariantMap &, int)
    {
        shown.append({ replaces, title, text, actions });
        return replaces ? replaces : static_cast<uint>(shown.size());
    }

signals:
    void ActionInvoked(uint id, const QString &action);
    void ActivationToken(uint id, const QString &token);
    void NotificationClosed(uint id, uint reason);
};

class TestNotifier : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_daemon.start("dbus-daemon", { "--session", "--nofork", "--print-address" });
        QVERIFY2(m_daemon.waitForStarted(), "dbus-daemon is missing: packaging/dev test installs it");
        QVERIFY(m_daemon.waitForReadyRead());
        m_address = QString::fromUtf8(m_daemon.readLine().trimmed());
    }

    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void init()
    {
        m_service.shown.clear();
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, "service");
        QVERIFY(bus.registerObject("/org/freedesktop/Notifications", &m_service,
            QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(bus.registerService("org.freedesktop.Notifications"));
    }

    void cleanup()
    {
        for (const char *name : { "service", "client" })
            QDBusConnection::disconnectFromBus(name);
    }

    void a_notification_is_shown_as_plain_text()
    {
        Notifier notifier(client());
        notifier.show(7, "Jeju", "<b>bold</b> & more");
        QTRY_COMPARE(m_service.shown.size(), 1);
        QCOMPARE(m_service.shown.at(0).title, "Jeju");
        QCOMPARE(m_service.shown.at(0).text, "&lt;b&gt;bold&lt;/b&gt; &amp; more");
        QCOMPARE(m_service.shown.at(0).actions.at(0), "default");
    }

    void a_click_says_which_one()
    {
        Notifier notifier(client());
        QSignalSpy activated(&notifier, &Notifier::activated);
        notifier.show(7, "Jeju", "a");
        notifier.show(8, "Busan", "b");
        QTRY_COMPARE(m_service.shown.size(), 2);
        QTest::qWait(100); // for the numbers to come back
        emit m_service.ActivationToken(2, "token");
        emit m_service.ActionInvoked(2, "default");
        QTRY_COMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).toLongLong(), 8);
        QCOMPARE(activated.at(0).at(1).toString(), "token");
    }

    void news_of_the_same_take_its_place_until_it_is_closed()
    {
        Notifier notifier(client());
        notifier.show(7, "Jeju", "a");
        QTRY_COMPARE(m_service.shown.size(), 1);
        QTest::qWait(100);
        notifier.show(7, "Jeju", "b");
        QTRY_COMPARE(m_service.shown.size(), 2);
        QCOMPARE(m_service.shown.at(1).replaces, 1U);
        emit m_service.NotificationClosed(1, 2);
        QTest::qWait(100);
        notifier.show(7, "Jeju", "c");
        QTRY_COMPARE(m_service.shown.size(), 3);
        QCOMPARE(m_service.shown.at(2).replaces, 0U);
    }

    void without_a_bus_nothing_happens()
    {
        Notifier notifier(QDBusConnection("none"));
        notifier.show(7, "Jeju", "a");
    }

private:
    QDBusConnection client() { return QDBusConnection::connectToBus(m_address, "client"); }

    QProcess m_daemon;
    QString m_address;
    ServiceStub m_service;
};

QTEST_GUILESS_MAIN(TestNotifier)
#include "tst_notifier.moc"
