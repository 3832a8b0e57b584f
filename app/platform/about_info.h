// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QString>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// What Maru is made of: its version, those of what it runs on, and the licences of what it uses.
///
/// Ownership: made in QML. Threads: GUI thread.
class AboutInfo : public QObject
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(QString version READ version CONSTANT)
    Q_PROPERTY(QString systemText READ systemText CONSTANT)
    Q_PROPERTY(QVariantList parts READ parts CONSTANT)

public:
    QString version() const;

    /// "Qt 6.4.2, Debian GNU/Linux 12 (bookworm), x86_64"
    QString systemText() const;

    /// Each with `name`, `licence` and `use`.
    QVariantList parts() const;

    /// Puts version and system onto the clipboard, for a bug report.
    Q_INVOKABLE void copy() const;
};

} // namespace maru
