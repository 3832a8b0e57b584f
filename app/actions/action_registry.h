// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/actions/app_action.h"

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Every action of the pages that are there, under the headings of their groups: groups in the order of their first
/// action, actions in the order of their coming.
///
/// Ownership: made by AppContext; the actions are their pages'. Threads: GUI thread.
class ActionRegistry : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        ActionRole = Qt::UserRole + 1, ///< the AppAction
        GroupRole,
    };

    explicit ActionRegistry(QObject *parent = nullptr);

    int count() const { return static_cast<int>(m_actions.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    const QList<AppAction *> &all() const { return m_actions; }

    void add(AppAction *action);
    void remove(AppAction *action);

    /// The action `name`, or null.
    Q_INVOKABLE maru::AppAction *find(const QString &name) const;

    /// Does the action `name`; nothing if there is none or it cannot be done now.
    Q_INVOKABLE void trigger(const QString &name);

signals:
    void countChanged();

private:
    void actionChanged(AppAction *action);

    QList<AppAction *> m_actions;
};

} // namespace maru
