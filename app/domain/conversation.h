// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

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

    bool operator==(const Conversation &) const = default;
};

/// A title out of the first words of `text`: one line, at most 60 characters, cut between words.
QString titleFromText(const QString &text);

} // namespace maru
