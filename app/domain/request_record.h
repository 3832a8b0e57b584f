// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace maru {

/// One request that Maru made of another computer, or refused to make, as the list in the settings shows it.
struct RequestRecord
{
    qint64 time = 0; ///< ms since 1970, UTC
    QString host;
    QString reason; ///< a word of the program: "download", "hub search" ...
    qint64 bytes = 0; ///< of the answer
    int status = 0; ///< of HTTP; 0: no answer; -1: refused while offline
};

} // namespace maru
