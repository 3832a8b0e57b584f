// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QTextCharFormat>

namespace maru {

/// How many text styles KSyntaxHighlighting has; CodeSpan::style is below it.
constexpr int kCodeStyles = 31;

/// How the window shows a style of code on the `code` background of its light or dark theme. A style it does not know
/// is shown as plain text. Contrast to that background is at least 4.9 : 1.
QTextCharFormat codeFormat(int style, bool dark);

} // namespace maru
