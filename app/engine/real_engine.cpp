// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/real_engine.h"

#include "app/engine/context_forecast.h"
#include "inference/base/log.h"
#include "inference/prompt/chat_template.h"
#include "inference/runtime/check_up.h"
#include "inference/runtime/loaded_model.h"
#include "inference/session/generation.h"
#include "inference/session/snapshot_store.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

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
    QList<QList<qint64>> ids; ///< as many; none for the system prompt
    std::vector<std::size_t> pinned; ///< indexes of those that are never left out
};

/// The turns as templates want them: no empty ones, and no two of one side in a row (a reply that never came leaves two
/// messages of the user).
Turns turnsOf(const ReplyRequest &request)
{
    Turns turns;
    std::vector<prompt::ChatMessage> &result = turns.messages;
    if (!request.systemPrompt.trimmed().isEmpty()) {
        result.push_back({ prompt::Role::System, request.systemPrompt.toStdString() });
        turns.ids.append(QList<qint64>());
    }
    for (const Message &message : request.messages) {
        const std::string text = message.promptText().toStdString();
        if (text.empty())
            continue;
        const prompt::Role role = message.role == MessageRole::User ? prompt::Role::User : prompt::Role::Assistant;
        if (message.pinned)
            turns.pinned.push_back(!result.empty() && result.back().role == role ? result.size() - 1 : result.size());
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

HeldMemory heldMemory(const runtime::Placement &placement)
{
    HeldMemory held;
    held.hostBytes = static_cast<qint64>(placement.vocabulary + placement.made);
    for (const runtime::PlacedPart &part : placement.parts) {
        const auto bytes = static_cast<qint64>(part.memory.total());
        if (part.choice.device.kind != backend::DeviceKind::Cpu)
            held.device = QString::fromStdString(part.choice.selector);
        (part.choice.device.kind == backend::DeviceKind::Discrete ? held.deviceBytes : held.hostBytes) += bytes;
    }
    return held;
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

runtime::PromptSettings promptSettings(
    const GenerationSettings &settings, std::uint32_t context, std::vector<std::size_t> pinned)
{
    runtime::PromptSettings result;
    result.pinned = std::move(pinned);
    if (settings.thinking != Thinking::Habit)
        result.thinking.isOn = settings.thinking == Thinking::On;
    result.context = context;
    result.reply = static_cast<std::uint32_t>(roomForReply(settings, static_cast<int>(context)));
    return result;
}

constexpr double kLeastShare = 0.001; // the engine wants a share above 0

sampling::SamplingSettings samplingSettings(const GenerationSettings &settings, quint64 seed)
{
    sampling::SamplingSettings result;
    result.temperature = static_cast<float>(settings.temperature);
    result.topK = static_cast<std::uint32_t>(settings.topK);
    result.topP = static_cast<float>(std::max(settings.topP, kLeastShare));
    result.typicalP = static_cast<float>(settings.typicalP);
    result.frequencyPenalty = static_cast<float>(settings.frequencyPenalty);
    result.presencePenalty = static_cast<float>(settings.presencePenalty);
    result.repetitionWindow = static_cast<std::uint32_t>(settings.repetitionWindow);
    result.dry.multiplier = static_cast<float>(settings.dryMultiplier);
    result.dry.base = static_cast<float>(settings.dryBase);
    result.dry.allowedLength = static_cast<std::uint32_t>(settings.dryAllowedLength);
    result.xtcProbability = static_cast<float>(settings.xtcProbability);
    result.xtcThreshold = static_cast<float>(settings.xtcThreshold);
    result.mirostat = settings.mirostat;
    result.mirostatTau = static_cast<float>(settings.mirostatTau);
    result.mirostatEta = static_cast<float>(settings.mirostatEta);
    result.jsonSchema = settings.jsonSchema.trimmed().toStdString();
    if (result.jsonSchema.empty()) // one of them can hold
        result.grammar = settings.grammar.trimmed().toStdString();
    result.minP = static_cast<float>(settings.minP);
    result.repetitionPenalty = static_cast<float>(settings.repetitionPenalty);
    result.seed = seed;
    return result;
}

/// The tokens of what is written already. Those of another model are worth nothing: its words are read again.
std::vector<tokenizer::Token> writtenTokens(
    const Continuation &written, const runtime::LoadedModel &loaded, bool opensThinking)
{
    if (written.modelId.toStdString() == loaded.model().id())
        return { written.tokens.cbegin(), written.tokens.cend() };
    using tokenizer::SpecialText;
    const tokenizer::Tokenizer &tokenizer = loaded.model().tokenizer();
    const prompt::ReasoningFormat &format = loaded.prompts().reasoning();
    std::vector<tokenizer::Token> tokens;
    const auto add = [&](const std::string &text, SpecialText special) {
        const std::vector<tokenizer::Token> part = tokenizer.encode(text, special, false);
        tokens.insert(tokens.end(), part.begin(), part.end());
    };
    const bool thinks = !written.thinking.isEmpty() && format.thinks();
    if (thinks && !opensThinking)
        add(format.open.spelled(), SpecialText::Parse);
    if (thinks)
        add(written.thinking.toStdString(), SpecialText::Spelled);
    if ((thinks || opensThinking) && !written.text.isEmpty())
        add(format.closing(), SpecialText::Parse);
    add(written.text.toStdString(), SpecialText::Spelled);
    return tokens;
}

/// How many more tokens may be written: what was stopped early has the rest of its allowance.
std::uint32_t tokensLeft(const ReplyRequest &request)
{
    const qsizetype written = request.continues ? request.continues->tokens.size() : 0;
    const qsizetype most = request.settings.maxTokens;
    return static_cast<std::uint32_t>(written < most ? most - written : most);
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
    , m_checkUps(std::make_shared<runtime::CheckUpStore>(
          m_cacheFolder.isEmpty() ? std::filesystem::path() : filePath(m_cacheFolder) / "check-ups.json"))
{
}

RealEngine::~RealEngine() = default;

Result<LoadedModelInfo> RealEngine::load(const LoadRequest &request, const LoadProgress &progress, std::stop_token stop)
{
    unload();
    runtime::OpenOptions options;
    options.device = request.device.isEmpty() ? "auto" : request.device.toStdString();
    options.cacheDirectory = filePath(m_cacheFolder);
    options.checkUps = m_checkUps;
    if (request.gpuLayers >= 0 && options.device != "cpu")
        options.gpuLayers = static_cast<std::uint32_t>(request.gpuLayers);
    options.context = static_cast<std::uint32_t>(request.contextLength);
    options.threads = static_cast<unsigned>(std::max(request.threads, 0));
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
    info.held = heldMemory(model->placement());
    info.canSwitchThinking = model->prompts().thinkingSwitch().canSwitch();
    info.thinksByHabit = model->prompts().thinkingSwitch().isOnByDefault;
    info.templateTokens = static_cast<int>(model->prompts().frame().aroundAll);
    info.tokensPerMessage = static_cast<int>(model->prompts().frame().aroundEach);
    model->session().setSnapshots(m_snapshots);
    const std::unique_lock lock(m_loadedMutex);
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
    const std::unique_lock lock(m_loadedMutex);
    m_loaded.reset();
}

std::optional<QList<int>> RealEngine::countTokens(const QStringList &texts) const
{
    const std::shared_lock lock(m_loadedMutex);
    if (!m_loaded)
        return {};
    QList<int> counts;
    for (const QString &text : texts) {
        const auto tokens
            = m_loaded->model->model().tokenizer().encode(text.toStdString(), tokenizer::SpecialText::Spelled, false);
        counts.append(static_cast<int>(tokens.size()));
    }
    return counts;
}

Result<ReplyResult> RealEngine::generate(
    const ReplyRequest &request, const TokenSink &sink, const PromptProgress &progress, std::stop_token stop)
{
    if (!m_loaded)
        return Error { ErrorCode::InvalidArgument, Reason::Unspecified, {}, "no model is loaded" };
    const Turns turns = turnsOf(request);
    const runtime::PromptTokens &prompts = m_loaded->model->prompts();
    const std::uint32_t context = m_loaded->model->session().executor().contextLength();
    runtime::PromptSettings asked = promptSettings(request.settings, context, turns.pinned);
    MARU_TRY(runtime::EncodedPrompt prompt, prompts.encode(turns.messages, asked, stop));
    session::GenerationRequest generation;
    if (request.continues) {
        const auto written = writtenTokens(*request.continues, *m_loaded->model, prompt.opensThinking);
        generation.writtenTokens = static_cast<std::uint32_t>(written.size());
        if (prompt.tokens.size() + written.size() >= context) { // it ended there: what is older makes room
            asked.reply += generation.writtenTokens;
            MARU_TRY(prompt, prompts.encode(turns.messages, asked, stop));
        }
        if (request.continues->modelId.toStdString() == m_loaded->model->model().id())
            generation.samplerState = request.continues->samplerState.toStdString();
        prompt.tokens.insert(prompt.tokens.end(), written.begin(), written.end());
    }
    generation.prompt = std::move(prompt.tokens);
    generation.reasoning = prompts.reasoning();
    generation.conversation = request.conversationId == 0 ? std::string() : snapshotName(request.conversationId);
    generation.opensThinking = prompt.opensThinking;
    generation.thinkingBudget = static_cast<std::uint32_t>(request.settings.thinkingBudget);
    generation.sampling = samplingSettings(request.settings, request.seed);
    generation.maxTokens = tokensLeft(request);
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
    result.text = QString::fromStdString(generated.writtenText + generated.text);
    result.thinking = QString::fromStdString(generated.writtenReasoning + generated.reasoning);
    for (const tokenizer::Token token : std::span(generation.prompt).last(generation.writtenTokens))
        result.tokens.append(token);
    for (const tokenizer::Token token : generated.tokens)
        result.tokens.append(token);
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
    result.licence
        = fromView(model.file().string("general.license").value_or(std::string_view())).left(80).simplified();
    result.modelId = QString::fromStdString(model.id());
    result.parameterCount = static_cast<qint64>(model.parameterCount());
    result.contextLength = static_cast<int>(model.hyperparameters().contextLength);
    // Builds the graph, and so finds a family, a tensor or a weight type the engine cannot run.
    runtime::OpenOptions options;
    options.device = "cpu";
    if (const auto memory = runtime::accountMemory(model, options); !memory)
        result.problem = memory.error();
    return result;
}

Result<void> RealEngine::checkDevice(const LoadRequest &request, const LoadProgress &progress, std::stop_token stop)
{
    runtime::OpenOptions options;
    options.device = request.device.isEmpty() ? "auto" : request.device.toStdString();
    if (request.gpuLayers >= 0)
        options.gpuLayers = static_cast<std::uint32_t>(request.gpuLayers);
    options.checkUps = m_checkUps;
    runtime::CheckUpOptions how;
    how.cacheDirectory = filePath(m_cacheFolder);
    const auto report = [&progress](std::uint32_t done, std::uint32_t total) { progress(done, total); };
    // Where the best device computes wrong, the next one is to be checked.
    while (const std::optional<runtime::DeviceChoice> device = runtime::uncheckedDevice(options)) {
        auto result = runtime::runCheckUp(*device, how, report, stop);
        if (!result && result.error().code == ErrorCode::Cancelled)
            return std::move(result).error();
        if (!result)
            return {}; // it cannot even be opened: loading says why, or takes another
        if (const Result<void> kept = m_checkUps->put(*result); !kept)
            log(LogLevel::Warning, "app", "the check-up will run again next time: " + kept.error().message);
    }
    return {};
}

FoundDevices RealEngine::devices() const
{
    const runtime::DeviceList list = runtime::listDevices(m_checkUps.get());
    FoundDevices found;
    for (const runtime::DeviceChoice &choice : list.devices)
        found.devices.append(deviceInfo(choice));
    found.note = QString::fromStdString(list.note);
    return found;
}

} // namespace maru
