// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/platform/paths.h"

#include <QObject>

#include <memory>

namespace maru {

class CatalogueController;
class DownloadController;
class HubApi;
class HubController;
class NetworkGate;
class RequestListModel;
class SecretStore;
class Settings;
class StoreWorker;

/// The part of AppContext that has to do with the network: makes the gate and all that ask it, and has them follow the
/// settings.
///
/// Ownership: owns them. Threads: GUI thread; starts the gate's.
class NetworkContext : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        bool offline = false; ///< whatever the settings say
        bool keyring = true; ///< there is a desktop that may have one
    };

    NetworkContext(Settings *settings, StoreWorker *store, const Paths &paths, const Options &options);
    ~NetworkContext() override;

    NetworkGate *gate() const { return m_gate.get(); }
    HubApi *hubApi() const { return m_hubApi.get(); }
    DownloadController *downloads() const { return m_downloads.get(); }
    CatalogueController *catalogue() const { return m_catalogue.get(); }
    HubController *hub() const { return m_hub.get(); }
    RequestListModel *requests() const { return m_requests.get(); }

private:
    void follow(Settings *settings, bool alwaysOffline);

    std::unique_ptr<RequestListModel> m_requests;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<NetworkGate> m_gate;
    std::unique_ptr<HubApi> m_hubApi;
    std::unique_ptr<DownloadController> m_downloads;
    std::unique_ptr<CatalogueController> m_catalogue;
    std::unique_ptr<HubController> m_hub;
};

} // namespace maru
