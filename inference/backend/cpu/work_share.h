// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <utility>

namespace maru::backend::cpu {

/// Hands out the pieces of one phase after another: each thread first gets its own contiguous range, piece by piece,
/// and then helps the others with theirs.
///
/// Between two phases all threads must meet at a barrier. Threads: made for it; the totals must agree on all.
class WorkShare
{
    struct alignas(64) Cursor
    {
        std::atomic<std::uint32_t> next = 0;
    };

public:
    explicit WorkShare(unsigned threads)
        : m_threads(threads)
        , m_cursors(std::make_unique<Cursor[]>(std::size_t { 2 } * threads))
    {
    }

    /// Before the first phase of a pass, while no thread works.
    void reset()
    {
        for (std::size_t i = 0; i < std::size_t { 2 } * m_threads; ++i)
            m_cursors[i].next.store(0, std::memory_order_relaxed);
    }

    /// One thread's view of one phase: pieces of `piece` out of `total` until all are taken or `stop` is asked for.
    class Claims
    {
    public:
        Claims(WorkShare &share, unsigned thread, unsigned phase, std::uint32_t total, std::uint32_t piece,
            const std::stop_token &stop)
            : m_share(share)
            , m_cursors(&share.m_cursors[std::size_t { phase % 2 } * share.m_threads])
            , m_stop(stop)
            , m_total(total)
            , m_piece(piece)
            , m_victim(thread)
            , m_left(share.m_threads)
        {
            // The other set is idle until the barrier at the end of this phase.
            share.m_cursors[std::size_t { (phase + 1) % 2 } * share.m_threads + thread].next.store(
                0, std::memory_order_relaxed);
        }

        /// The next piece, [first, end); false where there is none.
        bool next(std::uint32_t &first, std::uint32_t &end)
        {
            if (m_stop.stop_requested())
                return false;
            while (m_left > 0) {
                const std::uint32_t from = bound(m_victim);
                const std::uint32_t to = bound(m_victim + 1);
                std::atomic<std::uint32_t> &cursor = m_cursors[m_victim].next;
                if (cursor.load(std::memory_order_relaxed) < to - from) {
                    const std::uint32_t offset = cursor.fetch_add(m_piece, std::memory_order_relaxed);
                    if (offset < to - from) {
                        first = from + offset;
                        end = to - first < m_piece ? to : first + m_piece;
                        return true;
                    }
                }
                m_victim = m_victim + 1 == m_share.m_threads ? 0 : m_victim + 1;
                --m_left;
            }
            return false;
        }

    private:
        std::uint32_t bound(unsigned thread) const
        {
            return static_cast<std::uint32_t>(std::uint64_t { m_total } * thread / m_share.m_threads);
        }

        WorkShare &m_share;
        Cursor *m_cursors;
        const std::stop_token &m_stop;
        std::uint32_t m_total;
        std::uint32_t m_piece;
        unsigned m_victim;
        unsigned m_left;
    };

private:
    unsigned m_threads;
    std::unique_ptr<Cursor[]> m_cursors; ///< [2, threads]
};

} // namespace maru::backend::cpu
