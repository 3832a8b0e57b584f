// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

namespace maru {

/// `name`, if it may be the name of a model file: the one door through which a name from the network becomes one.
///
/// It is one component of a path on every system: letters, digits and a few signs, as they are written (NFKC changes
/// nothing of it), no separator, no control or invisible character, no dot or space at its ends, no name of a device,
/// at most 200 bytes of UTF-8, and it ends in ".gguf". Nothing is repaired: what does not fit is refused. Failure:
/// BadName (name, made harmless).
Result<QString> safeFileName(const QString &name);

} // namespace maru
