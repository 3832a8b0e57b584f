// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/weight_rows.h"

#include "inference/base/mapped_file.h"

#include <algorithm>

namespace maru::graph {

namespace {

constexpr std::size_t kAheadBytes = std::size_t { 1 } << 20;

}

Result<std::span<const std::byte>> WeightRows::read(const Weight &weight, std::uint32_t first, std::uint32_t count)
{
    m_ahead = nullptr;
    const std::size_t rowBytes = weight.bytes.size() / weight.rows;
    const std::span<const std::byte> part = weight.bytes.subspan(first * rowBytes, count * rowBytes);
    if (weight.file == nullptr)
        return part;
    if (m_buffer.size() < part.size())
        m_buffer.resize(part.size());
    const std::span<std::byte> copy = std::span(m_buffer).first(part.size());
    MARU_CHECK(weight.file->read(part, copy));
    return std::span<const std::byte>(copy);
}

Result<Weight> WeightRows::part(const Weight &weight, std::uint32_t first, std::uint32_t count)
{
    MARU_TRY(const std::span<const std::byte> bytes, read(weight, first, count));
    return Weight { weight.name, weight.type, count, weight.columns, bytes };
}

Result<std::span<const std::byte>> WeightRows::next(const Weight &weight, std::uint32_t row)
{
    const std::size_t rowBytes = weight.bytes.size() / weight.rows;
    if (weight.file == nullptr)
        return weight.bytes.subspan(row * rowBytes, rowBytes);
    if (m_ahead != weight.bytes.data() || row < m_first || row - m_first >= m_count) {
        const auto count
            = static_cast<std::uint32_t>(std::clamp<std::size_t>(kAheadBytes / rowBytes, 1, weight.rows - row));
        MARU_CHECK(read(weight, row, count));
        m_ahead = weight.bytes.data();
        m_first = row;
        m_count = count;
    }
    return std::span<const std::byte>(m_buffer).subspan((row - m_first) * rowBytes, rowBytes);
}

} // namespace maru::graph
