// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"

#include <cstdint>
#include <string>

namespace maru::model {

enum class RopeScaling : std::uint8_t { None, Linear, Yarn };

/// The sizes and constants of a transformer, read from the `<family>.*` keys and checked for sense.
struct Hyperparameters
{
    std::string family; ///< general.architecture: "llama"
    std::uint32_t vocabularySize = 0;
    std::uint32_t contextLength = 0; ///< trained
    std::uint32_t embeddingLength = 0;
    std::uint32_t layerCount = 0;
    std::uint32_t feedForwardLength = 0;
    std::uint32_t headCount = 0;
    std::uint32_t kvHeadCount = 0;
    std::uint32_t keyLength = 0; ///< of one head
    std::uint32_t valueLength = 0; ///< of one head
    std::uint32_t ropeDimension = 0; ///< values of a head that turn
    std::uint32_t slidingWindow = 0; ///< 0: none
    std::uint32_t slidingPattern = 0; ///< every how many layers one sees all positions; 0: none does
    float attentionScale = 0.0f; ///< of q k^T; 0: the family's own
    float rmsEpsilon = 1e-5f;
    float ropeBase = 10000.0f;
    float ropeLocalBase = 10000.0f; ///< of sliding-window layers
    RopeScaling ropeScaling = RopeScaling::None;
    float ropeFactor = 1.0f;
    std::uint32_t ropeOriginalContext = 0;

    /// Every size is at least 1 and small enough that the product of any two fits 64 bits with room to spare; head
    /// counts divide; numbers are finite. Failure: MissingKey, BadValue, UnknownFamily (one whose keys we do not know).
    /// `vocabularySize` is the tokenizer's.
    static Result<Hyperparameters> read(const gguf::GgufFile &file, std::uint32_t vocabularySize);
};

} // namespace maru::model
