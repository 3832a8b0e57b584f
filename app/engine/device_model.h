// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/inference_engine.h"

#include <QAbstractListModel>
#include <QList>
#include <QtQml/qqmlregistration.h>

namespace maru {

class JobWorker;

/// The devices a model can run on: "Automatic" first, then every one that was found, usable or not, with the reason.
///
/// Asking the drivers takes time: refresh() does it on the job thread, `ready` says that it is done.
/// Ownership: made by AppContext. Threads: GUI thread.
class DeviceModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(bool ready READ isReady NOTIFY readyChanged)
    Q_PROPERTY(QString noteText READ noteText NOTIFY readyChanged)
    Q_PROPERTY(int count READ count NOTIFY readyChanged)

public:
    enum Roles {
        SelectorRole = Qt::UserRole + 1, ///< "auto", "cpu", "vulkan:0": what chooseDevice() takes
        NameRole,
        DetailRole, ///< kind, memory, driver; or why it cannot be used
        UsableRole,
    };

    DeviceModel(InferenceEngine *engine, JobWorker *jobs, QObject *parent = nullptr);

    bool isReady() const { return m_ready; }
    QString noteText() const { return m_note; }
    int count() const { return static_cast<int>(m_devices.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Looks for devices; call it when the list is about to be shown.
    Q_INVOKABLE void refresh();

signals:
    void readyChanged();

private:
    void show(FoundDevices found);
    QString detail(const DeviceInfo &device) const;

    InferenceEngine *m_engine;
    JobWorker *m_jobs;
    QList<DeviceInfo> m_devices;
    QString m_note;
    bool m_ready = false;
    bool m_looking = false;
};

} // namespace maru
