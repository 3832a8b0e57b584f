// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maru::quantizer {

/// How much each column of each weight matrix matters: the mean square of what a text sends through it.
///
/// Written and read in llama.cpp's GGUF format for it: for each tensor `<name>.in_sum2` [columns, matrices] and
/// `<name>.counts` [1, matrices], where an expert tensor is as many matrices as experts.
/// Ownership: plain values.
class ImportanceMatrix
{
public:
    struct Entry
    {
        std::uint32_t columns = 0;
        std::vector<float> squares; ///< [matrices, columns]: sums
        std::vector<float> counts; ///< [matrices]: rows summed
    };

    /// Failure: those of GgufFile::open(); BadTensor for entries that do not belong together or are no numbers >= 0.
    static Result<ImportanceMatrix> read(const std::filesystem::path &path);

    /// `dataset` and `chunkLength` are noted in the file. Failure: DiskFull, ReadOnly.
    Result<void> write(const std::filesystem::path &path, std::string_view dataset, std::uint32_t chunkLength) const;

    /// The means for matrix `matrix` of the tensor `name`: [columns]; empty if nothing is known of it, as of an expert
    /// that was never used.
    std::vector<float> means(std::string_view name, std::size_t matrix) const;

    std::map<std::string, Entry, std::less<>> entries;
    std::uint32_t chunks = 0;
};

} // namespace maru::quantizer
