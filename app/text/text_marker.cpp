// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/text_marker.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr int kIsMark = QTextFormat::UserProperty + 21; ///< tells a mark from the colours of code

/// What lies on a paragraph: `others` stay, and of `marks` (in order) those that touch it are added.
QList<QTextLayout::FormatRange> formatsOf(
    const QTextBlock &block, const QList<TextMarks::Range> &marks, qsizetype &next, const QTextCharFormat &look)
{
    QList<QTextLayout::FormatRange> formats = block.layout()->formats();
    formats.removeIf([](const QTextLayout::FormatRange &range) { return range.format.hasProperty(kIsMark); });
    const int begin = block.position();
    const int end = begin + block.length() - 1;
    while (next < marks.size() && marks.at(next).to <= begin)
        ++next;
    for (qsizetype i = next; i < marks.size() && marks.at(i).from < end; ++i) {
        const int from = std::max(marks.at(i).from, begin);
        formats.append({ from - begin, std::min(marks.at(i).to, end) - from, look });
    }
    return formats;
}

} // namespace

TextMarker::TextMarker(QObject *parent)
    : QObject(parent)
{
}

void TextMarker::setDocument(QQuickTextDocument *document)
{
    if (m_document == document)
        return;
    if (m_document)
        disconnect(m_document->textDocument(), nullptr, this, nullptr);
    m_document = document;
    m_isPainted = false;
    if (m_document)
        connect(m_document->textDocument(), &QTextDocument::contentsChange, this, &TextMarker::paintSoon);
    paintSoon();
    emit documentChanged();
}

void TextMarker::setPlaces(BlockText *places)
{
    if (m_places == places)
        return;
    m_places = places;
    paintSoon();
    emit placesChanged();
}

void TextMarker::setMarks(const TextMarks &marks)
{
    if (m_marks == marks)
        return;
    m_marks = marks;
    paintSoon();
    emit marksChanged();
}

void TextMarker::setColor(const QColor &color)
{
    if (m_color == color)
        return;
    m_color = color;
    paintSoon();
    emit lookChanged();
}

void TextMarker::setTextColor(const QColor &color)
{
    if (m_textColor == color)
        return;
    m_textColor = color;
    paintSoon();
    emit lookChanged();
}

void TextMarker::paintSoon()
{
    const bool isNeeded = !m_painting && (m_isPainted || !m_marks.ranges.isEmpty());
    if (isNeeded && !std::exchange(m_isQueued, true))
        QMetaObject::invokeMethod(this, &TextMarker::paint, Qt::QueuedConnection);
}

void TextMarker::paint()
{
    m_isQueued = false;
    if (!m_document)
        return;
    QList<TextMarks::Range> marks = m_marks.ranges;
    for (TextMarks::Range &mark : marks) {
        if (m_places)
            mark = { m_places->positionOf(mark.from), m_places->positionOf(mark.to) };
    }
    QTextCharFormat look;
    look.setBackground(m_color);
    look.setForeground(m_textColor);
    look.setProperty(kIsMark, true);
    QTextDocument *document = m_document->textDocument();
    int from = -1;
    int to = 0;
    qsizetype next = 0;
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const QList<QTextLayout::FormatRange> formats = formatsOf(block, marks, next, look);
        if (formats == block.layout()->formats())
            continue;
        block.layout()->setFormats(formats);
        from = from < 0 ? block.position() : from;
        to = block.position() + block.length();
    }
    m_isPainted = !marks.isEmpty();
    if (from < 0)
        return;
    m_painting = true;
    document->markContentsDirty(from, to - from);
    // The layout knows now, but TextEdit paints anew only what it is told has changed.
    emit document->contentsChange(from, to - from, to - from);
    m_painting = false;
}

} // namespace maru
