// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/reply_flow.h"

#include "app/chat/conversation_keeper.h"
#include "app/chat/progress_text.h"
#include "app/chat/reply_writer.h"

#include <utility>

namespace maru {

ReplyFlow::ReplyFlow(Engine *engine, ConversationKeeper *keeper, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_keeper(keeper)
{
    connect(m_engine, &Engine::phaseChanged, this, [this] {
        m_progressDone = m_progressTotal = 0;
        m_sincePhase.start();
        emit stateChanged();
    });
    connect(m_engine, &Engine::progressed, this, [this](qint64 done, qint64 total) {
        m_progressDone = done;
        m_progressTotal = total;
        m_checksDevice = false;
        emit stateChanged();
    });
    connect(m_engine, &Engine::checking, this, [this](qint64 done, qint64 total) {
        m_progressDone = done;
        m_progressTotal = total;
        m_checksDevice = true;
        emit stateChanged();
    });
    connect(m_engine, qOverload<const LoadedModelInfo &>(&Engine::loaded), this, [this](const LoadedModelInfo &info) {
        if (m_writer && m_asked->started)
            m_writer->setModel(info, info.loadMs);
    });
    connect(m_engine, &Engine::written, this, [this](const ReplyBatch &batch) {
        if (!m_writer)
            return;
        m_writer->add(batch);
        emit written(batch);
    });
    connect(m_engine, &Engine::ended, this, [this](const ReplyOutcome &outcome) { end(outcome); });
}

ReplyFlow::~ReplyFlow()
{
    if (!m_writer)
        return;
    // The window is closed in the middle of a reply: what there is of it is saved, the store ends after us.
    ReplyOutcome outcome;
    outcome.result.end = ReplyEnd::Stopped;
    outcome.result.text = m_writer->message().text;
    outcome.result.thinking = m_writer->message().thinking;
    Message reply = m_writer->finish(outcome);
    reply.status = MessageStatus::Interrupted;
    if (!reply.isEmpty())
        m_keeper->write(reply.conversationId, [reply](Stores &stores) { return stores.journal.finish(reply); });
}

const Message *ReplyFlow::message() const
{
    return m_writer ? &m_writer->message() : nullptr;
}

ReplyFlow::State ReplyFlow::state() const
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

QString ReplyFlow::stateText() const
{
    switch (state()) {
    case State::Idle:
        return {};
    case State::Loading:
        if (m_checksDevice)
            return checkingText(m_progressDone, m_progressTotal);
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

double ReplyFlow::progress() const
{
    const bool known = (state() == State::Loading || state() == State::Reading) && m_progressTotal > 0;
    return known ? static_cast<double>(m_progressDone) / static_cast<double>(m_progressTotal) : -1;
}

void ReplyFlow::ask(const ReplyRequest &request, const Message &draft, qint64 previousLeaf, bool saved)
{
    m_asked = Asked { request, previousLeaf, saved, false };
    m_writer = std::make_unique<ReplyWriter>(m_keeper, draft);
    emit stateChanged();
}

void ReplyFlow::questionSaved(qint64 replyId)
{
    if (m_asked && m_writer->message().id == replyId)
        m_asked->saved = true;
}

void ReplyFlow::proceed(const ModelChoice &choice)
{
    if (!m_asked || !m_asked->saved || m_asked->started)
        return;
    const QString path = m_asked->request.model.modelPath; // that it was asked for, if one was
    m_asked->request.model = choice.wanted();
    if (!path.isEmpty())
        m_asked->request.model.modelPath = path;
    m_asked->request.model.gpuLayers = m_asked->request.settings.gpuLayers;
    m_asked->request.model.contextLength = m_asked->request.settings.contextLength;
    if (m_asked->request.model.modelPath.isEmpty()) {
        if (!choice.installedKnown) {
            emit stateChanged(); // goes on when the library was looked at
            return;
        }
        ReplyOutcome outcome;
        outcome.error = Error { ErrorCode::NotFound, Reason::Unspecified, {}, {} };
        end(outcome, true);
        return;
    }
    m_asked->started = true;
    if (m_engine->loaded() && m_engine->loaded()->request == m_asked->request.model)
        m_writer->setModel(*m_engine->loaded(), 0);
    m_engine->reply(m_asked->request);
}

void ReplyFlow::stop()
{
    if (m_asked && !m_asked->started) {
        ReplyOutcome outcome;
        outcome.result.end = ReplyEnd::Stopped;
        outcome.result.text = m_writer->message().text;
        outcome.result.thinking = m_writer->message().thinking;
        end(outcome);
        return;
    }
    m_engine->stop();
}

void ReplyFlow::end(const ReplyOutcome &outcome, bool noModel)
{
    if (!m_asked)
        return;
    End result;
    result.reply = m_writer->finish(outcome);
    result.error = outcome.error;
    result.noModel = noModel;
    result.previousLeaf = m_asked->previousLeaf;
    result.note = outcome.result.note;
    m_asked.reset();
    m_writer.reset();
    emit ended(result);
    emit stateChanged();
}

} // namespace maru
