// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/generation_settings.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace maru {

/// A row of the sidebar. A plain value; its messages are kept apart.
struct Conversation
{
    qint64 id = 0; ///< 0: not saved yet
    QString title;
    bool titleChosen = false; ///< the user gave it; else it is the first words of the first message
    qint64 activeLeaf = 0; ///< the last message of the path on screen; 0: the newest
    qint64 createdAt = 0; ///< ms since 1970, UTC
    qint64 updatedAt = 0;
    bool pinned = false;
    bool archived = false;
    qint64 folderId = 0; ///< 0: in none
    qint64 deletedAt = 0; ///< ms since 1970: in the trash since then; 0: it is not
    bool temporary = false; ///< never written anywhere

    bool operator==(const Conversation &) const = default;
};

/// How a conversation is answered, where it differs from the settings of the program. A plain value.
struct ConversationOptions
{
    QString systemPrompt;
    std::optional<GenerationSettings> settings; ///< none: those of the program
    qint64 presetId = 0; ///< the preset that `settings` came from; 0: none
    Thinking thinking = Thinking::Habit;
    QString modelPath; ///< empty: the one chosen in the program

    bool operator==(const ConversationOptions &) const = default;
};

/// A folder of the sidebar. A plain value.
struct Folder
{
    qint64 id = 0;
    QString name;
    int position = 0; ///< in the sidebar, from 0
    qint64 createdAt = 0;

    bool operator==(const Folder &) const = default;
};

/// Settings saved under a name. A plain value.
struct Preset
{
    qint64 id = 0;
    QString name; ///< no two are the same
    QByteArray value; ///< JSON, as its owner writes it

    bool operator==(const Preset &) const = default;
};

/// A title out of the first sentence of `text`: one line of at most 60 characters, cut between words, without the marks
/// of Markdown, greetings and code, if there is anything else.
QString titleFromText(const QString &text);

} // namespace maru
