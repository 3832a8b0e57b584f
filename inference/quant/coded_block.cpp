// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quant/coded_block.h"

#include "inference/quant/iq2_s.h"
#include "inference/quant/iq2_xs.h"
#include "inference/quant/iq2_xxs.h"
#include "inference/quant/iq3_s.h"
#include "inference/quant/iq3_xxs.h"
#include "inference/quant/iq4_xs.h"
#include "inference/quant/q3_k.h"

#include <cassert>

namespace maru::quant {

std::span<const std::int8_t> codebook(TensorType type)
{
    switch (type) {
    case TensorType::Q3_K:
        return kQ3Values;
    case TensorType::IQ2_XXS:
    case TensorType::IQ2_XS:
    case TensorType::IQ2_S:
        return kIq2Values;
    case TensorType::IQ3_XXS:
        return kIq3XxsValues;
    case TensorType::IQ3_S:
        return kIq3SValues;
    case TensorType::IQ4_NL:
    case TensorType::IQ4_XS:
        return kIq4Values;
    case TensorType::MXFP4:
        return kFp4Values;
    default:
        return {};
    }
}

bool isCoded(TensorType type)
{
    return !codebook(type).empty() && type != TensorType::IQ4_NL && type != TensorType::MXFP4;
}

void readCoded(TensorType type, const std::byte *block, CodedBlock &coded)
{
    switch (type) {
    case TensorType::Q3_K:
        return Q3_K::read(block, coded);
    case TensorType::IQ4_XS:
        return IQ4_XS::read(block, coded);
    case TensorType::IQ2_XXS:
        return IQ2_XXS::read(block, coded);
    case TensorType::IQ2_XS:
        return IQ2_XS::read(block, coded);
    case TensorType::IQ2_S:
        return IQ2_S::read(block, coded);
    case TensorType::IQ3_XXS:
        return IQ3_XXS::read(block, coded);
    case TensorType::IQ3_S:
        return IQ3_S::read(block, coded);
    default:
        assert(false && "readCoded() of a type without coded blocks");
    }
}

} // namespace maru::quant
