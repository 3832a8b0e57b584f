// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/history/history_controller.h"

#include "app/chat/chat_controller.h"
#include "app/engine/engine.h"
#include "app/engine/error_text.h"
#include "app/settings/settings.h"
#include "app/store/store_worker.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <limits>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kDayMs = 24LL * 60 * 60 * 1000;

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

HistoryController::HistoryController(
    ChatController *chat, Engine *engine, StoreWorker *store, Settings *settings, QObject *parent)
    : QObject(parent)
    , m_chat(chat)
    , m_engine(engine)
    , m_store(store)
    , m_settings(settings)
    , m_list(chat->conversations())
    , m_search(store)
    , m_transfer(store)
{
    connect(&m_list, &SidebarModel::selectionChanged, this, &HistoryController::selectionChanged);
    connect(&m_transfer, &TransferController::changed, this, &HistoryController::transferChanged);
    connect(&m_transfer, &TransferController::ended, this, &HistoryController::setNotice);
    connect(&m_transfer, &TransferController::imported, this, &HistoryController::reload);
    connect(store, &StoreWorker::recovered, this, [this](const RecoveryReport &report) {
        sayRecovered(report);
        reload();
    });
    // Queued: undoing a deletion clears the text before it takes the conversation out of the trash.
    connect(
        chat, &ChatController::undoTextChanged, this,
        [this] {
            if (m_chat->undoText().isEmpty())
                eraseOld();
            if (view() == SidebarModel::View::Trash)
                readTrash();
        },
        Qt::QueuedConnection);
    connect(settings, &Settings::trashDaysChanged, this, &HistoryController::eraseOld);
}

void HistoryController::start(const QList<Folder> &folders, const std::optional<RecoveryReport> &recovery)
{
    m_list.setFolders(folders);
    emit foldersChanged();
    if (recovery)
        sayRecovered(*recovery);
    eraseOld();
}

void HistoryController::sayRecovered(const RecoveryReport &report)
{
    QString text = tr(
        "The file of conversations was damaged. %n messages could be read and are here.", nullptr, report.messages);
    if (report.rootless > 0)
        text += u' ' + tr("Of %n messages the conversation is lost: they are in new ones.", nullptr, report.rootless);
    setNotice(text + u' ' + tr("The damaged file was kept: %1").arg(QDir::toNativeSeparators(report.damagedFile)));
}

void HistoryController::setNotice(const QString &text)
{
    if (std::exchange(m_noticeText, text) != text)
        emit noticeTextChanged();
}

void HistoryController::dismissNotice()
{
    setNotice({});
}

void HistoryController::setView(SidebarModel::View view)
{
    if (view == m_list.view())
        return;
    m_list.setView(view);
    if (view == SidebarModel::View::Trash)
        readTrash();
    emit viewChanged();
}

void HistoryController::readTrash()
{
    m_store->read<QList<Conversation>>(
        this, [](Stores &stores) { return stores.conversations.deleted(); },
        [this](
            const Result<QList<Conversation>> &deleted) { m_list.setTrash(deleted.value_or(QList<Conversation>())); });
}

/// Shows what the store has: much of it changed at once.
void HistoryController::reload()
{
    m_store->read<QList<Conversation>>(
        this, [](Stores &stores) { return stores.conversations.conversations(); },
        [this](const Result<QList<Conversation>> &conversations) {
            if (conversations)
                m_chat->conversations()->resetSaved(*conversations);
        });
    m_store->read<QList<Folder>>(
        this, [](Stores &stores) { return stores.folders.folders(); },
        [this](const Result<QList<Folder>> &folders) {
            if (!folders)
                return;
            m_list.setFolders(*folders);
            emit foldersChanged();
        });
}

// Where a conversation stands

void HistoryController::change(qint64 conversationId, const std::function<void(Conversation &)> &edit)
{
    const Conversation *found = m_chat->conversations()->find(conversationId);
    if (!found || found->temporary) // that has no place before it is kept
        return;
    Conversation changed = *found;
    edit(changed);
    m_chat->conversations()->setPlace(changed);
    m_store->write(this, [changed](Stores &stores) -> Result<void> {
        MARU_CHECK(stores.conversations.setPinned(changed.id, changed.pinned));
        MARU_CHECK(stores.conversations.setArchived(changed.id, changed.archived));
        return stores.conversations.setFolder(changed.id, changed.folderId);
    });
}

void HistoryController::setPinned(qint64 conversationId, bool pinned)
{
    change(conversationId, [pinned](Conversation &conversation) { conversation.pinned = pinned; });
}

void HistoryController::setArchived(qint64 conversationId, bool archived)
{
    change(conversationId, [archived](Conversation &conversation) {
        conversation.archived = archived;
        conversation.pinned = conversation.pinned && !archived;
    });
}

void HistoryController::moveToFolder(qint64 conversationId, qint64 folderId)
{
    change(conversationId, [folderId](Conversation &conversation) {
        conversation.folderId = folderId;
        conversation.archived = false;
    });
}

QVariantList HistoryController::folders() const
{
    QVariantList result;
    for (const Folder &folder : m_list.folders()) {
        result << QVariantMap { { QStringLiteral("folderId"), folder.id }, { QStringLiteral("name"), folder.name } };
    }
    return result;
}

qint64 HistoryController::addFolder(const QString &name)
{
    const QString line = name.simplified().left(100);
    if (line.isEmpty())
        return 0;
    QList<Folder> folders = m_list.folders();
    for (const Folder &folder : folders) {
        if (folder.name == line)
            return folder.id;
    }
    const Folder folder { m_store->nextId(), line, static_cast<int>(folders.size()), now() };
    folders << folder;
    m_list.setFolders(folders);
    emit foldersChanged();
    m_store->write(this, [folder](Stores &stores) { return stores.folders.put(folder); });
    return folder.id;
}

void HistoryController::moveToNewFolder(qint64 conversationId, const QString &name)
{
    if (const qint64 folderId = addFolder(name); folderId != 0)
        moveToFolder(conversationId, folderId);
}

void HistoryController::renameFolder(qint64 folderId, const QString &name)
{
    const QString line = name.simplified().left(100);
    QList<Folder> folders = m_list.folders();
    for (Folder &folder : folders) {
        if (folder.id != folderId || line.isEmpty())
            continue;
        folder.name = line;
        m_store->write(this, [folder](Stores &stores) { return stores.folders.put(folder); });
    }
    m_list.setFolders(folders);
    emit foldersChanged();
}

void HistoryController::removeFolder(qint64 folderId)
{
    QList<Folder> folders = m_list.folders();
    folders.removeIf([folderId](const Folder &folder) { return folder.id == folderId; });
    const QList<Conversation> all = m_chat->conversations()->all();
    for (Conversation conversation : all) {
        if (conversation.folderId == folderId) {
            conversation.folderId = 0;
            m_chat->conversations()->setPlace(conversation);
        }
    }
    m_list.setFolders(folders);
    emit foldersChanged();
    m_store->write(this, [folderId](Stores &stores) { return stores.folders.remove(folderId); });
}

void HistoryController::archiveSelected()
{
    const QList<qint64> ids = m_list.selection();
    for (const qint64 id : ids)
        setArchived(id, view() != SidebarModel::View::Archive);
    m_list.clearSelection();
}

void HistoryController::removeSelected()
{
    const QList<qint64> ids = m_list.selection();
    m_list.clearSelection();
    for (const qint64 id : ids)
        m_chat->remove(id);
}

void HistoryController::moveSelected(qint64 folderId)
{
    const QList<qint64> ids = m_list.selection();
    for (const qint64 id : ids)
        moveToFolder(id, folderId);
    m_list.clearSelection();
}

// The trash

void HistoryController::restore(qint64 conversationId)
{
    const auto found = std::find_if(m_list.trash().cbegin(), m_list.trash().cend(),
        [conversationId](const Conversation &conversation) { return conversation.id == conversationId; });
    if (found == m_list.trash().cend())
        return;
    Conversation restored = *found;
    restored.deletedAt = 0;
    m_store->write(this, [conversationId](Stores &stores) { return stores.conversations.restore(conversationId); });
    m_chat->conversations()->put(restored);
    readTrash();
}

void HistoryController::erase(qint64 conversationId)
{
    m_chat->endUndo(conversationId);
    m_store->write(this, [conversationId, forget = m_engine->forgetting(conversationId)](Stores &stores) {
        forget();
        return stores.eraser.condemn({ conversationId });
    });
    if (view() == SidebarModel::View::Trash)
        readTrash();
}

void HistoryController::emptyTrash()
{
    eraseBefore(std::numeric_limits<qint64>::max());
}

/// Ends what came into the trash before `time`. What the engine kept of it went when it came there.
void HistoryController::eraseBefore(qint64 time)
{
    if (time > now())
        m_chat->endUndo();
    m_store->write(this, [time](Stores &stores) { return stores.eraser.condemnTrash(time); });
    if (view() == SidebarModel::View::Trash)
        readTrash();
}

void HistoryController::askEraseEverything()
{
    m_store->read<int>(
        this, [](Stores &stores) { return stores.conversations.count(); },
        [this](const Result<int> &count) {
            if (count)
                emit eraseEverythingAsked(*count);
        });
}

void HistoryController::eraseEverything()
{
    if (!m_chat->canSend()) { // the reply that is being written ends first: it must not come back
        connect(m_chat, &ChatController::replyEnded, this, &HistoryController::eraseEverything,
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
        m_chat->stop();
        return;
    }
    QList<std::function<void()>> forgetting;
    for (const Conversation &conversation : m_chat->conversations()->all())
        forgetting << m_engine->forgetting(conversation.id);
    m_chat->forgetAll();
    m_store->write(
        this,
        [forgetting](Stores &stores) {
            for (const std::function<void()> &forget : forgetting)
                forget();
            return stores.eraser.condemnAll();
        },
        [this](const Result<void> &done) {
            if (done)
                setNotice(tr("All conversations are deleted."));
            m_search.refresh();
        });
    if (view() == SidebarModel::View::Trash)
        readTrash();
}

/// Ends what has been in the trash for longer than the setting says.
void HistoryController::eraseOld()
{
    const int days = m_settings->trashDays();
    eraseBefore(days > 0 ? now() - days * kDayMs : std::numeric_limits<qint64>::max());
}

// Search and files

void HistoryController::openHit(qint64 conversationId, qint64 messageId)
{
    m_chat->openAt(conversationId, messageId);
}

void HistoryController::exportTo(const QUrl &target, qint64 conversationId, Format format)
{
    m_transfer.exportTo(target.toLocalFile(), conversationId, static_cast<TransferController::Format>(format));
}

void HistoryController::importFrom(const QUrl &file)
{
    m_transfer.importFrom(file.toLocalFile());
}

QString HistoryController::suggestedName(qint64 conversationId, Format format) const
{
    const Conversation *found = m_chat->conversations()->find(conversationId);
    return TransferController::suggestedName(
        found ? found->title : QString(), static_cast<TransferController::Format>(format));
}

} // namespace maru
