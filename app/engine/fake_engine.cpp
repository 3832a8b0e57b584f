// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/fake_engine.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <thread>

namespace maru {

const QString FakeEngine::kModelPath = QStringLiteral("fake:model");

namespace {

constexpr qint64 kPretendedBytes = 98'000'000;

} // namespace

FakeEngine::FakeEngine(FakeScript script)
    : m_script(std::move(script))
{
}

/// Sleeps, looking at `stop` every few milliseconds; false if it was set.
bool FakeEngine::sleep(double ms, std::stop_token stop) const
{
    using Clock = std::chrono::steady_clock;
    const auto end
        = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double, std::milli>(ms));
    for (;;) {
        if (stop.stop_requested() && !m_script.deafToStop)
            return false;
        const auto now = Clock::now();
        if (now >= end)
            return true;
        std::this_thread::sleep_for(std::min<Clock::duration>(end - now, std::chrono::milliseconds(5)));
    }
}

Result<LoadedModelInfo> FakeEngine::load(const LoadRequest &request, const LoadProgress &progress, std::stop_token stop)
{
    constexpr int kSteps = 50;
    for (int step = 0; step < kSteps; ++step) {
        progress(kPretendedBytes * step / kSteps, kPretendedBytes);
        if (!sleep(m_script.loadMs / static_cast<double>(kSteps), stop))
            return cancelled();
    }
    if (m_script.loadError)
        return *m_script.loadError;
    progress(kPretendedBytes, kPretendedBytes);
    ++m_loadCount;
    m_isLoaded = true;
    LoadedModelInfo info;
    info.request = request;
    info.name = inspect(request.modelPath).name;
    info.modelId = QStringLiteral("fake");
    info.deviceName
        = request.device == QLatin1String("cpu") ? QStringLiteral("Processor") : QStringLiteral("Fake device");
    info.deviceKind = QStringLiteral("cpu");
    info.contextLength = request.contextLength > 0 ? request.contextLength : m_script.contextLength;
    info.layerCount = 12;
    info.loadMs = m_script.loadMs;
    info.canSwitchThinking = info.thinksByHabit = m_script.canSwitchThinking;
    return info;
}

void FakeEngine::unload()
{
    m_isLoaded = false;
}

std::optional<QList<int>> FakeEngine::countTokens(const QStringList &texts) const
{
    if (!m_isLoaded)
        return {};
    QList<int> counts;
    for (const QString &text : texts)
        counts.append(static_cast<int>(text.split(u' ', Qt::SkipEmptyParts).size()));
    return counts;
}

QString FakeEngine::replyTo(const ReplyRequest &request) const
{
    if (!m_script.reply.isEmpty())
        return m_script.reply;
    const QString question
        = request.messages.isEmpty() ? QString() : request.messages.constLast().text.simplified().left(80);
    return QStringLiteral(
        "You wrote: \u201c%1\u201d. No model read it: this is the fake engine, which writes the same words to "
        "everyone, so that the window can be tried without a model. To get a real answer, start Maru "
        "without --engine=fake and choose a model at the top of the page.")
        .arg(question);
}

Result<ReplyResult> FakeEngine::generate(
    const ReplyRequest &request, const TokenSink &sink, const PromptProgress &progress, std::stop_token stop)
{
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    const auto since = [](Clock::time_point start) {
        return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    };
    ReplyResult result;
    result.promptTokens = m_script.promptTokens;
    for (int i = 0; i < m_script.promptTokens; ++i) {
        progress(i, m_script.promptTokens);
        if (!sleep(m_script.promptMsPerToken, stop)) {
            result.end = ReplyEnd::Stopped;
            return result;
        }
    }
    progress(m_script.promptTokens, m_script.promptTokens);

    QStringList words = request.settings.thinking == Thinking::Off ? QStringList()
                                                                   : m_script.thinking.split(u' ', Qt::SkipEmptyParts);
    const qsizetype thoughts = words.size();
    words += replyTo(request).split(u' ');
    for (qsizetype i = 0; i < std::min<qsizetype>(m_script.unseen, request.messages.size()); ++i)
        result.unseen.append(request.messages.at(i).id);
    const bool fails = m_script.replyError && !(m_failed && m_script.failOnce);
    if (request.continues) {
        result.text = request.continues->text;
        result.thinking = request.continues->thinking;
    }
    const int written = request.continues ? static_cast<int>(request.continues->tokens.size()) : 0;
    auto first = Clock::now();
    int count = written;
    for (; count < words.size(); ++count) {
        if (fails && count >= m_script.failAfterTokens) {
            m_failed = true;
            return *m_script.replyError;
        }
        if (request.settings.maxTokens > 0 && count - written == request.settings.maxTokens) {
            result.end = ReplyEnd::LengthReached;
            break;
        }
        // By the clock, not by sleeps: a thousand tokens a second are that many.
        if (!sleep((count - written) * 1000.0 / m_script.tokensPerSecond - since(first), stop)) {
            result.end = ReplyEnd::Stopped;
            break;
        }
        if (count == written) {
            result.firstTokenMs = since(begin);
            first = Clock::now();
        }
        const bool isFirst = count == 0 || count == thoughts;
        const QString text = isFirst ? words.at(count) : u' ' + words.at(count);
        const bool isThought = count < thoughts;
        (isThought ? result.thinking : result.text) += text;
        if (isThought)
            result.thinkingMs = since(first);
        sink({ isThought ? QString() : text, count, QString::number(count), isThought ? text : QString() });
    }
    if (count - written > 1)
        result.tokensPerSecond = (count - written - 1) * 1000.0 / since(first);
    return result;
}

InstalledModel FakeEngine::inspect(const QString &path) const
{
    InstalledModel model;
    model.path = path;
    if (path == kModelPath) {
        model.name = QCoreApplication::translate("maru::FakeEngine", "Fake model");
        model.quantization = QStringLiteral("F16");
        model.parameterCount = 1'000'000;
        model.byteCount = kPretendedBytes;
        model.contextLength = m_script.contextLength;
        model.hasChatTemplate = true;
        return model;
    }
    const QFileInfo file(path);
    model.name = file.completeBaseName();
    model.byteCount = file.size();
    if (!file.exists())
        model.problem
            = Error { ErrorCode::NotFound, Reason::FileMissing, { { "path", path.toStdString() } }, "no such file" };
    else if (file.size() == 0)
        model.problem
            = Error { ErrorCode::Corrupt, Reason::FileEmpty, { { "path", path.toStdString() } }, "empty file" };
    return model;
}

QList<InstalledModel> FakeEngine::builtInModels() const
{
    return { inspect(kModelPath) };
}

FoundDevices FakeEngine::devices() const
{
    DeviceInfo processor;
    processor.selector = QStringLiteral("cpu");
    processor.name = QStringLiteral("Processor");
    processor.kind = QStringLiteral("cpu");
    processor.usable = true;
    DeviceInfo gpu;
    gpu.selector = QStringLiteral("vulkan:0");
    gpu.name = QStringLiteral("Fake device");
    gpu.kind = QStringLiteral("discrete");
    gpu.memoryTotal = 8'000'000'000;
    gpu.usable = true;
    gpu.chosenByAuto = true;
    DeviceInfo weak;
    weak.selector = QStringLiteral("vulkan:1");
    weak.name = QStringLiteral("Old fake device");
    weak.kind = QStringLiteral("integrated");
    weak.reason = QStringLiteral("it lacks 16-bit storage");
    return { { processor, gpu, weak }, {} };
}

} // namespace maru
