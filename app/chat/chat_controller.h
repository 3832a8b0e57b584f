// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/conversation_model.h"
#include "app/chat/message_model.h"
#include "app/domain/conversation.h"
#include "app/domain/result.h"
#include "app/engine/engine.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>

namespace maru {

class ReplyWriter;
class Settings;
class StoreWorker;

/// What the chat page and the sidebar talk to: the open conversation, the reply being written, the list of all.
///
/// The words of the user are saved before the engine is asked; the growing reply goes to the journal through
/// ReplyWriter. One reply at a time, in whichever conversation it was asked for: opening another does not end it.
/// Ownership: made by AppContext, which owns engine, store and settings and outlives none of them. Threads: GUI thread.
/// Failure: never throws an error away: it is a row of `messages`, or `storageText` where saving fails.
class ChatController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(maru::ConversationModel *conversations READ conversations CONSTANT)
    Q_PROPERTY(maru::MessageModel *messages READ messages CONSTANT)
    Q_PROPERTY(qint64 conversationId READ conversationId NOTIFY conversationChanged)
    Q_PROPERTY(QString title READ title NOTIFY conversationChanged)
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged)
    Q_PROPERTY(bool canSend READ canSend NOTIFY stateChanged)
    Q_PROPERTY(QString stateText READ stateText NOTIFY stateChanged)
    Q_PROPERTY(double progress READ progress NOTIFY stateChanged)
    Q_PROPERTY(bool fakeEngine READ isFakeEngine CONSTANT)
    Q_PROPERTY(QString modelPath READ modelPath NOTIFY modelChanged)
    Q_PROPERTY(QString modelName READ modelName NOTIFY modelChanged)
    Q_PROPERTY(bool modelLoaded READ isModelLoaded NOTIFY modelChanged)
    Q_PROPERTY(QString deviceName READ deviceName NOTIFY modelChanged)
    Q_PROPERTY(QString noteText READ noteText NOTIFY modelChanged)
    Q_PROPERTY(QString storageText READ storageText NOTIFY storageTextChanged)
    Q_PROPERTY(QString undoText READ undoText NOTIFY undoTextChanged)

public:
    enum class State { Idle, Loading, Reading, Writing, Stopping };
    Q_ENUM(State)

    ChatController(Engine *engine, StoreWorker *store, Settings *settings, QObject *parent = nullptr);
    ~ChatController() override;

    ConversationModel *conversations() { return &m_conversations; }
    MessageModel *messages() { return &m_messages; }
    qint64 conversationId() const { return m_conversation.id; }
    QString title() const { return m_conversation.title; }
    State state() const { return m_state; }
    bool isBusy() const { return m_state != State::Idle; }
    bool canSend() const { return !isBusy(); }
    QString stateText() const;
    double progress() const;
    bool isFakeEngine() const;
    QString modelPath() const { return m_modelPath; }
    QString modelName() const;
    bool isModelLoaded() const { return m_loaded.has_value(); }
    QString deviceName() const;
    QString noteText() const { return m_noteText; }
    QString storageText() const { return m_storageText; }
    QString undoText() const { return m_undoText; }

    /// Reads the list of conversations; `conversationsReady()` follows.
    void start();

    /// Shows an empty page; the conversation is saved with its first message.
    Q_INVOKABLE void newConversation();
    Q_INVOKABLE void open(qint64 conversationId);

    /// Saves `text` as the user's next message and asks for a reply. False, and nothing happens, if it is blank or a
    /// reply is being written: keep the text in the field then.
    Q_INVOKABLE bool send(const QString &text);

    /// Ends loading, reading or writing within 200 ms; what was written stays, marked as stopped.
    Q_INVOKABLE void stop();

    /// Another reply in place of the one in `row`: a sibling, the old one stays (see showVersion).
    Q_INVOKABLE void regenerate(int row);

    /// Shows the sibling number `version` (1-based) of the message in `row` and what followed it.
    Q_INVOKABLE void showVersion(int row, int version);
    Q_INVOKABLE void copy(int row);

    /// Does what the error block in `row` offers (its actionText).
    Q_INVOKABLE void runAction(int row);

    Q_INVOKABLE void rename(qint64 conversationId, const QString &title);
    Q_INVOKABLE void remove(qint64 conversationId);
    Q_INVOKABLE void undoRemove();

    /// Takes this model for what is sent from now on, and starts to load it.
    Q_INVOKABLE void chooseModel(const QString &path);

    /// "auto", "cpu", "vulkan:0": used from now on; a loaded model is loaded again.
    Q_INVOKABLE void chooseDevice(const QString &selector);

    /// Uses `path` without loading it and without remembering it: the --model switch.
    void presetModel(const QString &path);

    /// The model used if none was ever chosen: the first usable one of the model folder.
    void setFallbackModel(const QString &path, const QString &name);

signals:
    void conversationsReady();
    void conversationChanged();
    void stateChanged();
    void modelChanged();
    void storageTextChanged();
    void undoTextChanged();

    /// A reply ended: complete, stopped or failed. `error` is empty unless it failed.
    void replyEnded(const QString &text, const QString &error);

    /// The action "Choose a model" of an error block: the page opens its picker.
    void modelPickerRequested();

private:
    void requestReply(qint64 parentId);
    void setState(State state);
    void showConversation(const Conversation &conversation, QList<Message> messages);
    void endReply(const ReplyOutcome &outcome);
    void showError(const Error &error);
    void setStorageText(const QString &text);
    void setModel(const QString &path, bool load);
    Conversation &ensureConversation(const QString &firstText);

    Engine *m_engine;
    StoreWorker *m_store;
    Settings *m_settings;
    ConversationModel m_conversations;
    MessageModel m_messages;
    Conversation m_conversation;
    State m_state = State::Idle;
    std::unique_ptr<ReplyWriter> m_reply;
    std::optional<LoadedModelInfo> m_loaded;
    QString m_modelPath;
    QString m_fallbackPath;
    QString m_fallbackName;
    QString m_noteText;
    QString m_storageText;
    QString m_undoText;
    qint64 m_removedId = 0;
    QTimer m_undoTimer;
    qint64 m_progressDone = 0;
    qint64 m_progressTotal = 0;
};

} // namespace maru
