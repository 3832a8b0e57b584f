// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/cli/options.h"

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <filesystem>

namespace maru::cli {

namespace {

const std::set<std::string_view> kCommonValued { "--device", "--gpu-layers", "--threads", "--context", "--kv",
    "--data-dir" };
const std::set<std::string_view> kNotYet { "--imatrix", "--language" };

std::filesystem::path cacheDirectory(const std::optional<std::string> &dataDirectory)
{
    if (dataDirectory)
        return std::filesystem::path(*dataDirectory) / "cache";
    if (const char *cache = std::getenv("XDG_CACHE_HOME"); cache && *cache)
        return std::filesystem::path(cache) / "maru";
    if (const char *home = std::getenv("HOME"); home && *home)
        return std::filesystem::path(home) / ".cache" / "maru";
    return {};
}

} // namespace

Error badOption(std::string_view option, std::string_view detail)
{
    return { ErrorCode::InvalidArgument, Reason::BadOption,
        { { "option", std::string(option) }, { "detail", std::string(detail) } },
        std::string(option) + " " + std::string(detail) };
}

Result<Options> Options::parse(std::span<const std::string_view> words, const std::set<std::string_view> &valued,
    const std::set<std::string_view> &switches)
{
    Options options;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word.size() < 2 || word.front() != '-') {
            options.m_words.emplace_back(word);
        } else if (word == "--json" || switches.contains(word)) {
            options.m_values[std::string(word)].emplace_back();
        } else if (kCommonValued.contains(word) || valued.contains(word)) {
            if (i + 1 == words.size())
                return badOption(word, "needs a value");
            options.m_values[std::string(word)].emplace_back(words[++i]);
        } else if (kNotYet.contains(word)) {
            return Error { ErrorCode::Unsupported, Reason::NotYet, { { "option", std::string(word) } },
                std::string(word) + " is not there yet" };
        } else {
            return badOption(word, "is not an option of this command");
        }
    }
    return options;
}

bool Options::has(std::string_view name) const
{
    return m_values.find(name) != m_values.end();
}

std::optional<std::string> Options::text(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::nullopt : std::optional(found->second.back());
}

std::vector<std::string> Options::texts(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

Result<std::uint64_t> Options::integer(
    std::string_view name, std::uint64_t fallback, std::uint64_t lowest, std::uint64_t highest) const
{
    const std::optional<std::string> value = text(name);
    if (!value)
        return fallback;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc() || end != value->data() + value->size() || number < lowest || number > highest)
        return badOption(
            name, "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
    return number;
}

Result<float> Options::real(std::string_view name, float fallback) const
{
    const std::optional<std::string> value = text(name);
    if (!value)
        return fallback;
    float number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc() || end != value->data() + value->size())
        return badOption(name, "must be a number");
    return number;
}

Result<runtime::OpenOptions> Options::openOptions() const
{
    runtime::OpenOptions options;
    options.device = text("--device").value_or("auto");
    if (text("--gpu-layers") == "all") {
        options.gpuLayers = runtime::kAllLayers;
    } else if (has("--gpu-layers")) {
        const auto layers = integer("--gpu-layers", 0, 0, 100'000);
        if (!layers)
            return badOption("--gpu-layers", "must be a number of layers, or all");
        options.gpuLayers = static_cast<std::uint32_t>(*layers);
    }
    MARU_TRY(const std::uint64_t threads, integer("--threads", 0, 1, 1024));
    options.threads = static_cast<unsigned>(threads);
    MARU_TRY(const std::uint64_t context, integer("--context", 0, 8, 16u << 20));
    options.context = static_cast<std::uint32_t>(context);
    const std::string kv = text("--kv").value_or("f16");
    const std::optional<backend::KvType> type = backend::parseKvType(kv);
    if (!type)
        return badOption("--kv", "must be f32, f16 or q8_0");
    options.kv = *type;
    options.cacheDirectory = cacheDirectory(text("--data-dir"));
    return options;
}

} // namespace maru::cli
