// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/weights.h"

#include <algorithm>

namespace maru::backend::vulkan {

namespace {

constexpr std::uint64_t kAlignment = 256; // the most that Vulkan lets a device ask of an offset

std::uint64_t aligned(std::uint64_t bytes)
{
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace

std::uint32_t Weights::addMatrix(std::span<const graph::WeightId> parts, std::uint32_t count)
{
    const auto known = std::find_if(m_matrices.begin(), m_matrices.end(), [&](const Matrix &m) {
        return m.count == count && std::equal(m.parts.begin(), m.parts.end(), parts.begin(), parts.end());
    });
    if (known != m_matrices.end())
        return static_cast<std::uint32_t>(known - m_matrices.begin());
    Matrix matrix;
    matrix.parts.assign(parts.begin(), parts.end());
    matrix.count = count;
    matrix.type = m_graph->weights[parts[0]].type;
    matrix.columns = m_graph->weights[parts[0]].columns;
    matrix.layout = rowLayout(matrix.type, matrix.columns);
    for (const graph::WeightId part : parts)
        matrix.rows += m_graph->weights[part].rows;
    m_matrices.push_back(std::move(matrix));
    return static_cast<std::uint32_t>(m_matrices.size() - 1);
}

std::uint32_t Weights::addVector(std::span<const FloatVector::Part> parts)
{
    const auto known = std::find_if(m_vectors.begin(), m_vectors.end(),
        [&](const FloatVector &v) { return std::equal(v.parts.begin(), v.parts.end(), parts.begin(), parts.end()); });
    if (known != m_vectors.end())
        return static_cast<std::uint32_t>(known - m_vectors.begin());
    FloatVector vector;
    vector.parts.assign(parts.begin(), parts.end());
    for (const FloatVector::Part &part : parts)
        vector.count += part.count;
    m_vectors.push_back(std::move(vector));
    return static_cast<std::uint32_t>(m_vectors.size() - 1);
}

bool Weights::fitTogether(std::span<const graph::WeightId> parts, std::uint32_t count) const
{
    const graph::Weight &first = m_graph->weights[parts[0]];
    std::uint64_t rows = 0;
    for (const graph::WeightId part : parts) {
        const graph::Weight &weight = m_graph->weights[part];
        if (weight.type != first.type || weight.columns != first.columns)
            return false;
        rows += weight.rows;
    }
    const std::uint64_t bytes = rows / count * rowLayout(first.type, first.columns).bytes();
    return bytes <= std::min(m_limits.sliceBytes, m_limits.blockBytes);
}

BufferRange Weights::take(std::uint64_t bytes)
{
    if (m_blocks.empty() || m_blocks.back() + aligned(bytes) > m_limits.blockBytes)
        m_blocks.push_back(0);
    const BufferRange range
        = { m_limits.firstBuffer + static_cast<BufferId>(m_blocks.size() - 1), m_blocks.back(), bytes };
    m_blocks.back() += aligned(bytes);
    return range;
}

void Weights::place()
{
    for (FloatVector &vector : m_vectors) {
        // Kernels read whole units of a norm's weight.
        vector.range
            = take((std::uint64_t(vector.count) + kUnitColumns - 1) / kUnitColumns * kUnitColumns * sizeof(float));
    }
    const std::uint64_t most = std::min(m_limits.sliceBytes, m_limits.blockBytes) / kAlignment * kAlignment;
    for (Matrix &matrix : m_matrices) {
        const std::uint64_t rowBytes = matrix.layout.bytes();
        const std::uint32_t grain = matrix.count == 1 ? 1 : matrix.rowsOfOne();
        const auto rowsOfSlice = static_cast<std::uint32_t>(
            std::clamp<std::uint64_t>(most / rowBytes / grain * grain, grain, matrix.rows));
        for (std::uint32_t row = 0; row < matrix.rows; row += rowsOfSlice) {
            const std::uint32_t rows = std::min(rowsOfSlice, matrix.rows - row);
            matrix.slices.push_back({ row, rows, take(rows * rowBytes) });
        }
    }
}

} // namespace maru::backend::vulkan
