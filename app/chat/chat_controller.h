// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/conversation_model.h"
#include "app/chat/message_model.h"
#include "app/chat/model_choice.h"
#include "app/domain/conversation.h"
#include "app/domain/result.h"
#include "app/engine/engine.h"

#include <QElapsedTimer>
#include <QHash>
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
/// Ownership: made by AppContext; engine, store and settings outlive it. Threads: GUI thread.
/// Failure: an error of the engine is a block in `messages` with what to do next; one of the store is `storageText`.
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
    Q_PROPERTY(bool canSwitchThinking READ canSwitchThinking NOTIFY modelChanged)
    Q_PROPERTY(bool thinkingOn READ isThinkingOn NOTIFY modelChanged)
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
    State state() const;
    bool isBusy() const { return state() != State::Idle; }
    bool canSend() const { return m_asked == std::nullopt; }
    QString stateText() const;
    double progress() const;
    bool isFakeEngine() const { return m_engine->isFake(); }
    QString modelPath() const { return m_choice.wanted().modelPath; }
    QString modelName() const { return m_choice.name(); }
    bool isModelLoaded() const { return m_engine->loaded().has_value(); }
    QString deviceName() const;
    QString noteText() const { return m_noteText; }

    /// Whether the loaded model can be told to think or not, and whether it will.
    bool canSwitchThinking() const;
    bool isThinkingOn() const;
    QString storageText() const { return m_storageText; }
    QString undoText() const { return m_undoText; }

    /// Shows the list, and the conversation that was open last.
    void start(const QList<Conversation> &conversations);

    /// Takes this model and device without loading or remembering them: --model and --device. Empty: as it is.
    void preset(const QString &modelPath, const QString &device);

    /// What is in the library: its names, and the model used if none was chosen.
    void setInstalledModels(const QList<InstalledModel> &models);

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

    /// Whether models that can think do so before they answer, from the next message on.
    Q_INVOKABLE void setThinkingOn(bool on);

signals:
    void conversationChanged();
    void stateChanged();
    void modelChanged();
    void storageTextChanged();
    void undoTextChanged();

    /// A reply ended: complete, stopped or failed. `error` is empty unless it failed.
    void replyEnded(const QString &text, const QString &error);

    /// The button "Choose a model" of an error block: the page opens its picker.
    void modelPickerRequested();

private:
    /// A reply that was asked for and has not ended.
    struct Asked
    {
        ReplyRequest request;
        qint64 previousLeaf = 0; ///< what was on screen before, if another version of it is to be written
        bool saved = false; ///< the user's words are
        bool started = false; ///< the engine has it
    };

    void connectEngine();
    void connectStore();
    void ask(qint64 parentId, qint64 previousLeaf, bool saved);
    void startReply();
    void endReply(const ReplyOutcome &outcome);
    void keepUnsaved(const Message &message);
    void showConversation(const Conversation &conversation, QList<Message> messages);
    void showBlock(qint64 conversationId, const ErrorText &block);
    void showMissingReply();
    void retry(int row);
    void touch(const Message &leaf);
    void setStorageText(const QString &text);
    void setUndoText(const QString &text);

    Engine *m_engine;
    StoreWorker *m_store;
    Settings *m_settings;
    ConversationModel m_conversations;
    MessageModel m_messages;
    Conversation m_conversation; ///< the open one
    qint64 m_opening = 0; ///< asked of the store, not shown yet

    std::optional<Asked> m_asked;
    std::unique_ptr<ReplyWriter> m_reply; ///< while m_asked is
    QHash<qint64, ErrorText> m_blocks; ///< why a conversation has no reply to its last message
    QHash<qint64, QList<Message>> m_unsaved; ///< what waits for space, by conversation

    ModelChoice m_choice;
    QString m_noteText;
    qint64 m_progressDone = 0;
    qint64 m_progressTotal = 0;
    QElapsedTimer m_sincePhase;

    QString m_storageText;
    QString m_undoText;
    Conversation m_removed;
    QTimer m_undoTimer;
};

} // namespace maru
