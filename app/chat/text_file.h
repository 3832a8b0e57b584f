// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/attachment.h"

#include <QByteArray>
#include <QString>

namespace maru {

/// A file that was read as text, or why it was not.
struct TextFile
{
    Attachment attachment;
    QString problem; ///< a sentence for people; empty: it was read
};

constexpr qint64 kLargestAttachment = 4 * 1024 * 1024; ///< bytes: far more than any model holds

/// Reads `bytes` as text: with a byte order mark as that says, else as UTF-8, UTF-16, EUC-KR (CP949) or Windows-1252,
/// whichever they are. Bytes of no text (a picture, a program) are a problem. Line ends become "\n".
TextFile textFromBytes(const QString &name, const QByteArray &bytes);

/// The same of a file. Blocks: for the thread of jobs.
TextFile readTextFile(const QString &path);

} // namespace maru
