// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/installed_model.h"

#include <QAbstractListModel>
#include <QHash>
#include <QList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// The models of the shelf, by name: those of its folders, and those imported by reference.
///
/// Ownership: a member of LibraryController, which alone changes it. Threads: GUI thread.
class InstalledModelList : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        PathRole = Qt::UserRole + 1, ///< what chooseModel() takes
        NameRole,
        DetailRole, ///< "135 M, Q4_1, 98 MB"
        UsableRole, ///< read, and without a problem
        ProblemTextRole, ///< why it cannot be used and what to do; empty if it can
        ReferencedRole, ///< listed where it lies, not because its folder is
        PendingRole, ///< not read yet
        FamilyRole,
        QuantizationRole,
        SizeTextRole,
        LicenceRole, ///< "apache-2.0"; "" if the file does not say
        LastUsedTextRole, ///< "Used yesterday", "Never used"
        SourceTextRole, ///< "Ollama", "From huggingface.co"; "" of one that was put here by hand
        VerifiedTextRole, ///< "Checked on 3 May: whole and unchanged", "" if it never was
        NotesRole,
        DuplicateTextRole, ///< "The same file as llama3:8b"; "" if there is no other
        ReadOnlyRole, ///< another application's: is used in place, not renamed, moved or deleted
        FakeRole, ///< no file: the fake engine's
        ContextLengthRole,
    };

    int count() const { return static_cast<int>(m_models.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void reset(QList<InstalledModel> models);

    /// Replaces the row with this path; none is added.
    void update(const InstalledModel &model);

    /// The model at `path`, or null.
    const InstalledModel *find(const QString &path) const;
    const QList<InstalledModel> &all() const { return m_models; }

signals:
    void countChanged();

private:
    QString duplicateText(const InstalledModel &model) const;
    void findDuplicates();

    QList<InstalledModel> m_models;
    QHash<QString, QList<qsizetype>> m_alike; ///< rows by size and ModelId
};

} // namespace maru
