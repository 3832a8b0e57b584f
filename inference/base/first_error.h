// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <mutex>
#include <optional>

namespace maru {

/// The first error of several threads that work on one thing. Threads: set() from any; the rest when they are through.
class FirstError
{
public:
    void set(const Error &error)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_error)
            m_error = error;
    }
    void reset() { m_error.reset(); }
    Result<void> result() const { return m_error ? Result<void>(*m_error) : Result<void>(); }

private:
    std::mutex m_mutex;
    std::optional<Error> m_error;
};

} // namespace maru
