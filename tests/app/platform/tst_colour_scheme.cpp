// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/colour_scheme.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace maru;

/// What a desktop's settings portal answers, as far as Maru asks.
class PortalStub : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 0;
    uint contrast = 0;
    bool animations = true;

public slots:
    QDBusVariant Read(const QString &group, const QString &key)
    {
        // One variant in another, as the real portals do.
        if (group == QLatin1String("org.freedesktop.appearance") && key == QLatin1String("color-scheme"))
            return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
        if (group == QLatin1String("org.freedesktop.appearance") && key == QLatin1String("contrast"))
            return QDBusVariant(QVariant::fromValue(QDBusVariant(contrast)));
        if (group == QLatin1String("org.gnome.desktop.interface") && key == QLatin1String("enable-animations"))
            return QDBusVariant(QVariant::fromValue(QDBusVariant(animations)));
        sendErrorReply(QStringLiteral("org.freedesktop.portal.Error.NotFound"), key);
        return {};
    }

signals:
    void SettingChanged(const QString &group, const QString &key, const QDBusVariant &value);
};

class TestColourScheme : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"),
            { QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address") });
        QVERIFY2(m_daemon.waitForStarted(), "dbus-daemon is missing: packaging/dev test installs it");
        QVERIFY(m_daemon.waitForReadyRead());
        m_address = QString::fromUtf8(m_daemon.readLine().trimmed());
    }

    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void cleanup()
    {
        for (const QString &name : { QStringLiteral("portal"), QStringLiteral("client") })
            QDBusConnection::disconnectFromBus(name);
    }

    void the_desktops_choice_is_taken_and_followed()
    {
        PortalStub portal;
        portal.scheme = 1;
        portal.contrast = 1;
        portal.animations = false;
        QDBusConnection bus = serve(portal);
        ColourScheme scheme(QDBusConnection::connectToBus(m_address, QStringLiteral("client")));
        QSignalSpy changed(&scheme, &ColourScheme::changed);
        QVERIFY(!scheme.isDark());
        QTRY_VERIFY(scheme.isDark());
        QVERIFY(scheme.isSystemKnown());
        QTRY_VERIFY(scheme.isHighContrast());
        QTRY_VERIFY(scheme.isReducedMotion());
        changed.clear();
        emit portal.SettingChanged(
            QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"), QDBusVariant(2u));
        QTRY_VERIFY(!scheme.isDark());
        QCOMPARE(changed.count(), 1);
        emit portal.SettingChanged(QStringLiteral("org.other"), QStringLiteral("color-scheme"), QDBusVariant(1u));
        QTest::qWait(50);
        QVERIFY(!scheme.isDark());
    }

    void the_users_choice_wins()
    {
        PortalStub portal;
        portal.scheme = 1;
        QDBusConnection bus = serve(portal);
        ColourScheme scheme(QDBusConnection::connectToBus(m_address, QStringLiteral("client")));
        QTRY_VERIFY(scheme.isDark());
        scheme.setChoice(ColourScheme::Choice::Light);
        QVERIFY(!scheme.isDark());
        scheme.setChoice(ColourScheme::Choice::System);
        QVERIFY(scheme.isDark());
    }

    void without_a_portal_it_is_light_and_the_switch_works()
    {
        ColourScheme scheme(QDBusConnection::connectToBus(m_address, QStringLiteral("client")));
        QTest::qWait(100);
        QVERIFY(!scheme.isDark());
        QVERIFY(!scheme.isSystemKnown());
        scheme.setChoice(ColourScheme::Choice::Dark);
        QVERIFY(scheme.isDark());
    }

    void without_a_bus_nothing_waits()
    {
        QElapsedTimer timer;
        timer.start();
        ColourScheme scheme(QDBusConnection(QStringLiteral("none")));
        QVERIFY(timer.elapsed() < 50);
        QVERIFY(!scheme.isDark());
    }

private:
    QDBusConnection serve(PortalStub &portal)
    {
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, QStringLiteral("portal"));
        const bool registered = bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &portal,
                                    QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals)
            && bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop"));
        if (!registered)
            QTest::qFail("the stub cannot be registered", __FILE__, __LINE__);
        return bus;
    }

    QProcess m_daemon;
    QString m_address;
};

QTEST_GUILESS_MAIN(TestColourScheme)
#include "tst_colour_scheme.moc"
