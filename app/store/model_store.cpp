// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/model_store.h"

#include "app/domain/message.h"
#include "app/store/database.h"

namespace maru {

Result<QList<InstalledModel>> ModelStore::models() const
{
    QList<InstalledModel> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT path, byte_count, modified_at, name, family, quantization, parameter_count, "
                       "context_length, referenced, problem, has_chat_template FROM model_files ORDER BY path"),
        {}, [&result](const QSqlQuery &row) {
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
            result.append(model);
        }));
    return result;
}

Result<void> ModelStore::put(const InstalledModel &model)
{
    const auto text = [](const QString &value) { return value.isNull() ? QString(QLatin1String("")) : value; };
    const QVariant problem = model.problem ? QVariant(QString::fromUtf8(errorToJson(*model.problem)))
                                           : QVariant(QMetaType::fromType<QString>());
    return m_database.run(
        QStringLiteral("INSERT OR REPLACE INTO model_files (path, byte_count, modified_at, name, family, quantization, "
                       "parameter_count, context_length, referenced, problem, has_chat_template) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        { model.path, model.byteCount, model.modifiedAt, text(model.name), text(model.family), text(model.quantization),
            model.parameterCount, model.contextLength, model.referenced ? 1 : 0, problem,
            model.hasChatTemplate ? 1 : 0 });
}

Result<void> ModelStore::remove(const QString &path)
{
    return m_database.run(QStringLiteral("DELETE FROM model_files WHERE path = ?"), { path });
}

} // namespace maru
