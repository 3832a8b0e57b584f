// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/transfer/conversation_json.h"
#include "tests/app/app_test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace maru;
using namespace maru::test;

class TestConversationJson : public QObject
{
    Q_OBJECT

private slots:
    void what_is_written_is_read_back_with_every_branch()
    {
        SavedConversation saved;
        saved.conversation = conversation(7, QString::fromUtf8("\uc81c\uc8fc \"trip\""));
        saved.conversation.createdAt = 1'777'000'000'123;
        saved.conversation.updatedAt = 1'777'000'009'456;
        saved.conversation.pinned = true;
        saved.conversation.activeLeaf = 10;
        saved.folder = QStringLiteral("Travel");
        saved.options.systemPrompt = QStringLiteral("Be brief.");
        saved.options.settings = GenerationSettings();
        saved.options.settings->temperature = 0.25;
        Message first = userMessage(8, 7, QStringLiteral("hello\n<b>"));
        first.createdAt = 1'777'000'000'123;
        first.attachments = { { QStringLiteral("a.txt"), QStringLiteral("EUC-KR"), QStringLiteral("text") } };
        Message reply = replyMessage(9, 7, QStringLiteral("one"), 8);
        reply.thinking = QStringLiteral("hm");
        reply.status = MessageStatus::Stopped;
        reply.pinned = true;
        reply.statistics.device = QStringLiteral("Card");
        reply.unseen = { 8 };
        const Message other = replyMessage(10, 7, QStringLiteral("two"), 8);
        saved.messages = { first, reply, other };
        const QByteArray file = jsonFileHead() + QJsonDocument(conversationToJson(saved)).toJson() + jsonFileSeparator()
            + QJsonDocument(conversationToJson(saved)).toJson() + jsonFileTail();
        const auto read = readConversations(file);
        VERIFY_OK(read);
        QCOMPARE(read->conversations.size(), 2);
        const SavedConversation &back = read->conversations.first();
        QVERIFY(back.conversation == saved.conversation);
        QVERIFY(back.options == saved.options);
        QCOMPARE(back.folder, saved.folder);
        QCOMPARE(back.messages.size(), 3);
        QVERIFY(back.messages.at(0).attachments == first.attachments);
        QCOMPARE(back.messages.at(1).parentId, 8);
        QCOMPARE(back.messages.at(1).seed, reply.seed);
        QCOMPARE(back.messages.at(1).tokens, reply.tokens);
        QCOMPARE(back.messages.at(1).thinking, reply.thinking);
        QCOMPARE(back.messages.at(1).status, reply.status);
        QCOMPARE(back.messages.at(1).unseen, reply.unseen);
        QVERIFY(back.messages.at(1).pinned);
        QVERIFY(back.messages.at(1).statistics == reply.statistics);
        QCOMPARE(back.messages.at(2).text, QStringLiteral("two"));
        const QList<Message> path = activePath(back);
        QCOMPARE(path.size(), 2);
        QCOMPARE(path.at(1).id, 10);
    }

    void odd_entries_hide_nothing_else()
    {
        const auto read = readConversations(R"({ "format": "maru-conversations", "version": 1, "conversations": [
            17, { "title": "empty" }, { "messages": [ { "id": 3, "parent": 99, "role": "user", "text": "kept" },
            { "id": 3, "text": "again" }, { "no": "id" }, { "id": 4, "parent": 77, "role": "assistant", "text": "too" } ] } ] })");
        VERIFY_OK(read);
        QCOMPARE(read->conversations.size(), 1);
        QCOMPARE(read->leftOut.value(QStringLiteral("empty")), 2);
        QCOMPARE(read->conversations.first().messages.size(), 2);
        QCOMPARE(read->conversations.first().messages.at(1).parentId, 3);
    }

    void chat_gpt_is_read_with_its_branches()
    {
        const auto read
            = readConversations(R"([ { "title": "Bread", "create_time": 1700000000.5, "update_time": 1700000100,
            "current_node": "c2", "conversation_id": "abc", "mapping": {
            "r": { "id": "r", "message": null, "parent": null, "children": ["s"] },
            "s": { "message": { "author": { "role": "system" }, "content": { "content_type": "text", "parts": [""] } },
                   "parent": "r", "children": ["a"] },
            "a": { "message": { "author": { "role": "user" }, "create_time": 1700000001,
                   "content": { "content_type": "multimodal_text", "parts": [ { "asset_pointer": "x" }, "How?" ] } },
                   "parent": "s", "children": ["b", "b2"] },
            "b": { "message": { "author": { "role": "assistant" }, "content": { "content_type": "text", "parts": ["First"] },
                   "metadata": { "model_slug": "gpt-4o" } }, "parent": "a", "children": [] },
            "b2": { "message": { "author": { "role": "assistant" }, "content": { "content_type": "text", "parts": ["Second"] } },
                   "parent": "a", "children": ["t"] },
            "t": { "message": { "author": { "role": "tool" }, "content": { "content_type": "text", "parts": ["{}"] } },
                   "parent": "b2", "children": ["b3"] },
            "b3": { "message": { "author": { "role": "assistant" }, "content": { "content_type": "text", "parts": ["goes on"] } },
                   "parent": "t", "children": ["c2"] },
            "c2": { "message": { "author": { "role": "user" }, "content": { "content_type": "text", "parts": ["Thanks"] } },
                   "parent": "b3", "children": [] } } } ])");
        VERIFY_OK(read);
        QCOMPARE(read->conversations.size(), 1);
        const SavedConversation &saved = read->conversations.first();
        QCOMPARE(saved.conversation.title, QStringLiteral("Bread"));
        QCOMPARE(saved.conversation.createdAt, 1'700'000'000'500);
        QCOMPARE(saved.origin, QStringLiteral("chatgpt:abc"));
        QCOMPARE(saved.messages.size(), 4);
        QCOMPARE(saved.messages.at(0).text, QStringLiteral("How?"));
        QCOMPARE(saved.messages.at(1).text, QStringLiteral("First"));
        QCOMPARE(saved.messages.at(1).modelName, QStringLiteral("gpt-4o"));
        const QList<Message> path = activePath(saved);
        QCOMPARE(path.size(), 3);
        QCOMPARE(path.at(1).text, QStringLiteral("Second\n\ngoes on"));
        QCOMPARE(path.at(2).text, QStringLiteral("Thanks"));
        QCOMPARE(read->leftOut.value(QStringLiteral("image")), 1);
        QCOMPARE(read->leftOut.value(QStringLiteral("tool")), 1);
        QVERIFY(!read->leftOut.contains(QStringLiteral("hidden")));
    }

    void claude_is_read()
    {
        const auto read = readConversations(R"([ { "uuid": "u1", "name": "", "created_at": "2026-01-02T03:04:05.678Z",
            "updated_at": "2026-01-02T04:00:00Z", "chat_messages": [
            { "uuid": "m1", "text": "old", "sender": "human", "created_at": "2026-01-02T03:04:05Z",
              "content": [ { "type": "text", "text": "What is this?" } ],
              "attachments": [ { "file_name": "n.txt", "extracted_content": "words" } ], "files": [ { "file_name": "p.png" } ] },
            { "uuid": "m2", "sender": "assistant", "content": [ { "type": "thinking", "thinking": "let me see" },
              { "type": "tool_use" }, { "type": "text", "text": "A note." } ] },
            { "uuid": "m3", "sender": "human", "text": "Only here", "content": [] } ] } ])");
        VERIFY_OK(read);
        const SavedConversation &saved = read->conversations.first();
        QCOMPARE(saved.conversation.title, QStringLiteral("What is this?"));
        QCOMPARE(saved.origin, QStringLiteral("claude:u1"));
        QCOMPARE(saved.messages.size(), 3);
        QCOMPARE(saved.messages.at(0).attachments.first().text, QStringLiteral("words"));
        QCOMPARE(saved.messages.at(1).thinking, QStringLiteral("let me see"));
        QCOMPARE(saved.messages.at(1).text, QStringLiteral("A note."));
        QCOMPARE(saved.messages.at(2).text, QStringLiteral("Only here"));
        QCOMPARE(saved.messages.at(2).parentId, 2);
        QCOMPARE(read->leftOut.value(QStringLiteral("file")), 1);
        QCOMPARE(read->leftOut.value(QStringLiteral("tool")), 1);
    }

    void what_is_no_export_is_refused_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addRow("no JSON") << QByteArray("hello");
        QTest::addRow("another object") << QByteArray("{ \"a\": 1 }");
        QTest::addRow("another list") << QByteArray("[ { \"a\": 1 }, 3 ]");
        QTest::addRow("newer") << QByteArray("{ \"format\": \"maru-conversations\", \"version\": 99 }");
        QTest::addRow("cut off") << QByteArray("{ \"format\": \"maru-conversations\", \"conv");
    }

    void what_is_no_export_is_refused()
    {
        QFETCH(QByteArray, file);
        QVERIFY(!readConversations(file).has_value());
    }
};

QTEST_GUILESS_MAIN(TestConversationJson)
#include "tst_conversation_json.moc"
