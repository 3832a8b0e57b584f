// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"
#include "app/library/part_file.h"
#include "app/library/piece_map.h"

#include <QHash>
#include <QJsonArray>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace maru {

class FileHasher;
class HttpExchange;
class NetworkGate;
class SpeedLimit;
class WorkerThread;

/// How patient and how wide a transfer is. Tests are in more of a hurry.
struct TransferSettings
{
    int connections = 4;
    int stallMs = 30'000;
    int retryMs = 500; ///< before the first new attempt; doubled for each further one, to
    int longestRetryMs = 60'000;
    int mostFailures = 20; ///< in a row, without progress
    qint64 spanBytes = 64 * 1024 * 1024; ///< that one request asks for
    qint64 pieceBytes = 16 * 1024 * 1024; ///< where no hashes of chunks say otherwise
    qint64 readBuffer = 256 * 1024; ///< of one connection: more is slower
};

/// What has to be kept of a transfer so that it can go on another day.
struct TransferProgress
{
    qint64 fileBytes = 0; ///< 0: not known yet
    qint64 pieceBytes = 0;
    QByteArray etag;
    QByteArray sha256; ///< learned from the hub on the way
    QJsonArray received;
};

/// Fetches one file into a part file, over several connections, and checks it.
///
/// Pieces are asked for from the front, so that the checksum of the whole follows closely. A failed connection is
/// opened again where it ended; a chunk whose hash is wrong is fetched again alone; where a link to another host has
/// run out, the first address is asked again; then come the mirrors.
///
///     lane: [position .......... end)   one connection and what it still has to bring
///
/// Threads: the network thread. Failure: finished(); what is there stays for a later start().
class FileTransfer : public QObject
{
    Q_OBJECT

public:
    FileTransfer(NetworkGate *gate, WorkerThread *hashThread, SpeedLimit *limit, const TransferSettings &settings,
        const DownloadFile &file, QObject *parent = nullptr);
    ~FileTransfer() override;

    /// Failure: DiskFull, ReadOnly.
    Result<void> open(const QString &partPath, const TransferProgress &saved);

    /// `token`: goes to the host of the file's own addresses.
    void start(const QByteArray &token);
    void stop();

    /// Reads what the speed limit left waiting.
    void pump();

    qint64 done() const { return m_map.total(); }
    qint64 total() const { return m_map.isNull() ? m_file.byteCount : m_map.fileBytes(); }
    qint64 fetched() const { return m_fetched; } ///< bytes since it was made, those that came twice too
    bool isChecking() const { return !m_map.isNull() && m_map.isAllWhole(); }
    bool isConnected() const { return m_connected; }
    const std::optional<Error> &problem() const { return m_problem; } ///< while it waits to try again
    TransferProgress progress() const;

    /// As FileHasher::sync().
    void sync(const std::function<void(bool isDurable)> &done);

signals:
    /// Bytes were written.
    void stored();

    /// The last signal after start(): `error`, or whole and right, `verified` if a checksum said so.
    void finished(const std::optional<maru::Error> &error, bool verified);

private:
    struct Lane
    {
        int id = 0;
        HttpExchange *exchange = nullptr;
        qint64 position = 0;
        qint64 end = 0;
        QByteArray ifRange; ///< the tag that was asked for
        bool asksWhole = false; ///< without a range
        bool fresh = false; ///< asked the file's own address, not where it led to last
    };

    void fill();
    Lane *laneOf(int id) const;
    void openLane(qint64 position, qint64 end, bool whole);
    void closeLane(Lane *lane);
    void closeLanes();
    std::optional<qint64> nextPosition() const;
    qint64 spanEnd(qint64 position) const;
    bool isBusy(qsizetype piece) const;

    void takeHead(Lane *lane);
    void takeWhole(Lane *lane);
    bool takeIdentity(Lane *lane, qint64 total);
    bool begin(qint64 total);
    void takeBytes(Lane *lane, bool all);
    Result<void> store(Lane *lane, const char *data, qint64 count);
    void takeEnd(int laneId, const std::optional<Error> &error);

    void laneFailed(Lane *lane, const Error &error);
    bool isLasting(const Error &error, bool fresh) const;
    void wait(qint64 retryAfterMs);
    bool nextMirror();
    void fail(const Error &error);
    void contentChanged(Lane *lane, qint64 total);
    Error changedError() const;
    void dropAll();

    void pieceWhole(qsizetype piece);
    void pieceHashed(qsizetype piece, const QByteArray &digest);
    void advance();
    void checkWhole(const QByteArray &digest);
    Error hashError() const;
    QByteArray expectedHash() const { return m_file.sha256.isEmpty() ? m_learnedSha256 : m_file.sha256; }
    QByteArray chunkHash(qsizetype piece) const;
    bool hasChunkHashes() const;
    const QUrl &address() const { return m_file.urls.at(m_mirror); }

    NetworkGate *m_gate;
    WorkerThread *m_hashThread;
    SpeedLimit *m_limit;
    TransferSettings m_settings;
    DownloadFile m_file;
    QByteArray m_token;
    PartFile m_part;
    PieceMap m_map;
    std::unique_ptr<FileHasher> m_hasher;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    std::vector<char> m_buffer;
    QTimer m_wait;
    QByteArray m_etag;
    QByteArray m_learnedSha256;
    QUrl m_resolved; ///< where the address led to last
    std::optional<Error> m_problem;
    QSet<qsizetype> m_right; ///< pieces whose own hash is right
    QHash<qsizetype, int> m_wrong; ///< how often a piece was not
    qint64 m_fetched = 0;
    qint64 m_sinceFailure = 0;
    qsizetype m_mirror = 0;
    int m_lastLane = 0;
    qsizetype m_ahead = 0; ///< first piece that the whole hash has not been told of
    int m_failures = 0;
    int m_oddities = 0; ///< failures that another attempt seldom mends
    int m_ignoredRanges = 0;
    int m_changes = 0;
    bool m_running = false;
    bool m_connected = false;
    bool m_single = false; ///< the server sends the whole or nothing: one connection, from the beginning
    bool m_mixed = false; ///< the server changed the file meanwhile: what is there may be of two files
    bool m_finishing = false;
};

} // namespace maru
