// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/catalogue_files_model.h"

#include "app/library/download_text.h"

#include <algorithm>

namespace maru {

int CatalogueFilesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant CatalogueFilesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const QList<DownloadFile> &parts = row.file.parts;
    switch (role) {
    case QuantizationRole:
        return row.file.quantization;
    case BytesRole:
        return row.bytes;
    case SizeTextRole:
        return row.bytes < 0           ? QString()
            : row.file.byteCount() < 0 ? tr("about %1").arg(sizeText(row.bytes))
                                       : sizeText(row.bytes);
    case FitRole:
        return static_cast<int>(row.fit);
    case FitTextRole:
        return fitText(row.fit);
    case BestRole:
        return row.best;
    case FileNameRole:
        return parts.isEmpty() ? QString() : parts.constFirst().name;
    case UrlsRole:
        return QVariant::fromValue(urlsOf(parts));
    case VerifiableRole:
        return !parts.isEmpty() && std::none_of(parts.cbegin(), parts.cend(), [](const DownloadFile &part) {
            return part.sha256.isEmpty();
        });
    default:
        return {};
    }
}

QHash<int, QByteArray> CatalogueFilesModel::roleNames() const
{
    return {
        { QuantizationRole, "quantization" },
        { BytesRole, "bytes" },
        { SizeTextRole, "sizeText" },
        { FitRole, "fit" },
        { FitTextRole, "fitText" },
        { BestRole, "best" },
        { FileNameRole, "fileName" },
        { UrlsRole, "urls" },
        { VerifiableRole, "verifiable" },
    };
}

void CatalogueFilesModel::show(const CatalogueModel &models, const QString &id)
{
    beginResetModel();
    m_rows.clear();
    if (const CatalogueModelEntry *model = models.find(id)) {
        const qsizetype best = models.bestFile(*model);
        for (qsizetype i = 0; i < model->files.size(); ++i) {
            const CatalogueFile &file = model->files.at(i);
            m_rows.append({ file, model->sizeOf(file), models.fitOf(*model, file), i == best });
        }
    }
    endResetModel();
    emit countChanged();
}

} // namespace maru
