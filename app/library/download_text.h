// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"

#include <QString>

namespace maru {

/// "98 MB", "4.7 GB": decimal units in the user's locale.
QString sizeText(qint64 bytes);

/// "40 s", "12 min", "2 h 5 min".
QString durationText(qint64 seconds);

/// The line below a download's name: what it does, how far it is, how fast, how long yet.
QString downloadText(const DownloadStatus &status);

} // namespace maru
