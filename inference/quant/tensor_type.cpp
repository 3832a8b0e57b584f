// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quant/tensor_type.h"

#include "inference/base/checked_math.h"
#include "inference/quant/iq2_s.h"
#include "inference/quant/iq2_xs.h"
#include "inference/quant/iq2_xxs.h"
#include "inference/quant/iq3_s.h"
#include "inference/quant/iq3_xxs.h"
#include "inference/quant/iq4_nl.h"
#include "inference/quant/iq4_xs.h"
#include "inference/quant/mxfp4.h"
#include "inference/quant/q2_k.h"
#include "inference/quant/q3_k.h"
#include "inference/quant/q4_0.h"
#include "inference/quant/q4_1.h"
#include "inference/quant/q4_k.h"
#include "inference/quant/q5_0.h"
#include "inference/quant/q5_1.h"
#include "inference/quant/q5_k.h"
#include "inference/quant/q6_k.h"
#include "inference/quant/q8_0.h"

#include <array>
#include <cassert>

namespace maru::quant {

namespace {

using enum TensorType;

constexpr std::array kTable {
    TensorTypeInfo { F32, "F32", 1, 4, true },
    TensorTypeInfo { F16, "F16", 1, 2, true },
    TensorTypeInfo { Q4_0, "Q4_0", 32, 18, true },
    TensorTypeInfo { Q4_1, "Q4_1", 32, 20, true },
    TensorTypeInfo { Q5_0, "Q5_0", 32, 22, true },
    TensorTypeInfo { Q5_1, "Q5_1", 32, 24, true },
    TensorTypeInfo { Q8_0, "Q8_0", 32, 34, true },
    TensorTypeInfo { Q8_1, "Q8_1", 32, 36, false },
    TensorTypeInfo { Q2_K, "Q2_K", 256, 84, true },
    TensorTypeInfo { Q3_K, "Q3_K", 256, 110, true },
    TensorTypeInfo { Q4_K, "Q4_K", 256, 144, true },
    TensorTypeInfo { Q5_K, "Q5_K", 256, 176, true },
    TensorTypeInfo { Q6_K, "Q6_K", 256, 210, true },
    TensorTypeInfo { Q8_K, "Q8_K", 256, 292, false },
    TensorTypeInfo { IQ2_XXS, "IQ2_XXS", 256, 66, true },
    TensorTypeInfo { IQ2_XS, "IQ2_XS", 256, 74, true },
    TensorTypeInfo { IQ3_XXS, "IQ3_XXS", 256, 98, true },
    TensorTypeInfo { IQ1_S, "IQ1_S", 256, 50, false },
    TensorTypeInfo { IQ4_NL, "IQ4_NL", 32, 18, true },
    TensorTypeInfo { IQ3_S, "IQ3_S", 256, 110, true },
    TensorTypeInfo { IQ2_S, "IQ2_S", 256, 82, true },
    TensorTypeInfo { IQ4_XS, "IQ4_XS", 256, 136, true },
    TensorTypeInfo { I8, "I8", 1, 1, false },
    TensorTypeInfo { I16, "I16", 1, 2, false },
    TensorTypeInfo { I32, "I32", 1, 4, false },
    TensorTypeInfo { I64, "I64", 1, 8, false },
    TensorTypeInfo { F64, "F64", 1, 8, false },
    TensorTypeInfo { IQ1_M, "IQ1_M", 256, 56, false },
    TensorTypeInfo { BF16, "BF16", 1, 2, true },
    TensorTypeInfo { TQ1_0, "TQ1_0", 256, 54, false },
    TensorTypeInfo { TQ2_0, "TQ2_0", 256, 66, false },
    TensorTypeInfo { MXFP4, "MXFP4", 32, 17, true },
    TensorTypeInfo { NVFP4, "NVFP4", 64, 36, false },
    TensorTypeInfo { Q1_0, "Q1_0", 128, 18, false },
};

template <typename Format> void decodeBlocks(const std::byte *blocks, float *values, std::size_t count)
{
    for (std::size_t i = 0; i < count; i += Format::kBlockLength, blocks += Format::kBlockBytes)
        Format::decode(blocks, values + i);
}

template <typename Format> void encodeBlocks(const float *values, std::byte *blocks, std::size_t count)
{
    for (std::size_t i = 0; i < count; i += Format::kBlockLength, blocks += Format::kBlockBytes)
        Format::encode(values + i, blocks);
}

template <float (*toFloat)(std::uint16_t)>
void decodeSixteenBits(const std::byte *stored, float *values, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, stored + 2 * i, sizeof(bits));
        values[i] = toFloat(bits);
    }
}

template <std::uint16_t (*fromFloat)(float)>
void encodeSixteenBits(const float *values, std::byte *stored, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint16_t bits = fromFloat(values[i]);
        std::memcpy(stored + 2 * i, &bits, sizeof(bits));
    }
}

} // namespace

const TensorTypeInfo *findTensorType(std::uint32_t type)
{
    for (const TensorTypeInfo &row : kTable) {
        if (static_cast<std::uint32_t>(row.type) == type)
            return &row;
    }
    return nullptr;
}

const TensorTypeInfo &tensorTypeInfo(TensorType type)
{
    const TensorTypeInfo *row = findTensorType(static_cast<std::uint32_t>(type));
    assert(row != nullptr);
    return *row;
}

std::optional<std::uint64_t> byteCount(TensorType type, std::uint64_t values)
{
    const TensorTypeInfo &row = tensorTypeInfo(type);
    if (values % row.blockLength != 0)
        return std::nullopt;
    return checkedMultiply<std::uint64_t>(values / row.blockLength, row.blockBytes);
}

void decode(TensorType type, const std::byte *blocks, float *values, std::size_t count)
{
    switch (type) {
    case F32:
        std::memcpy(values, blocks, 4 * count);
        return;
    case F16:
        return decodeSixteenBits<halfToFloat>(blocks, values, count);
    case BF16:
        return decodeSixteenBits<bfloat16ToFloat>(blocks, values, count);
    case TensorType::Q4_0:
        return decodeBlocks<quant::Q4_0>(blocks, values, count);
    case TensorType::Q4_1:
        return decodeBlocks<quant::Q4_1>(blocks, values, count);
    case TensorType::Q5_0:
        return decodeBlocks<quant::Q5_0>(blocks, values, count);
    case TensorType::Q5_1:
        return decodeBlocks<quant::Q5_1>(blocks, values, count);
    case TensorType::Q8_0:
        return decodeBlocks<quant::Q8_0>(blocks, values, count);
    case TensorType::Q4_K:
        return decodeBlocks<quant::Q4_K>(blocks, values, count);
    case TensorType::Q5_K:
        return decodeBlocks<quant::Q5_K>(blocks, values, count);
    case TensorType::Q6_K:
        return decodeBlocks<quant::Q6_K>(blocks, values, count);
    case TensorType::Q2_K:
        return decodeBlocks<quant::Q2_K>(blocks, values, count);
    case TensorType::Q3_K:
        return decodeBlocks<quant::Q3_K>(blocks, values, count);
    case TensorType::IQ4_NL:
        return decodeBlocks<quant::IQ4_NL>(blocks, values, count);
    case TensorType::IQ4_XS:
        return decodeBlocks<quant::IQ4_XS>(blocks, values, count);
    case TensorType::MXFP4:
        return decodeBlocks<quant::MXFP4>(blocks, values, count);
    case TensorType::IQ2_XXS:
        return decodeBlocks<quant::IQ2_XXS>(blocks, values, count);
    case TensorType::IQ2_XS:
        return decodeBlocks<quant::IQ2_XS>(blocks, values, count);
    case TensorType::IQ2_S:
        return decodeBlocks<quant::IQ2_S>(blocks, values, count);
    case TensorType::IQ3_XXS:
        return decodeBlocks<quant::IQ3_XXS>(blocks, values, count);
    case TensorType::IQ3_S:
        return decodeBlocks<quant::IQ3_S>(blocks, values, count);
    default:
        assert(false && "decode() of a type without a reference");
    }
}

void encode(TensorType type, const float *values, std::byte *blocks, std::size_t count)
{
    switch (type) {
    case F32:
        std::memcpy(blocks, values, 4 * count);
        return;
    case F16:
        return encodeSixteenBits<floatToHalf>(values, blocks, count);
    case BF16:
        return encodeSixteenBits<floatToBfloat16>(values, blocks, count);
    case TensorType::Q4_0:
        return encodeBlocks<quant::Q4_0>(values, blocks, count);
    case TensorType::Q4_1:
        return encodeBlocks<quant::Q4_1>(values, blocks, count);
    case TensorType::Q5_0:
        return encodeBlocks<quant::Q5_0>(values, blocks, count);
    case TensorType::Q5_1:
        return encodeBlocks<quant::Q5_1>(values, blocks, count);
    case TensorType::Q8_0:
        return encodeBlocks<quant::Q8_0>(values, blocks, count);
    case TensorType::Q4_K:
        return encodeBlocks<quant::Q4_K>(values, blocks, count);
    case TensorType::Q5_K:
        return encodeBlocks<quant::Q5_K>(values, blocks, count);
    case TensorType::Q6_K:
        return encodeBlocks<quant::Q6_K>(values, blocks, count);
    case TensorType::Q2_K:
        return encodeBlocks<quant::Q2_K>(values, blocks, count);
    case TensorType::Q3_K:
        return encodeBlocks<quant::Q3_K>(values, blocks, count);
    case TensorType::IQ4_NL:
        return encodeBlocks<quant::IQ4_NL>(values, blocks, count);
    case TensorType::IQ4_XS:
        return encodeBlocks<quant::IQ4_XS>(values, blocks, count);
    case TensorType::MXFP4:
        return encodeBlocks<quant::MXFP4>(values, blocks, count);
    case TensorType::IQ2_XXS:
        return encodeBlocks<quant::IQ2_XXS>(values, blocks, count);
    case TensorType::IQ2_XS:
        return encodeBlocks<quant::IQ2_XS>(values, blocks, count);
    case TensorType::IQ2_S:
        return encodeBlocks<quant::IQ2_S>(values, blocks, count);
    case TensorType::IQ3_XXS:
        return encodeBlocks<quant::IQ3_XXS>(values, blocks, count);
    case TensorType::IQ3_S:
        return encodeBlocks<quant::IQ3_S>(values, blocks, count);
    default:
        assert(false && "encode() of a type without a reference");
    }
}

} // namespace maru::quant
