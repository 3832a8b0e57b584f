// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/token_counter.h"
#include "app/domain/generation_settings.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace maru {

class MessageModel;
struct Message;

/// How full the model's context will be with the next request, and which messages will not fit into it.
///
/// Counts from the newest message back, and only as far as the context reaches: a conversation of thousands of messages
/// costs no more than a short one. Until a message is counted, and while no model is loaded, its length is estimated.
/// Ownership: by ChatController; the messages outlive it. Threads: GUI thread; counting runs on the thread of jobs.
class ContextMeter : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int used READ used NOTIFY changed)
    Q_PROPERTY(int size READ size NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)
    Q_PROPERTY(QString detailText READ detailText NOTIFY changed)
    Q_PROPERTY(int leftOutCount READ leftOutCount NOTIFY changed)

public:
    /// What takes room beside the messages, and how much there is.
    struct Frame
    {
        int context = 0; ///< tokens; 0: not known, and nothing is forecast
        int templateTokens = 0;
        int tokensPerMessage = 0;
        QString modelId; ///< whose tokens are counted; "": none is loaded
        QString systemPrompt;
        GenerationSettings settings;

        bool operator==(const Frame &) const = default;
    };

    ContextMeter(const MessageModel *messages, const TokenCounter &counter, QObject *parent = nullptr);

    int used() const { return m_used; }
    int size() const { return m_frame.context; }

    /// "3.1k / 8k"; "" where nothing is known.
    QString text() const;

    /// A sentence: how much is taken, and what will be left out.
    QString detailText() const;
    int leftOutCount() const { return static_cast<int>(m_leftOut.size()); }
    const QSet<qint64> &leftOut() const { return m_leftOut; }

    void setFrame(const Frame &frame);

    /// The text in the prompt field, and the tokens of the files beside it.
    void setQuestion(const QString &text, int attachmentTokens);

    /// The messages have changed.
    void refresh();

signals:
    void changed();
    void leftOutChanged();

private:
    int tokensOf(const Message &message) const;
    void measure();
    void countMissing();

    const MessageModel *m_messages;
    TokenCounter m_counter;
    Frame m_frame;
    QString m_question;
    int m_attachmentTokens = 0;
    QHash<qint64, int> m_counts; ///< of messages, by the model of m_frame
    QHash<QString, int> m_textCounts; ///< of the system prompt and the question
    bool m_isCounting = false;
    bool m_isEstimate = true;
    int m_used = 0;
    bool m_fits = true;
    QSet<qint64> m_leftOut;
    QTimer m_timer;
};

} // namespace maru
