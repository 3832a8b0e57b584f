// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/text/math_renderer.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QString>

namespace maru {

/// The picture of one formula, as large as the formula; nothing until it is set, and never anything if it cannot be.
///
///     MathPicture { math: block.math; source: "x^2"; display: true; fontSize: Theme.body; color: Theme.text }
///
/// Painted anew when size, colour or the pixels of the screen change, so that it is always sharp.
/// Ownership: the QML item's. Threads: GUI, and the render thread while it paints.
class MathPicture : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(maru::InlineMath *math READ math WRITE setMath NOTIFY mathChanged)
    Q_PROPERTY(QString source READ source WRITE setSource NOTIFY sourceChanged)
    Q_PROPERTY(bool display READ display WRITE setDisplay NOTIFY displayChanged)
    Q_PROPERTY(double fontSize READ fontSize WRITE setFontSize NOTIFY fontSizeChanged)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)
    Q_PROPERTY(bool ready READ ready NOTIFY stateChanged)
    Q_PROPERTY(bool failed READ failed NOTIFY stateChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(double ascent READ ascent NOTIFY stateChanged)

public:
    explicit MathPicture(QQuickItem *parent = nullptr);

    InlineMath *math() const { return m_math; }
    void setMath(InlineMath *math);
    QString source() const { return m_source; }
    void setSource(const QString &source);
    bool display() const { return m_display; }
    void setDisplay(bool display);
    double fontSize() const { return m_fontSize; }
    void setFontSize(double size);
    QColor color() const { return m_color; }
    void setColor(const QColor &color);

    bool ready() const { return m_answer.state == MathRenderer::State::Ready; }
    bool failed() const { return m_answer.state == MathRenderer::State::Failed; }
    QString problem() const { return m_answer.problem; } ///< of MathJax, in English
    double ascent() const; ///< from the top to the baseline, in pixels

    void paint(QPainter *painter) override;

signals:
    void mathChanged();
    void sourceChanged();
    void displayChanged();
    void fontSizeChanged();
    void colorChanged();
    void stateChanged();

protected:
    void componentComplete() override;

private:
    void ask();
    void measure();
    double emPixels() const { return m_fontSize * MathRenderer::kEmOfFont; }

    QPointer<MathRenderer> m_math;
    QString m_source;
    bool m_display = false;
    double m_fontSize = 15;
    QColor m_color = Qt::black;
    MathRenderer::Answer m_answer;
};

} // namespace maru
