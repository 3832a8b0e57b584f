// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QFont>
#include <QLocale>

namespace maru {

/// `font` with the families that stand in for Korean, so that Korean text, its Chinese characters and its punctuation
/// are drawn in Korean forms and not in the Japanese ones that many desktops fall back to.
///
/// Where the desktop itself is Japanese or Chinese, its own order stays.
QFont withKoreanForms(QFont font, const QLocale &desktop);

} // namespace maru
