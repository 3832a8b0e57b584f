// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/colour_scheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariant>

namespace maru {

namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
const QString kGnome = QStringLiteral("org.gnome.desktop.interface");

/// The value inside any number of variants: Read() answers with one too many.
QVariant unwrapped(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

ColourScheme::ColourScheme(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
{
    if (!m_bus.isConnected())
        return;
    // QtDBus looks the slot's types up by name, and knows this one only once somebody has asked for it.
    qRegisterMetaType<QDBusVariant>();
    m_bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
        SLOT(settingChanged(QString, QString, QDBusVariant)));
    read(kAppearance, QStringLiteral("color-scheme"));
    read(kAppearance, QStringLiteral("contrast"));
    read(kGnome, QStringLiteral("enable-animations"));
}

bool ColourScheme::isDark() const
{
    return m_choice == Choice::Dark || (m_choice == Choice::System && m_systemDark);
}

void ColourScheme::setChoice(Choice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    emit changed();
}

void ColourScheme::read(const QString &group, const QString &key)
{
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    call << group << key;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, group, key](QDBusPendingCallWatcher *finished) {
        finished->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *finished;
        if (reply.isValid())
            settingChanged(group, key, reply.value());
    });
}

void ColourScheme::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    const QVariant plain = unwrapped(QVariant::fromValue(value));
    if (group == kAppearance && key == QLatin1String("color-scheme")) {
        m_systemKnown = plain.toUInt() == 1 || plain.toUInt() == 2; // 0: no preference
        m_systemDark = plain.toUInt() == 1;
    } else if (group == kAppearance && key == QLatin1String("contrast")) {
        m_highContrast = plain.toUInt() == 1;
    } else if (group == kGnome && key == QLatin1String("enable-animations")) {
        m_reducedMotion = plain.userType() == QMetaType::Bool && !plain.toBool();
    } else {
        return;
    }
    emit changed();
}

} // namespace maru
