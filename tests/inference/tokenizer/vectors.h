// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QList>

#include <string>
#include <vector>

namespace maru::test {

/// The lines of tests/data/tokenizer/`name`, cut at their tabs; empty if it cannot be read.
inline std::vector<QList<QByteArray>> readVectors(const QString &name)
{
    std::vector<QList<QByteArray>> rows;
    QFile file(QStringLiteral(MARU_TEST_DATA "/tokenizer/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    while (!file.atEnd()) {
        QByteArray line = file.readLine();
        line.chop(line.endsWith('\n') ? 1 : 0);
        rows.push_back(line.split('\t'));
    }
    return rows;
}

/// Numbers with spaces between them.
template <typename T> std::vector<T> readNumbers(const QByteArray &text)
{
    std::vector<T> numbers;
    for (const QByteArray &number : text.split(' ')) {
        if (!number.isEmpty())
            numbers.push_back(static_cast<T>(number.toLongLong()));
    }
    return numbers;
}

} // namespace maru::test
