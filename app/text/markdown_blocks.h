// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message_block.h"

#include <QList>
#include <QString>

namespace maru {

/// Markdown into blocks: CommonMark with GFM's tables, task lists, strikethrough and bare web addresses, and TeX
/// formulas.
///
/// Raw HTML is text. What models write cannot make it slow or deep: quotes and lists are kept to 24 levels, and a table
/// of more than 128 columns is text. `lastGroup` numbers quotes and lists and goes on from call to call. `open`: more
/// follows, so that the last code or formula may not be closed. Line breaks are '\n' alone. Takes linear time; any
/// thread.
QList<MessageBlock> markdownBlocks(const QString &text, int &lastGroup, bool open = false);

/// The same for text that somebody typed: it is shown as it stands, except that code between fences is code.
QList<MessageBlock> typedBlocks(const QString &text);

/// Line breaks of any system as '\n', and no character of which a text cannot consist.
QString normalizedText(QString text);

} // namespace maru
