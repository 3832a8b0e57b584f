// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/hub_search_model.h"

#include <QLocale>

namespace maru {

namespace {

QString detailOf(const HubRepository &repository)
{
    const QLocale locale;
    QStringList parts;
    if (repository.downloads >= 0)
        parts << HubSearchModel::tr("%1 downloads").arg(locale.toString(repository.downloads));
    if (repository.likes > 0)
        parts << HubSearchModel::tr("%1 likes").arg(locale.toString(repository.likes));
    if (repository.updated.isValid())
        parts << HubSearchModel::tr("updated %1").arg(locale.toString(repository.updated.date(), QLocale::ShortFormat));
    return parts.join(QStringLiteral(", "));
}

} // namespace

int HubSearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant HubSearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HubRepository &repository = m_rows.at(index.row());
    switch (role) {
    case RepositoryRole:
        return repository.id;
    case OwnerRole:
        return repository.id.section(u'/', 0, 0);
    case NameRole:
        return repository.id.section(u'/', 1);
    case DetailRole:
        return detailOf(repository);
    case GatedRole:
        return repository.gated;
    case LicenceRole:
        return repository.licence;
    default:
        return {};
    }
}

QHash<int, QByteArray> HubSearchModel::roleNames() const
{
    return {
        { RepositoryRole, "repository" },
        { OwnerRole, "owner" },
        { NameRole, "name" },
        { DetailRole, "detail" },
        { GatedRole, "gated" },
        { LicenceRole, "licence" },
    };
}

bool HubSearchModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore;
}

void HubSearchModel::fetchMore(const QModelIndex &)
{
    emit moreWanted();
}

void HubSearchModel::reset()
{
    beginResetModel();
    m_rows.clear();
    m_hasMore = false;
    endResetModel();
    emit countChanged();
}

void HubSearchModel::append(const QList<HubRepository> &rows)
{
    if (rows.isEmpty())
        return;
    beginInsertRows({}, count(), count() + static_cast<int>(rows.size()) - 1);
    m_rows.append(rows);
    endInsertRows();
    emit countChanged();
}

} // namespace maru
