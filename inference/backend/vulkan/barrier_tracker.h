// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/vulkan/dispatch.h"

#include <span>
#include <vector>

namespace maru::backend::vulkan {

/// Says where a barrier must stand: before a dispatch that touches bytes which one since the last barrier wrote, or
/// that writes bytes which one read.
///
/// Layers do not find a missing barrier between dispatches and software devices hide it, so this is the only guard.
/// Plain value, no Vulkan.
class BarrierTracker
{
public:
    /// With `everywhere` every dispatch but the first gets one, for the A/B test.
    explicit BarrierTracker(bool everywhere = false)
        : m_everywhere(everywhere)
    {
    }

    /// Whether a barrier must stand before `dispatch`, which is noted as running next.
    bool next(const Dispatch &dispatch);

    /// Whether `dispatch` may run now without a barrier: the assertion of the tests.
    bool overlaps(const Dispatch &dispatch) const;

private:
    struct Access
    {
        BufferRange range;
        bool isWrite;
    };

    static void forEachAccess(const Dispatch &dispatch, std::vector<Access> &accesses);

    bool m_everywhere;
    std::vector<Access> m_pending; // since the last barrier
};

} // namespace maru::backend::vulkan
