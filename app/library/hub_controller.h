// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/library/hub_api.h"
#include "app/library/hub_files_model.h"
#include "app/library/hub_search_model.h"

#include <QObject>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace maru {

class DownloadController;
class SecretStore;

/// Looks for models on a Hugging Face compatible hub, lists their files, and starts downloads of them.
///
/// The access token lies in the keyring of the desktop (SecretStore) and goes to the hub's own host only.
/// Ownership: made by AppContext. Threads: GUI thread. Failure: `errorText`; `needsToken` where the hub wants to know
/// who asks.
class HubController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(maru::HubSearchModel *repositories READ repositories CONSTANT)
    Q_PROPERTY(maru::HubFilesModel *files READ files CONSTANT)
    Q_PROPERTY(QString address READ address NOTIFY addressChanged)
    Q_PROPERTY(bool searching READ isSearching NOTIFY stateChanged)
    Q_PROPERTY(bool listing READ isListing NOTIFY stateChanged)
    Q_PROPERTY(QString searchText READ searchText NOTIFY stateChanged)
    Q_PROPERTY(QString openedRepository READ openedRepository NOTIFY stateChanged)
    Q_PROPERTY(QString openedLicence READ openedLicence NOTIFY stateChanged)
    Q_PROPERTY(bool needsToken READ needsToken NOTIFY stateChanged)
    Q_PROPERTY(QUrl pageUrl READ pageUrl NOTIFY stateChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY stateChanged)
    Q_PROPERTY(bool hasToken READ hasToken NOTIFY tokenChanged)
    Q_PROPERTY(bool tokenForgotten READ isTokenForgotten NOTIFY tokenChanged)
    Q_PROPERTY(QString tokenText READ tokenText NOTIFY tokenChanged)

public:
    HubController(HubApi *api, DownloadController *downloads, SecretStore *secrets, QObject *parent = nullptr);

    HubSearchModel *repositories() { return &m_repositories; }
    HubFilesModel *files() { return &m_files; }
    QString address() const;
    bool isSearching() const { return m_searching; }
    bool isListing() const { return m_listing; }
    QString searchText() const { return m_searchText; }
    QString openedRepository() const { return m_opened; }
    QString openedLicence() const { return m_openedLicence; }
    bool needsToken() const { return m_needsToken; }
    QUrl pageUrl() const; ///< of the open repository, for the user's browser
    QString errorText() const { return m_errorText; }
    bool hasToken() const;
    bool isTokenForgotten() const; ///< there is a token, and it is gone when Maru ends: there is no keyring
    QString tokenText() const; ///< where the token is kept, and what went wrong with it

    Q_INVOKABLE void search(const QString &text);
    Q_INVOKABLE void searchMore();
    Q_INVOKABLE void open(const QString &repository);
    Q_INVOKABLE void close();
    Q_INVOKABLE void dismissError();

    /// Queues row `row` of `files`; returns the id of the download.
    Q_INVOKABLE QString download(int row);

    Q_INVOKABLE void setToken(const QString &token);
    Q_INVOKABLE void clearToken();
    Q_INVOKABLE void keepTokenInFile();

signals:
    void addressChanged();
    void stateChanged();
    void tokenChanged();

private:
    void takePage(int asked, const Result<HubPage> &page);
    void takeContents(int opening, const Result<HubContents> &contents);
    void fail(const Error &error);
    void useToken(const QByteArray &token);
    void readToken();
    QString secretName() const;

    HubApi *m_api;
    DownloadController *m_downloads;
    SecretStore *m_secrets;
    QUrl m_nextPage;
    HubSearchModel m_repositories;
    HubFilesModel m_files;
    QString m_searchText;
    QString m_opened;
    QString m_openedLicence;
    QString m_errorText;
    QString m_tokenText;
    int m_asked = 0; ///< answers to older questions are dropped
    int m_opening = 0;
    bool m_searching = false;
    bool m_listing = false;
    bool m_gated = false;
    bool m_needsToken = false;
};

} // namespace maru
