// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/highlighter/languages.h"

#include <KSyntaxHighlighting/State>
#include <QHash>
#include <QJsonObject>

#include <deque>

namespace maru::highlighter {

/// Answers requests to highlight lines, and keeps the state of the parser behind the last finished line of each text,
/// so that of a growing text only new lines are parsed.
///
///     { "id": 1, "document": 7, "language": "python", "first": 0, "lines": ["def f():", "  ret"], "finished": 1 }
///     { "id": 1, "lines": [[0, 3, 1, 4, 1, 2], []] }          start, length, style of each span
///     { "id": 1, "unknown": "language" }                      nothing to do for this text
///     { "id": 1, "unknown": "document" }                      `first` is not where this text was left: send all of it
///
/// `finished` of the lines given never change again. Styles are KSyntaxHighlighting's text styles; the window has
/// colours for them.
class Service
{
public:
    QJsonObject answer(const QJsonObject &request);

private:
    struct Document
    {
        KSyntaxHighlighting::Definition definition;
        KSyntaxHighlighting::State state; ///< behind the finished lines
        int finished = 0;
    };

    void begin(qint64 id, const QString &language);

    Languages m_languages;
    QHash<qint64, Document> m_documents;
    std::deque<qint64> m_order; ///< the oldest first
};

} // namespace maru::highlighter
