// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/mapping_guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>

namespace maru {

namespace {

/// All that the handler looks at: no lock, no memory of its own.
struct Slot
{
    std::atomic<bool> isTaken = false;
    std::atomic<std::uintptr_t> begin = 0; // 0: not watched
    std::atomic<std::uintptr_t> end = 0;
    std::atomic<bool> isBroken = false;
};
static_assert(std::atomic<std::uintptr_t>::is_always_lock_free);

std::array<Slot, MappingGuard::kMost> theSlots;
struct sigaction theEarlier = {};
std::uintptr_t thePageSize = 4096;

/// Puts a page of zeros where the fault was, if that is in a guarded mapping.
bool mend(std::uintptr_t address)
{
    for (Slot &slot : theSlots) {
        const std::uintptr_t begin = slot.begin.load();
        if (begin == 0 || address < begin || address >= slot.end.load())
            continue;
        void *page = reinterpret_cast<void *>(address / thePageSize * thePageSize);
        if (::mmap(page, thePageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
            return false;
        slot.isBroken.store(true);
        return true;
    }
    return false;
}

void onBusError(int signal, siginfo_t *info, void *context)
{
    const int error = errno;
    const bool isFault = info->si_code > 0; // else another process sent it, and there is no address
    const bool isMended = isFault && mend(reinterpret_cast<std::uintptr_t>(info->si_addr));
    errno = error;
    if (isMended)
        return;
    if ((theEarlier.sa_flags & SA_SIGINFO) != 0)
        return theEarlier.sa_sigaction(signal, info, context);
    if (theEarlier.sa_handler != SIG_DFL && theEarlier.sa_handler != SIG_IGN)
        return theEarlier.sa_handler(signal);
    static_cast<void>(::sigaction(signal, &theEarlier, nullptr)); // the access is made again, and ends the program
    if (!isFault)
        static_cast<void>(::raise(signal));
}

void install()
{
    thePageSize = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    struct sigaction action = {};
    action.sa_sigaction = onBusError;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    static_cast<void>(::sigemptyset(&action.sa_mask));
    static_cast<void>(::sigaction(SIGBUS, &action, &theEarlier));
}

} // namespace

MappingGuard::MappingGuard(std::span<const std::byte> mapping)
{
    static const bool kIsInstalled = (install(), true);
    static_cast<void>(kIsInstalled);
    for (std::size_t i = 0; i < kMost; ++i) {
        Slot &slot = theSlots[i];
        if (slot.isTaken.exchange(true))
            continue;
        const auto begin = reinterpret_cast<std::uintptr_t>(mapping.data());
        slot.isBroken.store(false);
        slot.end.store(begin + mapping.size());
        slot.begin.store(begin);
        m_slot = i;
        return;
    }
}

MappingGuard::~MappingGuard()
{
    if (m_slot == kNone)
        return;
    theSlots[m_slot].begin.store(0);
    theSlots[m_slot].isTaken.store(false);
}

bool MappingGuard::isBroken() const
{
    return m_slot != kNone && theSlots[m_slot].isBroken.load();
}

} // namespace maru
