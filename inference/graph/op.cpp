// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/op.h"

#include <array>
#include <cstddef>

namespace maru::graph {

std::string_view toString(Op op)
{
    static constexpr std::array<std::string_view, kOpCount> kNames = { "embed", "rms_norm", "mat_mul", "rope",
        "kv_write", "attention", "add", "gated_act", "scale", "head_mat_mul", "route", "expert_up", "expert_down",
        "select_outputs", "qkv", "mat_mul_add", "norm_mat_mul", "gated_mlp", "norm_add" };
    return kNames[static_cast<std::size_t>(op)];
}

} // namespace maru::graph
