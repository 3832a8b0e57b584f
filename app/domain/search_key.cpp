// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/search_key.h"

namespace maru {

QString searchKey(const QString &text)
{
    // Folding can take a composed letter apart: composed once more after it.
    const QString key
        = text.normalized(QString::NormalizationForm_C).toCaseFolded().normalized(QString::NormalizationForm_C);
    return key.isNull() ? QString(QLatin1String("")) : key;
}

} // namespace maru
