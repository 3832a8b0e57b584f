// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/domain/saved_conversation.h"

#include <QJsonArray>

namespace maru {

/// Reads the conversations of other programs' exports.
///
///     ChatGPT   [ { title, create_time, current_node, mapping: { node: { message, parent, children } } } ]
///     Claude    [ { uuid, name, created_at, chat_messages: [ { sender, text, content, attachments } ] } ]
///
/// Words are taken over, with their branches; images, results of tools and hidden messages are counted as left out
/// ("image", "tool", "hidden", "file", "empty"). Failure: Corrupt if it is neither.
Result<ImportedFile> readForeignConversations(const QJsonArray &conversations);

} // namespace maru
