// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/actions/palette_model.h"

#include "app/actions/fuzzy_match.h"

#include <algorithm>

namespace maru {

namespace {

constexpr qsizetype kMostEntries = 60;
constexpr int kNewestConversations = 8; // before anything is typed

/// What `model` has in `row` under the name that QML knows the role by.
class Row
{
public:
    Row(const QAbstractItemModel &model, const QHash<int, QByteArray> &names, int row)
        : m_index(model.index(row, 0))
        , m_names(names)
    {
    }

    QVariant value(const char *name) const { return m_index.data(m_names.key(name, -1)); }

private:
    QModelIndex m_index;
    const QHash<int, QByteArray> &m_names;
};

} // namespace

PaletteModel::PaletteModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Entry &entry = m_found.at(index.row());
    switch (role) {
    case KindRole:
        return QVariant::fromValue(entry.kind);
    case TitleRole:
        return entry.title;
    case DetailRole:
        return entry.detail;
    case ShortcutRole:
        return entry.shortcut;
    default:
        return {};
    }
}

QHash<int, QByteArray> PaletteModel::roleNames() const
{
    return { { KindRole, "kind" }, { TitleRole, "title" }, { DetailRole, "detail" }, { ShortcutRole, "shortcut" } };
}

void PaletteModel::setQuery(const QString &query)
{
    if (m_query == query)
        return;
    m_query = query;
    emit queryChanged();
    refresh();
}

void PaletteModel::refresh()
{
    QList<Entry> entries;
    addActions(entries);
    addConversations(entries);
    addModels(entries);
    std::stable_sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.score > b.score; });
    if (!m_query.trimmed().isEmpty() && entries.size() > kMostEntries)
        entries.resize(kMostEntries);
    beginResetModel();
    m_found = std::move(entries);
    endResetModel();
    emit countChanged();
}

void PaletteModel::addActions(QList<Entry> &entries) const
{
    if (!m_actions)
        return;
    const bool all = m_query.trimmed().isEmpty();
    for (AppAction *action : m_actions->all()) {
        if (!action->isListed() || !action->isEnabled())
            continue;
        // The untranslated name too: some know an action by its English word.
        const int score = std::max(
            fuzzyScore(m_query, action->text() + u' ' + action->group()), fuzzyScore(m_query, action->name()) - 1);
        if (all || score > 0)
            entries.append({ Kind::Action, action->text(), action->group(), action->shortcutText(),
                QVariant::fromValue(QPointer<AppAction>(action)), score });
    }
}

void PaletteModel::addConversations(QList<Entry> &entries) const
{
    if (!m_conversations)
        return;
    const bool all = m_query.trimmed().isEmpty();
    const QHash<int, QByteArray> names = m_conversations->roleNames();
    const int rows = m_conversations->rowCount();
    for (int i = 0; i < (all ? std::min(rows, kNewestConversations) : rows); ++i) {
        const Row row(*m_conversations, names, i);
        const QString title = row.value("title").toString();
        const int score = fuzzyScore(m_query, title);
        if (all || score > 0)
            entries.append(
                { Kind::Conversation, title, row.value("section").toString(), {}, row.value("conversationId"), score });
    }
}

void PaletteModel::addModels(QList<Entry> &entries) const
{
    if (!m_models)
        return;
    const bool all = m_query.trimmed().isEmpty();
    const QHash<int, QByteArray> names = m_models->roleNames();
    for (int i = 0; i < m_models->rowCount(); ++i) {
        const Row row(*m_models, names, i);
        if (!row.value("usable").toBool())
            continue;
        const QString title = row.value("name").toString();
        const int score = fuzzyScore(m_query, title);
        if (all || score > 0)
            entries.append({ Kind::Model, title, row.value("detail").toString(), {}, row.value("path"), score });
    }
}

void PaletteModel::activate(int row)
{
    if (row < 0 || row >= count())
        return;
    const Entry entry = m_found.at(row);
    switch (entry.kind) {
    case Kind::Action:
        if (const auto action = entry.target.value<QPointer<AppAction>>())
            action->trigger();
        break;
    case Kind::Conversation:
        emit conversationChosen(entry.target.toLongLong());
        break;
    case Kind::Model:
        emit modelChosen(entry.target.toString());
        break;
    }
}

} // namespace maru
