// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/devices_controller.h"

#include "app/engine/error_text.h"
#include "app/library/download_text.h"

#include <QDateTime>
#include <QLocale>

#include <utility>

namespace maru {

namespace {

constexpr double kGiga = 1e9;

} // namespace

DevicesController::DevicesController(ModelTools *tools, QObject *parent)
    : QAbstractListModel(parent)
    , m_tools(tools)
    , m_looks(QStringLiteral("devices"))
    , m_checks(QStringLiteral("check-up"))
{
}

DevicesController::~DevicesController()
{
    m_stop.request_stop();
}

int DevicesController::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> DevicesController::roleNames() const
{
    return { { SelectorRole, "selector" }, { NameRole, "name" }, { DetailRole, "detail" }, { UsableRole, "usable" },
        { ReasonTextRole, "reasonText" }, { MemoryTextRole, "memoryText" }, { MemoryShareRole, "memoryShare" },
        { CheckTextRole, "checkText" }, { CheckPassedRole, "checkPassed" }, { CheckRunRole, "checkRun" },
        { SpeedTextRole, "speedText" } };
}

QVariant DevicesController::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DeviceStatus &device = m_devices.at(index.row());
    switch (role) {
    case SelectorRole:
        return device.selector;
    case NameRole:
        return device.name;
    case DetailRole: {
        const QString kind = device.kind == QLatin1String("discrete") ? tr("Graphics card")
            : device.kind == QLatin1String("integrated")              ? tr("Graphics of the processor")
            : device.kind == QLatin1String("software")                ? tr("Graphics in software, slow")
                                                                      : tr("Processor");
        return device.driver.isEmpty() ? kind : kind + QStringLiteral(" \u00b7 ") + device.driver;
    }
    case UsableRole:
        return device.usable;
    case ReasonTextRole:
        return reasonText(device);
    case MemoryTextRole:
        return device.memoryTotal > 0
            ? tr("%1 of %2 free").arg(sizeText(device.memoryFree), sizeText(device.memoryTotal))
            : QString();
    case MemoryShareRole:
        return device.memoryTotal > 0
            ? 1.0 - static_cast<double>(device.memoryFree) / static_cast<double>(device.memoryTotal)
            : -1.0;
    case CheckTextRole:
        return checkText(device);
    case CheckPassedRole:
        return device.check != DeviceStatus::Check::Failed;
    case CheckRunRole:
        return device.check != DeviceStatus::Check::NotRun;
    case SpeedTextRole:
        return device.bandwidth > 0
            ? tr("Reads 4-bit weights at %1 GB a second").arg(QLocale().toString(device.bandwidth / kGiga, 'f', 1))
            : QString();
    default:
        return {};
    }
}

QString DevicesController::reasonText(const DeviceStatus &device) const
{
    if (device.check == DeviceStatus::Check::Failed)
        return tr("Maru does not use it: it computes wrong numbers. A newer driver may help.");
    if (!device.usable)
        return device.reason.isEmpty() ? tr("Cannot be used") : tr("Cannot be used: %1").arg(device.reason);
    if (device.chosenByAuto)
        return tr("Chosen automatically: the fastest device that works");
    return device.kind == QLatin1String("software") ? tr("Works, but is never chosen automatically")
                                                    : tr("Works; another device is faster");
}

QString DevicesController::checkText(const DeviceStatus &device) const
{
    const QString date
        = QLocale().toString(QDateTime::fromMSecsSinceEpoch(device.checkedAt).date(), QLocale::ShortFormat);
    switch (device.check) {
    case DeviceStatus::Check::NotRun:
        return tr("Not checked yet: this happens before a model is loaded on it");
    case DeviceStatus::Check::Passed:
        if (!device.avoided.isEmpty())
            return tr("Checked on %1: the faster instructions compute wrong numbers, so Maru uses %2")
                .arg(date, device.avoided);
        return tr("Checked on %1: all %n kernel(s) compute right", nullptr, device.cases).arg(date);
    case DeviceStatus::Check::Failed:
        return tr("Checked on %1: %2 of %n kernel(s) compute wrong numbers (%3)", nullptr, device.cases)
            .arg(date)
            .arg(device.problems.size())
            .arg(device.problems.mid(0, 3).join(QStringLiteral(", ")));
    }
    return {};
}

void DevicesController::refresh()
{
    if (std::exchange(m_looking, true))
        return;
    m_looks.post(
        this, [tools = m_tools] { return tools->devices(); },
        [this](const QList<DeviceStatus> &devices) {
            m_looking = false;
            if (devices.size() == m_devices.size()) { // rows keep their place, and the focus
                m_devices = devices;
                emit dataChanged(index(0), index(count() - 1));
            } else {
                beginResetModel();
                m_devices = devices;
                endResetModel();
            }
            emit refreshed();
        });
}

void DevicesController::checkUp(const QString &selector)
{
    if (std::exchange(m_checking, true))
        return;
    m_checkedSelector = selector;
    m_progress = 0;
    m_errorText.clear();
    m_stop = std::stop_source();
    emit checkChanged();
    const ModelTools::Progress progress = [this, guard = QPointer<QObject>(this)](qint64 done, qint64 total) {
        m_checks.deliver([this, guard, done, total] {
            if (!guard)
                return;
            m_progress = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
            emit checkChanged();
        });
    };
    m_checks.post(
        this,
        [tools = m_tools, selector, progress, stop = m_stop.get_token()] {
            return tools->checkUp(selector, progress, stop);
        },
        [this](const Result<void> &result) {
            m_checking = false;
            m_checkedSelector.clear();
            if (!result && result.error().code != ErrorCode::Cancelled)
                m_errorText = maru::errorText(result.error()).text;
            emit checkChanged();
            if (result)
                emit checked();
            m_looking = false;
            refresh();
        });
}

} // namespace maru
