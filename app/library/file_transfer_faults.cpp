// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What FileTransfer does when something is wrong: with a connection, with the server's file, with what arrived.

#include "app/library/file_hasher.h"
#include "app/library/file_transfer.h"
#include "app/network/http_exchange.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cstring>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kProgressBytes = 64 * 1024; // less than this between two failures is none
constexpr int kRangeNotSatisfiable = 416; // the file is shorter than it was
constexpr int kMostOddities = 3; // answers that make no sense, wrong chunks, changed files

int statusOf(const Error &error)
{
    return QByteArray::fromStdString(std::string(error.arg("status"))).toInt();
}

} // namespace

/// Whether another attempt at the same address is of no use.
bool FileTransfer::isLasting(const Error &error, bool fresh) const
{
    switch (error.reason) {
    case Reason::LinkGone:
    case Reason::NeedsToken:
        // A link that was handed out for some time has run out: the first address gives a new one.
        return fresh && m_oddities >= (error.reason == Reason::LinkGone ? 1 : 2);
    case Reason::TlsFailed:
    case Reason::BadRedirect:
    case Reason::BadReply:
        return m_oddities >= kMostOddities;
    case Reason::HttpStatus: {
        const int status = statusOf(error);
        return status < 500 && status != 408 && status != 425 && m_oddities >= kMostOddities;
    }
    default:
        return m_failures >= m_settings.mostFailures;
    }
}

void FileTransfer::laneFailed(Lane *lane, const Error &error)
{
    const bool fresh = lane->fresh;
    const qint64 retryAfterMs = lane->exchange->head().retryAfterMs;
    closeLane(lane);
    if (error.reason == Reason::Offline) {
        fail(error);
        return;
    }
    if (std::exchange(m_sinceFailure, 0) >= kProgressBytes)
        m_failures = m_oddities = 0;
    ++m_failures;
    if (error.reason != Reason::NetworkFailed && error.reason != Reason::ServerStalled
        && error.reason != Reason::ServerBusy)
        ++m_oddities;
    m_problem = error;
    if (isLasting(error, fresh) || m_failures >= m_settings.mostFailures) {
        if (nextMirror())
            fill();
        else
            fail(statusOf(error) == kRangeNotSatisfiable ? changedError() : error);
        return;
    }
    if (error.reason == Reason::ServerBusy)
        m_settings.connections = 1; // it asked for less
    m_resolved.clear();
    m_connected = false; // one connection first, to see whether it is better
    wait(retryAfterMs);
}

/// Each time twice as long, and not in step with everybody else whose connection broke.
void FileTransfer::wait(qint64 retryAfterMs)
{
    const int doublings = std::min(m_failures - 1, 16);
    const qint64 longest = std::min(qint64(m_settings.retryMs) << doublings, qint64(m_settings.longestRetryMs));
    const auto delay = static_cast<qint64>(
        static_cast<double>(longest) * (0.5 + 0.5 * QRandomGenerator::global()->generateDouble()));
    m_wait.start(static_cast<int>(std::max(delay, retryAfterMs)));
}

bool FileTransfer::nextMirror()
{
    if (m_mirror + 1 >= m_file.urls.size())
        return false;
    ++m_mirror;
    closeLanes();
    m_resolved.clear();
    m_etag.clear(); // tags of two servers cannot be compared
    m_failures = m_oddities = m_ignoredRanges = 0;
    m_connected = m_single = false;
    m_mixed = m_mixed || m_map.total() > 0;
    return true;
}

void FileTransfer::fail(const Error &error)
{
    stop();
    m_problem.reset();
    emit finished(error, false);
}

Error FileTransfer::changedError() const
{
    return { ErrorCode::Io, Reason::FileChanged, { { "name", m_file.name.toStdString() } }, "the file has changed" };
}

/// The server has another file now than it had, or than was promised.
void FileTransfer::contentChanged(Lane *lane, qint64 total)
{
    const HttpHead head = lane->exchange->head();
    closeLane(lane);
    const bool sizeIsPromised = m_file.byteCount >= 0 || !expectedHash().isEmpty();
    const bool sizeFits = m_map.isNull() ? total == m_file.byteCount : total == m_map.fileBytes();
    if (++m_changes > kMostOddities || (sizeIsPromised && !sizeFits)) {
        if (nextMirror())
            fill();
        else
            fail(changedError());
        return;
    }
    ++m_failures;
    if (!sizeIsPromised || (expectedHash().isEmpty() && !hasChunkHashes())) {
        // Nothing tells which bytes belong together.
        closeLanes();
        dropAll();
        m_map = {};
    } else {
        m_mixed = true; // the checksum will tell
    }
    m_etag = head.etag;
    m_single = false;
    wait(-1);
}

void FileTransfer::dropAll()
{
    m_map.dropAll();
    m_right.clear();
    m_wrong.clear();
    m_ahead = 0;
    m_hasher->restart();
}

void FileTransfer::pieceWhole(qsizetype piece)
{
    if (chunkHash(piece).isEmpty()) {
        advance();
        return;
    }
    m_hasher->hashPiece(m_map.begin(piece), m_map.length(piece),
        [this, piece](const QByteArray &digest) { pieceHashed(piece, digest); });
}

void FileTransfer::pieceHashed(qsizetype piece, const QByteArray &digest)
{
    if (!m_running || piece >= m_map.count() || !m_map.isWhole(piece))
        return;
    if (digest == chunkHash(piece)) {
        m_right.insert(piece);
        advance();
        return;
    }
    m_map.drop(piece); // and only this one
    if (++m_wrong[piece] >= kMostOddities && !nextMirror()) {
        fail(hashError());
        return;
    }
    fill();
}

/// The checksum of the whole follows what is whole, and right where that can be told.
void FileTransfer::advance()
{
    if (m_finishing || !m_running)
        return;
    while (m_ahead < m_map.count() && m_map.isWhole(m_ahead)
        && (chunkHash(m_ahead).isEmpty() || m_right.contains(m_ahead)))
        ++m_ahead;
    if (m_ahead == 0)
        return;
    m_hasher->advance(m_map.begin(m_ahead - 1) + m_map.length(m_ahead - 1));
    if (m_ahead < m_map.count())
        return;
    m_finishing = true;
    m_hasher->finish([this](const QByteArray &digest) { checkWhole(digest); });
}

Error FileTransfer::hashError() const
{
    return { ErrorCode::Corrupt, Reason::HashMismatch, { { "name", m_file.name.toStdString() } },
        "the checksum of " + m_file.name.toStdString() + " is wrong" };
}

void FileTransfer::checkWhole(const QByteArray &digest)
{
    m_finishing = false;
    if (!m_running)
        return;
    const QByteArray expected = expectedHash();
    char magic[4] = {};
    if (expected.isEmpty() && m_part.read(0, magic, 4) && std::memcmp(magic, "GGUF", 4) != 0) {
        dropAll();
        fail({ ErrorCode::Corrupt, Reason::BadReply,
            { { "host", address().host().toStdString() }, { "detail", "this is no GGUF file" } }, "no GGUF file" });
        return;
    }
    if (!digest.isEmpty() && (expected.isEmpty() || digest == expected)) {
        closeLanes();
        m_running = false;
        m_problem.reset();
        emit finished({}, !expected.isEmpty());
        return;
    }
    dropAll();
    m_etag.clear();
    const bool again = std::exchange(m_mixed, false); // it was of two files: once more, of one
    if (again || nextMirror())
        fill();
    else
        fail(hashError());
}

} // namespace maru
