// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <system_error>

namespace maru {

namespace {

/// A file descriptor, closed at the end of its scope.
struct Descriptor
{
    int number;

    explicit Descriptor(int opened)
        : number(opened)
    {
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (number >= 0)
            ::close(number);
    }
};

constexpr const char *kShortened = "it has become shorter while it was in use";

Error unreadable(const std::filesystem::path &path, const std::string &detail)
{
    return { ErrorCode::Io, Reason::FileUnreadable, { { "path", path.string() }, { "detail", detail } },
        path.string() + ": cannot be read: " + detail };
}

std::string systemText(int error)
{
    return std::error_code(error, std::generic_category()).message();
}

} // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path &path)
{
    // O_NONBLOCK: opening a pipe must not wait for its writer.
    Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (descriptor.number < 0) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR)
            return Error { ErrorCode::NotFound, Reason::FileMissing, { { "path", path.string() } },
                path.string() + ": no such file" };
        return unreadable(path, systemText(error));
    }
    struct stat status = {};
    if (::fstat(descriptor.number, &status) != 0)
        return unreadable(path, systemText(errno));
    if (S_ISDIR(status.st_mode))
        return unreadable(path, systemText(EISDIR));
    if (!S_ISREG(status.st_mode))
        return unreadable(path, "not a regular file");
    if (status.st_size <= 0)
        return Error { ErrorCode::Corrupt, Reason::FileEmpty, { { "path", path.string() } },
            path.string() + ": the file is empty" };

    const auto size = static_cast<std::size_t>(status.st_size);
    void *address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number, 0);
    if (address == MAP_FAILED)
        return unreadable(path, systemText(errno));
    return MappedFile(
        { static_cast<const std::byte *>(address), size }, std::exchange(descriptor.number, -1), path.string());
}

Result<MappedFile> MappedFile::ofHead(
    const std::filesystem::path &path, std::span<const std::byte> head, std::uint64_t fileSize)
{
    if (fileSize == 0 || head.size() > fileSize || fileSize > std::numeric_limits<std::size_t>::max() / 2)
        return Error { ErrorCode::InvalidArgument, Reason::FileEmpty, { { "path", path.string() } },
            path.string() + ": no head of a file" };
    const auto size = static_cast<std::size_t>(fileSize);
    const auto noMemory = [&] {
        return Error { ErrorCode::OutOfMemory, Reason::HostMemory, { { "needed", std::to_string(size) } },
            path.string() + ": no room for its head" };
    };
    void *address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (address == MAP_FAILED)
        return noMemory();
    MappedFile file({ static_cast<const std::byte *>(address), size }, -1, path.string());
    if (head.empty())
        return file;
    // Writable as long as it is written: the rest stays the one page of zeros that the system has anyway.
    if (::mprotect(address, head.size(), PROT_READ | PROT_WRITE) != 0)
        return noMemory();
    std::memcpy(address, head.data(), head.size());
    static_cast<void>(::mprotect(address, head.size(), PROT_READ));
    return file;
}

MappedFile::MappedFile(MappedFile &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_path(std::move(other.m_path))
    , m_guard(std::move(other.m_guard))
{
}

MappedFile &MappedFile::operator=(MappedFile &&other) noexcept
{
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_path, other.m_path);
    std::swap(m_guard, other.m_guard);
    return *this;
}

MappedFile::~MappedFile()
{
    m_guard = {}; // before the bytes go
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool MappedFile::holds(std::span<const std::byte> part) const
{
    return part.data() >= m_bytes.data() && part.data() + part.size() <= m_bytes.data() + m_bytes.size();
}

Result<void> MappedFile::read(std::span<const std::byte> part, std::span<std::byte> to) const
{
    if (!holds(part) || to.size() != part.size())
        return unreadable(m_path, "no part of the file");
    if (m_descriptor < 0) { // of a head: there is no file
        std::copy(part.begin(), part.end(), to.begin());
        return {};
    }
    std::size_t done = 0;
    while (done < to.size()) {
        const auto offset = static_cast<off_t>(static_cast<std::size_t>(part.data() - m_bytes.data()) + done);
        const ssize_t count = ::pread(m_descriptor, to.data() + done, to.size() - done, offset);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return unreadable(m_path, systemText(errno));
        if (count == 0)
            return unreadable(m_path, kShortened);
        done += static_cast<std::size_t>(count);
    }
    return {};
}

Result<void> MappedFile::checkWhole() const
{
    return m_guard.isBroken() ? Result<void>(unreadable(m_path, kShortened)) : Result<void>();
}

void MappedFile::willRead(std::span<const std::byte> part) const
{
    advise(part, MADV_WILLNEED);
}

void MappedFile::willNotRead(std::span<const std::byte> part) const
{
    advise(part, MADV_DONTNEED);
}

void MappedFile::advise(std::span<const std::byte> part, int advice) const
{
    if (part.empty() || !holds(part) || m_descriptor < 0) // without a file, pages that go do not come back
        return;
    // Whole pages only: for "will not read" those inside the part, for "will read" those that touch it.
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    auto begin = static_cast<std::size_t>(part.data() - m_bytes.data());
    auto end = begin + part.size();
    if (advice == MADV_DONTNEED) {
        begin = (begin + page - 1) / page * page;
        end = end / page * page;
    } else {
        begin = begin / page * page;
    }
    if (begin < end) // advice only: a refusal changes nothing
        static_cast<void>(::madvise(const_cast<std::byte *>(m_bytes.data()) + begin, end - begin, advice));
}

} // namespace maru
