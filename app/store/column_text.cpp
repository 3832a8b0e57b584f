// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/column_text.h"

#include <QStringList>

namespace maru {

QString notNull(const QString &text)
{
    return text.isNull() ? QLatin1String("") : text;
}

QString textOfIds(const QList<qint64> &ids)
{
    QStringList parts;
    for (const qint64 id : ids)
        parts << QString::number(id);
    return notNull(parts.join(u','));
}

QList<qint64> idsFromText(const QString &text)
{
    QList<qint64> ids;
    const QStringList parts = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts)
        ids << part.toLongLong();
    return ids;
}

} // namespace maru
