// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/chat_options.h"
#include "app/chat/context_meter.h"
#include "app/chat/conversation_keeper.h"
#include "app/chat/conversation_model.h"
#include "app/chat/message_model.h"
#include "app/chat/model_choice.h"
#include "app/chat/prompt_field.h"
#include "app/chat/reply_flow.h"
#include "app/domain/conversation.h"
#include "app/domain/result.h"
#include "app/engine/engine.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace maru {

class JobWorker;
class Settings;
class StoreWorker;

/// What the chat page and the sidebar talk to: the open conversation, the reply being written, the list of all.
///
/// The words of the user are saved before the engine is asked; what becomes of a reply is ReplyFlow's matter. Nothing
/// that was said is ever changed: an edited message, a new or continued reply is a branch beside it.
/// Ownership: made by AppContext; engine, store, settings and jobs outlive it. Threads: GUI thread.
/// Failure: an error of the engine is a block in `messages` with what to do next; one of the store is `storageText`.
class ChatController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(maru::ConversationModel *conversations READ conversations CONSTANT)
    Q_PROPERTY(maru::MessageModel *messages READ messages CONSTANT)
    Q_PROPERTY(maru::AttachmentList *attachments READ attachments CONSTANT)
    Q_PROPERTY(maru::ChatOptions *options READ options CONSTANT)
    Q_PROPERTY(maru::ContextMeter *meter READ meter CONSTANT)
    Q_PROPERTY(qint64 conversationId READ conversationId NOTIFY conversationChanged)
    Q_PROPERTY(QString title READ title NOTIFY conversationChanged)
    Q_PROPERTY(bool temporary READ isTemporary NOTIFY conversationChanged)
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged)
    Q_PROPERTY(bool canSend READ canSend NOTIFY stateChanged)
    Q_PROPERTY(QString stateText READ stateText NOTIFY stateChanged)
    Q_PROPERTY(double progress READ progress NOTIFY stateChanged)
    Q_PROPERTY(QString editingText READ editingText NOTIFY editingChanged)
    Q_PROPERTY(bool editingReply READ isEditingReply NOTIFY editingChanged)
    Q_PROPERTY(bool fakeEngine READ isFakeEngine CONSTANT)
    Q_PROPERTY(QString modelPath READ modelPath NOTIFY modelChanged)
    Q_PROPERTY(QString modelName READ modelName NOTIFY modelChanged)
    Q_PROPERTY(QString deviceName READ deviceName NOTIFY modelChanged)
    Q_PROPERTY(QString noteText READ noteText NOTIFY modelChanged)
    Q_PROPERTY(bool canSwitchThinking READ canSwitchThinking NOTIFY modelChanged)
    Q_PROPERTY(bool thinkingOn READ isThinkingOn NOTIFY modelChanged)
    Q_PROPERTY(QString storageText READ storageText NOTIFY storageTextChanged)
    Q_PROPERTY(QString undoText READ undoText NOTIFY undoTextChanged)

public:
    enum class State { Idle, Loading, Reading, Writing, Stopping };
    Q_ENUM(State)

    ChatController(Engine *engine, StoreWorker *store, Settings *settings, JobWorker *jobs, QObject *parent = nullptr);
    ~ChatController() override;

    ConversationModel *conversations() { return &m_conversations; }
    MessageModel *messages() { return &m_messages; }
    AttachmentList *attachments() { return m_field.attachments(); }
    ChatOptions *options() { return &m_options; }
    ContextMeter *meter() { return &m_meter; }
    qint64 conversationId() const { return m_conversation.id; }
    QString title() const { return m_conversation.title; }
    bool isTemporary() const { return m_conversation.temporary; } ///< nothing of the open one is written
    State state() const { return static_cast<State>(m_flow.state()); }
    bool isBusy() const { return state() != State::Idle; }
    bool canSend() const { return !m_flow.isActive(); }
    QString stateText() const { return m_flow.stateText(); }
    double progress() const { return m_flow.progress(); }

    /// What the prompt field is used for while a message is edited; "" if none is.
    QString editingText() const;
    bool isEditingReply() const; ///< which has no attachments
    bool isFakeEngine() const { return m_engine->isFake(); }
    QString modelPath() const { return m_choice.wanted().modelPath; }
    QString modelName() const { return m_choice.name(); }
    QString deviceName() const;
    QString noteText() const { return m_noteText; }

    /// Whether the loaded model can be told to think or not, and whether it will.
    bool canSwitchThinking() const;
    bool isThinkingOn() const;
    QString storageText() const { return m_storageText; }
    QString undoText() const { return m_undoText; }

    /// Shows the list, and the conversation that was open last.
    void start(const QList<Conversation> &conversations);

    /// What was deleted (`conversationId`, 0: whatever it is) comes back no more: of a temporary conversation that is
    /// the end.
    void endUndo(qint64 conversationId = 0);

    /// Every conversation is gone. Only while no reply is under way.
    void forgetAll();

    /// Takes these without loading or remembering them: --model, --device and --threads. Empty and 0: as it is.
    void preset(const QString &modelPath, const QString &device, int threads);

    /// What is in the library: its names, and the model used if none was chosen.
    void setInstalledModels(const QList<InstalledModel> &models);

    /// Shows an empty page; the conversation is saved with its first message.
    Q_INVOKABLE void newConversation();
    Q_INVOKABLE void open(qint64 conversationId);

    /// Opens a conversation of which nothing is ever written. It stands in the sidebar until it is deleted or the
    /// program ends; left without a word it is gone at once.
    Q_INVOKABLE void newTemporaryConversation();

    /// Makes a temporary conversation one like the others: it is saved whole. Not while it is being answered, nor
    /// before its first message.
    Q_INVOKABLE void keepConversation(qint64 conversationId);

    /// Opens it on the branch of the message, and asks the page to show that (messageRequested). 0: as open().
    Q_INVOKABLE void openAt(qint64 conversationId, qint64 messageId);

    /// What the prompt field is to show now; after that `fieldChanged` tells.
    Q_INVOKABLE QString fieldText() const { return m_field.text(); }

    /// What stands in the prompt field: kept as the conversation's draft.
    Q_INVOKABLE void setFieldText(const QString &text) { m_field.setText(text); }

    /// Saves `text`, with the attachments, as the user's next message and asks for a reply; while a message is edited,
    /// as its new version. False, and nothing happens, if it is blank or a reply is being written: keep the text then.
    Q_INVOKABLE bool send(const QString &text);

    /// Ends loading, reading or writing within 200 ms; what was written stays, marked as stopped.
    Q_INVOKABLE void stop();

    /// Another reply in place of the one in `row`: a sibling, the old one stays (see showVersion).
    Q_INVOKABLE void regenerate(int row);

    /// The same, with the model, settings and seed it was written with.
    Q_INVOKABLE void regenerateExactly(int row);

    /// Goes on with the reply in `row` from its last token: a sibling that begins as it does.
    Q_INVOKABLE void continueReply(int row);

    /// Takes the message in `row` into the prompt field: send() then makes a new version of it.
    Q_INVOKABLE void edit(int row);

    /// The last message of the user. False if there is none.
    Q_INVOKABLE bool editLast();
    Q_INVOKABLE void cancelEdit() { m_field.cancelEdit(); }

    /// The model always sees it, or no longer does.
    Q_INVOKABLE void togglePin(int row);

    /// Shows the sibling number `version` (1-based) of the message in `row` and what followed it.
    Q_INVOKABLE void showVersion(int row, int version);

    /// Puts the message on the clipboard, as it was written.
    Q_INVOKABLE void copy(int row);

    /// The same without the signs of Markdown.
    Q_INVOKABLE void copyPlain(int row);

    /// How the reply in `row` was made: `why` (a sentence) and `lines` (of each `name` and `value`).
    Q_INVOKABLE QVariantMap details(int row) const;
    Q_INVOKABLE QString attachmentText(int row, int attachment) const;

    /// Does what the error block in `row` offers (its actionText).
    Q_INVOKABLE void runAction(int row);

    Q_INVOKABLE void rename(qint64 conversationId, const QString &title);
    Q_INVOKABLE void remove(qint64 conversationId);
    Q_INVOKABLE void undoRemove();

    /// Takes this model for what is sent from now on in this conversation and in new ones, and starts to load it.
    Q_INVOKABLE void chooseModel(const QString &path);

    /// "auto", "cpu", "vulkan:0": used from now on; a loaded model is loaded again.
    Q_INVOKABLE void chooseDevice(const QString &selector);

    /// Whether models that can think do so before they answer, from the next message on.
    Q_INVOKABLE void setThinkingOn(bool on);

signals:
    void conversationChanged();
    void stateChanged();
    void modelChanged();
    void editingChanged();
    void storageTextChanged();
    void undoTextChanged();

    /// The prompt field is to show this.
    void fieldChanged(const QString &text);

    /// A reply ended: complete, stopped or failed. `error` is empty unless it failed.
    void replyEnded(const QString &text, const QString &error);

    /// The message in `row` of `messages` was looked for.
    void messageRequested(int row);

    /// The button "Choose a model" of an error block: the page opens its picker.
    void modelPickerRequested();

private:
    void connectEngine();
    void connectStore();
    void connectParts();
    Message newMessage(MessageRole role, qint64 parentId) const;
    Message newDraft(qint64 parentId) const;
    void ask(const Message &draft, ReplyRequest request, qint64 previousLeaf, bool saved);
    void endReply(const ReplyFlow::End &end);
    void saveEditedReply(const Message &original, const QString &text);
    void sendQuestion(Message message);
    QString systemPromptOf(const Message &reply) const;
    void begin(const Message &first);
    void leaveTemporary();
    void showConversation(const Conversation &conversation, const ConversationKeeper::Contents &contents);
    void showMessage(qint64 messageId);
    void showLeaf(qint64 leaf);
    void showBlock(qint64 conversationId, const ErrorText &block);
    void showMissingReply();
    void retry(int row);
    void touch(const Message &leaf);
    void takeOptions();
    void measure();
    void setStorageText(const QString &text);
    void setUndoText(const QString &text);

    Engine *m_engine;
    StoreWorker *m_store;
    Settings *m_settings;
    ConversationModel m_conversations;
    MessageModel m_messages;
    ConversationKeeper m_keeper;
    ReplyFlow m_flow;
    PromptField m_field;
    ChatOptions m_options;
    ContextMeter m_meter;
    Conversation m_conversation; ///< the open one
    qint64 m_openingAt = 0; ///< the message to show then; 0: none
    qint64 m_opening = 0; ///< asked of the store, not shown yet

    QHash<qint64, ErrorText> m_blocks; ///< why a conversation has no reply to its last message

    ModelChoice m_choice;
    std::optional<LoadedModelInfo> m_lastLoaded; ///< what is known of a model outlasts its memory
    QString m_programModel; ///< for conversations that chose none
    int m_programThreads = 0; ///< of the command line; 0: as the settings say
    QString m_noteText;

    QString m_storageText;
    QString m_undoText;
    Conversation m_removed;
    QTimer m_undoTimer;
};

} // namespace maru
