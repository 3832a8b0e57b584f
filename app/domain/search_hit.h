// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace maru {

/// A place where something was found. A plain value.
struct SearchHit
{
    /// What of a message was found.
    enum class Part { Text, Thinking, File };

    qint64 conversationId = 0;
    qint64 messageId = 0; ///< 0: the title
    QString title; ///< of the conversation
    QString snippet; ///< plain text around the hit, one line; of a title: empty
    int hitStart = -1; ///< in `snippet`, or in `title` if that was found; -1: not to be marked
    int hitLength = 0;
    Part part = Part::Text; ///< where the first of the terms stands
    QString file; ///< the name of the file beside the message, of Part::File
    bool fromUser = false;
    bool archived = false;
    qint64 time = 0; ///< ms since 1970, UTC: of the message, or the conversation's last
    double rank = 0; ///< higher is better

    bool operator==(const SearchHit &) const = default;
};

} // namespace maru
