// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/conversation.h"

#include <QAbstractListModel>
#include <QList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// The conversations of the sidebar, newest first.
///
/// Ownership: a member of ChatController, which alone changes it. Threads: GUI thread.
class ConversationModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        ConversationIdRole = Qt::UserRole + 1,
        TitleRole,
        SectionRole, ///< "Today", "Yesterday", "Earlier": the heading it stands under
        CurrentRole, ///< it is the open one
        ReplyingRole, ///< a reply is being written in it
    };

    int count() const { return static_cast<int>(m_conversations.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// What stands for it in the window: one may have no title yet.
    static QString titleOf(const Conversation &conversation);

    /// The conversation `id`, or null.
    const Conversation *find(qint64 id) const;

    void reset(QList<Conversation> conversations);

    /// The same for those that are saved; temporary ones stay.
    void resetSaved(QList<Conversation> conversations);

    /// Adds it, or changes the row with its id, and puts it where its updatedAt belongs. Where an old row stands in the
    /// sidebar (pinned, archived, folder) stays as it is: see setPlace().
    void put(const Conversation &conversation);

    /// Takes over where `conversation` is to stand in the sidebar.
    void setPlace(const Conversation &conversation);
    const QList<Conversation> &all() const { return m_conversations; }
    qint64 currentId() const { return m_currentId; }
    qint64 replyingId() const { return m_replyingId; }
    void remove(qint64 id);
    void setCurrent(qint64 id);
    void setReplying(qint64 id);

signals:
    void countChanged();

private:
    int rowOf(qint64 id) const;
    void setMarked(qint64 &member, qint64 id, int role);

    QList<Conversation> m_conversations;
    qint64 m_currentId = 0;
    qint64 m_replyingId = 0;
};

} // namespace maru
