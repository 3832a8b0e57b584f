// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/download_controller.h"

#include "app/engine/error_text.h"
#include "app/library/download_queue.h"
#include "app/library/download_text.h"
#include "app/network/network_gate.h"

#include <QLocale>
#include <QUuid>

#include <algorithm>

namespace maru {

namespace {

bool isUnderWay(DownloadState state)
{
    return state != DownloadState::Waiting && state < DownloadState::Done && state != DownloadState::Paused;
}

} // namespace

DownloadController::DownloadController(
    NetworkGate *gate, const QString &folder, const TransferSettings &settings, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_queue(nullptr)
    , m_folder(folder)
{
    // Made on its thread, since its timers and its worker belong there.
    QMetaObject::invokeMethod(
        gate->thread().context(), [this, gate, settings] { m_queue = new DownloadQueue(gate, settings); },
        Qt::BlockingQueuedConnection);
    connect(m_queue, &DownloadQueue::changed, this, &DownloadController::take);
    connect(m_queue, &DownloadQueue::adopted, this, &DownloadController::takeAdopted);
    connect(gate, &NetworkGate::offlineChanged, this, [this] {
        if (!m_gate->isOffline())
            ask([](DownloadQueue &queue) { queue.wake(); });
    });
}

DownloadController::~DownloadController()
{
    QMetaObject::invokeMethod(
        m_gate->thread().context(), [this] { delete m_queue; }, Qt::BlockingQueuedConnection);
}

void DownloadController::ask(const std::function<void(DownloadQueue &)> &call)
{
    m_gate->thread().post([queue = m_queue, call] { call(*queue); });
}

int DownloadController::activeCount() const
{
    const QList<DownloadModel::Item> &items = m_downloads.items();
    return static_cast<int>(
        std::count_if(items.cbegin(), items.cend(), [](const auto &item) { return isUnderWay(item.status.state); }));
}

double DownloadController::progress() const
{
    qint64 done = 0;
    qint64 total = 0;
    for (const DownloadModel::Item &item : m_downloads.items()) {
        if (!isUnderWay(item.status.state))
            continue;
        if (item.status.total < 0)
            return -1;
        done += item.status.done;
        total += item.status.total;
    }
    return total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
}

QString DownloadController::summaryText() const
{
    const int count = activeCount();
    if (count == 0)
        return {};
    QStringList parts { tr("%n downloads", nullptr, count) };
    const auto [speed, secondsLeft] = pace();
    if (speed > 0)
        parts << tr("%1/s").arg(sizeText(speed));
    if (secondsLeft > 0)
        parts << tr("%1 left").arg(durationText(secondsLeft));
    return parts.join(QStringLiteral(", "));
}

QString DownloadController::briefText() const
{
    constexpr double kWhole = 100;
    QStringList parts;
    if (progress() >= 0)
        parts << QLocale().toString(static_cast<int>(progress() * kWhole)) + QStringLiteral(" %");
    const auto [speed, secondsLeft] = pace();
    if (speed > 0)
        parts << tr("%1/s").arg(sizeText(speed));
    if (secondsLeft > 0)
        parts << durationText(secondsLeft);
    return activeCount() == 0 ? QString() : parts.join(QStringLiteral("  "));
}

/// Of all that are under way: bytes a second, and the seconds until the last is there; -1: not known.
std::pair<qint64, qint64> DownloadController::pace() const
{
    qint64 speed = 0;
    qint64 secondsLeft = 0;
    for (const DownloadModel::Item &item : m_downloads.items()) {
        if (!isUnderWay(item.status.state))
            continue;
        speed += item.status.bytesPerSecond;
        secondsLeft
            = item.status.secondsLeft < 0 || secondsLeft < 0 ? -1 : std::max(secondsLeft, item.status.secondsLeft);
    }
    return { speed, secondsLeft };
}

void DownloadController::setSpeedLimit(double bytesPerSecond)
{
    const double limit = std::max(bytesPerSecond, 0.0);
    if (limit == m_speedLimit)
        return;
    m_speedLimit = limit;
    ask([limit](DownloadQueue &queue) { queue.setSpeedLimit(static_cast<qint64>(limit)); });
    emit speedLimitChanged();
}

QString DownloadController::start(const DownloadOrder &order, const QString &folder)
{
    for (const DownloadModel::Item &item : m_downloads.items()) {
        const DownloadOrder &other = m_orders[item.id];
        const bool isSame = !order.files.isEmpty() && !other.files.isEmpty()
            && other.files.constFirst().urls == order.files.constFirst().urls;
        if (!isSame || item.status.state == DownloadState::Done)
            continue;
        resume(item.id);
        return item.id;
    }
    const QString id = QUuid::createUuid().toString(QUuid::Id128);
    DownloadModel::Item item { id, order.title, order.source, 0, {} };
    item.status.total = order.byteCount();
    m_orders.insert(id, order);
    m_downloads.put(item);
    ask([id, order, folder = folder.isEmpty() ? m_folder : folder](
            DownloadQueue &queue) { queue.add(id, order, folder); });
    emit summaryChanged();
    return id;
}

void DownloadController::adopt(const QString &folder)
{
    ask([folder](DownloadQueue &queue) { queue.adopt(folder); });
}

void DownloadController::setToken(const QUrl &hub, const QByteArray &token)
{
    ask([hub, token](DownloadQueue &queue) { queue.setToken(hub, token); });
}

void DownloadController::pause(const QString &id)
{
    ask([id](DownloadQueue &queue) { queue.pause(id); });
}

void DownloadController::resume(const QString &id)
{
    ask([id](DownloadQueue &queue) { queue.resume(id); });
}

void DownloadController::pauseAll()
{
    for (const DownloadModel::Item &item : m_downloads.items())
        pause(item.id);
}

void DownloadController::resumeAll()
{
    for (const DownloadModel::Item &item : m_downloads.items())
        resume(item.id);
}

void DownloadController::cancel(const QString &id)
{
    ask([id](DownloadQueue &queue) { queue.cancel(id); });
    m_downloads.remove(id);
    m_orders.remove(id);
    emit summaryChanged();
}

void DownloadController::setPriority(const QString &id, int priority)
{
    m_downloads.setPriority(id, priority);
    ask([id, priority](DownloadQueue &queue) { queue.setPriority(id, priority); });
}

void DownloadController::prefer(const QString &id)
{
    int highest = 0;
    for (const DownloadModel::Item &item : m_downloads.items())
        highest = std::max(highest, item.priority);
    setPriority(id, highest + 1);
}

void DownloadController::dismiss(const QString &id)
{
    const DownloadModel::Item *item = m_downloads.find(id);
    if (item && item->status.state == DownloadState::Done)
        cancel(id); // of a finished one there is nothing to remove
}

void DownloadController::takeAdopted(
    const QString &id, const DownloadOrder &order, int priority, const DownloadStatus &status)
{
    m_orders.insert(id, order);
    m_downloads.put({ id, order.title, order.source, priority, status });
    emit summaryChanged();
}

void DownloadController::take(const QString &id, const DownloadStatus &status)
{
    const DownloadModel::Item *item = m_downloads.find(id);
    if (!item) // cancelled meanwhile
        return;
    const DownloadState before = item->status.state;
    m_downloads.setStatus(id, status);
    emit summaryChanged();
    if (status.state == before)
        return;
    if (status.state == DownloadState::Done)
        emit finished(status.path, m_orders.value(id), status.verified);
    else if (status.state == DownloadState::Failed && status.error)
        emit failed(id, errorText(*status.error).text);
}

} // namespace maru
