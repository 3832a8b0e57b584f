// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace maru::bench {

/// How much years of use leave behind.
struct StoreSize
{
    int conversations = 10'000;
    int messages = 100'000;
    int longest = 5'000; ///< messages of the newest conversation
};

constexpr qint64 kLongId = 1; ///< the newest conversation

/// Makes a database of that size at `file`: a fixed seed, in several scripts, with code, tables and formulas in every
/// sixth reply. False if it cannot be written.
bool fillStore(const QString &file, const StoreSize &size);

/// Takes all of it into the search index; the longest step in milliseconds, below 0 if it fails.
double indexStore(const QString &file);

} // namespace maru::bench
