// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace maru {

/// A text file that goes to the model with a message of the user. A plain value.
struct Attachment
{
    QString name; ///< the file's, without its folder
    QString encoding; ///< what its bytes were read as: "UTF-8", "UTF-16LE", "EUC-KR"
    QString text;

    bool operator==(const Attachment &) const = default;
};

} // namespace maru
