// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/cpu/machine.h"
#include "inference/backend/kv_window.h"

#include <memory>
#include <vector>

namespace maru::backend::cpu {

/// A model set up on the processor. Failure: never DeviceLost.
class CpuExecutor final : public Executor
{
public:
    /// `options` must be settled: see settle().
    CpuExecutor(std::unique_ptr<Machine> machine, const ExecutorOptions &options, const MemoryUse &memory);
    ~CpuExecutor() override;

    /// What is made of `options`: a chunk is no longer than the context, rows of logits are no more than a chunk.
    static ExecutorOptions settle(ExecutorOptions options);

    Result<void> forward(
        std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop) override;
    Result<void> forwardRows(
        std::span<const float> rows, std::uint32_t position, Outputs outputs, std::stop_token stop) override;
    std::span<const float> logits() const override;
    std::uint32_t chunkLength() const override { return m_options.chunkLength; }
    std::uint32_t contextLength() const override { return m_options.contextLength; }
    std::uint32_t maxOutputs() const override { return m_options.maxOutputs; }
    std::uint32_t oldestPosition() const override { return m_reach.oldestPosition(); }
    std::string cacheFormat() const override;
    std::uint64_t cacheBytes(std::uint32_t count) const override;
    Result<void> saveCache(std::uint32_t count, const CacheSink &sink, std::stop_token stop) override;
    Result<void> restoreCache(std::uint32_t count, const CacheSource &source, std::stop_token stop) override;
    MemoryUse memory() const override { return m_memory; }
    std::uint64_t bytesPerToken(std::uint32_t position) const override;

private:
    Result<void> check(std::span<const std::int32_t> tokens, std::uint32_t position, std::uint32_t outputs) const;

    Result<void> run(
        std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop);

    std::unique_ptr<Machine> m_machine;
    ExecutorOptions m_options;
    MemoryUse m_memory;
    std::vector<std::int32_t> m_places; ///< stand for tokens where the graph starts from rows
    KvReach m_reach;
    std::uint32_t m_written = 0; ///< positions that were written since the last pass at position 0
    std::uint32_t m_outputs = 0; ///< rows of logits of the last forward()
};

} // namespace maru::backend::cpu
