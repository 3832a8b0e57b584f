// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maru::graph {

/// Reads rows of weights as they lie in the file, with a buffer that is used again.
///
/// From a file they are read, not looked at through the mapping: its pages never count as this process's memory, and a
/// file that another program has shortened is an error, where a touched mapping would end the program.
/// Threads: one object a thread.
class WeightRows
{
public:
    /// `count` whole rows of `weight` from row `first` on; valid until the next call. Failure: FileUnreadable.
    Result<std::span<const std::byte>> read(const Weight &weight, std::uint32_t first, std::uint32_t count);

    /// The same as a weight of `count` rows.
    Result<Weight> part(const Weight &weight, std::uint32_t first, std::uint32_t count);

    /// One row, for a caller that wants all of them in order: those that follow are read with it.
    Result<std::span<const std::byte>> next(const Weight &weight, std::uint32_t row);

private:
    std::vector<std::byte> m_buffer;
    std::span<const std::byte> m_rows; ///< that next() has read ahead
    const std::byte *m_ahead = nullptr; ///< where the weight begins that they are of
    std::uint32_t m_first = 0;
    std::uint32_t m_count = 0;
};

/// Number `index` of the `parts` equal matrices that lie one above the other in `weight`; one in pieces has as many.
Weight partOf(const Weight &weight, std::uint32_t parts, std::uint32_t index);

} // namespace maru::graph
