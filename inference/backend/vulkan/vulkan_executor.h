// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/vulkan/device.h"
#include "inference/backend/vulkan/program.h"
#include "inference/backend/vulkan/recording.h"
#include "inference/backend/vulkan/vulkan_backend.h"

#include <memory>
#include <string>
#include <vector>

namespace maru::backend::vulkan {

/// The device and its pipelines. Two owners: the backend that opened it and every executor made from it, which may
/// outlive the backend; hence the shared pointer.
struct OpenDevice
{
    std::unique_ptr<LogicalDevice> device;
    std::unique_ptr<Pipelines> pipelines; ///< destroyed before the device
    VulkanOptions options;
};

/// A model on a Vulkan device: buffers, and a recording of the pass for every size of chunk.
class VulkanExecutor final : public Executor
{
public:
    static Result<std::unique_ptr<Executor>> create(std::shared_ptr<OpenDevice> device,
        std::unique_ptr<Program> program, const LoadProgress &progress, std::stop_token stop);

    /// What create() would take.
    static MemoryUse account(const LogicalDevice &device, const Program &program);

    Result<void> forward(
        std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop) override;
    Result<void> forwardRows(
        std::span<const float> rows, std::uint32_t position, Outputs outputs, std::stop_token stop) override;
    std::uint32_t oldestPosition() const override;
    std::string cacheFormat() const override;
    std::uint64_t cacheBytes(std::uint32_t count) const override;
    Result<void> saveCache(std::uint32_t count, const CacheSink &sink, std::stop_token stop) override;
    Result<void> restoreCache(std::uint32_t count, const CacheSource &source, std::stop_token stop) override;
    std::span<const float> logits() const override { return m_logits; }
    std::uint32_t chunkLength() const override { return m_program->chunkLength(); }
    std::uint32_t contextLength() const override { return m_program->contextLength(); }
    std::uint32_t maxOutputs() const override { return m_program->maxOutputs(); }
    MemoryUse memory() const override;
    std::uint64_t bytesPerToken(std::uint32_t position) const override { return m_program->bytesPerToken(position); }

    /// Barriers of the recording for one token, for the tests.
    std::uint32_t barriersPerToken() const { return m_bodies.front().recording.barrierCount(); }

private:
    /// A recording and how long its parts take, so that a submission can be sized.
    struct Pass
    {
        std::uint32_t rows;
        Recording recording;
        double segmentMs = 0.0; ///< measured, lately; 0: not yet
        double longestMs = 0.0; ///< of the longest segment of the last run; 0: not yet
    };

    VulkanExecutor(std::shared_ptr<OpenDevice> device, std::unique_ptr<Program> program)
        : m_device(std::move(device))
        , m_program(std::move(program))
    {
    }

    Result<void> createBuffers();
    Result<void> recordPasses(std::span<const PlannedPass> planned, std::vector<Pass> &passes);
    Result<void> warmUp(std::stop_token stop);
    Result<void> check(std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs) const;
    void writeState(std::span<const std::int32_t> tokens, std::uint32_t position, std::uint32_t outputs);
    Result<void> run(Pass &pass, const std::stop_token &stop);
    Result<void> checkSaved(std::uint32_t count) const;
    std::size_t pieceLength(std::size_t tokens) const;
    Result<void> forwardChunk(
        std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, const std::stop_token &stop);
    Result<void> forwardPiece(std::span<const std::int32_t> tokens, std::uint32_t position, std::uint32_t outputs,
        const std::stop_token &stop);

    std::shared_ptr<OpenDevice> m_device;
    std::unique_ptr<Program> m_program;
    std::vector<Buffer> m_buffers; // by BufferId, weights last
    std::vector<Pass> m_bodies;
    std::vector<Pass> m_heads;
    std::span<const float> m_logits;
    std::vector<std::int32_t> m_places; // stand for tokens where the graph starts from rows: 0, 1, 2, ...
    std::uint32_t m_computed = 0; // positions that have been in the cache since position 0
    std::uint32_t m_oldestRestored = 0; // what restoreCache() brought back goes on from here
    bool m_isLost = false;
};

} // namespace maru::backend::vulkan
