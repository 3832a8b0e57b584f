// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/network_context.h"

#include "app/library/catalogue_controller.h"
#include "app/library/download_controller.h"
#include "app/library/hub_api.h"
#include "app/library/hub_controller.h"
#include "app/network/network_gate.h"
#include "app/platform/secret_store.h"
#include "app/settings/request_list_model.h"
#include "app/settings/settings.h"

namespace maru {

NetworkContext::NetworkContext(Settings *settings, StoreWorker *store, const Paths &paths, const Options &options)
    : m_requests(std::make_unique<RequestListModel>(store))
    , m_secrets(std::make_unique<SecretStore>(
          paths.data, options.keyring ? SecretStore::Place::Keyring : SecretStore::Place::Memory))
    , m_gate(std::make_unique<NetworkGate>())
{
    connect(m_gate.get(), &NetworkGate::requestMade, m_requests.get(), &RequestListModel::add);
    m_gate->setOffline(options.offline || settings->isOffline()); // before anybody can ask
    m_hubApi = std::make_unique<HubApi>(m_gate.get(), QUrl(settings->hubAddress()));
    m_downloads = std::make_unique<DownloadController>(m_gate.get(), paths.models);
    m_catalogue = std::make_unique<CatalogueController>(m_gate.get(), m_hubApi.get(), m_downloads.get(), paths.cache);
    m_hub = std::make_unique<HubController>(m_hubApi.get(), m_downloads.get(), m_secrets.get());
    follow(settings, options.offline);
    m_downloads->adopt(paths.models);
}

NetworkContext::~NetworkContext() = default;

void NetworkContext::follow(Settings *settings, bool alwaysOffline)
{
    connect(settings, &Settings::offlineChanged, this,
        [this, settings, alwaysOffline] { m_gate->setOffline(alwaysOffline || settings->isOffline()); });
    const auto useAddresses = [this, settings] {
        m_hubApi->setAddress(QUrl(settings->hubAddress()));
        m_catalogue->setAddress(QUrl(settings->catalogueAddress()));
    };
    const auto useLimit = [this, settings] { m_downloads->setSpeedLimit(settings->downloadLimit()); };
    connect(settings, &Settings::addressesChanged, this, useAddresses);
    connect(settings, &Settings::downloadLimitChanged, this, useLimit);
    useAddresses();
    useLimit();
}

} // namespace maru
