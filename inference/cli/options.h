// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/runtime/loaded_model.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maru::cli {

/// The command line of one call, taken apart: positional words, options with values, and switches.
///
/// Failure: BadOption for an option the command does not have, a missing value or a malformed number (exit status 2);
/// NotYet for one that a later version will have (exit status 2).
class Options
{
public:
    /// `valued` and `switches` are the command's own; the common ones of every command are known.
    static Result<Options> parse(std::span<const std::string_view> words, const std::set<std::string_view> &valued,
        const std::set<std::string_view> &switches);

    const std::vector<std::string> &words() const { return m_words; }
    bool has(std::string_view name) const;
    std::optional<std::string> text(std::string_view name) const; ///< the last one given
    std::vector<std::string> texts(std::string_view name) const; ///< all of them, in order

    /// The value of `name` in [lowest, highest], or `fallback` if it was not given.
    Result<std::uint64_t> integer(
        std::string_view name, std::uint64_t fallback, std::uint64_t lowest, std::uint64_t highest) const;
    Result<float> real(std::string_view name, float fallback) const;

    bool json() const { return has("--json"); }

    /// --device, --gpu-layers, --threads, --context, --kv and --data-dir.
    Result<runtime::OpenOptions> openOptions() const;

private:
    std::vector<std::string> m_words;
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
};

/// BadOption about `option`.
Error badOption(std::string_view option, std::string_view detail);

} // namespace maru::cli
