// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/search_store.h"

#include "app/domain/search_key.h"
#include "app/store/database.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace maru {

namespace {

constexpr int kBatchMessages = 200;
constexpr qsizetype kBatchCharacters = 60'000;
constexpr int kWeighed = 400; ///< newest places of a query that are ranked
constexpr qsizetype kMostBeside = 1'000'000; ///< characters beside texts that one query looks through
constexpr int kBefore = 40; ///< characters of a snippet before the hit
constexpr int kSnippet = 160;

/// A column of a query of messages: all that the index knows of one.
const QString kSaid
    = QStringLiteral("messages.text || char(10) || thinking || coalesce((SELECT group_concat(part, char(10)) FROM "
                     "(SELECT char(10) || name || char(10) || attachments.text AS part FROM attachments "
                     "WHERE message_id = messages.id ORDER BY attachments.id)), '')");

QString quoted(const QString &phrase)
{
    return u'"' + QString(phrase).replace(u'"', QStringLiteral("\"\"")) + u'"';
}

/// Whether `index` is the first character of a word.
bool startsWord(const QString &key, qsizetype index)
{
    return index == 0 || !key.at(index - 1).isLetterOrNumber();
}

/// How well a text answers: often, at the start of words, in few words, lately.
double rankOf(const QString &key, const QStringList &terms, qint64 time, qint64 now)
{
    double rank = 0;
    for (const QString &term : terms) {
        const auto count = static_cast<double>(key.count(term));
        if (count == 0)
            return 0;
        rank += (1 + std::log(count)) * (startsWord(key, key.indexOf(term)) ? 1.5 : 1);
    }
    constexpr double kUsualLength = 500;
    constexpr double kDayMs = 86'400'000;
    const double length = 0.6 + 0.4 * std::min(static_cast<double>(key.size()) / kUsualLength, 10.0);
    const double age = static_cast<double>(std::max<qint64>(now - time, 0)) / kDayMs;
    return rank / length + 0.5 * std::exp(-age / 60);
}

/// Cuts what is around the first hit out of `text`.
void setSnippet(SearchHit &hit, const QString &text, const QStringList &terms)
{
    const QString composed = text.normalized(QString::NormalizationForm_C);
    qsizetype at = -1;
    qsizetype length = 0;
    for (const QString &term : terms) {
        at = composed.indexOf(term, 0, Qt::CaseInsensitive);
        length = term.size();
        if (at >= 0)
            break;
    }
    qsizetype from = std::max<qsizetype>(0, at - kBefore);
    if (from > 0) {
        const qsizetype blank = composed.indexOf(u' ', from);
        if (blank >= 0 && blank < at)
            from = blank + 1;
        else if (composed.at(from).isLowSurrogate())
            ++from;
    }
    qsizetype end = std::min(composed.size(), from + kSnippet);
    if (end < composed.size() && composed.at(end - 1).isHighSurrogate())
        --end;
    const QString lead = from > 0 ? QString(QChar(0x2026)) : QString();
    if (at < 0) {
        hit.snippet = composed.mid(from, end - from).simplified();
        return;
    }
    // Blanks are joined on either side of the hit, so that its place stays known.
    const auto joined = [](const QString &part) {
        QString result = part.simplified();
        if (!part.isEmpty() && part.front().isSpace())
            result.prepend(u' ');
        if (part.size() > 1 && part.back().isSpace())
            result.append(u' ');
        return result;
    };
    end = std::max(end, std::min(composed.size(), at + length));
    QString before = lead + joined(composed.mid(from, at - from));
    if (lead.isEmpty() && before.startsWith(u' '))
        before.remove(0, 1);
    const QString match = composed.mid(at, length).simplified();
    hit.snippet = before + match + joined(composed.mid(at + length, end - at - length));
    if (end < composed.size())
        hit.snippet += QChar(0x2026);
    hit.hitStart = static_cast<int>(before.size());
    hit.hitLength = static_cast<int>(match.size());
}

} // namespace

Result<qint64> SearchStore::pendingCount() const
{
    MARU_TRY(const QVariant count, m_database.value(QStringLiteral("SELECT count(*) FROM search_pending")));
    return count.toLongLong();
}

Result<int> SearchStore::indexSome()
{
    struct Entry
    {
        qint64 id;
        QString text;
    };
    QList<Entry> entries;
    qsizetype characters = 0;
    QList<qint64> ids; // first, since what is said with a message may be large
    MARU_CHECK(
        m_database.forEach(QStringLiteral("SELECT message_id FROM search_pending ORDER BY message_id DESC LIMIT ?"),
            { kBatchMessages }, [&ids](const QSqlQuery &row) { ids << row.value(0).toLongLong(); }));
    for (const qint64 id : std::as_const(ids)) {
        if (characters >= kBatchCharacters)
            break;
        MARU_TRY(const QVariant text,
            m_database.value(QStringLiteral("SELECT %1 FROM messages WHERE id = ?").arg(kSaid), { id }));
        entries.prepend({ id, text.toString() });
        characters += entries.front().text.size();
    }
    if (entries.isEmpty())
        return 0;
    // The index can be made again: not worth a flush of the disk.
    MARU_CHECK(m_database.setDurable(false));
    const Result<void> saved = m_database.transaction([&]() -> Result<void> {
        for (const Entry &entry : entries) {
            const QString key = searchKey(entry.text);
            MARU_CHECK(m_database.run(
                QStringLiteral("INSERT INTO search_trigrams (rowid, text) VALUES (?, ?)"), { entry.id, key }));
            MARU_CHECK(m_database.run(QStringLiteral("INSERT INTO search_bigrams (rowid, text) VALUES (?, ?)"),
                { entry.id, shortTokens(key) }));
        }
        return m_database.run(
            QStringLiteral("DELETE FROM search_pending WHERE message_id >= ?"), { entries.front().id });
    });
    MARU_CHECK(m_database.setDurable(true));
    MARU_CHECK(saved);
    return static_cast<int>(entries.size());
}

Result<QList<SearchHit>> SearchStore::find(const QString &query, int limit) const
{
    const QStringList terms = searchTerms(query);
    if (terms.isEmpty())
        return QList<SearchHit>();
    MARU_TRY(QList<SearchHit> hits, findTitles(terms, limit));
    MARU_TRY(const QList<SearchHit> messages, findMessages(terms, limit));
    hits += messages;
    return hits;
}

Result<QList<SearchHit>> SearchStore::findTitles(const QStringList &terms, int limit) const
{
    QString sql = QStringLiteral("SELECT id, title, archived, updated_at FROM conversations WHERE deleted_at IS NULL");
    QVariantList values;
    for (const QString &term : terms) {
        sql += QStringLiteral(" AND instr(title_key, ?)");
        values << term;
    }
    sql += QStringLiteral(" ORDER BY updated_at DESC LIMIT ?");
    values << std::min(limit, 20);
    QList<SearchHit> hits;
    MARU_CHECK(m_database.forEach(sql, values, [&](const QSqlQuery &row) {
        SearchHit hit;
        hit.conversationId = row.value(0).toLongLong();
        hit.title = row.value(1).toString().normalized(QString::NormalizationForm_C);
        hit.archived = row.value(2).toBool();
        hit.time = row.value(3).toLongLong();
        hit.hitStart = static_cast<int>(hit.title.indexOf(terms.front(), 0, Qt::CaseInsensitive));
        hit.hitLength = hit.hitStart < 0 ? 0 : static_cast<int>(terms.front().size());
        hits.append(hit);
    }));
    return hits;
}

struct SearchStore::Found
{
    SearchHit hit;
    QString text; ///< the snippet comes from it
};

/// Ranks by all that was said what the text alone does not answer, and says where the first of the terms stands.
/// Returns how many characters that were.
Result<qsizetype> SearchStore::lookBeside(Found &found, const QStringList &terms, qint64 now) const
{
    struct Part
    {
        SearchHit::Part part;
        QString file;
        QString text;
    };
    QList<Part> parts { { SearchHit::Part::Text, {}, found.text } };
    const QVariantList id { found.hit.messageId };
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT thinking FROM messages WHERE id = ?"), id, [&parts](const QSqlQuery &row) {
            parts.append({ SearchHit::Part::Thinking, {}, row.value(0).toString() });
        }));
    MARU_CHECK(m_database.forEach(QStringLiteral("SELECT name, text FROM attachments WHERE message_id = ? ORDER BY id"),
        id, [&parts](const QSqlQuery &row) {
            const QString name = row.value(0).toString();
            parts.append({ SearchHit::Part::File, name, name + u'\n' + row.value(1).toString() });
        }));
    QString key;
    const Part *first = nullptr;
    for (const Part &part : std::as_const(parts)) {
        const QString partKey = searchKey(part.text);
        if (!first && partKey.contains(terms.front()))
            first = &part;
        key += partKey + u'\n';
    }
    found.hit.rank = rankOf(key, terms, found.hit.time, now);
    if (first) {
        found.hit.part = first->part;
        found.hit.file = first->file;
        found.text = first->text;
    }
    return key.size();
}

Result<QList<SearchHit>> SearchStore::findMessages(const QStringList &terms, int limit) const
{
    QStringList phrases;
    QStringList tokens;
    for (const QString &term : terms) {
        if (characterCount(term) >= 3) {
            phrases << quoted(term);
            continue;
        }
        // Two characters of a dense script in a row have a token of their own: the longest say it all.
        QStringList parts = shortTokens(term).split(u' ', Qt::SkipEmptyParts);
        const QStringList pairs = parts.filter(QStringLiteral("g"));
        for (const QString &part : pairs.isEmpty() ? parts : pairs)
            tokens << quoted(part);
    }
    if (phrases.isEmpty() && tokens.isEmpty())
        return QList<SearchHit>();
    QString places;
    QVariantList values;
    if (!phrases.isEmpty()) {
        places = QStringLiteral("SELECT rowid FROM search_trigrams WHERE search_trigrams MATCH ?");
        values << phrases.join(u' ');
        if (!tokens.isEmpty()) {
            // The plus: FTS5 would else be asked anew for every row of the other index.
            places += QStringLiteral(" AND +rowid IN (SELECT rowid FROM search_bigrams WHERE search_bigrams MATCH ?)");
            values << tokens.join(u' ');
        }
    } else {
        places = QStringLiteral("SELECT rowid FROM search_bigrams WHERE search_bigrams MATCH ?");
        values << tokens.join(u' ');
    }
    values << kWeighed;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QList<Found> found;
    qsizetype beside = 0;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT messages.id, conversation_id, role, messages.created_at, text, title, archived FROM (")
            + places
            + QStringLiteral(" ORDER BY rowid DESC LIMIT ?) AS place CROSS JOIN messages ON messages.id = place.rowid "
                             "CROSS JOIN conversations ON conversations.id = conversation_id "
                             "WHERE deleted_at IS NULL"),
        values, [&](const QSqlQuery &row) {
            const QString text = row.value(4).toString();
            const qint64 time = row.value(3).toLongLong();
            const double rank = rankOf(searchKey(text), terms, time, now);
            SearchHit hit;
            hit.messageId = row.value(0).toLongLong();
            hit.conversationId = row.value(1).toLongLong();
            hit.fromUser = row.value(2).toInt() == 0;
            hit.time = time;
            hit.title = row.value(5).toString();
            hit.archived = row.value(6).toBool();
            hit.rank = rank;
            found.append({ hit, text });
        }));
    for (Found &one : found) {
        if (one.hit.rank <= 0 && beside < kMostBeside) {
            MARU_TRY(const qsizetype read, lookBeside(one, terms, now));
            beside += read;
        }
    }
    // Of some the tokens stand there, the term does not.
    found.removeIf([](const Found &one) { return one.hit.rank <= 0; });
    std::stable_sort(found.begin(), found.end(),
        [](const Found &left, const Found &right) { return left.hit.rank > right.hit.rank; });
    QList<SearchHit> hits;
    for (const Found &one : found.first(std::min<qsizetype>(limit, found.size()))) {
        SearchHit &hit = hits.emplace_back(one.hit);
        setSnippet(hit, one.text, terms);
    }
    return hits;
}

Result<void> SearchStore::forget(qint64 conversationId)
{
    // An index without the text is told what it has to forget.
    QList<std::pair<qint64, QString>> messages;
    MARU_CHECK(m_database.forEach(QStringLiteral("SELECT id, %1 FROM messages WHERE conversation_id = ? AND id NOT IN "
                                                 "(SELECT message_id FROM search_pending)")
                                      .arg(kSaid),
        { conversationId }, [&messages](const QSqlQuery &row) {
            messages.append({ row.value(0).toLongLong(), row.value(1).toString() });
        }));
    for (const auto &[id, text] : messages) {
        const QString key = searchKey(text);
        MARU_CHECK(m_database.run(QStringLiteral("INSERT INTO search_trigrams (search_trigrams, rowid, text) "
                                                 "VALUES ('delete', ?, ?)"),
            { id, key }));
        MARU_CHECK(m_database.run(QStringLiteral("INSERT INTO search_bigrams (search_bigrams, rowid, text) "
                                                 "VALUES ('delete', ?, ?)"),
            { id, shortTokens(key) }));
    }
    return {};
}

Result<bool> SearchStore::compactSome()
{
    // A negative number of pages merges everything there is, step by step. Nothing was left to merge if less than two
    // rows of the index's own tables changed.
    constexpr int kPages = 500;
    bool more = false;
    Result<void> result;
    MARU_CHECK(m_database.setDurable(false));
    for (const char *table : { "search_trigrams", "search_bigrams" }) {
        const Result<QVariant> before = m_database.value(QStringLiteral("SELECT total_changes()"));
        result = m_database.run(
            QStringLiteral("INSERT INTO %1 (%1, rank) VALUES ('merge', ?)").arg(QLatin1String(table)), { -kPages });
        const Result<QVariant> after = m_database.value(QStringLiteral("SELECT total_changes()"));
        if (!result || !before || !after)
            break;
        more = more || after->toLongLong() - before->toLongLong() >= 2;
    }
    MARU_CHECK(m_database.setDurable(true));
    MARU_CHECK(result);
    return more;
}

} // namespace maru
