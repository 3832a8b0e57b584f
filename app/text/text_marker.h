// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/text_marks.h"
#include "app/text/block_text.h"

#include <QColor>
#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QTextCharFormat>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Paints marks behind the characters of a TextEdit, without changing its text or what else colours it.
///
///     TextMarker { document: edit.textDocument; places: filler; marks: root.marks; color: ...; textColor: ... }
///
/// What is written anew is marked again a moment later. Ownership: the QML item's. Threads: GUI.
class TextMarker : public QObject
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(QQuickTextDocument *document READ document WRITE setDocument NOTIFY documentChanged)
    Q_PROPERTY(maru::BlockText *places READ places WRITE setPlaces NOTIFY placesChanged)
    Q_PROPERTY(maru::TextMarks marks READ marks WRITE setMarks NOTIFY marksChanged)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY lookChanged)
    Q_PROPERTY(QColor textColor READ textColor WRITE setTextColor NOTIFY lookChanged)

public:
    explicit TextMarker(QObject *parent = nullptr);

    QQuickTextDocument *document() const { return m_document; }
    void setDocument(QQuickTextDocument *document);

    /// Who knows where in the document a place of the block is; null: they are the same.
    BlockText *places() const { return m_places; }
    void setPlaces(BlockText *places);
    const TextMarks &marks() const { return m_marks; }
    void setMarks(const TextMarks &marks);
    QColor color() const { return m_color; }
    void setColor(const QColor &color);
    QColor textColor() const { return m_textColor; }
    void setTextColor(const QColor &color);

signals:
    void documentChanged();
    void placesChanged();
    void marksChanged();
    void lookChanged();

private:
    void paintSoon();
    void paint();

    QPointer<QQuickTextDocument> m_document;
    QPointer<BlockText> m_places;
    TextMarks m_marks;
    QColor m_color;
    QColor m_textColor;
    bool m_isQueued = false; ///< paint() comes
    bool m_painting = false;
    bool m_isPainted = false; ///< there are marks in the document
};

} // namespace maru
