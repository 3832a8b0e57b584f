// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/platform/worker_thread.h"

namespace maru {

/// The thread for what takes time beside a reply: reading model files, asking for devices, copying.
///
/// Ownership and threads: those of WorkerThread. A job that may run long looks at a stop token of its caller, since the
/// destructor waits for it.
class JobWorker : public WorkerThread
{
public:
    JobWorker()
        : WorkerThread(QStringLiteral("jobs"))
    {
    }
};

} // namespace maru
