// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace maru {

/// `text` as search compares it: composed (NFC) and case-folded, so that a word is found however it was typed. Never
/// null.
QString searchKey(const QString &text);

} // namespace maru
