// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/actions/app_action.h"

#include "app/actions/action_registry.h"

#include <QKeySequence>

namespace maru {

AppAction::AppAction(QObject *parent)
    : QObject(parent)
{
}

AppAction::~AppAction()
{
    if (m_registry)
        m_registry->remove(this);
}

void AppAction::setRegistry(ActionRegistry *registry)
{
    if (m_registry == registry)
        return;
    if (m_registry)
        m_registry->remove(this);
    m_registry = registry;
    if (m_registry && m_complete)
        m_registry->add(this);
    emit registryChanged();
}

QString AppAction::shortcutText() const
{
    return QKeySequence(m_shortcut, QKeySequence::PortableText).toString(QKeySequence::NativeText);
}

void AppAction::trigger()
{
    if (m_enabled)
        emit triggered();
}

void AppAction::componentComplete()
{
    m_complete = true;
    if (m_registry)
        m_registry->add(this);
}

} // namespace maru
