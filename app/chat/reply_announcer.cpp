// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/reply_announcer.h"

#include <QAccessible>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace maru {

namespace {

/// The end of the sentence that begins at `from`; -1: it is not whole yet.
qsizetype sentenceEnd(const QString &text, qsizetype from)
{
    const QString rest = text.mid(from);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, rest);
    const qsizetype end = finder.toNextBoundary();
    return end < 0 || end >= rest.size() ? -1 : from + end;
}

} // namespace

void ReplyAnnouncer::setMessages(MessageModel *messages)
{
    if (m_messages == messages)
        return;
    leave();
    if (m_messages)
        disconnect(m_messages, nullptr, this, nullptr);
    m_messages = messages;
    if (messages) {
        connect(messages, &QAbstractItemModel::rowsInserted, this, &ReplyAnnouncer::follow);
        connect(messages, &QAbstractItemModel::dataChanged, this, &ReplyAnnouncer::follow);
        connect(messages, &QAbstractItemModel::modelReset, this, &ReplyAnnouncer::leave);
        connect(messages, &QAbstractItemModel::rowsRemoved, this, &ReplyAnnouncer::leave);
    }
    emit messagesChanged();
}

/// Takes up the reply that began to grow, or ends the one that no longer does.
void ReplyAnnouncer::follow()
{
    const QModelIndex last = m_messages->index(m_messages->count() - 1);
    const bool grows = last.data(MessageModel::StreamingRole).toBool();
    if (!grows) {
        if (m_blocks && last.data(MessageModel::BlocksRole).value<BlockModel *>() == m_blocks)
            speakOn(true);
        leave();
        return;
    }
    if (m_blocks || !(m_always || QAccessible::isActive()))
        return;
    m_blocks = last.data(MessageModel::BlocksRole).value<BlockModel *>();
    if (!m_blocks)
        return;
    // What is there already was spoken, or is gone on from.
    m_row = std::max(0, m_blocks->count() - 1);
    m_place = m_blocks->count() > 0 ? m_blocks->block(m_row).length() : 0;
    connect(m_blocks, &QAbstractItemModel::rowsInserted, this, [this] { speakOn(false); });
    connect(m_blocks, &QAbstractItemModel::dataChanged, this, [this] { speakOn(false); });
}

void ReplyAnnouncer::leave()
{
    if (m_blocks)
        disconnect(m_blocks, nullptr, this, nullptr);
    m_blocks.clear();
}

void ReplyAnnouncer::speakOn(bool ended)
{
    const int last = m_blocks->count() - 1;
    while (m_row < last) {
        speakBlock(m_blocks->block(m_row), true);
        ++m_row;
        m_place = 0;
    }
    if (m_row == last)
        speakBlock(m_blocks->block(m_row), ended);
}

/// Speaks what of a block is new; `whole`: nothing more comes in it.
void ReplyAnnouncer::speakBlock(const MessageBlock &block, bool whole)
{
    const QString text = block.places();
    if (m_place >= text.size())
        return;
    const bool isWords = block.kind == MessageBlock::Paragraph || block.kind == MessageBlock::Heading
        || block.kind == MessageBlock::Plain;
    if (isWords) {
        for (qsizetype end = sentenceEnd(text, m_place); end >= 0; end = sentenceEnd(text, m_place)) {
            say(text.mid(m_place, end - m_place));
            m_place = end;
        }
        if (whole)
            say(text.mid(m_place));
    } else if (whole) {
        if (block.kind == MessageBlock::Code)
            say(tr("Code block, %n lines", nullptr, static_cast<int>(block.text.count(u'\n')) + 1));
        else if (block.kind == MessageBlock::Table)
            say(tr("Table, %n rows", nullptr, block.rows()));
        else if (block.kind == MessageBlock::Math)
            say(tr("Formula"));
    }
    if (whole)
        m_place = text.size();
}

void ReplyAnnouncer::say(const QString &text)
{
    QString words = text.simplified();
    words.replace(QChar(QChar::ObjectReplacementCharacter), tr("Formula"));
    if (words.isEmpty() || !m_speaker)
        return;
    m_sentence = words;
    emit sentenceChanged(); // the speaker has its new name
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent event(m_speaker, words);
    QAccessible::updateAccessibility(&event);
#else
    // Screen readers speak an alert when it is told of, and those of AT-SPI when it appears.
    QAccessibleEvent alert(m_speaker, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    QAccessibleEvent shown(m_speaker, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
#endif
}

} // namespace maru
