// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"

#include "app/chat/block_model.h"
#include "app/chat/reply_details.h"
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

ChatController::ChatController(Engine *engine, StoreWorker *store, Settings *settings, JobWorker *jobs, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_store(store)
    , m_settings(settings)
    , m_keeper(store)
    , m_flow(engine, &m_keeper)
    , m_field(&m_keeper, jobs, TokenCounter(engine, jobs))
    , m_options(&m_keeper, settings)
    , m_meter(&m_messages, TokenCounter(engine, jobs))
    , m_programModel(settings->modelPath())
{
    m_choice.device = settings->device();
    m_undoTimer.setSingleShot(true);
    m_undoTimer.setInterval(kUndoMs);
    connect(&m_undoTimer, &QTimer::timeout, this, [this] { endUndo(); });
    connectEngine();
    connectStore();
    connectParts();
    takeOptions();
}

ChatController::~ChatController() = default;

void ChatController::connectEngine()
{
    connect(m_engine, &Engine::phaseChanged, this, &ChatController::modelChanged);
    connect(m_engine, &Engine::unloaded, this, &ChatController::modelChanged);
    connect(m_engine, qOverload<const LoadedModelInfo &>(&Engine::loaded), this, [this](const LoadedModelInfo &info) {
        m_noteText = info.note;
        m_lastLoaded = info;
        emit modelChanged();
        m_field.attachments()->countAgain();
        measure();
    });
    connect(m_engine, &Engine::loadFailed, this, [this](const Error &error) {
        emit modelChanged();
        showBlock(m_conversation.id, errorText(error));
    });
    connect(&m_flow, &ReplyFlow::stateChanged, this, &ChatController::stateChanged);
    connect(&m_flow, &ReplyFlow::ended, this, &ChatController::endReply);
    connect(&m_flow, &ReplyFlow::written, this, [this](const ReplyBatch &batch) {
        if (m_conversation.id == m_flow.message()->conversationId)
            m_messages.appendToReply(batch.text, batch.thinking);
    });
}

void ChatController::connectParts()
{
    connect(&m_field, &PromptField::shown, this, &ChatController::fieldChanged);
    connect(&m_field, &PromptField::editingChanged, this, &ChatController::editingChanged);
    connect(&m_field, &PromptField::changed, this, &ChatController::measure);
    connect(&m_options, &ChatOptions::changed, this, &ChatController::takeOptions);
    connect(m_settings, &Settings::threadsChanged, this, &ChatController::takeOptions);
    connect(&m_messages, &MessageModel::countChanged, &m_meter, &ContextMeter::refresh);
    connect(&m_meter, &ContextMeter::leftOutChanged, this, [this] { m_messages.setLeftOut(m_meter.leftOut()); });
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
    connect(m_store, &StoreWorker::saved, this, [this] { setStorageText({}); });
}

void ChatController::start(const QList<Conversation> &conversations)
{
    m_conversations.reset(conversations);
    m_options.load();
    m_field.open(0);
    open(m_settings->lastConversation());
}

void ChatController::preset(const QString &modelPath, const QString &device, int threads)
{
    m_programThreads = threads;
    if (!modelPath.isEmpty())
        m_programModel = modelPath;
    if (!device.isEmpty())
        m_choice.device = device;
    takeOptions();
}

void ChatController::setInstalledModels(const QList<InstalledModel> &models)
{
    m_choice.installed = models;
    m_choice.installedKnown = true;
    emit modelChanged();
    measure();
    m_flow.proceed(m_choice);
}

// What is on screen

QString ChatController::deviceName() const
{
    const auto &loaded = m_engine->loaded();
    return loaded && loaded->request == m_choice.wanted() ? loaded->deviceName : m_choice.deviceLabel();
}

/// The model and what it is loaded with follow the open conversation.
void ChatController::takeOptions()
{
    const GenerationSettings generation = m_options.generation();
    m_choice.path = m_options.modelPath().isEmpty() ? m_programModel : m_options.modelPath();
    m_choice.gpuLayers = generation.gpuLayers;
    m_choice.contextLength = generation.contextLength;
    m_choice.threads = m_programThreads > 0 ? m_programThreads : m_settings->threads();
    emit modelChanged();
    measure();
}

/// Tells the meter what takes room beside the messages.
void ChatController::measure()
{
    constexpr int kUsualContext = 4096; // what the engine takes of a longer one, if nobody says
    ContextMeter::Frame frame;
    frame.settings = m_options.generation();
    frame.systemPrompt = m_options.systemPrompt();
    if (m_lastLoaded && m_lastLoaded->request == m_choice.wanted()) {
        frame.context = m_lastLoaded->contextLength;
        frame.templateTokens = m_lastLoaded->templateTokens;
        frame.tokensPerMessage = m_lastLoaded->tokensPerMessage;
        frame.modelId = m_lastLoaded->modelId;
    } else if (m_choice.contextLength > 0) {
        frame.context = m_choice.contextLength;
    } else {
        frame.context = std::min(m_choice.trainedContext(), kUsualContext);
    }
    m_meter.setFrame(frame);
    m_meter.setQuestion(m_field.text(), m_field.attachments()->tokens());
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
    leaveTemporary();
    m_opening = 0;
    m_conversation = {};
    m_settings->setLastConversation(0);
    m_messages.reset({}, 0);
    m_conversations.setCurrent(0);
    m_options.show(0, {});
    m_field.open(0);
    emit conversationChanged();
}

void ChatController::open(qint64 conversationId)
{
    const Conversation *found = m_conversations.find(conversationId);
    if (!found || (conversationId == m_conversation.id && m_opening == 0))
        return;
    m_opening = conversationId;
    m_conversations.setCurrent(conversationId);
    m_keeper.read(conversationId, [this, conversationId](const Result<ConversationKeeper::Contents> &contents) {
        const Conversation *row = m_conversations.find(conversationId);
        if (m_opening != conversationId || !row)
            return;
        m_opening = 0;
        if (!contents) { // what is on the page stays: an empty one would be saved over what could not be read
            m_openingAt = 0;
            m_conversations.setCurrent(m_conversation.id);
            setStorageText(errorText(contents.error()).text);
            return;
        }
        const Conversation conversation = *row; // which may move
        if (m_conversation.id != conversationId)
            leaveTemporary();
        showConversation(conversation, *contents);
        if (const qint64 messageId = std::exchange(m_openingAt, 0); messageId != 0)
            showMessage(messageId);
    });
}

void ChatController::newTemporaryConversation()
{
    leaveTemporary();
    m_opening = 0;
    const Conversation conversation = m_keeper.beginTemporary(now());
    m_conversations.put(conversation);
    m_conversations.setCurrent(conversation.id);
    showConversation(conversation, {});
}

/// A temporary conversation in which nothing was said or typed is not worth a row of the sidebar.
void ChatController::leaveTemporary()
{
    if (!isTemporary() || m_messages.count() > 0 || !m_field.isBlank())
        return;
    m_conversations.remove(m_conversation.id);
    m_keeper.forget(m_conversation.id);
    m_field.forget(m_conversation.id);
    m_conversation = {};
    m_messages.reset({}, 0);
}

void ChatController::keepConversation(qint64 conversationId)
{
    const Conversation *found = m_conversations.find(conversationId);
    const bool isAnswered = m_flow.isActive() && m_flow.message()->conversationId == conversationId;
    if (!found || !found->temporary || found->activeLeaf == 0 || isAnswered)
        return;
    Conversation kept = *found;
    kept.temporary = false;
    m_keeper.keep(kept);
    m_field.keep(conversationId);
    m_conversations.put(kept);
    if (m_conversation.id != conversationId)
        return;
    m_conversation = kept;
    m_settings->setLastConversation(conversationId);
    emit conversationChanged();
}

void ChatController::openAt(qint64 conversationId, qint64 messageId)
{
    if (conversationId == m_conversation.id && m_opening == 0)
        return showMessage(messageId);
    open(conversationId);
    m_openingAt = m_opening == conversationId ? messageId : 0;
}

/// Leads to the branch of the message, if it is on another one, and to the message.
void ChatController::showMessage(qint64 messageId)
{
    int row = m_messages.rowOfMessage(messageId);
    if (row < 0 && !m_messages.hasReply()) {
        if (const qint64 leaf = m_messages.leafBelow(messageId); leaf != 0)
            showLeaf(leaf);
        row = m_messages.rowOfMessage(messageId);
    }
    if (row >= 0)
        emit messageRequested(row);
}

void ChatController::showConversation(const Conversation &conversation, const ConversationKeeper::Contents &contents)
{
    m_conversation = conversation;
    m_settings->setLastConversation(conversation.temporary ? 0 : conversation.id);
    const Message *growing = m_flow.message();
    if (growing && growing->conversationId == conversation.id) {
        m_messages.reset(contents.messages, growing->parentId);
        m_messages.cutAfter(growing->parentId);
        m_messages.beginReply(*growing);
    } else {
        m_messages.reset(contents.messages, conversation.activeLeaf);
        showMissingReply();
    }
    m_options.show(conversation.id, contents.options);
    m_field.open(conversation.id, contents.draft);
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
    m_keeper.write(conversationId,
        [conversationId, line](Stores &stores) { return stores.conversations.rename(conversationId, line); });
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
    endUndo();
    m_removed = *found;
    if (m_flow.message() && m_flow.message()->conversationId == conversationId)
        stop();
    m_keeper.write(
        conversationId, [conversationId, time = now(), forget = m_engine->forgetting(conversationId)](Stores &stores) {
            forget();
            return stores.conversations.remove(conversationId, time);
        });
    m_conversations.remove(conversationId);
    if (m_conversation.id == conversationId || m_opening == conversationId)
        newConversation();
    setUndoText(tr("\u201c%1\u201d was deleted").arg(ConversationModel::titleOf(m_removed)));
    m_undoTimer.start();
}

void ChatController::forgetAll()
{
    endUndo();
    m_keeper.forgetAll();
    m_blocks.clear();
    m_conversations.reset({});
    newConversation();
}

void ChatController::endUndo(qint64 conversationId)
{
    if (conversationId != 0 && conversationId != m_removed.id)
        return;
    m_undoTimer.stop();
    setUndoText({});
    m_keeper.forget(m_removed.id);
    if (m_removed.temporary)
        m_field.forget(m_removed.id);
    m_removed = {};
}

void ChatController::undoRemove()
{
    if (m_undoText.isEmpty())
        return;
    m_undoTimer.stop();
    setUndoText({});
    m_keeper.write(m_removed.id, [id = m_removed.id](Stores &stores) { return stores.conversations.restore(id); });
    m_conversations.put(m_removed);
    open(std::exchange(m_removed, {}).id);
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

Message ChatController::newMessage(MessageRole role, qint64 parentId) const
{
    Message message;
    message.id = m_store->nextId();
    message.conversationId = m_conversation.id;
    message.parentId = parentId;
    message.role = role;
    message.createdAt = now();
    return message;
}

bool ChatController::send(const QString &text)
{
    const AttachmentList &attachments = *m_field.attachments();
    const bool isBlank = text.trimmed().isEmpty();
    if (m_flow.isActive() || m_opening != 0 || attachments.isReading() || (isBlank && attachments.count() == 0))
        return false;
    const std::optional<Message> edited = m_field.edited();
    if (isEditingReply()) {
        if (isBlank)
            return false;
        saveEditedReply(*edited, text);
        return true;
    }
    Message message = newMessage(MessageRole::User, edited ? edited->parentId : m_messages.leafId());
    message.text = text;
    message.attachments = attachments.all();
    message.pinned = edited && edited->pinned;
    if (edited)
        m_messages.cutAfter(message.parentId);
    sendQuestion(message);
    m_field.sent(m_conversation.id);
    return true;
}

void ChatController::sendQuestion(Message message)
{
    const bool isFirst = m_conversation.id == 0;
    const bool begins = isFirst || (isTemporary() && m_conversation.title.isEmpty());
    if (begins)
        begin(message);
    message.conversationId = m_conversation.id;
    m_messages.append(message);
    touch(message);
    const Message draft = newDraft(message.id);
    ask(draft, {}, 0, false);
    m_keeper.add(
        message,
        [isFirst, conversation = m_conversation, message](Stores &stores) {
            return isFirst ? stores.conversations.addConversation(conversation, message)
                           : stores.conversations.addMessage(message);
        },
        [this, replyId = draft.id](const Result<void> &) { // storageText says if it failed: the reply need not wait
            m_flow.questionSaved(replyId);
            m_flow.proceed(m_choice);
        });
    if (isFirst)
        m_options.adopt(m_conversation.id);
    if (begins)
        emit conversationChanged();
}

/// The open page becomes a conversation, or the temporary one gets its name.
void ChatController::begin(const Message &first)
{
    const QString words = first.text.trimmed().isEmpty() ? first.attachments.constFirst().name : first.text;
    if (!isTemporary()) {
        m_conversation = {};
        m_conversation.id = m_store->nextId();
        m_conversation.createdAt = m_conversation.updatedAt = first.createdAt;
        m_settings->setLastConversation(m_conversation.id);
    }
    m_conversation.title = titleFromText(words);
    m_conversation.activeLeaf = first.id;
    m_conversations.put(m_conversation);
    m_conversations.setCurrent(m_conversation.id);
}

/// All of a new reply that does not come from the engine, with the settings of the conversation.
Message ChatController::newDraft(qint64 parentId) const
{
    Message draft = newMessage(MessageRole::Assistant, parentId);
    draft.settings = m_options.generation();
    draft.seed = draft.settings.seed.value_or(QRandomGenerator::global()->generate64());
    draft.statistics.systemPrompt = m_options.systemPrompt();
    return draft;
}

/// Asks for a reply to the message `draft.parentId` of the open conversation and shows its row.
void ChatController::ask(const Message &draft, ReplyRequest request, qint64 previousLeaf, bool saved)
{
    m_blocks.remove(m_conversation.id);
    if (saved)
        m_field.cancelEdit(); // another reply is wanted, not the new version
    m_messages.cutAfter(draft.parentId);
    request.messages = m_messages.pathTo(draft.parentId);
    request.systemPrompt = draft.statistics.systemPrompt;
    request.settings = draft.settings;
    request.seed = draft.seed;
    request.conversationId = isTemporary() ? 0 : m_conversation.id;
    if (request.model.modelPath.isEmpty())
        request.model.modelPath = m_choice.path;
    m_flow.ask(request, draft, previousLeaf, saved);
    m_messages.beginReply(draft);
    m_conversations.setReplying(m_conversation.id);
    if (saved)
        m_flow.proceed(m_choice);
}

void ChatController::endReply(const ReplyFlow::End &end)
{
    const Message &reply = end.reply;
    m_conversations.setReplying(0);
    QString problem;
    if (end.error) {
        problem = end.noModel ? tr("There is no model to answer. Choose one, or import a .gguf file.")
                              : errorText(*end.error).text;
    }
    const bool isOpen = m_conversation.id == reply.conversationId && m_messages.hasReply();
    if (!reply.isEmpty()) {
        m_keeper.add(reply, [reply](Stores &stores) { return stores.journal.finish(reply); });
        if (isOpen)
            m_messages.endReply(reply);
        touch(reply);
    } else {
        if (isOpen)
            m_messages.abandonReply();
        if (isOpen && end.previousLeaf != 0)
            m_messages.reset(m_messages.all(), end.previousLeaf);
        if (end.noModel)
            showBlock(
                reply.conversationId, { problem, ErrorAction::ChooseModel, actionLabel(ErrorAction::ChooseModel) });
        else if (end.error)
            showBlock(reply.conversationId, errorText(*end.error));
        else if (isOpen)
            showMissingReply();
    }
    if (!end.note.isEmpty()) {
        m_noteText = end.note;
        emit modelChanged();
    }
    m_meter.refresh();
    emit replyEnded(reply.text, problem);
}

void ChatController::stop()
{
    m_flow.stop();
}

void ChatController::regenerate(int row)
{
    const Message *message = m_messages.message(row);
    if (!message || m_flow.isActive() || message->role != MessageRole::Assistant || message->parentId == 0)
        return;
    ask(newDraft(message->parentId), {}, m_messages.leafId(), true);
}

/// What the model was told first when it wrote `reply`; where that is not known, what it would be told now.
QString ChatController::systemPromptOf(const Message &reply) const
{
    return reply.statistics.device.isEmpty() ? m_options.systemPrompt() : reply.statistics.systemPrompt;
}

void ChatController::regenerateExactly(int row)
{
    const Message *message = m_messages.message(row);
    if (!message || m_flow.isActive() || message->role != MessageRole::Assistant || message->parentId == 0)
        return;
    Message draft = newMessage(MessageRole::Assistant, message->parentId);
    draft.settings = message->settings;
    draft.seed = message->seed;
    draft.statistics.systemPrompt = systemPromptOf(*message);
    ReplyRequest request;
    request.model.modelPath = m_choice.pathOf(message->modelName);
    ask(draft, request, m_messages.leafId(), true);
}

void ChatController::continueReply(int row)
{
    const Message *message = m_messages.message(row);
    if (!message || m_flow.isActive() || message->role != MessageRole::Assistant || message->isEmpty())
        return;
    Message draft = newDraft(message->parentId);
    if (!message->tokens.isEmpty()) { // as if it had never stopped
        draft.settings = message->settings;
        draft.seed = message->seed;
        draft.statistics.systemPrompt = systemPromptOf(*message);
    }
    draft.text = message->text;
    draft.thinking = message->thinking;
    draft.thinkingMs = message->thinkingMs;
    draft.tokens = message->tokens;
    draft.samplerState = message->samplerState;
    draft.modelId = message->modelId;
    draft.statistics.continues = true;
    draft.statistics.continuedTokens = static_cast<int>(message->tokens.size());
    ReplyRequest request;
    request.continues = Continuation { draft.text, draft.thinking, draft.tokens, draft.samplerState, draft.modelId };
    ask(draft, request, m_messages.leafId(), true);
}

bool ChatController::isEditingReply() const
{
    return m_field.edited() && m_field.edited()->role == MessageRole::Assistant;
}

QString ChatController::editingText() const
{
    if (!m_field.edited())
        return {};
    return m_field.edited()->role == MessageRole::User
        ? tr("You edit a message. The old one and what followed it stay as another version.")
        : tr("You edit what the model wrote. The old text stays as another version.");
}

void ChatController::edit(int row)
{
    const Message *message = m_messages.message(row);
    if (message && !(m_messages.hasReply() && row == m_messages.count() - 1))
        m_field.edit(*message);
}

bool ChatController::editLast()
{
    for (int row = m_messages.count() - 1; row >= 0; --row) {
        const Message *message = m_messages.message(row);
        if (message && message->role == MessageRole::User) {
            edit(row);
            return true;
        }
    }
    return false;
}

/// A person's words in place of a model's: another version, which is not answered.
void ChatController::saveEditedReply(const Message &original, const QString &text)
{
    Message reply = newMessage(MessageRole::Assistant, original.parentId);
    reply.text = text;
    reply.modelName = original.modelName;
    reply.pinned = original.pinned;
    reply.statistics.edited = true;
    m_messages.cutAfter(reply.parentId);
    m_messages.append(reply);
    touch(reply);
    m_keeper.add(reply, [reply](Stores &stores) { return stores.conversations.addMessage(reply); });
    m_field.sent(m_conversation.id);
}

void ChatController::togglePin(int row)
{
    const Message *message = m_messages.message(row);
    if (!message || (m_messages.hasReply() && row == m_messages.count() - 1))
        return;
    const bool pinned = !message->pinned;
    m_keeper.setPinned(*message, pinned);
    m_messages.setPinned(message->id, pinned);
    m_meter.refresh();
}

void ChatController::showVersion(int row, int version)
{
    const qint64 leaf = m_messages.leafOfVersion(row, version);
    if (leaf == 0 || m_messages.hasReply())
        return;
    showLeaf(leaf);
}

/// Shows the path to `leaf`, now and when the conversation is opened again.
void ChatController::showLeaf(qint64 leaf)
{
    cancelEdit();
    m_messages.reset(m_messages.all(), leaf);
    showMissingReply();
    m_conversation.activeLeaf = leaf;
    m_conversations.put(m_conversation);
    m_keeper.write(m_conversation.id,
        [id = m_conversation.id, leaf](Stores &stores) { return stores.conversations.setActiveLeaf(id, leaf); });
}

void ChatController::copy(int row)
{
    if (const Message *message = m_messages.message(row))
        QGuiApplication::clipboard()->setText(message->text);
}

void ChatController::copyPlain(int row)
{
    const auto *blocks = m_messages.data(m_messages.index(row), MessageModel::BlocksRole).value<BlockModel *>();
    if (blocks)
        QGuiApplication::clipboard()->setText(blocks->plainText());
}

QVariantMap ChatController::details(int row) const
{
    const Message *message = m_messages.message(row);
    if (!message)
        return {};
    QVariantList lines;
    for (const DetailLine &line : replyDetails(*message))
        lines.append(QVariantMap { { QStringLiteral("name"), line.name }, { QStringLiteral("value"), line.value } });
    return { { QStringLiteral("why"), whySlow(*message) }, { QStringLiteral("lines"), lines } };
}

QString ChatController::attachmentText(int row, int attachment) const
{
    const Message *message = m_messages.message(row);
    return message && attachment >= 0 && attachment < message->attachments.size()
        ? message->attachments.at(attachment).text
        : QString();
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
    if (m_flow.isActive())
        return;
    const Message *message = m_messages.message(row);
    if (!message)
        message = m_messages.message(row - 1);
    if (!message) {
        m_messages.clearError();
        if (!modelPath().isEmpty())
            m_engine->load(m_choice.wanted());
    } else if (message->role == MessageRole::User) {
        ask(newDraft(message->id), {}, 0, true);
    } else {
        ask(newDraft(message->parentId), {}, m_messages.leafId(), true);
    }
}

// Model and device

void ChatController::chooseModel(const QString &path)
{
    m_programModel = path;
    m_settings->setModelPath(path);
    m_options.setModelPath(path);
    takeOptions();
    m_noteText.clear();
    m_blocks.remove(m_conversation.id);
    m_messages.clearError();
    m_engine->load(m_choice.wanted());
    if (!m_flow.isActive())
        showMissingReply();
    emit modelChanged();
}

bool ChatController::canSwitchThinking() const
{
    return m_engine->loaded() && m_engine->loaded()->canSwitchThinking;
}

bool ChatController::isThinkingOn() const
{
    const Thinking chosen = m_options.generation().thinking;
    return chosen == Thinking::Habit ? m_engine->loaded() && m_engine->loaded()->thinksByHabit : chosen == Thinking::On;
}

void ChatController::setThinkingOn(bool on)
{
    m_options.setThinking(on ? Thinking::On : Thinking::Off);
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
