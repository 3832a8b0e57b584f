// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/file_hasher.h"

#include <openssl/evp.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace maru {

namespace {

constexpr qint64 kReadBytes = 1024 * 1024;

/// A running digest of OpenSSL.
class Digest
{
public:
    Digest()
        : m_context(EVP_MD_CTX_new())
    {
        restart();
    }
    ~Digest() { EVP_MD_CTX_free(m_context); }

    Digest(const Digest &) = delete;
    Digest &operator=(const Digest &) = delete;

    void restart() { EVP_DigestInit_ex(m_context, EVP_sha256(), nullptr); }
    void add(const char *data, qint64 count) { EVP_DigestUpdate(m_context, data, static_cast<std::size_t>(count)); }

    QByteArray end()
    {
        QByteArray result(32, '\0');
        EVP_DigestFinal_ex(m_context, reinterpret_cast<unsigned char *>(result.data()), nullptr);
        return result;
    }

private:
    EVP_MD_CTX *m_context;
};

} // namespace

QByteArray sha256(const QByteArray &bytes)
{
    Digest digest;
    digest.add(bytes.constData(), bytes.size());
    return digest.end();
}

struct FileHasher::Shared
{
    std::atomic<bool> stopped = false;
    std::mutex reading; ///< held by work that uses `file`; taken once by the destructor, after `stopped`
    const PartFile *file = nullptr;
    Digest whole;
    qint64 hashed = 0;
    bool readable = true;
    std::vector<char> buffer = std::vector<char>(kReadBytes);

    /// False: stopped, or bytes that cannot be read.
    bool add(Digest &digest, qint64 begin, qint64 end)
    {
        while (begin < end && !stopped) {
            const qint64 count = std::min(kReadBytes, end - begin);
            if (!file->read(begin, buffer.data(), count))
                return false;
            digest.add(buffer.data(), count);
            begin += count;
        }
        return begin >= end;
    }
};

FileHasher::FileHasher(WorkerThread *thread, const PartFile *file, QObject *parent)
    : QObject(parent)
    , m_thread(thread)
    , m_shared(std::make_shared<Shared>())
{
    m_shared->file = file;
}

FileHasher::~FileHasher()
{
    m_shared->stopped = true;
    const std::lock_guard lock(m_shared->reading); // nobody reads the file after this
}

template <typename Work, typename Done> void FileHasher::post(Work work, Done done)
{
    ++m_waiting;
    m_thread->post(
        this,
        [shared = m_shared, work]() -> QByteArray {
            const std::lock_guard lock(shared->reading);
            return shared->stopped ? QByteArray() : work(*shared);
        },
        [this, done](const QByteArray &digest) {
            --m_waiting;
            done(digest);
        });
}

void FileHasher::advance(qint64 end)
{
    if (end <= m_asked)
        return;
    m_asked = end;
    post(
        [end](Shared &shared) {
            shared.readable = shared.readable && shared.add(shared.whole, shared.hashed, end);
            shared.hashed = end;
            return QByteArray();
        },
        [](const QByteArray &) {});
}

void FileHasher::restart()
{
    m_asked = 0;
    post(
        [](Shared &shared) {
            shared.whole.restart();
            shared.hashed = 0;
            shared.readable = true;
            return QByteArray();
        },
        [](const QByteArray &) {});
}

void FileHasher::hashPiece(qint64 begin, qint64 length, const std::function<void(const QByteArray &)> &done)
{
    post(
        [begin, length](Shared &shared) {
            Digest digest;
            return shared.add(digest, begin, begin + length) ? digest.end() : QByteArray();
        },
        done);
}

void FileHasher::finish(const std::function<void(const QByteArray &)> &done)
{
    post([](Shared &shared) { return shared.readable ? shared.whole.end() : QByteArray(); }, done);
}

void FileHasher::sync(const std::function<void(bool isDurable)> &done)
{
    post([](Shared &shared) { return shared.file->sync() ? QByteArray(1, '1') : QByteArray(); },
        [done](const QByteArray &ok) { done(!ok.isEmpty()); });
}

} // namespace maru
