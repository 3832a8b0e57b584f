// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/download_job.h"

#include "app/platform/file_name.h"
#include "app/platform/free_space.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kSpare = 64 * 1024 * 1024; // left to everybody else on this disk
constexpr qint64 kKeepBytes = 4 * 1024 * 1024; // may be lost of the record by a kill, at most
constexpr qint64 kDurableMs = 5000;
constexpr double kSpeedWeight = 0.1; // of the newest tenth of a second

/// Whether it is the name of a model in the folder itself; a record may have been made by anybody.
bool isTargetName(const QString &name)
{
    return name == QFileInfo(name).fileName() && !name.startsWith(u'.')
        && name.endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive);
}

} // namespace

DownloadJob::DownloadJob(
    const DownloadServices &services, const QString &folder, const DownloadRecord &record, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_folder(folder)
    , m_record(record)
    , m_state(record.paused ? DownloadState::Paused : DownloadState::Waiting)
{
    const qsizetype count = m_record.order.files.size();
    m_record.whole.resize(count);
    m_record.written.resize(count);
    m_record.durable.resize(count);
    const QStringList &targets = m_record.targets;
    if (targets.size() != count || !std::all_of(targets.cbegin(), targets.cend(), isTargetName))
        m_record.targets.clear();
    forgetLostFiles();
    QDir().mkpath(partsFolder(m_folder)); // where that fails, start() says so
    keep();
}

DownloadJob::~DownloadJob()
{
    if (m_transfer) {
        m_transfer->stop();
        keep();
    }
}

Result<void> DownloadJob::checkOrder(const DownloadOrder &order)
{
    QSet<QString> names;
    for (const DownloadFile &file : order.files) {
        MARU_TRY(const QString name, safeFileName(file.name));
        names.insert(name.toLower());
    }
    if (order.files.isEmpty() || names.size() != order.files.size()) {
        return Error { ErrorCode::InvalidArgument, Reason::BadName, { { "name", order.title.toStdString() } },
            "an order without files, or with a name twice" };
    }
    return {};
}

QString DownloadJob::partsFolder(const QString &folder)
{
    return folder + QStringLiteral("/.downloads");
}

QString DownloadJob::partPath(qsizetype file) const
{
    return QStringLiteral("%1/%2-%3.part").arg(partsFolder(m_folder), m_record.id).arg(file);
}

QString DownloadJob::recordPath() const
{
    return QStringLiteral("%1/%2.json").arg(partsFolder(m_folder), m_record.id);
}

/// Somebody may have removed the parts while Maru did not run.
void DownloadJob::forgetLostFiles()
{
    for (qsizetype i = 0; i < m_record.order.files.size(); ++i) {
        const bool isNamed = i < m_record.targets.size() && QFileInfo::exists(m_folder + u'/' + m_record.targets.at(i));
        if (isNamed || QFileInfo::exists(partPath(i)))
            continue;
        m_record.whole[i] = false;
        m_record.written[i].received = m_record.durable[i].received = {};
    }
}

bool DownloadJob::isActive() const
{
    return m_state == DownloadState::Connecting || m_state == DownloadState::Running
        || m_state == DownloadState::Retrying || m_state == DownloadState::Checking;
}

qsizetype DownloadJob::currentFile() const
{
    const qsizetype file = m_record.whole.indexOf(false);
    return file < 0 ? m_record.whole.size() : file;
}

DownloadStatus DownloadJob::status() const
{
    DownloadStatus status;
    status.state = m_state;
    status.total = 0;
    for (qsizetype i = 0; i < m_record.order.files.size(); ++i) {
        const TransferProgress &saved = m_record.written.at(i);
        const bool isCurrent = m_transfer && i == currentFile();
        qint64 total = isCurrent ? m_transfer->total() : m_record.order.files.at(i).byteCount;
        if (total < 0 && saved.fileBytes > 0)
            total = saved.fileBytes;
        const PieceMap map = PieceMap::restored(saved.fileBytes, saved.pieceBytes, saved.received);
        status.done += m_record.whole.at(i) ? std::max(total, qint64(0)) : isCurrent ? m_transfer->done() : map.total();
        status.total = total < 0 || status.total < 0 ? -1 : status.total + total;
    }
    status.verified = m_record.verified;
    status.path = m_path;
    status.error = m_error;
    if (m_state == DownloadState::Running) {
        status.bytesPerSecond = static_cast<qint64>(m_speed);
        if (status.total >= 0 && m_speed >= 1)
            status.secondsLeft = static_cast<qint64>(static_cast<double>(status.total - status.done) / m_speed);
    }
    return status;
}

void DownloadJob::start(const QByteArray &token)
{
    m_token = token;
    m_error.reset();
    m_record.paused = false;
    m_state = DownloadState::Connecting;
    m_speed = 0;
    m_sinceTick.start();
    m_sinceDurable.start();
    if (currentFile() == m_record.whole.size()) {
        giveNames();
        return;
    }
    if (const Result<void> room = makeRoom(); !room) {
        fail(room.error());
        return;
    }
    if (const Result<void> saved = save(true); !saved) {
        fail(saved.error());
        return;
    }
    startFile();
}

/// Space is looked for before anything is asked, and taken for all files at once.
Result<void> DownloadJob::makeRoom()
{
    if (!QDir().mkpath(partsFolder(m_folder)))
        return writeError(partsFolder(m_folder));
    qint64 missing = 0;
    for (qsizetype i = 0; i < m_record.order.files.size(); ++i) {
        const qint64 bytes = m_record.order.files.at(i).byteCount;
        if (!m_record.whole.at(i) && bytes > 0 && QFileInfo(partPath(i)).size() < bytes)
            missing += bytes;
    }
    const qint64 space = freeSpace(m_folder);
    if (space >= 0 && missing > 0 && space < missing + kSpare) {
        return Error { ErrorCode::Io, Reason::DiskFull, { { "path", m_folder.toStdString() } },
            "no space for " + std::to_string(missing) + " bytes" };
    }
    for (qsizetype i = 0; i < m_record.order.files.size(); ++i) {
        const qint64 bytes = m_record.order.files.at(i).byteCount;
        if (m_record.whole.at(i) || bytes <= 0)
            continue;
        PartFile part;
        MARU_CHECK(part.open(partPath(i)));
        MARU_CHECK(part.reserve(bytes));
    }
    return {};
}

void DownloadJob::startFile()
{
    const qsizetype file = currentFile();
    m_transfer = std::make_unique<FileTransfer>(
        m_services.gate, m_services.hashThread, m_services.limit, m_services.transfer, m_record.order.files.at(file));
    m_syncing = false; // of the file before
    m_fetchedAtTick = m_fetchedAtSave = 0;
    // Later: a transfer is not destroyed inside its own call.
    connect(m_transfer.get(), &FileTransfer::finished, this, &DownloadJob::endFile, Qt::QueuedConnection);
    connect(m_transfer.get(), &FileTransfer::stored, this, [this] {
        const TransferProgress &saved = m_record.written.at(currentFile());
        const qint64 most = saved.pieceBytes > 0 ? std::min(kKeepBytes, saved.pieceBytes / 4) : kKeepBytes;
        if (m_transfer->fetched() - m_fetchedAtSave >= most)
            keep();
    });
    if (const Result<void> opened = m_transfer->open(partPath(file), m_record.written.at(file)); !opened) {
        fail(opened.error());
        return;
    }
    m_transfer->start(m_token);
}

void DownloadJob::endFile(const std::optional<Error> &error, bool verified)
{
    if (!isActive() || !m_transfer || sender() != m_transfer.get())
        return;
    if (error) {
        fail(*error);
        return;
    }
    m_state = DownloadState::Checking;
    m_transfer->sync([this, verified, transfer = m_transfer.get()](bool isDurable) {
        if (m_transfer.get() != transfer)
            return; // it was held meanwhile
        if (isDurable)
            fileWhole(verified);
        else
            loseUnsynced();
    });
}

/// The disk did not take what it was given. The system may hold it as if it had, so that nothing of it that was not on
/// the disk before counts: it is fetched again when the user goes on.
void DownloadJob::loseUnsynced()
{
    if (!isActive() || !m_transfer)
        return;
    const qsizetype file = currentFile();
    hold(DownloadState::Waiting); // writes no more
    m_record.written[file] = m_record.durable.at(file);
    static_cast<void>(save(true)); // as far as the disk lets us; what is in memory counts while the program runs
    fail(writeError(partPath(file)));
}

/// The bytes of the file are right and on the disk.
void DownloadJob::fileWhole(bool verified)
{
    if (!isActive() || !m_transfer)
        return;
    const qsizetype file = currentFile();
    m_record.written[file] = m_record.durable[file] = m_transfer->progress();
    m_record.whole[file] = true;
    m_record.verified = m_record.verified && verified;
    m_transfer.release()->deleteLater(); // it is calling this
    if (const Result<void> saved = save(true); !saved)
        fail(saved.error());
    else if (currentFile() == m_record.whole.size())
        giveNames();
    else
        startFile();
}

/// Names that are free in the folder: those of the order, with one number for all where one of them is taken.
QStringList DownloadJob::freeNames() const
{
    static const QRegularExpression pattern(QStringLiteral("^(.*?)((?:-\\d{5}-of-\\d{5})?\\.gguf)$"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    for (int number = 1;; ++number) {
        QStringList names;
        for (const DownloadFile &file : m_record.order.files) {
            const QRegularExpressionMatch match = pattern.match(file.name);
            const QString addition = number == 1 ? QString() : QStringLiteral("-%1").arg(number);
            names << match.captured(1) + addition + match.captured(2);
        }
        const bool isFree = std::none_of(names.cbegin(), names.cend(),
            [this](const QString &name) { return QFileInfo::exists(m_folder + u'/' + name); });
        if (isFree)
            return names;
    }
}

void DownloadJob::giveNames()
{
    if (const Result<void> named = checkOrder(m_record.order); !named) {
        fail(named.error());
        return;
    }
    if (m_record.targets.isEmpty()) {
        m_record.targets = freeNames();
        if (const Result<void> saved = save(true); !saved) {
            fail(saved.error());
            return;
        }
    }
    // The first part stands for the model: it comes last.
    for (qsizetype i = m_record.targets.size() - 1; i >= 0; --i) {
        const QString target = m_folder + u'/' + m_record.targets.at(i);
        const bool isNamed = !QFileInfo::exists(partPath(i)) && QFileInfo::exists(target);
        if (!isNamed && !QFile::rename(partPath(i), target)) { // takes no name that another file has
            m_record.targets
                = QFileInfo::exists(target) && i == m_record.targets.size() - 1 ? QStringList() : m_record.targets;
            fail(writeError(target));
            return;
        }
    }
    syncFolder(m_folder);
    QFile::remove(recordPath());
    m_path = m_folder + u'/' + m_record.targets.constFirst();
    m_state = DownloadState::Done;
    emit ended();
}

void DownloadJob::hold(DownloadState state)
{
    if (m_transfer) {
        m_transfer->stop();
        keep();
        m_transfer->disconnect(this);
        m_transfer.release()->deleteLater();
    }
    m_syncing = false; // the answer goes with the transfer
    m_state = state;
    m_error.reset();
    m_record.paused = state == DownloadState::Paused;
    if (!save(true))
        m_record.paused = false; // it goes on after a restart then; nothing is lost
}

void DownloadJob::fail(const Error &error)
{
    hold(DownloadState::Waiting);
    m_error = error;
    m_state = DownloadState::Failed;
    emit ended();
}

void DownloadJob::discard()
{
    if (m_transfer) {
        m_transfer->stop();
        m_transfer->disconnect(this);
        m_transfer.reset();
    }
    for (qsizetype i = 0; i < m_record.order.files.size(); ++i)
        QFile::remove(partPath(i));
    QFile::remove(recordPath());
    m_state = DownloadState::Done; // nothing more is kept of it
}

void DownloadJob::setPriority(int priority)
{
    m_record.priority = priority;
    keep();
}

void DownloadJob::pump()
{
    if (m_transfer)
        m_transfer->pump();
}

void DownloadJob::tick()
{
    if (!m_transfer || !isActive())
        return;
    const double seconds = static_cast<double>(std::max(m_sinceTick.restart(), qint64(1))) / 1000;
    const double now = static_cast<double>(m_transfer->fetched() - m_fetchedAtTick) / seconds;
    m_fetchedAtTick = m_transfer->fetched();
    m_speed = m_speed == 0 ? now : m_speed + kSpeedWeight * (now - m_speed);
    if (m_state != DownloadState::Checking || m_transfer->total() != m_transfer->done()) {
        m_state = m_transfer->problem() ? DownloadState::Retrying
            : m_transfer->isChecking()  ? DownloadState::Checking
            : m_transfer->isConnected() ? DownloadState::Running
                                        : DownloadState::Connecting;
        m_error = m_transfer->problem();
    }
    if (m_transfer->fetched() != m_fetchedAtSave)
        keep();
    if (m_sinceDurable.elapsed() >= kDurableMs && !m_syncing)
        keepDurably();
}

/// For a kill: what was handed to the system survives that.
void DownloadJob::keep()
{
    if (m_state == DownloadState::Done)
        return;
    if (m_transfer) {
        m_record.written[currentFile()] = m_transfer->progress();
        m_fetchedAtSave = m_transfer->fetched();
    }
    if (!save(false))
        m_fetchedAtSave = 0; // tried again at the next tick; until then more would be fetched again
}

/// For a power cut: only what is on the disk counts then.
void DownloadJob::keepDurably()
{
    m_syncing = true;
    const qsizetype file = currentFile();
    const TransferProgress progress = m_transfer->progress();
    m_transfer->sync([this, file, progress, transfer = m_transfer.get()](bool isDurable) {
        if (m_transfer.get() != transfer)
            return;
        m_syncing = false;
        if (!isDurable) {
            loseUnsynced();
            return;
        }
        m_record.durable[file] = progress;
        m_sinceDurable.start();
        if (!save(true))
            m_sinceDurable.start(); // later
    });
}

Result<void> DownloadJob::save(bool durable)
{
    m_record.boot = DownloadRecord::thisBoot();
    MARU_CHECK(writeAtomically(recordPath(), m_record.toJson(), durable));
    if (durable)
        syncFolder(partsFolder(m_folder));
    return {};
}

} // namespace maru
