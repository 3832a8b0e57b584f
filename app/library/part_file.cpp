// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/part_file.h"

#include "app/platform/free_space.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace maru {

namespace {

Error writeFailure(const QString &path, int number)
{
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        return { ErrorCode::Io, Reason::DiskFull, { { "path", path.toStdString() } },
            "no space for " + path.toStdString() };
    return writeError(path);
}

} // namespace

PartFile::~PartFile()
{
    close();
}

void PartFile::close()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

Result<void> PartFile::open(const QString &path)
{
    close();
    m_path = path;
    // Never through a link that somebody else put there.
    m_descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (m_descriptor < 0)
        return writeFailure(path, errno);
    return {};
}

Result<void> PartFile::reserve(qint64 bytes)
{
#ifdef __linux__
    // posix_fallocate() would write zeros where the file system cannot reserve: that takes minutes.
    if (bytes > 0 && ::fallocate(m_descriptor, 0, 0, bytes) != 0 && errno != EOPNOTSUPP && errno != ENOSYS)
        return writeFailure(m_path, errno);
#endif
    if (::ftruncate(m_descriptor, bytes) != 0)
        return writeFailure(m_path, errno);
    return {};
}

Result<void> PartFile::write(qint64 position, const char *data, qint64 count)
{
    while (count > 0) {
        const ssize_t written = ::pwrite(m_descriptor, data, static_cast<std::size_t>(count), position);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return writeFailure(m_path, written < 0 ? errno : ENOSPC);
        position += written;
        data += written;
        count -= written;
    }
    return {};
}

bool PartFile::read(qint64 position, char *data, qint64 count) const
{
    while (count > 0) {
        const ssize_t number = ::pread(m_descriptor, data, static_cast<std::size_t>(count), position);
        if (number < 0 && errno == EINTR)
            continue;
        if (number <= 0)
            return false;
        position += number;
        data += number;
        count -= number;
    }
    return true;
}

bool PartFile::sync() const
{
    return ::fdatasync(m_descriptor) == 0;
}

Result<void> writeAtomically(const QString &path, const QByteArray &bytes, bool durable)
{
    const QString next = path + QStringLiteral(".new");
    {
        PartFile file;
        MARU_CHECK(file.open(next));
        MARU_CHECK(file.reserve(bytes.size()));
        MARU_CHECK(file.write(0, bytes.constData(), bytes.size()));
        if (durable && !file.sync())
            return writeError(path);
    }
    if (::rename(QFile::encodeName(next).constData(), QFile::encodeName(path).constData()) != 0)
        return writeFailure(path, errno);
    return {};
}

void syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace maru
