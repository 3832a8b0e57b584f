// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/reply_writer.h"

#include "app/chat/conversation_keeper.h"

#include <utility>

namespace maru {

ReplyWriter::ReplyWriter(ConversationKeeper *keeper, const Message &draft, QObject *parent)
    : QObject(parent)
    , m_keeper(keeper)
    , m_message(draft)
    , m_unwritten { draft.text, draft.tokens, draft.samplerState, draft.thinking }
    , m_goesOn(!draft.isEmpty())
{
    m_sinceAsked.start();
    m_timer.setInterval(kJournalMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ReplyWriter::writeJournal);
}

void ReplyWriter::setModel(const LoadedModelInfo &model, double loadMs)
{
    m_modelId = model.modelId;
    m_message.modelName = model.name;
    if (!m_goesOn)
        m_message.modelId = model.modelId;
    else if (m_message.modelId != model.modelId)
        m_message.modelId.clear(); // until all tokens are those of this model: see finish()
    m_message.statistics.device = model.deviceName;
    m_message.statistics.contextLength = model.contextLength;
    m_message.statistics.layerCount = model.layerCount;
    m_message.statistics.gpuLayers = model.gpuLayers;
    m_message.statistics.loadMs = loadMs;
}

void ReplyWriter::add(const ReplyBatch &batch)
{
    if (!std::exchange(m_wroteAnything, true))
        m_message.firstWordMs = static_cast<double>(m_sinceAsked.elapsed());
    m_message.text += batch.text;
    m_message.thinking += batch.thinking;
    if (batch.text.isEmpty() && !m_message.thinking.isEmpty() && m_message.text.isEmpty())
        m_message.thinkingMs = static_cast<double>(m_sinceAsked.elapsed()) - m_message.firstWordMs;
    m_message.tokens += batch.tokens;
    m_message.samplerState = batch.samplerState;
    m_unwritten.text += batch.text;
    m_unwritten.thinking += batch.thinking;
    m_unwritten.tokens += batch.tokens;
    m_unwritten.samplerState = batch.samplerState;
    if (!m_timer.isActive()) {
        writeJournal(); // the first words at once
        m_timer.start();
    }
}

void ReplyWriter::writeJournal()
{
    if (m_unwritten.tokens.isEmpty() && m_unwritten.text.isEmpty() && m_unwritten.thinking.isEmpty())
        return;
    if (m_sequence == 0)
        m_keeper->write(
            m_message.conversationId, [message = m_message](Stores &stores) { return stores.journal.begin(message); });
    const ReplyBatch batch = std::exchange(m_unwritten, {});
    const JournalChunk chunk { m_sequence++, batch.text, batch.tokens, batch.samplerState, batch.thinking };
    m_keeper->write(m_message.conversationId,
        [id = m_message.id, chunk](Stores &stores) { return stores.journal.append(id, chunk); });
}

Message ReplyWriter::finish(const ReplyOutcome &outcome)
{
    m_timer.stop();
    const bool addsNothing = m_goesOn && !m_wroteAnything;
    m_message.text = addsNothing ? QString() : outcome.result.text;
    m_message.thinking = addsNothing ? QString() : outcome.result.thinking;
    if (m_message.modelId != m_modelId && !outcome.result.tokens.isEmpty()) {
        m_message.modelId = m_modelId;
        m_message.tokens = outcome.result.tokens;
    }
    if (outcome.result.thinkingMs > 0)
        m_message.thinkingMs = outcome.result.thinkingMs;
    m_message.unseen = outcome.result.unseen;
    m_message.statistics.promptTokens = outcome.result.promptTokens;
    m_message.statistics.reusedTokens = outcome.result.reusedTokens;
    m_message.statistics.promptMs = outcome.result.promptMs;
    m_message.tokensPerSecond = outcome.result.tokensPerSecond;
    m_message.error = outcome.error;
    if (outcome.error)
        m_message.status = MessageStatus::Failed;
    else if (outcome.result.end == ReplyEnd::Stopped)
        m_message.status = MessageStatus::Stopped;
    else
        m_message.status = MessageStatus::Complete;
    if (!outcome.error && outcome.result.end == ReplyEnd::ContextFull) {
        m_message.error = Error { ErrorCode::InvalidArgument, Reason::ContextFull,
            { { "context", std::to_string(m_message.statistics.contextLength) } }, "the context is full" };
    }
    if (m_message.isEmpty() && m_sequence > 0)
        m_keeper->write(
            m_message.conversationId, [id = m_message.id](Stores &stores) { return stores.journal.discard(id); });
    return m_message;
}

} // namespace maru
