// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/options.h"

#include <QObject>
#include <QQuickWindow>
#include <QString>

namespace maru {

/// Does what --prompt, --screenshot and --exit-after-reply say, with the controls a person uses: types into the item
/// named promptField, clicks the one named sendButton, looks at the window.
///
/// Ownership: by the window's opener; `window` and `chat` outlive it. Threads: GUI thread.
class ScriptedRun : public QObject
{
    Q_OBJECT

public:
    ScriptedRun(QQuickWindow *window, ChatController *chat, const Options &options, QObject *parent = nullptr);

signals:
    /// The program is to end with this status; `text` goes to stdout, `message` to stderr.
    void finished(int status, const QString &text, const QString &message);

private:
    void begin();
    bool type();
    bool click();
    void replyEnded(const QString &text, const QString &error);

    QQuickWindow *m_window;
    ChatController *m_chat;
    Options m_options;
    bool m_begun = false;
};

/// Saves what `window` shows as a picture. Failure: DiskFull, ReadOnly (path).
Result<void> saveScreenshot(QQuickWindow *window, const QString &file);

} // namespace maru
