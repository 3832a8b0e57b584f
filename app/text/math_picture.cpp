// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/math_picture.h"

#include <cmath>
#include <utility>

namespace maru {

MathPicture::MathPicture(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void MathPicture::setMath(InlineMath *math)
{
    if (m_math == math)
        return;
    if (m_math)
        disconnect(m_math, nullptr, this, nullptr);
    m_math = qobject_cast<MathRenderer *>(math);
    if (m_math) {
        connect(m_math, &MathRenderer::finished, this, [this](const QString &tex, bool display) {
            if (display == m_display && tex == m_source)
                ask();
        });
    }
    emit mathChanged();
    ask();
}

void MathPicture::setSource(const QString &source)
{
    if (m_source == source)
        return;
    m_source = source;
    emit sourceChanged();
    ask();
}

void MathPicture::setDisplay(bool display)
{
    if (m_display == display)
        return;
    m_display = display;
    emit displayChanged();
    ask();
}

void MathPicture::setFontSize(double size)
{
    if (m_fontSize == size)
        return;
    m_fontSize = size;
    emit fontSizeChanged();
    measure();
}

void MathPicture::setColor(const QColor &color)
{
    if (m_color == color)
        return;
    m_color = color;
    emit colorChanged();
    update();
}

double MathPicture::ascent() const
{
    return ready() ? (m_answer.formula->ascent() + MathRenderer::kMargin) * emPixels() : 0;
}

void MathPicture::componentComplete()
{
    QQuickPaintedItem::componentComplete();
    ask();
}

/// While a formula is being written, the picture of what was there before stays until the new one is set.
void MathPicture::ask()
{
    if (!isComponentComplete() || !m_math)
        return;
    MathRenderer::Answer answer;
    if (!m_source.isEmpty())
        answer = m_math->formula(m_source, m_display);
    if (answer.state == MathRenderer::State::Pending && ready() && !m_source.isEmpty())
        return;
    m_answer = std::move(answer);
    measure();
}

void MathPicture::measure()
{
    double width = 0;
    double height = 0;
    if (ready()) {
        const double margins = 2 * MathRenderer::kMargin;
        width = std::ceil((m_answer.formula->width() + margins) * emPixels());
        height = std::ceil((m_answer.formula->ascent() + m_answer.formula->descent() + margins) * emPixels());
    }
    setImplicitSize(width, height);
    emit stateChanged();
    update();
}

void MathPicture::paint(QPainter *painter)
{
    if (ready())
        m_answer.formula->paint(painter, QPointF(MathRenderer::kMargin * emPixels(), ascent()), emPixels(), m_color);
}

} // namespace maru
