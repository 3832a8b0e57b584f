// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/migrations.h"
#include "app/store/search_store.h"
#include "tests/app/app_test.h"

#include <QFile>
#include <QSqlError>
#include <QTemporaryDir>

using namespace maru;

namespace {

/// A file whose schema is `version`, made by the steps up to it, as a Maru of that time left it.
void makeOld(const QString &file, int version, const QStringList &extra = {})
{
    {
        QSqlDatabase raw = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("old"));
        raw.setDatabaseName(file);
        QVERIFY(raw.open());
        // Version 1 as it was released; frozen here on purpose.
        const QStringList first { QStringLiteral(
                                      "CREATE TABLE conversations (id INTEGER PRIMARY KEY, title TEXT NOT NULL, "
                                      "title_chosen INTEGER NOT NULL DEFAULT 0, active_leaf INTEGER NOT NULL "
                                      "DEFAULT 0, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, "
                                      "deleted_at INTEGER) STRICT"),
            QStringLiteral(
                "CREATE TABLE messages (id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL REFERENCES "
                "conversations(id) ON DELETE CASCADE, parent_id INTEGER REFERENCES messages(id), role INTEGER "
                "NOT NULL, status INTEGER NOT NULL, text TEXT NOT NULL, created_at INTEGER NOT NULL, "
                "model_name TEXT NOT NULL DEFAULT '', model_id TEXT NOT NULL DEFAULT '', settings TEXT NOT NULL "
                "DEFAULT '', seed INTEGER NOT NULL DEFAULT 0, tokens BLOB, sampler_state TEXT NOT NULL DEFAULT "
                "'', tokens_per_second REAL NOT NULL DEFAULT 0, first_word_ms REAL NOT NULL DEFAULT 0, error "
                "TEXT) STRICT"),
            QStringLiteral("CREATE INDEX messages_by_conversation ON messages(conversation_id, id)"),
            QStringLiteral("CREATE INDEX messages_by_parent ON messages(parent_id)"),
            QStringLiteral("CREATE TRIGGER messages_append_only BEFORE UPDATE ON messages BEGIN SELECT RAISE(ABORT, "
                           "'messages are append-only'); END"),
            QStringLiteral(
                "CREATE TABLE journals (id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL REFERENCES "
                "conversations(id) ON DELETE CASCADE, parent_id INTEGER NOT NULL, created_at INTEGER NOT NULL, "
                "model_name TEXT NOT NULL, model_id TEXT NOT NULL, settings TEXT NOT NULL, seed INTEGER NOT "
                "NULL) STRICT"),
            QStringLiteral(
                "CREATE TABLE journal_chunks (journal_id INTEGER NOT NULL REFERENCES journals(id) ON DELETE "
                "CASCADE, sequence INTEGER NOT NULL, text TEXT NOT NULL, tokens BLOB NOT NULL, sampler_state "
                "TEXT NOT NULL, PRIMARY KEY (journal_id, sequence)) STRICT, WITHOUT ROWID") };
        QStringList statements = version >= 1 ? first : QStringList();
        if (version >= 2) {
            statements << QStringLiteral(
                "CREATE TABLE model_files (path TEXT PRIMARY KEY, byte_count INTEGER NOT NULL, "
                "modified_at INTEGER NOT NULL, name TEXT NOT NULL, family TEXT NOT NULL, "
                "quantization TEXT NOT NULL, parameter_count INTEGER NOT NULL, context_length "
                "INTEGER NOT NULL, referenced INTEGER NOT NULL DEFAULT 0, problem TEXT) STRICT");
        }
        if (version >= 3) {
            statements << QStringLiteral(
                "ALTER TABLE model_files ADD COLUMN has_chat_template INTEGER NOT NULL DEFAULT 0");
        }
        if (version >= 4) {
            for (const char *column : { "thinking TEXT NOT NULL DEFAULT ''", "thinking_ms REAL NOT NULL DEFAULT 0",
                     "unseen TEXT NOT NULL DEFAULT ''", "statistics TEXT NOT NULL DEFAULT ''" })
                statements << QStringLiteral("ALTER TABLE messages ADD COLUMN ") + QLatin1String(column);
            statements << QStringLiteral("ALTER TABLE journal_chunks ADD COLUMN thinking TEXT NOT NULL DEFAULT ''");
        }
        if (version >= 5) {
            for (const char *statement :
                {
                    "CREATE TABLE folders (id INTEGER PRIMARY KEY, name TEXT NOT NULL, position INTEGER NOT NULL, "
                    "created_at INTEGER NOT NULL) STRICT",
                    "CREATE TABLE presets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL) "
                    "STRICT",
                    "ALTER TABLE conversations ADD COLUMN title_key TEXT NOT NULL DEFAULT ''",
                    "ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE conversations ADD COLUMN archived INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE conversations ADD COLUMN folder_id INTEGER REFERENCES folders(id) ON DELETE SET NULL",
                    "ALTER TABLE conversations ADD COLUMN system_prompt TEXT NOT NULL DEFAULT ''",
                    "ALTER TABLE conversations ADD COLUMN settings TEXT NOT NULL DEFAULT ''",
                    "ALTER TABLE conversations ADD COLUMN preset_id INTEGER REFERENCES presets(id) ON DELETE SET NULL",
                    "ALTER TABLE conversations ADD COLUMN thinking INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE conversations ADD COLUMN model_path TEXT NOT NULL DEFAULT ''",
                    "ALTER TABLE conversations ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
                    "CREATE INDEX conversations_by_origin ON conversations(origin) WHERE origin <> ''",
                    "ALTER TABLE messages ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
                    "DROP TRIGGER messages_append_only",
                    "CREATE TRIGGER messages_append_only BEFORE UPDATE OF id, conversation_id, parent_id, role, "
                    "status, text, created_at, model_name, model_id, settings, seed, tokens, sampler_state, "
                    "tokens_per_second, first_word_ms, error, thinking, thinking_ms, unseen, statistics ON messages "
                    "BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END",
                    "CREATE TABLE attachments (id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES "
                    "messages(id) ON DELETE CASCADE, name TEXT NOT NULL, encoding TEXT NOT NULL, text TEXT NOT NULL) "
                    "STRICT",
                    "CREATE INDEX attachments_by_message ON attachments(message_id)",
                    "CREATE TABLE drafts (conversation_id INTEGER PRIMARY KEY, text TEXT NOT NULL, attachments TEXT "
                    "NOT NULL) STRICT",
                    "CREATE TRIGGER drafts_go_with_conversations AFTER DELETE ON conversations BEGIN DELETE FROM "
                    "drafts WHERE conversation_id = old.id; END",
                    "CREATE TABLE requests (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, host TEXT NOT NULL, reason "
                    "TEXT NOT NULL, byte_count INTEGER NOT NULL, status INTEGER NOT NULL) STRICT",
                    "CREATE VIRTUAL TABLE search_trigrams USING fts5(text, content='', tokenize='trigram')",
                    "CREATE VIRTUAL TABLE search_bigrams USING fts5(text, content='', detail='none', tokenize='ascii')",
                    "CREATE TABLE search_pending (message_id INTEGER PRIMARY KEY) STRICT",
                    "CREATE TRIGGER messages_to_search AFTER INSERT ON messages BEGIN INSERT OR IGNORE INTO "
                    "search_pending (message_id) VALUES (new.id); END",
                    "CREATE TRIGGER messages_not_to_search AFTER DELETE ON messages BEGIN DELETE FROM search_pending "
                    "WHERE message_id = old.id; END",
                    "CREATE TABLE store_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
                    "ALTER TABLE model_files ADD COLUMN licence TEXT NOT NULL DEFAULT ''",
                    "ALTER TABLE model_files ADD COLUMN model_id TEXT NOT NULL DEFAULT ''",
                    "CREATE TABLE model_notes (path TEXT PRIMARY KEY, title TEXT NOT NULL, notes TEXT NOT NULL, source "
                    "TEXT NOT NULL, last_used_at INTEGER NOT NULL, sha256 TEXT NOT NULL, verified_at INTEGER NOT NULL) "
                    "STRICT",
                    "CREATE TABLE model_folders (path TEXT PRIMARY KEY, application TEXT NOT NULL) STRICT",
                })
                statements << QLatin1String(statement);
        }
        statements += extra;
        statements << QStringLiteral("PRAGMA user_version = %1").arg(version);
        for (const QString &statement : statements) {
            QSqlQuery query(raw);
            QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
        }
        raw.close();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("old"));
}

/// Everything that makes up a schema, without the blanks of how it was written.
QStringList schemaOf(Database &database)
{
    QStringList result;
    const auto read
        = database.forEach(QStringLiteral("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"),
            {}, [&result](const QSqlQuery &row) {
                QString sql = row.value(3).toString().simplified();
                sql.replace(QStringLiteral("( "), QStringLiteral("("))
                    .replace(QStringLiteral(" )"), QStringLiteral(")"))
                    .replace(QStringLiteral(" ,"), QStringLiteral(","));
                result << row.value(0).toString() + u' ' + row.value(1).toString() + u' ' + row.value(2).toString()
                        + u' ' + sql;
            });
    return read ? result : QStringList { QString::fromStdString(read.error().message) };
}

} // namespace

class TestMigrations : public QObject
{
    Q_OBJECT

private slots:
    void an_old_file_becomes_what_a_fresh_one_is_data()
    {
        QTest::addColumn<int>("version");
        for (int version = 1; version < newestSchema(); ++version)
            QTest::addRow("%d", version) << version;
        QVERIFY(newestSchema() > 1);
    }

    void an_old_file_becomes_what_a_fresh_one_is()
    {
        QFETCH(int, version);
        QVERIFY(version <= 5); // a newer one needs its frozen schema in makeOld()
        QTemporaryDir folder;
        auto fresh = Database::open(folder.filePath(QStringLiteral("fresh.sqlite")));
        VERIFY_OK(fresh);
        makeOld(folder.filePath(QStringLiteral("old.sqlite")), version,
            { QStringLiteral("INSERT INTO conversations (id, title, title_chosen, active_leaf, created_at, updated_at) "
                             "VALUES (7, 'kept', 1, 8, 1, 2)"),
                QStringLiteral("INSERT INTO messages (id, conversation_id, role, status, text, created_at) "
                               "VALUES (8, 7, 0, 0, 'words', 1)") });
        auto old = Database::open(folder.filePath(QStringLiteral("old.sqlite")));
        VERIFY_OK(old);
        QCOMPARE(schemaOf(**old), schemaOf(**fresh));
        QCOMPARE((*old)->value(QStringLiteral("PRAGMA user_version"))->toInt(), newestSchema());
        const auto messages = ConversationStore(**old).messages(7);
        VERIFY_OK(messages);
        QCOMPARE(messages->size(), 1);
        QCOMPARE(messages->first().text, QStringLiteral("words"));
    }

    /// Before version 6 the index knew the texts alone.
    void what_was_thought_is_found_in_an_old_file_too()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("old.sqlite"));
        makeOld(file, 5,
            { QStringLiteral("INSERT INTO conversations (id, title, created_at, updated_at) VALUES (7, 'kept', 1, 2)"),
                QStringLiteral("INSERT INTO messages (id, conversation_id, role, status, text, created_at, thinking) "
                               "VALUES (8, 7, 1, 0, 'words', 1, 'of penguins')"),
                QStringLiteral("DELETE FROM search_pending"),
                QStringLiteral("INSERT INTO search_trigrams (rowid, text) VALUES (8, 'words')") });
        auto opened = Database::open(file);
        VERIFY_OK(opened);
        SearchStore search(**opened);
        QCOMPARE(search.find(QStringLiteral("penguins"), 10)->size(), 0);
        QCOMPARE(*search.pendingCount(), 1);
        VERIFY_OK(search.indexSome());
        QCOMPARE(search.find(QStringLiteral("penguins"), 10)->size(), 1);
        QCOMPARE(search.find(QStringLiteral("words"), 10)->size(), 1);
    }

    void the_file_as_it_was_is_kept_beside_it()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("old.sqlite"));
        makeOld(file, 1, { QStringLiteral("INSERT INTO conversations VALUES (7, 'kept', 1, 0, 1, 2, NULL)") });
        VERIFY_OK(Database::open(file));
        QVERIFY(QFile::exists(file + QStringLiteral(".v1")));
        QSqlDatabase copy = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("copy"));
        copy.setDatabaseName(file + QStringLiteral(".v1"));
        QVERIFY(copy.open());
        QSqlQuery query(QStringLiteral("SELECT title FROM conversations"), copy);
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toString(), QStringLiteral("kept"));
    }

    void a_file_of_a_newer_maru_is_refused_and_not_touched()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("new.sqlite"));
        makeOld(file, 99);
        const auto opened = Database::open(file);
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().reason, Reason::DatabaseNewer);
        QCOMPARE(QString::fromUtf8(opened.error().arg("version").data()), QStringLiteral("99"));
    }

    void a_step_that_fails_leaves_the_old_schema()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("old.sqlite"));
        makeOld(file, 1, { QStringLiteral("CREATE TABLE model_files (in_the_way INTEGER)") });
        QVERIFY(!Database::open(file).has_value());
        QSqlDatabase raw = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("after"));
        raw.setDatabaseName(file);
        QVERIFY(raw.open());
        QSqlQuery query(QStringLiteral("PRAGMA user_version"), raw);
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toInt(), 1);
    }

    void what_is_no_database_is_called_damaged()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("bad.sqlite")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        const auto opened = Database::open(file.fileName());
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().reason, Reason::DatabaseCorrupt);
        QCOMPARE(file.size(), 8192);
    }

    void the_settings_of_the_connection_are_on()
    {
        QTemporaryDir folder;
        auto database = Database::open(folder.filePath(QStringLiteral("a.sqlite")));
        VERIFY_OK(database);
        QCOMPARE((*database)->value(QStringLiteral("PRAGMA journal_mode"))->toString(), QStringLiteral("wal"));
        QCOMPARE((*database)->value(QStringLiteral("PRAGMA foreign_keys"))->toInt(), 1);
        QCOMPARE((*database)->value(QStringLiteral("PRAGMA synchronous"))->toInt(), 2);
        QCOMPARE((*database)->value(QStringLiteral("PRAGMA busy_timeout"))->toInt(), 3000);
    }
};

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
