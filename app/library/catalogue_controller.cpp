// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/catalogue_controller.h"

#include "app/engine/error_text.h"
#include "app/library/download_controller.h"
#include "app/library/part_file.h"
#include "app/network/network_gate.h"

#include <QFile>

#include <algorithm>
#include <utility>

namespace maru {

CatalogueController::CatalogueController(NetworkGate *gate, HubApi *hub, DownloadController *downloads,
    const QString &cacheFolder, const QByteArray &key, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_hub(hub)
    , m_downloads(downloads)
    , m_cacheFile(cacheFolder + QStringLiteral("/catalogue.signed"))
    , m_key(key)
{
    if (const Result<Catalogue> own = Catalogue::parse(Catalogue::builtInJson(), QStringLiteral(MARU_VERSION)))
        m_models.setCatalogue(*own);
    loadCached();
}

QString CatalogueController::stateText() const
{
    return tr("%n models", nullptr, static_cast<int>(m_models.catalogue().models.size())) + QStringLiteral(", ")
        + tr("list number %1").arg(m_models.catalogue().revision);
}

void CatalogueController::setAddress(const QUrl &address)
{
    if (std::exchange(m_address, address) != address)
        emit refreshChanged();
}

/// The list, if it is signed, can be read and is not older than the one in use.
Result<Catalogue> CatalogueController::read(const QByteArray &signedList) const
{
    MARU_TRY(const QByteArray json, checkedCatalogue(signedList, m_key));
    MARU_TRY(Catalogue catalogue, Catalogue::parse(json, QStringLiteral(MARU_VERSION)));
    if (catalogue.revision < m_models.catalogue().revision) {
        const std::string detail = "number " + std::to_string(catalogue.revision) + " is older than number "
            + std::to_string(m_models.catalogue().revision);
        return Error { ErrorCode::Unsupported, Reason::BadCatalogue, { { "detail", detail } }, detail };
    }
    return catalogue;
}

void CatalogueController::loadCached()
{
    QFile file(m_cacheFile);
    if (!file.open(QIODevice::ReadOnly))
        return;
    if (const Result<Catalogue> catalogue = read(file.readAll()))
        m_models.setCatalogue(*catalogue); // else a newer program brought a newer one, or somebody changed it
}

void CatalogueController::shown()
{
    if (!std::exchange(m_wasShown, true))
        emit memoryWanted();
}

void CatalogueController::refresh()
{
    if (!canRefresh())
        return;
    m_refreshing = true;
    m_errorText.clear();
    emit refreshChanged();
    HttpRequest request;
    request.url = m_address;
    request.reason = QStringLiteral("model list");
    m_gate->fetch(this, request, [this](const Result<HttpAnswer> &answer) {
        m_refreshing = false;
        if (answer)
            take(answer->body);
        else
            fail(answer.error());
        emit refreshChanged();
    });
}

void CatalogueController::take(const QByteArray &signedList)
{
    const Result<Catalogue> catalogue = read(signedList);
    if (!catalogue) {
        fail(catalogue.error());
        return;
    }
    m_models.setCatalogue(*catalogue);
    show(m_openedId);
    if (const Result<void> kept = writeAtomically(m_cacheFile, signedList, true); !kept)
        fail(kept.error()); // it is used now, and fetched again another day
}

void CatalogueController::fail(const Error &error)
{
    m_errorText = maru::errorText(error).text;
}

void CatalogueController::dismissError()
{
    m_errorText.clear();
    emit refreshChanged();
}

void CatalogueController::open(const QString &id)
{
    show(id);
    const CatalogueModelEntry *model = m_models.find(id);
    const bool isKnown = !model
        || std::none_of(
            model->files.cbegin(), model->files.cend(), [](const CatalogueFile &file) { return file.parts.isEmpty(); });
    if (!isKnown && !m_gate->isOffline())
        lookUp();
}

void CatalogueController::close()
{
    show({});
}

void CatalogueController::show(const QString &id)
{
    m_openedId = id;
    m_files.show(m_models, id);
    m_details.show(m_models, id, m_hub->address());
    emit openedChanged();
}

void CatalogueController::download(const QString &id, int row)
{
    const CatalogueModelEntry *model = m_models.find(id);
    if (!model)
        return;
    const qsizetype wanted = row < 0 || row >= model->files.size() ? m_models.bestFile(*model) : row;
    const CatalogueFile &file = model->files.at(wanted);
    if (!file.parts.isEmpty()) {
        start(*model, file);
        return;
    }
    m_lookingUp = true;
    emit refreshChanged();
    m_hub->contents(
        this, model->repository, [this, id, quantization = file.quantization](const Result<HubContents> &contents) {
            takeContents(id, quantization, contents);
        });
}

void CatalogueController::lookUp()
{
    const CatalogueModelEntry *model = m_models.find(m_openedId);
    if (!model || std::exchange(m_lookingUp, true))
        return;
    emit refreshChanged();
    m_hub->contents(this, model->repository,
        [this, id = m_openedId](const Result<HubContents> &contents) { takeContents(id, {}, contents); });
}

/// What the hub says of the repository of `id`; the file of the format `quantization`, if any, is fetched then.
void CatalogueController::takeContents(
    const QString &id, const QString &quantization, const Result<HubContents> &contents)
{
    m_lookingUp = false;
    m_errorText.clear();
    if (contents)
        m_models.learn(id, contents->files);
    else
        fail(contents.error());
    if (id == m_openedId)
        show(id);
    else if (contents && quantization.isEmpty())
        open(m_openedId); // another one was opened meanwhile
    const CatalogueModelEntry *model = m_models.find(id);
    if (contents && model && !quantization.isEmpty()) {
        const auto file = std::find_if(model->files.cbegin(), model->files.cend(), [&](const CatalogueFile &format) {
            return format.quantization == quantization && !format.parts.isEmpty();
        });
        if (file != model->files.cend())
            start(*model, *file);
        else
            fail({ ErrorCode::NotFound, Reason::LinkGone, { { "host", m_hub->address().host().toStdString() } },
                "no file of this format" });
    }
    emit refreshChanged();
}

void CatalogueController::start(const CatalogueModelEntry &model, const CatalogueFile &file)
{
    DownloadOrder order;
    order.title = model.name + QStringLiteral(", ") + file.quantization;
    order.source = model.repository;
    order.licence = model.licence;
    order.usesToken = true;
    order.files = file.parts;
    emit downloadStarted(model.id, m_downloads->start(order));
}

} // namespace maru
