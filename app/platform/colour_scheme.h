// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Light or dark, after the user's choice or else the desktop's settings portal, and followed as it changes.
///
/// Reads org.freedesktop.appearance (color-scheme, contrast) and org.gnome.desktop.interface (enable-animations) over
/// D-Bus without waiting: until an answer comes, and where there is no portal, it is light.
/// Ownership: made by AppContext. Threads: GUI thread.
class ColourScheme : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(bool dark READ isDark NOTIFY changed)
    Q_PROPERTY(bool systemKnown READ isSystemKnown NOTIFY changed)
    Q_PROPERTY(bool highContrast READ isHighContrast NOTIFY changed)
    Q_PROPERTY(bool reducedMotion READ isReducedMotion NOTIFY changed)

public:
    /// The same numbers as Settings::Theme.
    enum class Choice { System, Light, Dark };

    explicit ColourScheme(const QDBusConnection &bus, QObject *parent = nullptr);

    bool isDark() const;
    bool isSystemKnown() const { return m_systemKnown; } ///< the desktop said what it prefers
    bool isHighContrast() const { return m_highContrast; }
    bool isReducedMotion() const { return m_reducedMotion; }

    void setChoice(Choice choice);

signals:
    void changed();

private slots:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void read(const QString &group, const QString &key);

    QDBusConnection m_bus;
    Choice m_choice = Choice::System;
    bool m_systemKnown = false;
    bool m_systemDark = false;
    bool m_highContrast = false;
    bool m_reducedMotion = false;
};

} // namespace maru
