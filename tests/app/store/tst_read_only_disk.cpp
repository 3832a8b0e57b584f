// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/app_context.h"
#include "app/chat/chat_controller.h"
#include "app/library/library_controller.h"
#include "tests/app/app_test.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>

namespace {

/// What a file system does that turns read-only under an open database, as ext4 after an error of its disk: reading
/// goes on, every write fails with EROFS. A remount cannot do that while a file is open for writing, so this program
/// puts itself before the C library's calls that SQLite writes with.
std::atomic<bool> isReadOnly = false;
std::atomic<int> refused = 0;
std::string folder; // NOLINT(runtime/string): set before any thread writes

bool refuses(int file)
{
    if (!isReadOnly)
        return false;
    char path[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t length = ::readlink(link.c_str(), path, sizeof(path));
    if (length <= 0 || !std::string(path, static_cast<std::size_t>(length)).starts_with(folder))
        return false;
    ++refused;
    errno = EROFS;
    return true;
}

} // namespace

extern "C" {

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset)
{
    return refuses(file) ? -1 : ::syscall(SYS_pwrite64, file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset)
{
    return refuses(file) ? -1 : ::syscall(SYS_pwrite64, file, bytes, count, offset);
}

ssize_t write(int file, const void *bytes, size_t count)
{
    return refuses(file) ? -1 : ::syscall(SYS_write, file, bytes, count);
}

int ftruncate64(int file, off64_t length) noexcept
{
    return refuses(file) ? -1 : static_cast<int>(::syscall(SYS_ftruncate, file, length));
}
}

using namespace maru;
using namespace maru::test;

class TestReadOnlyDisk : public QObject
{
    Q_OBJECT

private slots:
    void a_reply_goes_on_and_is_saved_when_writing_works_again()
    {
        const QTemporaryDir place;
        folder = place.path().toStdString();
        AppOptions options = fakeOptions(place.path());
        options.fakeScript.tokensPerSecond = 200;
        options.fakeScript.reply = QString(QStringLiteral("many words ")).repeated(60).trimmed();
        qint64 id = 0;
        {
            auto context = AppContext::create(options);
            VERIFY_OK(context);
            ChatController &chat = *(*context)->chat();
            QSignalSpy ended(&chat, &ChatController::replyEnded);
            QTRY_VERIFY((*context)->library()->models()->count() > 0);
            QVERIFY(chat.send(QStringLiteral("question")));
            QTRY_VERIFY(chat.messages()->count() == 2);
            id = chat.conversationId();

            isReadOnly = true;
            QTRY_VERIFY_WITH_TIMEOUT(!chat.storageText().isEmpty(), 10'000);
            QVERIFY(refused > 0);
            QVERIFY2(chat.storageText().contains(QStringLiteral("cannot be written")), qPrintable(chat.storageText()));
            QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 20'000);
            QCOMPARE(ended.first().first().toString(), options.fakeScript.reply);
            QVERIFY(!chat.storageText().isEmpty());
            // What is on the disk can be read all the while.
            chat.newConversation();
            chat.open(id);
            QTRY_COMPARE(chat.messages()->count(), 2);

            isReadOnly = false;
            QTRY_VERIFY_WITH_TIMEOUT(chat.storageText().isEmpty(), 10'000);
        }
        checkSaved(options, id, 2, options.fakeScript.reply);
    }

    void what_was_saved_before_is_there_if_writing_never_works_again()
    {
        const QTemporaryDir place;
        folder = place.path().toStdString();
        AppOptions options = fakeOptions(place.path());
        options.fakeScript.reply = QStringLiteral("short answer");
        qint64 id = 0;
        {
            auto context = AppContext::create(options);
            VERIFY_OK(context);
            ChatController &chat = *(*context)->chat();
            QSignalSpy ended(&chat, &ChatController::replyEnded);
            QTRY_VERIFY((*context)->library()->models()->count() > 0);
            QVERIFY(chat.send(QStringLiteral("question")));
            QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 10'000);
            id = chat.conversationId();
            isReadOnly = true;
            QVERIFY(chat.send(QStringLiteral("lost with the disk")));
            QTRY_VERIFY_WITH_TIMEOUT(!chat.storageText().isEmpty(), 10'000);
        }
        isReadOnly = false;
        checkSaved(options, id, 2, options.fakeScript.reply);
    }

    void cleanup() { isReadOnly = false; }

private:
    static void checkSaved(const AppOptions &options, qint64 id, int messages, const QString &reply)
    {
        auto context = AppContext::create(options);
        VERIFY_OK(context);
        ChatController &chat = *(*context)->chat();
        chat.open(id);
        QTRY_COMPARE(chat.messages()->count(), messages);
        const QModelIndex last = chat.messages()->index(messages - 1);
        QCOMPARE(chat.messages()->data(last, MessageModel::TextRole).toString(), reply);
    }
};

QTEST_MAIN(TestReadOnlyDisk)
#include "tst_read_only_disk.moc"
