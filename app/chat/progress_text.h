// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace maru {

/// "Loading 45 %, 44 of 98 MB, 3 s left", with middle dots for commas; `totalBytes` 0: not known yet.
QString loadingText(qint64 doneBytes, qint64 totalBytes, qint64 elapsedMs);

/// "Checking the graphics device for its first use, 40 %".
QString checkingText(qint64 done, qint64 total);

/// "Reading 120 of 400 tokens"; `totalTokens` 0: not known yet.
QString readingText(qint64 doneTokens, qint64 totalTokens);

} // namespace maru
