// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/weight_layout.h"

#include <algorithm>
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
    default:
        return {};
    }
}

std::uint64_t wholeVectors(std::uint64_t bytes)
{
    return (bytes + kVectorBytes - 1) / kVectorBytes * kVectorBytes;
}

} // namespace

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
    else
        bytes = layout.fileBytes;
    layout.vectors = static_cast<std::uint32_t>(wholeVectors(bytes) / kVectorBytes);
    return layout;
}

void packRow(TensorType type, const RowLayout &layout, std::span<const std::byte> from, std::span<std::byte> to)
{
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
