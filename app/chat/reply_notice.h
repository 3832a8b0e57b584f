// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <functional>

namespace maru {

class ChatController;
class Notifier;
class Settings;

/// Tells through the desktop when a reply that took long ends and nobody looks at the window.
///
/// Ownership: made by AppContext; what it is given outlives it. Threads: GUI thread.
class ReplyNotice : public QObject
{
    Q_OBJECT

public:
    /// `seen` says whether somebody looks at the window now.
    ReplyNotice(ChatController *chat, Settings *settings, Notifier *notifier, std::function<bool()> seen,
        QObject *parent = nullptr);

    /// From how long on a reply is long.
    void setLongMs(int ms) { m_longMs = ms; }

private:
    void follow();
    void tell(const QString &text, const QString &error);

    ChatController *m_chat;
    Settings *m_settings;
    Notifier *m_notifier;
    std::function<bool()> m_seen;
    QElapsedTimer m_since; ///< valid while a reply is under way
    qint64 m_conversation = 0;
    QString m_title;
    bool m_isTemporary = false; ///< the desktop may write down what it shows
    int m_longMs = 10'000;
};

} // namespace maru
