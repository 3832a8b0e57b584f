// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/model_tools.h"
#include "app/platform/worker_thread.h"

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QList>
#include <QtQml/qqmlregistration.h>

#include <stop_token>

namespace maru {

/// The devices page: every device, why it is used or not, what is free on it, and what its check-up said.
///
/// Check-ups run on a thread of its own. Ownership: made by AppContext. Threads: GUI thread.
class DevicesController : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY refreshed)
    Q_PROPERTY(bool checking READ isChecking NOTIFY checkChanged)
    Q_PROPERTY(QString checkedSelector READ checkedSelector NOTIFY checkChanged)
    Q_PROPERTY(double checkProgress READ checkProgress NOTIFY checkChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY checkChanged)

public:
    enum Roles {
        SelectorRole = Qt::UserRole + 1,
        NameRole,
        DetailRole, ///< "Graphics card, 8 GB, Mesa 25.0"
        UsableRole,
        ReasonTextRole, ///< why Maru chose it, or why it cannot be used
        MemoryTextRole, ///< "3.1 of 8 GB free"
        MemoryShareRole, ///< of it that is taken, 0 to 1; -1: not known
        CheckTextRole, ///< "Checked on 3 May: all 82 kernels compute right", "Not checked yet"
        CheckPassedRole, ///< false where it failed
        CheckRunRole, ///< there is a result
        SpeedTextRole, ///< "Reads 4-bit weights at 260 GB/s"; "" if it was not measured
    };

    explicit DevicesController(ModelTools *tools, QObject *parent = nullptr);
    ~DevicesController() override;

    int count() const { return static_cast<int>(m_devices.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const QList<DeviceStatus> &devices() const { return m_devices; }
    bool isChecking() const { return m_checking; }
    QString checkedSelector() const { return m_checkedSelector; }
    double checkProgress() const { return m_progress; }
    QString errorText() const { return m_errorText; }

    /// Looks for devices and at their memory; the page does so every few seconds while it is shown.
    Q_INVOKABLE void refresh();

    /// Checks the device now. One at a time.
    Q_INVOKABLE void checkUp(const QString &selector);
    Q_INVOKABLE void stopCheckUp() { m_stop.request_stop(); }

signals:
    void refreshed();
    void checkChanged();

    /// A check-up has ended with a result: what runs where, and how fast, may have changed.
    void checked();

private:
    QString checkText(const DeviceStatus &device) const;
    QString reasonText(const DeviceStatus &device) const;

    ModelTools *m_tools;
    QList<DeviceStatus> m_devices;
    QString m_checkedSelector;
    QString m_errorText;
    double m_progress = 0;
    bool m_checking = false;
    bool m_looking = false;
    std::stop_source m_stop;
    WorkerThread m_looks; ///< a check-up takes long: looking goes on meanwhile
    WorkerThread m_checks;
};

} // namespace maru
