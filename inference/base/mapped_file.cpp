// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
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
    return MappedFile({ static_cast<const std::byte *>(address), size });
}

MappedFile::MappedFile(MappedFile &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{
}

MappedFile &MappedFile::operator=(MappedFile &&other) noexcept
{
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
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
    if (part.empty() || part.data() < m_bytes.data() || part.data() + part.size() > m_bytes.data() + m_bytes.size())
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
