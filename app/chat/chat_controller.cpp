// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"

#include "app/chat/progress_text.h"
#include "app/chat/reply_writer.h"
#include "app/settings/settings.h"
#include "app/store/store_worker.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr int kUndoMs = 10'000;

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

ChatController::ChatController(Engine *engine, StoreWorker *store, Settings *settings, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_store(store)
    , m_settings(settings)
{
    m_choice.path = settings->modelPath();
    m_choice.device = settings->device();
    m_choice.gpuLayers = settings->generation().gpuLayers;
    connect(settings, &Settings::generationChanged, this,
        [this] { m_choice.gpuLayers = m_settings->generation().gpuLayers; });
    m_undoTimer.setSingleShot(true);
    m_undoTimer.setInterval(kUndoMs);
    connect(&m_undoTimer, &QTimer::timeout, this, [this] { setUndoText({}); });
    connectEngine();
    connectStore();
}

ChatController::~ChatController()
{
    if (!m_reply)
        return;
    // The window is closed in the middle of a reply: what there is of it is saved, the store ends after us.
    ReplyOutcome outcome;
    outcome.result.end = ReplyEnd::Stopped;
    outcome.result.text = m_reply->message().text;
    outcome.result.thinking = m_reply->message().thinking;
    Message reply = m_reply->finish(outcome);
    reply.status = MessageStatus::Interrupted;
    if (!reply.isEmpty())
        m_store->write(nullptr, [reply](Stores &stores) { return stores.journal.finish(reply); });
}

void ChatController::connectEngine()
{
    connect(m_engine, &Engine::phaseChanged, this, [this] {
        m_progressDone = m_progressTotal = 0;
        m_sincePhase.start();
        emit stateChanged();
        emit modelChanged();
    });
    connect(m_engine, &Engine::progressed, this, [this](qint64 done, qint64 total) {
        m_progressDone = done;
        m_progressTotal = total;
        emit stateChanged();
    });
    connect(m_engine, qOverload<const LoadedModelInfo &>(&Engine::loaded), this, [this](const LoadedModelInfo &info) {
        if (m_reply)
            m_reply->setModel(info);
        m_noteText = info.note;
        emit modelChanged();
    });
    connect(m_engine, &Engine::loadFailed, this, [this](const Error &error) {
        emit modelChanged();
        showBlock(m_conversation.id, errorText(error));
    });
    connect(m_engine, &Engine::written, this, [this](const ReplyBatch &batch) {
        if (!m_reply)
            return;
        m_reply->add(batch);
        if (m_conversation.id == m_reply->message().conversationId)
            m_messages.appendToReply(batch.text, batch.thinking);
    });
    connect(m_engine, &Engine::ended, this, &ChatController::endReply);
}

void ChatController::connectStore()
{
    connect(m_store, &StoreWorker::writeFailed, this, [this](const Error &error, bool willRetry) {
        const QString text = errorText(error).text;
        setStorageText(willRetry
                ? tr("%1 Nothing is lost: Maru keeps what is new in memory, and saves it as soon as it can. "
                     "Leave Maru open until then.")
                      .arg(text)
                : tr("Something could not be saved. %1").arg(text));
    });
    connect(m_store, &StoreWorker::saved, this, [this] {
        m_unsaved.clear();
        setStorageText({});
    });
}

void ChatController::start(const QList<Conversation> &conversations)
{
    m_conversations.reset(conversations);
    open(m_settings->lastConversation());
}

void ChatController::preset(const QString &modelPath, const QString &device)
{
    if (!modelPath.isEmpty())
        m_choice.path = modelPath;
    if (!device.isEmpty())
        m_choice.device = device;
    emit modelChanged();
}

void ChatController::setInstalledModels(const QList<InstalledModel> &models)
{
    m_choice.installed = models;
    m_choice.installedKnown = true;
    emit modelChanged();
    if (m_asked && m_asked->saved && !m_asked->started)
        startReply();
}

// What is on screen

ChatController::State ChatController::state() const
{
    switch (m_engine->phase()) {
    case Engine::Phase::Idle:
        return m_asked ? State::Reading : State::Idle;
    case Engine::Phase::Loading:
        return State::Loading;
    case Engine::Phase::Reading:
        return State::Reading;
    case Engine::Phase::Writing:
        return State::Writing;
    case Engine::Phase::Stopping:
        return State::Stopping;
    }
    return State::Idle;
}

QString ChatController::stateText() const
{
    switch (state()) {
    case State::Idle:
        return {};
    case State::Loading:
        return loadingText(m_progressDone, m_progressTotal, m_sincePhase.isValid() ? m_sincePhase.elapsed() : 0);
    case State::Reading:
        if (m_asked && !m_asked->started && m_asked->saved)
            return tr("Looking for models");
        return readingText(m_progressDone, m_progressTotal);
    case State::Writing:
        return tr("Writing");
    case State::Stopping:
        return tr("Stopping");
    }
    return {};
}

double ChatController::progress() const
{
    const bool known = (state() == State::Loading || state() == State::Reading) && m_progressTotal > 0;
    return known ? static_cast<double>(m_progressDone) / static_cast<double>(m_progressTotal) : -1;
}

QString ChatController::deviceName() const
{
    const auto &loaded = m_engine->loaded();
    return loaded && loaded->request == m_choice.wanted() ? loaded->deviceName : m_choice.deviceLabel();
}

void ChatController::setStorageText(const QString &text)
{
    if (std::exchange(m_storageText, text) != text)
        emit storageTextChanged();
}

void ChatController::setUndoText(const QString &text)
{
    if (std::exchange(m_undoText, text) != text)
        emit undoTextChanged();
}

// Conversations

void ChatController::newConversation()
{
    m_opening = 0;
    m_conversation = {};
    m_settings->setLastConversation(0);
    m_messages.reset({}, 0);
    m_conversations.setCurrent(0);
    emit conversationChanged();
}

void ChatController::open(qint64 conversationId)
{
    const Conversation *found = m_conversations.find(conversationId);
    if (!found || (conversationId == m_conversation.id && m_opening == 0))
        return;
    m_opening = conversationId;
    m_conversations.setCurrent(conversationId);
    m_store->read<QList<Message>>(
        this, [conversationId](Stores &stores) { return stores.conversations.messages(conversationId); },
        [this, conversationId](const Result<QList<Message>> &messages) {
            const Conversation *conversation = m_conversations.find(conversationId);
            if (m_opening != conversationId || !conversation)
                return;
            m_opening = 0;
            showConversation(*conversation, messages.value_or(QList<Message>()));
            if (!messages)
                m_messages.showError(errorText(messages.error(), ErrorAction::None));
        });
}

void ChatController::showConversation(const Conversation &conversation, QList<Message> messages)
{
    m_conversation = conversation;
    m_settings->setLastConversation(conversation.id);
    for (const Message &waiting : m_unsaved.value(conversation.id)) {
        const bool there = std::any_of(messages.cbegin(), messages.cend(),
            [&waiting](const Message &message) { return message.id == waiting.id; });
        if (!there)
            messages.append(waiting);
    }
    if (m_reply && m_reply->message().conversationId == conversation.id) {
        m_messages.reset(std::move(messages), m_reply->message().parentId);
        m_messages.beginReply(m_reply->message());
    } else {
        m_messages.reset(std::move(messages), conversation.activeLeaf);
        showMissingReply();
    }
    emit conversationChanged();
}

/// A conversation that ends with the user's words says why, and offers to answer them.
void ChatController::showMissingReply()
{
    const Message *last = m_messages.message(m_messages.count() - 1);
    if (!last || last->role != MessageRole::User)
        return;
    const ErrorText missing { tr("There is no reply to this yet."), ErrorAction::Retry,
        actionLabel(ErrorAction::Retry) };
    m_messages.showError(m_blocks.value(m_conversation.id, missing));
}

void ChatController::showBlock(qint64 conversationId, const ErrorText &block)
{
    m_blocks.insert(conversationId, block);
    if (m_conversation.id == conversationId && !m_messages.hasReply())
        m_messages.showError(block);
}

void ChatController::rename(qint64 conversationId, const QString &title)
{
    const Conversation *found = m_conversations.find(conversationId);
    const QString line = title.simplified().left(200);
    if (!found || line.isEmpty() || line == found->title)
        return;
    Conversation renamed = *found;
    renamed.title = line;
    renamed.titleChosen = true;
    m_conversations.put(renamed);
    m_store->write(
        this, [conversationId, line](Stores &stores) { return stores.conversations.rename(conversationId, line); });
    if (m_conversation.id == conversationId) {
        m_conversation = renamed;
        emit conversationChanged();
    }
}

void ChatController::remove(qint64 conversationId)
{
    const Conversation *found = m_conversations.find(conversationId);
    if (!found)
        return;
    m_removed = *found;
    if (m_reply && m_reply->message().conversationId == conversationId)
        stop();
    m_store->write(this, [conversationId, time = now(), forget = m_engine->forgetting(conversationId)](Stores &stores) {
        forget();
        return stores.conversations.remove(conversationId, time);
    });
    m_conversations.remove(conversationId);
    if (m_conversation.id == conversationId || m_opening == conversationId)
        newConversation();
    setUndoText(tr("\u201c%1\u201d was deleted").arg(m_removed.title));
    m_undoTimer.start();
}

void ChatController::undoRemove()
{
    if (m_undoText.isEmpty())
        return;
    m_undoTimer.stop();
    setUndoText({});
    m_store->write(this, [id = m_removed.id](Stores &stores) { return stores.conversations.restore(id); });
    m_conversations.put(m_removed);
    open(m_removed.id);
}

// Messages

/// The conversation of `leaf` has changed: it moves to the top of the list and opens there next time.
void ChatController::touch(const Message &leaf)
{
    if (m_removed.id == leaf.conversationId)
        m_removed.activeLeaf = leaf.id; // for undoRemove()
    const Conversation *found = m_conversations.find(leaf.conversationId);
    if (!found)
        return;
    Conversation changed = *found;
    changed.activeLeaf = leaf.id;
    changed.updatedAt = std::max(changed.updatedAt, leaf.createdAt);
    m_conversations.put(changed);
    if (m_conversation.id == changed.id)
        m_conversation = changed;
}

bool ChatController::send(const QString &text)
{
    if (m_asked || m_opening != 0 || text.trimmed().isEmpty())
        return false;
    Message message;
    message.id = m_store->nextId();
    message.parentId = m_messages.leafId();
    message.text = text;
    message.createdAt = now();
    const bool isFirst = m_conversation.id == 0;
    if (isFirst) {
        m_conversation = {};
        m_conversation.id = m_store->nextId();
        m_conversation.title = titleFromText(text);
        m_conversation.createdAt = m_conversation.updatedAt = message.createdAt;
        m_conversation.activeLeaf = message.id;
        m_conversations.put(m_conversation);
        m_conversations.setCurrent(m_conversation.id);
        m_settings->setLastConversation(m_conversation.id);
    }
    message.conversationId = m_conversation.id;
    m_messages.append(message);
    touch(message);
    ask(message.id, 0, false);
    const qint64 replyId = m_reply->message().id;
    m_store->write(
        this,
        [isFirst, conversation = m_conversation, message](Stores &stores) {
            return isFirst ? stores.conversations.addConversation(conversation, message)
                           : stores.conversations.addMessage(message);
        },
        [this, message, replyId](const Result<void> &saved) {
            if (!saved)
                keepUnsaved(message); // storageText says so; the reply need not wait for space on the disk
            if (!m_asked || m_reply->message().id != replyId)
                return;
            m_asked->saved = true;
            startReply();
        });
    if (isFirst)
        emit conversationChanged();
    return true;
}

void ChatController::keepUnsaved(const Message &message)
{
    m_unsaved[message.conversationId].append(message);
}

/// Prepares a reply to the message `parentId` of the open conversation and shows its empty row.
void ChatController::ask(qint64 parentId, qint64 previousLeaf, bool saved)
{
    m_blocks.remove(m_conversation.id);
    m_messages.cutAfter(parentId);
    Message draft;
    draft.id = m_store->nextId();
    draft.conversationId = m_conversation.id;
    draft.parentId = parentId;
    draft.role = MessageRole::Assistant;
    draft.createdAt = now();
    draft.settings = m_settings->generation();
    draft.seed = QRandomGenerator::global()->generate64();
    Asked asked;
    asked.request.messages = m_messages.pathTo(parentId);
    asked.request.settings = draft.settings;
    asked.request.seed = draft.seed;
    asked.request.conversationId = m_conversation.id;
    asked.previousLeaf = previousLeaf;
    asked.saved = saved;
    m_asked = asked;
    m_reply = std::make_unique<ReplyWriter>(m_store, draft);
    m_messages.beginReply(draft);
    m_conversations.setReplying(m_conversation.id);
    emit stateChanged();
    if (saved)
        startReply();
}

void ChatController::startReply()
{
    m_asked->request.model = m_choice.wanted();
    if (m_asked->request.model.modelPath.isEmpty()) {
        if (!m_choice.installedKnown) {
            emit stateChanged(); // goes on in setInstalledModels()
            return;
        }
        ReplyOutcome outcome;
        outcome.error = Error { ErrorCode::NotFound, Reason::Unspecified, {}, {} };
        endReply(outcome);
        return;
    }
    m_asked->started = true;
    if (m_engine->loaded() && m_engine->loaded()->request == m_asked->request.model)
        m_reply->setModel(*m_engine->loaded());
    m_engine->reply(m_asked->request);
}

void ChatController::endReply(const ReplyOutcome &outcome)
{
    if (!m_asked)
        return;
    const Message reply = m_reply->finish(outcome);
    const qint64 previousLeaf = m_asked->previousLeaf;
    const bool noModel = !m_asked->started && outcome.error;
    m_asked.reset();
    m_reply.reset();
    m_conversations.setReplying(0);
    QString problem;
    if (outcome.error) {
        problem = noModel ? tr("There is no model to answer. Choose one, or import a .gguf file.")
                          : errorText(*outcome.error).text;
    }
    const bool isOpen = m_conversation.id == reply.conversationId && m_messages.hasReply();
    if (!reply.isEmpty()) {
        m_store->write(
            this, [reply](Stores &stores) { return stores.journal.finish(reply); },
            [this, reply](const Result<void> &saved) {
                if (!saved)
                    keepUnsaved(reply);
            });
        if (isOpen)
            m_messages.endReply(reply);
        touch(reply);
    } else {
        if (isOpen)
            m_messages.abandonReply();
        if (isOpen && previousLeaf != 0)
            m_messages.reset(m_messages.all(), previousLeaf);
        if (noModel)
            showBlock(
                reply.conversationId, { problem, ErrorAction::ChooseModel, actionLabel(ErrorAction::ChooseModel) });
        else if (outcome.error)
            showBlock(reply.conversationId, errorText(*outcome.error));
        else if (isOpen)
            showMissingReply();
    }
    if (!outcome.result.note.isEmpty()) {
        m_noteText = outcome.result.note;
        emit modelChanged();
    }
    emit stateChanged();
    emit replyEnded(reply.text, problem);
}

void ChatController::stop()
{
    if (m_asked && !m_asked->started) {
        ReplyOutcome outcome;
        outcome.result.end = ReplyEnd::Stopped;
        endReply(outcome);
        return;
    }
    m_engine->stop();
}

void ChatController::regenerate(int row)
{
    const Message *message = m_messages.message(row);
    if (!message || m_asked || message->role != MessageRole::Assistant || message->parentId == 0)
        return;
    ask(message->parentId, m_messages.leafId(), true);
}

void ChatController::showVersion(int row, int version)
{
    const qint64 leaf = m_messages.leafOfVersion(row, version);
    if (leaf == 0 || m_messages.hasReply())
        return;
    m_messages.reset(m_messages.all(), leaf);
    showMissingReply();
    m_conversation.activeLeaf = leaf;
    m_conversations.put(m_conversation);
    m_store->write(
        this, [id = m_conversation.id, leaf](Stores &stores) { return stores.conversations.setActiveLeaf(id, leaf); });
}

void ChatController::copy(int row)
{
    if (const Message *message = m_messages.message(row))
        QGuiApplication::clipboard()->setText(message->text);
}

void ChatController::runAction(int row)
{
    switch (m_messages.action(row)) {
    case ErrorAction::None:
        break;
    case ErrorAction::Retry:
        retry(row);
        break;
    case ErrorAction::UseProcessor:
        chooseDevice(QStringLiteral("cpu"));
        retry(row);
        break;
    case ErrorAction::ChooseModel:
        emit modelPickerRequested();
        break;
    case ErrorAction::NewConversation:
        newConversation();
        break;
    }
}

/// Asks once more for what the error block in `row` stands for.
void ChatController::retry(int row)
{
    if (m_asked)
        return;
    const Message *message = m_messages.message(row);
    if (!message)
        message = m_messages.message(row - 1);
    if (!message) {
        m_messages.clearError();
        if (!modelPath().isEmpty())
            m_engine->load(m_choice.wanted());
    } else if (message->role == MessageRole::User) {
        ask(message->id, 0, true);
    } else {
        ask(message->parentId, m_messages.leafId(), true);
    }
}

// Model and device

void ChatController::chooseModel(const QString &path)
{
    m_choice.path = path;
    m_settings->setModelPath(path);
    m_noteText.clear();
    m_blocks.remove(m_conversation.id);
    m_messages.clearError();
    m_engine->load(m_choice.wanted());
    if (!m_asked)
        showMissingReply();
    emit modelChanged();
}

bool ChatController::canSwitchThinking() const
{
    return m_engine->loaded() && m_engine->loaded()->canSwitchThinking;
}

bool ChatController::isThinkingOn() const
{
    const Thinking chosen = m_settings->generation().thinking;
    return chosen == Thinking::Habit ? m_engine->loaded() && m_engine->loaded()->thinksByHabit : chosen == Thinking::On;
}

void ChatController::setThinkingOn(bool on)
{
    m_settings->setThinking(on ? Thinking::On : Thinking::Off);
    emit modelChanged();
}

void ChatController::chooseDevice(const QString &selector)
{
    m_choice.device = selector;
    m_settings->setDevice(selector);
    m_noteText.clear();
    if (m_engine->loaded() || m_engine->phase() == Engine::Phase::Loading)
        m_engine->load(m_choice.wanted());
    emit modelChanged();
}

} // namespace maru
