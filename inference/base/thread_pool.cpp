// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/thread_pool.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <string>
#include <system_error>

namespace maru {

namespace {

constexpr std::chrono::microseconds kSpinTime { 100 };

void pauseProcessor()
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

/// Returns when `value` is no longer `old`.
void waitForChange(const std::atomic<std::int32_t> &value, std::int32_t old, bool spins)
{
    if (spins) {
        const auto end = std::chrono::steady_clock::now() + kSpinTime;
        do {
            for (int i = 0; i < 64; ++i) {
                if (value.load(std::memory_order_acquire) != old)
                    return;
                pauseProcessor();
            }
            // Costs nothing while the processor is ours alone; else whoever is waited for may need it.
            std::this_thread::yield();
        } while (std::chrono::steady_clock::now() < end);
    }
    while (value.load(std::memory_order_acquire) == old)
        value.wait(old, std::memory_order_acquire);
}

std::vector<int> allowedProcessors()
{
    std::vector<int> processors;
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof(set), &set) == 0) {
        for (int i = 0; i < CPU_SETSIZE; ++i) {
            if (CPU_ISSET(i, &set))
                processors.push_back(i);
        }
    }
    return processors;
}

/// The whole processors that the control group grants, or 0 for no limit.
unsigned controlGroupShare()
{
    std::ifstream file("/sys/fs/cgroup/cpu.max"); // "quota period" or "max period", in microseconds
    double quota = 0;
    double period = 0;
    if (!(file >> quota >> period) || quota <= 0 || period <= 0)
        return 0;
    return std::max(1U, static_cast<unsigned>(std::min(quota / period, 4096.0)));
}

} // namespace

unsigned availableProcessors()
{
    const std::vector<int> allowed = allowedProcessors();
    const auto count = allowed.empty() ? std::thread::hardware_concurrency() : static_cast<unsigned>(allowed.size());
    return std::max(1U, count);
}

unsigned physicalCores()
{
    // Threads of one core share the list of their siblings.
    std::set<std::string> cores;
    for (const int processor : allowedProcessors()) {
        std::ifstream file(
            "/sys/devices/system/cpu/cpu" + std::to_string(processor) + "/topology/thread_siblings_list");
        std::string siblings;
        if (!std::getline(file, siblings))
            siblings = "alone:" + std::to_string(processor);
        cores.insert(siblings);
    }
    const auto count = cores.empty() ? availableProcessors() : static_cast<unsigned>(cores.size());
    const unsigned share = controlGroupShare();
    return share == 0 ? count : std::min(count, share);
}

Barrier::Barrier(unsigned threadCount)
    : m_threadCount(threadCount)
    , m_spins(threadCount <= availableProcessors())
{
}

void Barrier::wait()
{
    if (m_threadCount <= 1)
        return;
    const std::int32_t generation = m_generation.load(std::memory_order_relaxed);
    if (m_arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == static_cast<std::int32_t>(m_threadCount)) {
        m_arrived.store(0, std::memory_order_relaxed);
        // A read-modify-write, so that the look for sleepers in notify_all() cannot pass it.
        m_generation.fetch_add(1, std::memory_order_seq_cst);
        m_generation.notify_all();
        return;
    }
    waitForChange(m_generation, generation, m_spins);
}

ThreadPool::ThreadPool(unsigned threadCount)
{
    const unsigned wanted = std::clamp(threadCount, 1U, kMostThreads);
    m_spins = wanted <= availableProcessors();
    m_threads.reserve(wanted - 1);
    for (unsigned thread = 1; thread < wanted; ++thread) {
        try {
            m_threads.emplace_back([this, thread] { work(thread); });
        } catch (const std::system_error &) {
            break; // no more threads to be had: a smaller pool works as well
        }
    }
    m_barrier = std::make_unique<Barrier>(size());
}

ThreadPool::~ThreadPool()
{
    m_task = {};
    m_epoch.fetch_add(1, std::memory_order_seq_cst);
    m_epoch.notify_all();
    m_threads.clear(); // joins, while all they use is still there
}

void ThreadPool::runTask(Task task)
{
    if (m_threads.empty()) {
        task.call(task.object, 0);
        return;
    }
    m_task = task;
    m_running.store(static_cast<std::int32_t>(m_threads.size()), std::memory_order_relaxed);
    m_epoch.fetch_add(1, std::memory_order_seq_cst);
    m_epoch.notify_all();
    task.call(task.object, 0);
    std::int32_t running = m_running.load(std::memory_order_acquire);
    while (running != 0) {
        waitForChange(m_running, running, m_spins);
        running = m_running.load(std::memory_order_acquire);
    }
}

void ThreadPool::work(unsigned thread)
{
    std::int32_t epoch = 0;
    while (true) {
        waitForChange(m_epoch, epoch, m_spins);
        epoch = m_epoch.load(std::memory_order_acquire); // one more: the next run() waits for this thread
        const Task task = m_task;
        if (task.call == nullptr)
            return;
        task.call(task.object, thread);
        if (m_running.fetch_sub(1, std::memory_order_seq_cst) == 1)
            m_running.notify_all();
    }
}

} // namespace maru
