// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message.h"

#include <QList>
#include <QString>

namespace maru {

/// A line of the details of a reply: "Read" - "120 tokens in 0.4 s, 3,900 more were known".
struct DetailLine
{
    QString name;
    QString value;
};

/// What a reply's time went into, in a sentence or two; empty where it was not measured.
QString whySlow(const Message &reply);

/// All that is known about how a reply was made, in the order of reading.
QList<DetailLine> replyDetails(const Message &reply);

} // namespace maru
