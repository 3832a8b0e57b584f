// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QJSValue>
#include <QString>

#include <atomic>
#include <memory>
#include <mutex>

class QJSEngine;

namespace maru {

/// Turns LaTeX into SVG with MathJax, which runs in a JavaScript engine that sees no file, no network and no window.
///
/// Made cheaply: MathJax is loaded (half a second) by the first typeset(), and again by the one after an interrupt().
/// Threads: typeset() always on the same one, where it blocks; interrupt() and close() on any.
/// Failure: a formula that is too long or too deep, that MathJax does not understand, or that was interrupted.
class MathEngine
{
public:
    struct Outcome
    {
        QString svg; ///< empty: there is a problem
        QString problem; ///< MathJax's words, in English
    };

    static constexpr qsizetype kLongestFormula = 8000; ///< characters
    static constexpr int kDeepestGroup = 100; ///< braces and environments within one another

    MathEngine();
    ~MathEngine();

    Outcome typeset(const QString &tex, bool display);

    /// Ends the typeset() that runs now: it fails.
    void interrupt();

    /// The same for all to come.
    void close();

private:
    bool load();
    void unload();

    std::atomic_bool m_closed = false;
    std::mutex m_mutex; ///< of m_engine as interrupt() sees it
    std::unique_ptr<QJSEngine> m_engine;
    QJSValue m_typeset;
};

} // namespace maru
