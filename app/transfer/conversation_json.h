// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/domain/saved_conversation.h"

#include <QByteArray>
#include <QJsonObject>

namespace maru {

/// One conversation as an object of our file. The file:
///
///     { "format": "maru-conversations", "version": 1, "conversations": [ {
///         "id": 12, "title": "...", "title_chosen": false, "created_at": "2026-05-03T10:20:30.123Z", "updated_at":
///         ..., "pinned": false, "archived": false, "folder": "Work", "origin": "", "system_prompt": "", "settings": {
///         ... }, "thinking": 0, "model_path": "", "active_message": 14, "messages": [ {                 every branch;
///         a parent before its children
///             "id": 13, "parent": null, "role": "user" | "assistant", "text": "...", "created_at": ...,
///             "pinned": false, "attachments": [ { "name": "...", "encoding": "UTF-8", "text": "..." } ],
///             of a reply:
///             "status": 0 complete, 1 stopped, 2 interrupted, 3 failed; "error": { ... };
///             "model": "...", "model_id": "...", "settings": { ... }, "seed": "18446744073709551615",
///             "thinking": "...", "thinking_ms": 0, "tokens": [ 1, 2 ], "sampler_state": "...", "unseen": [ 13 ],
///             "tokens_per_second": 41.5, "first_word_ms": 400, "statistics": { ... }
///         } ] } ] }
///
/// What is empty may be missing. A seed is a text: JSON's numbers are too small for it.
QJsonObject conversationToJson(const SavedConversation &saved);

/// What stands before the first conversation of a file, between two, and behind the last.
QByteArray jsonFileHead();
QByteArray jsonFileSeparator();
QByteArray jsonFileTail();

/// Reads a file of ours, of ChatGPT's (conversations.json) or of Claude's export: what it is shows in it. Whatever
/// cannot be taken over is left out and counted; one odd entry hides nothing else.
///
/// Failure: BadValue if it is none of them.
Result<ImportedFile> readConversations(const QByteArray &json);

} // namespace maru
