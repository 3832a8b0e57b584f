// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/math_formula.h"

#include "app/text/math_svg_reader.h"

#include <QFont>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace maru {

namespace {

constexpr double kWordsSize = 0.884; ///< the font in which MathJax sets words, in em
constexpr double kWideRoom = 0.86; ///< in em: as glue.js says
constexpr double kNarrowRoom = 0.54;

/// The room that MathJax gives a character it has no shape for, in em of the formula: those of East Asian scripts are
/// wide.
double roomOf(const QString &words, double size)
{
    const char32_t first = words.front().isHighSurrogate() && words.size() > 1
        ? QChar::surrogateToUcs4(words[0], words[1])
        : words.front().unicode();
    const bool wide = (first >= 0x1100 && first <= 0x11FF) || (first >= 0x2E80 && first <= 0xD7FF)
        || (first >= 0xF900 && first <= 0xFAFF) || (first >= 0xFF00 && first <= 0xFFEF) || first >= 0x1F000;
    return (wide ? kWideRoom : kNarrowRoom) * size / kWordsSize
        * static_cast<double>(words.size() > 2 ? words.size() : 1);
}

} // namespace

std::optional<MathFormula> MathFormula::read(const QString &svg)
{
    return MathSvgReader(svg).read();
}

qsizetype MathFormula::memoryCost() const
{
    qsizetype bytes = 0;
    for (const Part &part : m_parts)
        bytes += static_cast<qsizetype>(sizeof(Part))
            + part.shape.elementCount() * static_cast<int>(sizeof(QPainterPath::Element));
    return bytes;
}

QColor MathFormula::colourOf(const Ink &ink, const QColor &text)
{
    return ink.kind == Ink::Own ? ink.own : text;
}

void MathFormula::paint(QPainter *painter, QPointF origin, double emPixels, const QColor &colour) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(origin);
    for (const Part &part : m_parts) {
        if (!part.words.isEmpty()) {
            paintWords(painter, part, emPixels, colourOf(part.fill, colour));
            continue;
        }
        painter->save();
        painter->scale(emPixels, emPixels);
        painter->setBrush(part.fill.kind == Ink::None ? QBrush(Qt::NoBrush) : QBrush(colourOf(part.fill, colour)));
        QPen pen(Qt::NoPen);
        if (part.stroke.kind != Ink::None)
            pen = QPen(colourOf(part.stroke, colour), part.strokeWidth, part.strokeStyle);
        painter->setPen(pen);
        painter->drawPath(part.shape);
        painter->restore();
    }
    painter->restore();
}

/// In the fonts of the system, in the middle of the room that the formula left for them, never wider than it.
void MathFormula::paintWords(QPainter *painter, const Part &part, double emPixels, const QColor &colour)
{
    QFont font = painter->font();
    font.setPixelSize(std::max(1, qRound(part.wordsSize * emPixels)));
    const double room = roomOf(part.words, part.wordsSize) * emPixels;
    const double width = QFontMetricsF(font).horizontalAdvance(part.words);
    const double squeeze = width > room ? room / width : 1.0;
    painter->save();
    painter->setFont(font);
    painter->setPen(colour);
    painter->translate(part.wordsAt * emPixels + QPointF((room - width * squeeze) / 2, 0));
    painter->scale(squeeze, 1);
    painter->drawText(QPointF(0, 0), part.words);
    painter->restore();
}

} // namespace maru
