// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"

#include <cstdint>
#include <string>

namespace maru::model {

enum class RopeScaling : std::uint8_t { None, Linear, Yarn, LongRope };

/// The sizes and constants that transformers of every family have, read from the `<family>.*` keys and checked for
/// sense. What one family has beyond them, its file in inference/architecture reads: see FamilyKeys.
struct Hyperparameters
{
    std::string family; ///< general.architecture: "llama"
    std::uint32_t vocabularySize = 0;
    std::uint32_t contextLength = 0; ///< trained
    std::uint32_t embeddingLength = 0;
    std::uint32_t layerCount = 0; ///< without those that only guess further tokens
    std::uint32_t feedForwardLength = 0;
    std::uint32_t headCount = 0;
    std::uint32_t kvHeadCount = 0;
    std::uint32_t keyLength = 0; ///< of one head
    std::uint32_t valueLength = 0; ///< of one head
    std::uint32_t ropeDimension = 0; ///< values of a head that turn
    std::uint32_t slidingWindow = 0; ///< positions that a layer sees, if it does not see all; 0: all layers see all
    float attentionScale = 0.0f; ///< of q k^T; 0: the family's own
    float rmsEpsilon = 1e-5f;
    float ropeBase = 0.0f; ///< 0: the family's own
    float ropeLocalBase = 10000.0f; ///< of sliding-window layers, where they have a base of their own
    RopeScaling ropeScaling = RopeScaling::None;
    float ropeFactor = 1.0f;
    float ropeMagnitude = 0.0f; ///< rope.scaling.attn_factor; 0: the scaling law's own
    float yarnFastTurns = 32.0f; ///< pairs that turn as often within the original context keep their angle
    float yarnSlowTurns = 1.0f; ///< those that turn less often are stretched
    std::uint32_t ropeOriginalContext = 0;

    /// Every size is at least 1 and small enough that the product of any two fits 64 bits with room to spare; head
    /// counts divide; numbers are finite. Failure: MissingKey, BadValue, UnknownFamily (one that has no row in
    /// families.h). `vocabularySize` is the tokenizer's.
    static Result<Hyperparameters> read(const gguf::GgufFile &file, std::uint32_t vocabularySize);
};

} // namespace maru::model
