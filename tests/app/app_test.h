// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/app_context.h"
#include "app/domain/conversation.h"
#include "app/domain/message.h"
#include "tests/support/verify_ok.h"

#include <QTest>

namespace maru::test {

inline Message userMessage(qint64 id, qint64 conversationId, const QString &text, qint64 parentId = 0)
{
    Message message;
    message.id = id;
    message.conversationId = conversationId;
    message.parentId = parentId;
    message.text = text;
    message.createdAt = id;
    return message;
}

inline Message replyMessage(qint64 id, qint64 conversationId, const QString &text, qint64 parentId)
{
    Message message = userMessage(id, conversationId, text, parentId);
    message.role = MessageRole::Assistant;
    message.modelName = QStringLiteral("Model");
    message.modelId = QStringLiteral("0123");
    message.tokens = { 1, 2, 3 };
    message.samplerState = QStringLiteral("state");
    message.seed = 0xffff'ffff'ffff'fff0;
    return message;
}

inline Conversation conversation(qint64 id, const QString &title)
{
    Conversation result;
    result.id = id;
    result.title = title;
    result.createdAt = result.updatedAt = id;
    return result;
}

/// A quick fake engine in a folder of the test's own.
inline AppOptions fakeOptions(const QString &dataDir)
{
    AppOptions options;
    options.dataDir = dataDir;
    options.engine = EngineKind::Fake;
    options.fakeScript.loadMs = 20;
    options.fakeScript.promptTokens = 4;
    options.fakeScript.tokensPerSecond = 400;
    options.fakeScript.reply = QStringLiteral("one two three four five six seven eight nine ten");
    return options;
}

} // namespace maru::test
