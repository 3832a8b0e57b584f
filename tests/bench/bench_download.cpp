// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// How fast a file comes over loopback, with its SHA-256: bench_download [GIGABYTES] [FOLDER]. The server is a process
// of its own that sends one block again and again.

#include "app/library/download_controller.h"
#include "app/library/file_hasher.h"
#include "app/network/network_gate.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <netinet/in.h>
#include <openssl/evp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

using namespace maru;

namespace {

constexpr qint64 kBlock = 1 << 20;

std::vector<char> block()
{
    std::vector<char> bytes(kBlock);
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
            const long long offset = position % kBlock;
            const auto want = static_cast<std::size_t>(std::min<long long>(kBlock - offset, last - position + 1));
            const ssize_t sent = ::write(connection, bytes.data() + offset, want);
            if (sent <= 0)
                break;
            position += sent;
        }
    }
    ::close(connection);
}

/// The port, and the process that serves there.
std::pair<int, pid_t> startServer(qint64 total)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address);
    ::listen(listener, 16);
    socklen_t size = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGPIPE, SIG_IGN);
        for (int connection; (connection = ::accept(listener, nullptr, nullptr)) >= 0;)
            std::thread(serve, connection, total).detach();
        ::_exit(0);
    }
    ::close(listener);
    return { ntohs(address.sin_port), child };
}

QByteArray hashOf(qint64 total)
{
    const std::vector<char> bytes = block();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    for (qint64 i = 0; i < total; i += kBlock)
        EVP_DigestUpdate(context, bytes.data(), bytes.size());
    QByteArray digest(32, '\0');
    EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char *>(digest.data()), nullptr);
    EVP_MD_CTX_free(context);
    return digest;
}

long residentKb()
{
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

int main(int argc, char **argv)
{
    const double gigabytes = argc > 1 ? std::atof(argv[1]) : 4;
    const qint64 total = static_cast<qint64>(gigabytes * 1e9) / kBlock * kBlock;
    const auto [port, server] = startServer(total);
    QCoreApplication application(argc, argv);
    const QTemporaryDir folder(
        argc > 2 ? QString::fromLocal8Bit(argv[2]) + QStringLiteral("/bench-XXXXXX") : QString());
    DownloadFile file;
    file.name = QStringLiteral("bench.gguf");
    file.urls = { QUrl(QStringLiteral("http://127.0.0.1:%1/file").arg(port)) };
    file.byteCount = total;
    file.sha256 = hashOf(total);
    NetworkGate gate;
    DownloadController downloads(&gate, folder.path());
    // The GUI thread meanwhile: how late a timer of 5 ms comes.
    QTimer beat;
    QElapsedTimer sinceBeat;
    qint64 worst = 0;
    QObject::connect(&beat, &QTimer::timeout, &application, [&] { worst = std::max(worst, sinceBeat.restart()); });
    beat.setTimerType(Qt::PreciseTimer);
    beat.start(5);
    sinceBeat.start();
    QElapsedTimer timer;
    timer.start();
    QObject::connect(&downloads, &DownloadController::finished, &application,
        [&](const QString &, const DownloadOrder &, bool verified) {
            const double seconds = static_cast<double>(timer.elapsed()) / 1000;
            rusage usage {};
            ::getrusage(RUSAGE_SELF, &usage);
            std::printf(
                "%.1f GB in %.2f s: %.0f MB/s, checksum %s; processor %.1f + %.1f s; latest beat of the GUI thread "
                "%lld ms; resident at most %ld MB\n",
                gigabytes, seconds, static_cast<double>(total) / 1e6 / seconds, verified ? "right" : "unknown",
                static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6,
                static_cast<double>(usage.ru_stime.tv_sec) + static_cast<double>(usage.ru_stime.tv_usec) / 1e6,
                static_cast<long long>(worst), residentKb() / 1024);
            application.exit(0);
        });
    QObject::connect(&downloads, &DownloadController::failed, &application, [&](const QString &, const QString &text) {
        std::fprintf(stderr, "%s\n", qPrintable(text));
        application.exit(1);
    });
    const long before = residentKb();
    downloads.start({ file.name, {}, {}, false, { file } });
    const int status = QCoreApplication::exec();
    std::printf("memory grew by %ld MB from the start\n", (residentKb() - before) / 1024);
    ::kill(server, SIGTERM);
    ::waitpid(server, nullptr, 0);
    return status;
}
