// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/history/search_model.h"
#include "app/history/sidebar_model.h"
#include "app/history/transfer_controller.h"

#include <QObject>
#include <QString>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <optional>

namespace maru {

class ChatController;
class Engine;
class Settings;
class StoreWorker;
struct RecoveryReport;

/// What the sidebar does with conversations beside opening them: pins, folders, archive, trash, search, files.
///
/// Ownership: made by AppContext; chat, engine, store and settings outlive it. Threads: GUI thread; files are written
/// and read on the store's. Failure: `noticeText` says what could not be done.
class HistoryController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(maru::SidebarModel *list READ list CONSTANT)
    Q_PROPERTY(maru::SearchModel *search READ search CONSTANT)
    Q_PROPERTY(maru::SidebarModel::View view READ view WRITE setView NOTIFY viewChanged)
    Q_PROPERTY(QVariantList folders READ folders NOTIFY foldersChanged)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)
    Q_PROPERTY(QString noticeText READ noticeText NOTIFY noticeTextChanged)
    Q_PROPERTY(bool transferring READ isTransferring NOTIFY transferChanged)
    Q_PROPERTY(double transferProgress READ transferProgress NOTIFY transferChanged)
    Q_PROPERTY(QString transferText READ transferText NOTIFY transferChanged)

public:
    /// What a conversation can be written as.
    enum class Format { Markdown, Json, Html, Pdf };
    Q_ENUM(Format)

    HistoryController(
        ChatController *chat, Engine *engine, StoreWorker *store, Settings *settings, QObject *parent = nullptr);

    SidebarModel *list() { return &m_list; }
    SearchModel *search() { return &m_search; }
    SidebarModel::View view() const { return m_list.view(); }
    void setView(SidebarModel::View view);
    QVariantList folders() const; ///< of { folderId, name }
    int selectedCount() const { return static_cast<int>(m_list.selection().size()); }
    QString noticeText() const { return m_noticeText; }
    bool isTransferring() const { return m_transfer.isRunning(); }
    double transferProgress() const { return m_transfer.progress(); }
    QString transferText() const { return m_transfer.text(); }

    /// Shows the folders, ends what has been in the trash for too long, and says what was recovered.
    void start(const QList<Folder> &folders, const std::optional<RecoveryReport> &recovery);

    Q_INVOKABLE void setPinned(qint64 conversationId, bool pinned);
    Q_INVOKABLE void setArchived(qint64 conversationId, bool archived);

    /// 0: into no folder.
    Q_INVOKABLE void moveToFolder(qint64 conversationId, qint64 folderId);
    Q_INVOKABLE void moveToNewFolder(qint64 conversationId, const QString &name);
    Q_INVOKABLE void renameFolder(qint64 folderId, const QString &name);
    Q_INVOKABLE void removeFolder(qint64 folderId);

    /// Out of the trash; for good; all of it.
    Q_INVOKABLE void restore(qint64 conversationId);
    Q_INVOKABLE void erase(qint64 conversationId);
    Q_INVOKABLE void emptyTrash();

    /// Every conversation, for good: eraseEverythingAsked() tells how many that are, before it is done.
    Q_INVOKABLE void askEraseEverything();
    Q_INVOKABLE void eraseEverything();

    /// The selected ones together.
    Q_INVOKABLE void archiveSelected();
    Q_INVOKABLE void removeSelected();
    Q_INVOKABLE void moveSelected(qint64 folderId);

    /// Opens the conversation of a hit at its message.
    Q_INVOKABLE void openHit(qint64 conversationId, qint64 messageId);

    /// Writes one conversation (0: all) to a file, or a folder where there is a file for each.
    Q_INVOKABLE void exportTo(const QUrl &file, qint64 conversationId, maru::HistoryController::Format format);
    Q_INVOKABLE void importFrom(const QUrl &file);
    Q_INVOKABLE void cancelTransfer() { m_transfer.cancel(); }
    Q_INVOKABLE QString suggestedName(qint64 conversationId, maru::HistoryController::Format format) const;

    Q_INVOKABLE void dismissNotice();

signals:
    void viewChanged();
    void foldersChanged();
    void selectionChanged();
    void noticeTextChanged();
    void transferChanged();
    void eraseEverythingAsked(int count);

private:
    void change(qint64 conversationId, const std::function<void(Conversation &)> &edit);
    void readTrash();
    void reload();
    void eraseBefore(qint64 time);
    void setNotice(const QString &text);
    void sayRecovered(const RecoveryReport &report);
    qint64 addFolder(const QString &name);
    void eraseOld();

    ChatController *m_chat;
    Engine *m_engine;
    StoreWorker *m_store;
    Settings *m_settings;
    SidebarModel m_list;
    SearchModel m_search;
    QString m_noticeText;
    TransferController m_transfer;
};

} // namespace maru
