// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/real_engine.h"

#include "inference/base/log.h"
#include "inference/prompt/chat_template.h"
#include "inference/runtime/loaded_model.h"
#include "inference/session/generation.h"
#include "inference/session/snapshot_store.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

std::filesystem::path filePath(const QString &path)
{
    return std::filesystem::path(path.toStdU16String());
}

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

DeviceInfo deviceInfo(const runtime::DeviceChoice &choice)
{
    DeviceInfo info;
    info.selector = QString::fromStdString(choice.selector);
    info.name = QString::fromStdString(choice.device.name);
    info.kind = fromView(backend::toString(choice.device.kind));
    info.driver = QString::fromStdString(choice.device.driver);
    info.reason = QString::fromStdString(choice.device.reason);
    info.memoryTotal = static_cast<qint64>(choice.device.memoryTotal);
    info.usable = choice.device.usable;
    info.chosenByAuto = choice.chosenByAuto;
    return info;
}

/// The turns of a conversation, and of which messages each is made.
struct Turns
{
    std::vector<prompt::ChatMessage> messages;
    QList<QList<qint64>> ids; ///< as many
};

/// The turns as templates want them: no empty ones, and no two of one side in a row (a reply that never came leaves two
/// messages of the user).
Turns turnsOf(const QList<Message> &messages)
{
    Turns turns;
    std::vector<prompt::ChatMessage> &result = turns.messages;
    for (const Message &message : messages) {
        if (message.text.isEmpty())
            continue;
        const prompt::Role role = message.role == MessageRole::User ? prompt::Role::User : prompt::Role::Assistant;
        const std::string text = message.text.toStdString();
        if (!result.empty() && result.back().role == role) {
            result.back().content += "\n\n" + text;
            turns.ids.last().append(message.id);
        } else {
            result.push_back({ role, text });
            turns.ids.append(QList<qint64> { message.id });
        }
    }
    return turns;
}

/// The device; with the number of layers that lie there, if not all do.
QString deviceName(const runtime::Placement &placement)
{
    const QString name = QString::fromStdString(placement.main().choice.device.name);
    if (placement.main().layerCount == placement.layerCount)
        return name;
    return QCoreApplication::translate("maru::RealEngine", "%1 (%2 of %3 layers)")
        .arg(name)
        .arg(placement.main().layerCount)
        .arg(placement.layerCount);
}

constexpr std::uint32_t kRoomForReply = 512; ///< tokens of the context, where the user set no length

runtime::PromptSettings promptSettings(const GenerationSettings &settings, std::uint32_t context)
{
    runtime::PromptSettings result;
    if (settings.thinking != Thinking::Habit)
        result.thinking.isOn = settings.thinking == Thinking::On;
    result.context = context;
    result.reply = settings.maxTokens > 0 ? static_cast<std::uint32_t>(settings.maxTokens) : kRoomForReply;
    result.reply = std::min(result.reply, context / 4);
    return result;
}

sampling::SamplingSettings samplingSettings(const GenerationSettings &settings, quint64 seed)
{
    sampling::SamplingSettings result;
    result.temperature = static_cast<float>(settings.temperature);
    result.topK = static_cast<std::uint32_t>(settings.topK);
    result.topP = static_cast<float>(settings.topP);
    result.minP = static_cast<float>(settings.minP);
    result.repetitionPenalty = static_cast<float>(settings.repetitionPenalty);
    result.seed = seed;
    return result;
}

std::string snapshotName(qint64 conversationId)
{
    return std::to_string(conversationId);
}

ReplyEnd replyEnd(session::StopReason reason)
{
    switch (reason) {
    case session::StopReason::EndOfReply:
    case session::StopReason::StopString:
        return ReplyEnd::Complete;
    case session::StopReason::MaxTokens:
        return ReplyEnd::LengthReached;
    case session::StopReason::ContextFull:
        return ReplyEnd::ContextFull;
    case session::StopReason::Stopped:
        return ReplyEnd::Stopped;
    }
    return ReplyEnd::Complete;
}

} // namespace

struct RealEngine::Loaded
{
    std::unique_ptr<runtime::LoadedModel> model;
};

RealEngine::RealEngine(QString cacheFolder, qint64 loseDeviceAfter)
    : m_cacheFolder(std::move(cacheFolder))
    , m_loseDeviceAfter(loseDeviceAfter)
    , m_snapshots(std::make_shared<session::SnapshotStore>(
          m_cacheFolder.isEmpty() ? std::filesystem::path() : filePath(m_cacheFolder) / "snapshots"))
{
}

RealEngine::~RealEngine() = default;

Result<LoadedModelInfo> RealEngine::load(const LoadRequest &request, const LoadProgress &progress, std::stop_token stop)
{
    unload();
    runtime::OpenOptions options;
    options.device = request.device.isEmpty() ? "auto" : request.device.toStdString();
    options.cacheDirectory = filePath(m_cacheFolder);
    if (request.gpuLayers >= 0 && options.device != "cpu")
        options.gpuLayers = static_cast<std::uint32_t>(request.gpuLayers);
    options.loseDeviceAfter = std::exchange(m_loseDeviceAfter, -1);
    const auto report = [&progress](std::uint64_t done, std::uint64_t total) {
        progress(static_cast<qint64>(done), static_cast<qint64>(total));
    };
    MARU_TRY(std::unique_ptr<runtime::LoadedModel> model,
        runtime::LoadedModel::open(filePath(request.modelPath), options, report, stop));
    LoadedModelInfo info;
    info.request = request;
    info.name = QFileInfo(request.modelPath).completeBaseName();
    info.modelId = QString::fromStdString(model->model().id());
    info.deviceName = deviceName(model->placement());
    info.layerCount = static_cast<int>(model->placement().layerCount);
    info.gpuLayers = static_cast<int>(std::min(model->placement().gpuLayers, model->placement().layerCount));
    info.deviceKind = fromView(backend::toString(model->device().kind));
    info.note = QString::fromStdString(model->note());
    info.contextLength = static_cast<int>(model->session().executor().contextLength());
    info.loadMs = model->loadMs();
    info.canSwitchThinking = model->prompts().thinkingSwitch().canSwitch();
    info.thinksByHabit = model->prompts().thinkingSwitch().isOnByDefault;
    model->session().setSnapshots(m_snapshots);
    m_loaded = std::make_unique<Loaded>(Loaded { std::move(model) });
    return info;
}

void RealEngine::forget(qint64 conversationId)
{
    m_snapshots->remove(snapshotName(conversationId));
}

void RealEngine::unload()
{
    if (m_loaded) {
        const Result<void> saved = m_loaded->model->session().saveSnapshot();
        if (!saved)
            log(LogLevel::Warning, "app",
                "a conversation will be read from the start next time: " + saved.error().message);
    }
    m_loaded.reset();
}

Result<ReplyResult> RealEngine::generate(
    const ReplyRequest &request, const TokenSink &sink, const PromptProgress &progress, std::stop_token stop)
{
    if (!m_loaded)
        return Error { ErrorCode::InvalidArgument, Reason::Unspecified, {}, "no model is loaded" };
    const Turns turns = turnsOf(request.messages);
    const runtime::PromptTokens &prompts = m_loaded->model->prompts();
    const std::uint32_t context = m_loaded->model->session().executor().contextLength();
    MARU_TRY(
        runtime::EncodedPrompt prompt, prompts.encode(turns.messages, promptSettings(request.settings, context), stop));
    session::GenerationRequest generation;
    generation.prompt = std::move(prompt.tokens);
    generation.reasoning = prompts.reasoning();
    generation.conversation = request.conversationId == 0 ? std::string() : snapshotName(request.conversationId);
    generation.opensThinking = prompt.opensThinking;
    generation.thinkingBudget = static_cast<std::uint32_t>(request.settings.thinkingBudget);
    generation.sampling = samplingSettings(request.settings, request.seed);
    generation.maxTokens = static_cast<std::uint32_t>(request.settings.maxTokens);
    const auto onToken = [&sink](const session::GeneratedToken &token) {
        sink({ fromView(token.text), token.token, fromView(token.samplerState), fromView(token.thinking) });
    };
    const auto onPrompt = [&progress](std::uint32_t done, std::uint32_t total) {
        progress(static_cast<int>(done), static_cast<int>(total));
    };
    MARU_TRY(const session::GenerationResult generated,
        m_loaded->model->session().generate(generation, onToken, onPrompt, stop));
    ReplyResult result;
    result.end = replyEnd(generated.stopReason);
    result.text = QString::fromStdString(generated.text);
    result.thinking = QString::fromStdString(generated.reasoning);
    result.thinkingMs = generated.reasoningMs;
    for (const std::size_t index : prompt.dropped)
        result.unseen += turns.ids.at(static_cast<qsizetype>(index));
    result.promptMs = generated.promptMs;
    result.promptTokens = static_cast<int>(generated.promptTokens);
    result.reusedTokens = static_cast<int>(generated.reusedTokens);
    result.tokensPerSecond = generated.tokensPerSecond();
    result.firstTokenMs = generated.firstTokenMs;
    result.note = QString::fromStdString(prompt.templateNote);
    return result;
}

InstalledModel RealEngine::inspect(const QString &path) const
{
    const QFileInfo file(path);
    InstalledModel result;
    result.path = path;
    result.name = file.completeBaseName();
    result.byteCount = file.size();
    const auto opened = model::Model::open(filePath(path));
    if (!opened) {
        result.problem = opened.error();
        return result;
    }
    const model::Model &model = **opened;
    result.hasChatTemplate = model.hasChatTemplate();
    result.family = QString::fromStdString(model.hyperparameters().family);
    result.quantization = QString::fromStdString(model.quantization());
    result.parameterCount = static_cast<qint64>(model.parameterCount());
    result.contextLength = static_cast<int>(model.hyperparameters().contextLength);
    // Builds the graph, and so finds a family, a tensor or a weight type the engine cannot run.
    runtime::OpenOptions options;
    options.device = "cpu";
    if (const auto memory = runtime::accountMemory(model, options); !memory)
        result.problem = memory.error();
    return result;
}

FoundDevices RealEngine::devices() const
{
    const runtime::DeviceList list = runtime::listDevices();
    FoundDevices found;
    for (const runtime::DeviceChoice &choice : list.devices)
        found.devices.append(deviceInfo(choice));
    found.note = QString::fromStdString(list.note);
    return found;
}

} // namespace maru
