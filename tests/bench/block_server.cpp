// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "tests/bench/block_server.h"

#include <netinet/in.h>
#include <openssl/evp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

namespace {

std::vector<char> block()
{
    std::vector<char> bytes(BlockServer::kBlock);
    unsigned value = 1;
    for (char &byte : bytes)
        byte = static_cast<char>((value = value * 1664525 + 1013904223) >> 24);
    return bytes;
}

void serve(int connection, qint64 total)
{
    const std::vector<char> bytes = block();
    std::string head;
    char buffer[4096];
    for (ssize_t count; (count = ::read(connection, buffer, sizeof buffer)) > 0;) {
        head.append(buffer, static_cast<std::size_t>(count));
        if (head.find("\r\n\r\n") == std::string::npos)
            continue;
        long long first = 0;
        long long last = total - 1;
        if (const auto at = head.find("bytes="); at != std::string::npos)
            std::sscanf(head.c_str() + at, "bytes=%lld-%lld", &first, &last);
        head.clear();
        const std::string answer = "HTTP/1.1 206 Partial Content\r\nETag: \"one\"\r\nContent-Length: "
            + std::to_string(last - first + 1) + "\r\nContent-Range: bytes " + std::to_string(first) + "-"
            + std::to_string(last) + "/" + std::to_string(total) + "\r\n\r\n";
        if (::write(connection, answer.data(), answer.size()) < 0)
            break;
        for (long long position = first; position <= last;) {
            const long long offset = position % BlockServer::kBlock;
            const auto want
                = static_cast<std::size_t>(std::min<long long>(BlockServer::kBlock - offset, last - position + 1));
            const ssize_t sent = ::write(connection, bytes.data() + offset, want);
            if (sent <= 0)
                break;
            position += sent;
        }
    }
    ::close(connection);
}

} // namespace

BlockServer::BlockServer(qint64 total)
    : m_total(total)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address);
    ::listen(listener, 16);
    socklen_t size = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    m_child = ::fork();
    if (m_child == 0) {
        ::signal(SIGPIPE, SIG_IGN);
        for (int connection; (connection = ::accept(listener, nullptr, nullptr)) >= 0;)
            std::thread(serve, connection, total).detach();
        ::_exit(0);
    }
    ::close(listener);
    m_port = ntohs(address.sin_port);
}

BlockServer::~BlockServer()
{
    ::kill(m_child, SIGTERM);
    ::waitpid(m_child, nullptr, 0);
}

QUrl BlockServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1/file").arg(m_port));
}

QByteArray BlockServer::sha256() const
{
    const std::vector<char> bytes = block();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    for (qint64 i = 0; i < m_total; i += kBlock)
        EVP_DigestUpdate(context, bytes.data(), bytes.size());
    QByteArray digest(32, '\0');
    EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char *>(digest.data()), nullptr);
    EVP_MD_CTX_free(context);
    return digest;
}
