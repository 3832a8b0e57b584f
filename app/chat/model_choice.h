// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/installed_model.h"
#include "app/engine/inference_engine.h"

#include <QList>
#include <QString>

namespace maru {

/// Which model and device the next reply is asked of: what was chosen, else the best of the library. A plain value.
struct ModelChoice
{
    QString path; ///< chosen; empty: the library's best
    QString device = QStringLiteral("auto");
    int gpuLayers = -1; ///< as LoadRequest has it
    int contextLength = 0; ///< the same
    int threads = 0; ///< the same
    QList<InstalledModel> installed;
    bool installedKnown = false; ///< the library was looked at

    /// Path, device and what it is loaded with; the path is empty if there is no model at all.
    LoadRequest wanted() const;

    /// The name of the wanted model; empty if there is none.
    QString name() const;

    /// The file of the installed model of that name; empty if there is none.
    QString pathOf(const QString &modelName) const;

    /// Of the wanted model, as its file tells; 0: not known.
    int trainedContext() const;

    /// What to call the device as long as nothing is loaded: "Automatic".
    QString deviceLabel() const;
};

} // namespace maru
