// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/recovery.h"

#include "app/domain/search_key.h"
#include "app/platform/free_space.h"
#include "app/store/database.h"
#include "app/store/journal_store.h"
#include "app/store/salvage.h"

#include <QDateTime>
#include <QFile>
#include <QMap>
#include <QSet>

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

namespace maru {

namespace {

/// A table as its rows can be told apart: a letter for each column. k: the key, null in the record; i: integer; j:
/// integer or null; t: text; u: text or null; b: blob; c: blob or null; n: number. Columns after the stop were added by
/// later schemas: older rows do not have them.
struct Table
{
    const char *name;
    const char *columns;
    std::string_view kinds;
    bool keyed = false; ///< WITHOUT ROWID
};

constexpr Table kTables[] {
    { "folders", "id, name, position, created_at", "ktii" },
    { "presets", "id, name, value", "ktt" },
    { "conversations",
        "id, title, title_chosen, active_leaf, created_at, updated_at, deleted_at, title_key, pinned, archived, "
        "folder_id, system_prompt, settings, preset_id, thinking, model_path, origin",
        "ktiiiij.tiijttjitt" },
    { "messages",
        "id, conversation_id, parent_id, role, status, text, created_at, model_name, model_id, settings, seed, tokens, "
        "sampler_state, tokens_per_second, first_word_ms, error, thinking, thinking_ms, unseen, statistics, pinned",
        "kijiititttictnnu.tntti" },
    { "attachments", "id, message_id, name, encoding, text", "kittt" },
    { "journals", "id, conversation_id, parent_id, created_at, model_name, model_id, settings, seed", "kiiittti" },
    { "journal_chunks", "journal_id, sequence, text, tokens, sampler_state, thinking", "iitbt.t", true },
    { "drafts", "conversation_id, text, attachments", "ktt" },
    { "requests", "id, time, host, reason, byte_count, status", "kittii" },
    { "model_files",
        "path, byte_count, modified_at, name, family, quantization, parameter_count, context_length, referenced, "
        "problem, has_chat_template, licence, model_id",
        "tiitttiiiu.itt" },
    { "model_notes", "path, title, notes, source, last_used_at, sha256, verified_at", "ttttiti" },
    { "model_folders", "path, application", "tt" },
};

bool fits(char kind, const QVariant &value)
{
    switch (kind) {
    case 'k':
        return value.isNull();
    case 'j':
        return value.isNull() || value.typeId() == QMetaType::LongLong;
    case 'i':
        return value.typeId() == QMetaType::LongLong;
    case 'u':
        return value.isNull() || value.typeId() == QMetaType::QString;
    case 't':
        return value.typeId() == QMetaType::QString;
    case 'c':
        return value.isNull() || value.typeId() == QMetaType::QByteArray;
    case 'b':
        return value.typeId() == QMetaType::QByteArray;
    case 'n':
        return value.typeId() == QMetaType::Double || value.typeId() == QMetaType::LongLong;
    default:
        return false;
    }
}

bool isOf(const Table &table, const SalvagedRow &row)
{
    if (row.keyed != table.keyed)
        return false;
    const std::size_t stop = table.kinds.find('.');
    qsizetype column = 0;
    for (std::size_t i = 0; i < table.kinds.size(); ++i) {
        if (table.kinds[i] == '.')
            continue;
        if (column == row.values.size())
            return stop != std::string_view::npos && i > stop;
        if (!fits(table.kinds[i], row.values.at(column++)))
            return false;
    }
    return column == row.values.size();
}

const Table *tableOf(const SalvagedRow &row)
{
    const bool list = row.values.size() == 3 && row.values.at(2).typeId() == QMetaType::QString
        && !row.values.at(2).toString().startsWith(u'{');
    for (const Table &table : kTables) {
        // Both have a key and two texts; a preset's second is a JSON object.
        if (list && std::string_view(table.name) == "presets")
            continue;
        if (isOf(table, row))
            return &table;
    }
    return nullptr;
}

const Table *tableNamed(std::string_view name)
{
    return std::find_if(
        std::begin(kTables), std::end(kTables), [name](const Table &table) { return table.name == name; });
}

using Rows = QMap<qint64, QList<QVariant>>;

QVariant nullInteger()
{
    return QVariant(QMetaType::fromType<qint64>());
}

/// Gives every message a conversation, and a parent it can have.
void makeWhole(Rows &conversations, Rows &messages, const Rows &folders, const Rows &presets, RecoveryReport &report)
{
    constexpr int kConversation = 1;
    constexpr int kParent = 2;
    constexpr int kText = 5;
    constexpr int kTime = 6;
    constexpr qsizetype kFolder = 10;
    constexpr qsizetype kPreset = 13;
    QHash<qint64, qint64> lastOf;
    QSet<qint64> made;
    for (auto it = messages.begin(); it != messages.end(); ++it) {
        QList<QVariant> &values = it.value();
        const qint64 conversation = values.at(kConversation).toLongLong();
        if (!conversations.contains(conversation)) {
            const QString title = values.at(kText).toString().left(60).simplified();
            made.insert(conversation);
            conversations.insert(conversation,
                { QVariant(), title, qint64 { 0 }, qint64 { 0 }, values.at(kTime), values.at(kTime), QVariant() });
        }
        if (made.contains(conversation))
            ++report.rootless;
        const qint64 parent = values.at(kParent).toLongLong();
        // A parent that is lost: what came before it in the conversation stands in.
        if (parent != 0 && (parent >= it.key() || !messages.contains(parent)))
            values[kParent] = lastOf.contains(conversation) ? QVariant(lastOf.value(conversation)) : nullInteger();
        lastOf.insert(conversation, it.key());
    }
    for (auto it = conversations.begin(); it != conversations.end(); ++it) {
        constexpr int kLeaf = 3;
        if (!messages.contains(it.value().at(kLeaf).toLongLong()))
            it.value()[kLeaf] = lastOf.value(it.key());
        // A folder or a preset that is lost takes no conversation with it.
        for (const qsizetype column : { kFolder, kPreset }) {
            const Rows &others = column == kFolder ? folders : presets;
            if (it.value().size() > column && !others.contains(it.value().at(column).toLongLong()))
                it.value()[column] = nullInteger();
        }
    }
}

Result<void> insertRow(Database &database, const Table &table, qint64 rowid, const QList<QVariant> &values)
{
    const QStringList names = QString::fromLatin1(table.columns).split(QStringLiteral(", "));
    QStringList marks;
    QVariantList bound;
    for (qsizetype i = 0; i < values.size(); ++i) {
        marks << QStringLiteral("?");
        QVariant value = values.at(i);
        if (i == 0 && table.kinds.front() == 'k')
            value = rowid;
        else if (value.isNull() && value.typeId() != QMetaType::QString && value.typeId() != QMetaType::QByteArray)
            value = nullInteger();
        else if (value.typeId() == QMetaType::QString && value.toString().isNull())
            value = QStringLiteral("");
        else if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
            value = QByteArray("");
        bound << value;
    }
    return database.run(QStringLiteral("INSERT OR IGNORE INTO %1 (%2) VALUES (%3)")
                            .arg(QLatin1String(table.name), names.first(values.size()).join(QStringLiteral(", ")),
                                marks.join(QStringLiteral(", "))),
        bound);
}

Result<RecoveryReport> rebuild(const QString &damaged, const QString &target)
{
    std::map<const Table *, Rows> found;
    qint64 serial = 0;
    Salvage(damaged).read([&](const SalvagedRow &row) {
        const Table *table = tableOf(row);
        if (!table)
            return;
        const bool hasKey = table->kinds.front() == 'k';
        Rows &rows = found[table];
        const qint64 key = hasKey ? row.rowid : ++serial;
        // Of two states of a row the one with more columns is the newer.
        if ((!hasKey || key > 0 || std::string_view(table->name) == "drafts")
            && (!rows.contains(key) || rows.value(key).size() < row.values.size()))
            rows.insert(key, row.values);
    });
    RecoveryReport report;
    MARU_TRY(const std::unique_ptr<Database> database, Database::open(target));
    makeWhole(found[tableNamed("conversations")], found[tableNamed("messages")], found[tableNamed("folders")],
        found[tableNamed("presets")], report);
    MARU_CHECK(database->setDurable(false));
    MARU_CHECK(database->transaction([&]() -> Result<void> {
        for (const Table &table : kTables) {
            const Rows &rows = found[&table];
            for (auto it = rows.cbegin(); it != rows.cend(); ++it) {
                const Result<void> inserted = insertRow(*database, table, it.key(), it.value());
                // A row that breaks a rule of the table (a folder that is gone) is not worth the others.
                if (!inserted && inserted.error().reason != Reason::Unspecified)
                    return inserted;
            }
        }
        QList<std::pair<qint64, QString>> titles;
        MARU_CHECK(database->forEach(QStringLiteral("SELECT id, title FROM conversations WHERE title_key = ''"), {},
            [&titles](const QSqlQuery &row) {
                titles.append({ row.value(0).toLongLong(), row.value(1).toString() });
            }));
        for (const auto &[id, title] : titles)
            MARU_CHECK(database->run(
                QStringLiteral("UPDATE conversations SET title_key = ? WHERE id = ?"), { searchKey(title), id }));
        return {};
    }));
    MARU_TRY(const QVariant conversationCount, database->value(QStringLiteral("SELECT count(*) FROM conversations")));
    MARU_TRY(const QVariant messageCount, database->value(QStringLiteral("SELECT count(*) FROM messages")));
    report.conversations = conversationCount.toInt();
    report.messages = messageCount.toInt();
    MARU_CHECK(database->setDurable(true));
    MARU_CHECK(database->run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
    return report;
}

void removeDatabase(const QString &file)
{
    for (const char *ending : { "", "-wal", "-shm" })
        QFile::remove(file + QLatin1String(ending));
}

QString madeOf(const QString &file)
{
    return file + QStringLiteral(".recovered");
}

} // namespace

void completeRecovery(const QString &file)
{
    if (!QFile::exists(file) && QFile::exists(madeOf(file))) {
        removeDatabase(file);
        QFile::rename(madeOf(file), file);
    }
}

Result<RecoveryReport> recoverDatabase(const QString &file)
{
    const QString made = madeOf(file);
    removeDatabase(made);
    MARU_TRY(RecoveryReport report, rebuild(file, made));
    const QString aside
        = file + QStringLiteral(".damaged-") + QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    report.damagedFile = aside;
    for (int i = 2; QFile::exists(report.damagedFile); ++i)
        report.damagedFile = QStringLiteral("%1-%2").arg(aside).arg(i);
    // From here on the new one is whole: a program that ends in between goes on in completeRecovery().
    if (!QFile::rename(file, report.damagedFile))
        return writeError(file);
    QFile::rename(file + QStringLiteral("-wal"), report.damagedFile + QStringLiteral("-wal"));
    removeDatabase(file);
    if (!QFile::rename(made, file))
        return writeError(file);
    removeDatabase(made);
    return report;
}

} // namespace maru
