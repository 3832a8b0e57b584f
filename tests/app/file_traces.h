// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/search_key.h"

#include <QDirIterator>
#include <QFile>
#include <QString>
#include <QStringList>

namespace maru::test {

/// What a text may leave in a file: itself, every three characters of it, and what the index of short words keeps.
inline QStringList tracesOf(const QString &phrase)
{
    QStringList traces { phrase };
    for (qsizetype i = 0; i + 3 <= phrase.size(); ++i)
        traces << phrase.mid(i, 3);
    // Of tokens of two characters the second: the index writes once what a token shares with the one before it.
    const QStringList tokens = shortTokens(searchKey(phrase)).split(u' ').filter(QStringLiteral("g"));
    for (const QString &token : tokens)
        traces << token.mid(token.indexOf(u'g'));
    return traces;
}

/// The files of a folder, and of those in it, that have the text in UTF-8.
inline QStringList filesWith(const QString &folder, const QString &text)
{
    QStringList names;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text.toUtf8()))
            names << file.fileName();
    }
    return names;
}

} // namespace maru::test
