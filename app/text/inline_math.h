// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace maru {

/// How much room a formula takes in a line, in units of the size of the font.
struct MathSize
{
    double width = 0;
    double ascent = 0; ///< above the baseline
    double descent = 0; ///< below it

    bool operator==(const MathSize &) const = default;
};

/// Whoever draws formulas, as paragraphs see it: they ask for sizes, leave room, and put a picture (an item of QML,
/// which knows source, colour and size) over the room. Until a formula has a size, and if it never gets one, its source
/// is shown.
///
/// Ownership: the composition root's; a BlockModel carries a pointer to QML. Threads: GUI thread.
class InlineMath : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

public:
    using QObject::QObject;

    /// The size of `source`, or nothing if it is not known: it is then worked out, and sizeKnown() tells of it.
    virtual std::optional<MathSize> size(const QString &source, bool display) = 0;

signals:
    /// Never for a formula that cannot be drawn.
    void sizeKnown(const QString &source, bool display);
};

} // namespace maru
