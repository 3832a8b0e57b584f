// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

#include <optional>

namespace maru {

/// What a user, or the use, says of a model; kept by its path, whatever becomes of the file. A plain value.
struct ModelNotes
{
    QString title; ///< shown in place of the file's name; empty: that name
    QString notes;
    QString source; ///< where it came from: an address, the name of another application; empty: put here by hand
    qint64 lastUsedAt = 0; ///< ms since 1970, UTC; 0: never
    QString sha256; ///< of the file's bytes as they were at verifiedAt; hexadecimal; empty: never computed
    qint64 verifiedAt = 0;

    bool operator==(const ModelNotes &) const = default;
};

/// A model file as the picker and the shelf show it. A plain value.
struct InstalledModel
{
    QString path;
    QString name; ///< the file's, without its ending: what is inside is often a note of its maker
    QString family;
    QString quantization;
    QString licence; ///< as the file says it: "apache-2.0"; may be empty
    QString modelId; ///< ModelId of the engine: the same for the same file under another name
    qint64 byteCount = 0;
    qint64 modifiedAt = 0; ///< ms since 1970, UTC: with byteCount, tells whether the file is still the one looked at
    qint64 parameterCount = 0;
    int contextLength = 0;
    bool hasChatTemplate = false; ///< it was made to talk; without, it only goes on with a text
    bool referenced = false; ///< listed where it lies, not because its folder is
    bool pending = false; ///< not read yet
    QString folder; ///< of the shelf, in which it lies; empty: none
    QString application; ///< whose folder that is; empty: ours or the user's
    ModelNotes notes;
    std::optional<Error> problem; ///< why it cannot be used

    QString shownName() const { return notes.title.isEmpty() ? name : notes.title; }
};

/// A folder of the shelf. A plain value.
struct ModelFolder
{
    QString path;
    QString application; ///< whose it is; empty: the user's

    bool operator==(const ModelFolder &) const = default;
};

} // namespace maru
