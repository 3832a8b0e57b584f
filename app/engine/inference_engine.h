// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/generation_settings.h"
#include "app/domain/installed_model.h"
#include "app/domain/message.h"
#include "app/domain/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace maru {

/// A device of the picker.
struct DeviceInfo
{
    QString selector; ///< "cpu", "vulkan:0"
    QString name;
    QString kind; ///< "cpu", "integrated", "discrete", "software"
    QString driver;
    QString reason; ///< why it is usable or not
    qint64 memoryTotal = 0; ///< bytes
    bool usable = false;
    bool chosenByAuto = false;
};

struct FoundDevices
{
    QList<DeviceInfo> devices;
    QString note; ///< what is wrong with the drivers; empty if nothing
};

/// Which model, and where.
struct LoadRequest
{
    QString modelPath;
    QString device = QStringLiteral("auto");
    int gpuLayers = -1; ///< the last so many layers on the graphics device, the rest on the processor; -1: as fits
    int contextLength = 0; ///< tokens it is to hold; 0: what the engine finds right
    int threads = 0; ///< of the processor; 0: what the engine finds right

    bool operator==(const LoadRequest &) const = default;
};

/// Memory that a loaded model would give back.
struct HeldMemory
{
    QString device; ///< selector of the graphics device that some of it lies on; "" if none does
    qint64 hostBytes = 0; ///< of the computer; of a device without memory of its own too
    qint64 deviceBytes = 0; ///< of a device with its own memory

    bool operator==(const HeldMemory &) const = default;
};

/// A model that is ready to answer.
struct LoadedModelInfo
{
    LoadRequest request;
    QString name;
    QString modelId;
    QString deviceName; ///< as it is shown: with the layers, if not all lie there
    int layerCount = 0;
    int gpuLayers = 0; ///< of them, those on the graphics device
    QString deviceKind;
    QString note; ///< why not the device that was asked for, or not as many layers on it; empty if all is as wanted
    int contextLength = 0;
    double loadMs = 0;
    HeldMemory held;
    bool canSwitchThinking = false; ///< its template lets thinking be turned on and off
    bool thinksByHabit = false; ///< what it does if nothing is said
    int templateTokens = 0; ///< what the template writes around a conversation
    int tokensPerMessage = 0; ///< and around each message
};

/// What is written already of a reply that is to go on.
struct Continuation
{
    QString text;
    QString thinking;
    QList<qint32> tokens; ///< of both, with the markers between them
    QString samplerState; ///< after the last of them
    QString modelId; ///< whose tokens they are: another model reads the words instead
};

/// The conversation to answer, and how.
struct ReplyRequest
{
    LoadRequest model;
    QString systemPrompt; ///< never left out; empty: none
    QList<Message> messages; ///< the last one is the user's
    GenerationSettings settings;
    quint64 seed = 0;
    qint64 conversationId = 0; ///< 0: nothing is kept to answer the next message sooner
    std::optional<Continuation> continues; ///< the reply's beginning; none: it is written from the start
};

/// One step of a growing reply; `text` may be empty.
struct ReplyToken
{
    QString text;
    qint32 token = 0;
    QString samplerState;
    QString thinking = {};
};

enum class ReplyEnd { Complete, LengthReached, ContextFull, Stopped };

/// A reply that ended without an error.
struct ReplyResult
{
    ReplyEnd end = ReplyEnd::Complete;
    QString text; ///< all of it, with what was written before
    QString thinking; ///< all of that
    QList<qint32> tokens; ///< of both, if the engine tells
    double thinkingMs = 0;
    QList<qint64> unseen; ///< messages of the request that no longer fitted
    int promptTokens = 0;
    int reusedTokens = 0;
    double promptMs = 0;
    double tokensPerSecond = 0;
    double firstTokenMs = 0; ///< from the call
    QString note; ///< about the model's chat template; empty if all is well
};

/// The engine as the app sees it: real (RealEngine) or pretended (FakeEngine).
///
/// Threads: load(), unload() and generate() block and run on the engine thread; the others on any thread.
/// Failure: the engine's own errors. A stop while generating is a result, while loading it is Cancelled.
class InferenceEngine
{
public:
    using LoadProgress = std::function<void(qint64 done, qint64 total)>;
    using PromptProgress = std::function<void(int done, int total)>;
    using TokenSink = std::function<void(const ReplyToken &)>;

    virtual ~InferenceEngine() = default;

    virtual bool isFake() const = 0;
    virtual Result<LoadedModelInfo> load(const LoadRequest &request, const LoadProgress &progress, std::stop_token stop)
        = 0;
    virtual void unload() = 0;

    /// Checks the device that this load would use, if it was never checked with its driver; a device that computes
    /// wrong is not used from then on. `progress` gets steps. Before load(), on the engine thread. Failure: Cancelled.
    virtual Result<void> checkDevice(
        const LoadRequest & /*request*/, const LoadProgress & /*progress*/, std::stop_token /*stop*/)
    {
        return {};
    }

    /// Nothing that was kept to answer this conversation sooner is left, and nothing more is kept. Any thread; touches
    /// files.
    virtual void forget(qint64 /*conversationId*/) { }

    /// Answers with the loaded model.
    virtual Result<ReplyResult> generate(
        const ReplyRequest &request, const TokenSink &sink, const PromptProgress &progress, std::stop_token stop)
        = 0;

    /// How many tokens each text is to the loaded model; nothing if none is loaded. Any thread.
    virtual std::optional<QList<int>> countTokens(const QStringList &texts) const = 0;

    /// Reads what the picker shows from a model file; an error of the file is in `problem`.
    virtual InstalledModel inspect(const QString &path) const = 0;

    /// Models that need no file.
    virtual QList<InstalledModel> builtInModels() const = 0;
    virtual FoundDevices devices() const = 0;
};

} // namespace maru
