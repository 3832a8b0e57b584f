// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/conversation.h"

#include <QAbstractListModel>
#include <QDate>
#include <QList>
#include <QSet>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace maru {

class ConversationModel;

/// The rows of the sidebar: what is pinned, folders with what is in them, the rest by day; or the archive; or the
/// trash.
///
/// Follows ConversationModel; a change is told to the view as the rows between the first and the last that differ.
/// Ownership: a member of HistoryController. Threads: GUI thread.
class SidebarModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum class View { All, Archive, Trash };
    Q_ENUM(View)

    enum Roles {
        ConversationIdRole = Qt::UserRole + 1, ///< 0: a folder
        FolderIdRole, ///< of a folder its own; of a conversation the one it is in
        TitleRole,
        SectionRole, ///< the heading it stands under
        CurrentRole,
        ReplyingRole,
        PinnedRole,
        ArchivedRole,
        TemporaryRole,
        ExpandedRole, ///< of a folder
        CountRole, ///< of a folder
        SelectedRole,
    };

    explicit SidebarModel(ConversationModel *conversations, QObject *parent = nullptr);

    int count() const { return static_cast<int>(m_rows.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    View view() const { return m_view; }
    void setView(View view);
    void setFolders(const QList<Folder> &folders);
    const QList<Folder> &folders() const { return m_folders; }
    void setTrash(const QList<Conversation> &conversations);
    const QList<Conversation> &trash() const { return m_trash; }

    Q_INVOKABLE void toggleFolder(qint64 folderId);

    /// Marks rows to do something with all of them; the ids, in the order of the rows.
    Q_INVOKABLE void toggleSelected(qint64 conversationId);
    Q_INVOKABLE void clearSelection();
    QList<qint64> selection() const;

    /// The row of a conversation; -1 if it is not to be seen.
    Q_INVOKABLE int rowOf(qint64 conversationId) const;

signals:
    void countChanged();
    void selectionChanged();

private:
    struct Row
    {
        qint64 conversationId = 0;
        qint64 folderId = 0;
        QString section;

        bool operator==(const Row &) const = default;
    };

    const Conversation *conversation(qint64 id) const;
    QList<Row> rowsNow() const;
    QString daySection(qint64 time, const QDate &today) const;
    void refresh();
    void refreshSoon();
    void watchDay();

    ConversationModel *m_conversations;
    View m_view = View::All;
    QList<Folder> m_folders;
    QList<Conversation> m_trash;
    QSet<qint64> m_collapsed; ///< folders
    QSet<qint64> m_selected;
    QList<Row> m_rows;
    QTimer m_refreshTimer;
    QTimer m_midnight;
};

} // namespace maru
