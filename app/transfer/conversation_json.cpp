// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/transfer/conversation_json.h"

#include "app/transfer/foreign_json.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>

#include <algorithm>

namespace maru {

namespace {

const QString kFormat = QStringLiteral("maru-conversations");
constexpr int kVersion = 1;

QString textOfTime(qint64 time)
{
    return QDateTime::fromMSecsSinceEpoch(time, QTimeZone::utc()).toString(Qt::ISODateWithMs);
}

qint64 timeOf(const QJsonValue &value)
{
    return std::max<qint64>(0, QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toMSecsSinceEpoch());
}

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray bytesOf(const QJsonValue &value)
{
    return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
}

QJsonArray arrayOf(const QList<Attachment> &attachments)
{
    QJsonArray array;
    for (const Attachment &attachment : attachments) {
        array.append(QJsonObject { { QStringLiteral("name"), attachment.name },
            { QStringLiteral("encoding"), attachment.encoding }, { QStringLiteral("text"), attachment.text } });
    }
    return array;
}

template <typename T> QJsonArray arrayOf(const QList<T> &numbers)
{
    QJsonArray array;
    for (const T number : numbers)
        array.append(static_cast<qint64>(number));
    return array;
}

QJsonObject messageToJson(const Message &message)
{
    const bool reply = message.role == MessageRole::Assistant;
    QJsonObject object {
        { QStringLiteral("id"), message.id },
        { QStringLiteral("parent"), message.parentId == 0 ? QJsonValue() : QJsonValue(message.parentId) },
        { QStringLiteral("role"), reply ? QStringLiteral("assistant") : QStringLiteral("user") },
        { QStringLiteral("text"), message.text },
        { QStringLiteral("created_at"), textOfTime(message.createdAt) },
    };
    if (message.pinned)
        object.insert(QStringLiteral("pinned"), true);
    if (!message.attachments.isEmpty())
        object.insert(QStringLiteral("attachments"), arrayOf(message.attachments));
    if (!reply)
        return object;
    object.insert(QStringLiteral("status"), static_cast<int>(message.status));
    if (message.error)
        object.insert(QStringLiteral("error"), objectOf(errorToJson(*message.error)));
    object.insert(QStringLiteral("model"), message.modelName);
    object.insert(QStringLiteral("model_id"), message.modelId);
    object.insert(QStringLiteral("settings"), objectOf(message.settings.toJson()));
    object.insert(QStringLiteral("seed"), QString::number(message.seed));
    object.insert(QStringLiteral("thinking"), message.thinking);
    object.insert(QStringLiteral("thinking_ms"), message.thinkingMs);
    object.insert(QStringLiteral("tokens"), arrayOf(message.tokens));
    object.insert(QStringLiteral("sampler_state"), message.samplerState);
    object.insert(QStringLiteral("unseen"), arrayOf(message.unseen));
    object.insert(QStringLiteral("tokens_per_second"), message.tokensPerSecond);
    object.insert(QStringLiteral("first_word_ms"), message.firstWordMs);
    object.insert(QStringLiteral("statistics"), objectOf(message.statistics.toJson()));
    return object;
}

Message messageFromJson(const QJsonObject &object)
{
    Message message;
    message.id = object.value(u"id").toInteger();
    message.parentId = object.value(u"parent").toInteger();
    const bool reply = object.value(u"role").toString() == QLatin1String("assistant");
    message.role = reply ? MessageRole::Assistant : MessageRole::User;
    message.text = object.value(u"text").toString();
    message.createdAt = timeOf(object.value(u"created_at"));
    message.pinned = object.value(u"pinned").toBool();
    const QJsonArray attachments = object.value(u"attachments").toArray();
    for (const QJsonValue &value : attachments) {
        const QJsonObject attachment = value.toObject();
        message.attachments.append({ attachment.value(u"name").toString(), attachment.value(u"encoding").toString(),
            attachment.value(u"text").toString() });
    }
    if (!reply)
        return message;
    const int status = object.value(u"status").toInt();
    if (status >= 0 && status <= static_cast<int>(MessageStatus::Failed))
        message.status = static_cast<MessageStatus>(status);
    if (object.contains(u"error"))
        message.error = errorFromJson(bytesOf(object.value(u"error")));
    message.modelName = object.value(u"model").toString();
    message.modelId = object.value(u"model_id").toString();
    message.settings = GenerationSettings::fromJson(bytesOf(object.value(u"settings")));
    message.seed = object.value(u"seed").toString().toULongLong();
    message.thinking = object.value(u"thinking").toString();
    message.thinkingMs = object.value(u"thinking_ms").toDouble();
    const QJsonArray tokens = object.value(u"tokens").toArray();
    for (const QJsonValue &token : tokens)
        message.tokens << token.toInt();
    message.samplerState = object.value(u"sampler_state").toString();
    const QJsonArray unseen = object.value(u"unseen").toArray();
    for (const QJsonValue &id : unseen)
        message.unseen << id.toInteger();
    message.tokensPerSecond = object.value(u"tokens_per_second").toDouble();
    message.firstWordMs = object.value(u"first_word_ms").toDouble();
    message.statistics = ReplyStatistics::fromJson(bytesOf(object.value(u"statistics")));
    return message;
}

SavedConversation conversationFromJson(const QJsonObject &object)
{
    SavedConversation saved;
    Conversation &conversation = saved.conversation;
    conversation.id = object.value(u"id").toInteger();
    conversation.title = object.value(u"title").toString().simplified();
    conversation.titleChosen = object.value(u"title_chosen").toBool();
    conversation.createdAt = timeOf(object.value(u"created_at"));
    conversation.updatedAt = std::max(conversation.createdAt, timeOf(object.value(u"updated_at")));
    conversation.pinned = object.value(u"pinned").toBool();
    conversation.archived = object.value(u"archived").toBool();
    conversation.activeLeaf = object.value(u"active_message").toInteger();
    saved.folder = object.value(u"folder").toString().simplified();
    saved.origin = object.value(u"origin").toString();
    saved.options.systemPrompt = object.value(u"system_prompt").toString();
    if (object.value(u"settings").isObject())
        saved.options.settings = GenerationSettings::fromJson(bytesOf(object.value(u"settings")));
    const int thinking = object.value(u"thinking").toInt();
    if (thinking == static_cast<int>(Thinking::On) || thinking == static_cast<int>(Thinking::Off))
        saved.options.thinking = static_cast<Thinking>(thinking);
    saved.options.modelPath = object.value(u"model_path").toString();
    QHash<qint64, bool> known;
    const QJsonArray messages = object.value(u"messages").toArray();
    for (const QJsonValue &value : messages) {
        Message message = messageFromJson(value.toObject());
        if (message.id == 0 || known.contains(message.id) || (message.text.isEmpty() && message.isEmpty()))
            continue;
        if (!known.contains(message.parentId))
            message.parentId = saved.messages.isEmpty() || message.parentId == 0 ? 0 : saved.messages.constLast().id;
        known.insert(message.id, true);
        saved.messages << message;
    }
    return saved;
}

} // namespace

QList<Message> activePath(const SavedConversation &saved)
{
    QHash<qint64, const Message *> byId;
    for (const Message &message : saved.messages)
        byId.insert(message.id, &message);
    QList<Message> path;
    qint64 id = saved.conversation.activeLeaf;
    if (!byId.contains(id) && !saved.messages.isEmpty())
        id = saved.messages.constLast().id;
    // A parent is older than its child: no circle is followed.
    while (const Message *message = byId.value(id)) {
        path.prepend(*message);
        if (message->parentId >= message->id)
            break;
        id = message->parentId;
    }
    return path;
}

QJsonObject conversationToJson(const SavedConversation &saved)
{
    QJsonArray messages;
    for (const Message &message : saved.messages)
        messages.append(messageToJson(message));
    const Conversation &conversation = saved.conversation;
    QJsonObject object {
        { QStringLiteral("id"), conversation.id },
        { QStringLiteral("title"), conversation.title },
        { QStringLiteral("title_chosen"), conversation.titleChosen },
        { QStringLiteral("created_at"), textOfTime(conversation.createdAt) },
        { QStringLiteral("updated_at"), textOfTime(conversation.updatedAt) },
        { QStringLiteral("pinned"), conversation.pinned },
        { QStringLiteral("archived"), conversation.archived },
        { QStringLiteral("folder"), saved.folder },
        { QStringLiteral("origin"), saved.origin },
        { QStringLiteral("system_prompt"), saved.options.systemPrompt },
        { QStringLiteral("thinking"), static_cast<int>(saved.options.thinking) },
        { QStringLiteral("model_path"), saved.options.modelPath },
        { QStringLiteral("active_message"), conversation.activeLeaf },
        { QStringLiteral("messages"), messages },
    };
    if (saved.options.settings)
        object.insert(QStringLiteral("settings"), objectOf(saved.options.settings->toJson()));
    return object;
}

QByteArray jsonFileHead()
{
    return "{ \"format\": \"" + kFormat.toUtf8() + "\", \"version\": " + QByteArray::number(kVersion)
        + ", \"conversations\": [\n";
}

QByteArray jsonFileSeparator()
{
    return ",\n";
}

QByteArray jsonFileTail()
{
    return "\n] }\n";
}

Result<ImportedFile> readConversations(const QByteArray &json)
{
    const auto bad = [](const char *message) { return Error { ErrorCode::Corrupt, Reason::Unspecified, {}, message }; };
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parsing);
    if (document.isNull())
        return bad("the file is no JSON");
    if (document.isArray())
        return readForeignConversations(document.array());
    const QJsonObject file = document.object();
    if (file.value(u"format").toString() != kFormat) {
        // A single conversation of another program, saved by itself.
        if (file.contains(u"mapping") || file.contains(u"chat_messages"))
            return readForeignConversations({ file });
        return bad("the file holds no conversations");
    }
    if (file.value(u"version").toInt() > kVersion)
        return bad("the file is of a newer Maru");
    ImportedFile result;
    const QJsonArray conversations = file.value(u"conversations").toArray();
    for (const QJsonValue &value : conversations) {
        const SavedConversation saved = conversationFromJson(value.toObject());
        if (saved.messages.isEmpty())
            ++result.leftOut[QStringLiteral("empty")];
        else
            result.conversations << saved;
    }
    return result;
}

} // namespace maru
