// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace maru {

/// A name for a file with code in this language (as behind a code fence): "code.py", "Dockerfile", else "code.txt".
QString codeFileName(const QString &language);

/// Puts `code` into the file, whole or not at all, with a line break at its end. What went wrong, or "".
QString saveCode(const QString &path, const QString &code);

} // namespace maru
