// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/settings/settings.h"

#include <QThread>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maru {

namespace {

constexpr auto kTheme = "theme";
constexpr auto kModel = "model";
constexpr auto kDevice = "device";
constexpr auto kSidebar = "sidebar_open";
constexpr auto kGeneration = "generation";
constexpr auto kConversation = "conversation";
constexpr auto kWindow = "window";
constexpr auto kLanguage = "language";
constexpr auto kZoom = "zoom";
constexpr auto kTray = "tray";
constexpr auto kNotify = "notify";
constexpr auto kOffline = "offline";
constexpr auto kTrashDays = "trash_days";
constexpr auto kIdleMinutes = "idle_minutes";
constexpr auto kThreads = "threads";
constexpr auto kHubAddress = "hub_address";
constexpr auto kCatalogueAddress = "catalogue_address";
constexpr auto kDownloadLimit = "download_limit";
constexpr auto kUsualHub = "https://huggingface.co";

constexpr double kMinZoom = 0.5;
constexpr double kMaxZoom = 3;
constexpr int kStandardTrashDays = 30;
constexpr int kMaxDays = 3650;
constexpr int kMaxMinutes = 24 * 60;

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

double validLimit(double bytesPerSecond)
{
    return std::isfinite(bytesPerSecond) ? std::clamp(bytesPerSecond, 0.0, 1e12) : 0;
}

/// Without what a slip of the hand adds; "hub.example" means https.
QString validAddress(const QString &address)
{
    QString text = address.trimmed();
    while (text.endsWith(u'/'))
        text.chop(1);
    return text.isEmpty() || text.contains(QStringLiteral("://")) ? text : QStringLiteral("https://") + text;
}

/// In whole tenths, so that steps up and down meet.
double validZoom(double zoom)
{
    return std::isfinite(zoom) ? std::round(std::clamp(zoom, kMinZoom, kMaxZoom) * 10) / 10 : 1;
}

} // namespace

Settings::Settings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(file, QSettings::IniFormat)
    , m_theme(static_cast<Theme>(std::clamp(m_file.value(key(kTheme), 0).toInt(), 0, static_cast<int>(Theme::Dark))))
    , m_modelPath(m_file.value(key(kModel)).toString())
    , m_device(m_file.value(key(kDevice), QStringLiteral("auto")).toString())
    , m_sidebarOpen(m_file.value(key(kSidebar), true).toBool())
    , m_language(m_file.value(key(kLanguage)).toString())
    , m_zoom(validZoom(m_file.value(key(kZoom), 1).toDouble()))
    , m_tray(m_file.value(key(kTray), false).toBool())
    , m_notify(m_file.value(key(kNotify), true).toBool())
    , m_offline(m_file.value(key(kOffline), false).toBool())
    , m_trashDays(std::clamp(m_file.value(key(kTrashDays), kStandardTrashDays).toInt(), 0, kMaxDays))
    , m_hubAddress(m_file.value(key(kHubAddress), key(kUsualHub)).toString())
    , m_catalogueAddress(m_file.value(key(kCatalogueAddress)).toString())
    , m_downloadLimit(validLimit(m_file.value(key(kDownloadLimit), 0).toDouble()))
    , m_idleMinutes(std::clamp(m_file.value(key(kIdleMinutes), 0).toInt(), 0, kMaxMinutes))
    , m_threads(std::clamp(m_file.value(key(kThreads), 0).toInt(), 0, mostThreads()))
    , m_generation(GenerationSettings::fromJson(m_file.value(key(kGeneration)).toByteArray()))
{
}

void Settings::setTheme(Theme theme)
{
    if (std::exchange(m_theme, theme) == theme)
        return;
    m_file.setValue(key(kTheme), static_cast<int>(theme));
    emit themeChanged();
}

void Settings::setModelPath(const QString &path)
{
    if (std::exchange(m_modelPath, path) == path)
        return;
    m_file.setValue(key(kModel), path);
    emit modelPathChanged();
}

void Settings::setDevice(const QString &selector)
{
    if (std::exchange(m_device, selector) == selector)
        return;
    m_file.setValue(key(kDevice), selector);
    emit deviceChanged();
}

void Settings::setSidebarOpen(bool open)
{
    if (std::exchange(m_sidebarOpen, open) == open)
        return;
    m_file.setValue(key(kSidebar), open);
    emit sidebarOpenChanged();
}

template <typename T> void Settings::keep(T &member, const T &value, const char *name, void (Settings::*changed)())
{
    if (std::exchange(member, value) == value)
        return;
    m_file.setValue(key(name), value);
    emit(this->*changed)();
}

void Settings::setLanguage(const QString &language)
{
    keep(m_language, language, kLanguage, &Settings::languageChanged);
}

void Settings::setZoom(double zoom)
{
    keep(m_zoom, validZoom(zoom), kZoom, &Settings::zoomChanged);
}

void Settings::setTray(bool tray)
{
    keep(m_tray, tray, kTray, &Settings::trayChanged);
}

void Settings::setNotify(bool notify)
{
    keep(m_notify, notify, kNotify, &Settings::notifyChanged);
}

void Settings::setOffline(bool offline)
{
    keep(m_offline, offline, kOffline, &Settings::offlineChanged);
}

void Settings::setTrashDays(int days)
{
    keep(m_trashDays, std::clamp(days, 0, kMaxDays), kTrashDays, &Settings::trashDaysChanged);
}

void Settings::setHubAddress(const QString &address)
{
    const QString valid = validAddress(address);
    keep(m_hubAddress, valid.isEmpty() ? key(kUsualHub) : valid, kHubAddress, &Settings::addressesChanged);
}

void Settings::setCatalogueAddress(const QString &address)
{
    keep(m_catalogueAddress, validAddress(address), kCatalogueAddress, &Settings::addressesChanged);
}

void Settings::setDownloadLimit(double bytesPerSecond)
{
    keep(m_downloadLimit, validLimit(bytesPerSecond), kDownloadLimit, &Settings::downloadLimitChanged);
}

void Settings::setIdleMinutes(int minutes)
{
    keep(m_idleMinutes, std::clamp(minutes, 0, kMaxMinutes), kIdleMinutes, &Settings::idleMinutesChanged);
}

int Settings::mostThreads()
{
    return std::max(1, QThread::idealThreadCount());
}

void Settings::setThreads(int threads)
{
    keep(m_threads, std::clamp(threads, 0, mostThreads()), kThreads, &Settings::threadsChanged);
}

void Settings::setContextLength(int tokens)
{
    change(&GenerationSettings::contextLength, tokens);
}

QByteArray Settings::windowGeometry() const
{
    return m_file.value(key(kWindow)).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    m_file.setValue(key(kWindow), geometry);
}

qint64 Settings::lastConversation() const
{
    return m_file.value(key(kConversation), 0).toLongLong();
}

void Settings::setLastConversation(qint64 id)
{
    m_file.setValue(key(kConversation), id);
}

void Settings::setTemperature(double value)
{
    change(&GenerationSettings::temperature, value);
}

void Settings::setTopK(int value)
{
    change(&GenerationSettings::topK, value);
}

void Settings::setTopP(double value)
{
    change(&GenerationSettings::topP, value);
}

void Settings::setMinP(double value)
{
    change(&GenerationSettings::minP, value);
}

void Settings::setRepetitionPenalty(double value)
{
    change(&GenerationSettings::repetitionPenalty, value);
}

void Settings::setMaxTokens(int value)
{
    change(&GenerationSettings::maxTokens, value);
}

void Settings::setGpuLayers(int value)
{
    change(&GenerationSettings::gpuLayers, value);
}

void Settings::setThinkingBudget(int value)
{
    change(&GenerationSettings::thinkingBudget, value);
}

void Settings::setThinking(Thinking value)
{
    change(&GenerationSettings::thinking, value);
}

void Settings::resetGeneration()
{
    setGeneration({});
}

void Settings::setGeneration(const GenerationSettings &generation)
{
    const GenerationSettings next = generation.clamped();
    if (std::exchange(m_generation, next) == next)
        return;
    m_file.setValue(key(kGeneration), next.toJson());
    emit generationChanged();
}

} // namespace maru
