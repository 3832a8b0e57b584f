// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/math_engine.h"
#include "app/text/math_picture.h"
#include "app/text/math_renderer.h"
#include "app/text/svg_path.h"
#include "tests/app/text/math_corpus.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QtTest>

using namespace maru;

using State = MathRenderer::State;

class TstMathRenderer : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<MathRenderer> m_renderer;

    MathRenderer::Answer answer(const QString &tex, bool display = true)
    {
        MathRenderer::Answer found = m_renderer->formula(tex, display);
        while (found.state == State::Pending) {
            if (!QSignalSpy(m_renderer.get(), &MathRenderer::finished).wait(30'000))
                return found;
            found = m_renderer->formula(tex, display);
        }
        return found;
    }

    /// The picture of a formula, and how many of its pixels are of `colour`, more or less.
    static QImage picture(const MathFormula &formula, const QColor &colour, double em = 40)
    {
        QImage image(QSize(qCeil(formula.width() * em) + 8, qCeil((formula.ascent() + formula.descent()) * em) + 8),
            QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        formula.paint(&painter, QPointF(4, 4 + formula.ascent() * em), em, colour);
        return image;
    }

    static int inkedPixels(const QImage &image)
    {
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y).alpha() > 128;
        }
        return count;
    }

private slots:
    void initTestCase() { m_renderer = std::make_unique<MathRenderer>(); }
    void cleanupTestCase() { m_renderer.reset(); }

    void nothingIsLoadedBeforeTheFirstFormula()
    {
        const MathRenderer fresh;
        QVERIFY(!fresh.started());
    }

    void theFirstFormulaComesSoon()
    {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(answer(QStringLiteral("x^2")).state, State::Ready);
        qInfo("first formula after %lld ms, MathJax loaded", timer.elapsed());
        timer.start();
        QCOMPARE(answer(QStringLiteral("x^3")).state, State::Ready);
        qInfo("second after %lld ms", timer.elapsed());
        timer.start();
        QCOMPARE(answer(QStringLiteral("x^3")).state, State::Ready);
        QVERIFY(timer.elapsed() < 20); // remembered
    }

    void everyFormulaOfModelsIsDrawn()
    {
        const QList<CorpusFormula> formulas = readFormulas(QStringLiteral(MARU_TEST_DATA "/math/formulas.txt"));
        QVERIFY(formulas.size() >= 200);
        QStringList failed;
        for (const CorpusFormula &formula : formulas) {
            const MathRenderer::Answer set = answer(formula.tex, formula.display);
            if (set.state != State::Ready || inkedPixels(picture(*set.formula, Qt::black, 20)) < 5)
                failed.append(formula.tex + QStringLiteral(": ") + set.problem);
        }
        QVERIFY2(failed.isEmpty(), qPrintable(failed.join(QLatin1Char('\n'))));
    }

    void inkStaysInsideTheBoxOfAFormula()
    {
        // \text in Korean is drawn in the system's fonts, \underbrace in cut pieces, a tag in a column of its own.
        for (const char *tex :
            { "\\text{\xED\x95\x9C\xEA\xB8\x80} = 1", "\\underbrace{a+b+c+d+e+f+g}_{n}", "x = 1 \\tag{2}",
                "\\begin{cases} a \\\\ b \\\\ c \\\\ d \\\\ e \\\\ f \\end{cases}", "\\boxed{\\frac{1}{2}}" }) {
            const MathRenderer::Answer set = answer(QString::fromUtf8(tex));
            QCOMPARE(set.state, State::Ready);
            const QImage image = picture(*set.formula, Qt::black);
            for (int x = 0; x < image.width(); ++x) {
                QVERIFY2(
                    image.pixelColor(x, 0).alpha() == 0 && image.pixelColor(x, image.height() - 1).alpha() == 0, tex);
            }
            for (int y = 0; y < image.height(); ++y)
                QVERIFY2(
                    image.pixelColor(0, y).alpha() == 0 && image.pixelColor(image.width() - 1, y).alpha() == 0, tex);
        }
    }

    void aFormulaTakesTheColourOfItsText()
    {
        const MathRenderer::Answer set = answer(QStringLiteral("\\frac{x}{\\color{red} y}"));
        QCOMPARE(set.state, State::Ready);
        for (const QColor &colour : { QColor(Qt::blue), QColor(Qt::darkGreen) }) {
            const QImage image = picture(*set.formula, colour);
            bool text = false;
            bool red = false;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    text = text || image.pixelColor(x, y) == colour;
                    red = red || image.pixelColor(x, y) == QColor(Qt::red);
                }
            }
            QVERIFY(text && red);
        }
    }

    void theBaselineIsThatOfTheLetters()
    {
        const MathRenderer::Answer x = answer(QStringLiteral("x"), false);
        const MathRenderer::Answer fraction = answer(QStringLiteral("\\frac{a}{b}"), false);
        QVERIFY(x.formula->descent() < 0.05);
        QVERIFY(fraction.formula->descent() > 0.2);
        QVERIFY(m_renderer->size(QStringLiteral("x"), false)->descent
            < m_renderer->size(QStringLiteral("\\frac{a}{b}"), false)->descent);
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QString>("tex");
        QTest::newRow("unknown command") << QStringLiteral("\\nosuchcommand{x}");
        QTest::newRow("open group") << QStringLiteral("\\frac{a");
        QTest::newRow("open environment") << QStringLiteral("\\begin{align} a");
        QTest::newRow("alien environment") << QStringLiteral("\\begin{tikzpicture}\\draw (0,0);\\end{tikzpicture}");
        QTest::newRow("double exponent") << QStringLiteral("a^b^c");
        QTest::newRow("link") << QStringLiteral("\\href{javascript:alert(1)}{x}");
        QTest::newRow("file") << QStringLiteral("\\includegraphics{file:///etc/passwd}");
        QTest::newRow("input") << QStringLiteral("\\input{/etc/passwd}");
        QTest::newRow("html") << QStringLiteral("\\cssId{a}{\\class{b}{\\style{background:url(http://a)}{x}}}");
        QTest::newRow("endless macro") << QStringLiteral("\\def\\x{\\x\\x}\\x");
        QTest::newRow("growing macro") << QStringLiteral(
            "\\def\\a{aaaaaaaaaa}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b\\b\\b\\b\\b}"
            "\\def\\d{\\c\\c\\c\\c\\c\\c\\c\\c\\c\\c}\\def\\e{\\d\\d\\d\\d\\d\\d\\d\\d\\d\\d}\\e\\e\\e\\e");
        QTest::newRow("deep") << QString(5000, QLatin1Char('{'));
        QTest::newRow("deep and closed") << QString(2000, QLatin1Char('{')) + QLatin1Char('x')
                + QString(2000, QLatin1Char('}'));
        QTest::newRow("deep environments") << QStringLiteral("\\begin{matrix}").repeated(400);
        QTest::newRow("deep fractions without braces") << QStringLiteral("\\sqrt").repeated(1500) + QLatin1Char('x');
        QTest::newRow("long") << QString(100'000, QLatin1Char('x'));
    }

    void whatIsWrongIsSaid()
    {
        QFETCH(QString, tex);
        const MathRenderer::Answer set = answer(tex);
        QCOMPARE(set.state, State::Failed);
        QVERIFY(!set.problem.isEmpty());
        QVERIFY(!set.formula);
        QVERIFY(!m_renderer->size(tex, true));
        QCOMPARE(answer(QStringLiteral("1+1")).state, State::Ready); // and the next is as if nothing had been
    }

    void aFormulaCannotChangeTheNext()
    {
        QCOMPARE(answer(QStringLiteral("\\newcommand{\\mine}{x}\\mine")).state, State::Ready);
        QCOMPARE(answer(QStringLiteral("\\mine")).state, State::Failed);
        QCOMPARE(answer(QStringLiteral("\\def\\frac{x}\\let\\sqrt=\\alpha y")).state, State::Ready);
        QVERIFY(answer(QStringLiteral("\\frac{1}{2} + 0")).formula->descent() > 0.3);
    }

    void aFormulaThatTakesTooLongIsGivenUp()
    {
        m_renderer->setTimeLimitMs(1);
        const QString slow = QStringLiteral("\\begin{pmatrix}")
            + QStringLiteral("\\frac{a_1^2}{b} & \\sqrt{x} & \\sum_{i}^{n} & 1 \\\\").repeated(100)
            + QStringLiteral("\\end{pmatrix}");
        const MathRenderer::Answer set = answer(slow);
        m_renderer->setTimeLimitMs(20'000);
        QCOMPARE(set.state, State::Failed);
        QCOMPARE(answer(QStringLiteral("2+2")).state, State::Ready); // MathJax was loaded again
    }

    void manyFormulasLeaveTheWindowFree()
    {
        qint64 longest = 0;
        QElapsedTimer timer;
        for (int i = 0; i < 100; ++i) {
            timer.start();
            m_renderer->formula(QStringLiteral("x_{%1} = \\frac{%1}{2}").arg(i), false);
            longest = std::max(longest, timer.elapsed());
        }
        const QString last = QStringLiteral("x_{99} = \\frac{99}{2}");
        while (m_renderer->formula(last, false).state == State::Pending) {
            timer.start();
            QCoreApplication::processEvents(QEventLoop::AllEvents);
            longest = std::max(longest, timer.elapsed());
            QTest::qSleep(1);
        }
        qInfo("the GUI thread was held for %lld ms at most", longest);
        QVERIFY(longest < 100); // a loaded machine stalls any thread for some
    }

    void itEndsAtOnceInTheMiddleOfAFormula()
    {
        QElapsedTimer timer;
        {
            MathRenderer renderer;
            for (int i = 0; i < 50; ++i)
                renderer.formula(QString::number(i), true);
            QTest::qWait(200); // MathJax is being loaded
            timer.start();
        }
        QVERIFY(timer.elapsed() < 2000);
    }

    void pathsAreRead()
    {
        QCOMPARE(pathOf(QStringLiteral("M0 0H10V-5L1e1,2Z"))->boundingRect(), QRectF(0, -5, 10, 7));
        QVERIFY(pathOf(QStringLiteral("M0 0Q5 10 10 0T20 0"))->boundingRect().bottom() > 4);
        QVERIFY(pathOf(QString())->isEmpty());
        for (const char *wrong : { "M0 0 a1 1 0 0 1 2 2", "M0", "Mx y", "M0 0Z5", "url(http://a)" })
            QVERIFY2(!pathOf(QString::fromLatin1(wrong)), wrong);
        QCOMPARE(transformOf(QStringLiteral("translate(10,5) scale(2)")).map(QPointF(1, 1)), QPointF(12, 7));
        QCOMPARE(transformOf(QStringLiteral("rotate(45) nonsense(")).map(QPointF(1, 1)), QPointF(1, 1));
    }

    void otherSvgIsRefused()
    {
        const QString head = QStringLiteral("<svg viewBox=\"0 -500 1000 600\">");
        QVERIFY(MathFormula::read(head + QStringLiteral("<path d=\"M0 0H10V10Z\"/></svg>")));
        for (const char *inside : { "<image href=\"http://a/b.png\"/>", "<script>x</script>", "<foreignObject/>",
                 "<use href=\"#a\"/>", "<path d=\"M0 0 c1\"/>", "<g>" })
            QVERIFY2(!MathFormula::read(head + QString::fromLatin1(inside) + QStringLiteral("</svg>")), inside);
        QVERIFY(!MathFormula::read(QStringLiteral("<svg viewBox=\"0 0 1e99 1\"></svg>")));
        QVERIFY(!MathFormula::read(QStringLiteral("<svg></svg>")));
        QVERIFY(!MathFormula::read(QString()));
        QVERIFY(!MathFormula::read(head + QStringLiteral("<g>").repeated(5000) + QStringLiteral("</g>").repeated(5000)
            + QStringLiteral("</svg>")));
    }
};

QTEST_MAIN(TstMathRenderer)
#include "tst_math_renderer.moc"
