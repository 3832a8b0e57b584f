// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/context_meter.h"

#include "app/chat/message_model.h"
#include "app/engine/context_forecast.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr int kDelayMs = 120; // a burst of keys or rows is measured once
constexpr int kLettersPerToken = 4; // of what is far beyond the context: its exact length does not matter
constexpr qint64 kQuestion = -1; // no message has this id

/// "840", "3.1k", "128k".
QString shortCount(int tokens)
{
    const QLocale locale;
    if (tokens < 1000)
        return locale.toString(tokens);
    const double thousands = tokens / 1000.0;
    return ContextMeter::tr("%1k").arg(locale.toString(thousands, 'f', thousands < 10 ? 1 : 0));
}

} // namespace

ContextMeter::ContextMeter(const MessageModel *messages, const TokenCounter &counter, QObject *parent)
    : QObject(parent)
    , m_messages(messages)
    , m_counter(counter)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kDelayMs);
    connect(&m_timer, &QTimer::timeout, this, &ContextMeter::measure);
}

void ContextMeter::setFrame(const Frame &frame)
{
    if (frame == m_frame)
        return;
    if (frame.modelId != m_frame.modelId) {
        m_counts.clear();
        m_textCounts.clear();
    }
    m_frame = frame;
    refresh();
}

void ContextMeter::setQuestion(const QString &text, int attachmentTokens)
{
    if (text == m_question && attachmentTokens == m_attachmentTokens)
        return;
    m_question = text;
    m_attachmentTokens = attachmentTokens;
    refresh();
}

void ContextMeter::refresh()
{
    if (!m_timer.isActive())
        m_timer.start();
}

int ContextMeter::tokensOf(const Message &message) const
{
    const auto counted = m_counts.constFind(message.id);
    if (counted != m_counts.cend())
        return *counted;
    // A reply without thinking is as long as it was when it was written.
    if (!m_frame.modelId.isEmpty() && message.modelId == m_frame.modelId && message.thinking.isEmpty())
        return static_cast<int>(message.tokens.size());
    return -1;
}

void ContextMeter::measure()
{
    QList<ForecastMessage> messages;
    qint64 sum = 0;
    m_isEstimate = m_frame.modelId.isEmpty();
    for (int row = m_messages->count() - 1; row >= 0 && m_frame.context > 0; --row) {
        const Message *message = m_messages->message(row);
        if (!message)
            continue;
        int tokens = tokensOf(*message);
        if (tokens < 0) {
            const bool isFar = sum > 2LL * m_frame.context && !message->pinned;
            tokens = isFar ? static_cast<int>(message->text.size()) / kLettersPerToken + 1
                           : TokenCounter::estimate(message->promptText());
            m_isEstimate = true;
        }
        sum += tokens;
        messages.append({ message->id, message->role, message->pinned, tokens });
    }
    std::reverse(messages.begin(), messages.end());
    const auto textTokens = [this](const QString &text) {
        return text.isEmpty() ? 0 : m_textCounts.value(text, TokenCounter::estimate(text));
    };
    messages.append({ kQuestion, MessageRole::User, false, textTokens(m_question) + m_attachmentTokens });
    ForecastRoom room;
    room.context = m_frame.context;
    room.reply = roomForReply(m_frame.settings, m_frame.context);
    room.systemPrompt = textTokens(m_frame.systemPrompt);
    room.aroundAll = m_frame.templateTokens;
    room.aroundEach = m_frame.tokensPerMessage;
    const ContextForecast forecast = m_frame.context > 0 ? forecastContext(messages, room) : ContextForecast();
    m_used = forecast.used;
    m_fits = forecast.fits;
    const QSet<qint64> leftOut(forecast.leftOut.cbegin(), forecast.leftOut.cend());
    if (std::exchange(m_leftOut, leftOut) != leftOut)
        emit leftOutChanged();
    emit changed();
    countMissing();
}

/// Has those counted that reach into the context and are not counted yet; measures again with them.
void ContextMeter::countMissing()
{
    if (m_frame.modelId.isEmpty() || m_frame.context <= 0 || m_isCounting)
        return;
    QList<qint64> ids;
    QStringList texts;
    qint64 sum = 0;
    for (int row = m_messages->count() - 1; row >= 0; --row) {
        const Message *message = m_messages->message(row);
        if (!message || (sum > 2LL * m_frame.context && !message->pinned))
            continue;
        int tokens = tokensOf(*message);
        if (tokens < 0 && !(row == m_messages->count() - 1 && m_messages->hasReply())) {
            const QString text = message->promptText();
            tokens = TokenCounter::estimate(text);
            ids.append(message->id);
            texts.append(text);
        }
        sum += std::max(tokens, 0);
    }
    for (const QString &text : { m_frame.systemPrompt, m_question }) {
        if (!text.isEmpty() && !m_textCounts.contains(text))
            texts.append(text);
    }
    if (texts.isEmpty())
        return;
    m_isCounting = true;
    m_counter.count(
        this, texts, [this, ids, texts, modelId = m_frame.modelId](const std::optional<QList<int>> &counts) {
            m_isCounting = false;
            if (!counts || modelId != m_frame.modelId) {
                if (counts)
                    refresh(); // another model is loaded meanwhile
                return;
            }
            for (qsizetype i = 0; i < ids.size(); ++i)
                m_counts.insert(ids.at(i), counts->at(i));
            const QHash<QString, int> known = std::exchange(m_textCounts, {}); // those of earlier texts go
            for (const QString &text : { m_frame.systemPrompt, m_question }) {
                if (known.contains(text))
                    m_textCounts.insert(text, known.value(text));
            }
            for (qsizetype i = ids.size(); i < texts.size(); ++i)
                m_textCounts.insert(texts.at(i), counts->at(i));
            measure();
        });
}

QString ContextMeter::text() const
{
    if (m_frame.context <= 0)
        return {};
    const QString used = shortCount(m_used);
    return tr("%1 / %2").arg(m_isEstimate ? tr("~%1").arg(used) : used, shortCount(m_frame.context));
}

QString ContextMeter::detailText() const
{
    if (m_frame.context <= 0)
        return {};
    QStringList parts { tr("The next request takes %1%L2 of %L3 tokens.")
                            .arg(m_isEstimate ? tr("about ") : QString())
                            .arg(m_used)
                            .arg(m_frame.context) };
    if (!m_leftOut.isEmpty())
        parts << tr("%Ln message(s) at the beginning no longer fit and will be left out. Pin what the model must see.",
            nullptr, leftOutCount());
    if (!m_fits)
        parts << tr("Even what is never left out is too long: shorten it, or unpin messages.");
    return parts.join(u' ');
}

} // namespace maru
