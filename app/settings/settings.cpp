// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/settings/settings.h"

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr auto kTheme = "theme";
constexpr auto kModel = "model";
constexpr auto kDevice = "device";
constexpr auto kSidebar = "sidebar_open";
constexpr auto kGeneration = "generation";
constexpr auto kConversation = "conversation";

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

} // namespace

Settings::Settings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(file, QSettings::IniFormat)
    , m_theme(static_cast<Theme>(std::clamp(m_file.value(key(kTheme), 0).toInt(), 0, static_cast<int>(Theme::Dark))))
    , m_modelPath(m_file.value(key(kModel)).toString())
    , m_device(m_file.value(key(kDevice), QStringLiteral("auto")).toString())
    , m_sidebarOpen(m_file.value(key(kSidebar), true).toBool())
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
