// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/block_model.h"

#include "app/text/block_writer.h"
#include "app/text/markdown_blocks.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <memory>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kPauseMs = 33;
constexpr qint64 kPausePerParsing = 10; ///< how many times as long as parsing takes it then rests

void toClipboard(const QString &plain, const QString &markdown)
{
    auto data = std::make_unique<QMimeData>();
    data->setText(plain);
    if (!markdown.isEmpty())
        data->setData(QStringLiteral("text/markdown"), markdown.toUtf8());
    QGuiApplication::clipboard()->setMimeData(data.release());
}

} // namespace

BlockModel::BlockModel(QObject *parent)
    : QAbstractListModel(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &BlockModel::update);
}

int BlockModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> BlockModel::roleNames() const
{
    return { { BlockRole, "block" } };
}

QVariant BlockModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != BlockRole)
        return {};
    return QVariant::fromValue(m_blocks.at(index.row()));
}

void BlockModel::setMath(InlineMath *math)
{
    if (m_math == math)
        return;
    m_math = math;
    emit mathChanged();
}

void BlockModel::setHighlighter(CodeHighlighter *highlighter)
{
    if (m_highlighter == highlighter)
        return;
    m_highlighter = highlighter;
    emit highlighterChanged();
}

void BlockModel::setText(const QString &text, Form form)
{
    m_timer.stop();
    m_stream.clear();
    m_finished = 0;
    const QString normalized = normalizedText(text);
    if (form == Form::Typed) {
        show(0, typedBlocks(normalized));
    } else {
        MarkdownStream stream;
        stream.append(normalized);
        stream.finish();
        show(0, stream.blocks());
    }
    m_finished = m_blocks.size();
}

void BlockModel::append(const QString &text)
{
    m_stream.append(text);
    if (m_timer.isActive())
        return;
    const qint64 since = m_sinceUpdate.isValid() ? m_sinceUpdate.elapsed() : m_pauseMs;
    if (since >= m_pauseMs)
        update();
    else
        m_timer.start(static_cast<int>(m_pauseMs - since));
}

void BlockModel::update()
{
    QElapsedTimer timer;
    timer.start();
    m_stream.update();
    showStream();
    m_pauseMs = std::max(kPauseMs, kPausePerParsing * timer.elapsed());
    m_sinceUpdate.start();
}

void BlockModel::showStream()
{
    QList<MessageBlock> changed = m_stream.finishedBlocks().mid(m_finished);
    changed += m_stream.openBlocks();
    show(m_finished, changed);
    m_finished = m_stream.finishedCount();
}

void BlockModel::finish(const QString &text)
{
    m_timer.stop();
    if (m_stream.text() != normalizedText(text)) {
        setText(text, Form::Markdown);
        return;
    }
    m_stream.finish();
    show(0, m_stream.blocks());
    m_finished = m_blocks.size();
    m_stream.clear();
}

/// Makes the rows from `firstRow` on those of `blocks`, touching none that stays the same.
void BlockModel::show(qsizetype firstRow, const QList<MessageBlock> &blocks)
{
    const qsizetype old = m_blocks.size() - firstRow;
    const qsizetype common = std::min(old, blocks.size());
    for (qsizetype i = 0; i < common; ++i) {
        if (m_blocks.at(firstRow + i) == blocks.at(i))
            continue;
        m_blocks[firstRow + i] = blocks.at(i);
        const QModelIndex changed = index(static_cast<int>(firstRow + i));
        emit dataChanged(changed, changed);
    }
    if (old > common) {
        beginRemoveRows({}, static_cast<int>(firstRow + common), count() - 1);
        m_blocks.resize(firstRow + common);
        endRemoveRows();
    } else if (blocks.size() > common) {
        beginInsertRows({}, count(), static_cast<int>(firstRow + blocks.size()) - 1);
        m_blocks += blocks.mid(common);
        endInsertRows();
    }
    if (old != blocks.size())
        emit countChanged();
    if (hasSelection())
        select(m_anchor, m_cursor);
}

BlockModel::Place BlockModel::clamped(Place place) const
{
    if (m_blocks.isEmpty())
        return {};
    place.row = std::clamp(place.row, 0, count() - 1);
    place.position = std::clamp(place.position, 0, m_blocks.at(place.row).length());
    return place;
}

void BlockModel::select(Place anchor, Place cursor)
{
    anchor = clamped(anchor);
    cursor = clamped(cursor);
    if (anchor == m_anchor && cursor == m_cursor)
        return;
    m_anchor = anchor;
    m_cursor = cursor;
    emit selectionChanged();
}

BlockModel::Place BlockModel::stepFrom(Place place, Step step, bool forward) const
{
    const int length = m_blocks.at(place.row).length();
    const bool atEdge = forward ? place.position >= length : place.position <= 0;
    if (step == Step::Message)
        return forward ? Place { count() - 1, m_blocks.constLast().length() } : Place {};
    if (atEdge) { // into the next block, or the one before
        const int row = place.row + (forward ? 1 : -1);
        if (row < 0 || row >= count())
            return place;
        const Place edge { row, forward ? 0 : m_blocks.at(row).length() };
        return step == Step::Block ? stepFrom(edge, step, forward) : edge;
    }
    if (step == Step::Block)
        return { place.row, forward ? length : 0 };
    const QString text = m_blocks.at(place.row).places();
    QTextBoundaryFinder finder(step == Step::Word ? QTextBoundaryFinder::Word : QTextBoundaryFinder::Grapheme, text);
    finder.setPosition(place.position);
    qsizetype next = forward ? finder.toNextBoundary() : finder.toPreviousBoundary();
    // The blanks between two words are no word.
    while (step == Step::Word && next > 0 && next < text.size() && text.at(forward ? next - 1 : next).isSpace())
        next = forward ? finder.toNextBoundary() : finder.toPreviousBoundary();
    return { place.row, next < 0 ? (forward ? length : 0) : static_cast<int>(next) };
}

void BlockModel::extendSelection(Step step, bool forward)
{
    if (!m_blocks.isEmpty())
        select(m_anchor, stepFrom(clamped(m_cursor), step, forward));
}

void BlockModel::setMarks(const QHash<int, TextMarks> &marks)
{
    if (m_marks == marks)
        return;
    m_marks = marks;
    emit marksChanged();
}

void BlockModel::selectAll()
{
    if (!m_blocks.isEmpty())
        select({}, { count() - 1, m_blocks.constLast().length() });
}

void BlockModel::clearSelection()
{
    select(m_anchor, m_anchor);
}

BlockModel::Range BlockModel::selectionIn(int row) const
{
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    if (row < from.row || row > to.row || from == to)
        return {};
    return { row == from.row ? from.position : 0, row == to.row ? to.position : m_blocks.at(row).length() };
}

QList<MessageBlock> BlockModel::selectedBlocks() const
{
    if (!hasSelection())
        return m_blocks;
    QList<MessageBlock> blocks;
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    for (int row = from.row; row <= to.row; ++row) {
        const Range range = selectionIn(row);
        const bool edge = row == from.row || row == to.row;
        if (range.from < range.to)
            blocks.append(sliceOf(m_blocks.at(row), range.from, range.to));
        else if (!edge)
            blocks.append(m_blocks.at(row));
    }
    // Of one block, or a piece of one: without the signs of what it lies in.
    if (from.row == to.row && !blocks.isEmpty())
        blocks.first().containers.clear();
    return blocks;
}

QString BlockModel::selectedMarkdown() const
{
    return markdownOf(selectedBlocks());
}

QString BlockModel::selectedPlainText() const
{
    return plainTextOf(selectedBlocks());
}

QString BlockModel::plainText() const
{
    return plainTextOf(m_blocks);
}

void BlockModel::copySelection() const
{
    toClipboard(selectedPlainText(), selectedMarkdown());
}

void BlockModel::copyTableAsMarkdown(int row) const
{
    if (row >= 0 && row < count())
        toClipboard(markdownOf({ m_blocks.at(row) }), {});
}

void BlockModel::copyTableAsTsv(int row) const
{
    if (row >= 0 && row < count())
        toClipboard(tsvOf(m_blocks.at(row)), {});
}

void BlockModel::copyText(const QString &text) const
{
    toClipboard(text, {});
}

} // namespace maru
