// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/download_queue.h"

#include "app/network/http_request.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr std::size_t kAtOnce = 2;
constexpr int kTickMs = 100;
constexpr int kPumpMs = 20;

} // namespace

DownloadQueue::DownloadQueue(NetworkGate *gate, const TransferSettings &settings)
    : m_hashThread(QStringLiteral("hash"))
{
    m_services = { gate, &m_hashThread, &m_limit, settings };
    m_tick.setInterval(kTickMs);
    m_pump.setInterval(kPumpMs);
    connect(&m_tick, &QTimer::timeout, this, &DownloadQueue::tick);
    connect(&m_pump, &QTimer::timeout, this, [this] {
        for (const auto &job : m_jobs)
            job->pump();
    });
}

DownloadQueue::~DownloadQueue() = default;

DownloadJob *DownloadQueue::find(const QString &id) const
{
    const auto found
        = std::find_if(m_jobs.cbegin(), m_jobs.cend(), [&](const auto &job) { return job->record().id == id; });
    return found == m_jobs.cend() ? nullptr : found->get();
}

DownloadJob *DownloadQueue::insert(const QString &folder, const DownloadRecord &record)
{
    m_jobs.push_back(std::make_unique<DownloadJob>(m_services, folder, record));
    DownloadJob *job = m_jobs.back().get();
    connect(job, &DownloadJob::ended, this, [this, job] { report(job); });
    connect(job, &DownloadJob::ended, this, &DownloadQueue::schedule, Qt::QueuedConnection);
    return job;
}

void DownloadQueue::add(const QString &id, const DownloadOrder &order, const QString &folder)
{
    if (const Result<void> checked = DownloadJob::checkOrder(order); !checked) {
        DownloadStatus status;
        status.state = DownloadState::Failed;
        status.error = checked.error();
        emit changed(id, status);
        return;
    }
    DownloadRecord record;
    record.id = id;
    record.order = order;
    record.createdAt = QDateTime::currentMSecsSinceEpoch();
    report(insert(folder, record));
    schedule();
}

void DownloadQueue::adopt(const QString &folder)
{
    const QDir parts(DownloadJob::partsFolder(folder));
    std::vector<DownloadRecord> records;
    for (const QString &name : parts.entryList({ QStringLiteral("*.json") }, QDir::Files)) {
        QFile file(parts.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const std::optional<DownloadRecord> record = DownloadRecord::fromJson(file.readAll());
        // A record that somebody else put there writes nowhere else.
        const bool isOurs = record && record->id == QFileInfo(name).completeBaseName();
        if (isOurs && !find(record->id) && DownloadJob::checkOrder(record->order))
            records.push_back(*record);
    }
    std::sort(records.begin(), records.end(),
        [](const DownloadRecord &a, const DownloadRecord &b) { return a.createdAt < b.createdAt; });
    for (const DownloadRecord &record : records) {
        const DownloadJob *job = insert(folder, record);
        emit adopted(record.id, record.order, record.priority, job->status());
    }
    schedule();
}

/// The first of those that may run do; a waiting one of higher priority takes the place of a running one.
void DownloadQueue::schedule()
{
    if (std::exchange(m_scheduling, true))
        return;
    std::vector<DownloadJob *> wanted;
    for (const auto &job : m_jobs) {
        if (job->isActive() || job->state() == DownloadState::Waiting)
            wanted.push_back(job.get());
    }
    std::stable_sort(wanted.begin(), wanted.end(),
        [](const DownloadJob *a, const DownloadJob *b) { return a->record().priority > b->record().priority; });
    for (std::size_t i = kAtOnce; i < wanted.size(); ++i) {
        if (wanted[i]->isActive()) {
            wanted[i]->hold(DownloadState::Waiting);
            report(wanted[i]);
        }
    }
    for (std::size_t i = 0; i < std::min(wanted.size(), kAtOnce); ++i) {
        DownloadJob *job = wanted[i];
        if (job->isActive())
            continue;
        const DownloadOrder &order = job->record().order;
        const QList<QUrl> urls = order.files.constFirst().urls;
        job->start(order.usesToken && !urls.isEmpty() ? m_tokens.value(serverOf(urls.constFirst())) : QByteArray());
        report(job);
    }
    m_scheduling = false;
    const bool anyActive = std::any_of(m_jobs.cbegin(), m_jobs.cend(), [](const auto &job) { return job->isActive(); });
    if (anyActive != m_tick.isActive())
        anyActive ? m_tick.start() : m_tick.stop();
    if (const bool pumps = anyActive && m_limit.isSet(); pumps != m_pump.isActive())
        pumps ? m_pump.start() : m_pump.stop();
}

void DownloadQueue::tick()
{
    for (const auto &job : m_jobs) {
        if (!job->isActive())
            continue;
        job->tick();
        report(job.get());
    }
}

void DownloadQueue::report(DownloadJob *job)
{
    emit changed(job->record().id, job->status());
}

void DownloadQueue::drop(const QString &id)
{
    const auto found
        = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const auto &job) { return job->record().id == id; });
    if (found == m_jobs.end())
        return;
    found->release()->deleteLater();
    m_jobs.erase(found);
}

void DownloadQueue::pause(const QString &id)
{
    DownloadJob *job = find(id);
    if (!job || (!job->isActive() && job->state() != DownloadState::Waiting))
        return;
    job->hold(DownloadState::Paused);
    report(job);
    schedule();
}

void DownloadQueue::resume(const QString &id)
{
    DownloadJob *job = find(id);
    if (!job || (job->state() != DownloadState::Paused && job->state() != DownloadState::Failed))
        return;
    job->hold(DownloadState::Waiting);
    report(job);
    schedule();
}

void DownloadQueue::cancel(const QString &id)
{
    if (DownloadJob *job = find(id)) {
        if (job->state() != DownloadState::Done)
            job->discard();
        drop(id);
    }
    schedule();
}

void DownloadQueue::setPriority(const QString &id, int priority)
{
    if (DownloadJob *job = find(id))
        job->setPriority(priority);
    schedule();
}

void DownloadQueue::setSpeedLimit(qint64 bytesPerSecond)
{
    m_limit.set(bytesPerSecond);
    schedule();
    for (const auto &job : m_jobs) // what waited for a limit that is gone
        job->pump();
}

void DownloadQueue::setToken(const QUrl &hub, const QByteArray &token)
{
    m_tokens.insert(serverOf(hub), token);
}

void DownloadQueue::wake()
{
    for (const auto &job : m_jobs) {
        const DownloadStatus status = job->status();
        if (status.state == DownloadState::Failed && status.error && status.error->reason == Reason::Offline)
            job->hold(DownloadState::Waiting);
    }
    schedule();
}

} // namespace maru
