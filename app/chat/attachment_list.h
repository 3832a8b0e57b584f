// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/token_counter.h"
#include "app/domain/attachment.h"

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace maru {

class JobWorker;

/// The text files that go with the next message: the chips above the prompt field.
///
/// Files are read and counted on the thread of jobs; one that is no text, too large or too many is refused in words
/// (`problemText`). A long text that is pasted becomes one too: the field stays a place to write in.
/// Ownership: by ChatController; jobs and counter outlive it. Threads: GUI thread.
class AttachmentList : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool reading READ isReading NOTIFY readingChanged)
    Q_PROPERTY(QString problemText READ problemText NOTIFY problemTextChanged)

public:
    static constexpr int kMost = 20;
    static constexpr int kLongLetters = 4000; ///< a pasted text from here on becomes a chip
    static constexpr int kLongLines = 80;

    enum Roles {
        NameRole = Qt::UserRole + 1,
        DetailRole, ///< "312 lines, 4,210 tokens", with a middle dot
    };

    AttachmentList(JobWorker *jobs, const TokenCounter &counter, QObject *parent = nullptr);

    int count() const { return static_cast<int>(m_entries.size()); }
    bool isReading() const { return m_reading > 0; }
    QString problemText() const { return m_problemText; }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QList<Attachment> all() const;

    /// Of all, as far as they are counted; others are estimated.
    int tokens() const;

    /// Shows these in place of what is there.
    void reset(const QList<Attachment> &attachments);

    /// A model that counts differently is loaded.
    void countAgain();

    /// Reads files of this computer and adds them.
    Q_INVOKABLE void addFiles(const QList<QUrl> &files);

    /// Takes what lies on the clipboard if it belongs here: files, or a long text. False: it is to be pasted as usual.
    Q_INVOKABLE bool takeClipboard();
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE QString text(int row) const;
    Q_INVOKABLE QString name(int row) const;
    Q_INVOKABLE void dismissProblem();

    /// "312 lines" of a text, with its tokens if they are known (above 0).
    static QString detail(const QString &text, int tokens);

signals:
    void changed();
    void readingChanged();
    void problemTextChanged();

private:
    struct Entry
    {
        Attachment attachment;
        int tokens = 0; ///< 0: not counted
    };

    void add(const Attachment &attachment);
    void setProblem(const QString &text);

    JobWorker *m_jobs;
    TokenCounter m_counter;
    QList<Entry> m_entries;
    int m_reading = 0; ///< files
    int m_list = 0; ///< grows with reset(): what was read for another list is dropped
    QString m_problemText;
};

} // namespace maru
