// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/file_transfer.h"

#include "app/library/file_hasher.h"
#include "app/library/speed_limit.h"
#include "app/network/http_exchange.h"

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kReadBytes = 1024 * 1024;
constexpr int kMostIgnoredRanges = 3;

Error reply(const QUrl &url, const std::string &detail)
{
    return { ErrorCode::Io, Reason::BadReply, { { "host", url.host().toStdString() }, { "detail", detail } }, detail };
}

} // namespace

FileTransfer::FileTransfer(NetworkGate *gate, WorkerThread *hashThread, SpeedLimit *limit,
    const TransferSettings &settings, const DownloadFile &file, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_hashThread(hashThread)
    , m_limit(limit)
    , m_settings(settings)
    , m_file(file)
    , m_buffer(static_cast<std::size_t>(kReadBytes))
{
    m_wait.setSingleShot(true);
    connect(&m_wait, &QTimer::timeout, this, &FileTransfer::fill);
}

FileTransfer::~FileTransfer()
{
    closeLanes();
    m_hasher.reset(); // before the part file that it reads
}

bool FileTransfer::hasChunkHashes() const
{
    return m_file.chunkBytes > 0 && m_file.byteCount > 0
        && (m_file.byteCount - 1) / m_file.chunkBytes + 1 == m_file.chunkSha256.size();
}

QByteArray FileTransfer::chunkHash(qsizetype piece) const
{
    return hasChunkHashes() && m_map.pieceBytes() == m_file.chunkBytes ? m_file.chunkSha256.at(piece) : QByteArray();
}

Result<void> FileTransfer::open(const QString &partPath, const TransferProgress &saved)
{
    MARU_CHECK(m_part.open(partPath));
    m_hasher = std::make_unique<FileHasher>(m_hashThread, &m_part);
    m_map = PieceMap::restored(saved.fileBytes, saved.pieceBytes, saved.received);
    if (m_map.isNull() && m_file.byteCount > 0)
        m_map = PieceMap(m_file.byteCount, hasChunkHashes() ? m_file.chunkBytes : m_settings.pieceBytes);
    m_etag = saved.etag;
    m_learnedSha256 = saved.sha256;
    return m_map.isNull() ? Result<void>() : m_part.reserve(m_map.fileBytes());
}

TransferProgress FileTransfer::progress() const
{
    return { m_map.fileBytes(), m_map.pieceBytes(), m_etag, m_learnedSha256, m_map.toJson() };
}

void FileTransfer::sync(const std::function<void(bool isDurable)> &done)
{
    m_hasher->sync(done);
}

void FileTransfer::start(const QByteArray &token)
{
    if (m_file.urls.isEmpty()) {
        fail(reply({}, "no address"));
        return;
    }
    m_token = token;
    m_running = true;
    m_failures = 0;
    m_problem.reset();
    // What was there before has to be looked at again: nobody knows what happened to the file meanwhile.
    m_right.clear();
    m_ahead = 0;
    m_hasher->restart();
    for (qsizetype piece = 0; piece < m_map.count(); ++piece) {
        if (m_map.isWhole(piece))
            pieceWhole(piece);
    }
    fill();
}

void FileTransfer::stop()
{
    m_running = false;
    m_wait.stop();
    closeLanes();
}

bool FileTransfer::isBusy(qsizetype piece) const
{
    return std::any_of(m_lanes.cbegin(), m_lanes.cend(), [&](const auto &lane) {
        return lane->position < m_map.begin(piece) + m_map.length(piece) && lane->end > m_map.begin(piece);
    });
}

std::optional<qint64> FileTransfer::nextPosition() const
{
    for (qsizetype piece = 0; piece < m_map.count(); ++piece) {
        if (!m_map.isWhole(piece) && !isBusy(piece))
            return m_map.begin(piece) + m_map.received(piece);
    }
    return {};
}

/// From `position` over the pieces behind it that are empty and free, as far as one request may go.
qint64 FileTransfer::spanEnd(qint64 position) const
{
    qsizetype piece = m_map.pieceAt(position);
    qint64 end = m_map.begin(piece) + m_map.length(piece);
    for (++piece; piece < m_map.count(); ++piece) {
        const qint64 next = end + m_map.length(piece);
        if (m_map.received(piece) > 0 || isBusy(piece) || next - position > m_settings.spanBytes)
            break;
        end = next;
    }
    return end;
}

void FileTransfer::fill()
{
    if (!m_running || m_wait.isActive() || m_finishing)
        return;
    if (m_map.isNull()) {
        if (m_lanes.empty())
            openLane(0, m_settings.pieceBytes, false);
    } else if (m_single) {
        if (m_lanes.empty() && !m_map.isAllWhole())
            openLane(0, m_map.fileBytes(), true);
    } else {
        // The first answer tells whether the server knows ranges and where it leads to.
        const auto most = static_cast<std::size_t>(m_connected ? m_settings.connections : 1);
        while (m_running && m_lanes.size() < most) {
            const std::optional<qint64> position = nextPosition();
            if (!position)
                break;
            openLane(*position, spanEnd(*position), false);
        }
    }
}

void FileTransfer::openLane(qint64 position, qint64 end, bool whole)
{
    auto lane = std::make_unique<Lane>();
    lane->id = ++m_lastLane;
    lane->position = position;
    lane->end = end;
    lane->asksWhole = whole;
    lane->fresh = m_resolved.isEmpty();
    HttpRequest request;
    request.url = lane->fresh ? address() : m_resolved;
    request.reason = QStringLiteral("download");
    if (lane->fresh && address().host() == m_file.urls.constFirst().host())
        request.token = m_token; // a mirror is somebody else
    if (!whole) {
        request.first = position;
        request.last = end - 1;
        request.ifRange = lane->ifRange = m_etag;
    }
    auto *exchange = new HttpExchange(m_gate, request, m_settings.stallMs, this);
    exchange->setReadBuffer(m_settings.readBuffer);
    lane->exchange = exchange;
    Lane *raw = lane.get();
    m_lanes.push_back(std::move(lane));
    connect(exchange, &HttpExchange::headRead, this, [this, raw] { takeHead(raw); });
    connect(exchange, &HttpExchange::bytesReady, this, [this, raw] { takeBytes(raw, false); });
    // Later: an exchange may end while it starts, and its lane may be gone by then.
    connect(
        exchange, &HttpExchange::finished, this,
        [this, id = raw->id](const std::optional<Error> &error) { takeEnd(id, error); }, Qt::QueuedConnection);
    exchange->start();
}

void FileTransfer::closeLane(Lane *lane)
{
    lane->exchange->disconnect(this);
    lane->exchange->deleteLater();
    std::erase_if(m_lanes, [lane](const auto &other) { return other.get() == lane; });
}

void FileTransfer::closeLanes()
{
    while (!m_lanes.empty())
        closeLane(m_lanes.back().get());
}

void FileTransfer::takeHead(Lane *lane)
{
    const HttpHead &head = lane->exchange->head();
    if (head.status == 200) {
        takeWhole(lane);
        return;
    }
    if (lane->asksWhole || head.rangeFirst != lane->position || (m_map.isNull() && head.rangeTotal < 0)) {
        laneFailed(lane, reply(head.url, "a range that was not asked for"));
        return;
    }
    if (!takeIdentity(lane, head.rangeTotal < 0 ? m_map.fileBytes() : head.rangeTotal))
        return;
    lane->end = std::min({ lane->end, head.rangeLast + 1, m_map.fileBytes() });
    m_ignoredRanges = 0;
    fill();
}

/// The server sends all of it, asked or not.
void FileTransfer::takeWhole(Lane *lane)
{
    const HttpHead &head = lane->exchange->head();
    const qint64 known = m_map.isNull() ? -1 : m_map.fileBytes();
    const qint64 total = head.contentLength < 0 ? known : head.contentLength;
    if (total < 0) {
        laneFailed(lane, reply(head.url, "it does not tell how large the file is"));
        return;
    }
    const bool nothingYet = m_map.total() == 0 && m_lanes.size() == 1;
    if (lane->asksWhole || (lane->position == 0 && nothingYet)) {
        if (!takeIdentity(lane, total))
            return;
        m_single = true;
        lane->position = 0;
        lane->end = m_map.fileBytes();
        return;
    }
    if (!lane->ifRange.isEmpty() && !head.etag.isEmpty() && head.etag != lane->ifRange) {
        if (head.etag != m_etag) {
            contentChanged(lane, total);
            return;
        }
        closeLane(lane); // it asked before the new tag was known
        fill();
        return;
    }
    // Nothing of it is read: the next request may find a server that does know ranges.
    if (++m_ignoredRanges >= kMostIgnoredRanges) {
        m_single = true;
        closeLanes();
        fill();
        return;
    }
    laneFailed(lane, reply(head.url, "ranges are ignored"));
}

/// Whether what is being sent is the file that was begun. False: it is not, and the lane is gone.
bool FileTransfer::takeIdentity(Lane *lane, qint64 total)
{
    const HttpHead &head = lane->exchange->head();
    const bool sizeFits
        = (m_file.byteCount < 0 || total == m_file.byteCount) && (m_map.isNull() || total == m_map.fileBytes());
    const bool tagFits = m_etag.isEmpty() || head.etag.isEmpty() || head.etag == m_etag;
    if (!sizeFits || !tagFits) {
        contentChanged(lane, total);
        return false;
    }
    if (m_map.isNull() && !begin(total))
        return false;
    if (m_etag.isEmpty())
        m_etag = head.etag;
    if (m_file.sha256.isEmpty() && head.linkedEtag.size() == 64 && head.linkedSize == total) {
        const QByteArray learned = QByteArray::fromHex(head.linkedEtag);
        if (learned.size() == 32)
            m_learnedSha256 = learned;
    }
    m_resolved = head.url == address() ? QUrl() : head.url;
    m_connected = true;
    m_problem.reset();
    return true;
}

/// The size is known now.
bool FileTransfer::begin(qint64 total)
{
    if (total == 0) {
        fail(reply(address(), "the file is empty"));
        return false;
    }
    m_map = PieceMap(total, m_settings.pieceBytes);
    if (const Result<void> reserved = m_part.reserve(total); !reserved) {
        fail(reserved.error());
        return false;
    }
    return true;
}

FileTransfer::Lane *FileTransfer::laneOf(int id) const
{
    const auto found
        = std::find_if(m_lanes.cbegin(), m_lanes.cend(), [id](const auto &lane) { return lane->id == id; });
    return found == m_lanes.cend() ? nullptr : found->get();
}

void FileTransfer::pump()
{
    std::vector<int> ids;
    for (const auto &lane : m_lanes)
        ids.push_back(lane->id);
    for (const int id : ids) {
        if (Lane *lane = laneOf(id))
            takeBytes(lane, false);
    }
}

/// `all`: whatever the speed limit says, for a connection that has ended.
void FileTransfer::takeBytes(Lane *lane, bool all)
{
    while (m_running && lane->position < lane->end) {
        const qint64 allowed = all ? kReadBytes : m_limit->allowance();
        const qint64 want = std::min({ kReadBytes, allowed, lane->exchange->bytesAvailable() });
        if (want <= 0)
            return;
        const qint64 count = lane->exchange->read(m_buffer.data(), want);
        if (count <= 0)
            return;
        m_limit->take(count);
        m_fetched += count;
        if (const Result<void> written = store(lane, m_buffer.data(), count); !written) {
            fail(written.error());
            return;
        }
        emit stored();
    }
    if (m_running && !all) {
        closeLane(lane);
        fill();
    }
}

/// Writes what is new of `data`; what is beyond the lane's end is not used.
Result<void> FileTransfer::store(Lane *lane, const char *data, qint64 count)
{
    while (count > 0 && lane->position < lane->end) {
        const qsizetype piece = m_map.pieceAt(lane->position);
        const qint64 offset = lane->position - m_map.begin(piece);
        const qint64 known = m_map.received(piece) - offset; // bytes from here on that are there already
        qint64 part = std::min({ count, m_map.length(piece) - offset, lane->end - lane->position });
        if (known > 0) {
            part = std::min(part, known);
        } else {
            MARU_CHECK(m_part.write(lane->position, data, part));
            m_map.add(piece, part);
            m_sinceFailure += part;
            if (m_map.isWhole(piece))
                pieceWhole(piece);
        }
        lane->position += part;
        data += part;
        count -= part;
    }
    return {};
}

void FileTransfer::takeEnd(int laneId, const std::optional<Error> &error)
{
    if (Lane *lane = laneOf(laneId))
        takeBytes(lane, true);
    Lane *lane = laneOf(laneId); // a full disk ends all
    if (!lane)
        return;
    const QUrl url = lane->exchange->head().url;
    if (lane->position >= lane->end) {
        closeLane(lane);
        fill();
    } else if (error) {
        laneFailed(lane, *error);
    } else {
        const std::string detail = "the connection ended early";
        laneFailed(lane,
            { ErrorCode::Io, Reason::NetworkFailed, { { "host", url.host().toStdString() }, { "detail", detail } },
                detail });
    }
}

} // namespace maru
