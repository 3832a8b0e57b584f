// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/host_memory.h"

#include <unistd.h>

namespace maru {

qint64 hostMemory()
{
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long pageBytes = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && pageBytes > 0 ? qint64(pages) * pageBytes : 0;
}

} // namespace maru
