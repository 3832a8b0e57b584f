// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringView>

namespace maru {

/// How well `text` answers `query`: 0 not at all, more is better.
///
/// Every word of the query must be in the text, its letters in order but not side by side; case does not matter.
/// Letters at the beginning of words and side by side count more. A Korean consonant stands for every syllable that
/// begins with it, and a syllable that is not finished yet for every one it can become. Cost: the length of the text
/// for each letter of the query, at most.
int fuzzyScore(QStringView query, QStringView text);

} // namespace maru
