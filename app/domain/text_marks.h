// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QMetaType>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Places of a block that are marked, as MessageBlock::length() counts them: hits of a search. A plain value.
struct TextMarks
{
    Q_GADGET
    QML_VALUE_TYPE(textMarks)

public:
    struct Range
    {
        int from = 0;
        int to = 0;

        bool operator==(const Range &) const = default;
    };

    QList<Range> ranges; ///< in order; none overlaps another

    bool operator==(const TextMarks &) const = default;
};

} // namespace maru
