// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/cpu_backend.h"

#include "inference/backend/cpu/cpu_executor.h"
#include "inference/backend/cpu/cpu_features.h"
#include "inference/backend/cpu/memory_plan.h"
#include "inference/base/memory_info.h"
#include "inference/graph/lowering.h"

#include <algorithm>
#include <string>
#include <utility>

namespace maru::backend::cpu {

namespace {

class CpuBackend final : public Backend
{
public:
    CpuBackend(unsigned threads, MatMulObserver observer)
        : m_threads(threads == 0 ? physicalCores() : std::min(threads, ThreadPool::kMostThreads))
        , m_observer(std::move(observer))
    {
        const MemoryInfo memory = hostMemory();
        m_device.name = processorName();
        m_device.kind = DeviceKind::Cpu;
        m_device.memoryTotal = memory.total;
        m_device.memoryFree = memory.free;
        m_device.features = { { "instructions", std::string(toString(activeInstructionSet())) },
            { "threads", std::to_string(m_threads) } };
        m_device.usable = true;
        m_device.reason = "every model that fits into memory runs on the processor";
    }

    const Device &device() const override { return m_device; }
    std::uint64_t memoryFree() const override { return hostMemory().free; }

    MemoryUse account(const graph::Graph &graph, const ExecutorOptions &options) const override
    {
        const graph::Graph lowered = form(graph);
        return accountLowered(lowered, planValues(lowered), CpuExecutor::settle(options));
    }

    Result<std::unique_ptr<Executor>> prepare(const graph::Graph &graph, const ExecutorOptions &options,
        const LoadProgress &progress, std::stop_token stop) override
    {
        const ExecutorOptions settled = CpuExecutor::settle(options);
        graph::Graph lowered = form(graph);
        MARU_CHECK(checkKvType(lowered, settled.kv));
        const graph::Plan plan = planValues(lowered);
        const MemoryUse use = accountLowered(lowered, plan, settled);
        MARU_CHECK(checkFree(use));

        auto pool = std::make_unique<ThreadPool>(m_threads);
        const unsigned threads = pool->size();
        MARU_TRY(KvCache kv, KvCache::create(lowered, settled));
        MARU_TRY(Scratch scratch, Scratch::create(lowered, plan, settled, m_threads));
        MARU_TRY(PackedWeights weights, PackedWeights::pack(lowered, *pool, progress, std::move(stop)));
        auto machine = std::unique_ptr<Machine>(new Machine { std::move(lowered), std::move(weights), std::move(kv),
            std::move(scratch), std::move(pool), WorkShare(threads), {}, 0, 0, nullptr, {}, {}, m_observer });
        machine->prepareSteps(activeInstructionSet());
        return std::unique_ptr<Executor>(std::make_unique<CpuExecutor>(std::move(machine), settled, use));
    }

private:
    graph::Graph form(const graph::Graph &plain) const { return m_observer ? plain : graph::lower(plain); }

    MemoryUse accountLowered(const graph::Graph &lowered, const graph::Plan &plan, const ExecutorOptions &options) const
    {
        return { PackedWeights::byteCount(lowered), KvCache::byteCount(lowered, options),
            Scratch::byteCount(lowered, plan, options, m_threads) };
    }

    /// Says at once what all of it needs, not what the first part that fails needs.
    static Result<void> checkFree(const MemoryUse &use)
    {
        const MemoryInfo memory = hostMemory();
        if (memory.total == 0 || use.total() <= memory.free)
            return {};
        return Error { ErrorCode::OutOfMemory, Reason::HostMemory,
            { { "needed", std::to_string(use.total()) }, { "free", std::to_string(memory.free) } },
            "no memory for the model: " + std::to_string(use.total()) + " bytes needed, " + std::to_string(memory.free)
                + " free" };
    }

    unsigned m_threads;
    MatMulObserver m_observer;
    Device m_device;
};

} // namespace

std::unique_ptr<Backend> createCpuBackend(unsigned threads, MatMulObserver observer)
{
    return std::make_unique<CpuBackend>(threads, std::move(observer));
}

} // namespace maru::backend::cpu
