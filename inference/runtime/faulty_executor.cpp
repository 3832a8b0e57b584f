// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/faulty_executor.h"

#include <utility>

namespace maru::runtime {

namespace {

class FaultyExecutor : public backend::Executor
{
public:
    FaultyExecutor(std::unique_ptr<backend::Executor> executor, std::int64_t count)
        : m_executor(std::move(executor))
        , m_left(count)
    {
    }

    Result<void> forward(std::span<const std::int32_t> tokens, std::uint32_t position, backend::Outputs outputs,
        std::stop_token stop) override
    {
        if (m_left == 0)
            return Error { ErrorCode::DeviceLost, Reason::DeviceLost, { { "device", "this device" } },
                "device lost (injected)" };
        --m_left;
        return m_executor->forward(tokens, position, outputs, stop);
    }

    std::span<const float> logits() const override { return m_executor->logits(); }
    std::uint32_t oldestPosition() const override { return m_executor->oldestPosition(); }
    std::string cacheFormat() const override { return m_executor->cacheFormat(); }
    std::uint64_t cacheBytes(std::uint32_t count) const override { return m_executor->cacheBytes(count); }
    Result<void> saveCache(std::uint32_t count, const backend::CacheSink &sink, std::stop_token stop) override
    {
        return m_executor->saveCache(count, sink, stop);
    }
    Result<void> restoreCache(std::uint32_t count, const backend::CacheSource &source, std::stop_token stop) override
    {
        return m_executor->restoreCache(count, source, stop);
    }
    std::uint32_t chunkLength() const override { return m_executor->chunkLength(); }
    std::uint32_t contextLength() const override { return m_executor->contextLength(); }
    std::uint32_t maxOutputs() const override { return m_executor->maxOutputs(); }
    backend::MemoryUse memory() const override { return m_executor->memory(); }
    std::uint64_t bytesPerToken(std::uint32_t position) const override { return m_executor->bytesPerToken(position); }

private:
    std::unique_ptr<backend::Executor> m_executor;
    std::int64_t m_left;
};

} // namespace

std::unique_ptr<backend::Executor> loseDeviceAfter(std::unique_ptr<backend::Executor> executor, std::int64_t count)
{
    return std::make_unique<FaultyExecutor>(std::move(executor), count);
}

} // namespace maru::runtime
