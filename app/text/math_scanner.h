// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QString>

namespace maru {

/// A formula in Markdown. A plain value.
struct MathRegion
{
    qsizetype begin = 0; ///< of its opening delimiter
    qsizetype end = 0; ///< behind its closing one
    QString tex; ///< without delimiters and without the signs of quotes it lies in
    bool display = false;
    bool closed = true; ///< false: the text ends before it does

    bool operator==(const MathRegion &) const = default;
};

/// The formulas of `text`, in order: `$x$`, `$$x$$`, `\(x\)`, `\[x\]` and `\begin{align}` ... at the beginning of a
/// line.
///
/// Not in code. None holds an empty line (TeX forbids that), which also bounds how long an unclosed one matters.
/// Between single dollars, no blank follows the first or precedes the second, no digit follows the second, and what
/// reads like prices and words is none: "it costs $5 and $6", "US$5-US$7", "$HOME/bin:$PATH". `open`: more text
/// follows; a formula without an end is then one that is not closed yet. Takes linear time.
QList<MathRegion> findMath(QStringView text, bool open);

} // namespace maru
