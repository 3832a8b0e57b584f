// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/attachment.h"
#include "app/domain/generation_settings.h"
#include "app/domain/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace maru {

/// Numbers are stored: append only.
enum class MessageRole { User = 0, Assistant = 1 };

/// How a message ended. Numbers are stored: append only.
enum class MessageStatus {
    Complete = 0,
    Stopped = 1, ///< by the user
    Interrupted = 2, ///< the program ended while it was written
    Failed = 3, ///< see Message::error
};

/// Why a reply was slow or quick: "read 380 tokens in 0.9 s, 3,620 reused, on ...". A plain value.
struct ReplyStatistics
{
    int promptTokens = 0;
    int reusedTokens = 0; ///< of them, not read again
    double promptMs = 0;
    QString device; ///< empty: not known
    double loadMs = 0; ///< the model was loaded for this reply; 0: it was ready
    int layerCount = 0; ///< of the model; 0: not known
    int gpuLayers = 0; ///< of them, those on a graphics device
    int contextLength = 0; ///< tokens; 0: not known
    int continuedTokens = 0; ///< written before, in a reply that this one goes on with
    bool continues = false; ///< it goes on with another reply
    bool edited = false; ///< its words are a person's, who changed what a model wrote
    QString systemPrompt; ///< that it was written under

    bool operator==(const ReplyStatistics &) const = default;

    QByteArray toJson() const;
    static ReplyStatistics fromJson(const QByteArray &json);
};

/// One message. A plain value, never changed once it is saved (but for `pinned`); a regenerated reply is a sibling
/// (same parentId).
struct Message
{
    qint64 id = 0;
    qint64 conversationId = 0;
    qint64 parentId = 0; ///< 0: the first of its conversation
    MessageRole role = MessageRole::User;
    MessageStatus status = MessageStatus::Complete;
    QString text;
    qint64 createdAt = 0; ///< ms since 1970, UTC
    QList<Attachment> attachments; ///< read by the model before `text`
    bool pinned = false; ///< the model always sees it; the one thing about a message that may change

    // Of replies only:
    QString modelName;
    QString modelId;
    GenerationSettings settings;
    quint64 seed = 0;
    QList<qint32> tokens;
    QString samplerState; ///< opaque; to go on from here
    QString thinking; ///< what the model thought before it answered; not part of `text`, never sent to it again
    double thinkingMs = 0; ///< how long it thought; 0: it did not, or it is not known
    QList<qint64> unseen; ///< messages of its history that no longer fitted into what the model sees
    ReplyStatistics statistics;
    double tokensPerSecond = 0; ///< 0: not known
    double firstWordMs = 0; ///< 0: not known
    std::optional<Error> error;

    /// What the model reads: the attachments, each under its name, then the words.
    QString promptText() const;

    /// Nothing was written, not even thought.
    bool isEmpty() const { return text.isEmpty() && thinking.isEmpty(); }
};

/// An error as text and back, for the store. A text that does not parse is an Error without a reason.
QByteArray errorToJson(const Error &error);
Error errorFromJson(const QByteArray &json);

} // namespace maru
