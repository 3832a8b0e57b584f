// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/weight_rows.h"

#include "inference/base/mapped_file.h"

namespace maru::graph {

Result<std::span<const std::byte>> WeightRows::read(const Weight &weight, std::uint32_t first, std::uint32_t count)
{
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

} // namespace maru::graph
