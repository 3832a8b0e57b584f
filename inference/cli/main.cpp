// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// maru-cli: the engine without a window.

#include "inference/cli/commands.h"
#include "inference/cli/error_line.h"

#include <cstdio>
#include <string_view>
#include <vector>

namespace {

using namespace maru;

void printHelp(std::FILE *to)
{
    std::fputs("maru-cli: run language models on this computer\n\n", to);
    for (const cli::Command &command : cli::commands())
        std::fprintf(to, "  maru-cli %s\n", std::string(command.usage).c_str());
    std::fputs("\nCommon options:\n"
               "  --device auto|cpu|vulkan|vulkan:INDEX|vulkan:UUID   where to run (auto)\n"
               "  --gpu-layers N|all                                  the last N layers on the GPU (as many as fit)\n"
               "  --threads N                                         of the CPU (one per core)\n"
               "  --context N                                         tokens kept in view\n"
               "  --kv f32|f16|q8_0                                   format of the key-value cache (f16)\n"
               "  --data-dir DIR                                      for pipelines and snapshots\n"
               "  --json                                              results as JSON\n",
        to);
}

Result<void> run(const cli::Command &command, const cli::Options &options)
{
    if (options.words().size() > command.words)
        return cli::badOption(options.words()[command.words], "is not expected");
    return command.run(options);
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
        printHelp(words.empty() ? stderr : stdout);
        return words.empty() ? 2 : 0;
    }
    for (const cli::Command &command : cli::commands()) {
        if (command.name != words[0])
            continue;
        auto options = cli::Options::parse(std::span(words).subspan(1), command.valued, command.switches);
        const Result<void> result = options ? run(command, *options) : Result<void>(std::move(options).error());
        if (result && std::fflush(stdout) == 0)
            return 0;
        const Error error = result ? Error { ErrorCode::Io, Reason::ReadOnly, { { "path", "the output" } }, "stdout" }
                                   : result.error();
        std::fprintf(stderr, "%s\n", cli::errorLine(error).c_str());
        return cli::exitStatus(error);
    }
    std::fprintf(stderr, "maru-cli: there is no command %s; see maru-cli --help\n", std::string(words[0]).c_str());
    return 2;
}
