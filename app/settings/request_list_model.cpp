// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/settings/request_list_model.h"

#include "app/store/store_worker.h"

#include <QDateTime>
#include <QLocale>

namespace maru {

namespace {

constexpr int kMostRows = 5000;

QString reasonText(const QString &reason)
{
    if (reason == QLatin1String("download"))
        return RequestListModel::tr("Download of a model");
    if (reason == QLatin1String("model header"))
        return RequestListModel::tr("First part of a model, to see whether it runs");
    if (reason == QLatin1String("model list"))
        return RequestListModel::tr("List of chosen models");
    if (reason == QLatin1String("hub search"))
        return RequestListModel::tr("Search for models");
    if (reason == QLatin1String("hub files"))
        return RequestListModel::tr("Files of a model");
    return reason;
}

QString statusText(int status)
{
    if (status < 0)
        return RequestListModel::tr("Refused: offline");
    if (status == 0)
        return RequestListModel::tr("No answer");
    if (status >= 300 && status < 400)
        return RequestListModel::tr("Sent on to another address");
    return status < 300 ? RequestListModel::tr("Answered") : RequestListModel::tr("Error %1").arg(status);
}

} // namespace

RequestListModel::RequestListModel(StoreWorker *store, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
}

int RequestListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant RequestListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RequestRecord &record = m_rows.at(index.row());
    const QLocale locale;
    switch (role) {
    case TimeTextRole:
        return locale.toString(QDateTime::fromMSecsSinceEpoch(record.time), QLocale::ShortFormat);
    case HostRole:
        return record.host;
    case ReasonTextRole:
        return reasonText(record.reason);
    case BytesRole:
        return record.bytes;
    case BytesTextRole:
        return locale.formattedDataSize(record.bytes, 1, QLocale::DataSizeSIFormat);
    case StatusRole:
        return record.status;
    case StatusTextRole:
        return statusText(record.status);
    default:
        return {};
    }
}

QHash<int, QByteArray> RequestListModel::roleNames() const
{
    return {
        { TimeTextRole, "timeText" },
        { HostRole, "host" },
        { ReasonTextRole, "reasonText" },
        { BytesRole, "bytes" },
        { BytesTextRole, "bytesText" },
        { StatusRole, "status" },
        { StatusTextRole, "statusText" },
    };
}

void RequestListModel::add(const RequestRecord &record)
{
    m_store->write(this, [record](Stores &stores) { return stores.requests.add(record); });
    if (!m_shown)
        return;
    beginInsertRows({}, 0, 0);
    m_rows.prepend(record);
    endInsertRows();
    if (count() > kMostRows) {
        beginRemoveRows({}, kMostRows, kMostRows);
        m_rows.removeLast();
        endRemoveRows();
    }
    emit countChanged();
}

void RequestListModel::refresh()
{
    m_store->read<QList<RequestRecord>>(
        this, [](Stores &stores) { return stores.requests.requests(kMostRows); },
        [this](const Result<QList<RequestRecord>> &rows) {
            beginResetModel();
            m_rows = rows.value_or(QList<RequestRecord>());
            m_shown = true;
            endResetModel();
            emit countChanged();
        });
}

void RequestListModel::clear()
{
    m_store->write(
        this, [](Stores &stores) { return stores.requests.clear(); }, [this](const Result<void> &) { refresh(); });
}

} // namespace maru
