// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/request_record.h"

#include <QAbstractListModel>
#include <QList>
#include <QtQml/qqmlregistration.h>

namespace maru {

class StoreWorker;

/// Every request that Maru ever made of another computer, newest first: the page "Network" of the settings.
///
/// What is added is written to the store at once; the list is read when the page asks for it. Ownership: made by
/// AppContext. Threads: GUI thread.
class RequestListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        TimeTextRole = Qt::UserRole + 1, ///< "24 Nov 2026 16:04:12"
        HostRole,
        ReasonTextRole, ///< "Download of a model"
        BytesRole,
        BytesTextRole,
        StatusRole, ///< of HTTP; 0: no answer; -1: refused while offline
        StatusTextRole,
    };

    explicit RequestListModel(StoreWorker *store, QObject *parent = nullptr);

    int count() const { return static_cast<int>(m_rows.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void add(const RequestRecord &record);

    /// Reads the list; call it when the page is shown.
    Q_INVOKABLE void refresh();

    /// Forgets all of them.
    Q_INVOKABLE void clear();

signals:
    void countChanged();

private:
    StoreWorker *m_store;
    QList<RequestRecord> m_rows;
    bool m_shown = false; ///< was read once: new ones are added on top
};

} // namespace maru
