// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

namespace maru {

/// Held by the one Maru that uses a data folder; given back by the system when the process ends, however it ends.
///
/// Ownership: movable; the destructor lets go.
class InstanceLock
{
public:
    /// Failure: AlreadyRunning (path of the data folder), ReadOnly, DiskFull.
    static Result<InstanceLock> take(const QString &file);

    InstanceLock(InstanceLock &&other) noexcept;
    InstanceLock &operator=(InstanceLock &&other) noexcept;
    InstanceLock(const InstanceLock &) = delete;
    InstanceLock &operator=(const InstanceLock &) = delete;
    ~InstanceLock();

private:
    explicit InstanceLock(int descriptor);

    int m_descriptor;
};

} // namespace maru
