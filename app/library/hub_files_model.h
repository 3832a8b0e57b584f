// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"

#include <QAbstractListModel>
#include <QList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// A model file of a repository, split ones as one.
struct HubFile
{
    QString name; ///< without ending, number and folder
    QString quantization; ///< "Q4_K_M"; "" if the name does not tell
    QList<DownloadFile> parts;

    qint64 byteCount() const;
};

/// The first address of each part.
QList<QUrl> urlsOf(const QList<DownloadFile> &parts);

/// The GGUF files of the repository that is open, smallest first.
///
/// Ownership: a member of HubController, which alone fills it. Threads: GUI thread.
class HubFilesModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        NameRole = Qt::UserRole + 1,
        QuantizationRole,
        BytesRole, ///< of all parts; -1: not known
        SizeTextRole,
        PartCountRole,
        VerifiableRole, ///< the hub tells the checksum of all parts
        UrlsRole, ///< of all parts: their headers tell the forecast what it needs
    };

    int count() const { return static_cast<int>(m_files.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void reset(const QList<HubFile> &files);
    const QList<HubFile> &files() const { return m_files; }

signals:
    void countChanged();

private:
    QList<HubFile> m_files;
};

} // namespace maru
