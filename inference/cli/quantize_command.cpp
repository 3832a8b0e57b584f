// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// quantize: the same model with fewer digits. imatrix: which of them matter.

#include "inference/cli/commands.h"
#include "inference/quantizer/quantizer.h"
#include "inference/runtime/importance.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <optional>
#include <stop_token>
#include <thread>

namespace maru::cli {

namespace {

/// Turns Ctrl+C and a kind kill into a stop, so that the half-written file is taken away.
class StopOnSignals
{
public:
    StopOnSignals()
    {
        sigemptyset(&m_signals);
        sigaddset(&m_signals, SIGINT);
        sigaddset(&m_signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr); // threads made from here on inherit it
        m_waiter = std::jthread([this](std::stop_token ended) {
            const timespec pause { 0, 100'000'000 };
            while (!ended.stop_requested()) {
                if (sigtimedwait(&m_signals, nullptr, &pause) > 0)
                    m_source.request_stop();
            }
        });
    }

    std::stop_token token() const { return m_source.get_token(); }

private:
    sigset_t m_signals;
    std::stop_source m_source;
    std::jthread m_waiter;
};

Result<quantizer::Target> targetOf(const Options &options)
{
    MARU_TRY(const std::string name, word(options, 2, "TYPE"));
    if (const auto target = quantizer::findTarget(name))
        return *target;
    std::string known;
    for (int i = 0; i < quantizer::kTargetCount; ++i)
        known += (i == 0 ? "" : ", ") + std::string(toString(static_cast<quantizer::Target>(i)));
    return badOption("TYPE", "must be one of " + known);
}

} // namespace

Result<void> runQuantize(const Options &options)
{
    MARU_TRY(const std::string in, word(options, 0, "IN"));
    MARU_TRY(const std::string out, word(options, 1, "OUT"));
    MARU_TRY(const quantizer::Target target, targetOf(options));
    MARU_TRY(const std::uint64_t threads, options.integer("--threads", std::thread::hardware_concurrency(), 1, 512));
    std::optional<quantizer::ImportanceMatrix> importance;
    if (const auto path = options.text("--imatrix")) {
        MARU_TRY(importance, quantizer::ImportanceMatrix::read(*path));
    }
    const StopOnSignals stop;
    const bool terminal = isatty(STDERR_FILENO) != 0;
    const auto progress = [terminal](std::uint64_t done, std::uint64_t total) {
        if (terminal && total != 0)
            std::fprintf(stderr, "\rrewriting %3u %%", static_cast<unsigned>(100.0 * double(done) / double(total)));
    };
    const auto result = quantizer::quantize(
        in, out, target, importance ? &*importance : nullptr, static_cast<unsigned>(threads), progress, stop.token());
    if (terminal)
        std::fputs("\r                \r", stderr);
    if (!result)
        return result.error();
    if (options.json()) {
        const nlohmann::ordered_json json { { "bytes_in", result->bytesIn }, { "bytes_out", result->bytesOut },
            { "seconds", result->seconds } };
        std::puts(json.dump(2).c_str());
    } else {
        std::printf("%s: %.1f MB, was %.1f MB, in %.1f s\n", out.c_str(), static_cast<double>(result->bytesOut) / 1e6,
            static_cast<double>(result->bytesIn) / 1e6, result->seconds);
    }
    return {};
}

Result<void> runImatrix(const Options &options)
{
    MARU_TRY(const std::string model, word(options, 0, "MODEL"));
    MARU_TRY(const std::string textPath, word(options, 1, "TEXTFILE"));
    MARU_TRY(const std::string out, word(options, 2, "OUT"));
    MARU_TRY(const std::uint64_t context, options.integer("--context", 512, 8, 1 << 16));
    MARU_TRY(const std::uint64_t chunks, options.integer("--chunks", 0, 1, 1u << 30));
    MARU_TRY(const std::uint64_t threads, options.integer("--threads", 0, 1, 512));
    MARU_TRY(const std::string text, readFile(textPath));
    const StopOnSignals stop;
    const auto progress
        = [](std::uint32_t done, std::uint32_t total) { std::fprintf(stderr, "chunk %u of %u\n", done, total); };
    const auto chunkLength = static_cast<std::uint32_t>(context);
    MARU_TRY(const quantizer::ImportanceMatrix matrix,
        runtime::computeImportance(model, text, chunkLength, static_cast<std::uint32_t>(chunks),
            static_cast<unsigned>(threads), progress, stop.token()));
    MARU_CHECK(matrix.write(out, textPath, chunkLength));
    if (options.json())
        std::puts(nlohmann::ordered_json({ { "chunks", matrix.chunks } }).dump().c_str());
    else
        std::printf("%s: %zu matrices, %u chunks\n", out.c_str(), matrix.entries.size(), matrix.chunks);
    return {};
}

} // namespace maru::cli
