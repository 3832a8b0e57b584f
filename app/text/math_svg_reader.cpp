// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/math_svg_reader.h"

#include "app/text/svg_path.h"

#include <QPolygonF>

#include <cmath>
#include <utility>

namespace maru {

namespace {

constexpr double kUnitsPerEm = 1000;
constexpr double kMostEm = 2000; ///< a formula wider or higher than this is no formula
constexpr int kMostDepth = 400; ///< of elements within one another
constexpr std::size_t kMostParts = 50'000;
constexpr double kRuleWidth = 70; ///< of a table's lines, as MathJax's own style sheet has it

QString attributeOf(const QXmlStreamReader &xml, const char *name)
{
    return xml.attributes().value(QLatin1String(name)).toString();
}

} // namespace

MathSvgReader::MathSvgReader(const QString &svg)
    : m_xml(svg)
{
    m_xml.setNamespaceProcessing(false);
    m_xml.setEntityExpansionLimit(0);
}

std::optional<MathFormula> MathSvgReader::read()
{
    if (!readRoot() || m_failed || m_xml.hasError())
        return std::nullopt;
    return std::move(m_formula);
}

bool MathSvgReader::readRoot()
{
    if (!m_xml.readNextStartElement() || m_xml.name() != QLatin1String("svg"))
        return false;
    const std::vector<double> box = numbersOf(attributeOf(m_xml, "viewBox"));
    if (box.size() != 4)
        return false;
    m_formula.m_width = box[2] / kUnitsPerEm;
    m_formula.m_ascent = -box[1] / kUnitsPerEm;
    m_formula.m_descent = (box[3] + box[1]) / kUnitsPerEm;
    for (const double length : { m_formula.m_width, m_formula.m_ascent, m_formula.m_descent }) {
        if (!std::isfinite(length) || std::abs(length) > kMostEm)
            return false;
    }
    State state;
    state.transform = QTransform::fromTranslate(-box[0], 0) * QTransform::fromScale(1 / kUnitsPerEm, 1 / kUnitsPerEm);
    readChildren(state, 0);
    return true;
}

void MathSvgReader::readChildren(const State &state, int depth)
{
    if (depth > kMostDepth || m_formula.m_parts.size() > kMostParts) {
        m_failed = true;
        return;
    }
    while (!m_failed && m_xml.readNextStartElement())
        readElement(state, depth + 1);
}

void MathSvgReader::readElement(const State &outer, int depth)
{
    const QStringView name = m_xml.name();
    if (name == QLatin1String("svg")) {
        readChildren(insideNested(outer), depth);
        return;
    }
    const State state = inherited(outer);
    if (name == QLatin1String("g") || name == QLatin1String("a")) { // a link is what it shows
        readChildren(state, depth);
    } else if (name == QLatin1String("text")) {
        readWords(state);
    } else {
        if (const std::optional<QPainterPath> shape = shapeOfElement())
            addShape(state, *shape);
        else
            m_failed = true; // better its source than a formula with something missing
        m_xml.skipCurrentElement();
    }
}

std::optional<QPainterPath> MathSvgReader::shapeOfElement() const
{
    const QStringView name = m_xml.name();
    QPainterPath path;
    if (name == QLatin1String("path"))
        return pathOf(attributeOf(m_xml, "d"));
    if (name == QLatin1String("rect")) {
        path.addRect(number("x"), number("y"), number("width"), number("height"));
    } else if (name == QLatin1String("line")) {
        path.moveTo(number("x1"), number("y1"));
        path.lineTo(number("x2"), number("y2"));
    } else if (name == QLatin1String("ellipse")) {
        path.addEllipse(QPointF(number("cx"), number("cy")), number("rx"), number("ry"));
    } else if (name == QLatin1String("polygon")) {
        const std::vector<double> points = numbersOf(attributeOf(m_xml, "points"));
        QPolygonF polygon;
        for (std::size_t i = 0; i + 1 < points.size(); i += 2)
            polygon << QPointF(points[i], points[i + 1]);
        path.addPolygon(polygon);
        path.closeSubpath();
    } else if (name != QLatin1String("title")) {
        return std::nullopt;
    }
    return path;
}

/// `currentColor` is the text's; a name or a number is the formula's own; what is neither leaves things as they are.
void MathSvgReader::readInk(const char *name, Ink *ink) const
{
    const QString text = attributeOf(m_xml, name);
    if (text == QLatin1String("none") || text == QLatin1String("transparent")) {
        ink->kind = Ink::None;
    } else if (text == QLatin1String("currentColor")) {
        ink->kind = Ink::Text;
    } else if (!text.isEmpty() && QColor::isValidColorName(text)) {
        ink->kind = Ink::Own;
        ink->own = QColor(text);
    }
}

MathSvgReader::State MathSvgReader::inherited(const State &outer) const
{
    State state = outer;
    readInk("fill", &state.fill);
    readInk("stroke", &state.stroke);
    const QString kind = attributeOf(m_xml, "class");
    if (kind.startsWith(QLatin1String("mjx-")))
        state.strokeWidth = kRuleWidth;
    if (kind == QLatin1String("mjx-dashed"))
        state.strokeStyle = Qt::DashLine;
    else if (kind == QLatin1String("mjx-dotted"))
        state.strokeStyle = Qt::DotLine;
    if (m_xml.attributes().hasAttribute(QLatin1String("data-frame")))
        state.fill.kind = Ink::None;
    if (m_xml.attributes().hasAttribute(QLatin1String("stroke-width")))
        state.strokeWidth = number("stroke-width");
    state.transform = transformOf(attributeOf(m_xml, "transform")) * outer.transform;
    return state;
}

/// A drawing within the drawing is a window on it: MathJax cuts the stretched middle of a brace or an arrow so.
MathSvgReader::State MathSvgReader::insideNested(const State &outer) const
{
    State state = inherited(outer);
    const std::vector<double> box = numbersOf(attributeOf(m_xml, "viewBox"));
    if (box.size() != 4 || box[2] <= 0 || box[3] <= 0)
        return state;
    const QRectF window(number("x"), number("y"), number("width"), number("height"));
    const QTransform outside = state.transform;
    state.transform = QTransform::fromTranslate(-box[0], -box[1])
        * QTransform::fromScale(window.width() / box[2], window.height() / box[3])
        * QTransform::fromTranslate(window.x(), window.y()) * outside;
    const QRectF clip = outside.mapRect(window);
    state.clip = outer.clip ? outer.clip->intersected(clip) : clip;
    return state;
}

void MathSvgReader::addShape(const State &state, const QPainterPath &shape)
{
    Part part;
    part.shape = state.transform.map(shape);
    if (state.clip) {
        QPainterPath window;
        window.addRect(*state.clip);
        part.shape = part.shape.intersected(window);
    }
    part.fill = state.fill;
    part.stroke = state.stroke;
    part.strokeWidth = state.strokeWidth * std::sqrt(std::abs(state.transform.determinant()));
    part.strokeStyle = state.strokeStyle;
    if (part.strokeWidth <= 0)
        part.stroke.kind = Ink::None;
    if (!part.shape.isEmpty() && (part.fill.kind != Ink::None || part.stroke.kind != Ink::None))
        m_formula.m_parts.push_back(std::move(part));
}

void MathSvgReader::readWords(const State &state)
{
    Part part;
    QString size = attributeOf(m_xml, "font-size");
    size.remove(QLatin1String("px"));
    part.words = m_xml.readElementText(QXmlStreamReader::SkipChildElements);
    part.wordsAt = state.transform.map(QPointF(0, 0));
    part.wordsSize = size.toDouble() * std::sqrt(std::abs(state.transform.determinant()));
    part.fill = state.fill;
    if (!part.words.trimmed().isEmpty() && part.wordsSize > 0 && part.wordsSize < kMostEm)
        m_formula.m_parts.push_back(std::move(part));
}

double MathSvgReader::number(const char *name) const
{
    const double value = attributeOf(m_xml, name).toDouble();
    return std::isfinite(value) ? value : 0;
}

} // namespace maru
