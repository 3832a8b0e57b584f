// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

namespace maru {

/// Logical processors that this process may run on.
unsigned availableProcessors();

/// Physical cores that this process may run on, never more than its control group's share: what a pool has by default.
unsigned physicalCores();

/// Where a fixed number of threads wait for one another, again and again: a barrier inside ThreadPool::run().
///
/// Waits by spinning for some microseconds, then sleeps; where there are more threads than processors it sleeps at
/// once. What a thread wrote before wait() is seen by all after it. Cost: about a microsecond when all arrive together.
class Barrier
{
public:
    explicit Barrier(unsigned threadCount);

    void wait();

private:
    const std::uint32_t m_threadCount;
    const bool m_spins;
    alignas(64) std::atomic<std::int32_t> m_arrived = 0;
    alignas(64) std::atomic<std::int32_t> m_generation = 0;
};

/// Threads that run one function together, then wait for the next: the engine's only parallelism on the CPU.
///
///     ThreadPool pool(physicalCores());
///     pool.run([&](unsigned thread) { work(thread, pool.size()); pool.barrier().wait(); more(thread, pool.size()); });
///
/// The caller of run() is thread 0. Ownership: owns its threads, which end with it. Threads: one run() at a time, and
/// never from inside one. Failure: where the system refuses a thread the pool is smaller; size() tells.
/// Cost: a few microseconds a run() while runs follow one another closely, else a wake-up.
class ThreadPool
{
public:
    /// `threadCount` threads, the caller's included; at least 1, at most kMostThreads.
    explicit ThreadPool(unsigned threadCount = physicalCores());
    ~ThreadPool();
    ThreadPool(const ThreadPool &) = delete;
    ThreadPool &operator=(const ThreadPool &) = delete;

    static constexpr unsigned kMostThreads = 512;

    unsigned size() const { return static_cast<unsigned>(m_threads.size()) + 1; }

    /// A barrier of all size() threads, for use inside run().
    Barrier &barrier() { return *m_barrier; }

    /// Calls function(thread) once on every thread, 0 to size() - 1, and returns when all have returned.
    template <typename Function> void run(Function &&function)
    {
        using Plain = std::remove_reference_t<Function>;
        runTask({ [](void *object, unsigned thread) { (*static_cast<Plain *>(object))(thread); },
            const_cast<void *>(static_cast<const void *>(std::addressof(function))) });
    }

private:
    struct Task
    {
        void (*call)(void *object, unsigned thread) = nullptr;
        void *object = nullptr;
    };
    void runTask(Task task);
    void work(unsigned thread);

    std::vector<std::jthread> m_threads;
    std::unique_ptr<Barrier> m_barrier;
    Task m_task; // written before m_epoch grows; an empty one ends the threads
    bool m_spins = false;
    alignas(64) std::atomic<std::int32_t> m_epoch = 0; // grows with every run()
    alignas(64) std::atomic<std::int32_t> m_running = 0; // threads that have not finished it
};

} // namespace maru
