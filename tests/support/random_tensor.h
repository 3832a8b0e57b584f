// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/tensor_type.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace maru::test {

/// `count` numbers spread as a normal distribution of width `width`, the same for one `seed` on every machine.
inline std::vector<float> randomTensor(std::size_t count, std::uint32_t seed, float width = 1.0F)
{
    // std::normal_distribution differs between standard libraries; the sum of four uniform numbers does not.
    std::mt19937 random(seed);
    std::vector<float> values(count);
    for (float &value : values) {
        double sum = 0;
        for (int i = 0; i < 4; ++i)
            sum += static_cast<double>(random()) / 4294967296.0 - 0.5;
        value = static_cast<float>(sum * std::sqrt(3.0)) * width;
    }
    return values;
}

/// randomTensor() in the blocks of `type` (one that canRun); `count` is a multiple of its block length.
inline std::vector<std::byte> randomBlocks(
    quant::TensorType type, std::size_t count, std::uint32_t seed, float width = 1.0F)
{
    const std::vector<float> values = randomTensor(count, seed, width);
    std::vector<std::byte> blocks(quant::byteCount(type, count).value());
    quant::encode(type, values.data(), blocks.data(), count);
    return blocks;
}

/// The values that `blocks` of `type` hold.
inline std::vector<float> decoded(quant::TensorType type, const std::vector<std::byte> &blocks)
{
    const quant::TensorTypeInfo &info = quant::tensorTypeInfo(type);
    std::vector<float> values(blocks.size() / info.blockBytes * info.blockLength);
    quant::decode(type, blocks.data(), values.data(), values.size());
    return values;
}

} // namespace maru::test
