// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/history/search_model.h"

#include "app/store/store_worker.h"

#include <QDateTime>
#include <QLocale>

#include <utility>

namespace maru {

namespace {

constexpr int kAgainMs = 500; ///< while the index grows
constexpr qint64 kWorthSaying = 500; ///< messages that wait for the index

QString marked(const QString &text, int start, int length)
{
    if (start < 0 || length <= 0)
        return text.toHtmlEscaped();
    return text.left(start).toHtmlEscaped() + QStringLiteral("<b>") + text.mid(start, length).toHtmlEscaped()
        + QStringLiteral("</b>") + text.mid(start + length).toHtmlEscaped();
}

} // namespace

SearchModel::SearchModel(StoreWorker *store, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    m_again.setSingleShot(true);
    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, &SearchModel::search);
    connect(store, &StoreWorker::indexing, this, [this](qint64 left, qint64 total) {
        const qint64 percent = total > 0 ? 100 * (total - left) / total : 100;
        const QString text
            = left > 0 && total >= kWorthSaying ? tr("Old messages are made searchable: %1 %").arg(percent) : QString();
        if (std::exchange(m_indexText, text) != text)
            emit indexTextChanged();
        if (!m_query.isEmpty() && !m_again.isActive())
            m_again.start();
    });
}

int SearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> SearchModel::roleNames() const
{
    return { { ConversationIdRole, "conversationId" }, { MessageIdRole, "messageId" }, { TitleRole, "title" },
        { SnippetRole, "snippet" }, { DetailRole, "detail" } };
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SearchHit &hit = m_hits.at(index.row());
    switch (role) {
    case ConversationIdRole:
        return hit.conversationId;
    case MessageIdRole:
        return hit.messageId;
    case TitleRole: {
        const QString title = hit.title.isEmpty() ? tr("Untitled") : hit.title;
        return hit.messageId == 0 ? marked(title, hit.hitStart, hit.hitLength) : title.toHtmlEscaped();
    }
    case SnippetRole:
        return hit.messageId == 0 ? QString() : marked(hit.snippet, hit.hitStart, hit.hitLength);
    case DetailRole: {
        const QString day = QLocale().toString(QDateTime::fromMSecsSinceEpoch(hit.time).date(), QLocale::ShortFormat);
        const QString place = hit.archived ? tr("%1, in the archive").arg(day) : day;
        if (hit.messageId == 0)
            return place;
        if (hit.part == SearchHit::Part::File)
            return tr("%1, %2", "name of a file, day").arg(hit.file, place);
        if (hit.part == SearchHit::Part::Thinking)
            return tr("Thinking, %1").arg(place);
        return hit.fromUser ? tr("You, %1").arg(place) : tr("Reply, %1").arg(place);
    }
    default:
        return {};
    }
}

void SearchModel::setQuery(const QString &query)
{
    if (std::exchange(m_query, query) == query)
        return;
    emit queryChanged();
    search();
}

void SearchModel::search()
{
    const int serial = ++*m_serial;
    if (m_query.trimmed().isEmpty()) {
        m_searching = false;
        show({});
        return;
    }
    m_searching = true;
    m_store->read<QList<SearchHit>>(
        this,
        [query = m_query, serial, newest = m_serial](Stores &stores) {
            return serial == *newest ? stores.search.find(query, kMost) : Result<QList<SearchHit>>(QList<SearchHit>());
        },
        [this, serial](const Result<QList<SearchHit>> &hits) {
            if (serial != *m_serial)
                return;
            m_searching = false;
            show(hits.value_or(QList<SearchHit>()));
        });
}

void SearchModel::show(const QList<SearchHit> &hits)
{
    if (hits != m_hits) {
        beginResetModel();
        m_hits = hits;
        endResetModel();
    }
    emit found();
}

} // namespace maru
