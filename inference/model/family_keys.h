// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maru::model {

/// Reads the `<family>.*` keys of a file, each into the range that makes sense.
///
/// What all families have is read by Hyperparameters; what only one has, by that one's file in inference/architecture.
/// Ownership: views the file. Failure: BadValue (of another kind, out of range, not a number), MissingKey.
class FamilyKeys
{
public:
    FamilyKeys(const gguf::GgufFile &file, std::string_view family);

    std::string key(std::string_view name) const { return m_prefix + std::string(name); }
    bool has(std::string_view name) const;

    /// Leaves `target` as it is if the key is absent. An array counts as one number if all of it is the same.
    Result<void> optional(std::string_view name, std::uint32_t &target, std::uint32_t least, std::uint32_t most) const;
    Result<void> required(std::string_view name, std::uint32_t &target, std::uint32_t least, std::uint32_t most) const;
    Result<void> optional(std::string_view name, float &target, double least, double most) const;
    Result<void> required(std::string_view name, float &target, double least, double most) const;
    Result<void> optional(std::string_view name, bool &target) const;

    /// An array of `length` numbers, booleans counting as 0 and 1; empty if the key is absent.
    Result<std::vector<std::uint32_t>> list(
        std::string_view name, std::uint32_t length, std::uint32_t least, std::uint32_t most) const;

    /// The string under the key; empty if there is none.
    std::string_view text(std::string_view name) const;

    /// "llama.context_length is 0"
    Error badValue(std::string_view name, std::string detail) const;

private:
    Error missing(std::string_view name) const;
    Result<std::uint32_t> inRange(
        std::string_view name, std::int64_t value, std::uint32_t least, std::uint32_t most) const;

    const gguf::GgufFile &m_file;
    std::string m_prefix;
};

} // namespace maru::model
