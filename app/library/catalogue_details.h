// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/library/catalogue_model.h"

#include <QObject>
#include <QString>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// What is known of one model of the catalogue, for its page. Its files are in CatalogueFilesModel.
///
/// Ownership: a member of CatalogueController, which alone fills it. Threads: GUI thread.
class CatalogueDetails : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(QString modelId READ modelId NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
    Q_PROPERTY(QVariantList facts READ facts NOTIFY changed)
    Q_PROPERTY(QUrl licenceUrl READ licenceUrl NOTIFY changed)
    Q_PROPERTY(QUrl pageUrl READ pageUrl NOTIFY changed)
    Q_PROPERTY(int layers READ layers NOTIFY changed)
    Q_PROPERTY(double kvBytesPerToken READ kvBytesPerToken NOTIFY changed)
    Q_PROPERTY(int contextLength READ contextLength NOTIFY changed)

public:
    using QObject::QObject;

    /// Of the model `id` of `models`, whose files come from `hub` unless the list names other places. Nothing where
    /// there is no such model.
    void show(const CatalogueModel &models, const QString &id, const QUrl &hub);

    QString modelId() const { return m_model.id; } ///< "": none is shown
    QString name() const { return m_model.name; }
    QString sentence() const;
    QVariantList facts() const; ///< of { name, value }
    QUrl licenceUrl() const { return m_model.licenceUrl; }
    QUrl pageUrl() const { return m_model.page; }
    int layers() const { return m_model.layers; }
    double kvBytesPerToken() const { return static_cast<double>(m_model.kvBytesPerToken); }
    int contextLength() const { return m_model.contextLength; }

    /// "A conversation of 8k tokens takes 470 MB of memory beside the model"; "" where it is not known.
    Q_INVOKABLE QString memoryText(int context) const;

signals:
    void changed();

private:
    QString placesText() const;

    CatalogueModelEntry m_model;
    QUrl m_hub;
};

} // namespace maru
