// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/library/catalogue_files_model.h"
#include "app/library/catalogue_model.h"

#include <QObject>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace maru {

class DownloadController;
class NetworkGate;
class Settings;

/// The list of chosen models: shows it, filters it, starts downloads of it, and fetches a newer one when told to.
///
/// A fetched list is used only if its signature is right and it is not older than the one in use; it is kept in the
/// cache folder and checked again at each start. Ownership: made by AppContext. Threads: GUI thread.
class CatalogueController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(maru::CatalogueModel *models READ models CONSTANT)
    Q_PROPERTY(maru::CatalogueFilesModel *files READ files CONSTANT)
    Q_PROPERTY(QString openedId READ openedId NOTIFY openedChanged)
    Q_PROPERTY(bool refreshing READ isRefreshing NOTIFY refreshChanged)
    Q_PROPERTY(bool canRefresh READ canRefresh NOTIFY refreshChanged)
    Q_PROPERTY(QString stateText READ stateText NOTIFY refreshChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY refreshChanged)

public:
    /// `key`: the public key of the list's signature, 32 bytes; the program's own unless a test says otherwise.
    CatalogueController(NetworkGate *gate, DownloadController *downloads, const QUrl &address, const QString &cacheFolder,
        QObject *parent = nullptr);

    CatalogueModel *models() { return &m_models; }
    CatalogueFilesModel *files() { return &m_files; }
    QString openedId() const { return m_openedId; }
    bool isRefreshing() const { return m_refreshing; }
    bool canRefresh() const { return !m_refreshing && m_address.isValid(); }
    QString stateText() const; ///< "List of 24 models, number 3"
    QString errorText() const { return m_errorText; }
    void setAddress(const QUrl &address);
    void setKey(const QByteArray &key) { m_key = key; } ///< for tests

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void dismissError();

    /// Fills `files` with those of the model `id`.
    Q_INVOKABLE void open(const QString &id);

    /// Queues row `row` of `files`; the best one where it is -1. Returns the id of the download, "" if there is none.
    Q_INVOKABLE QString download(const QString &id, int row = -1);

    /// The order of a file, for the forecast, which reads its header first.
    static DownloadOrder orderOf(const CatalogueModelEntry &model, const CatalogueFile &file);

signals:
    void openedChanged();
    void refreshChanged();

private:
    void take(const QByteArray &signedList);
    void loadCached();
    void fail(const Error &error);

    NetworkGate *m_gate;
    DownloadController *m_downloads;
    QUrl m_address;
    QString m_cacheFile;
    QByteArray m_key;
    QStringList m_families;
    CatalogueModel m_models;
    CatalogueFilesModel m_files;
    QString m_openedId;
    QString m_errorText;
    bool m_refreshing = false;
};

} // namespace maru
