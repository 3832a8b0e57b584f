// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/model_store.h"

#include "app/domain/message.h"
#include "app/store/column_text.h"
#include "app/store/database.h"

namespace maru {

Result<QList<InstalledModel>> ModelStore::models() const
{
    MARU_TRY(const auto known, notes());
    QList<InstalledModel> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT path, byte_count, modified_at, name, family, quantization, parameter_count, "
                       "context_length, referenced, problem, has_chat_template, licence, model_id "
                       "FROM model_files ORDER BY path"),
        {}, [&](const QSqlQuery &row) {
            InstalledModel model;
            model.path = row.value(0).toString();
            model.byteCount = row.value(1).toLongLong();
            model.modifiedAt = row.value(2).toLongLong();
            model.name = row.value(3).toString();
            model.family = row.value(4).toString();
            model.quantization = row.value(5).toString();
            model.parameterCount = row.value(6).toLongLong();
            model.contextLength = row.value(7).toInt();
            model.referenced = row.value(8).toBool();
            if (!row.value(9).isNull())
                model.problem = errorFromJson(row.value(9).toByteArray());
            model.hasChatTemplate = row.value(10).toBool();
            model.licence = row.value(11).toString();
            model.modelId = row.value(12).toString();
            model.notes = known.value(model.path);
            result.append(model);
        }));
    return result;
}

Result<void> ModelStore::put(const InstalledModel &model)
{
    const QVariant problem = model.problem ? QVariant(QString::fromUtf8(errorToJson(*model.problem)))
                                           : QVariant(QMetaType::fromType<QString>());
    return m_database.run(
        QStringLiteral("INSERT OR REPLACE INTO model_files (path, byte_count, modified_at, name, family, quantization, "
                       "parameter_count, context_length, referenced, problem, has_chat_template, licence, model_id) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        { model.path, model.byteCount, model.modifiedAt, notNull(model.name), notNull(model.family),
            notNull(model.quantization), model.parameterCount, model.contextLength, model.referenced ? 1 : 0, problem,
            model.hasChatTemplate ? 1 : 0, notNull(model.licence), notNull(model.modelId) });
}

Result<void> ModelStore::remove(const QString &path)
{
    return m_database.run(QStringLiteral("DELETE FROM model_files WHERE path = ?"), { path });
}

Result<QHash<QString, ModelNotes>> ModelStore::notes() const
{
    QHash<QString, ModelNotes> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT path, title, notes, source, last_used_at, sha256, verified_at FROM model_notes"), {},
        [&result](const QSqlQuery &row) {
            ModelNotes notes;
            notes.title = row.value(1).toString();
            notes.notes = row.value(2).toString();
            notes.source = row.value(3).toString();
            notes.lastUsedAt = row.value(4).toLongLong();
            notes.sha256 = row.value(5).toString();
            notes.verifiedAt = row.value(6).toLongLong();
            result.insert(row.value(0).toString(), notes);
        }));
    return result;
}

Result<void> ModelStore::setNotes(const QString &path, const ModelNotes &notes)
{
    if (notes == ModelNotes())
        return m_database.run(QStringLiteral("DELETE FROM model_notes WHERE path = ?"), { path });
    return m_database.run(
        QStringLiteral("INSERT OR REPLACE INTO model_notes (path, title, notes, source, last_used_at, sha256, "
                       "verified_at) VALUES (?, ?, ?, ?, ?, ?, ?)"),
        { path, notNull(notes.title), notNull(notes.notes), notNull(notes.source), notes.lastUsedAt,
            notNull(notes.sha256), notes.verifiedAt });
}

Result<void> ModelStore::rename(const QString &from, const QString &to)
{
    MARU_CHECK(
        m_database.run(QStringLiteral("UPDATE OR REPLACE model_files SET path = ? WHERE path = ?"), { to, from }));
    return m_database.run(QStringLiteral("UPDATE OR REPLACE model_notes SET path = ? WHERE path = ?"), { to, from });
}

Result<QList<ModelFolder>> ModelStore::folders() const
{
    QList<ModelFolder> result;
    MARU_CHECK(m_database.forEach(QStringLiteral("SELECT path, application FROM model_folders ORDER BY rowid"), {},
        [&result](const QSqlQuery &row) {
            result.append({ row.value(0).toString(), row.value(1).toString() });
        }));
    return result;
}

Result<void> ModelStore::addFolder(const ModelFolder &folder)
{
    return m_database.run(QStringLiteral("INSERT OR IGNORE INTO model_folders (path, application) VALUES (?, ?)"),
        { folder.path, notNull(folder.application) });
}

Result<void> ModelStore::removeFolder(const QString &path)
{
    return m_database.run(QStringLiteral("DELETE FROM model_folders WHERE path = ?"), { path });
}

} // namespace maru
