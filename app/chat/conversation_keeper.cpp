// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/conversation_keeper.h"

#include "app/domain/saved_conversation.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace maru {

ConversationKeeper::ConversationKeeper(StoreWorker *store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    connect(m_store, &StoreWorker::saved, this, [this] {
        for (QList<Held> &held : m_held)
            held.removeIf([](const Held &one) { return one.waits; });
    });
}

Conversation ConversationKeeper::beginTemporary(qint64 now)
{
    Conversation conversation;
    conversation.id = m_store->nextId();
    conversation.temporary = true;
    conversation.createdAt = conversation.updatedAt = now;
    m_temporary.insert(conversation.id);
    return conversation;
}

void ConversationKeeper::write(qint64 conversationId, StoreWorker::Write write, StoreWorker::Done done)
{
    if (!isTemporary(conversationId)) {
        m_store->write(this, std::move(write), std::move(done));
    } else if (done) { // later, as from the store
        QMetaObject::invokeMethod(
            this, [done = std::move(done)] { done(Result<void>()); }, Qt::QueuedConnection);
    }
}

void ConversationKeeper::add(const Message &message, StoreWorker::Write write, StoreWorker::Done done)
{
    const qint64 conversationId = message.conversationId;
    m_held[conversationId].append({ message, false });
    this->write(conversationId, std::move(write),
        [this, conversationId, id = message.id, done = std::move(done)](const Result<void> &saved) {
            written(conversationId, { id }, saved.has_value());
            if (done)
                done(saved);
        });
}

/// What lies in the store need not be held; what could not be written is held until it can.
void ConversationKeeper::written(qint64 conversationId, const QSet<qint64> &ids, bool saved)
{
    const auto held = m_held.find(conversationId);
    if (held == m_held.end() || isTemporary(conversationId))
        return;
    if (saved)
        held->removeIf([&ids](const Held &one) { return ids.contains(one.message.id); });
    for (Held &one : *held)
        one.waits = one.waits || ids.contains(one.message.id);
    if (held->isEmpty())
        m_held.erase(held);
}

void ConversationKeeper::setPinned(const Message &message, bool pinned)
{
    if (const auto held = m_held.find(message.conversationId); held != m_held.end()) {
        for (Held &one : *held)
            one.message.pinned = one.message.id == message.id ? pinned : one.message.pinned;
    }
    write(message.conversationId,
        [id = message.id, pinned](Stores &stores) { return stores.conversations.setMessagePinned(id, pinned); });
}

void ConversationKeeper::setOptions(qint64 conversationId, const ConversationOptions &options)
{
    if (isTemporary(conversationId))
        m_options.insert(conversationId, options);
    write(conversationId,
        [conversationId, options](Stores &stores) { return stores.conversations.setOptions(conversationId, options); });
}

void ConversationKeeper::read(qint64 conversationId, std::function<void(const Result<Contents> &)> done)
{
    if (isTemporary(conversationId)) {
        Contents contents { {}, m_options.value(conversationId), {} };
        for (const Held &held : m_held.value(conversationId))
            contents.messages.append(held.message);
        QMetaObject::invokeMethod(
            this, [done = std::move(done), contents] { done(contents); }, Qt::QueuedConnection);
        return;
    }
    m_store->read<Contents>(
        this,
        [conversationId](Stores &stores) -> Result<Contents> {
            Contents contents;
            MARU_TRY(contents.messages, stores.conversations.messages(conversationId));
            MARU_TRY(contents.options, stores.conversations.options(conversationId));
            MARU_TRY(contents.draft, stores.drafts.draft(conversationId));
            return contents;
        },
        [this, conversationId, done = std::move(done)](const Result<Contents> &read) {
            if (!read || !m_held.contains(conversationId))
                return done(read);
            Contents whole = *read;
            for (const Held &held : m_held.value(conversationId)) {
                const bool isThere = std::any_of(whole.messages.cbegin(), whole.messages.cend(),
                    [&held](const Message &message) { return message.id == held.message.id; });
                if (!isThere)
                    whole.messages.append(held.message);
            }
            done(whole);
        });
}

void ConversationKeeper::keep(const Conversation &conversation)
{
    if (!m_temporary.remove(conversation.id))
        return;
    SavedConversation saved;
    saved.conversation = conversation;
    saved.options = m_options.take(conversation.id);
    QSet<qint64> ids;
    for (const Held &held : m_held.value(conversation.id)) {
        saved.messages.append(held.message);
        ids.insert(held.message.id);
    }
    m_store->write(
        this, [saved](Stores &stores) { return stores.transfer.add(saved, 0); },
        [this, id = conversation.id, ids](const Result<void> &result) { written(id, ids, result.has_value()); });
}

void ConversationKeeper::forget(qint64 conversationId)
{
    if (!isTemporary(conversationId))
        return;
    m_held.remove(conversationId);
    m_options.remove(conversationId);
}

void ConversationKeeper::forgetAll()
{
    m_held.clear();
    m_options.clear();
}

} // namespace maru
