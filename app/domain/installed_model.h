// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

#include <optional>

namespace maru {

/// A model file as the picker shows it. A plain value.
struct InstalledModel
{
    QString path;
    QString name; ///< the file's, without its ending: what is inside is often a note of its maker
    QString family;
    QString quantization;
    qint64 byteCount = 0;
    qint64 modifiedAt = 0; ///< ms since 1970, UTC: with byteCount, tells whether the file is still the one looked at
    qint64 parameterCount = 0;
    int contextLength = 0;
    bool hasChatTemplate = false; ///< it was made to talk; without, it only goes on with a text
    bool referenced = false; ///< listed where it lies, not in the model folder
    std::optional<Error> problem; ///< why it cannot be used
};

} // namespace maru
