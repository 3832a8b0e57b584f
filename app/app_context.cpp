// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/app_context.h"

#include "app/actions/action_registry.h"
#include "app/chat/chat_controller.h"
#include "app/chat/reply_notice.h"
#include "app/engine/device_model.h"
#include "app/engine/engine.h"
#include "app/engine/fake_engine.h"
#include "app/engine/job_worker.h"
#include "app/engine/real_engine.h"
#include "app/history/history_controller.h"
#include "app/library/catalogue_controller.h"
#include "app/library/devices_controller.h"
#include "app/library/download_controller.h"
#include "app/library/download_notice.h"
#include "app/library/fit_service.h"
#include "app/library/hub_api.h"
#include "app/library/hub_controller.h"
#include "app/library/inspect_controller.h"
#include "app/library/library_controller.h"
#include "app/library/quantize_controller.h"
#include "app/model_context.h"
#include "app/network_context.h"
#include "app/platform/colour_scheme.h"
#include "app/platform/instance_lock.h"
#include "app/platform/language.h"
#include "app/platform/notifier.h"
#include "app/platform/retranslate.h"
#include "app/settings/request_list_model.h"
#include "app/settings/settings.h"
#include "app/store/store_worker.h"
#include "app/text/code_highlighter.h"
#include "app/text/math_renderer.h"
#include "inference/base/memory_info.h"

#include <QDBusConnection>
#include <QFileInfo>
#include <QGuiApplication>
#include <QSet>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

/// The session bus, if there is one: asking for it where there is none would start one.
QDBusConnection sessionBus()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const bool hasBus = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || (!runtime.isEmpty() && QFileInfo::exists(runtime + QStringLiteral("/bus")));
    return hasBus ? QDBusConnection::sessionBus() : QDBusConnection(QStringLiteral("none"));
}

/// What the newest conversations say, enough to measure a model on.
Result<QString> textOfConversations(Stores &stores)
{
    constexpr qsizetype kEnough = 60'000; // letters
    QString text;
    MARU_TRY(const QList<Conversation> conversations, stores.conversations.conversations());
    for (const Conversation &conversation : conversations) {
        MARU_TRY(const QList<Message> messages, stores.conversations.messages(conversation.id));
        for (const Message &message : messages)
            text += message.text + QStringLiteral("\n\n");
        if (text.size() > kEnough)
            break;
    }
    return text.left(kEnough);
}

std::unique_ptr<InferenceEngine> makeEngine(const AppOptions &options, const Paths &paths)
{
    if (options.engine == EngineKind::Fake)
        return std::make_unique<FakeEngine>(options.fakeScript);
    return std::make_unique<RealEngine>(paths.cache, options.loseDeviceAfter);
}

/// The catalogue says what runs here: it learns of the memory of devices, and of the files that are there.
void informCatalogue(CatalogueController *catalogue, DevicesController *devices, LibraryController *library)
{
    const auto host = static_cast<qint64>(hostMemory().total);
    catalogue->models()->setMemory({ host, 0 });
    QObject::connect(catalogue, &CatalogueController::memoryWanted, devices, &DevicesController::refresh);
    QObject::connect(devices, &DevicesController::refreshed, catalogue, [catalogue, devices, host] {
        qint64 largest = 0;
        for (const DeviceStatus &device : devices->devices()) {
            const bool hasOwnMemory = device.usable && device.kind == QLatin1String("discrete");
            if (hasOwnMemory)
                largest = std::max(largest, device.memoryTotal);
        }
        catalogue->models()->setMemory({ host, largest });
    });
    QObject::connect(library, &LibraryController::scanned, catalogue, [catalogue, library] {
        QSet<QString> names;
        for (const InstalledModel &model : library->models()->all())
            names.insert(model.name);
        catalogue->models()->setInstalled(names);
    });
}

/// What runs here is told with the memory that the loaded model would give back, and with the hub's token for files
/// that are not given to everybody. The catalogue's filter goes by it.
void informForecast(FitService *fit, Engine *engine, const NetworkContext &network)
{
    network.catalogue()->models()->setFitService(fit);
    QObject::connect(engine, qOverload<const LoadedModelInfo &>(&Engine::loaded), fit,
        [fit](const LoadedModelInfo &info) { fit->setHeld(info.held); });
    QObject::connect(engine, &Engine::unloaded, fit, [fit] { fit->setHeld({}); });
    const auto useToken = [fit, hub = network.hubApi()] { fit->setToken(hub->address(), hub->token()); };
    QObject::connect(network.hub(), &HubController::tokenChanged, fit, useToken);
    useToken();
}

} // namespace

/// Members are destroyed from the last to the first: controllers, then the threads they use, then what those run.
struct AppContext::Parts
{
    explicit Parts(InstanceLock held)
        : lock(std::move(held))
    {
    }

    InstanceLock lock;
    Paths paths;
    std::unique_ptr<InferenceEngine> inference;
    std::unique_ptr<StoreWorker> store;
    std::unique_ptr<JobWorker> jobs;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<Settings> settings;
    std::unique_ptr<Language> language;
    std::unique_ptr<ActionRegistry> actions;
    std::unique_ptr<ColourScheme> colourScheme;
    std::unique_ptr<Notifier> notifier;
    std::unique_ptr<NetworkContext> network;
    std::unique_ptr<ModelContext> models;
    std::unique_ptr<DeviceModel> devices;
    std::unique_ptr<LibraryController> library;
    std::unique_ptr<MathRenderer> math;
    std::unique_ptr<CodeHighlighter> highlighter;
    std::unique_ptr<ChatController> chat;
    std::unique_ptr<HistoryController> history;
    std::unique_ptr<ReplyNotice> notice;
    std::unique_ptr<DownloadNotice> downloadNotice;
};

AppContext::AppContext(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

AppContext::~AppContext() = default;

Result<std::unique_ptr<AppContext>> AppContext::create(const AppOptions &options)
{
    const Paths paths = Paths::of(options.dataDir);
    MARU_CHECK(paths.create());
    MARU_TRY(InstanceLock lock, InstanceLock::take(paths.lock));
    auto parts = std::make_unique<Parts>(std::move(lock));
    parts->paths = paths;
    parts->store = std::make_unique<StoreWorker>();
    MARU_TRY(const StoreWorker::Opened opened, parts->store->open(paths.database));

    parts->inference = makeEngine(options, paths);
    parts->jobs = std::make_unique<JobWorker>();
    parts->engine = std::make_unique<Engine>(parts->inference.get());
    parts->settings = std::make_unique<Settings>(paths.settings);
    parts->language = std::make_unique<Language>();
    Language *language = parts->language.get();
    language->setChoice(options.language.isEmpty() ? parts->settings->language() : options.language);
    QObject::connect(parts->settings.get(), &Settings::languageChanged, language,
        [language, chosen = parts->settings.get()] { language->setChoice(chosen->language()); });
    parts->actions = std::make_unique<ActionRegistry>();
    const QDBusConnection bus = sessionBus();
    parts->colourScheme = std::make_unique<ColourScheme>(bus);
    parts->notifier = std::make_unique<Notifier>(bus);
    parts->network = std::make_unique<NetworkContext>(parts->settings.get(), parts->store.get(), paths,
        NetworkContext::Options { options.offline, bus.isConnected() });
    parts->devices = std::make_unique<DeviceModel>(parts->inference.get(), parts->jobs.get());
    parts->library
        = std::make_unique<LibraryController>(parts->inference.get(), parts->jobs.get(), parts->store.get(), paths);
    parts->chat = std::make_unique<ChatController>(
        parts->engine.get(), parts->store.get(), parts->settings.get(), parts->jobs.get());

    Settings *settings = parts->settings.get();
    ColourScheme *colourScheme = parts->colourScheme.get();
    const auto followTheme
        = [settings, colourScheme] { colourScheme->setChoice(static_cast<ColourScheme::Choice>(settings->theme())); };
    followTheme();
    QObject::connect(settings, &Settings::themeChanged, colourScheme, followTheme);
    ChatController *chat = parts->chat.get();
    parts->math = std::make_unique<MathRenderer>();
    parts->highlighter = std::make_unique<CodeHighlighter>();
    chat->messages()->setDrawers(parts->math.get(), parts->highlighter.get());
    LibraryController *library = parts->library.get();
    QObject::connect(library, &LibraryController::scanned, chat,
        [chat, library] { chat->setInstalledModels(library->models()->all()); });
    parts->models
        = std::make_unique<ModelContext>(parts->inference.get(), parts->network->gate(), parts->settings.get(), paths);
    QObject::connect(parts->network->downloads(), &DownloadController::finished, library,
        [library](const QString &path, const DownloadOrder &order, bool verified) {
            const bool isWhole = verified && order.files.size() == 1;
            library->noteSource(
                path, order.source, isWhole ? QString::fromLatin1(order.files.constFirst().sha256.toHex()) : QString());
        });
    informCatalogue(parts->network->catalogue(), parts->models->deviceCheck(), library);
    informForecast(parts->models->fit(), parts->engine.get(), *parts->network);
    QObject::connect(parts->models->quantizer(), &QuantizeController::made, library, &LibraryController::refresh);
    parts->models->quantizer()->setChats([store = parts->store.get(), library](const auto &done) {
        store->read<QString>(
            library, &textOfConversations, [done](const Result<QString> &text) { done(text.value_or(QString())); });
    });
    QObject::connect(parts->engine.get(), qOverload<const LoadedModelInfo &>(&Engine::loaded), library,
        [library](const LoadedModelInfo &info) { library->noteUse(info.request.modelPath); });
    const auto followIdle = [engine = parts->engine.get(), settings] {
        constexpr int kMinute = 60'000;
        engine->setIdleMs(settings->idleMinutes() * kMinute);
    };
    followIdle();
    QObject::connect(settings, &Settings::idleMinutesChanged, parts->engine.get(), followIdle);
    const auto isSeen = [] { return QGuiApplication::focusWindow() != nullptr; };
    parts->notice = std::make_unique<ReplyNotice>(chat, settings, parts->notifier.get(), isSeen);
    parts->downloadNotice
        = std::make_unique<DownloadNotice>(parts->network->downloads(), settings, parts->notifier.get(), isSeen);
    chat->preset(options.modelPath, options.device, options.threads);
    parts->history
        = std::make_unique<HistoryController>(chat, parts->engine.get(), parts->store.get(), parts->settings.get());
    parts->history->start(opened.folders, opened.recovery);
    chat->start(opened.conversations);
    library->refresh();
    std::unique_ptr<AppContext> context(new AppContext(std::move(parts)));
    QObject::connect(language, &Language::changed, chat, [self = context.get()] { self->retranslateAll(); });
    return context;
}

void AppContext::retranslateAll()
{
    QList<QObject *> objects;
    for (const QVariant &object : initialProperties())
        objects << object.value<QObject *>();
    retranslate(objects, { language(), settings() });
}

QVariantMap AppContext::initialProperties() const
{
    return {
        { QStringLiteral("chat"), QVariant::fromValue(chat()) },
        { QStringLiteral("history"), QVariant::fromValue(history()) },
        { QStringLiteral("library"), QVariant::fromValue(library()) },
        { QStringLiteral("devices"), QVariant::fromValue(devices()) },
        { QStringLiteral("settings"), QVariant::fromValue(settings()) },
        { QStringLiteral("colourScheme"), QVariant::fromValue(colourScheme()) },
        { QStringLiteral("actions"), QVariant::fromValue(actions()) },
        { QStringLiteral("language"), QVariant::fromValue(language()) },
        { QStringLiteral("downloads"), QVariant::fromValue(network()->downloads()) },
        { QStringLiteral("catalogue"), QVariant::fromValue(network()->catalogue()) },
        { QStringLiteral("hub"), QVariant::fromValue(network()->hub()) },
        { QStringLiteral("requests"), QVariant::fromValue(network()->requests()) },
        { QStringLiteral("fit"), QVariant::fromValue(models()->fit()) },
        { QStringLiteral("deviceCheck"), QVariant::fromValue(models()->deviceCheck()) },
        { QStringLiteral("inspector"), QVariant::fromValue(models()->inspector()) },
        { QStringLiteral("quantizer"), QVariant::fromValue(models()->quantizer()) },
    };
}

HistoryController *AppContext::history() const
{
    return m_parts->history.get();
}

ChatController *AppContext::chat() const
{
    return m_parts->chat.get();
}

LibraryController *AppContext::library() const
{
    return m_parts->library.get();
}

DeviceModel *AppContext::devices() const
{
    return m_parts->devices.get();
}

Settings *AppContext::settings() const
{
    return m_parts->settings.get();
}

ColourScheme *AppContext::colourScheme() const
{
    return m_parts->colourScheme.get();
}

ActionRegistry *AppContext::actions() const
{
    return m_parts->actions.get();
}

Language *AppContext::language() const
{
    return m_parts->language.get();
}

Notifier *AppContext::notifier() const
{
    return m_parts->notifier.get();
}

ModelContext *AppContext::models() const
{
    return m_parts->models.get();
}

NetworkContext *AppContext::network() const
{
    return m_parts->network.get();
}

Engine *AppContext::engine() const
{
    return m_parts->engine.get();
}

StoreWorker *AppContext::store() const
{
    return m_parts->store.get();
}

const Paths &AppContext::paths() const
{
    return m_parts->paths;
}

} // namespace maru
