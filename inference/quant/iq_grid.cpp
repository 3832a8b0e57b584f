// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quant/iq_grid.h"

#include "inference/quant/iq_grid_points.h"

#include <cmath>
#include <limits>
#include <vector>

namespace maru::quant {

namespace {

std::vector<std::uint16_t> nearestPoints(const IqGrid &grid)
{
    std::size_t combinations = 1;
    for (std::size_t i = 0; i < grid.width; ++i)
        combinations *= grid.levelCount;
    std::vector<std::uint16_t> table(combinations);
    std::vector<std::uint8_t> points;
    for (std::size_t p = 0; p < grid.points.size(); ++p) {
        for (std::size_t i = 0; i < grid.width; ++i)
            points.push_back(grid.at(p, i));
    }
    for (std::size_t c = 0; c < combinations; ++c) {
        std::array<int, 8> wanted {};
        for (std::size_t i = 0, rest = c; i < grid.width; ++i, rest /= grid.levelCount)
            wanted[i] = grid.levels[rest % grid.levelCount];
        int least = std::numeric_limits<int>::max();
        for (std::size_t p = 0; p < grid.points.size(); ++p) {
            int distance = 0;
            for (std::size_t i = 0; i < grid.width; ++i) {
                const int off = wanted[i] - points[p * grid.width + i];
                distance += off * off;
            }
            if (distance < least) {
                least = distance;
                table[c] = static_cast<std::uint16_t>(p);
            }
        }
    }
    return table;
}

template <const IqGrid &grid> const std::uint16_t *tableOf()
{
    static const std::vector<std::uint16_t> table = nearestPoints(grid);
    return table.data();
}

constexpr std::array<std::uint8_t, 8> kThreeLevels = { 8, 25, 43, 43 };

} // namespace

const IqGrid kIq2XxsGrid = { kIq2XxsPoints, 8, 3, kThreeLevels, tableOf<kIq2XxsGrid> };
const IqGrid kIq2XsGrid = { kIq2XsPoints, 8, 3, kThreeLevels, tableOf<kIq2XsGrid> };
const IqGrid kIq2SGrid = { kIq2SPoints, 8, 3, kThreeLevels, tableOf<kIq2SGrid> };
const IqGrid kIq3XxsGrid = { kIq3XxsPoints, 4, 8, { 4, 12, 20, 28, 36, 44, 52, 62 }, tableOf<kIq3XxsGrid> };
const IqGrid kIq3SGrid = { kIq3SPoints, 4, 8, { 1, 3, 5, 7, 9, 11, 13, 15 }, tableOf<kIq3SGrid> };

std::uint16_t IqGrid::nearest(const float *sizes) const
{
    std::size_t combination = 0;
    for (std::size_t i = width; i-- > 0;) {
        std::size_t level = 0;
        while (level + 1 < levelCount
            && sizes[i] > 0.5F * (static_cast<float>(levels[level]) + static_cast<float>(levels[level + 1])))
            ++level;
        combination = combination * levelCount + level;
    }
    return nearestTable()[combination];
}

} // namespace maru::quant
