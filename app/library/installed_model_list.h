// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/installed_model.h"

#include <QAbstractListModel>
#include <QList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// The models that can be picked: the files of the model folder and those imported by reference, by name.
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
        UsableRole,
        ProblemTextRole, ///< why it cannot be used and what to do; empty if it can
        ReferencedRole, ///< lies outside the model folder
    };

    int count() const { return static_cast<int>(m_models.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void reset(QList<InstalledModel> models);

    /// The model at `path`, or null.
    const InstalledModel *find(const QString &path) const;
    const QList<InstalledModel> &all() const { return m_models; }

signals:
    void countChanged();

private:
    QList<InstalledModel> m_models;
};

} // namespace maru
