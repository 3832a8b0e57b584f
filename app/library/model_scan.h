// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/installed_model.h"

#include <QList>
#include <QStringList>

#include <stop_token>

namespace maru {

class InferenceEngine;

/// What lies in the folders of the shelf now.
struct ModelScan
{
    QList<InstalledModel> models; ///< those that changed, or are new, are `pending`: only name and size are known
    QStringList gone; ///< paths that were known and are no more
    QStringList missing; ///< folders that are not there now: a disk that is not plugged in
    QStringList watched; ///< folders whose change means that there is something to see

    /// Lists the files; what is `known` of one counts as long as its size and time are the same. Nothing is opened.
    /// Of files that two folders lead to, one is listed. Models imported by reference are listed wherever they lie.
    static ModelScan of(const QList<ModelFolder> &folders, const QList<InstalledModel> &known, std::stop_token stop);

    /// Reads what a pending model is.
    static InstalledModel read(const InferenceEngine &engine, const InstalledModel &pending);
};

} // namespace maru
