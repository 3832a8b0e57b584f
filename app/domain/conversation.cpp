// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/conversation.h"

namespace maru {

QString titleFromText(const QString &text)
{
    constexpr qsizetype kLongest = 60;
    const QString line = text.left(1000).simplified();
    if (line.size() <= kLongest)
        return line;
    const qsizetype space = line.lastIndexOf(u' ', kLongest - 1);
    // A language without spaces, or one endless word, is cut anywhere but inside a character.
    qsizetype end = space > kLongest / 3 ? space : kLongest - 1;
    if (line.at(end - 1).isHighSurrogate())
        --end;
    return line.left(end) + QChar(0x2026);
}

} // namespace maru
