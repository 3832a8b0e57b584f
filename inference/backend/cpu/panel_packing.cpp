// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/panel_packing.h"

#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/backend/cpu/packed_layout.h"
#include "inference/quant/coded_block.h"
#include "inference/quant/q2_k.h"
#include "inference/quant/q3_k.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace maru::backend::cpu {

namespace {

using quant::TensorType;

constexpr std::uint32_t kSuperBlocks = 8; // blocks of 32 in a superblock

/// The quants of one block of 32 columns, a byte each.
using Quants = std::uint8_t[kBlockColumns];

std::uint8_t byteAt(const std::byte *p, std::size_t i)
{
    return std::to_integer<std::uint8_t>(p[i]);
}

std::uint16_t halfAt(const std::byte *p)
{
    return static_cast<std::uint16_t>(byteAt(p, 0) | byteAt(p, 1) << 8);
}

int bitsOf(TensorType type)
{
    switch (type) {
    case TensorType::Q2_K:
        return 2;
    case TensorType::Q3_K:
    case TensorType::IQ2_XXS:
    case TensorType::IQ2_XS:
    case TensorType::IQ2_S:
        return 3;
    case TensorType::Q4_0:
    case TensorType::Q4_1:
    case TensorType::Q4_K:
    case TensorType::IQ4_NL:
    case TensorType::IQ4_XS:
    case TensorType::MXFP4:
    case TensorType::IQ3_XXS:
    case TensorType::IQ3_S:
        return 4;
    case TensorType::Q5_0:
    case TensorType::Q5_1:
    case TensorType::Q5_K:
        return 5;
    case TensorType::Q6_K:
        return 6;
    default:
        return 8;
    }
}

/// Bytes of the scales of `blocks` blocks of 16 rows.
std::uint64_t scaleBytes(TensorType type, std::uint64_t blocks)
{
    switch (type) {
    case TensorType::Q4_1:
    case TensorType::Q5_1:
        return blocks * sizeof(layout::BlockScaleMin);
    case TensorType::Q4_K:
    case TensorType::Q5_K:
        return blocks / kSuperBlocks * sizeof(layout::SuperScaleMin);
    case TensorType::Q6_K:
    case TensorType::Q3_K:
    case TensorType::IQ2_XS:
    case TensorType::IQ2_S:
        return blocks / kSuperBlocks * sizeof(layout::SuperScale);
    case TensorType::IQ4_XS:
    case TensorType::IQ2_XXS:
    case TensorType::IQ3_XXS:
    case TensorType::IQ3_S:
        return blocks / kSuperBlocks * sizeof(layout::SuperBlockScale);
    case TensorType::Q2_K:
        return blocks / kSuperBlocks * sizeof(layout::SuperHalfMin);
    case TensorType::MXFP4:
        return blocks * sizeof(layout::BlockExponent);
    default:
        return blocks * sizeof(layout::BlockScale);
    }
}

std::uint32_t wordAt(const std::uint8_t *p)
{
    std::uint32_t word = 0;
    std::memcpy(&word, p, sizeof(word));
    return word;
}

void putWord(std::byte *out, std::size_t vector, std::uint32_t row, std::uint32_t word)
{
    std::memcpy(out + vector * layout::kVectorBytes + row * sizeof(word), &word, sizeof(word));
}

/// Spreads one row's block over the vectors of the panel's block. Four bytes at a time, so the order of bytes in a word
/// does not matter.
void putQuants(int bits, const Quants &q, std::uint32_t row, std::byte *out)
{
    if (bits == 8) {
        for (std::uint32_t g = 0; g < 8; ++g)
            putWord(out, g, row, wordAt(q + g * 4));
        return;
    }
    if (bits <= 3) {
        std::uint32_t pairs[2] = { 0, 0 };
        std::uint32_t third = 0;
        for (std::uint32_t g = 0; g < 8; ++g) {
            const std::uint32_t word = wordAt(q + g * 4);
            pairs[g / 4] |= (word & 0x03030303U) << 2 * (g % 4);
            third |= (word >> 2 & 0x01010101U) << g;
        }
        putWord(out, 0, row, pairs[0]);
        putWord(out, 1, row, pairs[1]);
        if (bits == 3)
            putWord(out, 2, row, third);
        return;
    }
    std::uint32_t fifth = 0;
    std::uint32_t upper[2] = { 0, 0 };
    for (std::uint32_t g = 0; g < 4; ++g) {
        const std::uint32_t first = wordAt(q + g * 4);
        const std::uint32_t second = wordAt(q + (g + 4) * 4);
        putWord(out, g, row, (first & 0x0f0f0f0fU) | (second & 0x0f0f0f0fU) << 4);
        fifth |= (first >> 4 & 0x01010101U) << g | (second >> 4 & 0x01010101U) << (g + 4);
        upper[0] |= (first >> 4 & 0x03030303U) << 2 * g;
        upper[1] |= (second >> 4 & 0x03030303U) << 2 * g;
    }
    if (bits == 5)
        putWord(out, 4, row, fifth);
    if (bits == 6) {
        putWord(out, 4, row, upper[0]);
        putWord(out, 5, row, upper[1]);
    }
}

/// 32 nibbles: those of bytes 0-15 low first, then high.
void readNibbles(const std::byte *p, Quants &q)
{
    for (std::size_t i = 0; i < 16; ++i) {
        q[i] = byteAt(p, i) & 0x0f;
        q[i + 16] = static_cast<std::uint8_t>(byteAt(p, i) >> 4);
    }
}

/// Adds the fifth bits, value i's being bit i of 32.
void readFifthBits(const std::byte *p, Quants &q)
{
    for (std::size_t i = 0; i < kBlockColumns; ++i)
        q[i] = static_cast<std::uint8_t>(q[i] | (byteAt(p, i / 8) >> (i % 8) & 1) << 4);
}

/// A block of Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, IQ4_NL or MXFP4: its quants, and its scales into the record of the panel's
/// block.
void readBlock(TensorType type, const std::byte *block, std::uint32_t row, Quants &q, std::byte *scales)
{
    if (type == TensorType::MXFP4) {
        scales[row] = block[0];
        readNibbles(block + 1, q);
        return;
    }
    const std::uint16_t d = halfAt(block);
    std::memcpy(scales + row * sizeof(d), &d, sizeof(d));
    const bool hasMin = type == TensorType::Q4_1 || type == TensorType::Q5_1;
    if (hasMin) {
        const std::uint16_t m = halfAt(block + 2);
        std::memcpy(scales + offsetof(layout::BlockScaleMin, m) + row * sizeof(m), &m, sizeof(m));
    }
    const std::byte *rest = block + (hasMin ? 4 : 2);
    if (type == TensorType::Q8_0) {
        for (std::size_t i = 0; i < kBlockColumns; ++i)
            q[i] = byteAt(rest, i) ^ 0x80U;
    } else if (bitsOf(type) == 5) {
        readNibbles(rest + 4, q);
        readFifthBits(rest, q);
    } else {
        readNibbles(rest, q);
    }
}

/// The sub-block scales and minima of Q4_K and Q5_K: 6 bits each, in 12 bytes.
void readSixBits(const std::byte *p, std::uint32_t j, std::uint8_t &scale, std::uint8_t &min)
{
    if (j < 4) {
        scale = byteAt(p, j) & 63;
        min = byteAt(p, j + 4) & 63;
    } else {
        scale = static_cast<std::uint8_t>((byteAt(p, j + 4) & 0x0f) | (byteAt(p, j - 4) >> 6) << 4);
        min = static_cast<std::uint8_t>((byteAt(p, j + 4) >> 4) | (byteAt(p, j) >> 6) << 4);
    }
}

/// A superblock of Q4_K ({d, dmin, scales[12], quants[128]}) or Q5_K (with fifth bits[32] before the quants).
void readSuperMin(TensorType type, const std::byte *block, std::uint32_t row, Quants *q, std::byte *scales)
{
    auto *record = reinterpret_cast<layout::SuperScaleMin *>(scales);
    record->d[row] = halfAt(block);
    record->dmin[row] = halfAt(block + 2);
    const bool five = type == TensorType::Q5_K;
    const std::byte *fifths = block + 16;
    const std::byte *nibbles = block + (five ? 48 : 16);
    for (std::uint32_t j = 0; j < kSuperBlocks; ++j) {
        readSixBits(block + 4, j, record->scales[j][row], record->mins[j][row]);
        for (std::size_t i = 0; i < kBlockColumns; ++i) {
            const std::uint8_t both = byteAt(nibbles, j / 2 * 32 + i);
            q[j][i] = j % 2 == 0 ? both & 0x0f : static_cast<std::uint8_t>(both >> 4);
            if (five)
                q[j][i] = static_cast<std::uint8_t>(q[j][i] | (byteAt(fifths, i) >> j & 1) << 4);
        }
    }
}

/// A superblock of Q6_K: {low nibbles[128], upper pairs of bits[64], scales[16], d}, in two halves of 128 values.
void readSuper6(const std::byte *block, std::uint32_t row, Quants *q, std::byte *scales)
{
    auto *record = reinterpret_cast<layout::SuperScale *>(scales);
    record->d[row] = halfAt(block + 208);
    for (std::size_t j = 0; j < 16; ++j)
        record->scales[j][row] = static_cast<std::int8_t>(byteAt(block + 192, j));
    for (std::size_t half = 0; half < 2; ++half) {
        const std::byte *low = block + half * 64;
        const std::byte *upper = block + 128 + half * 32;
        for (std::size_t part = 0; part < 4; ++part) {
            for (std::size_t i = 0; i < kBlockColumns; ++i) {
                const std::uint8_t both = byteAt(low, part % 2 * 32 + i);
                const int nibble = part < 2 ? both & 0x0f : both >> 4;
                const int bits = byteAt(upper, i) >> (2 * part) & 3;
                q[half * 4 + part][i] = static_cast<std::uint8_t>(nibble | bits << 4);
            }
        }
    }
}

/// A superblock of Q2_K: {scales and minima[16], quants[64], d, dmin}.
void readSuper2(const std::byte *block, std::uint32_t row, Quants *q, std::byte *scales)
{
    auto *record = reinterpret_cast<layout::SuperHalfMin *>(scales);
    record->d[row] = halfAt(block + quant::Q2_K::kScale);
    record->dmin[row] = halfAt(block + quant::Q2_K::kScale + 2);
    for (std::size_t j = 0; j < 16; ++j)
        record->both[j][row] = byteAt(block, j);
    for (std::size_t i = 0; i < quant::Q2_K::kBlockLength; ++i)
        q[i / kBlockColumns][i % kBlockColumns] = static_cast<std::uint8_t>(quant::Q2_K::quant(block, i));
}

/// A superblock of one of the formats of quant::CodedBlock, as indices. `indices` holds that of each value + 128; d
/// stays as it is in the file, where it is the first half (Q3_K: the last).
void readCoded(TensorType type, const std::byte *block, const std::array<std::uint8_t, 256> &indices, std::uint32_t row,
    Quants *q, std::byte *scales)
{
    quant::CodedBlock coded;
    quant::readCoded(type, block, coded);
    const std::uint16_t d = halfAt(type == TensorType::Q3_K ? block + quant::Q3_K::kScale : block);
    std::memcpy(scales + row * sizeof(d), &d, sizeof(d)); // both records start with d
    for (std::size_t i = 0; i < coded.values.size(); ++i)
        q[i / kBlockColumns][i % kBlockColumns] = indices[static_cast<std::size_t>(coded.values[i] + 128)];
    const bool hasHalves = scaleBytes(type, kSuperBlocks) == sizeof(layout::SuperScale);
    for (std::size_t j = 0; j < (hasHalves ? 16U : 8U); ++j) {
        const std::int8_t scale = coded.scales[hasHalves ? j : 2 * j];
        std::memcpy(scales + sizeof(layout::SuperScale::d) + j * kPanelRows + row, &scale, 1);
    }
}

void packFloats(const graph::Weight &weight, std::uint32_t firstRow, std::uint32_t rows, std::byte *out)
{
    const std::size_t size = weight.type == TensorType::F32 ? 4 : 2;
    const std::size_t rowBytes = size * weight.columns;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const std::byte *from = weight.bytes.data() + (firstRow + row) * rowBytes;
        for (std::size_t c = 0; c < weight.columns; ++c)
            std::memcpy(out + (c * kPanelRows + row) * size, from + c * size, size);
    }
}

} // namespace

bool isFloatType(TensorType type)
{
    return type == TensorType::F32 || type == TensorType::F16 || type == TensorType::BF16;
}

std::uint32_t panelCount(std::uint32_t rows)
{
    return rows / kPanelRows + (rows % kPanelRows != 0 ? 1 : 0);
}

std::uint64_t panelBytes(TensorType type, std::uint32_t columns)
{
    if (isFloatType(type))
        return std::uint64_t { columns } * kPanelRows * (type == TensorType::F32 ? 4 : 2);
    const std::uint64_t blocks = columns / kBlockColumns;
    const std::uint64_t bytes = blocks * layout::quantBytes(bitsOf(type)) + scaleBytes(type, blocks);
    return (bytes + 63) / 64 * 64;
}

void packPanel(const graph::Weight &weight, std::uint32_t panel, std::byte *out)
{
    const std::uint32_t firstRow = panel * kPanelRows;
    const std::uint32_t rows = std::min(kPanelRows, weight.rows - firstRow);
    if (rows < kPanelRows)
        std::memset(out, 0, panelBytes(weight.type, weight.columns));
    if (isFloatType(weight.type)) {
        packFloats(weight, firstRow, rows, out);
        return;
    }
    const quant::TensorTypeInfo &info = quant::tensorTypeInfo(weight.type);
    const int bits = bitsOf(weight.type);
    const std::size_t quantBytes = layout::quantBytes(bits);
    const std::size_t blocks = weight.columns / kBlockColumns;
    const std::size_t blocksPerRecord = info.blockLength / kBlockColumns;
    const std::size_t recordBytes = scaleBytes(weight.type, blocksPerRecord);
    const std::size_t rowBytes = blocks / blocksPerRecord * info.blockBytes;
    std::array<std::uint8_t, 256> indices {};
    const std::span<const std::int8_t> book = quant::codebook(weight.type);
    for (std::size_t i = book.size(); i-- > 0;)
        indices[static_cast<std::size_t>(book[i] + 128)] = static_cast<std::uint8_t>(i);
    Quants q[kSuperBlocks];
    for (std::size_t record = 0; record < blocks / blocksPerRecord; ++record) {
        std::byte *quants = out + record * blocksPerRecord * quantBytes;
        std::byte *scales = out + blocks * quantBytes + record * recordBytes;
        for (std::uint32_t row = 0; row < rows; ++row) {
            const std::byte *block = weight.bytes.data() + (firstRow + row) * rowBytes + record * info.blockBytes;
            if (blocksPerRecord == 1)
                readBlock(weight.type, block, row, q[0], scales);
            else if (weight.type == TensorType::Q6_K)
                readSuper6(block, row, q, scales);
            else if (weight.type == TensorType::Q2_K)
                readSuper2(block, row, q, scales);
            else if (quant::isCoded(weight.type))
                readCoded(weight.type, block, indices, row, q, scales);
            else
                readSuperMin(weight.type, block, row, q, scales);
            for (std::size_t j = 0; j < blocksPerRecord; ++j)
                putQuants(bits, q[j], row, quants + j * quantBytes);
        }
    }
}

} // namespace maru::backend::cpu
