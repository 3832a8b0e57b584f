// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QMutex>
#include <QQmlNetworkAccessManagerFactory>
#include <QUrl>

namespace maru {

/// The network of the QML engine: refuses every request but those for the program's own resources, and remembers them.
///
/// Ownership: outlives the engine that it is given to. Threads: any.
class RefusedNetwork : public QQmlNetworkAccessManagerFactory
{
public:
    QNetworkAccessManager *create(QObject *parent) override;

    /// What was asked for, and refused, so far: for tests.
    QList<QUrl> refused() const;
    void add(const QUrl &url);

private:
    mutable QMutex m_mutex;
    QList<QUrl> m_refused;
};

} // namespace maru
