// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/search_hit.h"

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <memory>

namespace maru {

class StoreWorker;

/// What is found while words are typed into the search field, the best first.
///
/// A search that newer words overtake is dropped. Ownership: a member of HistoryController; the store outlives it.
/// Threads: GUI thread.
class SearchModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(int count READ count NOTIFY found)
    Q_PROPERTY(bool searching READ isSearching NOTIFY found)
    Q_PROPERTY(QString indexText READ indexText NOTIFY indexTextChanged)

public:
    enum Roles {
        ConversationIdRole = Qt::UserRole + 1,
        MessageIdRole, ///< 0: the title was found
        TitleRole, ///< HTML: escaped text, the hit in bold
        SnippetRole, ///< the same; empty for a title
        DetailRole, ///< "You, 3 May"
    };

    static constexpr int kMost = 100;

    explicit SearchModel(StoreWorker *store, QObject *parent = nullptr);

    QString query() const { return m_query; }
    void setQuery(const QString &query);

    /// Searches again: something is gone.
    void refresh() { search(); }
    int count() const { return static_cast<int>(m_hits.size()); }
    bool isSearching() const { return m_searching; }

    /// "The index is made: 45 %" while old messages are not in it yet, else "".
    QString indexText() const { return m_indexText; }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void queryChanged();
    void found();
    void indexTextChanged();

private:
    void search();
    void show(const QList<SearchHit> &hits);

    StoreWorker *m_store;
    QString m_query;
    QList<SearchHit> m_hits;
    /// Of the last search that was asked for; the store looks at it too, to pass over older ones.
    std::shared_ptr<std::atomic<int>> m_serial = std::make_shared<std::atomic<int>>(0);
    bool m_searching = false;
    QString m_indexText;
    QTimer m_again;
};

} // namespace maru
