// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/block_text.h"

#include "app/text/math_picture.h"

#include <QAbstractTextDocumentLayout>
#include <QQuickTextDocument>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>

namespace maru {

namespace {

int lengthOfPieces(const QList<TextPiece> &pieces)
{
    qsizetype length = 0;
    for (const TextPiece &piece : pieces)
        length += piece.text.size();
    return static_cast<int>(length);
}

/// The last piece that two texts have in common, and how far: everything before that is the same.
struct Common
{
    qsizetype pieces = 0; ///< that are the same
    qsizetype characters = 0; ///< of them
    qsizetype added = 0; ///< of the next piece, which only became longer: how much of it was there
};

Common commonOf(const QList<TextPiece> &old, const QList<TextPiece> &now)
{
    Common common;
    while (common.pieces < std::min(old.size(), now.size()) && old.at(common.pieces) == now.at(common.pieces)) {
        common.characters += old.at(common.pieces).text.size();
        ++common.pieces;
    }
    if (common.pieces == old.size() - 1 && common.pieces < now.size()) {
        const TextPiece &before = old.at(common.pieces);
        const TextPiece &after = now.at(common.pieces);
        if (before.formula.isEmpty() && after.formula.isEmpty() && before.format == after.format
            && after.text.startsWith(before.text))
            common.added = before.text.size();
    }
    return common;
}

} // namespace

QTextDocument *BlockText::document() const
{
    auto *shown = m_target ? m_target->property("textDocument").value<QQuickTextDocument *>() : nullptr;
    return shown ? shown->textDocument() : nullptr;
}

void BlockText::componentComplete()
{
    m_complete = true;
    refresh();
}

void BlockText::setTarget(QQuickItem *target)
{
    if (m_target == target)
        return;
    m_target = target;
    if (QTextDocument *shown = document()) {
        shown->setUndoRedoEnabled(false);
        shown->documentLayout()->registerHandler(FormulaRoom::kObjectType, new FormulaRoom(shown));
        m_placing = new QTimer(this);
        m_placing->setSingleShot(true);
        connect(m_placing, &QTimer::timeout, this, &BlockText::placePictures);
        const auto place = [this] {
            if (!m_pictures.isEmpty())
                m_placing->start(0);
        };
        connect(shown->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, place);
        connect(m_target, &QQuickItem::widthChanged, this, place);
    }
    m_stale = true;
    emit targetChanged();
    refresh();
}

void BlockText::setBlock(const MessageBlock &block)
{
    if (m_block == block)
        return;
    m_block = block;
    emit blockChanged();
    refresh();
}

void BlockText::setMath(InlineMath *math)
{
    if (m_look.math == math)
        return;
    if (m_look.math)
        disconnect(m_look.math, nullptr, this, nullptr);
    if (math) {
        connect(math, &InlineMath::sizeKnown, this, &BlockText::formulaSized);
        connect(math, &QObject::destroyed, this, [this] { m_look.math = nullptr; });
    }
    setLook(m_look.math, math);
}

void BlockText::formulaSized(const QString &source, bool display)
{
    const auto waits = [&](const TextPiece &piece) {
        return piece.formula == source && piece.display == display
            && piece.format.objectType() != FormulaRoom::kObjectType;
    };
    const bool mine = std::any_of(m_parts.begin(), m_parts.end(),
        [&](const Part &part) { return std::any_of(part.pieces.begin(), part.pieces.end(), waits); });
    if (mine)
        refresh();
}

void BlockText::refresh()
{
    QTextDocument *shown = m_complete ? document() : nullptr;
    if (!shown)
        return;
    const bool tableNow = m_block.kind == MessageBlock::Table;
    if (m_stale || tableNow != (m_table != nullptr)) {
        shown->clear();
        m_parts.clear();
        m_table = nullptr;
        m_stale = false;
    }
    if (tableNow)
        fillTable();
    else
        fillParagraph();
    findBegins();
    placePictures();
    applySelection();
}

void BlockText::styleParagraph(QTextCursor &cursor) const
{
    QTextBlockFormat format;
    format.setLineHeight(m_lineHeight * 100, QTextBlockFormat::ProportionalHeight);
    cursor.mergeBlockFormat(format);
}

/// Turns the text between `begin` and `end`, which are `old`, into `now`.
void BlockText::replacePieces(
    QTextCursor cursor, int begin, int end, const QList<TextPiece> &old, const QList<TextPiece> &now)
{
    const Common common = commonOf(old, now);
    const int keep = begin + static_cast<int>(common.characters + common.added);
    if (keep < end) {
        cursor.setPosition(keep);
        cursor.setPosition(end, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
    }
    cursor.setPosition(keep);
    for (qsizetype i = common.pieces; i < now.size(); ++i) {
        const TextPiece &piece = now.at(i);
        cursor.insertText(i == common.pieces ? piece.text.mid(common.added) : piece.text, piece.format);
    }
}

void BlockText::fillParagraph()
{
    QTextCursor cursor(document());
    const bool first = m_parts.isEmpty();
    if (first)
        m_parts.append(Part());
    Part &part = m_parts.first();
    const QList<TextPiece> now = piecesOf(m_block.spans, m_look);
    cursor.beginEditBlock();
    if (first)
        styleParagraph(cursor);
    replacePieces(cursor, 0, lengthOfPieces(part.pieces), part.pieces, now);
    cursor.endEditBlock();
    part.pieces = now;
}

void BlockText::makeTable(QTextDocument *shown)
{
    QTextCursor cursor(shown);
    QTextTableFormat format;
    format.setBorder(1);
    format.setBorderBrush(m_lineColor);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderCollapse(true);
    format.setCellPadding(m_cellPadding);
    format.setCellSpacing(0);
    format.setMargin(0);
    format.setHeaderRowCount(1);
    m_table = cursor.insertTable(std::max(1, m_block.rows()), m_block.columns, format);
    m_parts = QList<Part>(static_cast<qsizetype>(m_table->rows()) * m_block.columns);
    // The empty paragraphs around a table take no room.
    for (QTextBlock block : { shown->firstBlock(), shown->lastBlock() }) {
        QTextCursor outside(block);
        QTextBlockFormat flat;
        flat.setLineHeight(0.01, QTextBlockFormat::FixedHeight);
        outside.setBlockFormat(flat);
    }
}

void BlockText::fillTable()
{
    QTextDocument *shown = document();
    QTextCursor edit(shown);
    edit.beginEditBlock();
    if (m_table && (m_table->columns() != m_block.columns || m_table->rows() > m_block.rows())) {
        shown->clear();
        m_table = nullptr;
    }
    if (!m_table)
        makeTable(shown);
    if (m_table->rows() < m_block.rows()) {
        m_table->appendRows(m_block.rows() - m_table->rows());
        m_parts.resize(static_cast<qsizetype>(m_table->rows()) * m_block.columns);
    }
    for (int i = 0; i < m_block.cells.size(); ++i) {
        Part &part = m_parts[i];
        QList<TextSpan> spans = m_block.cells.at(i);
        if (i < m_block.columns) {
            for (TextSpan &span : spans)
                span.style |= TextSpan::Bold;
        }
        const QList<TextPiece> now = piecesOf(spans, m_look);
        if (now == part.pieces && !part.pieces.isEmpty())
            continue;
        const QTextTableCell cell = m_table->cellAt(i / m_block.columns, i % m_block.columns);
        QTextCursor cursor = cell.firstCursorPosition();
        styleParagraph(cursor);
        QTextBlockFormat alignment;
        const Qt::Alignment wanted = m_block.alignments.value(i % m_block.columns);
        alignment.setAlignment(wanted ? wanted : Qt::AlignLeft);
        cursor.mergeBlockFormat(alignment);
        replacePieces(cursor, cell.firstPosition(), cell.lastPosition(), part.pieces, now);
        part.pieces = now;
    }
    edit.endEditBlock();
}

void BlockText::findBegins()
{
    for (qsizetype i = 0; i < m_parts.size(); ++i) {
        const int cell = static_cast<int>(i);
        m_parts[i].begin
            = m_table ? m_table->cellAt(cell / m_block.columns, cell % m_block.columns).firstPosition() : 0;
    }
}

void BlockText::placePictures()
{
    QTextDocument *shown = document();
    if (!shown)
        return;
    qsizetype used = 0;
    for (const Part &part : std::as_const(m_parts)) {
        int position = part.begin;
        for (const TextPiece &piece : part.pieces) {
            const int here = position;
            position += static_cast<int>(piece.text.size());
            if (piece.format.objectType() != FormulaRoom::kObjectType)
                continue;
            const QTextBlock block = shown->findBlock(here);
            const QTextLine line = block.layout()->lineForTextPosition(here - block.position());
            if (used == m_pictures.size())
                m_pictures.append(new MathPicture(m_target));
            MathPicture *picture = m_pictures.at(used++);
            if (!picture)
                continue;
            picture->setMath(m_look.math);
            picture->setFontSize(m_look.fontSize);
            picture->setColor(m_textColor);
            picture->setDisplay(piece.display);
            picture->setSource(piece.formula);
            picture->setVisible(line.isValid());
            if (line.isValid()) {
                const QPointF inBlock = shown->documentLayout()->blockBoundingRect(block).topLeft(); // in a table, too
                picture->setX(inBlock.x() + line.cursorToX(here - block.position()));
                picture->setY(inBlock.y() + line.y() + line.ascent() - picture->ascent());
            }
        }
    }
    while (m_pictures.size() > used)
        delete m_pictures.takeLast();
}

void BlockText::setSelectionFrom(int place)
{
    if (m_selectionFrom == place)
        return;
    m_selectionFrom = place;
    emit selectionChanged();
    applySelection();
}

void BlockText::setSelectionTo(int place)
{
    if (m_selectionTo == place)
        return;
    m_selectionTo = place;
    emit selectionChanged();
    applySelection();
}

void BlockText::applySelection()
{
    if (!m_target || !m_complete)
        return;
    if (m_selectionTo > m_selectionFrom)
        QMetaObject::invokeMethod(
            m_target, "select", Q_ARG(int, positionOf(m_selectionFrom)), Q_ARG(int, positionOf(m_selectionTo)));
    else
        QMetaObject::invokeMethod(m_target, "deselect");
}

int BlockText::positionOf(int place) const
{
    int before = 0;
    int end = 0;
    for (const Part &part : m_parts) {
        int position = part.begin;
        for (const TextPiece &piece : part.pieces) {
            const int length = static_cast<int>(piece.text.size());
            if (place < before + piece.places)
                return position + (piece.formula.isEmpty() ? std::min(place - before, length) : 0);
            before += piece.places;
            position += length;
        }
        end = position;
        if (place <= before)
            return end;
        ++before; // between two cells
    }
    return end;
}

int BlockText::placeOf(int position) const
{
    int before = 0;
    for (const Part &part : m_parts) {
        int begin = part.begin;
        if (position < begin)
            return before;
        for (const TextPiece &piece : part.pieces) {
            const int length = static_cast<int>(piece.text.size());
            const int inside = position - begin;
            if (inside < length)
                return before
                    + (piece.formula.isEmpty()     ? std::min(inside, piece.places)
                            : 2 * inside >= length ? 1
                                                   : 0);
            before += piece.places;
            begin += length;
        }
        if (position <= begin)
            return before;
        ++before;
    }
    return m_block.length();
}

int BlockText::placeAt(double x, double y) const
{
    int position = 0;
    if (!m_target
        || !QMetaObject::invokeMethod(
            m_target, "positionAt", Q_RETURN_ARG(int, position), Q_ARG(qreal, x), Q_ARG(qreal, y)))
        return 0;
    return placeOf(position);
}

} // namespace maru
