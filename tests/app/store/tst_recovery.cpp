// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/backup.h"
#include "app/store/recovery.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestRecovery : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("maru.sqlite"));
    }

    void a_whole_file_is_recovered_whole()
    {
        fill(40);
        const auto report = recoverDatabase(m_file);
        VERIFY_OK(report);
        QCOMPARE(report->conversations, 40);
        QCOMPARE(report->messages, 40 * kMessages);
        QCOMPARE(report->rootless, 0);
        QVERIFY(QFile::exists(report->damagedFile));
        auto database = Database::open(m_file);
        VERIFY_OK(database);
        for (qint64 id = kFirst; id < kFirst + 40 * 100; id += 100)
            checkConversation(**database, id);
        QCOMPARE(FolderStore(**database).folders()->size(), 1);
        QCOMPARE(PresetStore(**database).presets()->first().value, QByteArray("{\"top_k\":1}"));
        QCOMPARE(DraftStore(**database).draft(kFirst)->text, QStringLiteral("a draft"));
        QCOMPARE(RequestStore(**database).requests(5)->size(), 1);
        const Conversation first = conversationOf(**database, kFirst);
        QVERIFY(first.pinned);
        QCOMPARE(first.folderId, 7);
        QCOMPARE(first.title, QStringLiteral("title 1000"));
        QCOMPARE(ConversationStore(**database).options(kFirst)->systemPrompt, QStringLiteral("Be brief."));
        QVERIFY(ConversationStore(**database).messages(kFirst)->at(1).pinned);
        QCOMPARE(ConversationStore(**database).messages(kFirst)->at(0).attachments.size(), 1);
    }

    void what_stands_in_the_wal_is_recovered_too()
    {
        auto database = Database::open(m_file);
        VERIFY_OK(database);
        VERIFY_OK(ConversationStore(**database)
                      .addConversation(
                          conversation(1, QStringLiteral("t")), userMessage(2, 1, QStringLiteral("in the log"))));
        const QString copy = m_folder->filePath(QStringLiteral("copy.sqlite"));
        QVERIFY(QFile::copy(m_file, copy));
        QVERIFY(QFile::copy(m_file + QStringLiteral("-wal"), copy + QStringLiteral("-wal")));
        const auto report = recoverDatabase(copy);
        VERIFY_OK(report);
        QCOMPARE(report->messages, 1);
        QVERIFY(QFile::exists(report->damagedFile + QStringLiteral("-wal")));
    }

    void pages_overwritten_at_random_hide_nothing_else_data()
    {
        QTest::addColumn<uint>("seed");
        for (uint seed = 1; seed <= 12; ++seed)
            QTest::addRow("%u", seed) << seed;
    }

    void pages_overwritten_at_random_hide_nothing_else()
    {
        QFETCH(uint, seed);
        fill(60);
        QRandomGenerator random(seed);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        constexpr qint64 kPage = 4096;
        const qint64 pages = file.size() / kPage;
        const QByteArray before = file.readAll();
        QSet<qint64> bad;
        for (int i = 0; i < 5; ++i)
            bad << (seed % 3 == 0 && i == 0 ? 0 : random.bounded(pages));
        QByteArray junk(kPage, Qt::Uninitialized);
        for (const qint64 page : bad) {
            for (char &byte : junk)
                byte = static_cast<char>(random.bounded(256));
            QVERIFY(file.seek(page * kPage));
            file.write(junk);
        }
        file.close();
        // What a row needs to be readable: the pages its text lies in.
        int readable = 0;
        for (qint64 id = kFirst; id < kFirst + 60 * 100; id += 100) {
            for (int i = 1; i <= kMessages; ++i) {
                const qsizetype at = before.indexOf(textOf(id + i).toUtf8());
                QVERIFY(at > 0);
                readable += !bad.contains(at / kPage) ? 1 : 0;
            }
        }
        const auto report = recoverDatabase(m_file);
        VERIFY_OK(report);
        QVERIFY2(
            report->messages >= readable, qPrintable(QStringLiteral("%1 < %2").arg(report->messages).arg(readable)));
        QVERIFY(report->messages <= 60 * kMessages);
        QVERIFY(readable > 60 * kMessages / 2);
        auto database = Database::open(m_file);
        VERIFY_OK(database);
        QCOMPARE((*database)->value(QStringLiteral("PRAGMA integrity_check"))->toString(), QStringLiteral("ok"));
        QCOMPARE((*database)->value(QStringLiteral("SELECT count(*) FROM pragma_foreign_key_check"))->toInt(), 0);
        // What was read is as it was.
        VERIFY_OK((*database)->forEach(QStringLiteral("SELECT id, text FROM messages"), {},
            [](const QSqlQuery &row) { QCOMPARE(row.value(1).toString(), textOf(row.value(0).toLongLong())); }));
    }

    void a_long_message_over_a_bad_page_is_lost_alone()
    {
        {
            auto database = Database::open(m_file);
            VERIFY_OK(database);
            ConversationStore store(**database);
            VERIFY_OK(store.addConversation(
                conversation(1, QStringLiteral("t")), userMessage(2, 1, QStringLiteral("before"))));
            VERIFY_OK(store.addMessage(replyMessage(3, 1, QString(50'000, u'q'), 2)));
            VERIFY_OK(store.addMessage(userMessage(4, 1, QStringLiteral("after"), 3)));
        }
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qsizetype at = file.readAll().indexOf(QByteArray(4000, 'q'));
        QVERIFY(at > 0);
        const qint64 overflow = (at / 4096 + 3) * 4096;
        file.seek(overflow);
        file.write(QByteArray(4096, '\xff'));
        file.close();
        VERIFY_OK(recoverDatabase(m_file));
        auto database = Database::open(m_file);
        VERIFY_OK(database);
        const auto messages = ConversationStore(**database).messages(1);
        VERIFY_OK(messages);
        QCOMPARE(messages->size(), 2);
        QCOMPARE(messages->at(1).text, QStringLiteral("after"));
        QCOMPARE(messages->at(1).parentId, 2); // what came before the lost one
        QCOMPARE(conversationOf(**database, 1).activeLeaf, 4);
    }

    void a_damaged_file_opens_recovered_and_the_user_is_told()
    {
        fill(10);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(100, 'x'));
        file.close();
        StoreWorker store;
        const auto opened = store.open(m_file);
        VERIFY_OK(opened);
        QVERIFY(opened->recovery.has_value());
        QCOMPARE(opened->recovery->conversations, 10);
        QCOMPARE(opened->conversations.size(), 10);
        QCOMPARE(damagedCopiesOf(m_file).size(), 1);
        QVERIFY(store.nextId() > kFirst + 9 * 100 + kMessages);
    }

    void damage_found_while_it_is_used_is_mended_then()
    {
        fill(60);
        StoreWorker store;
        VERIFY_OK(store.open(m_file));
        QSignalSpy recovered(&store, &StoreWorker::recovered);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qsizetype at = file.readAll().indexOf(textOf(kFirst + 3001).toUtf8());
        file.seek(at / 4096 * 4096);
        file.write(QByteArray(4096, '\x05'));
        file.close();
        qsizetype count = -1;
        store.read<QList<Message>>(
            &store, [](Stores &stores) { return stores.conversations.messages(kFirst + 3000); },
            [&count](const Result<QList<Message>> &messages) { count = messages ? messages->size() : -2; });
        QTRY_VERIFY(count != -1);
        QVERIFY(count >= 0);
        QTRY_COMPARE(recovered.count(), 1);
        QVERIFY(recovered.first().first().value<RecoveryReport>().messages > 60 * kMessages / 2);
    }

    void a_recovery_that_was_broken_off_is_completed()
    {
        fill(3);
        QVERIFY(QFile::rename(m_file, m_file + QStringLiteral(".recovered")));
        completeRecovery(m_file);
        auto database = Database::open(m_file);
        VERIFY_OK(database);
        QCOMPARE(ConversationStore(**database).conversations()->size(), 3);
    }

private:
    static constexpr qint64 kFirst = 1000;
    static constexpr int kMessages = 6;

    static QString textOf(qint64 id)
    {
        return QString::fromUtf8("message %1 \u00e4\ud55c ").arg(id) + QString(static_cast<int>(id * 37 % 400), u'w')
            + QStringLiteral(" end %1").arg(id);
    }

    static void checkConversation(Database &database, qint64 id)
    {
        const auto messages = ConversationStore(database).messages(id);
        VERIFY_OK(messages);
        QCOMPARE(messages->size(), kMessages);
        for (int i = 0; i < kMessages; ++i) {
            QCOMPARE(messages->at(i).text, textOf(id + 1 + i));
            QCOMPARE(messages->at(i).parentId, i == 0 ? 0 : id + i);
        }
        QCOMPARE(messages->at(1).tokens, QList<qint32>({ 1, 2, 3 }));
    }

    static Conversation conversationOf(Database &database, qint64 id)
    {
        const auto list = ConversationStore(database).conversations();
        for (const Conversation &conversation : *list) {
            if (conversation.id == id)
                return conversation;
        }
        return {};
    }

    /// Conversations kFirst, kFirst + 100 ... with messages of many lengths.
    void fill(int conversations)
    {
        auto database = Database::open(m_file);
        VERIFY_OK(database);
        VERIFY_OK((*database)->setDurable(false));
        ConversationStore store(**database);
        for (qint64 id = kFirst; id < kFirst + conversations * 100; id += 100) {
            Message first = userMessage(id + 1, id, textOf(id + 1));
            if (id == kFirst)
                first.attachments = { { QStringLiteral("a"), QStringLiteral("UTF-8"), QStringLiteral("b") } };
            VERIFY_OK(store.addConversation(conversation(id, QStringLiteral("title %1").arg(id)), first));
            for (int i = 2; i <= kMessages; ++i) {
                VERIFY_OK(store.addMessage(i % 2 == 0 ? replyMessage(id + i, id, textOf(id + i), id + i - 1)
                                                      : userMessage(id + i, id, textOf(id + i), id + i - 1)));
            }
        }
        VERIFY_OK(FolderStore(**database).put({ 7, QStringLiteral("Work"), 0, 1 }));
        VERIFY_OK(PresetStore(**database).put({ 5, QStringLiteral("Exact"), "{\"top_k\":1}" }));
        VERIFY_OK(DraftStore(**database).put(kFirst, { QStringLiteral("a draft"), {} }));
        VERIFY_OK(RequestStore(**database).add({ 1, QStringLiteral("h"), QStringLiteral("r"), 2, 200 }));
        VERIFY_OK(store.setPinned(kFirst, true));
        VERIFY_OK(store.setFolder(kFirst, 7));
        VERIFY_OK(store.setMessagePinned(kFirst + 2, true));
        ConversationOptions options;
        options.systemPrompt = QStringLiteral("Be brief.");
        VERIFY_OK(store.setOptions(kFirst, options));
        VERIFY_OK((*database)->run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
