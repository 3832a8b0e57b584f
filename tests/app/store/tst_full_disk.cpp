// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/app_context.h"
#include "app/chat/chat_controller.h"
#include "app/library/library_controller.h"
#include "app/platform/free_space.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <sys/mount.h>
#include <unistd.h>

using namespace maru;
using namespace maru::test;

/// Runs on a disk of 1 MB of its own: a tmpfs, mounted as root or in a user namespace (see main below).
class TestFullDisk : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        if (!m_canMount)
            QSKIP("full_disk: neither root nor a user namespace here, so no small disk can be mounted");
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY2(::mount("tmpfs", path(), "tmpfs", 0, "size=1m") == 0, strerror(errno));
    }

    void cleanup()
    {
        if (m_folder)
            ::umount2(path(), MNT_DETACH);
        m_folder.reset();
    }

    void what_does_not_fit_waits_and_is_saved_when_there_is_space()
    {
        StoreWorker store;
        VERIFY_OK(store.open(m_folder->filePath(QStringLiteral("maru.sqlite"))));
        QSignalSpy failed(&store, &StoreWorker::writeFailed);
        QSignalSpy saved(&store, &StoreWorker::saved);
        store.write(nullptr, [](Stores &stores) {
            return stores.conversations.addConversation(
                conversation(1, QStringLiteral("t")), userMessage(2, 1, QStringLiteral("first")));
        });
        store.drain();
        fill();
        store.write(nullptr, [](Stores &stores) {
            return stores.conversations.addMessage(replyMessage(3, 1, QString(100'000, u'x'), 2));
        });
        store.write(nullptr, [](Stores &stores) {
            return stores.conversations.addMessage(userMessage(4, 1, QStringLiteral("after"), 3));
        });
        QTRY_VERIFY(failed.count() >= 2);
        QCOMPARE(failed.first().first().value<Error>().reason, Reason::DiskFull);
        QVERIFY(failed.first().at(1).toBool());
        QVERIFY(store.hasUnsaved());
        QCOMPARE(messageCount(store), 1); // what was saved is still there
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("filler"))));
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, 10'000);
        QCOMPARE(messageCount(store), 3);
        QVERIFY(!store.hasUnsaved());
    }

    void a_reply_goes_on_while_the_disk_is_full()
    {
        AppOptions options;
        options.dataDir = m_folder->path();
        options.engine = EngineKind::Fake;
        options.fakeScript.loadMs = 1;
        options.fakeScript.promptTokens = 1;
        options.fakeScript.tokensPerSecond = 200;
        options.fakeScript.reply = QString(QStringLiteral("many words ")).repeated(40).trimmed();
        auto context = AppContext::create(options);
        VERIFY_OK(context);
        ChatController &chat = *(*context)->chat();
        QSignalSpy ended(&chat, &ChatController::replyEnded);
        QTRY_VERIFY((*context)->library()->models()->count() > 0);
        fill();
        QVERIFY(chat.send(QString(20'000, u'q')));
        QTRY_VERIFY_WITH_TIMEOUT(!chat.storageText().isEmpty(), 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 20'000);
        QCOMPARE(ended.first().first().toString(), options.fakeScript.reply);
        QVERIFY2(chat.storageText().contains(QStringLiteral("disk is full")), qPrintable(chat.storageText()));
        // Leaving the conversation and coming back does not lose it either.
        const qint64 id = chat.conversationId();
        chat.newConversation();
        chat.open(id);
        QTRY_COMPARE(chat.messages()->count(), 2);
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("filler"))));
        QTRY_VERIFY_WITH_TIMEOUT(chat.storageText().isEmpty(), 10'000);
        context->reset();
        auto again = AppContext::create(options);
        VERIFY_OK(again);
        QCOMPARE((*again)->chat()->conversations()->count(), 1);
        (*again)->chat()->open(id); // that it was open could not be written down
        QTRY_COMPARE((*again)->chat()->messages()->count(), 2);
    }

    void a_read_only_folder_is_named_at_the_start()
    {
        {
            StoreWorker store;
            VERIFY_OK(store.open(m_folder->filePath(QStringLiteral("maru.sqlite"))));
        }
        QVERIFY2(::mount("tmpfs", path(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=1m") == 0, strerror(errno));
        AppOptions options;
        options.dataDir = m_folder->path();
        options.engine = EngineKind::Fake;
        const auto context = AppContext::create(options);
        QVERIFY(!context.has_value());
        QCOMPARE(context.error().reason, Reason::ReadOnly);
        StoreWorker store;
        const auto opened = store.open(m_folder->filePath(QStringLiteral("maru.sqlite")));
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().reason, Reason::ReadOnly);
    }

    void a_full_disk_at_the_start_is_named_and_what_is_there_stays()
    {
        AppOptions options;
        options.dataDir = m_folder->path();
        options.engine = EngineKind::Fake;
        {
            auto context = AppContext::create(options);
            VERIFY_OK(context);
        }
        fill();
        {
            const auto context = AppContext::create(options);
            if (!context.has_value())
                QCOMPARE(context.error().reason, Reason::DiskFull);
        }
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("filler"))));
        VERIFY_OK(AppContext::create(options));
    }

    void a_model_that_does_not_fit_is_not_copied()
    {
        AppOptions options;
        options.dataDir = m_folder->path();
        options.engine = EngineKind::Fake;
        auto context = AppContext::create(options);
        VERIFY_OK(context);
        QTemporaryDir elsewhere;
        QFile model(elsewhere.filePath(QStringLiteral("big.gguf")));
        QVERIFY(model.open(QIODevice::WriteOnly));
        model.write(QByteArray(4'000'000, 'x'));
        model.close();
        LibraryController &library = *(*context)->library();
        library.importCopy(QUrl::fromLocalFile(model.fileName()));
        QTRY_VERIFY(!library.errorText().isEmpty());
        QVERIFY2(library.errorText().contains(QStringLiteral("disk is full")), qPrintable(library.errorText()));
        QVERIFY(QDir(library.modelFolder()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    }

public:
    bool m_canMount = false;

private:
    const char *path()
    {
        m_path = QFile::encodeName(m_folder->path());
        return m_path.constData();
    }

    /// Takes all the space there is.
    void fill()
    {
        QFile filler(m_folder->filePath(QStringLiteral("filler")));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (filler.write(QByteArray(4096, 'f')) == 4096) { }
        QCOMPARE(freeSpace(m_folder->path()), 0);
    }

    static qsizetype messageCount(StoreWorker &store)
    {
        qsizetype count = -1;
        QObject receiver;
        bool done = false;
        store.read<QList<Message>>(
            &receiver, [](Stores &stores) { return stores.conversations.messages(1); },
            [&](const Result<QList<Message>> &messages) {
                count = messages ? messages->size() : -1;
                done = true;
            });
        [&done] { QTRY_VERIFY(done); }();
        return count;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_path;
};

int main(int argc, char *argv[])
{
    const bool inNamespace = qEnvironmentVariableIsSet("MARU_TEST_NAMESPACE");
    QTemporaryDir probe;
    const QByteArray place = QFile::encodeName(probe.path());
    bool canMount = ::mount("tmpfs", place.constData(), "tmpfs", 0, "size=1m") == 0;
    if (canMount)
        ::umount2(place.constData(), MNT_DETACH);
    if (!canMount && !inNamespace) {
        // Not root: once more as the root of a user namespace, where that is allowed.
        QProcess probeNamespace;
        probeNamespace.start(QStringLiteral("unshare"), { QStringLiteral("-rm"), QStringLiteral("true") });
        if (probeNamespace.waitForFinished() && probeNamespace.exitCode() == 0) {
            qputenv("MARU_TEST_NAMESPACE", "1");
            ::execlp("unshare", "unshare", "-rm", argv[0], static_cast<char *>(nullptr));
        }
    }
    QGuiApplication application(argc, argv);
    TestFullDisk test;
    test.m_canMount = canMount;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_full_disk.moc"
