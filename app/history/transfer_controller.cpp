// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/history/transfer_controller.h"

#include "app/engine/error_text.h"
#include "app/platform/free_space.h"
#include "app/store/store_worker.h"
#include "app/transfer/conversation_document.h"
#include "app/transfer/conversation_json.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace maru {

struct TransferController::Job
{
    bool exports = false;
    Format format = Format::Json;
    QString target;
    bool single = false;
    bool cancelled = false;
    QList<qint64> ids; ///< to export
    std::unique_ptr<QSaveFile> json; ///< of the transfer's thread
    ImportedFile file; ///< to import
    qsizetype next = 0;
    qsizetype total = 0;
    int written = 0;
    int messages = 0;
    int known = 0; ///< were here before
};

namespace {

QString endingOf(TransferController::Format format)
{
    switch (format) {
    case TransferController::Format::Markdown:
        return QStringLiteral(".md");
    case TransferController::Format::Html:
        return QStringLiteral(".html");
    case TransferController::Format::Pdf:
        return QStringLiteral(".pdf");
    case TransferController::Format::Json:
        break;
    }
    return QStringLiteral(".json");
}

Result<void> writeText(const QString &file, const QString &text)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text.toUtf8()) < 0 || !out.commit())
        return writeError(file);
    return {};
}

/// A name in `folder` that no file has.
QString freeName(const QString &folder, const QString &title, const QString &ending)
{
    const QString name = fileNameOf(title);
    QString path = QDir(folder).filePath(name + ending);
    for (int i = 2; QFileInfo::exists(path); ++i)
        path = QDir(folder).filePath(QStringLiteral("%1 (%2)%3").arg(name).arg(i).arg(ending));
    return path;
}

Result<void> writeDocument(const SavedConversation &saved, const QString &file, TransferController::Format format)
{
    if (format == TransferController::Format::Pdf)
        return writePdf(saved, file);
    return writeText(
        file, format == TransferController::Format::Html ? conversationToHtml(saved) : conversationToMarkdown(saved));
}

/// Gives a conversation and its messages numbers of this database.
void renumber(SavedConversation &saved, StoreWorker &store)
{
    Conversation &conversation = saved.conversation;
    conversation.id = store.nextId();
    QHash<qint64, qint64> numbers;
    for (Message &message : saved.messages) {
        const qint64 id = store.nextId();
        numbers.insert(message.id, id);
        message.id = id;
        message.conversationId = conversation.id;
        message.parentId = numbers.value(message.parentId);
        for (qint64 &unseen : message.unseen)
            unseen = numbers.value(unseen);
        if (message.createdAt == 0)
            message.createdAt = conversation.createdAt;
    }
    conversation.activeLeaf = numbers.value(conversation.activeLeaf, saved.messages.constLast().id);
}

} // namespace

TransferController::TransferController(StoreWorker *store, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_thread(QStringLiteral("transfer"))
{
}

double TransferController::progress() const
{
    return m_job && m_job->total > 0 ? static_cast<double>(m_job->next) / static_cast<double>(m_job->total) : 0;
}

QString TransferController::text() const
{
    if (!m_job)
        return {};
    const int total = static_cast<int>(m_job->total);
    if (m_job->exports)
        return tr("Exporting %1 of %n conversations", nullptr, total).arg(m_job->next);
    return total == 0 ? tr("Reading the file")
                      : tr("Importing %1 of %n conversations", nullptr, total).arg(m_job->next);
}

QString TransferController::suggestedName(const QString &title, Format format)
{
    return (title.isEmpty() ? tr("Conversations") : fileNameOf(title)) + endingOf(format);
}

void TransferController::cancel()
{
    if (m_job)
        m_job->cancelled = true;
}

void TransferController::end(const QString &notice)
{
    m_job.reset();
    emit changed();
    emit ended(notice);
}

void TransferController::exportTo(const QString &target, qint64 conversationId, Format format)
{
    if (m_job || target.isEmpty())
        return;
    m_job = std::make_shared<Job>();
    m_job->exports = true;
    m_job->format = format;
    m_job->target = target;
    m_job->single = conversationId != 0;
    emit changed();
    m_store->read<QList<qint64>>(
        this,
        [conversationId](Stores &stores) -> Result<QList<qint64>> {
            return conversationId != 0 ? QList<qint64> { conversationId } : stores.transfer.ids();
        },
        [this](const Result<QList<qint64>> &ids) {
            if (!ids)
                return end(errorText(ids.error()).text);
            m_job->ids = *ids;
            m_job->total = ids->size();
            exportNext();
        });
}

void TransferController::exportNext()
{
    const std::shared_ptr<Job> job = m_job;
    emit changed();
    if (job->next >= job->total || job->cancelled) {
        m_thread.post(
            this,
            [job, cancelled = job->cancelled]() -> Result<void> {
                if (!job->json)
                    return {};
                if (cancelled) {
                    job->json.reset(); // not committed: what the file held before stays
                    return {};
                }
                job->json->write(jsonFileTail());
                return job->json->commit() ? Result<void>() : Result<void>(writeError(job->target));
            },
            [this, job](const Result<void> &result) {
                if (job->cancelled && job->format == Format::Json)
                    return end({});
                end(!result ? errorText(result.error()).text
                            : tr("%n conversations were exported to %1.", nullptr, job->written)
                                  .arg(QDir::toNativeSeparators(job->target)));
            });
        return;
    }
    const qint64 id = job->ids.at(job->next);
    m_store->read<SavedConversation>(
        this, [id](Stores &stores) { return stores.transfer.read(id); },
        [this, job](const Result<SavedConversation> &saved) {
            ++job->next;
            // One that cannot be read keeps no other from being written.
            if (!saved || saved->messages.isEmpty())
                return exportNext();
            m_thread.post(
                this,
                [job, saved = *saved]() -> Result<void> {
                    if (job->format != Format::Json) {
                        return writeDocument(saved,
                            job->single ? job->target
                                        : freeName(job->target, saved.conversation.title, endingOf(job->format)),
                            job->format);
                    }
                    if (!job->json) {
                        job->json = std::make_unique<QSaveFile>(job->target);
                        if (!job->json->open(QIODevice::WriteOnly))
                            return writeError(job->target);
                        job->json->write(jsonFileHead());
                    } else {
                        job->json->write(jsonFileSeparator());
                    }
                    const QByteArray json = QJsonDocument(conversationToJson(saved)).toJson(QJsonDocument::Indented);
                    return job->json->write(json) < 0 ? Result<void>(writeError(job->target)) : Result<void>();
                },
                [this, job](const Result<void> &result) {
                    if (!result)
                        return end(errorText(result.error()).text);
                    ++job->written;
                    exportNext();
                });
        });
}

void TransferController::importFrom(const QString &file)
{
    if (m_job || file.isEmpty())
        return;
    m_job = std::make_shared<Job>();
    m_job->target = file;
    emit changed();
    m_thread.post(
        this,
        [file]() -> Result<ImportedFile> {
            QFile in(file);
            if (!in.open(QIODevice::ReadOnly)) {
                return Error { ErrorCode::NotFound, Reason::Unspecified, { { "path", file.toStdString() } },
                    in.errorString().toStdString() };
            }
            return readConversations(in.readAll());
        },
        [this](Result<ImportedFile> result) {
            if (!result) {
                return end(tr("%1 holds no conversations that Maru can read. It reads its own JSON, and the "
                              "conversations.json of ChatGPT and Claude.")
                               .arg(QFileInfo(m_job->target).fileName()));
            }
            m_job->file = *std::move(result);
            m_job->total = m_job->file.conversations.size();
            importNext();
        });
}

void TransferController::importNext()
{
    const std::shared_ptr<Job> job = m_job;
    emit changed();
    if (job->next >= job->total || job->cancelled) {
        if (job->written > 0)
            emit imported();
        end(importNotice());
        return;
    }
    SavedConversation saved = std::move(job->file.conversations[job->next++]);
    const int messages = static_cast<int>(saved.messages.size());
    SavedConversation numbered = saved;
    renumber(numbered, *m_store);
    auto known = std::make_shared<bool>(false);
    m_store->write(
        this,
        [saved, numbered, known, folderId = m_store->nextId()](Stores &stores) -> Result<void> {
            MARU_TRY(*known, stores.transfer.isKnown(saved));
            return *known ? Result<void>() : stores.transfer.add(numbered, folderId);
        },
        [this, job, known, messages](const Result<void> &result) {
            if (!result)
                return end(errorText(result.error()).text);
            if (*known) {
                ++job->known;
            } else {
                ++job->written;
                job->messages += messages;
            }
            importNext();
        });
}

QString TransferController::nameOfKind(const QString &kind, int count) const
{
    if (kind == QLatin1String("image"))
        return tr("%n images", nullptr, count);
    if (kind == QLatin1String("tool"))
        return tr("%n results of tools", nullptr, count);
    if (kind == QLatin1String("hidden"))
        return tr("%n hidden messages", nullptr, count);
    if (kind == QLatin1String("file"))
        return tr("%n files", nullptr, count);
    if (kind == QLatin1String("empty"))
        return tr("%n empty conversations", nullptr, count);
    return tr("%n unknown entries", nullptr, count);
}

/// What came in, what was here, what was left out.
QString TransferController::importNotice() const
{
    QString text = tr("%n conversations were imported.", nullptr, m_job->written);
    if (m_job->known > 0)
        text += u' ' + tr("%n were here already.", nullptr, m_job->known);
    QStringList kinds;
    for (auto it = m_job->file.leftOut.cbegin(); it != m_job->file.leftOut.cend(); ++it)
        kinds << nameOfKind(it.key(), it.value());
    if (!kinds.isEmpty())
        text += u' ' + tr("Left out: %1.").arg(kinds.join(QStringLiteral(", ")));
    return text;
}

} // namespace maru
