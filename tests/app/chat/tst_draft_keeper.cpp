// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/chat/draft_keeper.h"
#include "app/settings/settings.h"
#include "tests/app/app_test.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QUrl>

using namespace maru;
using namespace maru::test;

/// Drafts and the files beside them.
class TestDraftKeeper : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        start();
    }
    void cleanup() { m_context.reset(); }

    void each_conversation_and_the_page_of_a_new_one_have_their_draft_across_restarts()
    {
        say(QStringLiteral("First"));
        const qint64 first = chat().conversationId();
        chat().setFieldText(QStringLiteral("for the first"));
        chat().newConversation();
        QCOMPARE(chat().fieldText(), QString());
        chat().setFieldText(QStringLiteral("for a new one"));
        chat().open(first);
        QTRY_COMPARE(chat().fieldText(), QStringLiteral("for the first"));
        start();
        QTRY_COMPARE(chat().fieldText(), QStringLiteral("for the first"));
        chat().newConversation();
        QTRY_COMPARE(chat().fieldText(), QStringLiteral("for a new one"));
        say(QStringLiteral("for a new one"));
        QCOMPARE(chat().fieldText(), QString());
        chat().newConversation();
        QCOMPARE(chat().fieldText(), QString()); // it was sent
        start();
        QCOMPARE(chat().fieldText(), QString());
    }

    void files_are_part_of_the_draft_and_then_of_the_message()
    {
        attach(QStringLiteral("notes.txt"), "alpha beta\ngamma\n");
        QTRY_COMPARE(chat().attachments()->count(), 1);
        QCOMPARE(chat().attachments()->name(0), QStringLiteral("notes.txt"));
        chat().setFieldText(QStringLiteral("look"));
        start();
        QTRY_COMPARE(chat().attachments()->count(), 1);
        QCOMPARE(chat().attachments()->text(0), QStringLiteral("alpha beta\ngamma\n"));
        say(QStringLiteral("Read this"));
        QCOMPARE(chat().attachments()->count(), 0);
        QCOMPARE(chat().attachmentText(0, 0), QStringLiteral("alpha beta\ngamma\n"));
        QCOMPARE(chat().messages()->message(0)->promptText(),
            QStringLiteral("notes.txt\n```\nalpha beta\ngamma\n```\n\nRead this"));
        start();
        QTRY_COMPARE(chat().messages()->count(), 2);
        QCOMPARE(chat().attachmentText(0, 0), QStringLiteral("alpha beta\ngamma\n"));
        chat().edit(0); // its new version begins with the same files
        QCOMPARE(chat().attachments()->count(), 1);
        chat().cancelEdit();
        QCOMPARE(chat().attachments()->count(), 0);
    }

    void tokens_of_files_are_counted_by_the_model()
    {
        say(QStringLiteral("Hello")); // loads it
        attach(QStringLiteral("a.txt"), "one two three four");
        QTRY_VERIFY(detail(0).contains(QStringLiteral("4 tokens")));
        QVERIFY(detail(0).contains(QStringLiteral("1 line")));
        QCOMPARE(chat().attachments()->tokens(), 4);
    }

    void what_is_no_text_is_refused_and_the_message_waits_for_nothing()
    {
        attach(QStringLiteral("photo.png"), QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
        QTRY_VERIFY(chat().attachments()->problemText().contains(QStringLiteral("photo.png")));
        QCOMPARE(chat().attachments()->count(), 0);
        QVERIFY(!chat().attachments()->isReading());
        chat().attachments()->addFiles({ QUrl(QStringLiteral("https://example.org/a.txt")) });
        QVERIFY(chat().attachments()->problemText().contains(QStringLiteral("not lie on this computer")));
    }

    void a_long_paste_becomes_a_chip_and_a_short_one_stays_text()
    {
        QGuiApplication::clipboard()->setText(QStringLiteral("short"));
        QVERIFY(!chat().attachments()->takeClipboard());
        QGuiApplication::clipboard()->setText(QString(QStringLiteral("line\n")).repeated(200));
        QVERIFY(chat().attachments()->takeClipboard());
        QCOMPARE(chat().attachments()->count(), 1);
        QVERIFY(detail(0).contains(QStringLiteral("200 lines")));
        chat().attachments()->remove(0);
        QCOMPARE(chat().attachments()->count(), 0);
    }

    void a_message_of_files_alone_is_sent_under_their_name()
    {
        attach(QStringLiteral("only.txt"), "words");
        QTRY_COMPARE(chat().attachments()->count(), 1);
        say(QString());
        QCOMPARE(chat().title(), QStringLiteral("only.txt"));
    }

private:
    ChatController &chat() { return *m_context->chat(); }
    QString detail(int row)
    {
        AttachmentList &list = *chat().attachments();
        return list.data(list.index(row), AttachmentList::DetailRole).toString();
    }

    void attach(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        chat().attachments()->addFiles({ QUrl::fromLocalFile(file.fileName()) });
    }

    void say(const QString &text)
    {
        QSignalSpy ended(&chat(), &ChatController::replyEnded);
        QVERIFY(chat().send(text));
        QVERIFY(ended.wait(10'000));
    }

    void start()
    {
        m_context.reset();
        auto context = AppContext::create(fakeOptions(m_folder->path()));
        VERIFY_OK(context);
        m_context = *std::move(context);
        if (m_context->settings()->lastConversation() != 0)
            QTRY_VERIFY(chat().conversationId() != 0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
};

QTEST_MAIN(TestDraftKeeper)
#include "tst_draft_keeper.moc"
