// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/text/inline_math.h"
#include "app/text/math_formula.h"

#include <QCache>
#include <QHash>
#include <QList>
#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>

class QThread;

namespace maru {

class MathEngine;

/// Sets formulas on a thread of its own and remembers them.
///
///     const MathRenderer::Answer answer = renderer->formula(tex, display);
///     // Ready: paint it now; Failed: show the source; Pending: finished() will come
///
/// The thread, and MathJax on it, come to life with the first formula. A formula that takes longer than timeLimitMs()
/// is given up, and so is one of which MathJax knows no meaning: it is then shown as its source. Ownership:
/// AppContext's. Threads: GUI; blocks only in its destructor, for at most a moment.
class MathRenderer : public InlineMath
{
    Q_OBJECT
    QML_ANONYMOUS

public:
    enum class State { Pending, Ready, Failed };

    struct Answer
    {
        State state = State::Pending;
        MathFormulaPointer formula; ///< of Ready
        QString problem; ///< of Failed: MathJax's words
    };

    explicit MathRenderer(QObject *parent = nullptr);
    ~MathRenderer() override;

    /// An em of formulas, in sizes of the font around them: the letters of TeX's fonts are small in their em.
    static constexpr double kEmOfFont = 1.15;

    /// What every picture of a formula leaves free around it, in em: slanted letters reach out of their boxes.
    static constexpr double kMargin = 0.04;

    std::optional<MathSize> size(const QString &source, bool display) override;

    /// What is known of this formula. If nothing is, it is set next; finished() tells.
    Answer formula(const QString &tex, bool display);

    int timeLimitMs() const { return m_timeLimitMs; }
    void setTimeLimitMs(int limit) { m_timeLimitMs = limit; }

    /// Whether MathJax has been asked for anything yet.
    bool started() const { return m_thread != nullptr; }

    /// Whether a formula is being set.
    bool busy() const { return m_busy; }

signals:
    void finished(const QString &tex, bool display);

private:
    struct Key
    {
        QString tex;
        bool display = false;

        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed) { return qHashMulti(seed, key.tex, key.display); }
    };

    void start();
    void setNext();
    void finish(const Answer &answer);

    QCache<Key, Answer> m_cache; ///< the least recently used go first; costs are bytes
    std::deque<Key> m_waiting;
    QHash<Key, bool> m_asked; ///< those waiting, and the one under way
    bool m_busy = false;
    int m_timeLimitMs = 10'000; ///< a busy computer is no hostile formula
    QTimer m_watchdog;
    std::unique_ptr<MathEngine> m_engine; ///< used on m_thread
    std::unique_ptr<QThread> m_thread;
    QObject *m_there = nullptr; ///< on m_thread
};

} // namespace maru
