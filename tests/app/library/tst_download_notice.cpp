// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/download_notice.h"
#include "app/platform/notifier.h"
#include "app/settings/settings.h"
#include "tests/support/download_test.h"

#include <QDBusConnection>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QVariantMap>

#include <memory>

using namespace maru;
using namespace maru::test;

/// A desktop's notification service that remembers what was shown.
class DesktopStub : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QStringList shown;

public slots:
    uint Notify(const QString &, uint, const QString &, const QString &title, const QString &text, const QStringList &,
        const QVariantMap &, int)
    {
        shown << title + u'|' + text;
        return static_cast<uint>(shown.size());
    }
};

class TestDownloadNotice : public QObject
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
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, QStringLiteral("service"));
        QVERIFY(bus.registerObject(
            QStringLiteral("/org/freedesktop/Notifications"), &m_desktop, QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
    }

    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void the_end_of_a_download_is_told_to_who_does_not_look()
    {
        LyingServer server;
        const QByteArray content = randomFile(5000);
        for (const char *path : { "/a", "/b", "/c" })
            server.serve(path, content);
        const QTemporaryDir folder;
        NetworkGate gate;
        DownloadController downloads(&gate, folder.path(), hastySettings());
        Settings settings(folder.filePath(QStringLiteral("settings.ini")));
        settings.setNotify(true);
        Notifier notifier(QDBusConnection::connectToBus(m_address, QStringLiteral("client")));
        bool isSeen = false;
        const DownloadNotice notice(&downloads, &settings, &notifier, [&isSeen] { return isSeen; });
        const auto fetch = [&](const char *path) {
            DownloadOrder order = orderOf(
                QLatin1String(path + 1) + QStringLiteral(".gguf"), { server.url(QString::fromLatin1(path)) }, content);
            const QString id = downloads.start(order);
            return QTest::qWaitFor([&] {
                const DownloadState state = downloads.downloads()->find(id)->status.state;
                return state == DownloadState::Done || state == DownloadState::Failed;
            });
        };
        QVERIFY(fetch("/a"));
        QTRY_COMPARE(m_desktop.shown.size(), 1);
        QVERIFY(m_desktop.shown.first().startsWith(QStringLiteral("a.gguf|The model is here")));

        isSeen = true;
        QVERIFY(fetch("/b"));
        isSeen = false;
        settings.setNotify(false);
        QVERIFY(fetch("/c"));
        settings.setNotify(true);
        QVERIFY(fetch("/gone"));
        QTRY_COMPARE(m_desktop.shown.size(), 2); // neither of the two between
        QVERIFY(m_desktop.shown.last().startsWith(QStringLiteral("gone.gguf|")));
        QVERIFY(DownloadNotice::isAboutModels(-1) && !DownloadNotice::isAboutModels(7));
    }

private:
    QProcess m_daemon;
    QString m_address;
    DesktopStub m_desktop;
};

QTEST_GUILESS_MAIN(TestDownloadNotice)
#include "tst_download_notice.moc"
