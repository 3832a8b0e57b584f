// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/quantizer/importance_matrix.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string_view>

namespace maru::runtime {

/// Reads `text` with the model in chunks of `chunkLength` tokens, each from an empty cache, and notes how strongly each
/// column of each weight matrix is used: what quantizer::quantize() spares. The head, whose input is not seen, is not
/// in it.
///
/// Runs on the CPU with `threads` threads (0: one per core). `maxChunks` 0: all. `progress` gets chunks done and in
/// all. Failure: of the file; BadValue (a text shorter than a chunk), OutOfMemory, Cancelled.
Result<quantizer::ImportanceMatrix> computeImportance(const std::filesystem::path &model, std::string_view text,
    std::uint32_t chunkLength, std::uint32_t maxChunks, unsigned threads,
    const std::function<void(std::uint32_t done, std::uint32_t total)> &progress = {}, std::stop_token stop = {});

} // namespace maru::runtime
