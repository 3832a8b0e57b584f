// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/weight_layout.h"

#include "inference/quant/coded_block.h"
#include "inference/quant/q2_k.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace maru::backend::vulkan {

namespace {

using quant::TensorType;

/// A piece of every block of the file that goes to its own plane.
struct Field
{
    std::uint32_t offset; ///< in the block
    std::uint32_t bytes;
};

constexpr Field kQ4_0[] = { { 2, 16 }, { 0, 2 } };
constexpr Field kQ4_1[] = { { 4, 16 }, { 0, 4 } };
constexpr Field kQ5_0[] = { { 6, 16 }, { 2, 4 }, { 0, 2 } };
constexpr Field kQ5_1[] = { { 8, 16 }, { 4, 4 }, { 0, 4 } };
constexpr Field kQ8_0[] = { { 2, 32 }, { 0, 2 } };
constexpr Field kIQ4_NL[] = { { 2, 16 }, { 0, 2 } };
constexpr Field kMXFP4[] = { { 1, 16 }, { 0, 1 } };
constexpr Field kQ6_K[] = { { 0, 128 }, { 128, 64 }, { 192, 16 }, { 208, 2 } };

/// The planes of a format, in the order they lie in a row; none for formats kept as in the file.
std::span<const Field> fieldsOf(TensorType type)
{
    switch (type) {
    case TensorType::Q4_0:
        return kQ4_0;
    case TensorType::Q4_1:
        return kQ4_1;
    case TensorType::Q5_0:
        return kQ5_0;
    case TensorType::Q5_1:
        return kQ5_1;
    case TensorType::Q8_0:
        return kQ8_0;
    case TensorType::Q6_K:
        return kQ6_K;
    case TensorType::IQ4_NL:
        return kIQ4_NL;
    case TensorType::MXFP4:
        return kMXFP4;
    default:
        return {};
    }
}

std::uint64_t wholeVectors(std::uint64_t bytes)
{
    return (bytes + kVectorBytes - 1) / kVectorBytes * kVectorBytes;
}

/// Bytes of the planes of a row of `blocks` superblocks that is taken apart, in order; none for other formats.
struct Planes
{
    std::array<std::uint64_t, 4> ofBlock = {}; ///< 0: no such plane

    std::uint64_t bytes(std::uint64_t blocks) const
    {
        std::uint64_t sum = 0;
        for (const std::uint64_t plane : ofBlock)
            sum += wholeVectors(blocks * plane);
        return sum;
    }
};

Planes planesOf(TensorType type)
{
    if (type == TensorType::Q2_K)
        return { { 64, 16, 4 } };
    if (!quant::isCoded(type))
        return {};
    return quant::codebook(type).size() == 8 ? Planes { { 64, 32, 16, 4 } } : Planes { { 128, 8, 4 } };
}

/// The low two bits of 16 values: values 4 i to 4 i + 3 in bits 2 i, 2 i + 1 of the bytes.
std::uint32_t pairsOf(const std::uint8_t *values)
{
    std::uint32_t word = 0;
    for (std::uint32_t i = 0; i < 16; ++i)
        word |= (values[i] & 3U) << (8 * (i % 4) + 2 * (i / 4));
    return word;
}

/// The third bits of 32 values: values 4 i to 4 i + 3 of the first 16 in bit i of the bytes, of the others in bit 4 +
/// i.
std::uint32_t thirdBitsOf(const std::uint8_t *values)
{
    std::uint32_t word = 0;
    for (std::uint32_t i = 0; i < 32; ++i)
        word |= (values[i] >> 2 & 1U) << (8 * (i % 4) + i / 4);
    return word;
}

void put(std::byte *to, std::uint32_t word)
{
    std::memcpy(to, &word, sizeof(word));
}

void packPairs(const std::uint8_t *values, std::byte *to)
{
    for (std::size_t run = 0; run < 16; ++run)
        put(to + 4 * run, pairsOf(values + 16 * run));
}

/// A block of Q2_K into its three planes.
void packQ2(const std::byte *block, std::array<std::byte *, 4> planes)
{
    std::array<std::uint8_t, 256> values;
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<std::uint8_t>(quant::Q2_K::quant(block, i));
    packPairs(values.data(), planes[0]);
    std::memcpy(planes[1], block, 16);
    std::memcpy(planes[2], block + quant::Q2_K::kScale, 4);
}

/// A block of coded values into its planes, as indices. `indices` holds that of each value + 128.
void packCoded(TensorType type, const std::byte *block, const std::array<std::uint8_t, 256> &indices,
    std::array<std::byte *, 4> planes)
{
    quant::CodedBlock coded;
    quant::readCoded(type, block, coded);
    std::array<std::uint8_t, 256> values;
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = indices[static_cast<std::size_t>(coded.values[i] + 128)];
    // Where values are i + offset, their steps of 2 (IQ3_S) go into d.
    const float d = type == TensorType::IQ3_S ? 2.0f * coded.d : coded.d;
    if (planesOf(type).ofBlock[3] != 0) {
        packPairs(values.data(), planes[0]);
        for (std::size_t unit = 0; unit < 8; ++unit)
            put(planes[1] + 4 * unit, thirdBitsOf(values.data() + 32 * unit));
        std::memcpy(planes[2], coded.scales.data(), 16);
        std::memcpy(planes[3], &d, sizeof(d));
        return;
    }
    for (std::size_t unit = 0; unit < 8; ++unit) {
        for (std::size_t i = 0; i < 16; ++i)
            planes[0][16 * unit + i] = static_cast<std::byte>(values[32 * unit + i] | values[32 * unit + i + 16] << 4);
        planes[1][unit] = static_cast<std::byte>(coded.scales[2 * unit]);
    }
    std::memcpy(planes[2], &d, sizeof(d));
}

void packSuperblocks(TensorType type, const Planes &sizes, std::span<const std::byte> from, std::span<std::byte> to)
{
    std::array<std::uint8_t, 256> indices {};
    const std::span<const std::int8_t> book = quant::codebook(type);
    for (std::size_t i = book.size(); i-- > 0;)
        indices[static_cast<std::size_t>(book[i] + 128)] = static_cast<std::uint8_t>(i);
    const std::size_t blockBytes = quant::tensorTypeInfo(type).blockBytes;
    const std::size_t blocks = from.size() / blockBytes;
    std::memset(to.data(), 0, to.size());
    std::array<std::byte *, 4> planes {};
    std::byte *plane = to.data();
    for (std::size_t i = 0; i < planes.size(); ++i) {
        planes[i] = plane;
        plane += wholeVectors(blocks * sizes.ofBlock[i]);
    }
    for (std::size_t b = 0; b < blocks; ++b) {
        const std::byte *block = from.data() + b * blockBytes;
        if (type == TensorType::Q2_K)
            packQ2(block, planes);
        else
            packCoded(type, block, indices, planes);
        for (std::size_t i = 0; i < planes.size(); ++i)
            planes[i] += sizes.ofBlock[i];
    }
}

} // namespace

BookConstants bookConstants(TensorType type)
{
    BookConstants constants;
    const std::span<const std::int8_t> book = quant::codebook(type);
    for (std::size_t i = 0; i < book.size(); ++i)
        constants.words[i / 4] |= std::uint32_t { static_cast<std::uint8_t>(book[i]) } << (8 * (i % 4));
    if (type == TensorType::Q3_K)
        constants.offset = -4.0f;
    else if (type == TensorType::IQ3_S)
        constants.offset = -7.5f;
    constants.scales = type == TensorType::IQ4_NL ? 1 : type == TensorType::MXFP4 ? 2 : 0;
    return constants;
}

RowLayout rowLayout(TensorType type, std::uint32_t columns)
{
    const quant::TensorTypeInfo &info = quant::tensorTypeInfo(type);
    const std::uint64_t blocks = columns / info.blockLength;
    RowLayout layout;
    layout.units = (columns + kUnitColumns - 1) / kUnitColumns;
    layout.fileBytes = blocks * info.blockBytes;
    std::uint64_t bytes = 0;
    if (info.blockLength == 1) // whole units, so that a kernel may read the last one
        bytes = std::uint64_t(layout.units) * kUnitColumns * info.blockBytes;
    else if (const std::span<const Field> fields = fieldsOf(type); !fields.empty())
        for (const Field &field : fields)
            bytes += wholeVectors(blocks * field.bytes);
    else if (const Planes planes = planesOf(type); planes.ofBlock[0] != 0)
        bytes = planes.bytes(blocks);
    else
        bytes = layout.fileBytes;
    layout.vectors = static_cast<std::uint32_t>(wholeVectors(bytes) / kVectorBytes);
    return layout;
}

void packRow(TensorType type, const RowLayout &layout, std::span<const std::byte> from, std::span<std::byte> to)
{
    if (const Planes planes = planesOf(type); planes.ofBlock[0] != 0)
        return packSuperblocks(type, planes, from, to);
    const std::span<const Field> fields = fieldsOf(type);
    if (fields.empty()) {
        std::memcpy(to.data(), from.data(), from.size());
        std::memset(to.data() + from.size(), 0, layout.bytes() - from.size());
        return;
    }
    const std::size_t blockBytes = quant::tensorTypeInfo(type).blockBytes;
    const std::size_t blocks = from.size() / blockBytes;
    std::byte *plane = to.data();
    for (const Field &field : fields) {
        const std::byte *source = from.data() + field.offset;
        for (std::size_t i = 0; i < blocks; ++i, source += blockBytes)
            std::memcpy(plane + i * field.bytes, source, field.bytes);
        const std::uint64_t used = blocks * field.bytes;
        std::memset(plane + used, 0, wholeVectors(used) - used);
        plane += wholeVectors(used);
    }
}

} // namespace maru::backend::vulkan
