// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/text/math_formula.h"

#include <QRectF>
#include <QXmlStreamReader>

namespace maru {

/// Reads the SVG of MathJax into the parts of a MathFormula. Used by MathFormula::read() alone.
class MathSvgReader
{
public:
    explicit MathSvgReader(const QString &svg);

    std::optional<MathFormula> read();

private:
    using Ink = MathFormula::Ink;
    using Part = MathFormula::Part;

    /// What an element hands down to those inside it.
    struct State
    {
        QTransform transform; ///< to em, y down
        Ink fill { Ink::Text, {} };
        Ink stroke;
        double strokeWidth = 0;
        Qt::PenStyle strokeStyle = Qt::SolidLine;
        std::optional<QRectF> clip; ///< in em
    };

    bool readRoot();
    void readElement(const State &outer, int depth);
    void readChildren(const State &state, int depth);
    void readWords(const State &state);
    void readInk(const char *name, Ink *ink) const;
    State inherited(const State &outer) const;
    State insideNested(const State &outer) const;
    void addShape(const State &state, const QPainterPath &shape);
    double number(const char *name) const;
    std::optional<QPainterPath> shapeOfElement() const;

    QXmlStreamReader m_xml;
    MathFormula m_formula;
    bool m_failed = false;
};

} // namespace maru
