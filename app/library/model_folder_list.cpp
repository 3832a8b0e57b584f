// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/model_folder_list.h"

#include "app/library/download_text.h"
#include "app/library/model_text.h"

#include <utility>

namespace maru {

int ModelFolderList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> ModelFolderList::roleNames() const
{
    return { { PathRole, "path" }, { ApplicationRole, "application" }, { DetailRole, "detail" }, { OwnRole, "own" },
        { UsedRole, "used" }, { MissingRole, "missing" } };
}

QVariant ModelFolderList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Item &item = m_items.at(index.row());
    switch (role) {
    case PathRole:
        return item.folder.path;
    case ApplicationRole:
        return item.folder.application;
    case DetailRole:
        if (item.missing)
            return tr("Not there now");
        return item.modelCount == 0 ? tr("No models")
                                    : tr("%n model(s), %1", nullptr, item.modelCount).arg(sizeText(item.byteCount));
    case OwnRole:
        return item.own;
    case UsedRole:
        return item.used;
    case MissingRole:
        return item.missing;
    default:
        return {};
    }
}

void ModelFolderList::reset(QList<Item> items)
{
    beginResetModel();
    m_items = std::move(items);
    endResetModel();
    emit countChanged();
}

} // namespace maru
