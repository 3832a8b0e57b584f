// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/hub_files_model.h"

#include "app/library/download_text.h"

#include <algorithm>

namespace maru {

qint64 HubFile::byteCount() const
{
    DownloadOrder order;
    order.files = parts;
    return order.byteCount();
}

QList<QUrl> urlsOf(const QList<DownloadFile> &parts)
{
    QList<QUrl> urls;
    for (const DownloadFile &part : parts)
        urls << part.urls.value(0);
    return urls;
}

int HubFilesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant HubFilesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HubFile &file = m_files.at(index.row());
    switch (role) {
    case NameRole:
        return file.name;
    case QuantizationRole:
        return file.quantization;
    case BytesRole:
        return file.byteCount();
    case SizeTextRole:
        return file.byteCount() < 0 ? QString() : sizeText(file.byteCount());
    case PartCountRole:
        return file.parts.size();
    case VerifiableRole:
        return std::none_of(
            file.parts.cbegin(), file.parts.cend(), [](const DownloadFile &part) { return part.sha256.isEmpty(); });
    case UrlsRole:
        return QVariant::fromValue(urlsOf(file.parts));
    default:
        return {};
    }
}

QHash<int, QByteArray> HubFilesModel::roleNames() const
{
    return {
        { NameRole, "name" },
        { QuantizationRole, "quantization" },
        { BytesRole, "bytes" },
        { SizeTextRole, "sizeText" },
        { PartCountRole, "partCount" },
        { VerifiableRole, "verifiable" },
        { UrlsRole, "urls" },
    };
}

void HubFilesModel::reset(const QList<HubFile> &files)
{
    beginResetModel();
    m_files = files;
    endResetModel();
    emit countChanged();
}

} // namespace maru
