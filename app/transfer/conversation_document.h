// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/domain/saved_conversation.h"

#include <QString>

namespace maru {

/// A conversation to read: its title, then what was said on the path that was shown last.
///
/// The words of models are data: of their Markdown only its blocks are used, everything is escaped, no image is loaded
/// and nothing runs. Threads: any.
QString conversationToMarkdown(const SavedConversation &saved);

/// A page that needs nothing but itself.
QString conversationToHtml(const SavedConversation &saved);

/// Pages of A4 with their numbers. Failure: DiskFull, ReadOnly (path).
Result<void> writePdf(const SavedConversation &saved, const QString &file);

/// `title` as the name of a file, without what file systems do not take.
QString fileNameOf(const QString &title);

} // namespace maru
