// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/message_model.h"

#include "app/chat/attachment_list.h"
#include "app/chat/block_model.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr qsizetype kKeptBlocks = 400; ///< more than are ever on screen and beside it

const QString &textOf(const Message &message, MessageModel::Part part)
{
    return part == MessageModel::Part::Text ? message.text : message.thinking;
}

BlockModel::Form formOf(const Message &message)
{
    return message.role == MessageRole::User ? BlockModel::Form::Typed : BlockModel::Form::Markdown;
}

} // namespace

int MessageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> MessageModel::roleNames() const
{
    return { { FromUserRole, "fromUser" }, { TextRole, "text" }, { ThinkingRole, "thinking" },
        { ThinkingTitleRole, "thinkingTitle" }, { UnseenTextRole, "unseenText" }, { StreamingRole, "streaming" },
        { StatusTextRole, "statusText" }, { StatsTextRole, "statsText" }, { VersionIndexRole, "versionIndex" },
        { VersionCountRole, "versionCount" }, { ErrorTextRole, "errorText" }, { ActionTextRole, "actionText" },
        { CanRegenerateRole, "canRegenerate" }, { CanContinueRole, "canContinue" }, { PinnedRole, "pinned" },
        { LeftOutRole, "leftOut" }, { LeftOutEndRole, "leftOutEnd" }, { AttachmentsRole, "attachments" },
        { BranchTextRole, "branchText" }, { BlocksRole, "blocks" } };
}

QVariant MessageModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const qint64 id = m_rows.at(index.row());
    if (m_reply && id == m_reply->id)
        return messageData(*m_reply, true, role);
    if (const Message *found = id == kErrorRow ? nullptr : find(id))
        return messageData(*found, false, role);
    Message block;
    block.role = MessageRole::Assistant;
    switch (role) {
    case ErrorTextRole:
        return m_error ? m_error->text : QString();
    case ActionTextRole:
        return m_error ? m_error->actionText : QString();
    case CanRegenerateRole:
        return false;
    case BlocksRole:
        return QVariant::fromValue<BlockModel *>(nullptr);
    default:
        return messageData(block, false, role);
    }
}

QVariant MessageModel::messageData(const Message &message, bool streaming, int role) const
{
    switch (role) {
    case FromUserRole:
        return message.role == MessageRole::User;
    case TextRole:
        return message.text;
    case ThinkingRole:
        return message.thinking;
    case ThinkingTitleRole:
        return thinkingTitle(message, streaming);
    case UnseenTextRole:
        return streaming ? QString() : unseenText(message);
    case StreamingRole:
        return streaming;
    case StatusTextRole:
        return streaming ? QString() : statusText(message);
    case StatsTextRole:
        return streaming ? QString() : statsText(message);
    case VersionIndexRole:
        return message.id == 0 ? 1 : static_cast<int>(siblings(message).indexOf(message.id)) + 1;
    case VersionCountRole:
        return message.id == 0 ? 1 : static_cast<int>(siblings(message).size());
    case ErrorTextRole:
        return message.error ? errorText(*message.error).text : QString();
    case ActionTextRole:
        return message.error ? errorText(*message.error).actionText : QString();
    case CanRegenerateRole:
        return message.role == MessageRole::Assistant && !streaming;
    case BlocksRole:
        return QVariant::fromValue(blocksOf(message, streaming));
    default:
        return standingData(message, streaming, role);
    }
}

/// What a message is among the others.
QVariant MessageModel::standingData(const Message &message, bool streaming, int role) const
{
    switch (role) {
    case CanContinueRole:
        return !streaming && canContinue(message);
    case PinnedRole:
        return message.pinned;
    case LeftOutRole:
        return m_leftOut.contains(message.id);
    case LeftOutEndRole: {
        if (!m_leftOut.contains(message.id))
            return false;
        const qsizetype next = m_rows.indexOf(message.id) + 1;
        return next >= m_rows.size() || !m_leftOut.contains(m_rows.at(next));
    }
    case AttachmentsRole:
        return attachmentsData(message);
    case BranchTextRole:
        return branchText(message);
    default:
        return {};
    }
}

bool MessageModel::canContinue(const Message &message)
{
    if (message.role != MessageRole::Assistant || message.isEmpty())
        return false;
    if (message.status != MessageStatus::Complete || message.statistics.edited)
        return true;
    const qsizetype written = message.tokens.size() - message.statistics.continuedTokens;
    return message.error.has_value() || (message.settings.maxTokens > 0 && written >= message.settings.maxTokens);
}

QVariantList MessageModel::attachmentsData(const Message &message)
{
    QVariantList result;
    for (const Attachment &attachment : message.attachments) {
        result.append(QVariantMap {
            { QStringLiteral("name"), attachment.name },
            { QStringLiteral("detail"), AttachmentList::detail(attachment.text, 0) },
        });
    }
    return result;
}

QString MessageModel::branchText(const Message &message) const
{
    const QList<qint64> versions = siblings(message);
    if (message.id == 0 || versions.size() < 2)
        return {};
    if (message.statistics.edited)
        return tr("edited by you");
    if (message.statistics.continues)
        return tr("continued");
    if (versions.constFirst() == message.id)
        return tr("first version");
    return message.role == MessageRole::User ? tr("edited") : tr("regenerated");
}

void MessageModel::setLeftOut(const QSet<qint64> &ids)
{
    if (std::exchange(m_leftOut, ids) != ids && count() > 0)
        emit dataChanged(index(0), index(count() - 1), { LeftOutRole, LeftOutEndRole });
}

void MessageModel::setPinned(qint64 id, bool pinned)
{
    const auto place = m_places.constFind(id);
    if (place == m_places.cend())
        return;
    m_messages[*place].pinned = pinned;
    const auto row = static_cast<int>(m_rows.indexOf(id));
    if (row >= 0)
        emit dataChanged(index(row), index(row), { PinnedRole });
}

BlockModel *MessageModel::blocksOf(const Message &message, bool streaming, Part part) const
{
    const Key key = keyOf(message.id, part);
    if (BlockModel *known = m_blocks.value(key))
        return known;
    auto *blocks = new BlockModel(const_cast<MessageModel *>(this)); // which is its owner, and else as it was
    blocks->setMath(m_math);
    blocks->setHighlighter(m_highlighter);
    const QString &text = textOf(message, part);
    if (streaming)
        blocks->append(text);
    else
        blocks->setText(text, formOf(message));
    blocks->setMarks(m_marks.value(key));
    m_blocks.insert(key, blocks);
    m_blocksOrder.append(key);
    if (m_blocksOrder.size() > kKeptBlocks)
        dropBlocks(m_blocksOrder.constFirst());
    return blocks;
}

void MessageModel::dropBlocks(Key key) const
{
    m_blocksOrder.removeOne(key);
    if (BlockModel *blocks = m_blocks.take(key))
        blocks->deleteLater();
}

BlockModel *MessageModel::shownBlocks(int row, Part part) const
{
    const Message *found = message(row);
    return found ? blocksOf(*found, m_reply && found == &*m_reply, part) : nullptr;
}

QList<MessageBlock> MessageModel::parsedBlocks(int row, Part part) const
{
    const Message *found = message(row);
    if (!found)
        return {};
    if (const BlockModel *known = m_blocks.value(keyOf(found->id, part)))
        return known->all();
    BlockModel blocks;
    blocks.setText(textOf(*found, part), formOf(*found));
    return blocks.all();
}

void MessageModel::setMarks(int row, Part part, const QHash<int, TextMarks> &marks)
{
    const Message *found = message(row);
    if (!found)
        return;
    const Key key = keyOf(found->id, part);
    if (marks.isEmpty())
        m_marks.remove(key);
    else
        m_marks.insert(key, marks);
    if (BlockModel *blocks = m_blocks.value(key))
        blocks->setMarks(marks);
}

void MessageModel::clearMarks()
{
    m_marks.clear();
    for (BlockModel *blocks : std::as_const(m_blocks))
        blocks->setMarks({});
}

void MessageModel::setDrawers(InlineMath *math, CodeHighlighter *highlighter)
{
    m_math = math;
    m_highlighter = highlighter;
    for (BlockModel *blocks : std::as_const(m_blocks)) {
        blocks->setMath(math);
        blocks->setHighlighter(highlighter);
    }
}

QString MessageModel::statusText(const Message &message)
{
    switch (message.status) {
    case MessageStatus::Stopped:
        return tr("Stopped");
    case MessageStatus::Interrupted:
        return tr("Interrupted: Maru ended while this was written");
    case MessageStatus::Complete:
    case MessageStatus::Failed:
        return {};
    }
    return {};
}

QString MessageModel::thinkingTitle(const Message &message, bool streaming)
{
    if (message.thinking.isEmpty())
        return {};
    if (streaming && message.text.isEmpty())
        return tr("Thinking");
    const double seconds = message.thinkingMs / 1000;
    if (seconds <= 0)
        return tr("Thought first");
    return tr("Thought for %1 s").arg(QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0));
}

QString MessageModel::unseenText(const Message &message)
{
    const qsizetype count = message.unseen.size();
    if (count == 0)
        return {};
    return count == 1 ? tr("The conversation is long: the model no longer saw its first message.")
                      : tr("The conversation is long: the model no longer saw its first %L1 messages.").arg(count);
}

QString MessageModel::statsText(const Message &message)
{
    if (message.role == MessageRole::User || message.tokens.isEmpty())
        return {};
    const QLocale locale;
    QStringList parts;
    if (message.tokensPerSecond > 0) {
        const int digits = message.tokensPerSecond < 10 ? 1 : 0;
        parts << tr("%1 tok/s").arg(locale.toString(message.tokensPerSecond, 'f', digits));
    }
    const qsizetype count = message.tokens.size();
    parts << (count == 1 ? tr("1 token") : tr("%L1 tokens").arg(count));
    if (message.firstWordMs > 0)
        parts << tr("first word %1 s").arg(locale.toString(message.firstWordMs / 1000, 'f', 1));
    return parts.join(QStringLiteral(" \u00b7 "));
}

const Message *MessageModel::find(qint64 id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.cend() ? nullptr : &m_messages.at(*place);
}

void MessageModel::add(const Message &message)
{
    m_places.insert(message.id, m_messages.size());
    m_messages.append(message);
    m_children[message.parentId].append(message.id);
}

QList<qint64> MessageModel::siblings(const Message &message) const
{
    QList<qint64> result = m_children.value(message.parentId);
    if (m_reply && m_reply->parentId == message.parentId && !result.contains(m_reply->id))
        result.append(m_reply->id);
    return result;
}

void MessageModel::reset(QList<Message> messages, qint64 leafId)
{
    beginResetModel();
    m_messages.clear();
    m_places.clear();
    m_children.clear();
    m_rows.clear();
    m_reply.reset();
    m_error.reset();
    for (BlockModel *blocks : std::as_const(m_blocks))
        blocks->deleteLater();
    m_blocks.clear();
    m_blocksOrder.clear();
    m_marks.clear();
    for (const Message &message : messages)
        add(message);
    const qint64 leaf = find(leafId) || m_messages.isEmpty() ? leafId : m_messages.constLast().id;
    for (const Message &message : pathTo(leaf)) {
        m_rows.append(message.id);
        m_lastShown.insert(message.parentId, message.id);
    }
    endResetModel();
    emit countChanged();
}

QList<Message> MessageModel::pathTo(qint64 id) const
{
    QList<Message> path;
    for (const Message *message = find(id); message; message = find(message->parentId)) {
        // Parents are older than their children; anything else is a damaged row, and would be a circle.
        if (!path.isEmpty() && message->id >= path.constLast().id)
            break;
        path.append(*message);
    }
    std::reverse(path.begin(), path.end());
    return path;
}

void MessageModel::appendRow(qint64 id)
{
    beginInsertRows({}, count(), count());
    m_rows.append(id);
    endInsertRows();
    emit countChanged();
}

void MessageModel::removeRowsFrom(int row)
{
    if (row >= count())
        return;
    beginRemoveRows({}, row, count() - 1);
    m_rows.resize(row);
    endRemoveRows();
    emit countChanged();
}

void MessageModel::append(const Message &message)
{
    clearError();
    add(message);
    m_lastShown.insert(message.parentId, message.id);
    appendRow(message.id);
}

void MessageModel::cutAfter(qint64 id)
{
    clearError();
    removeRowsFrom(id == 0 ? 0 : static_cast<int>(m_rows.indexOf(id)) + 1);
}

void MessageModel::beginReply(const Message &reply)
{
    clearError();
    m_reply = reply;
    appendRow(reply.id);
}

void MessageModel::appendToReply(const QString &text, const QString &thinking)
{
    if (!m_reply)
        return;
    QList<int> changed;
    if (!thinking.isEmpty())
        changed << ThinkingRole << ThinkingTitleRole;
    if (!text.isEmpty())
        changed << TextRole;
    if (!text.isEmpty() && m_reply->text.isEmpty() && !m_reply->thinking.isEmpty())
        changed << ThinkingTitleRole;
    m_reply->text += text;
    if (BlockModel *blocks = m_blocks.value(keyOf(m_reply->id, Part::Text)); blocks && !text.isEmpty())
        blocks->append(text);
    m_reply->thinking += thinking;
    if (BlockModel *blocks = m_blocks.value(keyOf(m_reply->id, Part::Thinking)); blocks && !thinking.isEmpty())
        blocks->append(thinking);
    const QModelIndex last = index(count() - 1);
    if (!changed.isEmpty())
        emit dataChanged(last, last, changed);
}

void MessageModel::endReply(const Message &reply)
{
    if (!m_reply)
        return;
    for (const Part part : { Part::Text, Part::Thinking }) {
        if (BlockModel *blocks = m_blocks.value(keyOf(m_reply->id, part)))
            blocks->finish(textOf(reply, part));
    }
    m_reply.reset();
    add(reply);
    m_lastShown.insert(reply.parentId, reply.id);
    const QModelIndex last = index(count() - 1);
    emit dataChanged(last, last);
}

void MessageModel::abandonReply()
{
    if (!m_reply)
        return;
    removeRowsFrom(count() - 1);
    for (const Part part : { Part::Text, Part::Thinking })
        dropBlocks(keyOf(m_reply->id, part));
    m_reply.reset();
}

void MessageModel::showError(const ErrorText &error)
{
    clearError();
    m_error = error;
    appendRow(kErrorRow);
}

void MessageModel::clearError()
{
    if (!m_error)
        return;
    removeRowsFrom(count() - 1);
    m_error.reset();
}

const Message *MessageModel::message(int row) const
{
    if (row < 0 || row >= count() || m_rows.at(row) == kErrorRow)
        return nullptr;
    const qint64 id = m_rows.at(row);
    return m_reply && m_reply->id == id ? &*m_reply : find(id);
}

QString MessageModel::attachmentName(int row, int attachment) const
{
    const Message *found = message(row);
    return found && attachment >= 0 && attachment < found->attachments.size() ? found->attachments.at(attachment).name
                                                                              : QString();
}

ErrorAction MessageModel::action(int row) const
{
    if (row < 0 || row >= count())
        return ErrorAction::None;
    if (m_rows.at(row) == kErrorRow)
        return m_error ? m_error->action : ErrorAction::None;
    const Message *found = message(row);
    return found && found->error ? errorText(*found->error).action : ErrorAction::None;
}

qint64 MessageModel::leafId() const
{
    for (int row = count() - 1; row >= 0; --row) {
        const qint64 id = m_rows.at(row);
        if (id != kErrorRow && !(m_reply && m_reply->id == id))
            return id;
    }
    return 0;
}

qint64 MessageModel::leafOfVersion(int row, int version) const
{
    const Message *found = message(row);
    if (!found)
        return 0;
    const QList<qint64> all = siblings(*found);
    if (version < 1 || version > all.size() || !find(all.at(version - 1)))
        return 0;
    return leafBelow(all.at(version - 1));
}

qint64 MessageModel::leafBelow(qint64 id) const
{
    if (!find(id))
        return 0;
    qint64 leaf = id;
    while (m_children.contains(leaf)) {
        const QList<qint64> children = m_children.value(leaf);
        const qint64 last = m_lastShown.value(leaf);
        leaf = children.contains(last) ? last : children.constLast();
    }
    return leaf;
}

} // namespace maru
