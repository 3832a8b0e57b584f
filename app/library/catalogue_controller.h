// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/library/catalogue_details.h"
#include "app/library/catalogue_files_model.h"
#include "app/library/catalogue_model.h"
#include "app/library/hub_api.h"

#include <QObject>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace maru {

class DownloadController;
class NetworkGate;

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
    Q_PROPERTY(maru::CatalogueDetails *details READ details CONSTANT)
    Q_PROPERTY(QString openedId READ openedId NOTIFY openedChanged)
    Q_PROPERTY(bool refreshing READ isRefreshing NOTIFY refreshChanged)
    Q_PROPERTY(bool lookingUp READ isLookingUp NOTIFY refreshChanged)
    Q_PROPERTY(bool hasAddress READ hasAddress NOTIFY refreshChanged)
    Q_PROPERTY(bool canRefresh READ canRefresh NOTIFY refreshChanged)
    Q_PROPERTY(QString stateText READ stateText NOTIFY refreshChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY refreshChanged)

public:
    /// Of the public key of the list's signature, 32 bytes: the program's own unless a test says otherwise.
    CatalogueController(NetworkGate *gate, HubApi *hub, DownloadController *downloads, const QString &cacheFolder,
        const QByteArray &key = catalogueKey(), QObject *parent = nullptr);

    CatalogueModel *models() { return &m_models; }
    CatalogueFilesModel *files() { return &m_files; }
    CatalogueDetails *details() { return &m_details; } ///< of the open model
    QString openedId() const { return m_openedId; }
    bool isRefreshing() const { return m_refreshing; }
    bool isLookingUp() const { return m_lookingUp; }
    bool hasAddress() const { return m_address.isValid() && !m_address.isEmpty(); } ///< of newer lists
    bool canRefresh() const { return !m_refreshing && hasAddress(); }
    QString stateText() const; ///< "24 models, list number 3"
    QString errorText() const { return m_errorText; }
    void setAddress(const QUrl &address);

    /// Its page is shown: what this computer has is looked at the first time.
    Q_INVOKABLE void shown();

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void dismissError();

    /// Fills `details` and `files` with those of the model `id`, and asks the hub for what is not known of them, unless
    /// it is offline.
    Q_INVOKABLE void open(const QString &id);

    /// Back to the list.
    Q_INVOKABLE void close();

    /// Asks the hub for the files of the open model: their sizes, checksums and addresses.
    Q_INVOKABLE void lookUp();

    /// Queues the model `id` in the format of row `row` of its files; in the one that suits this computer where it is
    /// -1. Where the list does not say which file that is, the hub is asked first: downloadStarted() comes then.
    Q_INVOKABLE void download(const QString &id, int row = -1);

signals:
    void openedChanged();
    void refreshChanged();
    /// CatalogueModel::setMemory() is wanted.
    void memoryWanted();
    void downloadStarted(const QString &id, const QString &downloadId);

private:
    Result<Catalogue> read(const QByteArray &signedList) const;
    void take(const QByteArray &signedList);
    void loadCached();
    void takeContents(const QString &id, const QString &quantization, const Result<HubContents> &contents);
    void show(const QString &id);
    void start(const CatalogueModelEntry &model, const CatalogueFile &file);
    void fail(const Error &error);

    NetworkGate *m_gate;
    HubApi *m_hub;
    DownloadController *m_downloads;
    QUrl m_address;
    QString m_cacheFile;
    QByteArray m_key;
    CatalogueModel m_models;
    CatalogueFilesModel m_files;
    CatalogueDetails m_details;
    QString m_openedId;
    QString m_errorText;
    bool m_refreshing = false;
    bool m_lookingUp = false;
    bool m_wasShown = false;
};

} // namespace maru
