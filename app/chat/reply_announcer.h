// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/block_model.h"
#include "app/chat/message_model.h"

#include <QObject>
#include <QPointer>
#include <QQuickItem>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Has a screen reader speak a reply while it is written: each sentence once, as soon as it is whole.
///
/// Of code, tables and formulas it tells that they are there, and how long; what the model thinks is not spoken. Where
/// Qt has no announcements (before 6.8), `speaker` stands in: an item with the role of an alert whose name is
/// `sentence`. It does nothing while no screen reader listens.
/// Ownership: made in QML; `messages` and `speaker` may go first. Threads: GUI thread.
class ReplyAnnouncer : public QObject
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(maru::MessageModel *messages READ messages WRITE setMessages NOTIFY messagesChanged)
    Q_PROPERTY(QQuickItem *speaker MEMBER m_speaker NOTIFY speakerChanged)
    Q_PROPERTY(QString sentence READ sentence NOTIFY sentenceChanged)

public:
    using QObject::QObject;

    MessageModel *messages() const { return m_messages; }
    void setMessages(MessageModel *messages);
    QString sentence() const { return m_sentence; } ///< the one that was spoken last

    /// Speaks even where no screen reader is known of: for tests.
    void setAlways(bool always) { m_always = always; }

signals:
    void messagesChanged();
    void speakerChanged();
    void sentenceChanged(); ///< also where the same is spoken again

private:
    void follow();
    void leave();
    void speakOn(bool ended);
    void speakBlock(const MessageBlock &block, bool whole);
    void say(const QString &text);

    QPointer<MessageModel> m_messages;
    QPointer<QQuickItem> m_speaker;
    QPointer<BlockModel> m_blocks; ///< of the growing reply
    int m_row = 0; ///< the block that is spoken now
    qsizetype m_place = 0; ///< in it: what is before was spoken
    QString m_sentence;
    bool m_always = false;
};

} // namespace maru
