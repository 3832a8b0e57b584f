// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/block_model.h"
#include "app/domain/message.h"
#include "app/engine/error_text.h"

#include <QAbstractListModel>
#include <QHash>
#include <QList>
#include <QSet>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <utility>

namespace maru {

/// The messages on screen: one path through the tree of a conversation, from its first message to its active leaf.
///
/// The last row may be the growing reply, or a block that says why there is none. While a reply streams only that row
/// changes.
/// Ownership: a member of ChatController, which alone changes it. Threads: GUI thread.
class MessageModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        FromUserRole = Qt::UserRole + 1, ///< bool
        TextRole, ///< plain text as the model wrote it
        ThinkingRole, ///< what was thought before; empty: nothing
        ThinkingTitleRole, ///< "Thinking", "Thought for 12 s"; empty: nothing was thought
        UnseenTextRole, ///< what of the conversation the model no longer saw; empty: it saw all
        StreamingRole, ///< bool: it is being written
        StatusTextRole, ///< "Stopped", "Interrupted", or empty
        StatsTextRole, ///< "41 tok/s, 312 tokens, first word 0.4 s", or empty
        VersionIndexRole, ///< 1-based place among its siblings
        VersionCountRole, ///< siblings, itself included
        ErrorTextRole, ///< what happened and what to do; empty: no error block
        ActionTextRole, ///< the button of the error block; empty: none
        CanRegenerateRole, ///< bool: a finished reply
        CanContinueRole, ///< bool: a reply that ended before it was done
        PinnedRole, ///< bool: the model always sees it
        LeftOutRole, ///< bool: the next request will not hold it
        LeftOutEndRole, ///< bool: it is the last of those
        AttachmentsRole, ///< list of { name, detail }
        BranchTextRole, ///< how this version came about: "edited", "regenerated"; empty: it is the only one
        BlocksRole, ///< BlockModel: the text as blocks, made when it is first asked for; null for an error block
    };

    int count() const { return static_cast<int>(m_rows.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Shows the path to `leafId` (0, or one that is not there: to the newest) through `messages`, all branches by id.
    void reset(QList<Message> messages, qint64 leafId);

    /// Adds a saved message below the last row.
    void append(const Message &message);

    /// Takes the rows after the message `id` off the screen; they stay in the conversation. 0: all rows.
    void cutAfter(qint64 id);

    /// Adds the row of a growing reply, of which there is one at most.
    void beginReply(const Message &reply);
    void appendToReply(const QString &text, const QString &thinking = {});

    /// The reply is finished and saved: `reply` takes the place of the growing row.
    void endReply(const Message &reply);
    void abandonReply();
    bool hasReply() const { return m_reply.has_value(); }

    /// Shows an error block as the last row, in place of another. It is not saved and goes when the rows change.
    void showError(const ErrorText &error);
    void clearError();

    /// What the next request will not hold.
    void setLeftOut(const QSet<qint64> &ids);
    void setPinned(qint64 id, bool pinned);

    /// Whoever draws the formulas and colours the code of all messages; may be null.
    void setDrawers(InlineMath *math, CodeHighlighter *highlighter);

    /// A text of a message: what was said, or what was thought before.
    enum class Part { Text, Thinking };

    /// What was thought before the reply in `row`, as blocks.
    Q_INVOKABLE maru::BlockModel *thinkingBlocks(int row) const { return shownBlocks(row, Part::Thinking); }

    /// The same as BlocksRole, or of what was thought; made when it is first asked for.
    BlockModel *shownBlocks(int row, Part part) const;

    /// The blocks alone, for those who only look: nothing that is on screen makes room for them.
    QList<MessageBlock> parsedBlocks(int row, Part part) const;

    /// Marks places in a message, by block, in place of those that were marked; also when its blocks are made later.
    void setMarks(int row, Part part, const QHash<int, TextMarks> &marks);
    void clearMarks();

    /// The message in `row`, or null for an error block.
    const Message *message(int row) const;

    /// The message with this id, on screen or not, but not a growing reply; null if there is none.
    const Message *messageWithId(qint64 id) const { return find(id); }

    Q_INVOKABLE QString attachmentName(int row, int attachment) const;

    /// What the button of the error block in `row` does.
    ErrorAction action(int row) const;

    /// The last message on screen, a growing one aside; 0 if there is none.
    qint64 leafId() const;

    /// The leaf below the sibling number `version` (1-based) of the message in `row` that was shown last, else the
    /// newest; 0 if there is none.
    qint64 leafOfVersion(int row, int version) const;

    /// The same below the message `id`, which may be on another branch; itself if nothing follows it.
    qint64 leafBelow(qint64 id) const;

    /// The row of the message `id`; -1 if it is not on screen.
    int rowOfMessage(qint64 id) const { return id == 0 ? -1 : static_cast<int>(m_rows.indexOf(id)); }

    /// The messages from the first to the one with `id`, as the model is to read them.
    QList<Message> pathTo(qint64 id) const;
    const QList<Message> &all() const { return m_messages; }

signals:
    void countChanged();

private:
    static constexpr qint64 kErrorRow = 0;

    const Message *find(qint64 id) const;
    void add(const Message &message);
    void removeRowsFrom(int row);
    using Key = std::pair<qint64, int>; ///< a message and a Part

    static Key keyOf(qint64 id, Part part) { return { id, static_cast<int>(part) }; }
    BlockModel *blocksOf(const Message &message, bool streaming, Part part = Part::Text) const;
    void dropBlocks(Key key) const;
    void appendRow(qint64 id);
    QList<qint64> siblings(const Message &message) const;
    QVariant messageData(const Message &message, bool streaming, int role) const;
    QVariant standingData(const Message &message, bool streaming, int role) const;
    static QString statusText(const Message &message);
    static QString statsText(const Message &message);
    static QString thinkingTitle(const Message &message, bool streaming);
    static QString unseenText(const Message &message);
    static bool canContinue(const Message &message);
    static QVariantList attachmentsData(const Message &message);
    QString branchText(const Message &message) const;

    QList<Message> m_messages;
    QHash<qint64, qsizetype> m_places; ///< id to place in m_messages
    QHash<qint64, QList<qint64>> m_children; ///< parent's id to theirs, oldest first
    QHash<qint64, qint64> m_lastShown; ///< parent's id to that of the child on the path that was shown last
    QList<qint64> m_rows; ///< ids of what is on screen; kErrorRow: the error block
    std::optional<Message> m_reply; ///< the growing one, always in the last row
    std::optional<ErrorText> m_error;
    QSet<qint64> m_leftOut;
    InlineMath *m_math = nullptr;
    CodeHighlighter *m_highlighter = nullptr;
    mutable QHash<Key, BlockModel *> m_blocks; ///< of the messages that were seen last
    mutable QList<Key> m_blocksOrder; ///< the oldest first
    QHash<Key, QHash<int, TextMarks>> m_marks;
};

} // namespace maru
