// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/block_column.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QMetaMethod>
#include <QQmlContext>
#include <QStyleHints>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>

namespace maru {

namespace {

constexpr double kMargin = 600; ///< how far beyond the view blocks are made, in pixels
constexpr std::size_t kMadeItems = 240; ///< above that, those far from the view go
constexpr double kFar = 3000;
constexpr double kLineFactor = 1.6; ///< a line with its spacing, in sizes of the font
constexpr double kCharacterFactor = 0.52; ///< the width of a letter of average text
constexpr int kDragIntervalMs = 30;
constexpr double kDragShare = 0.3; ///< how much of the way beyond the view is scrolled at once

/// Only one text of the window has a selection: the last column that selected something.
QPointer<BlockModel> &selectingBlocks()
{
    static QPointer<BlockModel> blocks;
    return blocks;
}

int lineCount(const QString &text, double charactersPerLine)
{
    int lines = 0;
    for (const QStringView line : QStringView(text).split(u'\n'))
        lines += std::max(1, static_cast<int>(std::ceil(static_cast<double>(line.size()) / charactersPerLine)));
    return lines;
}

} // namespace

BlockColumn::BlockColumn(QQuickItem *parent)
    : QQuickItem(parent)
{
    setAcceptedMouseButtons(Qt::LeftButton);
    setFiltersChildMouseEvents(true);
    setActiveFocusOnTab(true);
    m_dragTimer.setInterval(kDragIntervalMs);
    connect(&m_dragTimer, &QTimer::timeout, this, &BlockColumn::dragOn);
}

BlockColumn::~BlockColumn() = default;

void BlockColumn::componentComplete()
{
    QQuickItem::componentComplete();
    resetRows();
    place(); // at once: a list asks for the height of what it has just made
}

void BlockColumn::setBlocks(BlockModel *blocks)
{
    if (m_blocks == blocks)
        return;
    if (m_blocks)
        m_blocks->disconnect(this);
    m_blocks = blocks;
    connectModel();
    resetRows();
    place(); // at once: a hit in it may be looked for
    emit blocksChanged();
}

void BlockColumn::setDelegate(QQmlComponent *delegate)
{
    if (m_delegate == delegate)
        return;
    m_delegate = delegate;
    resetRows();
    emit delegateChanged();
}

void BlockColumn::connectModel()
{
    if (!m_blocks)
        return;
    connect(m_blocks, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &, int first, int last) { insertRows(first, last); });
    connect(m_blocks, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex &, int first, int last) { removeRows(first, last); });
    connect(m_blocks, &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex &first, const QModelIndex &last) { changeRows(first.row(), last.row()); });
    connect(m_blocks, &QAbstractItemModel::modelReset, this, &BlockColumn::resetRows);
    connect(m_blocks, &BlockModel::selectionChanged, this, &BlockColumn::showSelection);
    connect(m_blocks, &BlockModel::marksChanged, this, &BlockColumn::showMarks);
}

void BlockColumn::resetRows()
{
    for (Row &row : m_rows)
        dropItem(row);
    m_rows.clear();
    if (m_blocks && m_blocks->count() > 0)
        insertRows(0, m_blocks->count() - 1);
    else
        polish();
}

void BlockColumn::insertRows(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_rows.insert(m_rows.begin() + row, Row());
    for (int row = first; row <= last; ++row)
        m_rows[static_cast<std::size_t>(row)].height = estimate(m_blocks->block(row));
    polish();
}

void BlockColumn::removeRows(int first, int last)
{
    for (int row = first; row <= last; ++row)
        dropItem(m_rows[static_cast<std::size_t>(row)]);
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
    polish();
}

void BlockColumn::changeRows(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        Row &changed = m_rows[static_cast<std::size_t>(row)];
        if (changed.item)
            changed.item->setProperty("block", QVariant::fromValue(m_blocks->block(row)));
        else
            changed.height = estimate(m_blocks->block(row));
    }
    polish();
}

double BlockColumn::estimate(const MessageBlock &block) const
{
    const double line = m_fontSize * kLineFactor;
    const double perLine = std::max(8.0, width() / (m_fontSize * kCharacterFactor));
    switch (block.kind) {
    case MessageBlock::Code:
        return line * (lineCount(block.text, perLine * 10) + 3);
    case MessageBlock::Table:
        return line * 1.6 * block.rows();
    case MessageBlock::Math:
    case MessageBlock::Rule:
        return 2.5 * line;
    case MessageBlock::Paragraph:
    case MessageBlock::Heading:
    case MessageBlock::Plain:
        return line * (lineCount(block.places(), perLine) + 0.5);
    }
    return line;
}

void BlockColumn::makeItem(int row)
{
    Row &made = m_rows[static_cast<std::size_t>(row)];
    QQmlContext *context = m_delegate->creationContext();
    if (!context)
        context = qmlContext(this);
    const BlockModel::Range selected = m_blocks->selectionIn(row);
    // Under the column from the beginning, so that its parent is there when its bindings are first evaluated.
    QObject *object = m_delegate->createWithInitialProperties(
        { { QStringLiteral("parent"), QVariant::fromValue<QQuickItem *>(this) },
            { QStringLiteral("block"), QVariant::fromValue(m_blocks->block(row)) },
            { QStringLiteral("blocks"), QVariant::fromValue<BlockModel *>(m_blocks) }, { QStringLiteral("row"), row },
            { QStringLiteral("width"), width() }, { QStringLiteral("selectionFrom"), selected.from },
            { QStringLiteral("selectionTo"), selected.to } },
        context);
    auto *item = qobject_cast<QQuickItem *>(object);
    if (!item) {
        delete object;
        return;
    }
    item->setParent(this);
    item->setParentItem(this);
    if (const TextMarks marks = m_blocks->marksIn(row); !marks.ranges.isEmpty())
        item->setProperty("marks", QVariant::fromValue(marks));
    made.item = item;
    made.height = item->implicitHeight();
    connect(item, &QQuickItem::implicitHeightChanged, this, &QQuickItem::polish);
}

void BlockColumn::dropItem(Row &row)
{
    if (row.item) {
        row.item->disconnect(this);
        row.item->setParentItem(nullptr);
        row.item->deleteLater();
    }
    row.item = nullptr;
}

void BlockColumn::dropFarItems()
{
    const auto made = std::count_if(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.item != nullptr; });
    if (static_cast<std::size_t>(made) <= kMadeItems)
        return;
    for (Row &row : m_rows) {
        if (row.item && (row.top + row.height < m_viewTop - kFar || row.top > m_viewBottom + kFar))
            dropItem(row);
    }
}

int BlockColumn::rowAt(double y) const
{
    const auto after = std::upper_bound(
        m_rows.begin(), m_rows.end(), y, [](double value, const Row &row) { return value < row.top; });
    return std::max(0, static_cast<int>(after - m_rows.begin()) - 1);
}

/// Gives every row its place, and makes those in and near the view; making one may tell its height anew.
void BlockColumn::place()
{
    if (!m_blocks || !m_delegate || !isComponentComplete())
        return;
    double above = 0;
    double top = 0;
    const double from = m_viewTop - kMargin;
    const double to = m_viewBottom + kMargin;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        Row &row = m_rows[i];
        const double before = row.height;
        const bool wasAbove = row.placed && row.top + before <= m_viewTop;
        row.top = top;
        row.placed = true;
        const bool near = top + row.height >= from && top <= to;
        if (near && !row.item)
            makeItem(static_cast<int>(i));
        if (row.item) {
            row.height = row.item->implicitHeight();
            row.item->setPosition({ 0, top });
            row.item->setSize({ width(), row.height });
            row.item->setVisible(near);
        }
        if (wasAbove)
            above += row.height - before;
        top += row.height;
    }
    dropFarItems();
    setImplicitHeight(top);
    if (above != 0)
        emit heightAboveChanged(above);
}

void BlockColumn::updatePolish()
{
    place();
}

void BlockColumn::geometryChange(const QRectF &now, const QRectF &before)
{
    QQuickItem::geometryChange(now, before);
    if (now.width() == before.width())
        return;
    for (std::size_t i = 0; i < m_rows.size() && m_blocks; ++i) {
        if (m_rows[i].item)
            m_rows[i].item->setWidth(now.width());
        else
            m_rows[i].height = estimate(m_blocks->block(static_cast<int>(i)));
    }
    if (isComponentComplete())
        place();
}

void BlockColumn::setViewTop(double top)
{
    if (m_viewTop == top)
        return;
    m_viewTop = top;
    polish();
    emit viewChanged();
}

void BlockColumn::setViewBottom(double bottom)
{
    if (m_viewBottom == bottom)
        return;
    m_viewBottom = bottom;
    polish();
    emit viewChanged();
}

void BlockColumn::setFontSize(double size)
{
    if (m_fontSize == size)
        return;
    m_fontSize = size;
    polish();
    emit fontSizeChanged();
}

double BlockColumn::yIn(int row, double share) const
{
    if (row < 0 || row >= static_cast<int>(m_rows.size()))
        return 0;
    const Row &found = m_rows[static_cast<std::size_t>(row)];
    return found.top + found.height * share;
}

QQuickItem *BlockColumn::itemAt(int row) const
{
    return row >= 0 && row < static_cast<int>(m_rows.size()) ? m_rows[static_cast<std::size_t>(row)].item : nullptr;
}

BlockModel::Place BlockColumn::placeAt(QPointF point) const
{
    if (!m_blocks || m_rows.empty())
        return {};
    const int row = rowAt(point.y());
    const Row &hit = m_rows[static_cast<std::size_t>(row)];
    const int length = m_blocks->block(row).length();
    if (point.y() < hit.top)
        return { row, 0 };
    if (point.y() > hit.top + hit.height)
        return { row, length };
    if (!hit.item)
        return { row, point.y() < hit.top + hit.height / 2 ? 0 : length };
    auto *content = hit.item->property("content").value<QQuickItem *>();
    if (!content)
        return { row, 0 };
    const QPointF inside = mapToItem(content, point);
    const QMetaObject *meta = content->metaObject();
    int position = 0;
    for (int i = meta->methodCount() - 1; i >= 0; --i) {
        const QMetaMethod method = meta->method(i);
        if (method.name() != "placeAt" || method.parameterCount() != 2)
            continue;
        // A function of QML has the types that it names, or is without any.
        if (method.parameterMetaType(0) == QMetaType::fromType<double>()) {
            method.invoke(content, Q_RETURN_ARG(int, position), Q_ARG(double, inside.x()), Q_ARG(double, inside.y()));
        } else {
            QVariant result;
            method.invoke(
                content, Q_RETURN_ARG(QVariant, result), Q_ARG(QVariant, inside.x()), Q_ARG(QVariant, inside.y()));
            position = result.toInt();
        }
        break;
    }
    return { row, std::clamp(position, 0, length) };
}

void BlockColumn::becomeSelecting()
{
    QPointer<BlockModel> &last = selectingBlocks();
    if (last && last != m_blocks)
        last->clearSelection();
    last = m_blocks;
}

void BlockColumn::showSelection()
{
    becomeSelecting();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (!m_rows[i].item)
            continue;
        const BlockModel::Range range = m_blocks->selectionIn(static_cast<int>(i));
        m_rows[i].item->setProperty("selectionFrom", range.from);
        m_rows[i].item->setProperty("selectionTo", range.to);
    }
}

void BlockColumn::showMarks()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].item)
            m_rows[i].item->setProperty("marks", QVariant::fromValue(m_blocks->marksIn(static_cast<int>(i))));
    }
}

/// Shift with an arrow, Home or End; with Ctrl by words, or to the end of the message.
bool BlockColumn::extendSelection(const QKeyEvent *event)
{
    if (!(event->modifiers() & Qt::ShiftModifier))
        return false;
    const bool far = event->modifiers() & Qt::ControlModifier;
    using Step = BlockModel::Step;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        m_blocks->extendSelection(far ? Step::Word : Step::Character, event->key() == Qt::Key_Right);
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
        m_blocks->extendSelection(Step::Block, event->key() == Qt::Key_Down);
        break;
    case Qt::Key_Home:
    case Qt::Key_End:
        m_blocks->extendSelection(far ? Step::Message : Step::Block, event->key() == Qt::Key_End);
        break;
    default:
        return false;
    }
    const BlockModel::Place cursor = m_blocks->cursor();
    const int length = m_blocks->block(cursor.row).length();
    const double y = yIn(cursor.row, length > 0 ? static_cast<double>(cursor.position) / length : 0.0);
    if (m_viewBottom > m_viewTop && (y < m_viewTop || y > m_viewBottom))
        emit scrollRequested(y < m_viewTop ? y - m_viewTop : y - m_viewBottom);
    return true;
}

void BlockColumn::selectTo(QPointF point)
{
    if (m_blocks)
        m_blocks->select(m_blocks->anchor(), placeAt(point));
}

void BlockColumn::selectWord(BlockModel::Place place)
{
    const QString text = m_blocks->block(place.row).places();
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(std::min<qsizetype>(place.position, text.size()));
    const bool atStart = finder.boundaryReasons() & QTextBoundaryFinder::StartOfItem;
    const qsizetype begin = atStart ? finder.position() : std::max<qsizetype>(0, finder.toPreviousBoundary());
    finder.setPosition(begin);
    const qsizetype end = finder.toNextBoundary();
    m_blocks->select(
        { place.row, static_cast<int>(begin) }, { place.row, static_cast<int>(end < 0 ? text.size() : end) });
}

/// A text takes presses even where it selects nothing: all but those on links are the column's.
bool BlockColumn::childMouseEventFilter(QQuickItem *item, QEvent *event)
{
    if (event->type() != QEvent::MouseButtonPress || !item->inherits("QQuickTextEdit")
        || item->property("selectByMouse").toBool())
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    const QPointF inside = mouse->position();
    QString link;
    QMetaObject::invokeMethod(
        item, "linkAt", Q_RETURN_ARG(QString, link), Q_ARG(qreal, inside.x()), Q_ARG(qreal, inside.y()));
    if (mouse->button() != Qt::LeftButton || !link.isEmpty())
        return false;
    QMouseEvent mapped(mouse->type(), mapFromItem(item, inside), mouse->scenePosition(), mouse->globalPosition(),
        mouse->button(), mouse->buttons(), mouse->modifiers(), mouse->pointingDevice());
    mousePressEvent(&mapped);
    if (!mapped.isAccepted())
        return false;
    grabMouse();
    return true;
}

void BlockColumn::mousePressEvent(QMouseEvent *event)
{
    if (!m_blocks || m_rows.empty() || event->source() != Qt::MouseEventNotSynthesized) {
        event->ignore();
        return;
    }
    forceActiveFocus(Qt::MouseFocusReason);
    setKeepMouseGrab(true);
    m_dragging = true;
    m_wordSelected = false;
    const BlockModel::Place place = placeAt(event->position());
    const bool third = QDateTime::currentMSecsSinceEpoch() - m_doubleClickAt
        < QGuiApplication::styleHints()->mouseDoubleClickInterval();
    becomeSelecting();
    if (event->modifiers() & Qt::ShiftModifier)
        m_blocks->select(m_blocks->anchor(), place);
    else if (third)
        m_blocks->select({ place.row, 0 }, { place.row, m_blocks->block(place.row).length() });
    else
        m_blocks->select(place, place);
    m_wordSelected = third;
}

void BlockColumn::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging || m_wordSelected)
        return;
    m_dragPoint = event->position();
    selectTo(m_dragPoint);
    const bool beyond = m_viewBottom > m_viewTop && (m_dragPoint.y() < m_viewTop || m_dragPoint.y() > m_viewBottom);
    if (beyond && !m_dragTimer.isActive())
        m_dragTimer.start();
    else if (!beyond)
        m_dragTimer.stop();
}

void BlockColumn::dragOn()
{
    const double beyond = m_dragPoint.y() < m_viewTop ? m_dragPoint.y() - m_viewTop : m_dragPoint.y() - m_viewBottom;
    const double before = m_viewTop;
    emit scrollRequested(beyond * kDragShare);
    m_dragPoint.ry() += m_viewTop - before; // the pointer stays where it is in the window
    selectTo(m_dragPoint);
}

void BlockColumn::mouseReleaseEvent(QMouseEvent *)
{
    mouseUngrabEvent();
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (m_blocks && m_blocks->hasSelection() && clipboard->supportsSelection())
        clipboard->setText(m_blocks->selectedPlainText(), QClipboard::Selection);
}

void BlockColumn::mouseUngrabEvent()
{
    m_dragging = false;
    m_dragTimer.stop();
    setKeepMouseGrab(false);
}

void BlockColumn::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!m_blocks || m_rows.empty()) {
        event->ignore();
        return;
    }
    m_doubleClickAt = QDateTime::currentMSecsSinceEpoch();
    m_wordSelected = true;
    becomeSelecting();
    selectWord(placeAt(event->position()));
}

void BlockColumn::keyPressEvent(QKeyEvent *event)
{
    event->ignore();
    if (!m_blocks)
        return;
    if (event->matches(QKeySequence::SelectAll)) {
        m_blocks->selectAll();
        event->accept();
    } else if (event->matches(QKeySequence::Copy)) {
        m_blocks->copySelection();
        event->accept();
    } else if (extendSelection(event)) {
        event->accept();
    } else if (event->key() == Qt::Key_Escape && m_blocks->hasSelection()) {
        m_blocks->clearSelection();
        event->accept();
    }
}

void BlockColumn::focusInEvent(QFocusEvent *event)
{
    QQuickItem::focusInEvent(event);
    setVisualFocus(event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
        || event->reason() == Qt::ShortcutFocusReason);
}

void BlockColumn::focusOutEvent(QFocusEvent *event)
{
    QQuickItem::focusOutEvent(event);
    setVisualFocus(false);
}

void BlockColumn::setVisualFocus(bool focus)
{
    if (m_visualFocus == focus)
        return;
    m_visualFocus = focus;
    emit visualFocusChanged();
}

} // namespace maru
