// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QString>

namespace maru {

/// Text that is bound to a NOT NULL column: Qt binds a null QString as NULL.
QString notNull(const QString &text);

/// "3,5,8"; empty, but not null, for none.
QString textOfIds(const QList<qint64> &ids);
QList<qint64> idsFromText(const QString &text);

} // namespace maru
