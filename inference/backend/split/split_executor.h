// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace maru::backend::split {

/// A graph and the device it is for: one of the parts that graph::cutBefore() makes, in the order of the layers.
struct Part
{
    Backend *backend;
    const graph::Graph *graph;
};

/// What each part takes, exactly, without taking it.
std::vector<MemoryUse> account(std::span<const Part> parts, const ExecutorOptions &options);

/// A model whose layers lie on several devices: the rows between two layers go through host memory.
///
/// Ownership: owns the parts' executors, not their backends. Threads, Failure: as Executor; where one part has lost its
/// device, all is lost.
class SplitExecutor final : public Executor
{
public:
    /// Sets up every part on its device, one after the other. `parts` are not needed afterwards, their weights are.
    static Result<std::unique_ptr<SplitExecutor>> prepare(std::span<const Part> parts, const ExecutorOptions &options,
        const LoadProgress &progress = {}, std::stop_token stop = {});

    Result<void> forward(
        std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop) override;
    Result<void> forwardRows(
        std::span<const float> rows, std::uint32_t position, Outputs outputs, std::stop_token stop) override;
    std::span<const float> logits() const override { return m_parts.back()->logits(); }
    std::uint32_t chunkLength() const override { return m_chunkLength; }
    std::uint32_t contextLength() const override { return m_contextLength; }
    std::uint32_t maxOutputs() const override { return m_parts.back()->maxOutputs(); }
    std::uint32_t oldestPosition() const override;
    std::string cacheFormat() const override;
    std::uint64_t cacheBytes(std::uint32_t count) const override;
    Result<void> saveCache(std::uint32_t count, const CacheSink &sink, std::stop_token stop) override;
    Result<void> restoreCache(std::uint32_t count, const CacheSource &source, std::stop_token stop) override;
    MemoryUse memory() const override;
    std::uint64_t bytesPerToken(std::uint32_t position) const override;

    const Executor &part(std::size_t index) const { return *m_parts[index]; }
    std::size_t partCount() const { return m_parts.size(); }

private:
    explicit SplitExecutor(std::vector<std::unique_ptr<Executor>> parts);

    Result<void> goOn(std::uint32_t position, Outputs outputs, const std::stop_token &stop);

    std::vector<std::unique_ptr<Executor>> m_parts;
    std::uint32_t m_chunkLength;
    std::uint32_t m_contextLength;
};

} // namespace maru::backend::split
