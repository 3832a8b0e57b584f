// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/migrations.h"

#include "app/domain/search_key.h"
#include "app/store/backup.h"
#include "app/store/database.h"

#include <QList>

#include <array>
#include <utility>

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
//          |                     |--- n attachments
//          |--- 0..1 drafts      '--- search_pending: not in the index yet; then in search_trigrams and search_bigrams
//          folders 1 --- n conversations n --- 0..1 presets
//     model_files: what was read from a model's header, and the files imported by reference
//     requests: everything that was ever asked of the network        store_state: what the store notes for itself
constexpr const char *kConversations = R"sql(CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    title_chosen INTEGER NOT NULL DEFAULT 0,
    active_leaf INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    title_key TEXT NOT NULL DEFAULT '',
    pinned INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0,
    folder_id INTEGER REFERENCES folders(id) ON DELETE SET NULL,
    system_prompt TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '',
    preset_id INTEGER REFERENCES presets(id) ON DELETE SET NULL,
    thinking INTEGER NOT NULL DEFAULT 0,
    model_path TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT ''
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
    statistics TEXT NOT NULL DEFAULT '',
    pinned INTEGER NOT NULL DEFAULT 0
) STRICT)sql";

constexpr const char *kMessagesIndex = "CREATE INDEX messages_by_conversation ON messages(conversation_id, id)";
constexpr const char *kMessagesParentIndex = "CREATE INDEX messages_by_parent ON messages(parent_id)";

constexpr const char *kMessagesAppendOnly = R"sql(CREATE TRIGGER messages_append_only BEFORE UPDATE OF
    id, conversation_id, parent_id, role, status, text, created_at, model_name, model_id, settings, seed, tokens,
    sampler_state, tokens_per_second, first_word_ms, error, thinking, thinking_ms, unseen, statistics ON messages
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
    has_chat_template INTEGER NOT NULL DEFAULT 0,
    licence TEXT NOT NULL DEFAULT '',
    model_id TEXT NOT NULL DEFAULT ''
) STRICT)sql";

constexpr const char *kModelNotes = R"sql(CREATE TABLE model_notes (
    path TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    notes TEXT NOT NULL,
    source TEXT NOT NULL,
    last_used_at INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    verified_at INTEGER NOT NULL
) STRICT)sql";

constexpr const char *kModelFolders = R"sql(CREATE TABLE model_folders (
    path TEXT PRIMARY KEY,
    application TEXT NOT NULL
) STRICT)sql";

constexpr const char *kFolders = R"sql(CREATE TABLE folders (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT)sql";

constexpr const char *kPresets = R"sql(CREATE TABLE presets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT)sql";

constexpr const char *kAttachments = R"sql(CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    encoding TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT)sql";

constexpr const char *kAttachmentsIndex = "CREATE INDEX attachments_by_message ON attachments(message_id)";

// conversation_id 0: of the page of a new conversation.
constexpr const char *kDrafts = R"sql(CREATE TABLE drafts (
    conversation_id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    attachments TEXT NOT NULL
) STRICT)sql";

constexpr const char *kDraftsGo = R"sql(CREATE TRIGGER drafts_go_with_conversations AFTER DELETE ON conversations
BEGIN
    DELETE FROM drafts WHERE conversation_id = old.id;
END)sql";

constexpr const char *kRequests = R"sql(CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    host TEXT NOT NULL,
    reason TEXT NOT NULL,
    byte_count INTEGER NOT NULL,
    status INTEGER NOT NULL
) STRICT)sql";

constexpr const char *kCreationIndex = "CREATE INDEX conversations_by_creation ON conversations(created_at)";
constexpr const char *kOriginIndex = "CREATE INDEX conversations_by_origin ON conversations(origin) WHERE origin <> ''";

// The index of what was said, without the text itself: see SearchStore. The trigger only notes what is new; the index
// is written between other work.
constexpr const char *kSearchTrigrams
    = "CREATE VIRTUAL TABLE search_trigrams USING fts5(text, content='', tokenize='trigram')";
constexpr const char *kSearchBigrams
    = "CREATE VIRTUAL TABLE search_bigrams USING fts5(text, content='', detail='none', tokenize='ascii')";
constexpr const char *kSearchPending = "CREATE TABLE search_pending (message_id INTEGER PRIMARY KEY) STRICT";
constexpr const char *kSearchNote = R"sql(CREATE TRIGGER messages_to_search AFTER INSERT ON messages
BEGIN
    INSERT OR IGNORE INTO search_pending (message_id) VALUES (new.id);
END)sql";
constexpr const char *kSearchForget = R"sql(CREATE TRIGGER messages_not_to_search AFTER DELETE ON messages
BEGIN
    DELETE FROM search_pending WHERE message_id = old.id;
END)sql";

constexpr const char *kStoreState = R"sql(CREATE TABLE store_state (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID)sql";

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

/// The shelf of models: folders, and what users say of files. A part of the same step.
Result<void> shelf(Database &database)
{
    constexpr std::array statements {
        "ALTER TABLE model_files ADD COLUMN licence TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE model_files ADD COLUMN model_id TEXT NOT NULL DEFAULT ''",
        "UPDATE model_files SET modified_at = 0", // read them again
        "CREATE TABLE model_notes (path TEXT PRIMARY KEY, title TEXT NOT NULL, notes TEXT NOT NULL, source TEXT NOT "
        "NULL, last_used_at INTEGER NOT NULL, sha256 TEXT NOT NULL, verified_at INTEGER NOT NULL) STRICT",
        "CREATE TABLE model_folders (path TEXT PRIMARY KEY, application TEXT NOT NULL) STRICT",
    };
    return runAll(database, statements);
}

Result<void> keeping(Database &database)
{
    constexpr std::array statements {
        // As it was made in this step; frozen here.
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, name TEXT NOT NULL, position INTEGER NOT NULL, created_at "
        "INTEGER NOT NULL) STRICT",
        "CREATE TABLE presets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT",
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
        "CREATE TRIGGER messages_append_only BEFORE UPDATE OF id, conversation_id, parent_id, role, status, text, "
        "created_at, model_name, model_id, settings, seed, tokens, sampler_state, tokens_per_second, first_word_ms, "
        "error, thinking, thinking_ms, unseen, statistics ON messages BEGIN SELECT RAISE(ABORT, 'messages are "
        "append-only'); END",
        "CREATE TABLE attachments (id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES messages(id) ON "
        "DELETE CASCADE, name TEXT NOT NULL, encoding TEXT NOT NULL, text TEXT NOT NULL) STRICT",
        "CREATE INDEX attachments_by_message ON attachments(message_id)",
        "CREATE TABLE drafts (conversation_id INTEGER PRIMARY KEY, text TEXT NOT NULL, attachments TEXT NOT NULL) "
        "STRICT",
        "CREATE TRIGGER drafts_go_with_conversations AFTER DELETE ON conversations BEGIN DELETE FROM drafts WHERE "
        "conversation_id = old.id; END",
        "CREATE TABLE requests (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, host TEXT NOT NULL, reason TEXT NOT "
        "NULL, byte_count INTEGER NOT NULL, status INTEGER NOT NULL) STRICT",
        "CREATE VIRTUAL TABLE search_trigrams USING fts5(text, content='', tokenize='trigram')",
        "CREATE VIRTUAL TABLE search_bigrams USING fts5(text, content='', detail='none', tokenize='ascii')",
        "CREATE TABLE search_pending (message_id INTEGER PRIMARY KEY) STRICT",
        "CREATE TRIGGER messages_to_search AFTER INSERT ON messages BEGIN INSERT OR IGNORE INTO search_pending "
        "(message_id) VALUES (new.id); END",
        "CREATE TRIGGER messages_not_to_search AFTER DELETE ON messages BEGIN DELETE FROM search_pending WHERE "
        "message_id = old.id; END",
        "CREATE TABLE store_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "INSERT INTO search_pending (message_id) SELECT id FROM messages",
    };
    MARU_CHECK(runAll(database, statements));
    MARU_CHECK(shelf(database));
    QList<std::pair<qint64, QString>> titles;
    MARU_CHECK(
        database.forEach(QStringLiteral("SELECT id, title FROM conversations"), {}, [&titles](const QSqlQuery &row) {
            titles.append({ row.value(0).toLongLong(), row.value(1).toString() });
        }));
    for (const auto &[id, title] : titles)
        MARU_CHECK(database.run(
            QStringLiteral("UPDATE conversations SET title_key = ? WHERE id = ?"), { searchKey(title), id }));
    return {};
}

/// What models thought and the files beside messages are found too: the index is made anew, between other work.
Result<void> everythingSaid(Database &database)
{
    constexpr std::array statements {
        "INSERT INTO search_trigrams (search_trigrams) VALUES ('delete-all')",
        "INSERT INTO search_bigrams (search_bigrams) VALUES ('delete-all')",
        "INSERT OR IGNORE INTO search_pending (message_id) SELECT id FROM messages",
        "CREATE INDEX conversations_by_creation ON conversations(created_at)",
    };
    return runAll(database, statements);
}

constexpr std::array kMigrations {
    Migration { 1, conversationsAndMessages },
    Migration { 2, modelFiles },
    Migration { 3, modelFilesTemplates },
    Migration { 4, thinkingAndStatistics },
    Migration { 5, keeping },
    Migration { 6, everythingSaid },
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
    constexpr std::array statements { kFolders, kPresets, kConversations, kOriginIndex, kCreationIndex, kMessages,
        kMessagesIndex, kMessagesParentIndex, kMessagesAppendOnly, kAttachments, kAttachmentsIndex, kJournals,
        kJournalChunks, kModelFiles, kDrafts, kDraftsGo, kRequests, kSearchTrigrams, kSearchBigrams, kSearchPending,
        kSearchNote, kSearchForget, kStoreState, kModelNotes, kModelFolders };
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
