// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/markdown_stream.h"

#include "app/text/markdown_blocks.h"

namespace maru {

using namespace Qt::StringLiterals;

void MarkdownStream::append(const QString &text)
{
    QString added = text;
    if (m_carriageReturn)
        added.prepend(u'\r');
    m_carriageReturn = added.endsWith(u'\r');
    if (m_carriageReturn)
        added.chop(1);
    m_text += normalizedText(std::move(added));
}

void MarkdownStream::cutFinished()
{
    const QStringView all(m_text);
    while (m_scanned < all.size()) {
        const qsizetype next = all.indexOf(u'\n', m_scanned);
        const bool complete = next >= 0;
        const QStringView line = all.mid(m_scanned, (complete ? next : all.size()) - m_scanned);
        if (m_scanned > m_begin && m_lines.canCutBefore(line, complete)) {
            m_finished += markdownBlocks(m_text.mid(m_begin, m_scanned - m_begin), m_finishedGroups);
            m_begin = m_scanned;
            m_lines = {};
        }
        if (!complete)
            return;
        if (m_lines.feed(line) == MarkdownLines::Kind::Text && line.contains("]:"_L1))
            m_definitions = true;
        m_scanned = next + 1;
    }
}

/// Without the beginning of the fence that will close the code.
QString MarkdownStream::openText() const
{
    const QStringView last = QStringView(m_text).mid(m_scanned);
    const bool halfFence = m_lines.inFence() && m_lines.mayClose(last);
    return m_text.mid(m_begin, (halfFence ? m_scanned : m_text.size()) - m_begin);
}

void MarkdownStream::update()
{
    cutFinished();
    int groups = m_finishedGroups;
    m_open = markdownBlocks(openText(), groups, true);
    MarkdownLines lines = m_lines;
    const bool ended
        = m_scanned < m_text.size() && lines.feed(QStringView(m_text).mid(m_scanned)) != MarkdownLines::Kind::FenceBody;
    if (m_lines.inFence() && !ended && !m_open.isEmpty() && m_open.last().kind == MessageBlock::Code)
        m_open.last().closed = false;
}

void MarkdownStream::finish()
{
    if (m_carriageReturn)
        m_text += u'\n';
    m_carriageReturn = false;
    cutFinished();
    const QStringView last = QStringView(m_text).mid(m_scanned);
    if (m_definitions || last.contains("]:"_L1)) {
        m_finished.clear();
        m_begin = 0;
        m_finishedGroups = 0;
    }
    m_open.clear();
    m_finished += markdownBlocks(m_text.mid(m_begin), m_finishedGroups);
    m_begin = m_scanned = m_text.size();
}

} // namespace maru
