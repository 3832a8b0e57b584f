// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/cli/sampling_options.h"

#include "inference/cli/commands.h"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace maru::cli {

namespace {

using Settings = sampling::SamplingSettings;

constexpr std::array<std::pair<std::string_view, float Settings::*>, 11> kNumbers { {
    { "--temperature", &Settings::temperature },
    { "--typical", &Settings::typicalP },
    { "--top-p", &Settings::topP },
    { "--min-p", &Settings::minP },
    { "--xtc-probability", &Settings::xtcProbability },
    { "--xtc-threshold", &Settings::xtcThreshold },
    { "--repetition-penalty", &Settings::repetitionPenalty },
    { "--frequency-penalty", &Settings::frequencyPenalty },
    { "--presence-penalty", &Settings::presencePenalty },
    { "--mirostat-ent", &Settings::mirostatTau },
    { "--mirostat-lr", &Settings::mirostatEta },
} };

constexpr std::uint64_t kMany = 1u << 30;

/// ID:VALUE, where VALUE may be -inf.
Result<sampling::LogitBias> parseBias(const std::string &text)
{
    sampling::LogitBias bias { 0, 0 };
    const char *const last = text.data() + text.size();
    const auto token = std::from_chars(text.data(), last, bias.token);
    if (token.ec == std::errc() && token.ptr != last && *token.ptr == ':' && bias.token >= 0) {
        const auto value = std::from_chars(token.ptr + 1, last, bias.value);
        if (value.ec == std::errc() && value.ptr == last)
            return bias;
    }
    return badOption("--logit-bias", "must be ID:VALUE, as 15043:-1.5 or 13:-inf");
}

Result<void> readDry(const Options &options, sampling::DrySettings &dry)
{
    MARU_TRY(dry.multiplier, options.real("--dry-multiplier", dry.multiplier));
    MARU_TRY(dry.base, options.real("--dry-base", dry.base));
    MARU_TRY(const std::uint64_t length, options.integer("--dry-allowed-length", dry.allowedLength, 0, kMany));
    dry.allowedLength = static_cast<std::uint32_t>(length);
    MARU_TRY(const std::uint64_t window, options.integer("--dry-penalty-last-n", dry.window, 0, kMany));
    dry.window = static_cast<std::uint32_t>(window);
    if (options.has("--dry-sequence-breaker")) {
        dry.breakers = options.texts("--dry-sequence-breaker");
        if (dry.breakers == std::vector<std::string> { "none" })
            dry.breakers.clear();
    }
    return {};
}

} // namespace

const std::set<std::string_view> &samplingOptions()
{
    static const std::set<std::string_view> kNames { "--temperature", "--top-k", "--typical", "--top-p", "--min-p",
        "--xtc-probability", "--xtc-threshold", "--repetition-penalty", "--repeat-penalty", "--repeat-last-n",
        "--frequency-penalty", "--presence-penalty", "--dry-multiplier", "--dry-base", "--dry-allowed-length",
        "--dry-penalty-last-n", "--dry-sequence-breaker", "--mirostat", "--mirostat-ent", "--mirostat-lr",
        "--logit-bias", "--grammar", "--json-schema", "--seed" };
    return kNames;
}

Result<Settings> readSampling(const Options &options)
{
    Settings settings;
    for (const auto &[name, member] : kNumbers) {
        MARU_TRY(settings.*member, options.real(name, settings.*member));
    }
    MARU_TRY(settings.repetitionPenalty, options.real("--repeat-penalty", settings.repetitionPenalty));
    MARU_TRY(const std::uint64_t topK, options.integer("--top-k", settings.topK, 0, kMany));
    settings.topK = static_cast<std::uint32_t>(topK);
    MARU_TRY(const std::uint64_t window, options.integer("--repeat-last-n", settings.repetitionWindow, 0, kMany));
    settings.repetitionWindow = static_cast<std::uint32_t>(window);
    const std::string mirostat = options.text("--mirostat").value_or("0");
    if (mirostat != "0" && mirostat != "2")
        return badOption("--mirostat", "must be 0 or 2");
    settings.mirostat = mirostat == "2";
    MARU_CHECK(readDry(options, settings.dry));
    for (const std::string &text : options.texts("--logit-bias")) {
        MARU_TRY(const sampling::LogitBias bias, parseBias(text));
        settings.logitBias.push_back(bias);
    }
    if (const auto path = options.text("--grammar")) {
        MARU_TRY(settings.grammar, readFile(*path));
        if (settings.grammar.empty())
            return badOption("--grammar", "names an empty file");
    }
    if (const auto path = options.text("--json-schema")) {
        MARU_TRY(settings.jsonSchema, readFile(*path));
        if (settings.jsonSchema.empty())
            return badOption("--json-schema", "names an empty file");
    }
    if (const auto checked = sampling::checkSettings(settings); !checked) {
        std::string name(checked.error().arg("key"));
        if (name == "repetition penalty")
            name = options.has("--repeat-penalty") ? "repeat-penalty" : "repetition-penalty";
        return badOption("--" + name, checked.error().arg("detail"));
    }
    return settings;
}

} // namespace maru::cli
