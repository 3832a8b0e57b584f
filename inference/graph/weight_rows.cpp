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
    const WeightPiece whole { weight.bytes, weight.file };
    const std::span<const WeightPiece> pieces = weight.pieces.empty() ? std::span(&whole, 1) : std::span(weight.pieces);
    const std::size_t rowBytes = weight.byteCount() / weight.rows;
    const auto rowsOfEach = static_cast<std::uint32_t>(weight.rows / pieces.size());
    if (pieces.size() == 1 && whole.file == nullptr && weight.pieces.empty())
        return whole.bytes.subspan(first * rowBytes, count * rowBytes);
    if (m_buffer.size() < count * rowBytes)
        m_buffer.resize(count * rowBytes);
    for (std::uint32_t done = 0; done < count;) {
        const WeightPiece &piece = pieces[(first + done) / rowsOfEach];
        const std::uint32_t row = (first + done) % rowsOfEach;
        const std::uint32_t rows = std::min(count - done, rowsOfEach - row);
        const std::span<const std::byte> from = piece.bytes.subspan(row * rowBytes, rows * rowBytes);
        const std::span<std::byte> to = std::span(m_buffer).subspan(done * rowBytes, from.size());
        if (piece.file == nullptr)
            std::copy(from.begin(), from.end(), to.begin());
        else
            MARU_CHECK(piece.file->read(from, to));
        done += rows;
    }
    return std::span<const std::byte>(m_buffer).first(count * rowBytes);
}

Result<Weight> WeightRows::part(const Weight &weight, std::uint32_t first, std::uint32_t count)
{
    MARU_TRY(const std::span<const std::byte> bytes, read(weight, first, count));
    return Weight { weight.name, weight.type, count, weight.columns, bytes };
}

Result<std::span<const std::byte>> WeightRows::next(const Weight &weight, std::uint32_t row)
{
    const std::size_t rowBytes = weight.byteCount() / weight.rows;
    const std::byte *begin = weight.pieces.empty() ? weight.bytes.data() : weight.pieces.front().bytes.data();
    if (m_ahead != begin || row < m_first || row - m_first >= m_count) {
        const auto count
            = static_cast<std::uint32_t>(std::clamp<std::size_t>(kAheadBytes / rowBytes, 1, weight.rows - row));
        MARU_TRY(m_rows, read(weight, row, count));
        m_ahead = begin;
        m_first = row;
        m_count = count;
    }
    return m_rows.subspan((row - m_first) * rowBytes, rowBytes);
}

Weight partOf(const Weight &weight, std::uint32_t parts, std::uint32_t index)
{
    Weight part { weight.name, weight.type, weight.rows / parts, weight.columns, {}, weight.file };
    if (weight.pieces.empty()) {
        const std::size_t bytes = weight.bytes.size() / parts;
        part.bytes = weight.bytes.subspan(index * bytes, bytes);
    } else {
        part.bytes = weight.pieces[index].bytes;
        part.file = weight.pieces[index].file;
    }
    return part;
}

} // namespace maru::graph
