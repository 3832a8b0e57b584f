// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/message_model.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Finds a text in the open conversation: in every kind of block, and in what was thought.
///
/// It looks through the messages in slices of some milliseconds, so that the count may still grow while the first hit
/// is on screen; `text` follows. All hits are marked in their blocks, and the current one is selected; whoever shows
/// the messages brings `row`, `block` and `share` into view when `hitChanged` comes.
/// Ownership: made in QML; `messages` outlives it. Threads: GUI thread.
class FindController : public QObject
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(maru::MessageModel *messages READ messages WRITE setMessages NOTIFY messagesChanged)
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int current READ current NOTIFY hitChanged)
    Q_PROPERTY(int row READ row NOTIFY hitChanged)
    Q_PROPERTY(bool thinking READ isThinking NOTIFY hitChanged)
    Q_PROPERTY(int block READ block NOTIFY hitChanged)
    Q_PROPERTY(double share READ share NOTIFY hitChanged)
    Q_PROPERTY(QString text READ text NOTIFY countChanged)

public:
    explicit FindController(QObject *parent = nullptr);

    MessageModel *messages() const { return m_messages; }
    void setMessages(MessageModel *messages);
    QString query() const { return m_query; }

    /// What to look for from now on; empty: nothing.
    void setQuery(const QString &query);

    int count() const { return static_cast<int>(m_hits.size()); }
    int current() const { return m_current + 1; } ///< from 1; 0: none
    int row() const { return hit().row; } ///< of the messages; -1: no hit
    bool isThinking() const { return hit().part == MessageModel::Part::Thinking; } ///< it is in what was thought
    int block() const { return hit().block; } ///< of the message, or of what was thought
    double share() const { return hit().share; } ///< how far down in the block, 0 to 1

    /// "3 of 12", "No hit", or nothing without a query.
    QString text() const;

    /// The following or preceding hit; after the last one comes the first.
    Q_INVOKABLE void next();
    Q_INVOKABLE void previous();

signals:
    void messagesChanged();
    void queryChanged();
    void countChanged();
    void hitChanged();

private:
    struct Hit
    {
        int row = -1;
        MessageModel::Part part = MessageModel::Part::Text;
        int block = 0;
        int from = 0;
        int to = 0;
        double share = 0;

        bool operator==(const Hit &) const = default;
    };

    /// None while it is looked for anew.
    Hit hit() const { return m_current < 0 || m_current >= m_hits.size() ? Hit() : m_hits.at(m_current); }
    void restart();
    void lookOn();
    void lookThrough(int row);
    TextMarks addHits(int row, MessageModel::Part part, int block, const QString &text);
    void lookThrough(int row, MessageModel::Part part, const QString &source);
    void show(int hit);
    void unmark();

    QPointer<MessageModel> m_messages;
    QString m_query;
    QList<Hit> m_hits;
    int m_current = -1;
    Hit m_shown;
    int m_next = 0; ///< the message to look through next
    QPointer<BlockModel> m_marked;
    QTimer m_slice;
    QTimer m_again; ///< after the messages changed
};

} // namespace maru
