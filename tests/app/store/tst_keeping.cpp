// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/draft_store.h"
#include "app/store/eraser.h"
#include "app/store/folder_store.h"
#include "app/store/preset_store.h"
#include "app/store/request_store.h"
#include "tests/app/app_test.h"

#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

/// The small stores around the conversations: drafts, folders, presets, requests, and what a conversation keeps.
class TestKeeping : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
        VERIFY_OK(
            ConversationStore(*m_database)
                .addConversation(conversation(1, QStringLiteral("title")), userMessage(2, 1, QStringLiteral("hello"))));
    }

    void cleanup() { m_database.reset(); }

    void a_draft_is_there_after_opening_again_and_goes_with_its_conversation()
    {
        const Draft draft { QStringLiteral("half a tho"),
            { { QStringLiteral("a.txt"), QStringLiteral("EUC-KR"), QString::fromUtf8("\uac00\ub098") } } };
        VERIFY_OK(DraftStore(*m_database).put(1, draft));
        VERIFY_OK(DraftStore(*m_database).put(0, { QStringLiteral("of a new one"), {} }));
        open();
        QVERIFY(*DraftStore(*m_database).draft(1) == draft);
        QCOMPARE(DraftStore(*m_database).draft(0)->text, QStringLiteral("of a new one"));
        QVERIFY(DraftStore(*m_database).draft(77)->isEmpty());
        VERIFY_OK(Eraser(*m_database).condemn({ 1 }));
        VERIFY_OK(Eraser(*m_database).eraseSome());
        QVERIFY(DraftStore(*m_database).draft(1)->isEmpty());
        QVERIFY(!DraftStore(*m_database).draft(0)->isEmpty());
        VERIFY_OK(DraftStore(*m_database).put(0, {}));
        QCOMPARE(m_database->value(QStringLiteral("SELECT count(*) FROM drafts"))->toInt(), 0);
    }

    void a_conversation_keeps_how_it_is_answered()
    {
        ConversationStore store(*m_database);
        QVERIFY(*store.options(1) == ConversationOptions());
        VERIFY_OK(PresetStore(*m_database).put({ 5, QStringLiteral("Exact"), "{}" }));
        ConversationOptions options;
        options.systemPrompt = QStringLiteral("Be brief.");
        options.settings = GenerationSettings();
        options.settings->temperature = 0.1;
        options.presetId = 5;
        options.thinking = Thinking::Off;
        options.modelPath = QStringLiteral("/models/a.gguf");
        VERIFY_OK(store.setOptions(1, options));
        open();
        QVERIFY(*ConversationStore(*m_database).options(1) == options);
        VERIFY_OK(PresetStore(*m_database).remove(5));
        QCOMPARE(ConversationStore(*m_database).options(1)->presetId, 0);
    }

    void a_message_keeps_its_attachments_and_can_be_pinned()
    {
        ConversationStore store(*m_database);
        Message message = userMessage(3, 1, QStringLiteral("see there"), 2);
        message.attachments = { { QStringLiteral("a.txt"), QStringLiteral("UTF-8"), QStringLiteral("one") },
            { QStringLiteral("b.txt"), QStringLiteral("EUC-KR"), QStringLiteral("two") } };
        VERIFY_OK(store.addMessage(message));
        VERIFY_OK(store.setMessagePinned(3, true));
        const auto messages = store.messages(1);
        VERIFY_OK(messages);
        QVERIFY(messages->at(1).attachments == message.attachments);
        QVERIFY(messages->at(1).pinned);
        QVERIFY(messages->at(0).attachments.isEmpty());
        QVERIFY(!messages->at(0).pinned);
        VERIFY_OK(store.setMessagePinned(3, false));
        QVERIFY(!store.messages(1)->at(1).pinned);
        QVERIFY(!m_database->run(QStringLiteral("UPDATE messages SET text = 'other'")).has_value());
    }

    void a_conversation_is_pinned_archived_and_put_into_a_folder()
    {
        ConversationStore store(*m_database);
        FolderStore folders(*m_database);
        VERIFY_OK(folders.put({ 9, QStringLiteral("Work"), 1, 5 }));
        VERIFY_OK(folders.put({ 8, QStringLiteral("Home"), 0, 6 }));
        QCOMPARE(folders.folders()->first().name, QStringLiteral("Home"));
        VERIFY_OK(store.setPinned(1, true));
        VERIFY_OK(store.setArchived(1, true));
        VERIFY_OK(store.setFolder(1, 9));
        VERIFY_OK(folders.put({ 9, QStringLiteral("Job"), 1, 5 }));
        open();
        const Conversation kept = ConversationStore(*m_database).conversations()->first();
        QVERIFY(kept.pinned && kept.archived);
        QCOMPARE(kept.folderId, 9);
        QCOMPARE(FolderStore(*m_database).folders()->at(1).name, QStringLiteral("Job"));
        VERIFY_OK(FolderStore(*m_database).remove(9));
        QCOMPARE(ConversationStore(*m_database).conversations()->first().folderId, 0);
    }

    void what_is_in_the_trash_is_listed_there()
    {
        ConversationStore store(*m_database);
        QCOMPARE(store.deleted()->size(), 0);
        VERIFY_OK(store.remove(1, 1234));
        QCOMPARE(store.deleted()->size(), 1);
        QCOMPARE(store.deleted()->first().deletedAt, 1234);
        VERIFY_OK(store.restore(1));
        QCOMPARE(store.deleted()->size(), 0);
    }

    void a_preset_replaces_one_of_its_name()
    {
        PresetStore presets(*m_database);
        VERIFY_OK(presets.put({ 5, QStringLiteral("Exact"), "{\"temperature\":0}" }));
        VERIFY_OK(presets.put({ 6, QStringLiteral("Bold"), "{}" }));
        VERIFY_OK(presets.put({ 6, QStringLiteral("Exact"), "{\"top_k\":1}" }));
        const auto list = presets.presets();
        VERIFY_OK(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().value, QByteArray("{\"top_k\":1}"));
    }

    void every_request_is_in_the_list_newest_first()
    {
        RequestStore requests(*m_database);
        VERIFY_OK(requests.add({ 100, QStringLiteral("example.org"), QStringLiteral("download"), 12'345, 200 }));
        VERIFY_OK(requests.add({ 200, QStringLiteral("example.org"), QStringLiteral("hub search"), 0, -1 }));
        const auto list = requests.requests(10);
        VERIFY_OK(list);
        QCOMPARE(list->size(), 2);
        QCOMPARE(list->at(0).status, -1);
        QCOMPARE(list->at(1).bytes, 12'345);
        QCOMPARE(list->at(1).reason, QStringLiteral("download"));
        QCOMPARE(requests.requests(1)->size(), 1);
        VERIFY_OK(requests.clear());
        QCOMPARE(requests.requests(10)->size(), 0);
    }

private:
    void open()
    {
        m_database.reset();
        auto opened = Database::open(m_folder->filePath(QStringLiteral("a.sqlite")));
        VERIFY_OK(opened);
        m_database = *std::move(opened);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

QTEST_GUILESS_MAIN(TestKeeping)
#include "tst_keeping.moc"
