// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message_block.h"

#include <QList>
#include <QString>

namespace maru {

/// Blocks back into text, for the clipboard.
///
/// Markdown: parsed again, it gives the same blocks, except that signs of emphasis and the like are written in one way.
/// Plain: words with line breaks; signs of lists and quotes stay, marks of style go, formulas are their TeX, tables
/// TSV.
QString markdownOf(const QList<MessageBlock> &blocks);
QString plainTextOf(const QList<MessageBlock> &blocks);

/// A table alone. Tabs and line breaks in cells become blanks.
QString tsvOf(const MessageBlock &table);

/// The part of `block` between two places, as MessageBlock::length() counts them. A formula and a rule are taken whole;
/// from more than one cell of a table come all their rows, from one cell a paragraph.
MessageBlock sliceOf(const MessageBlock &block, int from, int to);

/// The text of spans as it is shown, formulas as their TeX in dollars.
QString plainTextOf(const QList<TextSpan> &spans);

} // namespace maru
