// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/attachment_list.h"

#include "app/chat/text_file.h"
#include "app/engine/job_worker.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QMimeData>

#include <utility>

namespace maru {

AttachmentList::AttachmentList(JobWorker *jobs, const TokenCounter &counter, QObject *parent)
    : QAbstractListModel(parent)
    , m_jobs(jobs)
    , m_counter(counter)
{
}

int AttachmentList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> AttachmentList::roleNames() const
{
    return { { NameRole, "name" }, { DetailRole, "detail" } };
}

QVariant AttachmentList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_entries.at(index.row());
    if (role == NameRole)
        return entry.attachment.name;
    return role == DetailRole ? detail(entry.attachment.text, entry.tokens) : QVariant();
}

QString AttachmentList::detail(const QString &text, int tokens)
{
    const auto lines = static_cast<int>(text.count(u'\n')) + (text.endsWith(u'\n') ? 0 : 1);
    QString result = tr("%Ln line(s)", nullptr, lines);
    if (tokens > 0)
        result += QStringLiteral(" \u00b7 ") + tr("%Ln token(s)", nullptr, tokens);
    return result;
}

QList<Attachment> AttachmentList::all() const
{
    QList<Attachment> result;
    for (const Entry &entry : m_entries)
        result.append(entry.attachment);
    return result;
}

int AttachmentList::tokens() const
{
    int sum = 0;
    for (const Entry &entry : m_entries)
        sum += entry.tokens > 0 ? entry.tokens : TokenCounter::estimate(entry.attachment.text);
    return sum;
}

void AttachmentList::reset(const QList<Attachment> &attachments)
{
    ++m_list;
    const bool wasReading = std::exchange(m_reading, 0) > 0;
    beginResetModel();
    m_entries.clear();
    for (const Attachment &attachment : attachments)
        m_entries.append({ attachment, 0 });
    endResetModel();
    setProblem({});
    emit changed();
    if (wasReading)
        emit readingChanged();
    countAgain();
}

void AttachmentList::countAgain()
{
    QStringList texts;
    for (const Entry &entry : std::as_const(m_entries))
        texts.append(entry.attachment.text);
    if (texts.isEmpty())
        return;
    m_counter.count(this, texts, [this, texts](const std::optional<QList<int>> &counts) {
        if (!counts)
            return;
        for (int row = 0; row < count() && row < texts.size(); ++row) {
            if (m_entries.at(row).attachment.text != texts.at(row))
                return; // changed meanwhile: counted again
            m_entries[row].tokens = counts->at(row);
        }
        if (count() > 0)
            emit dataChanged(index(0), index(count() - 1), { DetailRole });
        emit changed();
    });
}

void AttachmentList::addFiles(const QList<QUrl> &files)
{
    setProblem({});
    for (const QUrl &file : files) {
        if (!file.isLocalFile()) {
            setProblem(tr("\u201c%1\u201d does not lie on this computer.").arg(file.toDisplayString()));
            continue;
        }
        ++m_reading;
        m_jobs->post(
            this, [path = file.toLocalFile()] { return readTextFile(path); },
            [this, list = m_list](const TextFile &read) {
                if (list != m_list)
                    return;
                --m_reading;
                emit readingChanged();
                if (read.problem.isEmpty())
                    add(read.attachment);
                else
                    setProblem(read.problem);
            });
    }
    emit readingChanged();
}

void AttachmentList::add(const Attachment &attachment)
{
    if (count() >= kMost) {
        setProblem(tr("A message can carry %Ln file(s) at most.", nullptr, kMost));
        return;
    }
    beginInsertRows({}, count(), count());
    m_entries.append({ attachment, 0 });
    endInsertRows();
    emit changed();
    countAgain();
}

bool AttachmentList::takeClipboard()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    if (!data)
        return false;
    if (const QList<QUrl> urls = data->urls(); !urls.isEmpty() && urls.constFirst().isLocalFile()) {
        addFiles(urls);
        return true;
    }
    const QString text = data->text();
    if (text.size() < kLongLetters && text.count(u'\n') < kLongLines)
        return false;
    add({ tr("Pasted text"), QStringLiteral("UTF-8"), text });
    return true;
}

void AttachmentList::remove(int row)
{
    if (row < 0 || row >= count())
        return;
    beginRemoveRows({}, row, row);
    m_entries.removeAt(row);
    endRemoveRows();
    emit changed();
}

QString AttachmentList::text(int row) const
{
    return row < 0 || row >= count() ? QString() : m_entries.at(row).attachment.text;
}

QString AttachmentList::name(int row) const
{
    return row < 0 || row >= count() ? QString() : m_entries.at(row).attachment.name;
}

void AttachmentList::dismissProblem()
{
    setProblem({});
}

void AttachmentList::setProblem(const QString &text)
{
    if (std::exchange(m_problemText, text) != text)
        emit problemTextChanged();
}

} // namespace maru
