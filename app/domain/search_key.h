// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringList>

namespace maru {

/// `text` as search compares it: composed (NFC) and case-folded, so that a word is found however it was typed. Never
/// null.
QString searchKey(const QString &text);

/// The terms of a query, as keys: words, or what stands between double quotes. Without those that have no letter, digit
/// or symbol.
QStringList searchTerms(const QString &query);

/// What trigrams cannot find of a key, as words of lower-case ASCII with blanks between: every syllable, and every two
/// in a row, of a script that is written without spaces or whose words are short (Korean, Japanese, Chinese, Thai ...);
/// words of one or two letters of the others; every symbol. A word is the numbers of its characters in hexadecimal: no
/// tokenizer has an opinion on those.
QString shortTokens(const QString &key);

/// The characters of a key, as the index counts them.
qsizetype characterCount(const QString &key);

} // namespace maru
