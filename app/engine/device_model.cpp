// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/device_model.h"

#include "app/engine/job_worker.h"

#include <QLocale>

#include <utility>

namespace maru {

DeviceModel::DeviceModel(InferenceEngine *engine, JobWorker *jobs, QObject *parent)
    : QAbstractListModel(parent)
    , m_engine(engine)
    , m_jobs(jobs)
{
    show({});
    m_ready = false;
}

int DeviceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> DeviceModel::roleNames() const
{
    return { { SelectorRole, "selector" }, { NameRole, "name" }, { DetailRole, "detail" }, { UsableRole, "usable" } };
}

QVariant DeviceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DeviceInfo &device = m_devices.at(index.row());
    switch (role) {
    case SelectorRole:
        return device.selector;
    case NameRole:
        return device.name;
    case DetailRole:
        return detail(device);
    case UsableRole:
        return device.usable;
    default:
        return {};
    }
}

QString DeviceModel::detail(const DeviceInfo &device) const
{
    if (!device.usable)
        return device.reason.isEmpty() ? tr("Cannot be used") : tr("Cannot be used: %1").arg(device.reason);
    if (device.selector == QLatin1String("auto")) {
        for (const DeviceInfo &other : m_devices) {
            if (other.chosenByAuto)
                return tr("Now: %1").arg(other.name);
        }
        return tr("The fastest device that works");
    }
    QStringList parts;
    if (device.kind == QLatin1String("discrete"))
        parts << tr("Graphics card");
    else if (device.kind == QLatin1String("integrated"))
        parts << tr("Graphics of the processor");
    else if (device.kind == QLatin1String("software"))
        parts << tr("Graphics in software, slow");
    else
        parts << tr("Processor");
    if (device.memoryTotal > 0)
        parts << QLocale().formattedDataSize(device.memoryTotal, 1, QLocale::DataSizeSIFormat);
    if (!device.driver.isEmpty())
        parts << device.driver;
    return parts.join(QStringLiteral(" \u00b7 "));
}

void DeviceModel::refresh()
{
    if (std::exchange(m_looking, true))
        return;
    m_jobs->post(
        this, [engine = m_engine] { return engine->devices(); },
        [this](FoundDevices found) {
            m_looking = false;
            show(std::move(found));
        });
}

void DeviceModel::show(FoundDevices found)
{
    DeviceInfo automatic;
    automatic.selector = QStringLiteral("auto");
    automatic.name = tr("Automatic");
    automatic.usable = true;
    beginResetModel();
    m_devices = std::move(found.devices);
    m_devices.prepend(automatic);
    endResetModel();
    m_note = found.note;
    m_ready = true;
    emit readyChanged();
}

} // namespace maru
