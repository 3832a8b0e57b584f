// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/notifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace maru {

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
constexpr int kDesktopDecides = -1; // how long it stays

} // namespace

Notifier::Notifier(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
{
    if (!m_bus.isConnected())
        return;
    m_bus.connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(uint, QString)));
    m_bus.connect(
        kService, kPath, kService, QStringLiteral("ActivationToken"), this, SLOT(activationTokenGiven(uint, QString)));
    m_bus.connect(kService, kPath, kService, QStringLiteral("NotificationClosed"), this, SLOT(closed(uint, uint)));
}

void Notifier::show(qint64 subject, const QString &title, const QString &text)
{
    if (!m_bus.isConnected())
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    // The text may be read as markup: what a model wrote must stay text.
    call << QStringLiteral("Maru") << m_shown.value(subject, 0) << QStringLiteral("maru") << title
         << text.toHtmlEscaped() << QStringList { QStringLiteral("default"), tr("Show") }
         << QVariantMap { { QStringLiteral("desktop-entry"), QStringLiteral("maru") } } << kDesktopDecides;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, subject](QDBusPendingCallWatcher *finished) {
        finished->deleteLater();
        const QDBusPendingReply<uint> reply = *finished;
        if (reply.isValid())
            m_shown.insert(subject, reply.value());
    });
}

void Notifier::actionInvoked(uint id, const QString &)
{
    for (auto shown = m_shown.cbegin(); shown != m_shown.cend(); ++shown) {
        if (shown.value() == id) {
            emit activated(shown.key(), m_tokens.take(id));
            return;
        }
    }
}

void Notifier::activationTokenGiven(uint id, const QString &token)
{
    m_tokens.insert(id, token);
}

void Notifier::closed(uint id, uint)
{
    m_tokens.remove(id);
    m_shown.removeIf([id](const auto &shown) { return shown.value() == id; });
}

} // namespace maru
