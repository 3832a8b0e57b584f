// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/actions/action_registry.h"

#include <algorithm>

namespace maru {

ActionRegistry::ActionRegistry(QObject *parent)
    : QAbstractListModel(parent)
{
}

int ActionRegistry::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ActionRegistry::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    AppAction *action = m_actions.at(index.row());
    if (role == ActionRole)
        return QVariant::fromValue(action);
    return role == GroupRole ? QVariant(action->group()) : QVariant();
}

QHash<int, QByteArray> ActionRegistry::roleNames() const
{
    return { { ActionRole, "action" }, { GroupRole, "group" } };
}

void ActionRegistry::add(AppAction *action)
{
    if (m_actions.contains(action))
        return;
    const auto last = std::find_if(m_actions.crbegin(), m_actions.crend(),
        [action](const AppAction *other) { return other->group() == action->group(); });
    const auto row = static_cast<int>(last == m_actions.crend() ? m_actions.size() : m_actions.crend() - last);
    beginInsertRows({}, row, row);
    m_actions.insert(row, action);
    endInsertRows();
    connect(action, &AppAction::changed, this, [this, action] { actionChanged(action); });
    emit countChanged();
}

void ActionRegistry::remove(AppAction *action)
{
    const auto row = static_cast<int>(m_actions.indexOf(action));
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_actions.removeAt(row);
    endRemoveRows();
    disconnect(action, nullptr, this, nullptr);
    emit countChanged();
}

AppAction *ActionRegistry::find(const QString &name) const
{
    const auto found = std::find_if(
        m_actions.cbegin(), m_actions.cend(), [&name](const AppAction *action) { return action->name() == name; });
    return found == m_actions.cend() ? nullptr : *found;
}

void ActionRegistry::trigger(const QString &name)
{
    if (AppAction *action = find(name))
        action->trigger();
}

void ActionRegistry::actionChanged(AppAction *action)
{
    const QModelIndex changed = index(static_cast<int>(m_actions.indexOf(action)));
    emit dataChanged(changed, changed);
}

} // namespace maru
