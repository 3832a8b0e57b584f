// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/message.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

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

QByteArray ReplyStatistics::toJson() const
{
    const QJsonObject object {
        { QStringLiteral("prompt_tokens"), promptTokens },
        { QStringLiteral("reused_tokens"), reusedTokens },
        { QStringLiteral("prompt_ms"), promptMs },
        { QStringLiteral("device"), device },
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

ReplyStatistics ReplyStatistics::fromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    return { object.value(u"prompt_tokens").toInt(), object.value(u"reused_tokens").toInt(),
        object.value(u"prompt_ms").toDouble(), object.value(u"device").toString() };
}

} // namespace maru
