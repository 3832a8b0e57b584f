// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message_block.h"
#include "app/text/inline_math.h"
#include "app/text/span_format.h"

#include <QList>
#include <QPointer>
#include <QQmlParserStatus>
#include <QQuickItem>
#include <QTextTable>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

class QTextCursor;
class QTextDocument;

namespace maru {

class MathPicture;

/// Fills the document of a TextEdit with a paragraph, a heading or a table, character by character: what a model wrote
/// is never read as markup by Qt.
///
///     TextEdit { id: edit }
///     BlockText { target: edit; block: root.block; math: root.math; fontSize: edit.font.pixelSize; ... }
///
/// Of a text that grows only the end that differs is changed. Formulas get room in their line and a picture over it.
/// Translates between places of a selection (MessageBlock::length()) and positions in the document.
/// Ownership: the QML item's; the pictures are children of the TextEdit. Threads: GUI.
class BlockText : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT

    Q_PROPERTY(QQuickItem *target READ target WRITE setTarget NOTIFY targetChanged)
    Q_PROPERTY(maru::MessageBlock block READ block WRITE setBlock NOTIFY blockChanged)
    Q_PROPERTY(maru::InlineMath *math READ math WRITE setMath NOTIFY lookChanged)
    Q_PROPERTY(double fontSize READ fontSize WRITE setFontSize NOTIFY lookChanged)
    Q_PROPERTY(double lineHeight READ lineHeight WRITE setLineHeight NOTIFY lookChanged)
    Q_PROPERTY(double cellPadding READ cellPadding WRITE setCellPadding NOTIFY lookChanged)
    Q_PROPERTY(QString monospace READ monospace WRITE setMonospace NOTIFY lookChanged)
    Q_PROPERTY(QColor textColor READ textColor WRITE setTextColor NOTIFY lookChanged)
    Q_PROPERTY(QColor linkColor READ linkColor WRITE setLinkColor NOTIFY lookChanged)
    Q_PROPERTY(QColor codeBackground READ codeBackground WRITE setCodeBackground NOTIFY lookChanged)
    Q_PROPERTY(QColor mutedColor READ mutedColor WRITE setMutedColor NOTIFY lookChanged)
    Q_PROPERTY(QColor lineColor READ lineColor WRITE setLineColor NOTIFY lookChanged)
    Q_PROPERTY(int selectionFrom READ selectionFrom WRITE setSelectionFrom NOTIFY selectionChanged)
    Q_PROPERTY(int selectionTo READ selectionTo WRITE setSelectionTo NOTIFY selectionChanged)

public:
    using QObject::QObject;

    void classBegin() override { }
    void componentComplete() override;

    QQuickItem *target() const { return m_target; }
    void setTarget(QQuickItem *target);
    const MessageBlock &block() const { return m_block; }
    void setBlock(const MessageBlock &block);

    InlineMath *math() const { return m_look.math; }
    void setMath(InlineMath *math);
    double fontSize() const { return m_look.fontSize; }
    void setFontSize(double size) { setLook(m_look.fontSize, size); }
    double lineHeight() const { return m_lineHeight; }
    void setLineHeight(double factor) { setLook(m_lineHeight, factor); }
    double cellPadding() const { return m_cellPadding; }
    void setCellPadding(double padding) { setLook(m_cellPadding, padding); }
    QString monospace() const { return m_look.monospace; }
    void setMonospace(const QString &family) { setLook(m_look.monospace, family); }
    QColor textColor() const { return m_textColor; }
    void setTextColor(const QColor &color) { setLook(m_textColor, color); }
    QColor linkColor() const { return m_look.link; }
    void setLinkColor(const QColor &color) { setLook(m_look.link, color); }
    QColor codeBackground() const { return m_look.codeBackground; }
    void setCodeBackground(const QColor &color) { setLook(m_look.codeBackground, color); }
    QColor mutedColor() const { return m_look.muted; }
    void setMutedColor(const QColor &color) { setLook(m_look.muted, color); }
    QColor lineColor() const { return m_lineColor; }
    void setLineColor(const QColor &color) { setLook(m_lineColor, color); }

    int selectionFrom() const { return m_selectionFrom; }
    void setSelectionFrom(int place);
    int selectionTo() const { return m_selectionTo; }
    void setSelectionTo(int place);

    /// The place of a selection that lies nearest to a point of the target.
    Q_INVOKABLE int placeAt(double x, double y) const;

    /// Where in the document a place of a selection is.
    int positionOf(int place) const;

signals:
    void targetChanged();
    void blockChanged();
    void lookChanged();
    void selectionChanged();

private:
    template <typename T> void setLook(T &member, const T &value)
    {
        if (member == value)
            return;
        member = value;
        m_stale = true;
        emit lookChanged();
        refresh();
    }
    void refresh();
    void fillAgain();
    void fillParagraph();
    void fillTable();
    void makeTable(QTextDocument *document);
    static void replacePieces(
        QTextCursor cursor, int begin, int end, const QList<TextPiece> &old, const QList<TextPiece> &now);
    void styleParagraph(QTextCursor &cursor) const;
    void placePictures();
    void formulaSized(const QString &source, bool display);
    void applySelection();
    int placeOf(int position) const;
    QTextDocument *document() const;

    /// Cells of a table, or the one paragraph, in order.
    struct Part
    {
        QList<TextPiece> pieces;
        int begin = 0; ///< its first position in the document
    };
    void findBegins();

    QPointer<QQuickItem> m_target;
    MessageBlock m_block;
    SpanLook m_look;
    double m_lineHeight = 1;
    double m_cellPadding = 4;
    QColor m_textColor;
    QColor m_lineColor;
    bool m_complete = false;
    bool m_stale = true; ///< what stands in the document has another look
    QList<Part> m_parts;
    QPointer<QTextTable> m_table;
    QList<QPointer<MathPicture>> m_pictures;
    QTimer *m_placing = nullptr;
    int m_selectionFrom = 0;
    int m_selectionTo = 0;
};

} // namespace maru
