// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/backup.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"
#include "tests/app/file_traces.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestEraser : public QObject
{
    Q_OBJECT

private slots:
    /// The phrase, every three characters of it and what the other index keeps of it: in no file of the folder.
    void nothing_of_an_erased_conversation_is_left_in_any_file_data()
    {
        QTest::addColumn<bool>("closedBefore");
        QTest::addRow("while it runs") << false;
        QTest::addRow("closed at once") << true;
    }

    void nothing_of_an_erased_conversation_is_left_in_any_file()
    {
        QFETCH(bool, closedBefore);
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("maru.sqlite"));
        // Letters that no other text here has, so that their trigrams are nobody else's.
        const QString phrase = QString::fromUtf8("zqxj vkzw qjzx \uac39\ub7b7\ub2ad");
        {
            StoreWorker store;
            VERIFY_OK(store.open(file));
            write(store, [phrase](Stores &stores) -> Result<void> {
                for (qint64 id = 1; id < 400; id += 10) {
                    MARU_CHECK(stores.conversations.addConversation(
                        conversation(id, QStringLiteral("ordinary")), userMessage(id + 1, id, ordinary(id))));
                    MARU_CHECK(stores.conversations.addMessage(replyMessage(id + 2, id, ordinary(id + 2), id + 1)));
                }
                Message first = userMessage(5001, 5000, phrase + u' ' + ordinary(7));
                first.attachments = { { phrase, QStringLiteral("UTF-8"), phrase } };
                MARU_CHECK(stores.conversations.addConversation(conversation(5000, phrase), first));
                Message reply = replyMessage(5002, 5000, ordinary(9).repeated(10) + phrase, 5001);
                reply.thinking = phrase;
                MARU_CHECK(stores.conversations.addMessage(reply));
                ConversationOptions options;
                options.systemPrompt = phrase;
                MARU_CHECK(stores.conversations.setOptions(5000, options));
                MARU_CHECK(stores.drafts.put(5000, { phrase, { { phrase, QStringLiteral("UTF-8"), phrase } } }));
                MARU_CHECK(stores.journal.begin(replyMessage(5003, 5000, {}, 5002)));
                MARU_CHECK(stores.journal.append(5003, { 0, phrase, { 1 }, {}, phrase }));
                return stores.journal.discard(5003);
            });
            QTRY_COMPARE_WITH_TIMEOUT(pending(store), 0, 10'000);
        }
        {
            // A copy as a migration leaves it, and one of a damaged file.
            auto database = Database::open(file);
            VERIFY_OK(database);
            VERIFY_OK(backUp(**database, 4));
            QVERIFY(QFile::copy(file, file + QStringLiteral(".damaged-20260101-000000")));
        }
        const QStringList traces = tracesOf(phrase);
        QVERIFY(traces.size() > 15);
        for (const QString &trace : traces)
            QVERIFY2(!filesWith(folder.path(), trace).isEmpty(), qPrintable(trace)); // it can be found at all
        {
            StoreWorker store;
            VERIFY_OK(store.open(file));
            QSignalSpy erased(&store, &StoreWorker::erased);
            write(store, [](Stores &stores) { return stores.conversations.remove(5000, 1); });
            write(store, [](Stores &stores) { return stores.eraser.condemn({ 5000 }); });
            if (!closedBefore) {
                QTRY_COMPARE_WITH_TIMEOUT(erased.count(), 1, 20'000);
                for (const QString &trace : traces)
                    QVERIFY2(filesWith(folder.path(), trace).isEmpty(),
                        qPrintable(trace + u' ' + filesWith(folder.path(), trace).join(u' ')));
            }
        }
        for (const QString &trace : traces)
            QVERIFY2(filesWith(folder.path(), trace).isEmpty(),
                qPrintable(trace + u' ' + filesWith(folder.path(), trace).join(u' ')));
        auto database = Database::open(file);
        VERIFY_OK(database);
        QCOMPARE(ConversationStore(**database).conversations()->size(), 40);
        QCOMPARE(SearchStore(**database).find(QStringLiteral("\"words 11 about\""), 10)->size(), 1);
        QCOMPARE(backupsOf(file).size(), 1);
        auto backup = Database::open(backupsOf(file).first());
        VERIFY_OK(backup);
        QCOMPARE(ConversationStore(**backup).conversations()->size(), 40);
        VERIFY_OK((*backup)->run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
    }

    /// Many conversations go step by step; a Maru killed in between goes on at its next start.
    void everything_goes_and_goes_on_after_a_kill()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("maru.sqlite"));
        const QString phrase = QStringLiteral("zqxj vkzw");
        constexpr int kCount = 120;
        {
            auto database = Database::open(file);
            VERIFY_OK(database);
            ConversationStore conversations(**database);
            for (int i = 0; i < kCount; ++i) {
                const qint64 id = 10 * (i + 1);
                Message question = userMessage(id + 1, id, phrase);
                question.attachments = { { phrase, QStringLiteral("UTF-8"), phrase } };
                VERIFY_OK(conversations.addConversation(conversation(id, phrase), question));
                VERIFY_OK(conversations.addMessage(replyMessage(id + 2, id, phrase, id + 1)));
                VERIFY_OK(DraftStore(**database).put(id, { phrase, {} }));
            }
            VERIFY_OK(conversations.remove(10, 5)); // in the trash
            VERIFY_OK(conversations.setArchived(20, true));
            for (Result<int> taken = 1; *taken > 0;) {
                taken = SearchStore(**database).indexSome();
                VERIFY_OK(taken);
            }
            VERIFY_OK(backUp(**database, 5));
            QCOMPARE(*conversations.count(), kCount);
            Eraser eraser(**database);
            VERIFY_OK(eraser.condemnAll());
            QCOMPARE(*conversations.count(), 0); // to be seen nowhere any more
            QCOMPARE(conversations.conversations()->size() + conversations.deleted()->size(), 0);
            QVERIFY(*eraser.eraseSome()); // and killed
            QVERIFY(*eraser.isPending());
            QVERIFY((*database)->value(QStringLiteral("SELECT count(*) FROM conversations"))->toInt() > 0);
        }
        QVERIFY(!filesWith(folder.path(), phrase).isEmpty());
        {
            StoreWorker store;
            QSignalSpy erased(&store, &StoreWorker::erased);
            const auto opened = store.open(file);
            VERIFY_OK(opened);
            QVERIFY(opened->conversations.isEmpty());
            QTRY_COMPARE_WITH_TIMEOUT(erased.count(), 1, 20'000);
            const QStringList left = filesWith(folder.path(), phrase) + filesWith(folder.path(), phrase.left(3));
            QVERIFY2(left.isEmpty(), qPrintable(left.join(u' ')));
        }
        auto database = Database::open(file);
        VERIFY_OK(database);
        for (const char *table : { "conversations", "messages", "attachments", "drafts", "search_pending" })
            QCOMPARE(
                (*database)->value(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table)))->toInt(), 0);
        QVERIFY(!*Eraser(**database).isPending());
    }

    void a_reply_that_is_being_written_is_not_kept_waiting()
    {
        QTemporaryDir folder;
        StoreWorker store;
        VERIFY_OK(store.open(folder.filePath(QStringLiteral("maru.sqlite"))));
        QSignalSpy erased(&store, &StoreWorker::erased);
        write(store, [](Stores &stores) -> Result<void> {
            MARU_CHECK(stores.conversations.addConversation(
                conversation(1, QStringLiteral("kept")), userMessage(2, 1, QStringLiteral("hello"))));
            MARU_CHECK(stores.conversations.addConversation(
                conversation(10, QStringLiteral("gone")), userMessage(11, 10, QStringLiteral("bye"))));
            MARU_CHECK(stores.journal.begin(replyMessage(3, 1, {}, 2)));
            return stores.eraser.condemn({ 10 });
        });
        QTest::qWait(3 * StoreWorker::kIdleMs);
        QCOMPARE(erased.count(), 0);
        write(store, [](Stores &stores) { return stores.journal.finish(replyMessage(3, 1, QStringLiteral("hi"), 2)); });
        QTRY_COMPARE(erased.count(), 1);
    }

private:
    static QString ordinary(qint64 number)
    {
        return QStringLiteral("ordinary words %1 about the weather and dinner at home. ").arg(number).repeated(5);
    }

    static void write(StoreWorker &store, StoreWorker::Write work)
    {
        bool done = false;
        store.write(&store, std::move(work), [&done](const Result<void> &result) {
            VERIFY_OK(result);
            done = true;
        });
        QTRY_VERIFY(done);
    }

    static qint64 pending(StoreWorker &store)
    {
        qint64 count = -1;
        bool done = false;
        store.read<qint64>(
            &store, [](Stores &stores) { return stores.search.pendingCount(); },
            [&](const Result<qint64> &result) {
                count = result.value_or(-1);
                done = true;
            });
        [&done] { QTRY_VERIFY(done); }();
        return count;
    }
};

QTEST_GUILESS_MAIN(TestEraser)
#include "tst_eraser.moc"
