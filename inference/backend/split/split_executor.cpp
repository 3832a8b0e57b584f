// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/split/split_executor.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace maru::backend::split {

namespace {

/// All but the last part put out the rows of a whole chunk.
ExecutorOptions optionsOf(const ExecutorOptions &options, std::size_t part, std::size_t count)
{
    ExecutorOptions own = options;
    own.chunkLength = std::clamp(options.chunkLength, 1U, std::max(options.contextLength, 1U));
    if (part + 1 < count)
        own.maxOutputs = own.chunkLength;
    return own;
}

Error tooMany(const char *what, std::uint32_t count)
{
    std::string message = std::string(what) + ": at most " + std::to_string(count);
    return { ErrorCode::InvalidArgument, Reason::BadValue,
        { { "key", what }, { "detail", "are more than " + std::to_string(count) } }, std::move(message) };
}

} // namespace

std::vector<MemoryUse> account(std::span<const Part> parts, const ExecutorOptions &options)
{
    std::vector<MemoryUse> uses;
    for (std::size_t i = 0; i < parts.size(); ++i)
        uses.push_back(parts[i].backend->account(*parts[i].graph, optionsOf(options, i, parts.size())));
    return uses;
}

Result<std::unique_ptr<SplitExecutor>> SplitExecutor::prepare(
    std::span<const Part> parts, const ExecutorOptions &options, const LoadProgress &progress, std::stop_token stop)
{
    std::uint64_t total = 0; // of weights in the file, which every part reports its share of
    std::vector<std::uint64_t> shares;
    for (const Part &part : parts) {
        std::uint64_t bytes = 1;
        for (const graph::Weight &weight : part.graph->weights)
            bytes += weight.byteCount();
        shares.push_back(bytes);
        total += bytes;
    }
    // The last part first: it is the GPU's, whose driver may refuse what it had promised. Nothing is then read in vain.
    std::vector<std::unique_ptr<Executor>> executors(parts.size());
    std::uint64_t done = 0;
    for (std::size_t i = parts.size(); i-- > 0;) {
        const auto ownProgress = [&](std::uint64_t ownDone, std::uint64_t ownTotal) {
            const double share = ownTotal == 0 ? 1.0 : static_cast<double>(ownDone) / static_cast<double>(ownTotal);
            progress(done + static_cast<std::uint64_t>(share * static_cast<double>(shares[i])), total);
        };
        MARU_TRY(executors[i],
            parts[i].backend->prepare(*parts[i].graph, optionsOf(options, i, parts.size()),
                progress ? LoadProgress(ownProgress) : LoadProgress(), stop));
        done += shares[i];
    }
    return std::unique_ptr<SplitExecutor>(new SplitExecutor(std::move(executors)));
}

SplitExecutor::SplitExecutor(std::vector<std::unique_ptr<Executor>> parts)
    : m_parts(std::move(parts))
    , m_chunkLength(std::numeric_limits<std::uint32_t>::max())
    , m_contextLength(std::numeric_limits<std::uint32_t>::max())
{
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        m_contextLength = std::min(m_contextLength, m_parts[i]->contextLength());
        m_chunkLength = std::min(m_chunkLength, m_parts[i]->chunkLength());
        if (i + 1 < m_parts.size())
            m_chunkLength = std::min(m_chunkLength, m_parts[i]->maxOutputs());
    }
}

Result<void> SplitExecutor::goOn(std::uint32_t position, Outputs outputs, const std::stop_token &stop)
{
    for (std::size_t i = 1; i < m_parts.size(); ++i) {
        const bool isLast = i + 1 == m_parts.size();
        MARU_CHECK(m_parts[i]->forwardRows(m_parts[i - 1]->logits(), position, isLast ? outputs : Outputs::All, stop));
    }
    return {};
}

Result<void> SplitExecutor::forward(
    std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop)
{
    if (tokens.size() > m_chunkLength)
        return tooMany("tokens", m_chunkLength);
    if (outputs == Outputs::All && tokens.size() > maxOutputs())
        return tooMany("outputs", maxOutputs()); // before the cache of the first part changes
    MARU_CHECK(m_parts.front()->forward(tokens, position, m_parts.size() == 1 ? outputs : Outputs::All, stop));
    return goOn(position, outputs, stop);
}

Result<void> SplitExecutor::forwardRows(
    std::span<const float> rows, std::uint32_t position, Outputs outputs, std::stop_token stop)
{
    MARU_CHECK(m_parts.front()->forwardRows(rows, position, m_parts.size() == 1 ? outputs : Outputs::All, stop));
    return goOn(position, outputs, stop);
}

std::uint32_t SplitExecutor::oldestPosition() const
{
    std::uint32_t oldest = 0;
    for (const std::unique_ptr<Executor> &part : m_parts)
        oldest = std::max(oldest, part->oldestPosition());
    return oldest;
}

/// The parts' formats, each with the bytes of one position, which tell how many layers it has.
std::string SplitExecutor::cacheFormat() const
{
    std::string format = "split";
    for (const std::unique_ptr<Executor> &part : m_parts) {
        const std::string own = part->cacheFormat();
        if (own.empty())
            return {};
        format += " (" + own + ", " + std::to_string(part->cacheBytes(1)) + ")";
    }
    return format;
}

std::uint64_t SplitExecutor::cacheBytes(std::uint32_t count) const
{
    std::uint64_t bytes = 0;
    for (const std::unique_ptr<Executor> &part : m_parts)
        bytes += part->cacheBytes(count);
    return bytes;
}

Result<void> SplitExecutor::saveCache(std::uint32_t count, const CacheSink &sink, std::stop_token stop)
{
    for (const std::unique_ptr<Executor> &part : m_parts)
        MARU_CHECK(part->saveCache(count, sink, stop));
    return {};
}

Result<void> SplitExecutor::restoreCache(std::uint32_t count, const CacheSource &source, std::stop_token stop)
{
    for (const std::unique_ptr<Executor> &part : m_parts)
        MARU_CHECK(part->restoreCache(count, source, stop));
    return {};
}

MemoryUse SplitExecutor::memory() const
{
    MemoryUse sum;
    for (const std::unique_ptr<Executor> &part : m_parts) {
        const MemoryUse use = part->memory();
        sum.weights += use.weights;
        sum.kv += use.kv;
        sum.scratch += use.scratch;
    }
    return sum;
}

std::uint64_t SplitExecutor::bytesPerToken(std::uint32_t position) const
{
    std::uint64_t bytes = 0;
    for (const std::unique_ptr<Executor> &part : m_parts)
        bytes += part->bytesPerToken(position);
    return bytes;
}

} // namespace maru::backend::split
