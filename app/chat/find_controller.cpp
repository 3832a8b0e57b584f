// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/find_controller.h"

#include "app/chat/block_model.h"

#include <QElapsedTimer>
#include <QHash>

#include <algorithm>

namespace maru {

namespace {

constexpr int kSliceMs = 8;
constexpr int kAgainMs = 300; // a growing reply changes many times a second

/// Whether it is worth taking the text apart: marks of Markdown may stand between words, seldom inside one.
bool mayHave(const QString &text, const QString &query)
{
    const QStringList words = query.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.cbegin(), words.cend(),
        [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

/// How far down `at` lies: by lines where there are some, else by characters.
double shareOf(const QString &text, qsizetype at)
{
    const qsizetype lines = text.count(u'\n');
    if (lines > 0)
        return double(QStringView(text).first(at).count(u'\n')) / double(lines + 1);
    return text.isEmpty() ? 0 : double(at) / double(text.size());
}

} // namespace

FindController::FindController(QObject *parent)
    : QObject(parent)
{
    m_slice.setInterval(0);
    connect(&m_slice, &QTimer::timeout, this, &FindController::lookOn);
    m_again.setSingleShot(true);
    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, &FindController::restart);
}

void FindController::setMessages(MessageModel *messages)
{
    if (m_messages == messages)
        return;
    if (m_messages)
        disconnect(m_messages, nullptr, this, nullptr);
    m_messages = messages;
    if (messages) {
        const auto again = [this] {
            if (!m_query.isEmpty())
                m_again.start();
        };
        connect(messages, &QAbstractItemModel::dataChanged, this, again);
        connect(messages, &QAbstractItemModel::rowsInserted, this, again);
        connect(messages, &QAbstractItemModel::rowsRemoved, this, again);
        connect(messages, &QAbstractItemModel::modelReset, this, again);
    }
    emit messagesChanged();
    restart();
}

void FindController::setQuery(const QString &query)
{
    const QString normalized = query.normalized(QString::NormalizationForm_C);
    if (m_query == normalized)
        return;
    m_query = normalized;
    m_current = -1;
    emit queryChanged();
    restart();
}

QString FindController::text() const
{
    if (m_query.isEmpty())
        return {};
    if (m_hits.isEmpty())
        return m_slice.isActive() ? QString() : tr("No hit");
    return tr("%L1 of %L2").arg(current()).arg(count());
}

void FindController::next()
{
    if (!m_hits.isEmpty())
        show((m_current + 1) % count());
}

void FindController::previous()
{
    if (!m_hits.isEmpty())
        show((m_current + count() - 1) % count());
}

/// Looks from the first message on; the hit that is shown stays the one with its number.
void FindController::restart()
{
    m_again.stop();
    m_slice.stop();
    m_hits.clear();
    m_next = 0;
    if (!m_query.isEmpty() && m_messages) {
        m_slice.start();
        return;
    }
    unmark();
    if (m_messages)
        m_messages->clearMarks();
    m_current = -1;
    emit countChanged();
    emit hitChanged();
}

void FindController::lookOn()
{
    QElapsedTimer timer;
    timer.start();
    const int rows = m_messages ? m_messages->rowCount() : 0;
    while (m_next < rows && timer.elapsed() < kSliceMs)
        lookThrough(m_next++);
    const bool ended = m_next >= rows;
    if (ended)
        m_slice.stop();
    const int wanted = std::max(0, m_current);
    // The hit that is shown already is not shown again while a reply grows: the page would jump back to it.
    const bool isShown = m_current == wanted && wanted < count() && m_hits.at(wanted) == m_shown && m_marked;
    if (wanted < count() && !isShown)
        show(wanted);
    else if (wanted >= count() && ended)
        show(count() - 1);
    emit countChanged();
}

void FindController::lookThrough(int row)
{
    const QModelIndex message = m_messages->index(row);
    lookThrough(row, MessageModel::Part::Thinking, message.data(MessageModel::ThinkingRole).toString());
    lookThrough(row, MessageModel::Part::Text, message.data(MessageModel::TextRole).toString());
}

/// Finds and marks the hits in one text of a message; `source`: as it was written.
void FindController::lookThrough(int row, MessageModel::Part part, const QString &source)
{
    QHash<int, TextMarks> marks;
    if (mayHave(source, m_query)) {
        const QList<MessageBlock> blocks = m_messages->parsedBlocks(row, part);
        for (int block = 0; block < blocks.size(); ++block) {
            const TextMarks found = addHits(row, part, block, blocks.at(block).places());
            if (!found.ranges.isEmpty())
                marks.insert(block, found);
        }
    }
    m_messages->setMarks(row, part, marks);
}

TextMarks FindController::addHits(int row, MessageModel::Part part, int block, const QString &text)
{
    TextMarks marks;
    const auto length = static_cast<int>(m_query.size());
    qsizetype at = text.indexOf(m_query, 0, Qt::CaseInsensitive);
    while (at >= 0) {
        const auto from = static_cast<int>(at);
        m_hits.append({ row, part, block, from, from + length, shareOf(text, at) });
        marks.ranges.append({ from, from + length });
        at = text.indexOf(m_query, at + length, Qt::CaseInsensitive);
    }
    return marks;
}

void FindController::show(int index)
{
    unmark();
    m_current = index;
    m_shown = hit();
    m_marked = index >= 0 ? m_messages->shownBlocks(hit().row, hit().part) : nullptr;
    if (m_marked)
        m_marked->select({ hit().block, hit().from }, { hit().block, hit().to });
    emit countChanged();
    emit hitChanged();
}

void FindController::unmark()
{
    if (m_marked)
        m_marked->clearSelection();
    m_marked.clear();
}

} // namespace maru
