// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/attachment.h"

#include <QList>
#include <QString>

namespace maru {

/// What stands in the prompt field of a conversation and is not sent yet. A plain value.
struct Draft
{
    QString text;
    QList<Attachment> attachments;

    bool isEmpty() const { return text.isEmpty() && attachments.isEmpty(); }
    bool operator==(const Draft &) const = default;
};

} // namespace maru
