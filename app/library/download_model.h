// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// The downloads, in the order in which they run: first those under way, then those that wait.
///
/// Ownership: a member of DownloadController, which alone changes it. Threads: GUI thread.
class DownloadModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        DownloadIdRole = Qt::UserRole + 1, ///< what pause(), resume() ... take
        NameRole,
        SourceRole,
        StateRole, ///< a State
        StateTextRole, ///< "12 of 40 MB, 3.1 MB/s, 9 s left", "Paused, 12 of 40 MB", "Waiting" ...
        DoneBytesRole,
        TotalBytesRole, ///< -1: not known yet
        ProgressRole, ///< 0 to 1; -1: not known
        SpeedRole, ///< bytes a second
        SecondsLeftRole, ///< -1: not known
        ErrorTextRole, ///< what happened and what to do next; "" if nothing
        CanPauseRole,
        CanResumeRole, ///< paused or failed
        CanCancelRole,
        FinishedRole,
        PathRole, ///< of a finished one
        PriorityRole, ///< higher runs first
    };

    enum State { Waiting, Connecting, Running, Retrying, Paused, Checking, Done, Failed };
    Q_ENUM(State)

    /// One row.
    struct Item
    {
        QString id;
        QString title;
        QString source;
        int priority = 0;
        DownloadStatus status;
    };

    int count() const { return static_cast<int>(m_items.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const QList<Item> &items() const { return m_items; }
    const Item *find(const QString &id) const;

    void put(const Item &item); ///< a new row, or a changed one
    void setStatus(const QString &id, const DownloadStatus &status);
    void setPriority(const QString &id, int priority);
    void remove(const QString &id);

signals:
    void countChanged();

private:
    qsizetype indexOf(const QString &id) const;
    qsizetype placeOf(const Item &item) const;
    void changed(qsizetype row);

    QList<Item> m_items;
};

} // namespace maru
