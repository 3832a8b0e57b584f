// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/library/catalogue.h"
#include "app/library/catalogue_model.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// The formats in which one model of the catalogue can be had.
///
/// Ownership: a member of CatalogueController. Threads: GUI thread.
class CatalogueFilesModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        QuantizationRole = Qt::UserRole + 1,
        BytesRole, ///< -1: not known
        SizeTextRole, ///< "4.7 GB", "about 4.7 GB"
        FitRole, ///< a CatalogueModel.Fit
        FitTextRole,
        BestRole, ///< the one that suits this computer
        FileNameRole, ///< of the first part
        UrlsRole, ///< of all parts: their headers tell the forecast what it needs; empty until the hub has told them
        VerifiableRole, ///< its checksum is known
    };

    int count() const { return static_cast<int>(m_rows.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Empty where there is no such model.
    void show(const CatalogueModel &models, const QString &id);

signals:
    void countChanged();

private:
    struct Row
    {
        CatalogueFile file;
        qint64 bytes = -1;
        CatalogueFit fit = CatalogueFit::Unknown;
        bool best = false;
    };
    QList<Row> m_rows;
};

} // namespace maru
