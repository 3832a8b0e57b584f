// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QUrl>

#include <sys/types.h>

/// A web server on this computer that sends one block again and again as a large file: a process of its own, so that
/// what it takes is not what Maru takes.
class BlockServer
{
public:
    static constexpr qint64 kBlock = 1 << 20;

    /// Before threads are started. `total`: bytes of the file, a multiple of kBlock.
    explicit BlockServer(qint64 total);
    ~BlockServer();

    BlockServer(const BlockServer &) = delete;
    BlockServer &operator=(const BlockServer &) = delete;

    QUrl url() const;
    qint64 total() const { return m_total; }
    QByteArray sha256() const; ///< takes a while

private:
    qint64 m_total;
    pid_t m_child = -1;
    int m_port = 0;
};
