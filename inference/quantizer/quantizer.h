// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/quantizer/importance_matrix.h"
#include "inference/quantizer/type_mixture.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

namespace maru::quantizer {

struct QuantizeResult
{
    std::uint64_t bytesIn = 0;
    std::uint64_t bytesOut = 0;
    double seconds = 0;
};

/// Bytes of weights read so far and in all. Called on the calling thread.
using QuantizeProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// How large the file would be, but for some bytes of metadata, before anything is written. Failure:
/// AlreadyQuantized, UnknownWeightType, MissingTensor, as of quantize().
Result<std::uint64_t> quantizedSize(const gguf::GgufFile &file, Target target);

/// Rewrites the model `in` with fewer digits a weight: 123456789 -> 123456. Everything else of it stays.
///
/// Streams: takes memory for some rows, whatever the model's size. Blocks its caller; `threads` share the rows.
/// `out` appears whole at the end, or not at all. `importance` may be null.
/// Failure: those of GgufFile::open(); AlreadyQuantized (tensor, type) unless all that is to be rewritten is F32, F16,
/// BF16 or Q8_0; BadTensor (values that are no numbers; importance of other columns); DiskFull, ReadOnly; Cancelled.
Result<QuantizeResult> quantize(const std::filesystem::path &in, const std::filesystem::path &out, Target target,
    const ImportanceMatrix *importance, unsigned threads, const QuantizeProgress &progress = {},
    std::stop_token stop = {});

} // namespace maru::quantizer
