// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/download_model.h"

#include "app/engine/error_text.h"
#include "app/library/download_text.h"

#include <algorithm>

namespace maru {

int DownloadModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant DownloadModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Item &item = m_items.at(index.row());
    const DownloadStatus &status = item.status;
    switch (role) {
    case DownloadIdRole:
        return item.id;
    case NameRole:
        return item.title;
    case SourceRole:
        return item.source;
    case StateRole:
        return static_cast<int>(status.state);
    case StateTextRole:
        return downloadText(status);
    case DoneBytesRole:
        return status.done;
    case TotalBytesRole:
        return status.total;
    case ProgressRole:
        return status.total > 0 ? static_cast<double>(status.done) / static_cast<double>(status.total) : -1.0;
    case SpeedRole:
        return status.bytesPerSecond;
    case SecondsLeftRole:
        return status.secondsLeft;
    case ErrorTextRole:
        return status.error ? errorText(*status.error).text : QString();
    case CanPauseRole:
        return status.state < DownloadState::Paused;
    case CanResumeRole:
        return status.state == DownloadState::Paused || status.state == DownloadState::Failed;
    case CanCancelRole:
        return status.state != DownloadState::Done;
    case FinishedRole:
        return status.state == DownloadState::Done;
    case PathRole:
        return status.path;
    case PriorityRole:
        return item.priority;
    default:
        return {};
    }
}

QHash<int, QByteArray> DownloadModel::roleNames() const
{
    return {
        { DownloadIdRole, "downloadId" },
        { NameRole, "name" },
        { SourceRole, "source" },
        { StateRole, "state" },
        { StateTextRole, "stateText" },
        { DoneBytesRole, "doneBytes" },
        { TotalBytesRole, "totalBytes" },
        { ProgressRole, "progress" },
        { SpeedRole, "speed" },
        { SecondsLeftRole, "secondsLeft" },
        { ErrorTextRole, "errorText" },
        { CanPauseRole, "canPause" },
        { CanResumeRole, "canResume" },
        { CanCancelRole, "canCancel" },
        { FinishedRole, "finished" },
        { PathRole, "path" },
        { PriorityRole, "priority" },
    };
}

qsizetype DownloadModel::indexOf(const QString &id) const
{
    const auto found = std::find_if(m_items.cbegin(), m_items.cend(), [&](const Item &item) { return item.id == id; });
    return found == m_items.cend() ? -1 : std::distance(m_items.cbegin(), found);
}

const DownloadModel::Item *DownloadModel::find(const QString &id) const
{
    const qsizetype row = indexOf(id);
    return row < 0 ? nullptr : &m_items.at(row);
}

/// Behind all that have the same priority or a higher one.
qsizetype DownloadModel::placeOf(const Item &item) const
{
    const auto place = std::find_if(
        m_items.cbegin(), m_items.cend(), [&](const Item &other) { return other.priority < item.priority; });
    return std::distance(m_items.cbegin(), place);
}

void DownloadModel::changed(qsizetype row)
{
    const QModelIndex at = index(static_cast<int>(row));
    emit dataChanged(at, at);
}

void DownloadModel::put(const Item &item)
{
    if (const qsizetype row = indexOf(item.id); row >= 0) {
        m_items[row] = item;
        changed(row);
        return;
    }
    const auto row = static_cast<int>(placeOf(item));
    beginInsertRows({}, row, row);
    m_items.insert(row, item);
    endInsertRows();
    emit countChanged();
}

void DownloadModel::setStatus(const QString &id, const DownloadStatus &status)
{
    const qsizetype row = indexOf(id);
    if (row < 0)
        return;
    m_items[row].status = status;
    changed(row);
}

void DownloadModel::setPriority(const QString &id, int priority)
{
    const qsizetype row = indexOf(id);
    if (row < 0 || m_items.at(row).priority == priority)
        return;
    Item item = m_items.at(row);
    item.priority = priority;
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
    m_items.removeAt(row);
    endRemoveRows();
    const auto place = static_cast<int>(placeOf(item));
    beginInsertRows({}, place, place);
    m_items.insert(place, item);
    endInsertRows();
}

void DownloadModel::remove(const QString &id)
{
    const qsizetype row = indexOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
    m_items.removeAt(row);
    endRemoveRows();
    emit countChanged();
}

} // namespace maru
