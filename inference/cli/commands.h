// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/cli/options.h"

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace maru::cli {

/// One command of maru-cli. Results go to stdout, progress to stderr.
struct Command
{
    std::string_view name;
    std::string_view usage;
    std::size_t words; ///< what it takes besides options, at most
    std::set<std::string_view> valued;
    std::set<std::string_view> switches;
    Result<void> (*run)(const Options &);
};

/// All commands, in the order of the help.
std::span<const Command> commands();

Result<void> runDevices(const Options &options);
Result<void> runCheckUp(const Options &options);
Result<void> runInfo(const Options &options);
Result<void> runTokenize(const Options &options);
Result<void> runDetokenize(const Options &options);
Result<void> runTemplate(const Options &options);
Result<void> runLogits(const Options &options);
Result<void> runGenerate(const Options &options);
Result<void> runPerplexity(const Options &options);
Result<void> runBench(const Options &options);
Result<void> runImatrix(const Options &options);
Result<void> runQuantize(const Options &options);

/// The word number `index`, or BadOption naming `what`.
Result<std::string> word(const Options &options, std::size_t index, std::string_view what);

/// All bytes of a file. Failure: FileMissing, FileUnreadable.
Result<std::string> readFile(const std::string &path);

/// "1,2,3" as token ids. Failure: BadOption about `option`.
Result<std::vector<tokenizer::Token>> parseTokens(std::string_view option, std::string_view list);

/// Opens a model with a progress line on stderr (if that is a terminal).
Result<std::unique_ptr<runtime::LoadedModel>> openModel(const std::string &path, const runtime::OpenOptions &options);

} // namespace maru::cli
