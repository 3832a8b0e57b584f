// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

namespace maru {

/// Bytes of memory that this computer has; 0 if that cannot be told.
qint64 hostMemory();

} // namespace maru
