// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/generation_settings.h"

#include <QObject>
#include <QSettings>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// What the user chose, typed, kept in `settings.ini` of the data folder. Setters keep numbers inside their range.
///
/// Ownership: made by AppContext. Threads: GUI thread. Failure: a value that cannot be read is the default; one that
/// cannot be written holds until the window closes.
class Settings : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(Theme theme READ theme WRITE setTheme NOTIFY themeChanged)
    Q_PROPERTY(QString modelPath READ modelPath WRITE setModelPath NOTIFY modelPathChanged)
    Q_PROPERTY(QString device READ device WRITE setDevice NOTIFY deviceChanged)
    Q_PROPERTY(bool sidebarOpen READ isSidebarOpen WRITE setSidebarOpen NOTIFY sidebarOpenChanged)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    Q_PROPERTY(double zoom READ zoom WRITE setZoom NOTIFY zoomChanged)
    Q_PROPERTY(bool tray READ isTray WRITE setTray NOTIFY trayChanged)
    Q_PROPERTY(bool notify READ isNotify WRITE setNotify NOTIFY notifyChanged)
    Q_PROPERTY(bool offline READ isOffline WRITE setOffline NOTIFY offlineChanged)
    Q_PROPERTY(int trashDays READ trashDays WRITE setTrashDays NOTIFY trashDaysChanged)
    Q_PROPERTY(QString hubAddress READ hubAddress WRITE setHubAddress NOTIFY addressesChanged)
    Q_PROPERTY(QString catalogueAddress READ catalogueAddress WRITE setCatalogueAddress NOTIFY addressesChanged)
    Q_PROPERTY(double downloadLimit READ downloadLimit WRITE setDownloadLimit NOTIFY downloadLimitChanged)
    Q_PROPERTY(int idleMinutes READ idleMinutes WRITE setIdleMinutes NOTIFY idleMinutesChanged)
    Q_PROPERTY(int threads READ threads WRITE setThreads NOTIFY threadsChanged)
    Q_PROPERTY(int mostThreads READ mostThreads CONSTANT)
    Q_PROPERTY(int contextLength READ contextLength WRITE setContextLength NOTIFY generationChanged)
    Q_PROPERTY(double temperature READ temperature WRITE setTemperature NOTIFY generationChanged)
    Q_PROPERTY(int topK READ topK WRITE setTopK NOTIFY generationChanged)
    Q_PROPERTY(double topP READ topP WRITE setTopP NOTIFY generationChanged)
    Q_PROPERTY(double minP READ minP WRITE setMinP NOTIFY generationChanged)
    Q_PROPERTY(double repetitionPenalty READ repetitionPenalty WRITE setRepetitionPenalty NOTIFY generationChanged)
    Q_PROPERTY(int maxTokens READ maxTokens WRITE setMaxTokens NOTIFY generationChanged)
    Q_PROPERTY(int thinkingBudget READ thinkingBudget WRITE setThinkingBudget NOTIFY generationChanged)
    Q_PROPERTY(int gpuLayers READ gpuLayers WRITE setGpuLayers NOTIFY generationChanged)

public:
    enum class Theme { System, Light, Dark };
    Q_ENUM(Theme)

    explicit Settings(const QString &file, QObject *parent = nullptr);

    Theme theme() const { return m_theme; }
    void setTheme(Theme theme);
    QString modelPath() const { return m_modelPath; }
    void setModelPath(const QString &path);
    QString device() const { return m_device; }
    void setDevice(const QString &selector);
    bool isSidebarOpen() const { return m_sidebarOpen; }
    void setSidebarOpen(bool open);
    QString language() const { return m_language; } ///< "en", "ko"; empty: the desktop's
    void setLanguage(const QString &language);
    double zoom() const { return m_zoom; } ///< of the text and all that follows it; 1: as the desktop's font
    void setZoom(double zoom);
    bool isTray() const { return m_tray; } ///< an icon in the tray, where a closed window goes
    void setTray(bool tray);
    bool isNotify() const { return m_notify; } ///< of a long reply that ends unseen
    void setNotify(bool notify);
    bool isOffline() const { return m_offline; } ///< nothing may be fetched
    void setOffline(bool offline);
    int trashDays() const { return m_trashDays; } ///< after which a deleted conversation is gone; 0: at once
    void setTrashDays(int days);
    QString hubAddress() const { return m_hubAddress; } ///< where models are searched; https
    void setHubAddress(const QString &address); ///< empty: the usual one
    QString catalogueAddress() const { return m_catalogueAddress; } ///< of a newer list of models; empty: none
    void setCatalogueAddress(const QString &address);
    double downloadLimit() const { return m_downloadLimit; } ///< bytes a second; 0: none
    void setDownloadLimit(double bytesPerSecond);
    int idleMinutes() const { return m_idleMinutes; } ///< after which an unused model leaves the memory; 0: never
    void setIdleMinutes(int minutes);
    int threads() const { return m_threads; } ///< of the processor, for models loaded from now on; 0: automatic
    void setThreads(int threads);
    static int mostThreads(); ///< what this machine runs at the same time
    double temperature() const { return m_generation.temperature; }
    void setTemperature(double value);
    int topK() const { return m_generation.topK; }
    void setTopK(int value);
    double topP() const { return m_generation.topP; }
    void setTopP(double value);
    double minP() const { return m_generation.minP; }
    void setMinP(double value);
    double repetitionPenalty() const { return m_generation.repetitionPenalty; }
    void setRepetitionPenalty(double value);
    int maxTokens() const { return m_generation.maxTokens; } ///< 0: until the model ends
    void setMaxTokens(int value);
    int thinkingBudget() const { return m_generation.thinkingBudget; } ///< tokens; 0: no limit
    void setThinkingBudget(int value);
    int gpuLayers() const { return m_generation.gpuLayers; } ///< -1: as many as fit
    void setGpuLayers(int value);
    int contextLength() const { return m_generation.contextLength; } ///< tokens; 0: what fits
    void setContextLength(int tokens);
    void setThinking(Thinking value);

    /// The conversation that was open last; 0: the page of a new one.
    qint64 lastConversation() const;
    void setLastConversation(qint64 id);

    /// Where the window was, as WindowGeometry writes it.
    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);

    const GenerationSettings &generation() const { return m_generation; }

    /// All of `generation` as it was.
    Q_INVOKABLE void resetGeneration();

signals:
    void themeChanged();
    void modelPathChanged();
    void deviceChanged();
    void sidebarOpenChanged();
    void languageChanged();
    void zoomChanged();
    void trayChanged();
    void notifyChanged();
    void offlineChanged();
    void trashDaysChanged();
    void addressesChanged();
    void downloadLimitChanged();
    void idleMinutesChanged();
    void threadsChanged();
    void generationChanged();

private:
    void setGeneration(const GenerationSettings &generation);
    template <typename T> void keep(T &member, const T &value, const char *name, void (Settings::*changed)());
    template <typename T> void change(T GenerationSettings::*field, T value)
    {
        GenerationSettings next = m_generation;
        next.*field = value;
        setGeneration(next);
    }

    QSettings m_file;
    Theme m_theme = Theme::System;
    QString m_modelPath;
    QString m_device;
    bool m_sidebarOpen = true;
    QString m_language;
    double m_zoom;
    bool m_tray;
    bool m_notify;
    bool m_offline;
    int m_trashDays;
    QString m_hubAddress;
    QString m_catalogueAddress;
    double m_downloadLimit;
    int m_idleMinutes;
    int m_threads;
    GenerationSettings m_generation;
};

} // namespace maru
