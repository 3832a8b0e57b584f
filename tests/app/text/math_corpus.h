// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QFile>
#include <QList>
#include <QString>

namespace maru {

/// A line of tests/data/math/formulas.txt.
struct CorpusFormula
{
    QString tex;
    bool display = false;
};

inline QList<CorpusFormula> readFormulas(const QString &path)
{
    QList<CorpusFormula> formulas;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return formulas;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("d ")) || line.startsWith(QLatin1String("i ")))
            formulas.append({ line.mid(2), line.front() == QLatin1Char('d') });
    }
    return formulas;
}

} // namespace maru
