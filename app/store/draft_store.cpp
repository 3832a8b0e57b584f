// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/draft_store.h"

#include "app/store/column_text.h"
#include "app/store/database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace maru {

namespace {

QString attachmentsToJson(const QList<Attachment> &attachments)
{
    if (attachments.isEmpty())
        return QLatin1String("");
    QJsonArray array;
    for (const Attachment &attachment : attachments) {
        array.append(QJsonObject {
            { QStringLiteral("name"), attachment.name },
            { QStringLiteral("encoding"), attachment.encoding },
            { QStringLiteral("text"), attachment.text },
        });
    }
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QList<Attachment> attachmentsFromJson(const QByteArray &json)
{
    QList<Attachment> attachments;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        attachments.append({ object.value(u"name").toString(), object.value(u"encoding").toString(),
            object.value(u"text").toString() });
    }
    return attachments;
}

} // namespace

Result<Draft> DraftStore::draft(qint64 conversationId) const
{
    Draft draft;
    MARU_CHECK(m_database.forEach(QStringLiteral("SELECT text, attachments FROM drafts WHERE conversation_id = ?"),
        { conversationId }, [&draft](const QSqlQuery &row) {
            draft.text = row.value(0).toString();
            draft.attachments = attachmentsFromJson(row.value(1).toByteArray());
        }));
    return draft;
}

Result<void> DraftStore::put(qint64 conversationId, const Draft &draft)
{
    if (draft.isEmpty())
        return m_database.run(QStringLiteral("DELETE FROM drafts WHERE conversation_id = ?"), { conversationId });
    return m_database.run(
        QStringLiteral("INSERT OR REPLACE INTO drafts (conversation_id, text, attachments) VALUES (?, ?, ?)"),
        { conversationId, notNull(draft.text), attachmentsToJson(draft.attachments) });
}

} // namespace maru
