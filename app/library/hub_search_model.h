// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QAbstractListModel>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// One repository with GGUF files on the hub.
struct HubRepository
{
    QString id; ///< "owner/name"
    qint64 downloads = -1;
    qint64 likes = -1;
    bool gated = false;
    QDateTime updated;
    QString licence;
};

/// What a search on the hub found, page after page.
///
/// Ownership: a member of HubController, which alone fills it. Threads: GUI thread.
class HubSearchModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        RepositoryRole = Qt::UserRole + 1, ///< "owner/name": what HubController::open() takes
        OwnerRole,
        NameRole,
        DetailRole, ///< "120,000 downloads, 300 likes, updated 3 May 2026"
        GatedRole,
        LicenceRole,
    };

    int count() const { return static_cast<int>(m_rows.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    void reset();
    void append(const QList<HubRepository> &rows);
    void setHasMore(bool more) { m_hasMore = more; }

signals:
    void countChanged();
    void moreWanted();

private:
    QList<HubRepository> m_rows;
    bool m_hasMore = false;
};

} // namespace maru
