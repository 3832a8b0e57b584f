// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/message_block.h"

namespace maru {

int lengthOf(const QList<TextSpan> &spans)
{
    int length = 0;
    for (const TextSpan &span : spans)
        length += span.length();
    return length;
}

int MessageBlock::length() const
{
    switch (kind) {
    case Paragraph:
    case Heading:
        return lengthOf(spans);
    case Code:
    case Plain:
        return static_cast<int>(text.size());
    case Table: {
        int length = 0;
        for (const QList<TextSpan> &cell : cells)
            length += lengthOf(cell) + 1;
        return length;
    }
    case Math:
    case Rule:
        return 1;
    }
    return 0;
}

} // namespace maru
