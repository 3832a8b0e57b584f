// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/setting_list.h"
#include "app/domain/conversation.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace maru {

class ConversationKeeper;
class Settings;

/// How the open conversation is answered: its system prompt and its settings, and the presets they can come from.
///
/// A conversation that has no settings of its own follows those of the program. What is changed on the page of a new
/// conversation is for the one that begins there.
/// Ownership: by ChatController; keeper and settings outlive it. Threads: GUI thread. Failure: StoreWorker tells.
class ChatOptions : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(QString systemPrompt READ systemPrompt WRITE setSystemPrompt NOTIFY changed)
    Q_PROPERTY(maru::SettingList *fields READ fields CONSTANT)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(bool own READ isOwn NOTIFY changed)
    Q_PROPERTY(qint64 presetId READ presetId NOTIFY changed)
    Q_PROPERTY(QVariantList presets READ presets NOTIFY presetsChanged)
    Q_PROPERTY(int thinkingBudget READ thinkingBudget WRITE setThinkingBudget NOTIFY changed)

public:
    ChatOptions(ConversationKeeper *keeper, Settings *settings, QObject *parent = nullptr);

    QString systemPrompt() const { return m_options.systemPrompt; }
    void setSystemPrompt(const QString &text);
    SettingList *fields() { return &m_fields; }

    /// What the settings are called: the preset's name, "Standard" for those of the program, "Own settings".
    QString name() const;

    /// Something differs from the program's settings.
    bool isOwn() const { return m_options.settings || !m_options.systemPrompt.isEmpty(); }
    qint64 presetId() const { return m_options.presetId; }

    /// Of each `presetId` and `name`, by name.
    QVariantList presets() const;
    int thinkingBudget() const { return generation().thinkingBudget; }
    void setThinkingBudget(int tokens);
    void setThinking(Thinking thinking);

    /// The settings of the next reply.
    GenerationSettings generation() const;

    /// The model that this conversation chose; "": that of the program.
    QString modelPath() const { return m_options.modelPath; }
    void setModelPath(const QString &path);

    /// Shows those of a conversation that was opened (0: of a new one).
    void show(qint64 conversationId, const ConversationOptions &options);

    /// The page of a new conversation has become this one; its options are saved with it.
    void adopt(qint64 conversationId);

    /// Reads the presets.
    void load();

    /// The settings of the program, and no system prompt.
    Q_INVOKABLE void reset();
    Q_INVOKABLE void usePreset(qint64 presetId);

    /// Saves what is set now under a name; one of that name is replaced.
    Q_INVOKABLE void savePreset(const QString &name);
    Q_INVOKABLE void renamePreset(qint64 presetId, const QString &name);
    Q_INVOKABLE void removePreset(qint64 presetId);

signals:
    void changed();
    void presetsChanged();

private:
    void save();
    const Preset *find(qint64 presetId) const;
    void take(const ConversationOptions &options);
    void showFields();
    void putPreset(const Preset &preset);

    ConversationKeeper *m_keeper;
    Settings *m_settings;
    SettingList m_fields;
    qint64 m_conversationId = 0;
    ConversationOptions m_options;
    QList<Preset> m_presets;
};

} // namespace maru
