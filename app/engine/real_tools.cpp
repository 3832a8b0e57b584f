// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/real_tools.h"

#include "app/engine/model_report.h"
#include "inference/quantizer/quantizer.h"
#include "inference/runtime/check_up.h"
#include "inference/runtime/device_selection.h"
#include "inference/runtime/fit_table.h"
#include "inference/runtime/loaded_model.h"
#include "inference/session/perplexity.h"

#include <QFileInfo>

#include <algorithm>
#include <array>
#include <limits>
#include <thread>
#include <utility>
#include <vector>

namespace maru {

namespace {

using Where = FitAnswer::Where;

constexpr std::uint32_t kChunk = 512; ///< tokens of a chunk of a scored text
constexpr std::uint32_t kMostChunks = 40;

/// What a model is cut to, with the bits that a weight takes in the mixture.
constexpr std::array<std::pair<quantizer::Target, double>, 7> kTargets { {
    { quantizer::Target::Q8_0, 8.5 },
    { quantizer::Target::Q6_K, 6.6 },
    { quantizer::Target::Q5_K_M, 5.7 },
    { quantizer::Target::Q4_K_M, 4.9 },
    { quantizer::Target::Q4_0, 4.6 },
    { quantizer::Target::Q3_K_M, 4.0 },
    { quantizer::Target::Q2_K, 3.4 },
} };

std::filesystem::path filePath(const QString &path)
{
    return std::filesystem::path(path.toStdU16String());
}

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::uint64_t addTo(std::uint64_t free, qint64 more)
{
    const auto bytes = static_cast<std::uint64_t>(std::max<qint64>(more, 0));
    return free > std::numeric_limits<std::uint64_t>::max() - bytes ? free : free + bytes; // no limit stays none
}

Where whereOf(const runtime::ModelFit &fit)
{
    if (!fit.fits)
        return Where::TooLarge;
    if (!fit.isOnGpu())
        return Where::Processor;
    return fit.gpuLayers >= fit.layerCount ? Where::Gpu : Where::Partly;
}

} // namespace

/// Devices, what is free on them, and how fast they are. Shared by this object and the functions that answer.
struct RealTools::Machine
{
    std::unique_ptr<runtime::FitDevices> devices;
    std::mutex mutex;
    runtime::PlacementLimits limits;
    runtime::DeviceProfile cpu;
    runtime::DeviceProfile gpu;

    FitAnswer answer(const runtime::FitTable &table, int context, bool isRough)
    {
        const std::lock_guard lock(mutex);
        const runtime::ModelFit fit = table.at(static_cast<std::uint32_t>(std::max(context, 1)), limits, &cpu, &gpu);
        FitAnswer answer;
        answer.where = whereOf(fit);
        answer.isRough = isRough;
        answer.layerCount = static_cast<int>(fit.layerCount);
        answer.gpuLayers = static_cast<int>(std::min(fit.gpuLayers, fit.layerCount));
        answer.byteCount = static_cast<qint64>(fit.cost.cpu.total() + fit.cost.gpu.total());
        answer.missing = static_cast<qint64>(fit.missing);
        answer.tokensPerSecond = fit.tokensPerSecond;
        answer.longestContext = static_cast<int>(table.longestContext(limits));
        if (devices->gpu() != nullptr)
            answer.deviceName = QString::fromStdString(devices->gpuChoice().device.name);
        return answer;
    }
};

RealTools::RealTools(QString cacheFolder, std::shared_ptr<runtime::CheckUpStore> checkUps)
    : m_cacheFolder(std::move(cacheFolder))
    , m_checkUps(std::move(checkUps))
{
}

RealTools::~RealTools() = default;

void RealTools::setDevice(const QString &selector)
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_device, selector.isEmpty() ? QStringLiteral("auto") : selector) != m_device)
        m_machine.reset();
}

Result<std::shared_ptr<RealTools::Machine>> RealTools::machine()
{
    const std::lock_guard lock(m_mutex);
    if (m_machine)
        return m_machine;
    runtime::OpenOptions options;
    options.device = m_device.toStdString();
    options.cacheDirectory = filePath(m_cacheFolder);
    options.checkUps = m_checkUps;
    auto opened = std::make_shared<Machine>();
    MARU_TRY(opened->devices, runtime::FitDevices::open(options));
    look(*opened);
    m_machine = opened;
    return opened;
}

/// What is free now, what the loaded model would give back, and what the check-ups have measured.
void RealTools::look(Machine &machine) const
{
    runtime::PlacementLimits limits = machine.devices->limits();
    const std::string &gpu = machine.devices->gpuChoice().selector;
    limits.cpuFree = addTo(limits.cpuFree, m_held.hostBytes);
    if (machine.devices->gpu() != nullptr && m_held.device.toStdString() == gpu)
        limits.gpuFree = addTo(limits.gpuFree, limits.isShared ? m_held.hostBytes : m_held.deviceBytes);
    const auto profileOf = [this](const runtime::DeviceChoice &choice) {
        const auto known = m_checkUps->find(runtime::CheckUpKey::of(choice));
        return known ? known->profile : runtime::DeviceProfile();
    };
    const std::lock_guard lock(machine.mutex);
    machine.limits = limits;
    machine.cpu = profileOf(machine.devices->cpuChoice());
    if (machine.devices->gpu() != nullptr)
        machine.gpu = profileOf(machine.devices->gpuChoice());
}

bool RealTools::refresh()
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_isOld, false))
        return false;
    if (!m_machine)
        return true;
    const auto known = m_machine->devices->gpu() != nullptr
        ? m_checkUps->find(runtime::CheckUpKey::of(m_machine->devices->gpuChoice()))
        : std::nullopt;
    if (known && !known->passed()) { // found out while a model was loaded on it
        m_machine.reset();
        return false;
    }
    look(*m_machine);
    return true;
}

void RealTools::setHeld(const HeldMemory &held)
{
    const std::lock_guard lock(m_mutex);
    m_held = held;
}

Result<FitFunction> RealTools::fit(const QString &path)
{
    MARU_TRY(const auto model, model::Model::open(filePath(path)));
    MARU_TRY(const auto opened, machine());
    MARU_TRY(auto table, runtime::FitTable::of(*model, *opened->devices));
    return FitFunction([opened, table = std::make_shared<const runtime::FitTable>(std::move(table))](
                           int context) { return opened->answer(*table, context, false); });
}

Result<FitFunction> RealTools::fitOfHeads(const QList<ModelHead> &heads)
{
    std::vector<gguf::FileHead> views;
    for (const ModelHead &head : heads)
        views.push_back({ filePath(head.name),
            std::as_bytes(std::span(head.bytes.constData(), static_cast<std::size_t>(head.bytes.size()))),
            static_cast<std::uint64_t>(std::max<qint64>(head.fileBytes, 0)) });
    MARU_TRY(const auto model, model::Model::ofHeads(views));
    MARU_TRY(const auto opened, machine());
    MARU_TRY(auto table, runtime::FitTable::of(*model, *opened->devices));
    return FitFunction([opened, table = std::make_shared<const runtime::FitTable>(std::move(table))](
                           int context) { return opened->answer(*table, context, false); });
}

Result<FitFunction> RealTools::fitAbout(const RoughModel &rough)
{
    MARU_TRY(const auto opened, machine());
    constexpr qint64 kUsualLayers = 32;
    constexpr qint64 kBytesPerTokenAndGigabyte = 26'000; ///< of keys and values: what models of all sizes are near
    runtime::FitTable::Rough known;
    known.weightBytes = static_cast<std::uint64_t>(std::max<qint64>(rough.byteCount, 1));
    known.layers = static_cast<std::uint32_t>(rough.layers > 0 ? rough.layers : kUsualLayers);
    known.kvBytesPerPosition = static_cast<std::uint64_t>(rough.kvBytesPerToken > 0
            ? rough.kvBytesPerToken
            : kBytesPerTokenAndGigabyte * rough.byteCount / 1'000'000'000);
    known.trainedContext = static_cast<std::uint32_t>(rough.contextLength > 0 ? rough.contextLength : 131072);
    return FitFunction([opened,
                           table = std::make_shared<const runtime::FitTable>(
                               runtime::FitTable::about(known, opened->devices->gpu() != nullptr))](
                           int context) { return opened->answer(*table, context, true); });
}

QList<DeviceStatus> RealTools::devices()
{
    QList<DeviceStatus> result;
    for (const runtime::DeviceChoice &choice : runtime::listDevices(m_checkUps.get()).devices) {
        DeviceStatus status;
        status.selector = QString::fromStdString(choice.selector);
        status.name = QString::fromStdString(choice.device.name);
        status.kind = fromView(backend::toString(choice.device.kind));
        status.driver = QString::fromStdString(choice.device.driver);
        status.reason = QString::fromStdString(choice.device.reason);
        status.usable = choice.device.usable;
        status.chosenByAuto = choice.chosenByAuto;
        status.memoryTotal = static_cast<qint64>(choice.device.memoryTotal);
        status.memoryFree = static_cast<qint64>(choice.device.memoryFree);
        if (const auto known = m_checkUps->find(runtime::CheckUpKey::of(choice))) {
            status.check = known->passed() ? DeviceStatus::Check::Passed : DeviceStatus::Check::Failed;
            status.cases = static_cast<int>(known->cases);
            status.checkedAt = known->time * 1000;
            for (const runtime::KernelProblem &problem : known->problems)
                status.problems << QString::fromStdString(problem.name);
            status.avoided = QString::fromStdString(known->instructions);
            status.bandwidth = known->profile.bandwidthOf(quant::TensorType::Q4_K);
            status.multiplyAdds = known->profile.multiplyAdds;
        }
        result.append(status);
    }
    return result;
}

Result<void> RealTools::checkUp(const QString &selector, const Progress &progress, std::stop_token stop)
{
    const runtime::DeviceList list = runtime::listDevices();
    MARU_TRY(const std::size_t index, runtime::selectDevice(list, selector.toStdString()));
    runtime::CheckUpOptions options;
    options.cacheDirectory = filePath(m_cacheFolder);
    MARU_TRY(const runtime::CheckUp result,
        runtime::runCheckUp(
            list.devices[index], options,
            [&progress](std::uint32_t done, std::uint32_t total) { progress(done, total); }, stop));
    MARU_CHECK(m_checkUps->put(result));
    const std::lock_guard lock(m_mutex);
    m_machine.reset(); // another device may be the best one now: what is asked next opens it
    m_isOld = true;
    return {};
}

ModelReport RealTools::report(const QString &path)
{
    return reportOf(path);
}

Result<QList<QuantizeTarget>> RealTools::targets(const QString &path)
{
    MARU_TRY(const auto model, model::Model::open(filePath(path)));
    const model::Hyperparameters &sizes = model->hyperparameters();
    QList<QuantizeTarget> result;
    std::optional<maru::Error> refusal;
    for (const auto &[target, bits] : kTargets) {
        const auto size = quantizer::quantizedSize(model->file(), target);
        if (!size) { // not from these weights
            refusal = size.error();
            continue;
        }
        const auto bytes = static_cast<qint64>(*size);
        if (bytes >= static_cast<qint64>(model->file().fileSize()))
            continue;
        RoughModel rough;
        rough.byteCount = bytes;
        rough.layers = static_cast<int>(sizes.layerCount);
        constexpr qint64 kBytesOfHalf = 2;
        rough.kvBytesPerToken
            = kBytesOfHalf * sizes.layerCount * sizes.kvHeadCount * (qint64 { sizes.keyLength } + sizes.valueLength);
        rough.contextLength = static_cast<int>(sizes.contextLength);
        QuantizeTarget row { fromView(quantizer::toString(target)), bits, bytes, {} };
        if (auto fit = fitAbout(rough))
            row.fit = *std::move(fit);
        result.append(row);
    }
    if (result.isEmpty() && refusal && refusal->reason != Reason::AlreadyQuantized)
        return *std::move(refusal);
    if (result.isEmpty() && refusal)
        return Error { ErrorCode::Unsupported, Reason::AlreadyQuantized,
            { { "type", model->quantization() }, { "tensor", QFileInfo(path).fileName().toStdString() } },
            "weights of " + model->quantization() + " cannot be cut again" };
    std::stable_sort(result.begin(), result.end(),
        [](const QuantizeTarget &a, const QuantizeTarget &b) { return a.byteCount > b.byteCount; });
    return result;
}

Result<void> RealTools::quantize(
    const QString &path, const QString &out, const QString &target, const Progress &progress, std::stop_token stop)
{
    const auto wanted = quantizer::findTarget(target.toStdString());
    if (!wanted)
        return Error { ErrorCode::InvalidArgument, Reason::BadOption,
            { { "option", "target" }, { "detail", target.toStdString() } }, "unknown target" };
    // Half of the cores: a reply may be written meanwhile, and the window drawn.
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency() / 2);
    MARU_TRY(const quantizer::QuantizeResult done,
        quantizer::quantize(
            filePath(path), filePath(out), *wanted, nullptr, threads,
            [&progress](std::uint64_t read, std::uint64_t total) {
                progress(static_cast<qint64>(read), static_cast<qint64>(total));
            },
            stop));
    static_cast<void>(done);
    return {};
}

Result<TextScore> RealTools::score(
    const QString &path, const QString &text, const Progress &progress, std::stop_token stop)
{
    runtime::OpenOptions options;
    options.device = "cpu";
    options.context = kChunk;
    options.maxOutputs = 64;
    MARU_TRY(const auto loaded, runtime::LoadedModel::open(filePath(path), options, {}, stop));
    const tokenizer::Tokenizer &tokenizer = loaded->model().tokenizer();
    const auto tokens = tokenizer.encode(text.toStdString(), tokenizer::SpecialText::Plain, true);
    const tokenizer::SpecialTokens &special = tokenizer.special();
    const tokenizer::Token begin = special.addBeginOfSequence ? special.beginOfSequence : tokenizer::kNoToken;
    const auto chunk = static_cast<std::uint32_t>(std::min<std::size_t>(kChunk, tokens.size()));
    if (chunk < 2)
        return Error { ErrorCode::InvalidArgument, Reason::BadValue,
            { { "key", "text" }, { "detail", "is too short" } }, "the text is too short" };
    const auto total = std::min<std::uint32_t>(kMostChunks, static_cast<std::uint32_t>(tokens.size() / chunk));
    MARU_TRY(const session::PerplexityResult result,
        session::perplexity(
            loaded->session().executor(), tokens, tokenizer.vocabularySize(), begin, chunk, kMostChunks,
            [&progress, total](std::uint32_t done, double) { progress(done, total); }, stop));
    return TextScore { result.perplexity, static_cast<int>(result.chunks) };
}

} // namespace maru
