// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/installed_model.h"

#include <QAbstractListModel>
#include <QList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Folders with models: those of the shelf, or those of other applications that could be.
///
/// Ownership: a member of LibraryController, which alone changes it. Threads: GUI thread.
class ModelFolderList : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        PathRole = Qt::UserRole + 1,
        ApplicationRole, ///< "Ollama"; "" of a folder of the user's or our own
        DetailRole, ///< "3 models, 12 GB"
        OwnRole, ///< Maru's own, which stays
        UsedRole, ///< it is a folder of the shelf
        MissingRole, ///< it is not there now: a disk that is not plugged in
    };

    struct Item
    {
        ModelFolder folder;
        int modelCount = 0;
        qint64 byteCount = 0;
        bool own = false;
        bool used = true;
        bool missing = false;
    };

    int count() const { return static_cast<int>(m_items.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const QList<Item> &items() const { return m_items; }
    void reset(QList<Item> items);

signals:
    void countChanged();

private:
    QList<Item> m_items;
};

} // namespace maru
