// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/migrations.h"
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
        QVERIFY(version <= 4); // a newer one needs its frozen schema in makeOld()
        QTemporaryDir folder;
        auto fresh = Database::open(folder.filePath(QStringLiteral("fresh.sqlite")));
        VERIFY_OK(fresh);
        makeOld(folder.filePath(QStringLiteral("old.sqlite")), version,
            { QStringLiteral("INSERT INTO conversations VALUES (7, 'kept', 1, 8, 1, 2, NULL)"),
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
