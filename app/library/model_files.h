// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringList>

namespace maru {

/// The files that a model lies in: one, or the parts of a split one ("name-00001-of-00003.gguf" ...), which have to lie
/// in one folder. Only names and sizes; what is inside is the engine's matter.
struct ModelFiles
{
    QString path; ///< what stands for the model: its first part, where that exists
    QString name; ///< without ending and number
    QStringList parts; ///< those that exist, in order
    qint64 byteCount = 0; ///< of all
    qint64 modifiedAt = 0; ///< the latest; ms since 1970, UTC; 0: no file

    /// The files of the model that the file at `path` belongs to. Cost: a look at each file.
    static ModelFiles of(const QString &path);

    /// The path of part `index` of parts, were its model in `folder` under the name `name`.
    QString renamed(qsizetype index, const QString &folder, const QString &newName) const;
};

} // namespace maru
