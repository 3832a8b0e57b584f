// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Replies that try to have something opened, in the window's own delegate of messages: nothing may be asked of the
// network, of the desktop or of the disk. tests/data/hostile/*.md are such replies; %SERVER% and %FOLDER% in them stand
// for a server and a folder that this test watches.

#include "app/chat/message_model.h"
#include "app/network/refused_network.h"
#include "app/text/code_highlighter.h"
#include "app/text/math_renderer.h"

#include <QDesktopServices>
#include <QDir>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QTemporaryDir>
#include <QtTest>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

using namespace maru;

constexpr const char *kSchemes[] = { "http", "https", "file", "javascript", "data", "mailto", "smb", "ftp", "qrc",
    "image", "ssh", "tel", "ms-settings", "x-scheme-handler", "vbscript", "" };

/// Counts who connects to it.
class WatchedServer
{
public:
    WatchedServer()
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_socket, reinterpret_cast<sockaddr *>(&address), size) == 0 && ::listen(m_socket, 16) == 0
            && ::getsockname(m_socket, reinterpret_cast<sockaddr *>(&address), &size) == 0)
            m_port = ntohs(address.sin_port);
    }
    ~WatchedServer() { ::close(m_socket); }

    QString address() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    int port() const { return m_port; }

    int connections()
    {
        int count = 0;
        for (int guest = ::accept(m_socket, nullptr, nullptr); guest >= 0;
             guest = ::accept(m_socket, nullptr, nullptr)) {
            ::close(guest);
            ++count;
        }
        return count;
    }

private:
    int m_socket;
    int m_port = 0;
};

/// A folder with files that replies name, and what the kernel says of who looks at them.
class WatchedFolder
{
public:
    WatchedFolder()
        : m_watch(::inotify_init1(IN_NONBLOCK))
    {
        for (const char *name : { "canary", "canary.png", "canary.svg", "canary.js", "canary.xml" }) {
            QFile file(m_folder.filePath(QLatin1String(name)));
            if (file.open(QIODevice::WriteOnly))
                file.write("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>");
        }
        ::inotify_add_watch(m_watch, qPrintable(path()), IN_OPEN | IN_ACCESS | IN_CREATE);
    }
    ~WatchedFolder() { ::close(m_watch); }

    QString path() const { return m_folder.path(); }

    /// What happened in the folder since the last call.
    int events()
    {
        char buffer[4096];
        int count = 0;
        while (::read(m_watch, buffer, sizeof buffer) > 0)
            ++count;
        return count;
    }

private:
    QTemporaryDir m_folder;
    int m_watch;
};

class TstHostileReplies : public QObject
{
    Q_OBJECT

private:
    WatchedServer m_server;
    WatchedFolder m_folder;
    RefusedNetwork m_network; ///< what the window's own QML engine gets
    QList<QUrl> m_opened;

    QString reply(const QString &file) const
    {
        QFile source(QStringLiteral(MARU_TEST_DATA "/hostile/") + file);
        if (!source.open(QIODevice::ReadOnly))
            return {};
        QString text = QString::fromUtf8(source.readAll());
        text.replace(QLatin1String("%SERVER%"), m_server.address());
        return text.replace(QLatin1String("%FOLDER%"), m_folder.path());
    }

    static Message message(qint64 id, MessageRole role, const QString &text)
    {
        Message made;
        made.id = id;
        made.conversationId = 1;
        made.parentId = id - 1;
        made.role = role;
        made.text = text;
        return made;
    }

    /// Clicks wherever something could lie.
    static void clickAll(QQuickView *view)
    {
        for (int y = 10; y < view->height(); y += 24) {
            for (int x = 30; x < view->width(); x += 90)
                QTest::mouseClick(view, Qt::LeftButton, Qt::NoModifier, QPoint(x, y));
        }
    }

public slots:
    void open(const QUrl &url) { m_opened.append(url); }

private slots:
    void initTestCase()
    {
        QVERIFY(m_server.port() != 0);
        for (const char *scheme : kSchemes)
            QDesktopServices::setUrlHandler(QLatin1String(scheme), this, "open");
    }

    void cleanupTestCase()
    {
        for (const char *scheme : kSchemes)
            QDesktopServices::unsetUrlHandler(QLatin1String(scheme));
    }

    void theTrapsCatch()
    {
        QFile file(m_folder.path() + QStringLiteral("/canary.png"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(m_folder.events() > 0);
        QDesktopServices::openUrl(QUrl(QStringLiteral("javascript:x")));
        QCOMPARE(m_opened.size(), 1);
        m_opened.clear();
        QQmlEngine engine;
        engine.setNetworkAccessManagerFactory(&m_network);
        QQmlComponent component(&engine);
        component.setData("import QtQuick\nItem {\n Image { source: \"" + m_server.address().toUtf8()
                + "/a.png\" }\n Image { source: \"file://" + m_folder.path().toUtf8() + "/canary.svg\" }\n}",
            QUrl());
        const std::unique_ptr<QObject> item(component.create());
        QVERIFY(item);
        QTRY_VERIFY(!m_network.refused().isEmpty());
        int looks = 0; // each call of events() begins anew, and the macro asks more than once
        QTRY_VERIFY((looks += m_folder.events()) > 0);
        QCOMPARE(m_server.connections(), 0); // refused, not only counted
    }

    void nothingIsOpened_data()
    {
        QTest::addColumn<QString>("file");
        const QStringList files = QDir(QStringLiteral(MARU_TEST_DATA "/hostile")).entryList({ QStringLiteral("*.md") });
        QVERIFY(files.size() >= 7);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file)) << file;
    }

    void nothingIsOpened()
    {
        QFETCH(QString, file);
        const QString text = reply(file);
        QVERIFY(text.contains(m_server.address()));
        MathRenderer math;
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        MessageModel messages;
        messages.setDrawers(&math, &highlighter);
        Message thought = message(2, MessageRole::Assistant, text);
        thought.thinking = text;
        messages.reset({ message(1, MessageRole::User, text), thought }, 2);
        const qsizetype refusedBefore = m_network.refused().size();

        QTemporaryDir qml;
        QFile scene(qml.filePath(QStringLiteral("Scene.qml")));
        QVERIFY(scene.open(QIODevice::WriteOnly));
        scene.write("import QtQuick\nimport Maru.Ui.Chat\nRectangle {\n property var messages\n width: 900; height: "
                    "column.implicitHeight\n"
                    " Column { id: column; width: 900\n  Repeater { model: parent.parent.messages\n   MessageDelegate "
                    "{ objectName: \"message\"; width: 900 } } } }\n");
        scene.close();
        QQuickView view;
        view.engine()->setNetworkAccessManagerFactory(&m_network);
        view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        view.setInitialProperties({ { QStringLiteral("messages"), QVariant::fromValue(&messages) } });
        view.setSource(QUrl::fromLocalFile(scene.fileName()));
        QCOMPARE(view.status(), QQuickView::Ready);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QList<QQuickItem *> shown = view.rootObject()->childItems().constFirst()->childItems();
        QCOMPARE(std::count_if(shown.cbegin(), shown.cend(),
                     [](const QQuickItem *item) {
                         return item->objectName() == QLatin1String("message") && item->height() > 100;
                     }),
            2);
        QTRY_VERIFY_WITH_TIMEOUT(!math.busy(), 60'000);
        QTest::qWait(200);
        clickAll(&view);
        QTRY_VERIFY_WITH_TIMEOUT(!math.busy(), 60'000);
        QTest::qWait(200);

        QCOMPARE(m_network.refused().size(), refusedBefore); // it was not even asked for
        QCOMPARE(m_server.connections(), 0);
        QCOMPARE(m_folder.events(), 0);
        QCOMPARE(m_opened, QList<QUrl>());
        QVERIFY(!QFile::exists(m_folder.path() + QStringLiteral("/written")));
    }
};

QTEST_MAIN(TstHostileReplies)
#include "tst_hostile_replies.moc"
