// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/vulkan_executor.h"

#include "inference/backend/vulkan/cache_transfer.h"
#include "inference/backend/vulkan/weight_upload.h"
#include "shaders/include/params/state.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <numeric>
#include <string>
#include <utility>

namespace maru::backend::vulkan {

namespace {

constexpr double kSubmissionMs = 40.0; // aimed at: a stop must be answered within 100
constexpr double kLongestSegmentMs = 80.0;
constexpr std::uint32_t kDecodeSegment = 6; // dispatches: about a layer
constexpr std::size_t kGrowth = 4; // how much longer than the last a submission may be

MemoryKind kindOf(BufferId buffer)
{
    if (buffer == kStateBuffer)
        return MemoryKind::Upload;
    return buffer == kOutputBuffer || buffer == kStagingBuffer ? MemoryKind::Readback : MemoryKind::Device;
}

Error invalid(const char *key, std::string detail)
{
    std::string message = std::string(key) + " " + detail;
    return { ErrorCode::InvalidArgument, Reason::BadValue, { { "key", key }, { "detail", std::move(detail) } },
        std::move(message) };
}

} // namespace

Result<std::unique_ptr<Executor>> VulkanExecutor::create(std::shared_ptr<OpenDevice> device,
    std::unique_ptr<Program> program, const LoadProgress &progress, std::stop_token stop)
{
    std::unique_ptr<VulkanExecutor> self(new VulkanExecutor(std::move(device), std::move(program)));
    MARU_CHECK(self->createBuffers());
    const LogicalDevice &logical = *self->m_device->device;
    const std::span<const Buffer> buffers = self->m_buffers;
    const Weights &weights = self->m_program->weights();
    MARU_CHECK(uploadWeights(
        logical, weights, buffers.subspan(weights.firstBuffer()), buffers[kStagingBuffer], progress, stop));
    const std::vector<float> turns = self->m_program->ropeTurns();
    MARU_CHECK(uploadBytes(logical, std::as_bytes(std::span(turns)), buffers[kRopeBuffer], buffers[kStagingBuffer]));
    if (stop.stop_requested())
        return cancelled();
    MARU_CHECK(self->recordPasses(self->m_program->bodies(), self->m_bodies));
    if (stop.stop_requested())
        return cancelled();
    MARU_CHECK(self->recordPasses(self->m_program->heads(), self->m_heads));
    MARU_CHECK(self->warmUp(stop));
    self->m_device->pipelines->save();
    MARU_CHECK(logical.checkValidation());
    return std::unique_ptr<Executor>(std::move(self));
}

MemoryUse VulkanExecutor::account(const LogicalDevice &device, const Program &program)
{
    MemoryUse use;
    const std::vector<std::uint64_t> bytes = program.bufferBytes();
    for (BufferId i = 0; i < bytes.size(); ++i)
        (i >= kFirstKvBuffer ? use.kv : use.scratch) += device.allocationBytes(bytes[i]);
    for (const std::uint64_t block : program.weights().blocks())
        use.weights += device.allocationBytes(block);
    return use;
}

MemoryUse VulkanExecutor::memory() const
{
    MemoryUse use;
    const BufferId firstWeight = m_program->weights().firstBuffer();
    for (BufferId i = 0; i < m_buffers.size(); ++i) {
        std::uint64_t &part = i >= firstWeight ? use.weights : i >= kFirstKvBuffer ? use.kv : use.scratch;
        part += m_buffers[i].allocatedBytes();
    }
    return use;
}

Result<void> VulkanExecutor::createBuffers()
{
    const LogicalDevice &device = *m_device->device;
    for (const std::uint64_t bytes : m_program->bufferBytes()) {
        MARU_TRY(Buffer buffer, device.createBuffer(bytes, kindOf(static_cast<BufferId>(m_buffers.size()))));
        m_buffers.push_back(std::move(buffer));
    }
    for (const std::uint64_t bytes : m_program->weights().blocks()) {
        MARU_TRY(Buffer buffer, device.createBuffer(bytes, MemoryKind::Device));
        m_buffers.push_back(std::move(buffer));
    }
    return {};
}

Result<void> VulkanExecutor::recordPasses(std::span<const PlannedPass> planned, std::vector<Pass> &passes)
{
    std::vector<const Buffer *> buffers;
    for (const Buffer &buffer : m_buffers)
        buffers.push_back(&buffer);
    for (const PlannedPass &pass : planned) {
        MARU_TRY(Recording recording,
            Recording::record(*m_device->device, *m_device->pipelines, buffers, pass.dispatches,
                pass.rows == 1 ? kDecodeSegment : 1, m_device->options.barrierEverywhere));
        passes.push_back({ pass.rows, std::move(recording) });
    }
    return {};
}

/// Runs every kernel on no tokens: drivers that compile at the first launch do it now, not under the first prompt.
Result<void> VulkanExecutor::warmUp(std::stop_token stop)
{
    writeState({}, 0, 0);
    for (std::vector<Pass> *passes : { &m_bodies, &m_heads }) {
        for (std::size_t i = 0; i < std::min<std::size_t>(passes->size(), 2); ++i) { // one row, and several
            Pass &pass = (*passes)[i];
            MARU_CHECK(run(pass, stop));
            pass.segmentMs = 0.0;
            pass.longestMs = 0.0;
        }
    }
    return {};
}

Result<void> VulkanExecutor::check(std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs) const
{
    if (tokens.empty() || tokens.size() > chunkLength())
        return invalid(
            "tokens", "are " + std::to_string(tokens.size()) + ", not 1 to " + std::to_string(chunkLength()));
    if (std::uint64_t(position) + tokens.size() > contextLength())
        return Error { ErrorCode::InvalidArgument, Reason::ContextFull,
            { { "context", std::to_string(contextLength()) } }, "the context is full" };
    if (outputs == Outputs::All && tokens.size() > maxOutputs())
        return invalid("outputs", "are more than " + std::to_string(maxOutputs()));
    if (position != 0 && position < oldestPosition())
        return invalid("position",
            std::to_string(position) + " needs keys that are gone; " + std::to_string(oldestPosition())
                + " is the oldest");
    const std::uint32_t vocabulary = m_program->embeddingRows();
    for (const std::int32_t token : tokens) {
        if (token < 0 || static_cast<std::uint32_t>(token) >= vocabulary)
            return invalid("token", std::to_string(token) + " is not in the vocabulary");
    }
    return {};
}

void VulkanExecutor::writeState(std::span<const std::int32_t> tokens, std::uint32_t position, std::uint32_t outputs)
{
    const auto count = static_cast<std::uint32_t>(tokens.size());
    const shaders::State state = { count, position, outputs, outputs == 0 ? 0 : count - outputs };
    std::byte *to = m_buffers[kStateBuffer].mapped();
    std::memcpy(to, &state, sizeof(state));
    std::ranges::copy(std::as_bytes(tokens), to + sizeof(state));
}

Result<void> VulkanExecutor::run(Pass &pass, const std::stop_token &stop)
{
    using Clock = std::chrono::steady_clock;
    std::span<const VkCommandBuffer> rest = pass.recording.segments();
    std::size_t last = pass.segmentMs > 0.0 ? rest.size() : 1;
    double longestMs = 0.0;
    while (!rest.empty()) {
        if (stop.stop_requested())
            return cancelled();
        std::size_t count = pass.segmentMs > 0.0 ? static_cast<std::size_t>(kSubmissionMs / pass.segmentMs) : 1;
        count = std::clamp<std::size_t>(count, 1, std::min(rest.size(), last * kGrowth));
        const auto start = Clock::now();
        if (Result<void> done = m_device->device->submit(rest.first(count)); !done) {
            m_isLost = done.error().code == ErrorCode::DeviceLost;
            return done;
        }
        const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
        const double segmentMs = ms / static_cast<double>(count);
        // Long parts count at once, short ones slowly: parts differ.
        pass.segmentMs = std::max(segmentMs, pass.segmentMs * 0.8 + segmentMs * 0.2);
        longestMs = std::max(longestMs, segmentMs);
        last = count;
        rest = rest.subspan(count);
    }
    pass.longestMs = longestMs;
    return {};
}

std::size_t VulkanExecutor::pieceLength(std::size_t tokens) const
{
    // A dispatch cannot be interrupted, so that on a slow device pieces are short. What is not known yet is found out
    // from small to large.
    for (std::size_t i = 0; i + 1 < m_bodies.size() && m_bodies[i].rows < tokens; ++i) {
        const Pass &pass = m_bodies[i];
        if (pass.rows == 1)
            continue;
        const double nextMs = pass.longestMs * m_bodies[i + 1].rows / pass.rows;
        if (pass.longestMs == 0.0 || nextMs > kLongestSegmentMs)
            return pass.rows;
    }
    return tokens;
}

Result<void> VulkanExecutor::forwardPiece(
    std::span<const std::int32_t> tokens, std::uint32_t position, std::uint32_t outputs, const std::stop_token &stop)
{
    writeState(tokens, position, outputs);
    const auto body
        = std::find_if(m_bodies.begin(), m_bodies.end(), [&](const Pass &pass) { return pass.rows >= tokens.size(); });
    MARU_CHECK(run(*body, stop));
    if (outputs == 0)
        return {};
    const auto head
        = std::find_if(m_heads.begin(), m_heads.end(), [&](const Pass &pass) { return pass.rows >= outputs; });
    MARU_CHECK(run(*head, stop));
    const auto *logits = reinterpret_cast<const float *>(m_buffers[kOutputBuffer].mapped() + m_program->logitsOffset());
    m_logits = { logits, std::size_t(outputs) * m_program->graph().vocabularySize };
    return {};
}

Result<void> VulkanExecutor::forward(
    std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop)
{
    if (m_program->graph().input != graph::kNone)
        return invalid("tokens", "are given to a graph that starts from rows");
    return forwardChunk(tokens, position, outputs, stop);
}

Result<void> VulkanExecutor::forwardRows(
    std::span<const float> rows, std::uint32_t position, Outputs outputs, std::stop_token stop)
{
    const graph::ValueId input = m_program->graph().input;
    if (input == graph::kNone)
        return invalid("rows", "are given to a graph that starts from tokens");
    const std::size_t width = m_program->graph().values[input].width;
    if (rows.size() % width != 0 || rows.size() / width > chunkLength())
        return invalid("rows", "are more than a chunk or no whole rows");
    m_places.resize(rows.size() / width);
    std::iota(m_places.begin(), m_places.end(), 0);
    std::byte *to = m_buffers[kStateBuffer].mapped() + m_program->inputRange().offset;
    for (std::size_t i = 0; i < m_places.size(); ++i)
        std::memcpy(to + i * m_program->inputLayout().bytes(), rows.data() + i * width, width * sizeof(float));
    return forwardChunk(m_places, position, outputs, stop);
}

Result<void> VulkanExecutor::forwardChunk(
    std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, const std::stop_token &stop)
{
    if (m_isLost)
        return vulkanError(VK_ERROR_DEVICE_LOST, "forward", m_device->device->name());
    MARU_CHECK(check(tokens, position, outputs));
    const std::uint32_t end = position + static_cast<std::uint32_t>(tokens.size());
    m_computed = position == 0 ? end : std::max(m_computed, end);
    if (position == 0)
        m_oldestRestored = 0;
    m_logits = {};
    std::size_t done = 0;
    while (done < tokens.size()) {
        const std::size_t rest = tokens.size() - done;
        const std::size_t count = outputs == Outputs::All ? rest : std::min(rest, pieceLength(rest));
        std::uint32_t wanted = 0;
        if (outputs == Outputs::All)
            wanted = static_cast<std::uint32_t>(count);
        else if (outputs == Outputs::Last && count == rest)
            wanted = 1;
        MARU_CHECK(
            forwardPiece(tokens.subspan(done, count), position + static_cast<std::uint32_t>(done), wanted, stop));
        done += count;
    }
    return m_device->device->checkValidation();
}

// ---- the cache

std::uint32_t VulkanExecutor::oldestPosition() const
{
    std::uint32_t oldest = m_oldestRestored;
    const graph::Graph &graph = m_program->graph();
    for (std::uint32_t i = 0; i < graph.kvLayers.size(); ++i) {
        const std::uint32_t capacity = m_program->kvCapacity(i);
        if (m_computed
            > capacity) // it holds the last `capacity` ones; the window before a position is also what is saved
            oldest = std::max(oldest, m_computed - capacity + graph.kvLayers[i].window);
    }
    return oldest;
}

std::string VulkanExecutor::cacheFormat() const
{
    return "vulkan 1 " + std::string(toString(m_program->kvType()));
}

std::uint64_t VulkanExecutor::cacheBytes(std::uint32_t count) const
{
    std::uint64_t bytes = 0;
    for (const BufferRange &piece : m_program->cachePieces(std::min(count, contextLength()), kStagingBytes))
        bytes += piece.bytes;
    return bytes;
}

Result<void> VulkanExecutor::checkSaved(std::uint32_t count) const
{
    if (m_isLost)
        return vulkanError(VK_ERROR_DEVICE_LOST, "saveCache", m_device->device->name());
    if (count > contextLength())
        return invalid("count", "is more than the context of " + std::to_string(contextLength()));
    return {};
}

Result<void> VulkanExecutor::saveCache(std::uint32_t count, const CacheSink &sink, std::stop_token stop)
{
    MARU_CHECK(checkSaved(count));
    if (count > m_computed || count < oldestPosition())
        return invalid("count", std::to_string(count) + " positions are not in the cache");
    Result<void> done
        = downloadCache(*m_device->device, m_buffers, m_program->cachePieces(count, kStagingBytes), sink, stop);
    m_isLost = !done && done.error().code == ErrorCode::DeviceLost;
    return done;
}

Result<void> VulkanExecutor::restoreCache(std::uint32_t count, const CacheSource &source, std::stop_token stop)
{
    MARU_CHECK(checkSaved(count));
    m_computed = 0;
    m_oldestRestored = 0;
    Result<void> done
        = uploadCache(*m_device->device, m_buffers, m_program->cachePieces(count, kStagingBytes), source, stop);
    m_isLost = !done && done.error().code == ErrorCode::DeviceLost;
    if (!done)
        return done;
    m_computed = count;
    for (const graph::KvLayer &layer : m_program->graph().kvLayers) {
        if (layer.window != 0
            && layer.window < count) // only the window was kept: the last position may be computed anew
            m_oldestRestored = std::max(m_oldestRestored, count - 1);
    }
    return {};
}

} // namespace maru::backend::vulkan
