// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/migrations.h"

#include "app/store/database.h"

#include <QFile>

#include <array>

namespace maru {

namespace {

Result<void> runAll(Database &database, std::span<const char *const> statements)
{
    for (const char *statement : statements)
        MARU_CHECK(database.run(QString::fromUtf8(statement)));
    return {};
}

// The newest schema. A change here needs a step below that makes the same of an old file; a test compares the two.
//
//     conversations 1 --- n messages (a tree: parent_id)          journals 1 --- n journal_chunks: the growing reply
//     model_files: what was read from a model's header, and the files imported by reference
constexpr const char *kConversations = R"sql(CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    title_chosen INTEGER NOT NULL DEFAULT 0,
    active_leaf INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT)sql";

constexpr const char *kMessages = R"sql(CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    parent_id INTEGER REFERENCES messages(id),
    role INTEGER NOT NULL,
    status INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    model_name TEXT NOT NULL DEFAULT '',
    model_id TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '',
    seed INTEGER NOT NULL DEFAULT 0,
    tokens BLOB,
    sampler_state TEXT NOT NULL DEFAULT '',
    tokens_per_second REAL NOT NULL DEFAULT 0,
    first_word_ms REAL NOT NULL DEFAULT 0,
    error TEXT,
    thinking TEXT NOT NULL DEFAULT '',
    thinking_ms REAL NOT NULL DEFAULT 0,
    unseen TEXT NOT NULL DEFAULT '',
    statistics TEXT NOT NULL DEFAULT ''
) STRICT)sql";

constexpr const char *kMessagesIndex = "CREATE INDEX messages_by_conversation ON messages(conversation_id, id)";
constexpr const char *kMessagesParentIndex = "CREATE INDEX messages_by_parent ON messages(parent_id)";

constexpr const char *kMessagesAppendOnly = R"sql(CREATE TRIGGER messages_append_only BEFORE UPDATE ON messages
BEGIN
    SELECT RAISE(ABORT, 'messages are append-only');
END)sql";

constexpr const char *kJournals = R"sql(CREATE TABLE journals (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    parent_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    model_name TEXT NOT NULL,
    model_id TEXT NOT NULL,
    settings TEXT NOT NULL,
    seed INTEGER NOT NULL
) STRICT)sql";

constexpr const char *kJournalChunks = R"sql(CREATE TABLE journal_chunks (
    journal_id INTEGER NOT NULL REFERENCES journals(id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    text TEXT NOT NULL,
    tokens BLOB NOT NULL,
    sampler_state TEXT NOT NULL,
    thinking TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (journal_id, sequence)
) STRICT, WITHOUT ROWID)sql";

constexpr const char *kModelFiles = R"sql(CREATE TABLE model_files (
    path TEXT PRIMARY KEY,
    byte_count INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    quantization TEXT NOT NULL,
    parameter_count INTEGER NOT NULL,
    context_length INTEGER NOT NULL,
    referenced INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    has_chat_template INTEGER NOT NULL DEFAULT 0
) STRICT)sql";

/// Version 1 was the first: no older file exists, and createSchema() makes a new one.
Result<void> conversationsAndMessages(Database &)
{
    return {};
}

Result<void> modelFiles(Database &database)
{
    constexpr std::array statements { R"sql(CREATE TABLE model_files (
    path TEXT PRIMARY KEY,
    byte_count INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    quantization TEXT NOT NULL,
    parameter_count INTEGER NOT NULL,
    context_length INTEGER NOT NULL,
    referenced INTEGER NOT NULL DEFAULT 0,
    problem TEXT
) STRICT)sql" };
    return runAll(database, statements);
}

Result<void> modelFilesTemplates(Database &database)
{
    constexpr std::array statements {
        "ALTER TABLE model_files ADD COLUMN has_chat_template INTEGER NOT NULL DEFAULT 0",
        "UPDATE model_files SET modified_at = 0", // read them again
    };
    return runAll(database, statements);
}

Result<void> thinkingAndStatistics(Database &database)
{
    constexpr std::array statements {
        "ALTER TABLE messages ADD COLUMN thinking TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE messages ADD COLUMN thinking_ms REAL NOT NULL DEFAULT 0",
        "ALTER TABLE messages ADD COLUMN unseen TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE messages ADD COLUMN statistics TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE journal_chunks ADD COLUMN thinking TEXT NOT NULL DEFAULT ''",
    };
    return runAll(database, statements);
}

constexpr std::array kMigrations {
    Migration { 1, conversationsAndMessages },
    Migration { 2, modelFiles },
    Migration { 3, modelFilesTemplates },
    Migration { 4, thinkingAndStatistics },
};

constexpr bool inOrder(std::span<const Migration> list)
{
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].version != static_cast<int>(i) + 1)
            return false;
    }
    return true;
}

static_assert(inOrder(kMigrations), "migrations are numbered 1, 2, ... without a gap");

Result<void> setVersion(Database &database, int version)
{
    return database.run(QStringLiteral("PRAGMA user_version = %1").arg(version)); // takes no bound value
}

/// A whole copy of the file as it was before the migration, in case anyone has to go back.
Result<void> backUp(Database &database, int version)
{
    const QString copy = QStringLiteral("%1.v%2").arg(database.file()).arg(version);
    QFile::remove(copy);
    return database.run(QStringLiteral("VACUUM INTO ?"), { copy });
}

} // namespace

std::span<const Migration> migrations()
{
    return kMigrations;
}

int newestSchema()
{
    return kMigrations.back().version;
}

Result<void> createSchema(Database &database)
{
    constexpr std::array statements { kConversations, kMessages, kMessagesIndex, kMessagesParentIndex,
        kMessagesAppendOnly, kJournals, kJournalChunks, kModelFiles };
    return runAll(database, statements);
}

Result<void> migrate(Database &database)
{
    MARU_TRY(const QVariant stored, database.value(QStringLiteral("PRAGMA user_version")));
    const int version = stored.toInt();
    if (version == newestSchema())
        return {};
    if (version > newestSchema() || version < 0) {
        return Error { ErrorCode::Unsupported, Reason::DatabaseNewer,
            { { "path", database.file().toStdString() }, { "version", std::to_string(version) } },
            "the database has schema " + std::to_string(version) };
    }
    if (version > 0)
        MARU_CHECK(backUp(database, version));
    return database.transaction([&]() -> Result<void> {
        if (version == 0) {
            MARU_CHECK(createSchema(database));
        } else {
            for (const Migration &step : kMigrations) {
                if (step.version > version)
                    MARU_CHECK(step.apply(database));
            }
        }
        return setVersion(database, newestSchema());
    });
}

} // namespace maru
