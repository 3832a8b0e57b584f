// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/history/sidebar_model.h"

#include "app/chat/conversation_model.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace maru {

SidebarModel::SidebarModel(ConversationModel *conversations, QObject *parent)
    : QAbstractListModel(parent)
    , m_conversations(conversations)
{
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(0);
    connect(&m_refreshTimer, &QTimer::timeout, this, &SidebarModel::refresh);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        refresh();
        watchDay();
    });
    connect(conversations, &QAbstractItemModel::modelReset, this, &SidebarModel::refresh);
    connect(conversations, &QAbstractItemModel::rowsInserted, this, &SidebarModel::refreshSoon);
    connect(conversations, &QAbstractItemModel::rowsRemoved, this, &SidebarModel::refreshSoon);
    connect(conversations, &QAbstractItemModel::rowsMoved, this, &SidebarModel::refreshSoon);
    connect(conversations, &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex &first, const QModelIndex &, const QList<int> &roles) {
            const qint64 id = m_conversations->data(first, ConversationModel::ConversationIdRole).toLongLong();
            if (const int row = rowOf(id); row >= 0)
                emit dataChanged(index(row), index(row));
            if (roles.isEmpty())
                refreshSoon();
        });
    refresh();
    watchDay();
}

int SidebarModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> SidebarModel::roleNames() const
{
    return { { ConversationIdRole, "conversationId" }, { FolderIdRole, "folderId" }, { TitleRole, "title" },
        { SectionRole, "section" }, { CurrentRole, "current" }, { ReplyingRole, "replying" }, { PinnedRole, "pinned" },
        { ArchivedRole, "archived" }, { TemporaryRole, "temporary" }, { ExpandedRole, "expanded" },
        { CountRole, "count" }, { SelectedRole, "selected" } };
}

const Conversation *SidebarModel::conversation(qint64 id) const
{
    if (m_view != View::Trash)
        return m_conversations->find(id);
    const auto it = std::find_if(
        m_trash.cbegin(), m_trash.cend(), [id](const Conversation &conversation) { return conversation.id == id; });
    return it == m_trash.cend() ? nullptr : &*it;
}

QVariant SidebarModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case ConversationIdRole:
        return row.conversationId;
    case FolderIdRole:
        return row.folderId;
    case SectionRole:
        return row.section;
    case SelectedRole:
        return row.conversationId != 0 && m_selected.contains(row.conversationId);
    case ExpandedRole:
        return row.conversationId == 0 && !m_collapsed.contains(row.folderId);
    default:
        break;
    }
    if (row.conversationId == 0) {
        const auto folder = std::find_if(
            m_folders.cbegin(), m_folders.cend(), [&row](const Folder &one) { return one.id == row.folderId; });
        if (role == TitleRole)
            return folder == m_folders.cend() ? QString() : folder->name;
        if (role == CountRole) {
            const QList<Conversation> &all = m_conversations->all();
            return static_cast<int>(std::count_if(all.cbegin(), all.cend(), [&row](const Conversation &one) {
                return one.folderId == row.folderId && !one.archived && !one.pinned;
            }));
        }
        return role == TitleRole ? QVariant(QString()) : QVariant(false);
    }
    const Conversation *found = conversation(row.conversationId);
    if (!found)
        return {};
    switch (role) {
    case TitleRole:
        return ConversationModel::titleOf(*found);
    case CurrentRole:
        return m_conversations->currentId() == found->id;
    case ReplyingRole:
        return m_conversations->replyingId() == found->id;
    case PinnedRole:
        return found->pinned;
    case ArchivedRole:
        return found->archived;
    case TemporaryRole:
        return found->temporary;
    case CountRole:
        return 0;
    default:
        return {};
    }
}

QString SidebarModel::daySection(qint64 time, const QDate &today) const
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(time).date();
    const qint64 days = day.daysTo(today);
    if (days <= 0)
        return tr("Today");
    if (days == 1)
        return tr("Yesterday");
    if (days < 7)
        return tr("Last seven days");
    const QLocale locale;
    // As locales write a month and its year, with the day left out.
    return day.year() == today.year()
        ? locale.standaloneMonthName(day.month())
        : tr("%1 %2", "month and year").arg(locale.standaloneMonthName(day.month())).arg(day.year());
}

QList<SidebarModel::Row> SidebarModel::rowsNow() const
{
    QList<Row> rows;
    const QDate today = QDate::currentDate();
    if (m_view == View::Trash) {
        for (const Conversation &conversation : m_trash)
            rows.append({ conversation.id, 0, daySection(conversation.deletedAt, today) });
        return rows;
    }
    const QList<Conversation> &all = m_conversations->all();
    if (m_view == View::Archive) {
        for (const Conversation &conversation : all) {
            if (conversation.archived)
                rows.append({ conversation.id, conversation.folderId, daySection(conversation.updatedAt, today) });
        }
        return rows;
    }
    QHash<qint64, QList<qint64>> inFolder;
    QList<Row> rest;
    const QString temporary = tr("Temporary");
    for (const Conversation &conversation : all) {
        if (conversation.temporary)
            rows.append({ conversation.id, 0, temporary });
    }
    const QString pinned = tr("Pinned");
    const auto isFolder = [this](qint64 id) {
        return std::any_of(
            m_folders.cbegin(), m_folders.cend(), [id](const Folder &folder) { return folder.id == id; });
    };
    for (const Conversation &conversation : all) {
        if (conversation.archived || conversation.temporary)
            continue;
        if (conversation.pinned)
            rows.append({ conversation.id, conversation.folderId, pinned });
        else if (conversation.folderId != 0 && isFolder(conversation.folderId))
            inFolder[conversation.folderId] << conversation.id;
        else
            rest.append({ conversation.id, 0, daySection(conversation.updatedAt, today) });
    }
    const QString folders = tr("Folders");
    for (const Folder &folder : m_folders) {
        rows.append({ 0, folder.id, folders });
        if (m_collapsed.contains(folder.id))
            continue;
        for (const qint64 id : std::as_const(inFolder)[folder.id])
            rows.append({ id, folder.id, folders });
    }
    return rows + rest;
}

void SidebarModel::refreshSoon()
{
    m_refreshTimer.start();
}

/// Sets the rows to what they have to be: those in the middle that differ go, the new ones come.
void SidebarModel::refresh()
{
    m_refreshTimer.stop();
    const QList<Row> target = rowsNow();
    // A view keeps the heading of its first row while that changes: it has to begin anew then.
    if (!target.isEmpty() && !m_rows.isEmpty() && target.constFirst().section != m_rows.constFirst().section) {
        beginResetModel();
        m_rows = target;
        endResetModel();
        emit countChanged();
        return;
    }
    qsizetype head = 0;
    const qsizetype shorter = std::min(target.size(), m_rows.size());
    while (head < shorter && target.at(head) == m_rows.at(head))
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && target.at(target.size() - 1 - tail) == m_rows.at(m_rows.size() - 1 - tail))
        ++tail;
    const auto first = static_cast<int>(head);
    const qsizetype gone = m_rows.size() - head - tail;
    const qsizetype come = target.size() - head - tail;
    if (gone > 0) {
        beginRemoveRows({}, first, first + static_cast<int>(gone) - 1);
        m_rows.remove(head, gone);
        endRemoveRows();
    }
    if (come > 0) {
        beginInsertRows({}, first, first + static_cast<int>(come) - 1);
        m_rows = target;
        endInsertRows();
    }
    if (gone > 0 || come > 0)
        emit countChanged();
    for (int row = 0; row < count(); ++row) {
        if (m_rows.at(row).conversationId == 0)
            emit dataChanged(index(row), index(row), { TitleRole, CountRole, ExpandedRole });
    }
}

void SidebarModel::watchDay()
{
    const QDateTime now = QDateTime::currentDateTime();
    m_midnight.start(static_cast<int>(now.msecsTo(now.date().addDays(1).startOfDay())) + 1000);
}

void SidebarModel::setView(View view)
{
    if (std::exchange(m_view, view) == view)
        return;
    clearSelection();
    refresh();
}

void SidebarModel::setFolders(const QList<Folder> &folders)
{
    m_folders = folders;
    refresh();
}

void SidebarModel::setTrash(const QList<Conversation> &conversations)
{
    m_trash = conversations;
    refresh();
}

void SidebarModel::toggleFolder(qint64 folderId)
{
    if (!m_collapsed.remove(folderId))
        m_collapsed.insert(folderId);
    refresh();
}

int SidebarModel::rowOf(qint64 conversationId) const
{
    for (int row = 0; row < count(); ++row) {
        if (conversationId != 0 && m_rows.at(row).conversationId == conversationId)
            return row;
    }
    return -1;
}

void SidebarModel::toggleSelected(qint64 conversationId)
{
    if (!m_selected.remove(conversationId))
        m_selected.insert(conversationId);
    if (const int row = rowOf(conversationId); row >= 0)
        emit dataChanged(index(row), index(row), { SelectedRole });
    emit selectionChanged();
}

void SidebarModel::clearSelection()
{
    if (m_selected.isEmpty())
        return;
    m_selected.clear();
    if (count() > 0)
        emit dataChanged(index(0), index(count() - 1), { SelectedRole });
    emit selectionChanged();
}

QList<qint64> SidebarModel::selection() const
{
    QList<qint64> ids;
    for (const Row &row : m_rows) {
        if (row.conversationId != 0 && m_selected.contains(row.conversationId))
            ids << row.conversationId;
    }
    return ids;
}

} // namespace maru
