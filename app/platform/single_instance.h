// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>

namespace maru {

/// How a second start finds the first one and has its window come to the front.
///
/// The first one listens on a local socket named after its data folder, which only the user may open.
/// Ownership: made by Window. Threads: GUI thread. Failure: where no socket can be made, a second start says in words
/// that Maru is open.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    /// Listens for later starts on the same `dataFolder`.
    explicit SingleInstance(const QString &dataFolder, QObject *parent = nullptr);

    /// Asks the Maru that uses `dataFolder` to come to the front; false if none answers within a second.
    static bool raiseOther(const QString &dataFolder);

signals:
    /// `activationToken` is what the desktop gave the second start, so that the first may take the focus; may be empty.
    void raiseRequested(const QString &activationToken);

private:
    void welcome();

    QLocalServer m_server;
};

} // namespace maru
