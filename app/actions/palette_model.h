// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/actions/action_registry.h"

#include <QAbstractListModel>
#include <QList>
#include <QPointer>
#include <QString>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// What the command palette shows for what was typed: actions, conversations and models, the best first.
///
/// Before anything is typed: all actions that can be done, and the newest conversations. It looks at its sources when
/// `query` changes and at refresh(), not while they change.
/// Ownership: the palette's; its sources outlive it. Threads: GUI thread.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(maru::ActionRegistry *actions MEMBER m_actions)
    Q_PROPERTY(QAbstractItemModel *conversations MEMBER m_conversations)
    Q_PROPERTY(QAbstractItemModel *models MEMBER m_models)
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum class Kind { Action, Conversation, Model };
    Q_ENUM(Kind)

    enum Roles {
        KindRole = Qt::UserRole + 1,
        TitleRole,
        DetailRole, ///< its group, its day, its size
        ShortcutRole, ///< as the desktop writes it; empty: none
    };

    explicit PaletteModel(QObject *parent = nullptr);

    QString query() const { return m_query; }
    void setQuery(const QString &query);
    int count() const { return static_cast<int>(m_found.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Looks again; call it when the palette opens.
    Q_INVOKABLE void refresh();

    /// Does the action in `row`, or says what was chosen.
    Q_INVOKABLE void activate(int row);

signals:
    void queryChanged();
    void countChanged();
    void conversationChosen(qint64 conversationId);
    void modelChosen(const QString &path);

private:
    struct Entry
    {
        Kind kind = Kind::Action;
        QString title;
        QString detail;
        QString shortcut;
        QVariant target; ///< the action, the conversation's id, the model's path
        int score = 0;
    };

    void addActions(QList<Entry> &entries) const;
    void addConversations(QList<Entry> &entries) const;
    void addModels(QList<Entry> &entries) const;

    QPointer<ActionRegistry> m_actions;
    QPointer<QAbstractItemModel> m_conversations;
    QPointer<QAbstractItemModel> m_models;
    QString m_query;
    QList<Entry> m_found;
};

} // namespace maru
