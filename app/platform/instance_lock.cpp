// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/instance_lock.h"

#include "app/platform/free_space.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace maru {

Result<InstanceLock> InstanceLock::take(const QString &file)
{
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        Error error = writeError(QFileInfo(file).absolutePath());
        if (errno == ENOSPC)
            error.reason = Reason::DiskFull;
        return error;
    }
    // flock rather than a file with a process number in it: nothing stale is left after a crash.
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        const std::string folder = QFileInfo(file).absolutePath().toStdString();
        return Error { ErrorCode::Io, Reason::AlreadyRunning, { { "path", folder } }, "another Maru uses " + folder };
    }
    return InstanceLock(descriptor);
}

InstanceLock::InstanceLock(int descriptor)
    : m_descriptor(descriptor)
{
}

InstanceLock::InstanceLock(InstanceLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

InstanceLock &InstanceLock::operator=(InstanceLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

InstanceLock::~InstanceLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace maru
