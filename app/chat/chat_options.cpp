// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_options.h"

#include "app/chat/conversation_keeper.h"
#include "app/settings/settings.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace maru {

namespace {

constexpr int kLongestName = 60;

// A preset is {"system_prompt": "...", "settings": {...}}.
QByteArray presetValue(const QString &systemPrompt, const GenerationSettings &settings)
{
    const QJsonObject object {
        { QStringLiteral("system_prompt"), systemPrompt },
        { QStringLiteral("settings"), QJsonDocument::fromJson(settings.toJson()).object() },
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void byName(QList<Preset> &presets)
{
    std::sort(presets.begin(), presets.end(),
        [](const Preset &a, const Preset &b) { return a.name.localeAwareCompare(b.name) < 0; });
}

} // namespace

ChatOptions::ChatOptions(ConversationKeeper *keeper, Settings *settings, QObject *parent)
    : QObject(parent)
    , m_keeper(keeper)
    , m_settings(settings)
{
    showFields();
    connect(m_settings, &Settings::generationChanged, this, [this] {
        showFields();
        emit changed();
    });
    connect(&m_fields, &SettingList::edited, this, [this](const GenerationSettings &values) {
        ConversationOptions next = m_options;
        next.settings = values;
        next.thinking = values.thinking;
        next.presetId = 0;
        take(next);
    });
}

void ChatOptions::load()
{
    m_keeper->store()->read<QList<Preset>>(
        this, [](Stores &stores) { return stores.presets.presets(); },
        [this](const Result<QList<Preset>> &presets) {
            m_presets = presets.value_or(QList<Preset>());
            byName(m_presets);
            emit presetsChanged();
            emit changed();
        });
}

GenerationSettings ChatOptions::generation() const
{
    GenerationSettings result = m_options.settings.value_or(m_settings->generation());
    if (m_options.thinking != Thinking::Habit)
        result.thinking = m_options.thinking;
    return result;
}

QString ChatOptions::name() const
{
    if (const Preset *preset = find(m_options.presetId))
        return preset->name;
    return isOwn() ? tr("Own settings") : tr("Standard");
}

QVariantList ChatOptions::presets() const
{
    QVariantList result;
    for (const Preset &preset : m_presets) {
        result.append(QVariantMap {
            { QStringLiteral("presetId"), preset.id },
            { QStringLiteral("name"), preset.name },
        });
    }
    return result;
}

const Preset *ChatOptions::find(qint64 presetId) const
{
    const auto found = std::find_if(
        m_presets.cbegin(), m_presets.cend(), [presetId](const Preset &preset) { return preset.id == presetId; });
    return found == m_presets.cend() ? nullptr : &*found;
}

void ChatOptions::showFields()
{
    m_fields.show(generation());
}

void ChatOptions::show(qint64 conversationId, const ConversationOptions &options)
{
    m_conversationId = conversationId;
    m_options = options;
    showFields();
    emit changed();
}

void ChatOptions::adopt(qint64 conversationId)
{
    m_conversationId = conversationId;
    if (m_options != ConversationOptions())
        save();
}

void ChatOptions::save()
{
    m_keeper->setOptions(m_conversationId, m_options);
}

void ChatOptions::take(const ConversationOptions &options)
{
    if (options == m_options)
        return;
    m_options = options;
    showFields();
    if (m_conversationId != 0)
        save();
    emit changed();
}

void ChatOptions::setSystemPrompt(const QString &text)
{
    ConversationOptions next = m_options;
    next.systemPrompt = text;
    if (text != m_options.systemPrompt)
        next.presetId = 0;
    take(next);
}

void ChatOptions::setThinking(Thinking thinking)
{
    ConversationOptions next = m_options;
    next.thinking = thinking;
    if (next.settings)
        next.settings->thinking = thinking;
    take(next);
}

void ChatOptions::setThinkingBudget(int tokens)
{
    if (tokens == generation().thinkingBudget)
        return;
    ConversationOptions next = m_options;
    next.settings = generation();
    next.settings->thinkingBudget = tokens;
    next.settings = next.settings->clamped();
    next.presetId = 0;
    take(next);
}

void ChatOptions::setModelPath(const QString &path)
{
    ConversationOptions next = m_options;
    next.modelPath = path;
    take(next);
}

void ChatOptions::reset()
{
    ConversationOptions next;
    next.modelPath = m_options.modelPath;
    take(next);
}

void ChatOptions::usePreset(qint64 presetId)
{
    const Preset *preset = find(presetId);
    if (!preset)
        return;
    const QJsonObject object = QJsonDocument::fromJson(preset->value).object();
    ConversationOptions next = m_options;
    next.systemPrompt = object.value(u"system_prompt").toString();
    next.settings = GenerationSettings::fromJson(QJsonDocument(object.value(u"settings").toObject()).toJson());
    next.thinking = next.settings->thinking;
    next.presetId = presetId;
    take(next);
}

void ChatOptions::savePreset(const QString &name)
{
    const QString line = name.simplified().left(kLongestName);
    if (line.isEmpty())
        return;
    const auto same
        = std::find_if(m_presets.cbegin(), m_presets.cend(), [&line](const Preset &old) { return old.name == line; });
    Preset preset;
    preset.id = same == m_presets.cend() ? m_keeper->store()->nextId() : same->id;
    preset.name = line;
    preset.value = presetValue(m_options.systemPrompt, generation());
    putPreset(preset);
    ConversationOptions next = m_options;
    next.settings = generation();
    next.presetId = preset.id;
    take(next);
}

void ChatOptions::renamePreset(qint64 presetId, const QString &name)
{
    const Preset *found = find(presetId);
    const QString line = name.simplified().left(kLongestName);
    const bool isTaken = std::any_of(
        m_presets.cbegin(), m_presets.cend(), [&line](const Preset &preset) { return preset.name == line; });
    if (!found || line.isEmpty() || isTaken)
        return;
    Preset preset = *found;
    preset.name = line;
    putPreset(preset);
}

void ChatOptions::putPreset(const Preset &preset)
{
    m_presets.removeIf([&preset](const Preset &old) { return old.id == preset.id; });
    m_presets.append(preset);
    byName(m_presets);
    m_keeper->store()->write(nullptr, [preset](Stores &stores) { return stores.presets.put(preset); });
    emit presetsChanged();
    emit changed();
}

void ChatOptions::removePreset(qint64 presetId)
{
    if (m_presets.removeIf([presetId](const Preset &preset) { return preset.id == presetId; }) == 0)
        return;
    m_keeper->store()->write(nullptr, [presetId](Stores &stores) { return stores.presets.remove(presetId); });
    if (m_options.presetId == presetId)
        m_options.presetId = 0; // its settings stay
    emit presetsChanged();
    emit changed();
}

} // namespace maru
