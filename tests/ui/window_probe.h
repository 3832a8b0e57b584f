// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStringList>

namespace maru {

/// What a test does to a window of its own, and what it can find out about the controls in it.
class WindowProbe : public QObject
{
    Q_OBJECT

public:
    Q_INVOKABLE static void pressKey(QQuickWindow *window, int key, int modifiers);
    Q_INVOKABLE static void typeText(QQuickWindow *window, const QString &text);

    /// The controls that take the focus and have no name or no role for a screen reader.
    Q_INVOKABLE static QStringList namelessControls(QQuickWindow *window);

    /// What Tab reaches, in order, once around.
    Q_INVOKABLE QStringList tabOrder(QQuickWindow *window);

    /// Of those, the ones that look the same with the focus and without.
    Q_INVOKABLE QStringList unseenFocus() const { return m_unseen; }

    /// The controls in sight that Tab passed by.
    Q_INVOKABLE QStringList unreachedControls() const { return m_unreached; }

    /// Tab did not come around: something keeps it.
    Q_INVOKABLE bool trapped() const { return m_trapped; }

private:
    QStringList m_unseen;
    QStringList m_unreached;
    bool m_trapped = false;
};

} // namespace maru
