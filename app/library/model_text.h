// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/installed_model.h"

#include <QString>

namespace maru {

/// "135 M", "7.2 B": how people name the size of a model.
QString parameterText(qint64 count);

/// "Used today", "Used on 3 May 2026", "Never used".
QString lastUsedText(qint64 at);

/// When the whole file was read and its SHA-256 computed; "" if it never was, or the file changed since.
QString verifiedText(const InstalledModel &model);

/// The folder of `path` with ~ for the home folder.
QString folderText(const QString &path);

/// "8k" of 8192, "900": how long a context is, in words of the field.
QString contextText(int tokens);

} // namespace maru
