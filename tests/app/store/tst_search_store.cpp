// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/search_key.h"
#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/search_store.h"
#include "tests/app/app_test.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestSearchStore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = Database::open(m_folder->filePath(QStringLiteral("a.sqlite")));
        VERIFY_OK(opened);
        m_database = *std::move(opened);
        m_next = 1;
    }

    void cleanup() { m_database.reset(); }

    void a_word_is_found_in_any_script_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("found");
        const auto row = [](const char *name, const char *said, const char *query, bool found = true) {
            QTest::addRow("%s", name) << QString::fromUtf8(said) << QString::fromUtf8(query) << found;
        };
        row("a word", "The quick brown fox", "quick");
        row("a part of a word", "The quick brown fox", "uic");
        row("capitals", "The QUICK brown fox", "quick");
        row("two words, in any order", "The quick brown fox", "fox quick");
        row("one of two words", "The quick brown fox", "fox slow", false);
        row("a phrase", "The quick brown fox", "\"quick brown\"");
        row("another order than the phrase's", "The quick brown fox", "\"brown quick\"", false);
        row("a short word", "Go is a language", "go");
        row("a short word is no part of a long one", "good", "go", false);
        row("one letter", "plan B failed", "b");
        row("letter and sign", "written in C# today", "c#");
        row("the letter without the sign", "written in C today", "c#", false);
        row("quotes and operators are only characters", "say \"AND\" or NEAR(x)", "near(x)");
        row("two syllables", "\uc81c\uc8fc\ub3c4 \uc5ec\ud589", "\uc81c\uc8fc");
        row("the last two syllables", "\uc81c\uc8fc\ub3c4 \uc5ec\ud589", "\uc5ec\ud589");
        row("one syllable", "\uc81c\uc8fc\ub3c4 \uc5ec\ud589", "\ub3c4");
        row("three syllables", "\uc81c\uc8fc\ub3c4 \uc5ec\ud589", "\uc81c\uc8fc\ub3c4");
        row("two syllables that do not meet", "\uc81c\uc8fc\ub3c4 \uc5ec\ud589", "\uc81c\ub3c4", false);
        row("a particle follows", "\ud559\uad50\uc5d0\uc11c \ub9cc\ub098", "\ud559\uad50");
        row("typed as letters that are not composed", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "\ud55c\uad6d");
        row("asked as letters that are not composed", "\ud55c\uad6d", "\u1112\u1161\u11ab\u1100\u116e\u11a8");
        row("Japanese, two", "\u6771\u4eac\u306b\u884c\u304f", "\u6771\u4eac");
        row("Japanese, one", "\u6771\u4eac\u306b\u884c\u304f", "\u884c");
        row("Chinese", "\u6211\u4eec\u53bb\u5317\u4eac\u5427", "\u5317\u4eac");
        row("a rare character", "the sign \U00020bb7 here", "\U00020bb7");
        row("Cyrillic in capitals", "\u041c\u043e\u0441\u043a\u0432\u0430", "\u041c\u041e\u0421\u041a\u0412\u0410");
        row("an accent in two parts", "cafe\u0301 au lait", "caf\u00e9");
        row("Thai", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u0e2a\u0e27");
        row("a new emoji", "so happy \U0001f970 today", "\U0001f970");
        row("mixed with short", "\uc81c\uc8fc trip plan", "\uc81c\uc8fc plan");
        row("mixed, the short one missing", "\uc11c\uc6b8 trip plan", "\uc81c\uc8fc plan", false);
        row("nothing but blanks", "anything", "   ", false);
        row("nothing but a sign", "anything .", ".", false);
        row("a percent sign is not a wildcard", "anything at all", "any%all", false);
    }

    void a_word_is_found_in_any_script()
    {
        QFETCH(QString, said);
        QFETCH(QString, query);
        QFETCH(bool, found);
        say(said);
        const auto hits = find(query);
        VERIFY_OK(hits);
        QCOMPARE(hits->size(), found ? 1 : 0);
    }

    void the_hit_is_marked_in_what_is_shown_of_it()
    {
        say(QString(QStringLiteral("before ")).repeated(100) + QStringLiteral("\n\nthe  Needle\nstands ")
            + QString(QStringLiteral("after ")).repeated(100));
        const auto hits = find(QStringLiteral("needle"));
        VERIFY_OK(hits);
        QCOMPARE(hits->size(), 1);
        const SearchHit &hit = hits->first();
        QCOMPARE(hit.snippet.mid(hit.hitStart, hit.hitLength), QStringLiteral("Needle"));
        QVERIFY2(hit.snippet.contains(QStringLiteral("the Needle stands after")), qPrintable(hit.snippet));
        QVERIFY(hit.snippet.size() < 250);
        QVERIFY(!hit.snippet.contains(u'\n'));
        QVERIFY(hit.snippet.startsWith(QChar(0x2026)) && hit.snippet.endsWith(QChar(0x2026)));
    }

    void a_title_is_found_too()
    {
        const qint64 id = say(QStringLiteral("nothing of it"));
        VERIFY_OK(ConversationStore(*m_database).rename(id, QString::fromUtf8("Reise nach \u00d6sterreich")));
        const auto hits = find(QString::fromUtf8("\u00f6sterreich"));
        VERIFY_OK(hits);
        QCOMPARE(hits->size(), 1);
        QCOMPARE(hits->first().messageId, 0);
        QCOMPARE(hits->first().title.mid(hits->first().hitStart, hits->first().hitLength),
            QString::fromUtf8("\u00d6sterreich"));
    }

    void what_says_it_more_often_and_shorter_comes_first()
    {
        const qint64 rambling
            = say(QString(QStringLiteral("many words about other things ")).repeated(60) + QStringLiteral("kimchi"));
        const qint64 fitting = say(QStringLiteral("kimchi, and how to make kimchi"));
        const qint64 inside = say(QStringLiteral("a word like antikimchian is not it"));
        const auto hits = find(QStringLiteral("kimchi"));
        VERIFY_OK(hits);
        QCOMPARE(hits->size(), 3);
        QCOMPARE(hits->at(0).conversationId, fitting);
        QCOMPARE(hits->at(1).conversationId, inside);
        QCOMPARE(hits->at(2).conversationId, rambling);
    }

    void what_is_in_the_trash_is_not_found()
    {
        const qint64 id = say(QStringLiteral("a secret"));
        VERIFY_OK(ConversationStore(*m_database).remove(id, 1));
        QCOMPARE(find(QStringLiteral("secret"))->size(), 0);
        VERIFY_OK(ConversationStore(*m_database).restore(id));
        QCOMPARE(find(QStringLiteral("secret"))->size(), 1);
    }

    void what_is_forgotten_is_not_found()
    {
        const qint64 first = say(QString::fromUtf8("secret of \uc81c\uc8fc"));
        const qint64 second = say(QString::fromUtf8("another secret of \uc81c\uc8fc"));
        QCOMPARE(find(QStringLiteral("secret"))->size(), 2);
        VERIFY_OK(m_database->transaction([&] { return SearchStore(*m_database).forget(first); }));
        QCOMPARE(find(QStringLiteral("secret"))->size(), 1);
        QCOMPARE(find(QString::fromUtf8("\uc81c\uc8fc"))->first().conversationId, second);
    }

    void thoughts_and_files_beside_a_message_are_found()
    {
        Message question = userMessage(11, 10, QStringLiteral("see the file"));
        question.attachments = { { QStringLiteral("notes.txt"), QStringLiteral("UTF-8"),
                                     QString::fromUtf8("about a walrus in \uc81c\uc8fc") },
            { QStringLiteral("zebra.md"), QStringLiteral("UTF-8"), QStringLiteral("nothing in it") } };
        Message reply = replyMessage(12, 10, QStringLiteral("it is about an animal"), 11);
        reply.thinking = QStringLiteral("the user means the penguin, not the Walrus");
        ConversationStore store(*m_database);
        VERIFY_OK(store.addConversation(conversation(10, QStringLiteral("t")), question));
        VERIFY_OK(store.addMessage(reply));
        const auto penguin = find(QStringLiteral("penguin"));
        VERIFY_OK(penguin);
        QCOMPARE(penguin->size(), 1);
        QCOMPARE(penguin->first().messageId, 12);
        QCOMPARE(penguin->first().part, SearchHit::Part::Thinking);
        QCOMPARE(markedIn(penguin->first()), QStringLiteral("penguin"));
        QCOMPARE(find(QStringLiteral("walrus"))->size(), 2);
        const auto place = find(QString::fromUtf8("\uc81c\uc8fc"));
        QCOMPARE(place->size(), 1);
        QCOMPARE(place->first().part, SearchHit::Part::File);
        QCOMPARE(place->first().file, QStringLiteral("notes.txt"));
        QCOMPARE(markedIn(place->first()), QString::fromUtf8("\uc81c\uc8fc"));
        QCOMPARE(find(QStringLiteral("zebra"))->first().file, QStringLiteral("zebra.md"));
        QCOMPARE(find(QStringLiteral("walrus file"))->first().messageId, 11); // one in the file, one in the text
        QCOMPARE(find(QStringLiteral("penguin file"))->size(), 0); // of two messages
        QCOMPARE(find(QStringLiteral("animal"))->first().part, SearchHit::Part::Text);
        VERIFY_OK(m_database->transaction([&] { return SearchStore(*m_database).forget(10); }));
        for (const char *word : { "penguin", "walrus", "zebra", "animal" })
            QCOMPARE(find(QLatin1String(word))->size(), 0);
    }

    void the_index_is_written_a_little_at_a_time()
    {
        for (int i = 0; i < 450; ++i)
            say(QStringLiteral("message number %1").arg(i));
        SearchStore search(*m_database);
        QCOMPARE(*search.pendingCount(), 450);
        const auto taken = search.indexSome();
        VERIFY_OK(taken);
        QVERIFY(*taken > 0 && *taken < 450);
        QCOMPARE(*search.pendingCount(), 450 - *taken);
        // The newest first: what was said today is found at once.
        QCOMPARE(search.find(QStringLiteral("\"number 449\""), 10)->size(), 1);
        QCOMPARE(search.find(QStringLiteral("\"number 1\""), 10)->size(), 0);
    }

    void five_thousand_messages_are_searched_at_once()
    {
        VERIFY_OK(m_database->setDurable(false));
        for (int i = 0; i < 5000; ++i)
            say(QStringLiteral("the message %1 is about matter %2 of the day").arg(i).arg(i % 97));
        QVERIFY(find(QStringLiteral("day"))); // takes them in
        QElapsedTimer timer;
        timer.start();
        const auto hits = SearchStore(*m_database).find(QStringLiteral("the message \"matter 42\""), 50);
        VERIFY_OK(hits);
        QCOMPARE(hits->size(), 50);
        QVERIFY2(timer.elapsed() < 250, qPrintable(QString::number(timer.elapsed())));
    }

    void terms_are_words_and_quoted_phrases()
    {
        QCOMPARE(searchTerms(QStringLiteral("One \"two  three\" \"fo")),
            QStringList({ QStringLiteral("one"), QStringLiteral("two three"), QStringLiteral("fo") }));
        QCOMPARE(searchTerms(QStringLiteral("a a . -")), QStringList { QStringLiteral("a") });
    }

private:
    static QString markedIn(const SearchHit &hit) { return hit.snippet.mid(hit.hitStart, hit.hitLength); }

    /// A conversation of one message; its id.
    qint64 say(const QString &text)
    {
        const qint64 id = m_next;
        m_next += 2;
        const auto saved = ConversationStore(*m_database)
                               .addConversation(conversation(id, QStringLiteral("t")), userMessage(id + 1, id, text));
        return saved ? id : 0;
    }

    Result<QList<SearchHit>> find(const QString &query)
    {
        SearchStore search(*m_database);
        for (Result<int> taken = 1; taken && *taken > 0;)
            taken = search.indexSome();
        return search.find(query, 50);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    qint64 m_next = 1;
};

QTEST_GUILESS_MAIN(TestSearchStore)
#include "tst_search_store.moc"
