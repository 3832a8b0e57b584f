// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/engine/fake_script.h"
#include "app/platform/paths.h"

#include <QString>
#include <QVariantMap>

#include <memory>

namespace maru {

class ActionRegistry;
class ChatController;
class ColourScheme;
class DeviceModel;
class Engine;
class HistoryController;
class Language;
class LibraryController;
class ModelContext;
class NetworkContext;
class Notifier;
class Settings;
class StoreWorker;

enum class EngineKind { Real, Fake };

/// What the command line or a test decides before anything is made.
struct AppOptions
{
    QString dataDir; ///< empty: the XDG folders
    QString modelPath; ///< empty: the model of the settings
    QString device; ///< empty: the device of the settings
    int threads = 0; ///< of the processor; 0: as the settings say
    QString language; ///< empty: the language of the settings
    EngineKind engine = EngineKind::Real;
    FakeScript fakeScript; ///< of EngineKind::Fake
    bool offline = false; ///< no connection is opened, whatever the settings say
    qint64 loseDeviceAfter = -1; ///< for tests, of EngineKind::Real: the forward pass at which the device is lost once
};

/// The composition root: makes every object of the app, wires them, and destroys them in reverse order.
///
/// Threads: made and destroyed on the GUI thread; starts the store's, the engine's and the job thread.
/// Failure of create(): AlreadyRunning (path), ReadOnly, DiskFull, DatabaseCorrupt, DatabaseNewer: nothing is running
/// then.
class AppContext
{
public:
    static Result<std::unique_ptr<AppContext>> create(const AppOptions &options);
    ~AppContext();

    /// What Main.qml takes as required properties.
    QVariantMap initialProperties() const;

    ChatController *chat() const;
    HistoryController *history() const;
    LibraryController *library() const;
    DeviceModel *devices() const;
    Settings *settings() const;
    ColourScheme *colourScheme() const;
    ActionRegistry *actions() const;
    Language *language() const;
    Notifier *notifier() const;
    NetworkContext *network() const;
    ModelContext *models() const;
    Engine *engine() const;
    StoreWorker *store() const;
    const Paths &paths() const;

private:
    struct Parts;
    explicit AppContext(std::unique_ptr<Parts> parts);
    void retranslateAll();

    std::unique_ptr<Parts> m_parts;
};

} // namespace maru
