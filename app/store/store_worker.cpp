// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/store_worker.h"

#include <QDateTime>

#include <future>
#include <utility>

namespace maru {

namespace {

constexpr int kRetryMs = 1000;
constexpr qint64 kDeletedIsKeptMs = 30LL * 24 * 60 * 60 * 1000;

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
        m_database.reset();
    });
}

Stores StoreWorker::stores()
{
    Database &database = *m_database;
    return { ConversationStore(database), JournalStore(database), ModelStore(database), DraftStore(database),
        FolderStore(database), PresetStore(database), RequestStore(database) };
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
    MARU_TRY(std::unique_ptr<Database> database, Database::open(file));
    m_database = std::move(database);
    Stores all = stores();
    Opened opened;
    // Both can wait for a start with space on the disk: what was saved can be read without.
    const Result<int> recovered = all.journal.recover();
    if (!recovered && !wantsSpace(recovered.error()))
        return recovered.error();
    opened.recovered = recovered.value_or(0);
    const Result<void> purged = all.conversations.purge(QDateTime::currentMSecsSinceEpoch() - kDeletedIsKeptMs);
    if (!purged && !wantsSpace(purged.error()))
        return purged.error();
    MARU_TRY(opened.conversations, all.conversations.conversations());
    return opened;
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
    if (!m_database)
        return closed();
    // Order is kept: nothing overtakes what waits.
    Result<void> result = retryHere();
    if (result) {
        Stores all = stores();
        result = write(all);
    }
    if (result)
        return result;
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
    Stores all = stores();
    while (!m_waiting.empty()) {
        const Result<void> result = m_waiting.front()(all);
        if (!result && wantsSpace(result.error()))
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
