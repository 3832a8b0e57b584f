// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/store_worker.h"

#include <algorithm>
#include <future>
#include <utility>

namespace maru {

namespace {

constexpr int kRetryMs = 1000;
constexpr int kQuietMs = 1500; ///< without use, before the file is written anew: that may take a second
constexpr int kStepMs = 5; ///< between two steps of the index
constexpr int kMostRecoveries = 3; ///< in one run: a disk that damages more is not to be worked on

/// Whether the same write may succeed later.
bool wantsSpace(const Error &error)
{
    return error.reason == Reason::DiskFull || error.reason == Reason::ReadOnly;
}

} // namespace

StoreWorker::StoreWorker(QObject *parent)
    : QObject(parent)
    , m_thread(QStringLiteral("store"))
{
}

StoreWorker::~StoreWorker()
{
    m_thread.post([this] {
        static_cast<void>(retryHere().has_value()); // the last chance; a failure was reported before
        delete std::exchange(m_retryTimer, nullptr);
        delete std::exchange(m_idleTimer, nullptr);
        // What was to be gone for good is not on the disk when the program has ended.
        if (m_database) {
            Eraser eraser(*m_database);
            if (const Result<bool> pending = eraser.isPending(); pending && *pending) {
                for (Result<bool> more = true; more && *more;)
                    more = eraser.eraseSome();
                for (Result<bool> more = true; more && *more;)
                    more = eraser.compactSome();
                static_cast<void>(eraser.finish().has_value()); // goes on at the next start
            }
        }
        m_database.reset();
    });
}

Stores StoreWorker::stores()
{
    Database &database = *m_database;
    return { ConversationStore(database), JournalStore(database), ModelStore(database), DraftStore(database),
        FolderStore(database), PresetStore(database), RequestStore(database), SearchStore(database), Eraser(database),
        TransferStore(database) };
}

Error StoreWorker::closed()
{
    return { ErrorCode::Io, Reason::Unspecified, {}, "the database is not open" };
}

Result<StoreWorker::Opened> StoreWorker::open(const QString &file)
{
    std::promise<Result<Opened>> promise;
    auto future = promise.get_future();
    qint64 highest = 0;
    m_thread.post([&] {
        Result<Opened> opened = openHere(file);
        if (opened) {
            const Result<qint64> id = ConversationStore(*m_database).highestId();
            if (id)
                highest = *id;
            else
                opened = id.error();
        }
        promise.set_value(std::move(opened));
    });
    Result<Opened> result = future.get();
    m_lastId = highest;
    return result;
}

Result<StoreWorker::Opened> StoreWorker::openHere(const QString &file)
{
    completeRecovery(file);
    Result<Opened> opened = readHere(file);
    if (!opened && opened.error().reason == Reason::DatabaseCorrupt) {
        m_database.reset();
        MARU_TRY(const RecoveryReport report, recoverDatabase(file));
        ++m_recoveries;
        opened = readHere(file);
        if (opened)
            opened->recovery = report;
    }
    if (opened)
        idleSoon(kIdleMs);
    return opened;
}

Result<StoreWorker::Opened> StoreWorker::readHere(const QString &file)
{
    MARU_TRY(std::unique_ptr<Database> database, Database::open(file));
    m_database = std::move(database);
    Stores all = stores();
    Opened opened;
    // It can wait for a start with space on the disk: what was saved can be read without.
    const Result<int> recovered = all.journal.recover();
    if (!recovered && !wantsSpace(recovered.error()))
        return recovered.error();
    opened.recovered = recovered.value_or(0);
    MARU_TRY(opened.conversations, all.conversations.conversations());
    MARU_TRY(opened.folders, all.folders.folders());
    return opened;
}

/// Whether `error` says that the database is damaged, and a recovered one has taken its place.
bool StoreWorker::recoverHere(const Error &error)
{
    if (error.reason != Reason::DatabaseCorrupt || m_recoveries >= kMostRecoveries)
        return false;
    ++m_recoveries;
    const QString file = m_database->file();
    m_database.reset();
    const Result<RecoveryReport> report = recoverDatabase(file);
    Result<std::unique_ptr<Database>> database = Database::open(file);
    if (database)
        m_database = *std::move(database);
    if (!report || !m_database)
        return false;
    m_thread.deliver([this, result = *report] { emit this->recovered(result); });
    idleSoon(kIdleMs);
    return true;
}

void StoreWorker::idleSoon(int ms)
{
    if (!m_idleTimer) {
        m_idleTimer = new QTimer;
        m_idleTimer->setSingleShot(true);
        QObject::connect(m_idleTimer, &QTimer::timeout, m_idleTimer, [this] { idle(); });
    }
    if (!m_idleTimer->isActive() || m_idleTimer->remainingTime() > ms)
        m_idleTimer->start(ms);
}

void StoreWorker::idle()
{
    if (!m_database || !m_waiting.empty())
        return;
    const Result<bool> more = idleStep();
    if (more && *more)
        idleSoon(kStepMs);
    else if (!more && recoverHere(more.error()))
        idleSoon(kIdleMs);
}

/// Does a little of what can wait. Returns whether there is more of it to do at once.
Result<bool> StoreWorker::idleStep()
{
    SearchStore search(*m_database);
    MARU_TRY(const qint64 left, search.pendingCount());
    Eraser eraser(*m_database);
    MARU_TRY(const bool erasing, eraser.isPending());
    const bool hasWork = left > 0 || erasing;
    // A reply that is being written is not kept waiting.
    MARU_TRY(const QVariant writing, m_database->value(QStringLiteral("SELECT count(*) FROM journals")));
    if (hasWork && writing.toInt() > 0) {
        idleSoon(kRetryMs);
        return false;
    }
    if (hasWork && erasing) {
        MARU_TRY(const bool more, eraser.eraseSome());
        if (more) {
            m_eraseLater = false; // there is something new to take out of the files
            return true;
        }
    }
    if (left > 0) {
        m_toIndex = std::max(m_toIndex, left);
        MARU_TRY(const int taken, search.indexSome());
        m_thread.deliver([this, rest = left - taken, total = m_toIndex] { emit indexing(rest, total); });
        return true;
    }
    m_toIndex = 0;
    if (!erasing || m_eraseLater)
        return false;
    MARU_TRY(const bool more, eraser.compactSome());
    if (more)
        return true;
    if (m_lastUse.isValid() && m_lastUse.elapsed() < kQuietMs) {
        idleSoon(kRetryMs);
        return false;
    }
    if (const Result<void> done = eraser.finish(); !done) {
        m_eraseLater = true; // the end of the program or the next start tries again
        return done.error();
    }
    m_thread.deliver([this] { emit erased(); });
    return false;
}

void StoreWorker::write(QObject *receiver, Write write, Done done)
{
    m_thread.post(
        receiver ? receiver : this, [this, write = std::move(write)] { return writeHere(write); },
        [done = std::move(done)](const Result<void> &result) {
            if (done)
                done(result);
        });
}

Result<void> StoreWorker::writeHere(const Write &write)
{
    m_lastUse.start();
    if (!m_database)
        return closed();
    // Order is kept: nothing overtakes what waits.
    Result<void> result = retryHere();
    if (result) {
        Stores all = stores();
        result = write(all);
        if (!result && recoverHere(result.error())) {
            Stores after = stores();
            result = write(after);
        }
    }
    if (result) {
        idleSoon(kIdleMs);
        return result;
    }
    const bool waits = wantsSpace(result.error());
    report(result.error(), waits);
    if (waits) {
        m_waiting.push_back(write);
        if (!m_retryTimer) {
            m_retryTimer = new QTimer;
            m_retryTimer->setInterval(kRetryMs);
            QObject::connect(
                m_retryTimer, &QTimer::timeout, m_retryTimer, [this] { static_cast<void>(retryHere().has_value()); });
        }
        m_retryTimer->start();
    }
    return result;
}

Result<void> StoreWorker::retryHere()
{
    if (m_waiting.empty())
        return {};
    while (!m_waiting.empty()) {
        if (!m_database)
            return closed();
        Stores all = stores();
        const Result<void> result = m_waiting.front()(all);
        if (!result && recoverHere(result.error()))
            continue;
        if (!result && (wantsSpace(result.error()) || !m_database))
            return result;
        if (!result)
            report(result.error(), false);
        m_waiting.pop_front();
    }
    m_retryTimer->stop();
    m_thread.deliver([this] {
        m_unsaved = false;
        emit saved();
    });
    return {};
}

void StoreWorker::report(const Error &error, bool willRetry)
{
    m_thread.deliver([this, error, willRetry] {
        m_unsaved = m_unsaved || willRetry;
        emit writeFailed(error, willRetry);
    });
}

void StoreWorker::drain()
{
    std::promise<void> promise;
    m_thread.post([&promise] { promise.set_value(); });
    promise.get_future().wait();
}

} // namespace maru
