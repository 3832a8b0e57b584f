// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/expert_sum.h"

namespace maru::backend::cpu {

void addExpert(const float *tile, const float *bias, float weight, bool isFirst, std::uint32_t rows, float *out)
{
    for (std::uint32_t i = 0; i < rows; ++i) {
        const float product = weight * (bias == nullptr ? tile[i] : tile[i] + bias[i]);
        out[i] = isFirst ? product : out[i] + product;
    }
}

} // namespace maru::backend::cpu
