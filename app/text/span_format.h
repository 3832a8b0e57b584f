// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message_block.h"
#include "app/text/inline_math.h"

#include <QColor>
#include <QList>
#include <QString>
#include <QTextCharFormat>
#include <QTextObjectInterface>

namespace maru {

/// What the window says about the looks of text. A plain value.
struct SpanLook
{
    double fontSize = 15; ///< pixels
    QString monospace;
    QColor link;
    QColor codeBackground;
    QColor muted;
    InlineMath *math = nullptr; ///< may be null

    bool operator==(const SpanLook &) const = default;
};

/// A stretch of a document: what is inserted, how, and how many places a selection knows in it. A plain value.
struct TextPiece
{
    QString text; ///< of a formula that has a size: one object character
    QTextCharFormat format;
    int places = 0;
    QString formula; ///< TeX; empty: no formula
    bool display = false;

    bool operator==(const TextPiece &) const = default;
};

/// How `spans` stand in a document. Only addresses that may be opened become links, images are their words and address,
/// and no text is ever read as markup. Asks `look.math` for the size of every formula.
QList<TextPiece> piecesOf(const QList<TextSpan> &spans, const SpanLook &look);

/// Whether a click may open `address`: http, https and mailto.
bool mayOpen(const QString &address);

/// Leaves room for a formula in a line; its picture is an item above it.
///
/// The room lies around the middle of the small letters, as Qt places objects with AlignMiddle; it is as high as is
/// needed for the formula's own baseline to be that of the line. Ownership: the document layout's parent. Threads: GUI.
class FormulaRoom : public QObject, public QTextObjectInterface
{
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    using QObject::QObject;

    static constexpr int kObjectType = QTextFormat::UserObject + 1;
    static constexpr int kSize = QTextFormat::UserProperty + 1; ///< a QSizeF

    QSizeF intrinsicSize(QTextDocument *document, int position, const QTextFormat &format) override;
    void drawObject(QPainter *, const QRectF &, QTextDocument *, int, const QTextFormat &) override { }
};

} // namespace maru
