// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// math_sheet FORMULAS.txt PICTURE.png [--dark]: all formulas of a file on one sheet each of 60, to look at:
// PICTURE-1.png ...

#include "app/text/math_renderer.h"
#include "tests/app/text/math_corpus.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cstdio>

using namespace maru;

namespace {

constexpr int kColumns = 4;
constexpr int kPerSheet = 60;
constexpr int kCellWidth = 440;
constexpr int kCellHeight = 150;

MathRenderer::Answer waitFor(MathRenderer *renderer, const CorpusFormula &formula)
{
    MathRenderer::Answer answer = renderer->formula(formula.tex, formula.display);
    while (answer.state == MathRenderer::State::Pending) {
        QEventLoop loop;
        QObject::connect(renderer, &MathRenderer::finished, &loop, &QEventLoop::quit);
        loop.exec();
        answer = renderer->formula(formula.tex, formula.display);
    }
    return answer;
}

void drawCell(QPainter *painter, const QRect &cell, int number, const CorpusFormula &formula,
    const MathRenderer::Answer &answer, const QColor &text)
{
    painter->setPen(QPen(text, 0.2));
    painter->drawRect(cell);
    QFont font = painter->font();
    font.setPixelSize(10);
    painter->setFont(font);
    painter->setPen(text);
    painter->drawText(cell.adjusted(4, 2, -4, -2), Qt::AlignBottom | Qt::AlignLeft,
        QString::number(number) + QLatin1Char(' ') + formula.tex.left(70));
    if (answer.state != MathRenderer::State::Ready) {
        painter->drawText(
            cell.adjusted(4, 2, -4, -2), Qt::AlignTop | Qt::AlignLeft, QStringLiteral("FAILED: ") + answer.problem);
        return;
    }
    const MathFormula &set = *answer.formula;
    const double height = set.ascent() + set.descent();
    const double em = std::min(
        { 20.0, (cell.width() - 20) / std::max(0.1, set.width()), (cell.height() - 30) / std::max(0.1, height) });
    const QPointF at(cell.x() + 10, cell.y() + 6 + set.ascent() * em);
    painter->setPen(QPen(QColor(200, 60, 60, 70), 1));
    painter->drawRect(QRectF(at.x(), at.y() - set.ascent() * em, set.width() * em, height * em));
    set.paint(painter, at, em, text);
}

} // namespace

int main(int argc, char **argv)
{
    const QGuiApplication app(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    if (arguments.size() < 3) {
        std::fputs("math_sheet FORMULAS.txt PICTURE.png [--dark]\n", stderr);
        return 2;
    }
    const bool dark = arguments.contains(QStringLiteral("--dark"));
    const QList<CorpusFormula> formulas = readFormulas(arguments[1]);
    const QFileInfo picture(arguments[2]);
    MathRenderer renderer;
    QElapsedTimer timer;
    timer.start();
    int failed = 0;
    for (int first = 0; first < formulas.size(); first += kPerSheet) {
        const int count = std::min<int>(kPerSheet, static_cast<int>(formulas.size()) - first);
        QImage sheet(kColumns * kCellWidth, (count + kColumns - 1) / kColumns * kCellHeight, QImage::Format_RGB32);
        sheet.fill(dark ? QColor(0x1B, 0x1A, 0x19) : QColor(0xF7, 0xF6, 0xF3));
        QPainter painter(&sheet);
        for (int i = 0; i < count; ++i) {
            const CorpusFormula &formula = formulas[first + i];
            const MathRenderer::Answer answer = waitFor(&renderer, formula);
            if (first + i == 0)
                std::printf("first formula after %lld ms\n", timer.elapsed());
            failed += answer.state != MathRenderer::State::Ready;
            const QRect cell(i % kColumns * kCellWidth, i / kColumns * kCellHeight, kCellWidth, kCellHeight);
            drawCell(
                &painter, cell, first + i, formula, answer, dark ? QColor(0xEC, 0xE9, 0xE4) : QColor(0x1F, 0x1D, 0x1A));
        }
        painter.end();
        sheet.save(picture.path() + QLatin1Char('/') + picture.completeBaseName() + QLatin1Char('-')
            + QString::number(first / kPerSheet + 1) + QStringLiteral(".png"));
    }
    std::printf("%d formulas, %d failed, %lld ms\n", static_cast<int>(formulas.size()), failed, timer.elapsed());
    return failed ? 1 : 0;
}
