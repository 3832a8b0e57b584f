// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/gguf/gguf_file.h"
#include "inference/quant/tensor_type.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace maru::quantizer {

/// What a model can be cut to. _K_M are mixtures: the tensors where lost digits hurt most keep more of them.
enum class Target : std::uint8_t { Q8_0, Q6_K, Q5_K_M, Q4_K_M, Q4_0, Q3_K_M, Q2_K };

inline constexpr int kTargetCount = static_cast<int>(Target::Q2_K) + 1;

/// "Q4_K_M".
std::string_view toString(Target target);
std::optional<Target> findTarget(std::string_view name);

/// The number that `general.file_type` has for `target`.
std::uint32_t fileType(Target target);

/// What of a model decides the types of its tensors.
struct MixtureModel
{
    std::uint32_t layerCount = 0;
    std::uint32_t queriesPerKey = 1; ///< heads of q that share one of k
    std::uint32_t expertCount = 0;
    bool hasOutput = false; ///< an output matrix of its own; else the embedding is it

    static MixtureModel of(const gguf::GgufFile &file);
};

/// The type `tensor` gets, or nothing if it stays as it is: norms, biases, routing, tables of factors.
///
/// The mixtures are those of llama.cpp, so that sizes and quality compare. A row that is no whole super-blocks of 256
/// falls back to the nearest type of blocks of 32 with at least as many bits; one that is not even that, to F16.
std::optional<quant::TensorType> typeFor(const gguf::TensorInfo &tensor, Target target, const MixtureModel &model);

} // namespace maru::quantizer
