// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/fake_tools.h"

#include "app/engine/fake_engine.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <thread>

namespace maru {

namespace {

constexpr int kSteps = 20;
constexpr auto kStep = std::chrono::milliseconds(10);
constexpr qint64 kFakeModelBytes = 98'000'000;

/// Steps that take a moment each.
Result<void> pretend(const ModelTools::Progress &progress, const std::stop_token &stop)
{
    for (int step = 0; step <= kSteps; ++step) {
        if (stop.stop_requested())
            return cancelled();
        progress(step, kSteps);
        std::this_thread::sleep_for(kStep);
    }
    return {};
}

} // namespace

void FakeTools::setDevice(const QString &selector)
{
    m_gpu = selector != QLatin1String("cpu");
}

FitFunction FakeTools::functionFor(qint64 bytes, bool isRough) const
{
    return [bytes, isRough, hasGpu = m_gpu.load()](int context) {
        FitAnswer answer;
        answer.isRough = isRough;
        answer.layerCount = kLayers;
        answer.byteCount = bytes + kBytesPerToken * context;
        answer.deviceName = hasGpu ? QStringLiteral("Fake device") : QString();
        answer.tokensPerSecond = 2.4e11 / static_cast<double>(std::max<qint64>(answer.byteCount, 1));
        const qint64 gpu = hasGpu ? kGpuBytes : 0;
        answer.longestContext
            = static_cast<int>(std::max<qint64>(0, ((hasGpu ? gpu : kHostBytes) - bytes) / kBytesPerToken));
        if (answer.byteCount <= gpu) {
            answer.where = FitAnswer::Where::Gpu;
            answer.gpuLayers = kLayers;
        } else if (answer.byteCount <= kHostBytes + gpu) {
            answer.gpuLayers = static_cast<int>(kLayers * gpu / answer.byteCount);
            answer.where = answer.gpuLayers == 0 ? FitAnswer::Where::Processor : FitAnswer::Where::Partly;
            answer.tokensPerSecond /= 6;
        } else {
            answer.where = FitAnswer::Where::TooLarge;
            answer.missing = answer.byteCount - kHostBytes - gpu;
            answer.tokensPerSecond = 0;
        }
        return answer;
    };
}

Result<FitFunction> FakeTools::fit(const QString &path)
{
    return functionFor(path == FakeEngine::kModelPath ? kFakeModelBytes : QFileInfo(path).size(), false);
}

Result<FitFunction> FakeTools::fitOfHeads(const QList<ModelHead> &heads)
{
    constexpr qsizetype kNeeded = 100'000;
    qint64 bytes = 0;
    for (const ModelHead &head : heads) {
        if (head.bytes.size() < std::min<qint64>(kNeeded, head.fileBytes))
            return Error { ErrorCode::Corrupt, Reason::GgufTruncated, {}, "the head is too short" };
        bytes += head.fileBytes;
    }
    return functionFor(bytes, false);
}

Result<FitFunction> FakeTools::fitAbout(const RoughModel &rough)
{
    return functionFor(rough.byteCount, true);
}

QList<DeviceStatus> FakeTools::devices()
{
    const std::lock_guard lock(m_mutex);
    QList<DeviceStatus> result;
    const QList<DeviceInfo> devices = FakeEngine({}).devices().devices;
    for (const DeviceInfo &device : devices) {
        DeviceStatus status;
        status.selector = device.selector;
        status.name = device.name;
        status.kind = device.kind;
        status.reason = device.reason;
        status.usable = device.usable;
        status.chosenByAuto = device.chosenByAuto;
        status.memoryTotal = device.kind == QLatin1String("cpu") ? kHostBytes : device.memoryTotal;
        status.memoryFree = status.memoryTotal / 2;
        if (m_checked.contains(device.selector)) {
            status.check = device.usable ? DeviceStatus::Check::Passed : DeviceStatus::Check::Failed;
            status.cases = 80;
            status.checkedAt = QDateTime::currentMSecsSinceEpoch();
            if (device.usable) {
                status.bandwidth = device.kind == QLatin1String("cpu") ? 3.1e10 : 2.6e11;
                status.multiplyAdds = 1e12;
            } else {
                status.problems << QStringLiteral("mat_mul/q4_k/512x577");
            }
        }
        result.append(status);
    }
    return result;
}

Result<void> FakeTools::checkUp(const QString &selector, const Progress &progress, std::stop_token stop)
{
    MARU_CHECK(pretend(progress, stop));
    const std::lock_guard lock(m_mutex);
    m_checked << selector;
    return {};
}

ModelReport FakeTools::report(const QString &path)
{
    ModelReport report;
    report.name = QFileInfo(path).completeBaseName();
    if (QFileInfo file(path); path != FakeEngine::kModelPath && file.size() == 0) {
        report.problem
            = Error { ErrorCode::Corrupt, Reason::FileEmpty, { { "path", path.toStdString() } }, "empty file" };
        return report;
    }
    report.facts = { { QStringLiteral("Family"), QStringLiteral("fake") },
        { QStringLiteral("Layers"), QString::number(kLayers) } };
    report.tensors = { { QStringLiteral("F16"), QStringLiteral("2 tensors, 98 MB") } };
    report.specialTokens = { { QStringLiteral("Ends a turn"), QStringLiteral("<|end|>  (2)") } };
    report.templateSource = QStringLiteral("{% for m in messages %}{{ m.content }}{% endfor %}");
    report.templateSample = QStringLiteral("What is Maru?");
    return report;
}

Result<QList<QuantizeTarget>> FakeTools::targets(const QString &path)
{
    const qint64 bytes = path == FakeEngine::kModelPath ? kFakeModelBytes : QFileInfo(path).size();
    QList<QuantizeTarget> result;
    constexpr double kFileBits = 16;
    for (const auto &[name, bits] :
        { std::pair { "Q8_0", 8.5 }, { "Q6_K", 6.6 }, { "Q4_K_M", 4.9 }, { "Q2_K", 3.4 } }) {
        const auto size = static_cast<qint64>(static_cast<double>(bytes) * bits / kFileBits);
        result.append({ QString::fromLatin1(name), bits, size, functionFor(size, true) });
    }
    return result;
}

Result<void> FakeTools::quantize(
    const QString &, const QString &out, const QString &, const Progress &progress, std::stop_token stop)
{
    MARU_CHECK(pretend(progress, stop));
    QFile file(out);
    if (!file.open(QIODevice::WriteOnly) || file.write("fake") < 0)
        return Error { ErrorCode::Io, Reason::ReadOnly, { { "path", out.toStdString() } }, "cannot write" };
    return {};
}

Result<TextScore> FakeTools::score(const QString &path, const QString &, const Progress &progress, std::stop_token stop)
{
    MARU_CHECK(pretend(progress, stop));
    return TextScore { path.contains(QLatin1String("Q2_K")) ? 14.0 : 12.0, 4 };
}

} // namespace maru
