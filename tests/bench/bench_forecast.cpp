// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The speed that is told before a model is loaded against the one it then has:
//     bench_forecast DEVICE ROUNDS MODEL.gguf...          DEVICE: cpu, vulkan:0
// Each round measures the device anew, as a check-up does, forecasts every model, loads it and writes tokens around the
// position that the forecast is for.

#include "inference/runtime/device_profile.h"
#include "inference/runtime/fit_table.h"
#include "inference/runtime/loaded_model.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace maru;

namespace {

constexpr std::uint32_t kContext = 2048;
constexpr std::uint32_t kFrom = 448; ///< the forecast is for 512
constexpr std::uint32_t kCount = 128;
constexpr double kAllowed = 0.25;

[[noreturn]] void giveUp(const Error &error)
{
    std::fprintf(stderr, "bench_forecast: %s\n", error.message.c_str());
    std::exit(2);
}

template <typename T> T need(Result<T> result)
{
    if (!result)
        giveUp(result.error());
    return *std::move(result);
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Tokens a second of a loaded model.
double measure(const std::string &path, runtime::OpenOptions options)
{
    options.context = kContext;
    const auto loaded = need(runtime::LoadedModel::open(path, options));
    backend::Executor &executor = loaded->session().executor();
    const std::uint32_t vocabulary = loaded->model().tokenizer().vocabularySize();
    std::vector<std::int32_t> prompt(kFrom);
    for (std::uint32_t i = 0; i < kFrom; ++i)
        prompt[i] = static_cast<std::int32_t>((i * 7919 + 13) % vocabulary);
    for (std::uint32_t done = 0; done < kFrom;) {
        const std::uint32_t step = std::min(executor.chunkLength(), kFrom - done);
        if (const auto read = executor.forward(std::span(prompt).subspan(done, step), done, backend::Outputs::None);
            !read)
            giveUp(read.error());
        done += step;
    }
    std::chrono::steady_clock::time_point start;
    for (std::uint32_t i = 0; i <= kCount; ++i) { // the first is not measured
        const auto token = static_cast<std::int32_t>((std::uint64_t(i) * 104729 + 7) % vocabulary);
        if (const auto written = executor.forward({ &token, 1 }, kFrom + i, backend::Outputs::Last); !written)
            giveUp(written.error());
        if (i == 0)
            start = std::chrono::steady_clock::now();
    }
    return kCount / secondsSince(start);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 4) {
        std::fprintf(stderr, "bench_forecast DEVICE ROUNDS MODEL.gguf...\n");
        return 2;
    }
    runtime::OpenOptions options;
    options.device = argv[1];
    bool isRight = true;
    for (int round = 0; round < std::atoi(argv[2]); ++round) {
        const auto devices = need(runtime::FitDevices::open(options));
        const bool isGpu = devices->gpu() != nullptr;
        const auto start = std::chrono::steady_clock::now();
        const runtime::DeviceProfile profile = need(runtime::measureDevice(isGpu ? *devices->gpu() : devices->cpu()));
        std::printf("%s, round %d: per token %.0f us, per layer %.1f us, cache %.1f GB/s, %.1f s\n",
            (isGpu ? devices->gpuChoice() : devices->cpuChoice()).device.name.c_str(), round + 1,
            profile.perToken * 1e6, profile.perLayer * 1e6, profile.cacheBandwidth / 1e9, secondsSince(start));
        for (const auto &[type, bandwidth] : profile.bandwidth)
            std::printf("  %s %.1f GB/s", std::string(quant::tensorTypeInfo(type).name).c_str(), bandwidth / 1e9);
        std::printf("\n");
        for (int i = 3; i < argc; ++i) {
            const auto model = need(model::Model::open(argv[i]));
            const runtime::FitTable table = need(runtime::FitTable::of(*model, *devices));
            const runtime::ModelFit fit = table.at(kContext, devices->limits(), &profile, &profile);
            const double measured = measure(argv[i], options);
            const double ratio = fit.tokensPerSecond / measured;
            isRight = isRight && ratio >= 1 - kAllowed && ratio <= 1 + kAllowed;
            std::printf("  %-44s forecast %7.1f  measured %7.1f  ratio %.2f\n",
                std::filesystem::path(argv[i]).filename().c_str(), fit.tokensPerSecond, measured, ratio);
            std::fflush(stdout);
        }
    }
    std::printf("%s\n", isRight ? "all within 25 %" : "NOT all within 25 %");
    return isRight ? 0 : 1;
}
