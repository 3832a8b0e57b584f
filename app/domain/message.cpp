// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/message.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace maru {

QByteArray errorToJson(const Error &error)
{
    QJsonArray arguments;
    for (const ErrorArgument &argument : error.args)
        arguments.append(QJsonArray { QString::fromStdString(argument.name), QString::fromStdString(argument.value) });
    const QJsonObject object {
        { QStringLiteral("code"), static_cast<int>(error.code) },
        { QStringLiteral("reason"), static_cast<int>(error.reason) },
        { QStringLiteral("args"), arguments },
        { QStringLiteral("message"), QString::fromStdString(error.message) },
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Error errorFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    Error error;
    const int code = object.value(u"code").toInt();
    const int reason = object.value(u"reason").toInt();
    if (code >= 0 && code <= static_cast<int>(ErrorCode::Cancelled))
        error.code = static_cast<ErrorCode>(code);
    if (reason >= 0 && reason < kReasonCount)
        error.reason = static_cast<Reason>(reason);
    const QJsonArray arguments = object.value(u"args").toArray();
    for (const QJsonValue &value : arguments) {
        const QJsonArray pair = value.toArray();
        error.args.push_back({ pair.at(0).toString().toStdString(), pair.at(1).toString().toStdString() });
    }
    error.message = object.value(u"message").toString().toStdString();
    return error;
}

QString Message::promptText() const
{
    QString result;
    for (const Attachment &attachment : attachments) {
        // A fence that is longer than any in the file, so that nothing in it can end it.
        qsizetype longest = 2;
        qsizetype run = 0;
        for (const QChar letter : attachment.text) {
            run = letter == u'`' ? run + 1 : 0;
            longest = std::max(longest, run);
        }
        const QString fence(longest + 1, u'`');
        result += attachment.name + u'\n' + fence + u'\n' + attachment.text;
        result += attachment.text.endsWith(u'\n') ? fence : u'\n' + fence;
        result += QStringLiteral("\n\n");
    }
    return result + text;
}

QByteArray ReplyStatistics::toJson() const
{
    QJsonObject object {
        { QStringLiteral("prompt_tokens"), promptTokens },
        { QStringLiteral("reused_tokens"), reusedTokens },
        { QStringLiteral("prompt_ms"), promptMs },
        { QStringLiteral("device"), device },
        { QStringLiteral("load_ms"), loadMs },
        { QStringLiteral("layers"), layerCount },
        { QStringLiteral("gpu_layers"), gpuLayers },
        { QStringLiteral("context"), contextLength },
        { QStringLiteral("continued_tokens"), continuedTokens },
        { QStringLiteral("continues"), continues },
        { QStringLiteral("edited"), edited },
    };
    if (!systemPrompt.isEmpty())
        object.insert(QStringLiteral("system_prompt"), systemPrompt);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

ReplyStatistics ReplyStatistics::fromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    ReplyStatistics result;
    result.promptTokens = object.value(u"prompt_tokens").toInt();
    result.reusedTokens = object.value(u"reused_tokens").toInt();
    result.promptMs = object.value(u"prompt_ms").toDouble();
    result.device = object.value(u"device").toString();
    result.loadMs = object.value(u"load_ms").toDouble();
    result.layerCount = object.value(u"layers").toInt();
    result.gpuLayers = object.value(u"gpu_layers").toInt();
    result.contextLength = object.value(u"context").toInt();
    result.continuedTokens = object.value(u"continued_tokens").toInt();
    result.continues = object.value(u"continues").toBool();
    result.edited = object.value(u"edited").toBool();
    result.systemPrompt = object.value(u"system_prompt").toString();
    return result;
}

} // namespace maru
