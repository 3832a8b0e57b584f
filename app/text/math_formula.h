// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QColor>
#include <QPainterPath>
#include <QPointF>
#include <QString>
#include <QTransform>

#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace maru {

/// A formula as it is drawn: filled shapes and a few words in the fonts of the system, sharp at every size.
///
/// Lengths are in em of the formula's font; y runs down from the baseline, so that ascent() reaches up to -ascent().
/// Read from the SVG that MathJax writes (math_engine.h): the elements and attributes it uses, and nothing else.
/// Addresses, styles, scripts and images in it mean nothing here. Immutable after read(): may be painted on any thread.
class MathFormula
{
public:
    /// Nothing if this is no SVG of MathJax, or larger than any formula.
    static std::optional<MathFormula> read(const QString &svg);

    double width() const { return m_width; }
    double ascent() const { return m_ascent; }
    double descent() const { return m_descent; }
    bool isEmpty() const { return m_parts.empty(); }

    /// About how many bytes it takes.
    qsizetype memoryCost() const;

    /// Draws it with its left end of the baseline at `origin`, in `colour` but where the formula names its own.
    void paint(QPainter *painter, QPointF origin, double emPixels, const QColor &colour) const;

private:
    friend class MathSvgReader;

    /// A colour of the formula's own, or that of the text around it, or none.
    struct Ink
    {
        enum Kind { None, Text, Own };

        Kind kind = None;
        QColor own;
    };
    struct Part
    {
        QPainterPath shape; ///< in em; empty: words
        Ink fill;
        Ink stroke;
        double strokeWidth = 0; ///< in em
        Qt::PenStyle strokeStyle = Qt::SolidLine;
        QString words;
        QPointF wordsAt; ///< in em: the left end of their baseline
        double wordsSize = 0; ///< of their font, in em
    };

    static QColor colourOf(const Ink &ink, const QColor &text);
    static void paintWords(QPainter *painter, const Part &part, double emPixels, const QColor &colour);

    std::vector<Part> m_parts;
    double m_width = 0;
    double m_ascent = 0;
    double m_descent = 0;
};

/// Owned by the cache of MathRenderer and by whoever shows the formula: it may leave the cache while it is shown.
using MathFormulaPointer = std::shared_ptr<const MathFormula>;

} // namespace maru
