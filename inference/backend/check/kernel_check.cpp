// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/kernel_check.h"

#include "inference/backend/check/error_bounds.h"
#include "inference/backend/check/kernel_cases.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

namespace maru::backend::check {

namespace {

constexpr double kAllowed = 4.0; // standard deviations

/// How far `computed` is from `expected`, in units of what is allowed.
double ratioOf(float computed, float expected, double error)
{
    const double difference = std::abs(static_cast<double>(computed) - static_cast<double>(expected));
    if (difference == 0.0)
        return 0.0;
    const double ratio = difference / (kAllowed * error);
    return std::isnan(ratio) ? std::numeric_limits<double>::infinity() : ratio;
}

void compare(std::span<const float> computed, const Bounded &expected, std::size_t firstValue, std::size_t pass,
    CheckResult &result)
{
    for (std::size_t i = 0; i < computed.size(); ++i) {
        const std::size_t at = firstValue + i;
        const double ratio = ratioOf(computed[i], expected.values[at], expected.errors[at]);
        if (ratio > result.worstRatio) {
            result.worstRatio = ratio;
            result.detail = "pass " + std::to_string(pass) + ", value " + std::to_string(at) + ": "
                + std::to_string(computed[i]) + ", expected " + std::to_string(expected.values[at]) + " +- "
                + std::to_string(kAllowed * expected.errors[at]);
        }
    }
}

Result<CheckResult> run(Backend &backend, const CaseEntry &entry, const CheckOptions &options, std::stop_token stop)
{
    const KernelCase kernelCase = entry.make();
    const std::size_t width = kernelCase.graph.vocabularySize;
    MARU_TRY(const std::unique_ptr<Executor> executor, backend.prepare(kernelCase.graph, kernelCase.options, {}, stop));
    BoundedReference expected(kernelCase.graph, kernelCase.options, options);
    CheckResult result = { entry.name, entry.op, 0.0, false, {} };
    for (std::size_t i = 0; i < kernelCase.passes.size(); ++i) {
        const Pass &pass = kernelCase.passes[i];
        const std::span<const std::int32_t> tokens = pass.tokens;
        expected.forward(tokens, pass.position, pass.outputs);
        std::size_t compared = 0;
        for (std::size_t start = 0; start < tokens.size();) {
            std::size_t count = std::min<std::size_t>(executor->chunkLength(), tokens.size() - start);
            if (pass.outputs == Outputs::All)
                count = std::min<std::size_t>(count, executor->maxOutputs());
            const bool isLast = start + count == tokens.size();
            const Outputs outputs = pass.outputs == Outputs::Last && !isLast ? Outputs::None : pass.outputs;
            MARU_CHECK(executor->forward(
                tokens.subspan(start, count), pass.position + static_cast<std::uint32_t>(start), outputs, stop));
            const std::span<const float> logits = executor->logits();
            const std::size_t rows = outputs == Outputs::None ? 0 : outputs == Outputs::Last ? 1 : count;
            if (logits.size() != rows * width) {
                result.worstRatio = std::numeric_limits<double>::infinity();
                result.detail = "pass " + std::to_string(i) + ": " + std::to_string(logits.size())
                    + " values, expected " + std::to_string(rows * width);
                return result;
            }
            compare(logits, expected.logits(), compared, i, result);
            compared += logits.size();
            start += count;
        }
    }
    result.passed = result.worstRatio <= 1.0;
    return result;
}

} // namespace

std::vector<std::string> caseNames(Selection selection)
{
    std::vector<std::string> names;
    for (CaseEntry &entry : allCases()) {
        if (selection == Selection::All || entry.isQuick)
            names.push_back(std::move(entry.name));
    }
    return names;
}

Result<CheckResult> checkCase(
    Backend &backend, std::string_view name, const CheckOptions &options, std::stop_token stop)
{
    for (const CaseEntry &entry : allCases()) {
        if (entry.name == name)
            return run(backend, entry, options, stop);
    }
    return Error { ErrorCode::NotFound, Reason::BadValue,
        { { "key", "case" }, { "detail", "\"" + std::string(name) + "\" is no case of the check" } },
        "no such case: " + std::string(name) };
}

Result<std::vector<CheckResult>> checkKernels(
    Backend &backend, Selection selection, const CheckOptions &options, std::stop_token stop)
{
    std::vector<CheckResult> results;
    for (const CaseEntry &entry : allCases()) {
        if (selection == Selection::Quick && !entry.isQuick)
            continue;
        if (stop.stop_requested())
            return cancelled();
        Result<CheckResult> result = run(backend, entry, options, stop);
        if (!result)
            return std::move(result.error()).in(entry.name);
        results.push_back(*std::move(result));
    }
    return results;
}

} // namespace maru::backend::check
