// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/barrier_tracker.h"

#include <algorithm>

namespace maru::backend::vulkan {

namespace {

bool meet(const BufferRange &a, const BufferRange &b)
{
    return a.buffer == b.buffer && a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
}

} // namespace

void BarrierTracker::forEachAccess(const Dispatch &dispatch, std::vector<Access> &accesses)
{
    const std::uint32_t written = shaders::kernelInfo(dispatch.kernel).written;
    for (std::size_t i = 0; i < dispatch.bindings.size(); ++i)
        accesses.push_back({ dispatch.bindings[i], (written >> i & 1U) != 0 });
}

bool BarrierTracker::overlaps(const Dispatch &dispatch) const
{
    std::vector<Access> accesses;
    forEachAccess(dispatch, accesses);
    return std::any_of(accesses.begin(), accesses.end(), [&](const Access &mine) {
        return std::any_of(m_pending.begin(), m_pending.end(), [&](const Access &earlier) {
            return (mine.isWrite || earlier.isWrite) && meet(mine.range, earlier.range);
        });
    });
}

bool BarrierTracker::next(const Dispatch &dispatch)
{
    const bool needed = !m_pending.empty() && (m_everywhere || overlaps(dispatch));
    if (needed)
        m_pending.clear();
    forEachAccess(dispatch, m_pending);
    return needed;
}

} // namespace maru::backend::vulkan
