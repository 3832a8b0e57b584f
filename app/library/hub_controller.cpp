// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/hub_controller.h"

#include "app/engine/error_text.h"
#include "app/library/download_controller.h"
#include "app/platform/secret_store.h"

#include <algorithm>
#include <utility>

namespace maru {

HubController::HubController(HubApi *api, DownloadController *downloads, SecretStore *secrets, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_downloads(downloads)
    , m_secrets(secrets)
{
    // Not from within the view's own call: it changes the rows it is looking at.
    connect(&m_repositories, &HubSearchModel::moreWanted, this, &HubController::searchMore, Qt::QueuedConnection);
    connect(m_api, &HubApi::addressChanged, this, [this] {
        close();
        m_repositories.reset();
        m_searchText.clear();
        emit addressChanged();
        readToken(); // of the other hub: each has its own
    });
    readToken();
}

QString HubController::address() const
{
    return m_api->address().toString();
}

bool HubController::hasToken() const
{
    return !m_api->token().isEmpty();
}

bool HubController::isTokenForgotten() const
{
    return hasToken() && m_secrets->place() == SecretStore::Place::Memory;
}

QUrl HubController::pageUrl() const
{
    return m_api->pageOf(m_opened);
}

QString HubController::secretName() const
{
    return QStringLiteral("hub-token@") + m_api->address().host();
}

void HubController::useToken(const QByteArray &token)
{
    m_api->setToken(token);
    m_downloads->setToken(m_api->address(), token);
    m_needsToken = m_gated && token.isEmpty();
    emit tokenChanged();
    emit stateChanged();
}

void HubController::readToken()
{
    m_api->setToken({});
    m_secrets->read(this, secretName(), [this, name = secretName()](const Result<QByteArray> &token) {
        if (name != secretName())
            return;
        m_tokenText.clear();
        if (!token)
            m_tokenText = maru::errorText(token.error()).text;
        useToken(token.value_or(QByteArray()));
    });
}

QString HubController::tokenText() const
{
    return m_tokenText.isEmpty() ? m_secrets->placeText() : m_tokenText;
}

void HubController::setToken(const QString &token)
{
    const QByteArray bytes = token.trimmed().toUtf8();
    // A header takes one line of visible ASCII.
    const bool isToken = std::all_of(bytes.cbegin(), bytes.cend(), [](char c) { return c > ' ' && c < 0x7f; });
    if (bytes.isEmpty() || !isToken) {
        m_tokenText = tr("This is no access token: it has characters that tokens do not have. Copy it again.");
        emit tokenChanged();
        return;
    }
    useToken(bytes);
    m_secrets->write(this, secretName(), bytes, [this](const Result<void> &written) {
        m_tokenText = written ? QString() : maru::errorText(written.error()).text;
        emit tokenChanged();
    });
}

void HubController::keepTokenInFile()
{
    m_secrets->keepInFile(this, [this](const Result<void> &written) {
        m_tokenText = written ? QString() : maru::errorText(written.error()).text;
        emit tokenChanged();
    });
}

void HubController::clearToken()
{
    useToken({});
    m_secrets->remove(this, secretName(), [this](const Result<void> &removed) {
        m_tokenText = removed ? QString() : maru::errorText(removed.error()).text;
        emit tokenChanged();
    });
}

void HubController::fail(const Error &error)
{
    m_errorText = maru::errorText(error).text;
    m_needsToken = m_needsToken || error.reason == Reason::NeedsToken;
}

void HubController::search(const QString &text)
{
    m_searchText = text.trimmed();
    m_repositories.reset();
    m_nextPage.clear();
    m_errorText.clear();
    const int asked = ++m_asked;
    m_searching = !m_searchText.isEmpty();
    emit stateChanged();
    if (m_searching)
        m_api->search(this, m_searchText, [this, asked](const Result<HubPage> &page) { takePage(asked, page); });
}

void HubController::searchMore()
{
    if (m_searching || m_nextPage.isEmpty())
        return;
    m_searching = true;
    m_repositories.setHasMore(false); // until it is there
    const int asked = ++m_asked;
    emit stateChanged();
    m_api->nextPage(
        this, std::exchange(m_nextPage, {}), [this, asked](const Result<HubPage> &page) { takePage(asked, page); });
}

void HubController::takePage(int asked, const Result<HubPage> &page)
{
    if (asked != m_asked)
        return;
    m_searching = false;
    if (page) {
        m_nextPage = page->next;
        m_repositories.setHasMore(!m_nextPage.isEmpty());
        m_repositories.append(page->repositories);
    } else {
        fail(page.error());
    }
    emit stateChanged();
}

void HubController::open(const QString &repository)
{
    close();
    m_opened = repository.trimmed();
    m_listing = true;
    const int opening = ++m_opening;
    emit stateChanged();
    m_api->contents(
        this, m_opened, [this, opening](const Result<HubContents> &contents) { takeContents(opening, contents); });
}

void HubController::takeContents(int opening, const Result<HubContents> &contents)
{
    if (opening != m_opening)
        return;
    m_listing = false;
    if (contents) {
        m_openedLicence = contents->licence;
        m_gated = contents->gated;
        m_needsToken = m_gated && !hasToken();
        m_files.reset(contents->files);
    } else {
        fail(contents.error());
    }
    emit stateChanged();
}

void HubController::close()
{
    ++m_opening;
    m_opened.clear();
    m_openedLicence.clear();
    m_errorText.clear();
    m_listing = m_gated = m_needsToken = false;
    m_files.reset({});
    emit stateChanged();
}

void HubController::dismissError()
{
    m_errorText.clear();
    emit stateChanged();
}

QString HubController::download(int row)
{
    if (row < 0 || row >= m_files.count())
        return {};
    const HubFile &file = m_files.files().at(row);
    DownloadOrder order;
    order.title = file.name;
    order.source = m_opened;
    order.licence = m_openedLicence;
    order.usesToken = true; // of whatever token there is when it runs
    order.files = file.parts;
    return m_downloads->start(order);
}

} // namespace maru
