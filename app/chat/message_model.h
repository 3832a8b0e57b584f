// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message.h"
#include "app/engine/error_text.h"

#include <QAbstractListModel>
#include <QList>
#include <QtQml/qqmlregistration.h>

#include <optional>

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
        MessageIdRole = Qt::UserRole + 1,
        FromUserRole, ///< bool
        TextRole, ///< plain text as the model wrote it
        StreamingRole, ///< bool: it is being written
        StatusTextRole, ///< "Stopped", "Interrupted", or empty
        StatsTextRole, ///< "41 tok/s · 312 tokens · first word 0.4 s", or empty
        ModelNameRole, ///< who wrote it; empty for the user's
        VersionIndexRole, ///< 1-based place among its siblings
        VersionCountRole, ///< siblings, itself included
        ErrorTextRole, ///< what happened and what to do; empty: no error block
        ActionTextRole, ///< the button of the error block; empty: none
        CanRegenerateRole, ///< bool: a finished reply
    };

    int count() const { return static_cast<int>(m_rows.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Shows the path to `leafId` (0: to the newest) through `messages`, which may hold any number of branches.
    void reset(QList<Message> messages, qint64 leafId);

    /// Adds a saved message below the last row. It becomes the leaf.
    void append(const Message &message);

    /// Adds the row of a growing reply below `parentId`; rows after that parent are left.
    void beginReply(const Message &reply);
    void appendToReply(const QString &text);
    void endReply(const Message &reply);
    void abandonReply();

    /// Shows an error block as the last row; it is not saved. It goes with the next change of rows.
    void showError(const ErrorText &error);
    void clearError();

    /// The message in `row`, or null for an error block.
    const Message *message(int row) const;
    ErrorAction actionOf(int row) const;

    /// The last saved message on the path, or null.
    const Message *leaf() const;

    /// The leaf below the sibling number `version` (1-based) of the message in `row`; 0 if there is none.
    qint64 leafOfVersion(int row, int version) const;

    /// Messages from the first to the one with `id`, the way the model reads them.
    QList<Message> pathTo(qint64 id) const;

    /// Rows before and with the message `id`; later ones leave the screen (they stay in the conversation).
    void cutAfter(qint64 id);

    const QList<Message> &all() const { return m_messages; }

signals:
    void countChanged();

private:
    struct Row
    {
        qint64 id = 0; ///< of the message; 0: an error block
        bool streaming = false;
    };

    const Message *find(qint64 id) const;
    QList<qint64> siblings(const Message &message) const;
    qint64 newestLeafBelow(qint64 id) const;
    QString statsText(const Message &message) const;
    QVariant messageData(const Message &message, bool streaming, int role) const;

    QList<Message> m_messages; ///< all branches, by id
    QList<Row> m_rows;
    std::optional<Message> m_reply; ///< the growing one
    std::optional<ErrorText> m_error;
};

} // namespace maru
