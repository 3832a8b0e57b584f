// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QRect>
#include <QSize>
#include <QTimer>

class QWindow;

namespace maru {

/// Where the window was when it was closed: put there again, and told when it moves.
///
/// A place that is on no screen any more, or larger than the one it is on, is moved and made to fit.
/// Ownership: the window outlives it. Threads: GUI thread.
class WindowGeometry : public QObject
{
    Q_OBJECT

public:
    /// Puts `window` where `saved` says, if that says anything.
    WindowGeometry(QWindow *window, const QByteArray &saved, QObject *parent = nullptr);

    /// Tells at once what is not told yet.
    void finish();

    /// `wanted` inside the screen that holds most of it, or else the first one; the same where it fits.
    static QRect fitted(const QRect &wanted, const QList<QRect> &screens);

signals:
    void changed(const QByteArray &geometry);

private:
    void restore(const QByteArray &saved);
    void note();
    QByteArray written() const;

    QWindow *m_window;
    QRect m_normal; ///< its place while it is not maximised
    bool m_maximised = false;
    QTimer m_settle;
};

} // namespace maru
