// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/library/hub_files_model.h"
#include "app/library/hub_search_model.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

#include <functional>

namespace maru {

class NetworkGate;

/// One page of a search.
struct HubPage
{
    QList<HubRepository> repositories;
    QUrl next; ///< empty: the last page
};

/// A repository and its model files.
struct HubContents
{
    QString repository;
    QString licence;
    bool gated = false;
    QList<HubFile> files; ///< smallest first
};

/// The questions that Maru asks a Hugging Face compatible hub, and what it takes from the answers: they are foreign
/// text, so names that are not safe, split files with parts missing and fields that make no sense are left out.
///
/// Ownership: a member of AppContext. Threads: GUI thread. Failure: those of NetworkGate::fetch(), BadReply.
class HubApi : public QObject
{
    Q_OBJECT

public:
    HubApi(NetworkGate *gate, const QUrl &address, QObject *parent = nullptr);

    const QUrl &address() const { return m_address; }
    void setAddress(const QUrl &address);
    const QByteArray &token() const { return m_token; }
    void setToken(const QByteArray &token) { m_token = token; }

    void search(QObject *receiver, const QString &text, const std::function<void(const Result<HubPage> &)> &done);
    void nextPage(QObject *receiver, const QUrl &page, const std::function<void(const Result<HubPage> &)> &done);
    void contents(
        QObject *receiver, const QString &repository, const std::function<void(const Result<HubContents> &)> &done);

    /// The page of `repository` for people.
    QUrl pageOf(const QString &repository) const;

    /// What an answer says; `host` is for errors. `base`: the hub's address.
    static Result<HubPage> readPage(const QByteArray &json, const QByteArray &link, const QUrl &asked);
    static Result<HubContents> readContents(const QByteArray &json, const QString &repository, const QUrl &base);

    /// "owner/name" with the characters that such names have.
    static bool isRepository(const QString &text);

    /// "Q4_K_M" of "model-Q4_K_M.gguf"; "" if there is none.
    static QString quantizationOf(const QString &fileName);

signals:
    void addressChanged();

private:
    QUrl withPath(const QString &path) const;

    NetworkGate *m_gate;
    QUrl m_address;
    QByteArray m_token;
};

} // namespace maru
