// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/download.h"

namespace maru {

qint64 DownloadOrder::byteCount() const
{
    qint64 sum = 0;
    for (const DownloadFile &file : files) {
        if (file.byteCount < 0)
            return -1;
        sum += file.byteCount;
    }
    return sum;
}

} // namespace maru
