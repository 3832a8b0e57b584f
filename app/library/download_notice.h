// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QString>

#include <functional>

namespace maru {

class DownloadController;
class Notifier;
class Settings;

/// Tells through the desktop when a model has been fetched, or cannot be, and nobody looks at the window.
///
/// Ownership: made by AppContext; what it is given outlives it. Threads: GUI thread.
class DownloadNotice : public QObject
{
    Q_OBJECT

public:
    /// `seen` says whether somebody looks at the window now.
    DownloadNotice(DownloadController *downloads, Settings *settings, Notifier *notifier, std::function<bool()> seen,
        QObject *parent = nullptr);

    /// Whether a notification with this subject is about models: conversations have the others.
    static bool isAboutModels(qint64 subject) { return subject < 0; }

private:
    void tell(const QString &title, const QString &text);

    Settings *m_settings;
    Notifier *m_notifier;
    std::function<bool()> m_seen;
    qint64 m_last = 0; ///< subjects, falling
};

} // namespace maru
