// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>
#include <QString>

namespace maru {

/// Notifications of the desktop (org.freedesktop.Notifications), sent without waiting.
///
/// Ownership: made by AppContext. Threads: GUI thread. Failure: without a session bus or a service nothing is shown.
class Notifier : public QObject
{
    Q_OBJECT

public:
    explicit Notifier(const QDBusConnection &bus, QObject *parent = nullptr);

    /// Shows `title` and `text`, both plain, in place of the one with the same `subject` that is still there.
    void show(qint64 subject, const QString &title, const QString &text);

signals:
    /// The one about `subject` was clicked; `activationToken` lets the window take the focus and may be empty.
    void activated(qint64 subject, const QString &activationToken);

private slots:
    void actionInvoked(uint id, const QString &action);
    void activationTokenGiven(uint id, const QString &token);
    void closed(uint id, uint reason);

private:
    QDBusConnection m_bus;
    QHash<qint64, uint> m_shown; ///< the desktop's number, by subject
    QHash<uint, QString> m_tokens;
};

} // namespace maru
