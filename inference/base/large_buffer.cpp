// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/large_buffer.h"

#include "inference/base/checked_math.h"
#include "inference/base/memory_info.h"

#include <sys/mman.h>

#include <atomic>
#include <limits>
#include <string>

namespace maru {

namespace {

constexpr std::uint64_t kHugePage = std::uint64_t { 2 } << 20;
constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kCheckedFrom = std::uint64_t { 16 } << 20; // smaller blocks are not worth reading /proc for

std::atomic<unsigned> theFailureCountdown = 0;

/// True where a test wants this allocation to fail. The countdown stays at 1, so all later ones fail as well.
bool mustFail()
{
    unsigned left = theFailureCountdown.load();
    while (left > 1 && !theFailureCountdown.compare_exchange_weak(left, left - 1)) { }
    return left == 1;
}

Error noMemory(std::uint64_t needed, std::uint64_t free, std::string_view purpose)
{
    return { ErrorCode::OutOfMemory, Reason::HostMemory,
        { { "needed", std::to_string(needed) }, { "free", std::to_string(free) } },
        "no memory for " + std::string(purpose) + ": " + std::to_string(needed) + " bytes needed, "
            + std::to_string(free) + " free" };
}

} // namespace

Result<LargeBuffer> LargeBuffer::allocate(std::uint64_t byteCount, std::string_view purpose)
{
    if (byteCount == 0)
        return LargeBuffer();
    if (mustFail())
        return noMemory(byteCount, hostMemory().free, purpose);

    // A page-aligned mapping is enough for small blocks; a large one is mapped with room to cut out an aligned part.
    const std::uint64_t slack = byteCount >= kHugePage ? kHugePage : 0;
    const auto mapped = checkedAdd<std::uint64_t>(byteCount, slack);
    if (!mapped || *mapped > std::numeric_limits<std::size_t>::max() / 2)
        return noMemory(byteCount, hostMemory().free, purpose);
    if (byteCount >= kCheckedFrom) {
        const MemoryInfo memory = hostMemory();
        if (memory.total != 0 && byteCount > memory.free)
            return noMemory(byteCount, memory.free, purpose);
    }
    void *address = ::mmap(nullptr, *mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (address == MAP_FAILED)
        return noMemory(byteCount, hostMemory().free, purpose);
    auto *begin = static_cast<std::byte *>(address);
    if (slack != 0) {
        const std::uint64_t misaligned = reinterpret_cast<std::uintptr_t>(begin) % kHugePage;
        const std::uint64_t head = misaligned == 0 ? 0 : kHugePage - misaligned;
        if (head != 0)
            ::munmap(begin, head);
        begin += head;
        // The end of the block is no page boundary as a rule: only the whole pages behind it go back.
        const std::uint64_t kept = (byteCount + kPage - 1) / kPage * kPage;
        if (head + kept < *mapped)
            ::munmap(begin + kept, *mapped - head - kept);
        static_cast<void>(::madvise(begin, kept, MADV_HUGEPAGE)); // a wish
    }
    return LargeBuffer({ begin, byteCount });
}

void LargeBuffer::populate()
{
    if (m_bytes.empty())
        return;
    constexpr int kPopulateWrite = 23; // MADV_POPULATE_WRITE, of Linux 5.14; older headers lack the name
    if (::madvise(m_bytes.data(), m_bytes.size(), kPopulateWrite) == 0)
        return;
    for (std::size_t i = 0; i < m_bytes.size(); i += kPage)
        *static_cast<volatile std::byte *>(m_bytes.data() + i) = std::byte { 0 };
}

LargeBuffer::LargeBuffer(LargeBuffer &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{
}

LargeBuffer &LargeBuffer::operator=(LargeBuffer &&other) noexcept
{
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

LargeBuffer::~LargeBuffer()
{
    if (!m_bytes.empty())
        ::munmap(m_bytes.data(), m_bytes.size());
}

void failLargeBuffersFrom(unsigned n)
{
    theFailureCountdown.store(n);
}

} // namespace maru
