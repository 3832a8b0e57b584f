// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/math_renderer.h"

#include "app/text/math_engine.h"

#include <QThread>

#include <optional>
#include <utility>

namespace maru {

namespace {

constexpr qsizetype kCacheBytes = 32 * 1024 * 1024; ///< some thousand formulas
constexpr int kLoadAllowanceMs = 10'000; ///< what the first formula may take longer, on a slow machine

} // namespace

MathRenderer::MathRenderer(QObject *parent)
    : InlineMath(parent)
    , m_cache(kCacheBytes)
{
    m_watchdog.setSingleShot(true);
    connect(&m_watchdog, &QTimer::timeout, this, [this] { m_engine->interrupt(); });
}

MathRenderer::~MathRenderer()
{
    if (!m_thread)
        return;
    m_waiting.clear();
    m_engine->close();
    m_thread->quit();
    m_thread->wait();
}

std::optional<MathSize> MathRenderer::size(const QString &source, bool display)
{
    const Answer answer = formula(source, display);
    if (answer.state != State::Ready)
        return std::nullopt;
    const MathFormula &set = *answer.formula;
    return MathSize { (set.width() + 2 * kMargin) * kEmOfFont, (set.ascent() + kMargin) * kEmOfFont,
        (set.descent() + kMargin) * kEmOfFont };
}

MathRenderer::Answer MathRenderer::formula(const QString &tex, bool display)
{
    const Key key { tex, display };
    if (const Answer *known = m_cache.object(key))
        return *known;
    if (!m_asked.contains(key)) {
        m_asked.insert(key, true);
        m_waiting.push_back(key);
        setNext();
    }
    return {};
}

void MathRenderer::start()
{
    m_engine = std::make_unique<MathEngine>();
    m_thread = std::make_unique<QThread>();
    m_thread->setObjectName(QStringLiteral("formulas"));
    m_there = new QObject;
    m_there->moveToThread(m_thread.get());
    // The engine of JavaScript must end where it lived.
    connect(
        m_thread.get(), &QThread::finished, m_there,
        [there = m_there, engine = &m_engine] {
            engine->reset();
            there->deleteLater();
        },
        Qt::DirectConnection);
    m_thread->start(QThread::LowPriority);
}

void MathRenderer::setNext()
{
    if (m_busy || m_waiting.empty())
        return;
    const bool first = !m_thread;
    if (first)
        start();
    m_busy = true;
    m_watchdog.start(m_timeLimitMs + (first ? kLoadAllowanceMs : 0));
    QMetaObject::invokeMethod(
        m_there,
        [this, key = m_waiting.front(), engine = m_engine.get()] {
            const MathEngine::Outcome outcome = engine->typeset(key.tex, key.display);
            Answer answer { State::Failed, {}, outcome.problem };
            if (!outcome.svg.isEmpty()) {
                if (std::optional<MathFormula> formula = MathFormula::read(outcome.svg))
                    answer = { State::Ready, std::make_shared<const MathFormula>(*std::move(formula)), {} };
            }
            QMetaObject::invokeMethod(
                this, [this, answer] { finish(answer); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void MathRenderer::finish(const Answer &answer)
{
    m_watchdog.stop();
    m_busy = false;
    const Key key = m_waiting.front();
    m_waiting.pop_front();
    m_asked.remove(key);
    const qsizetype cost = key.tex.size() + 500 + (answer.formula ? answer.formula->memoryCost() : 0);
    m_cache.insert(key, new Answer(answer), cost);
    setNext();
    emit finished(key.tex, key.display);
    if (answer.state == State::Ready)
        emit sizeKnown(key.tex, key.display);
}

} // namespace maru
