// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/transfer/foreign_json.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

qint64 isoTime(const QJsonValue &value)
{
    return std::max<qint64>(0, QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toMSecsSinceEpoch());
}

qint64 secondsTime(const QJsonValue &value)
{
    return std::max<qint64>(0, static_cast<qint64>(value.toDouble() * 1000));
}

void leaveOut(ImportedFile &file, const char *what)
{
    ++file.leftOut[QLatin1String(what)];
}

/// The words of a ChatGPT message; null: it is none that a person would see.
QString wordsOf(const QJsonObject &message, ImportedFile &file)
{
    const QString role = message.value(u"author").toObject().value(u"role").toString();
    const QJsonObject content = message.value(u"content").toObject();
    const QString type = content.value(u"content_type").toString();
    if (role == QLatin1String("system")
        || message.value(u"metadata").toObject().value(u"is_visually_hidden_from_conversation").toBool()
        || type == QLatin1String("user_editable_context") || type == QLatin1String("model_editable_context")) {
        if (content.value(u"parts").toArray().first().toString().isEmpty())
            return {}; // the empty root of every conversation
        leaveOut(file, "hidden");
        return {};
    }
    if (role == QLatin1String("tool") || type == QLatin1String("execution_output")) {
        leaveOut(file, "tool");
        return {};
    }
    if (type == QLatin1String("code")) {
        leaveOut(file, "tool");
        return {};
    }
    QStringList words;
    const QJsonArray parts = content.value(u"parts").toArray();
    for (const QJsonValue &part : parts) {
        if (part.isString())
            words << part.toString();
        else if (part.toObject().value(u"text").isString())
            words << part.toObject().value(u"text").toString();
        else
            leaveOut(file, "image");
    }
    words.removeAll(QString());
    return words.join(QStringLiteral("\n\n"));
}

/// Numbers the messages of a conversation as they are added; a parent comes first.
class Builder
{
public:
    explicit Builder(SavedConversation &saved)
        : m_saved(saved)
    {
    }

    /// Adds a message below `parent` and returns its number. The same speaker going on is one message, where nothing
    /// else follows the first part.
    qint64 add(Message message, qint64 parent, bool joins)
    {
        if (joins && parent != 0 && m_saved.messages.at(parent - 1).role == message.role) {
            Message &before = m_saved.messages[parent - 1];
            before.text += QStringLiteral("\n\n") + message.text;
            return parent;
        }
        message.id = m_saved.messages.size() + 1;
        message.parentId = parent;
        m_saved.messages << message;
        return message.id;
    }

private:
    SavedConversation &m_saved;
};

SavedConversation fromChatGpt(const QJsonObject &object, ImportedFile &file)
{
    SavedConversation saved;
    saved.conversation.title = object.value(u"title").toString().simplified();
    saved.conversation.titleChosen = true;
    saved.conversation.createdAt = secondsTime(object.value(u"create_time"));
    saved.conversation.updatedAt = std::max(saved.conversation.createdAt, secondsTime(object.value(u"update_time")));
    saved.conversation.archived = object.value(u"is_archived").toBool();
    QString id = object.value(u"conversation_id").toString();
    if (id.isEmpty())
        id = object.value(u"id").toString();
    if (!id.isEmpty())
        saved.origin = QStringLiteral("chatgpt:") + id;
    const QJsonObject nodes = object.value(u"mapping").toObject();
    Builder builder(saved);
    QHash<QString, qint64> numbers; // of a node that is left out: that of the last one kept above it
    QStringList open;
    for (auto it = nodes.begin(); it != nodes.end(); ++it) {
        if (!nodes.contains(it.value().toObject().value(u"parent").toString()))
            open << it.key();
    }
    while (!open.isEmpty()) {
        const QString name = open.takeLast();
        if (numbers.contains(name))
            continue;
        const QJsonObject node = nodes.value(name).toObject();
        const QString parentName = node.value(u"parent").toString();
        qint64 number = numbers.value(parentName);
        const QJsonObject from = node.value(u"message").toObject();
        const QString words = from.isEmpty() ? QString() : wordsOf(from, file);
        if (!words.isEmpty()) {
            Message message;
            message.role = from.value(u"author").toObject().value(u"role").toString() == QLatin1String("user")
                ? MessageRole::User
                : MessageRole::Assistant;
            message.text = words;
            message.createdAt = secondsTime(from.value(u"create_time"));
            if (message.createdAt == 0)
                message.createdAt = saved.conversation.createdAt;
            if (message.role == MessageRole::Assistant)
                message.modelName = from.value(u"metadata").toObject().value(u"model_slug").toString();
            const bool alone = nodes.value(parentName).toObject().value(u"children").toArray().size() == 1;
            number = builder.add(message, number, alone);
        }
        numbers.insert(name, number);
        // The last is taken first: the oldest version gets the lowest number.
        const QJsonArray children = node.value(u"children").toArray();
        for (qsizetype i = children.size() - 1; i >= 0; --i)
            open << children.at(i).toString();
    }
    saved.conversation.activeLeaf = numbers.value(object.value(u"current_node").toString());
    return saved;
}

SavedConversation fromClaude(const QJsonObject &object, ImportedFile &file)
{
    SavedConversation saved;
    saved.conversation.title = object.value(u"name").toString().simplified();
    saved.conversation.titleChosen = true;
    saved.conversation.createdAt = isoTime(object.value(u"created_at"));
    saved.conversation.updatedAt = std::max(saved.conversation.createdAt, isoTime(object.value(u"updated_at")));
    if (object.value(u"uuid").isString())
        saved.origin = QStringLiteral("claude:") + object.value(u"uuid").toString();
    Builder builder(saved);
    QHash<QString, qint64> numbers;
    qint64 last = 0;
    const QJsonArray messages = object.value(u"chat_messages").toArray();
    for (const QJsonValue &value : messages) {
        const QJsonObject from = value.toObject();
        Message message;
        message.role
            = from.value(u"sender").toString() == QLatin1String("human") ? MessageRole::User : MessageRole::Assistant;
        message.createdAt = isoTime(from.value(u"created_at"));
        QStringList words;
        const QJsonArray content = from.value(u"content").toArray();
        for (const QJsonValue &part : content) {
            const QJsonObject one = part.toObject();
            const QString type = one.value(u"type").toString();
            if (type == QLatin1String("text"))
                words << one.value(u"text").toString();
            else if (type == QLatin1String("thinking") && message.role == MessageRole::Assistant)
                message.thinking += one.value(u"thinking").toString();
            else
                leaveOut(file, type == QLatin1String("image") ? "image" : "tool");
        }
        words.removeAll(QString());
        message.text = words.isEmpty() ? from.value(u"text").toString() : words.join(QStringLiteral("\n\n"));
        const QJsonArray attachments = from.value(u"attachments").toArray();
        for (const QJsonValue &attachment : attachments) {
            const QJsonObject one = attachment.toObject();
            const QString text = one.value(u"extracted_content").toString();
            if (text.isEmpty())
                leaveOut(file, "file");
            else
                message.attachments.append({ one.value(u"file_name").toString(), QStringLiteral("UTF-8"), text });
        }
        for (qsizetype i = 0; i < from.value(u"files").toArray().size(); ++i)
            leaveOut(file, "file");
        if (message.text.isEmpty() && message.attachments.isEmpty() && message.thinking.isEmpty())
            continue;
        const QString parentName = from.value(u"parent_message_uuid").toString();
        // The first of all names a parent that is in no file.
        const qint64 parent = numbers.value(parentName, parentName.isEmpty() || numbers.isEmpty() ? last : 0);
        last = builder.add(message, parent, false);
        numbers.insert(from.value(u"uuid").toString(), last);
    }
    saved.conversation.activeLeaf = last;
    return saved;
}

} // namespace

Result<ImportedFile> readForeignConversations(const QJsonArray &conversations)
{
    ImportedFile file;
    bool known = false;
    for (const QJsonValue &value : conversations) {
        const QJsonObject object = value.toObject();
        const bool isChatGpt = object.contains(u"mapping");
        if (!isChatGpt && !object.contains(u"chat_messages")) {
            leaveOut(file, "unknown");
            continue;
        }
        known = true;
        SavedConversation saved = isChatGpt ? fromChatGpt(object, file) : fromClaude(object, file);
        if (saved.messages.isEmpty()) {
            leaveOut(file, "empty");
            continue;
        }
        if (saved.conversation.title.isEmpty()) {
            saved.conversation.title = titleFromText(saved.messages.constFirst().text);
            saved.conversation.titleChosen = false;
        }
        file.conversations << saved;
    }
    if (!known && !conversations.isEmpty())
        return Error { ErrorCode::Corrupt, Reason::Unspecified, {}, "the file holds no conversations" };
    return file;
}

} // namespace maru
