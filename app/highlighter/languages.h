// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <QHash>
#include <QString>

namespace maru::highlighter {

/// Finds the grammar of a language by what people and models write behind a code fence: its name, a usual short form,
/// or the ending of its files, in any case of letters.
class Languages
{
public:
    Languages();

    /// An invalid definition if there is none.
    KSyntaxHighlighting::Definition find(const QString &language) const;

private:
    KSyntaxHighlighting::Repository m_repository;
    QHash<QString, KSyntaxHighlighting::Definition> m_byName; ///< in small letters
};

} // namespace maru::highlighter
