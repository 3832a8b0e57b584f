// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/cli/commands.h"

#include "inference/cli/sampling_options.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>

namespace maru::cli {

namespace {

std::set<std::string_view> generateOptions()
{
    std::set<std::string_view> names { "--prompt", "--messages", "-n", "--stop", "--thinking", "--reasoning-effort",
        "--thinking-budget", "--reasoning-budget", "--pin", "--conversation" };
    names.insert(samplingOptions().begin(), samplingOptions().end());
    return names;
}

} // namespace

std::span<const Command> commands()
{
    static const std::array<Command, 12> kCommands { {
        { "devices", "devices", 0, {}, {}, runDevices },
        { "check-up", "check-up [--device D]", 0, {}, {}, runCheckUp },
        { "info", "info MODEL", 1, {}, {}, runInfo },
        { "tokenize", "tokenize MODEL (--text T | --file F) [--special] [--no-bos]", 1, { "--text", "--file" },
            { "--special", "--no-bos" }, runTokenize },
        { "detokenize", "detokenize MODEL --tokens 1,2,3", 1, { "--tokens" }, {}, runDetokenize },
        { "template", "template (MODEL | --file T.jinja) --vars V.json", 1, { "--file", "--vars" }, {}, runTemplate },
        { "logits", "logits MODEL --tokens 1,2,3 --out F.npy", 1, { "--tokens", "--out" }, {}, runLogits },
        { "generate",
            "generate MODEL (--prompt T | --messages M.json) [-n N] [--seed S] [--stop TEXT]... [--temperature X] "
            "[--top-k N] "
            "[--top-p X] [--min-p X] [--typical X] [--xtc-probability X] [--xtc-threshold X] [--repeat-penalty X] "
            "[--repeat-last-n N] [--frequency-penalty X] [--presence-penalty X] [--dry-multiplier X] [--dry-base X] "
            "[--dry-allowed-length N] [--dry-penalty-last-n N] [--dry-sequence-breaker TEXT|none]... [--mirostat 0|2] "
            "[--mirostat-ent X] [--mirostat-lr X] [--logit-bias ID:VALUE]... [--grammar F.gbnf | --json-schema F.json] "
            "[--thinking on|off] [--reasoning-effort low|medium|high] [--reasoning-budget N] [--pin 0,2] "
            "[--conversation ID]",
            1, generateOptions(), {}, runGenerate },
        { "perplexity", "perplexity MODEL FILE [--context 512] [--chunks N]", 2, { "--chunks" }, {}, runPerplexity },
        { "bench", "bench MODEL [--prompt-tokens 512] [--generate-tokens 128] [--depth 0] [--repetitions 5]", 1,
            { "--prompt-tokens", "--generate-tokens", "--depth", "--repetitions" }, {}, runBench },
        { "imatrix", "imatrix MODEL TEXTFILE OUT [--context 512] [--chunks N]", 3, { "--chunks" }, {}, runImatrix },
        { "quantize", "quantize IN OUT TYPE [--imatrix F]", 3, { "--imatrix" }, {}, runQuantize },
    } };
    return kCommands;
}

Result<std::string> word(const Options &options, std::size_t index, std::string_view what)
{
    if (index >= options.words().size())
        return badOption(what, "is missing");
    return options.words()[index];
}

Result<std::string> readFile(const std::string &path)
{
    const auto unreadable = [&path] {
        return Error { errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
            errno == ENOENT ? Reason::FileMissing : Reason::FileUnreadable,
            { { "path", path }, { "detail", std::strerror(errno) } }, path + ": " + std::strerror(errno) };
    };
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (!file)
        return unreadable();
    std::string bytes;
    std::array<char, 65536> part {};
    while (const std::size_t count = std::fread(part.data(), 1, part.size(), file.get()))
        bytes.append(part.data(), count);
    if (std::ferror(file.get()))
        return unreadable();
    return bytes;
}

Result<std::vector<tokenizer::Token>> parseTokens(std::string_view option, std::string_view list)
{
    std::vector<tokenizer::Token> tokens;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        const std::string_view number = list.substr(0, comma);
        tokenizer::Token token = 0;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), token);
        if (error != std::errc() || end != number.data() + number.size())
            return badOption(option, "must be numbers with commas between: 1,2,3");
        tokens.push_back(token);
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    if (tokens.empty())
        return badOption(option, "must name at least one token");
    return tokens;
}

Result<std::unique_ptr<runtime::LoadedModel>> openModel(const std::string &path, const runtime::OpenOptions &options)
{
    const bool terminal = isatty(STDERR_FILENO) != 0;
    const auto progress = [terminal](std::uint64_t done, std::uint64_t total) {
        if (terminal && total != 0)
            std::fprintf(stderr, "\rloading %3u %%", static_cast<unsigned>(100.0 * double(done) / double(total)));
    };
    auto loaded = runtime::LoadedModel::open(path, options, progress);
    if (terminal)
        std::fputs("\r             \r", stderr);
    if (loaded && !(*loaded)->note().empty())
        std::fprintf(stderr, "using the CPU: %s\n", (*loaded)->note().c_str());
    if (loaded && (*loaded)->placement().parts.size() > 1) {
        const runtime::PlacedPart &gpu = (*loaded)->placement().main();
        std::fprintf(stderr, "%u of %u layers on %s, the rest on the CPU\n", gpu.layerCount,
            (*loaded)->placement().layerCount, gpu.choice.device.name.c_str());
    }
    return loaded;
}

} // namespace maru::cli
