// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/block_model.h"

#include <QPointer>
#include <QQmlComponent>
#include <QQuickItem>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace maru {

/// The blocks of a message, one below the other. Only those in and near the view are made; the heights of the others
/// are remembered, or estimated from their text until they have been seen.
///
///     BlockColumn { blocks: root.blocks; delegate: BlockChooser { }; viewTop: list.contentY - y; viewBottom: ... }
///
/// The delegate gets `block`, `row`, `blocks`, `selectionFrom`, `selectionTo` and `marks`; its `content` has
/// `placeAt(x, y): int`. The column selects with the mouse and the keyboard across blocks: it takes every press that no
/// block wants for itself, so that texts have `selectByMouse: false`. Ownership: the QML item's, as are the delegates.
/// Threads: GUI.
class BlockColumn : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(maru::BlockModel *blocks READ blocks WRITE setBlocks NOTIFY blocksChanged)
    Q_PROPERTY(QQmlComponent *delegate READ delegate WRITE setDelegate NOTIFY delegateChanged)
    Q_PROPERTY(double viewTop READ viewTop WRITE setViewTop NOTIFY viewChanged)
    Q_PROPERTY(double viewBottom READ viewBottom WRITE setViewBottom NOTIFY viewChanged)
    Q_PROPERTY(bool visualFocus READ visualFocus NOTIFY visualFocusChanged)
    Q_PROPERTY(double fontSize READ fontSize WRITE setFontSize NOTIFY fontSizeChanged)

public:
    explicit BlockColumn(QQuickItem *parent = nullptr);
    ~BlockColumn() override;

    BlockModel *blocks() const { return m_blocks; }
    void setBlocks(BlockModel *blocks);
    QQmlComponent *delegate() const { return m_delegate; }
    void setDelegate(QQmlComponent *delegate);

    /// What of the column is in sight, in its own coordinates.
    double viewTop() const { return m_viewTop; }
    void setViewTop(double top);
    double viewBottom() const { return m_viewBottom; }
    void setViewBottom(double bottom);

    /// Of the text, for estimates of heights.
    double fontSize() const { return m_fontSize; }
    void setFontSize(double size);

    /// It has the focus, which came by the keyboard.
    bool visualFocus() const { return m_visualFocus; }

    /// The delegate of a row, or null if it is not made.
    Q_INVOKABLE QQuickItem *itemAt(int row) const;

    /// Where `share` of the way down in a row is, in the column's coordinates; an estimate until it was in view.
    Q_INVOKABLE double yIn(int row, double share) const;

signals:
    void blocksChanged();
    void delegateChanged();
    void viewChanged();
    void fontSizeChanged();
    void visualFocusChanged();

    /// Blocks above the view turned out higher (or lower) than they were thought to be.
    void heightAboveChanged(double difference);

    /// The mouse or a key takes a selection beyond the view.
    void scrollRequested(double distance);

protected:
    void componentComplete() override;
    void updatePolish() override;
    void geometryChange(const QRectF &now, const QRectF &before) override;
    bool childMouseEventFilter(QQuickItem *item, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseUngrabEvent() override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Row
    {
        double top = 0;
        double height = 0;
        bool placed = false; ///< `top` is known
        QQuickItem *item = nullptr;
    };

    void connectModel();
    void resetRows();
    void insertRows(int first, int last);
    void removeRows(int first, int last);
    void changeRows(int first, int last);
    void makeItem(int row);
    void dropItem(Row &row);
    void dropFarItems();
    double estimate(const MessageBlock &block) const;
    void place();
    int rowAt(double y) const;
    BlockModel::Place placeAt(QPointF point) const;
    void selectTo(QPointF point);
    void selectWord(BlockModel::Place place);
    void showSelection();
    void showMarks();
    bool extendSelection(const QKeyEvent *event);
    void becomeSelecting();
    void dragOn();
    void setVisualFocus(bool focus);

    QPointer<BlockModel> m_blocks;
    QPointer<QQmlComponent> m_delegate;
    double m_viewTop = 0;
    double m_viewBottom = 0;
    double m_fontSize = 15;
    std::vector<Row> m_rows;
    QTimer m_dragTimer;
    QPointF m_dragPoint;
    bool m_visualFocus = false;
    bool m_dragging = false;
    bool m_wordSelected = false;
    qint64 m_doubleClickAt = 0;
};

} // namespace maru
