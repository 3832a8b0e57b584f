// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/model_choice.h"
#include "app/domain/message.h"
#include "app/engine/engine.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace maru {

class ConversationKeeper;
class ReplyWriter;

/// The way of a reply from the question to the finished message: waits until the question is saved and a model is
/// known, asks the engine, keeps the journal, and ends once.
///
///     ask() --> questionSaved() --> proceed(model) --> engine --> written ... --> ended
///
/// One reply at a time. It does not know which conversation is open: it tells what it writes, whoever listens.
/// Ownership: by ChatController; engine and keeper outlive it. The destructor saves what there is of a reply as
/// interrupted. Threads: GUI thread. Failure: part of `ended`.
class ReplyFlow : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Loading, Reading, Writing, Stopping };

    /// How a reply ended.
    struct End
    {
        Message reply; ///< to be saved, unless it is empty
        std::optional<Error> error;
        bool noModel = false; ///< there was none to ask
        qint64 previousLeaf = 0; ///< what was on screen before
        QString note; ///< about the model's template; empty if all is well
    };

    ReplyFlow(Engine *engine, ConversationKeeper *keeper, QObject *parent = nullptr);
    ~ReplyFlow() override;

    /// A reply was asked for and has not ended.
    bool isActive() const { return m_asked.has_value(); }

    /// What was written so far, or null.
    const Message *message() const;

    State state() const;

    /// What happens now, in words; "" when idle.
    QString stateText() const;

    /// 0 to 1 while loading or reading, -1 where there is none.
    double progress() const;

    /// Begins with `draft`: all of the reply that does not come from the engine. `previousLeaf`: what to show again
    /// if nothing is written. `saved`: the question lies in the store.
    void ask(const ReplyRequest &request, const Message &draft, qint64 previousLeaf, bool saved);

    /// The question of the reply `replyId` is saved.
    void questionSaved(qint64 replyId);

    /// Asks the engine as soon as it can be asked, with the model that is wanted now. Call it whenever that changes.
    void proceed(const ModelChoice &choice);
    void stop();

signals:
    void stateChanged();
    void written(const maru::ReplyBatch &batch);
    void ended(const maru::ReplyFlow::End &end);

private:
    struct Asked
    {
        ReplyRequest request;
        qint64 previousLeaf = 0;
        bool saved = false;
        bool started = false; ///< the engine has it
    };

    void end(const ReplyOutcome &outcome, bool noModel = false);

    Engine *m_engine;
    ConversationKeeper *m_keeper;
    std::optional<Asked> m_asked;
    std::unique_ptr<ReplyWriter> m_writer; ///< while m_asked is
    qint64 m_progressDone = 0;
    qint64 m_progressTotal = 0;
    bool m_checksDevice = false; ///< the progress is that of a check-up
    QElapsedTimer m_sincePhase;
};

} // namespace maru
