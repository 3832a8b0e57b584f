// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace maru {

namespace {

Error cannotWrite(const std::filesystem::path &path, int number)
{
    const bool isFull = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return { ErrorCode::Io, isFull ? Reason::DiskFull : Reason::ReadOnly, { { "path", path.string() } },
        "cannot write " + path.string() + ": " + std::strerror(number) };
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path path, std::filesystem::path part, int file)
    : m_path(std::move(path))
    , m_part(std::move(part))
    , m_file(file)
{
}

AtomicFile::AtomicFile(AtomicFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_part(std::exchange(other.m_part, {}))
    , m_file(std::exchange(other.m_file, -1))
    , m_size(other.m_size)
{
}

AtomicFile &AtomicFile::operator=(AtomicFile &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_part, other.m_part);
    std::swap(m_file, other.m_file);
    std::swap(m_size, other.m_size);
    return *this;
}

AtomicFile::~AtomicFile()
{
    if (m_file >= 0)
        ::close(m_file);
    if (!m_part.empty())
        ::unlink(m_part.c_str());
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path &path)
{
    std::error_code ignored;
    const std::filesystem::file_status status = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return Error { ErrorCode::InvalidArgument, Reason::BadValue,
            { { "key", path.string() }, { "detail", "is no file that could be replaced" } },
            path.string() + " is no file that could be replaced" };
    std::filesystem::path part = path;
    part += "." + std::to_string(::getpid()) + ".part";
    const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return cannotWrite(path, errno);
    return AtomicFile(path, std::move(part), file);
}

Result<void> AtomicFile::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return cannotWrite(m_path, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        m_size += static_cast<std::uint64_t>(written);
    }
    return {};
}

Result<void> AtomicFile::commit()
{
    if (::fsync(m_file) != 0)
        return cannotWrite(m_path, errno);
    if (::close(std::exchange(m_file, -1)) != 0)
        return cannotWrite(m_path, errno);
    if (::rename(m_part.c_str(), m_path.c_str()) != 0)
        return cannotWrite(m_path, errno);
    m_part.clear();
    return {};
}

} // namespace maru
