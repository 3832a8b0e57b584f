// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message_block.h"
#include "app/text/markdown_lines.h"

#include <QList>
#include <QString>

namespace maru {

/// Markdown that arrives in pieces: blocks that are finished stay as they are, only the open end is parsed again.
///
///     text:    | finished segment | finished segment | open segment ...
///     blocks:  | finished blocks                     | open blocks
///
/// A segment is what MarkdownLines cuts off. However the text comes in pieces, finish() leaves the same blocks: those
/// that markdownBlocks() makes of the segments.
/// One thing reaches back: a reference definition ("[name]: address") may be written after the text that uses it. While
/// the text grows it counts within its own segment only; a text that has one is parsed as a whole by finish(), which
/// may turn words of finished blocks into links. A plain value. Cost: update() takes time linear in the open segment,
/// finish() too but for texts with definitions.
class MarkdownStream
{
public:
    /// Adds text; nothing is parsed.
    void append(const QString &text);

    /// Parses what is open. `blocks()` then shows all that was added.
    void update();

    /// Parses the rest: nothing more comes. Only clear() may follow.
    void finish();
    void clear() { *this = {}; }

    const QString &text() const { return m_text; }
    QList<MessageBlock> blocks() const { return m_finished + m_open; }

    /// How many of blocks() are finished.
    qsizetype finishedCount() const { return m_finished.size(); }
    const QList<MessageBlock> &openBlocks() const { return m_open; }
    const QList<MessageBlock> &finishedBlocks() const { return m_finished; }

private:
    void cutFinished();
    QString openText() const;

    QString m_text; ///< with line breaks of '\n'
    bool m_carriageReturn = false; ///< one is held back: it may be half a line break
    qsizetype m_begin = 0; ///< of the open segment
    qsizetype m_scanned = 0; ///< of the first line that `m_lines` has not seen
    MarkdownLines m_lines;
    bool m_definitions = false;
    int m_finishedGroups = 0;
    QList<MessageBlock> m_finished;
    QList<MessageBlock> m_open;
};

} // namespace maru
