// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/engine/inference_engine.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace maru {

/// Whether a model runs on this computer, where, and how fast. A plain value.
struct FitAnswer
{
    enum class Where { Unknown, Gpu, Partly, Processor, TooLarge };

    Where where = Where::Unknown;
    bool isRough = false; ///< reckoned from a size, not from the model's header
    int gpuLayers = 0;
    int layerCount = 0;
    qint64 byteCount = 0; ///< of memory, in all
    qint64 missing = 0; ///< of TooLarge
    double tokensPerSecond = 0; ///< 0: not known
    int longestContext = 0; ///< that lies as well as a short one; 0: not known
    QString deviceName; ///< of the graphics device; "" if there is none
};

/// Answers for a context. Quick; any thread.
using FitFunction = std::function<FitAnswer(int context)>;

/// The first bytes of a file that is not here.
struct ModelHead
{
    QString name;
    QByteArray bytes;
    qint64 fileBytes = 0;
};

/// What is known of a model without any of its bytes.
struct RoughModel
{
    qint64 byteCount = 0;
    int layers = 0; ///< 0: not known
    qint64 kvBytesPerToken = 0; ///< 0: not known
    int contextLength = 0; ///< 0: not known

    bool operator==(const RoughModel &) const = default;
};

/// A device and what its check-up said.
struct DeviceStatus
{
    enum class Check { NotRun, Passed, Failed };

    QString selector;
    QString name;
    QString kind; ///< "cpu", "integrated", "discrete", "software"
    QString driver;
    QString reason; ///< why it can be used or not
    bool usable = false;
    bool chosenByAuto = false;
    qint64 memoryTotal = 0;
    qint64 memoryFree = 0;
    Check check = Check::NotRun;
    int cases = 0;
    qint64 checkedAt = 0; ///< ms since 1970
    QStringList problems; ///< kernels that compute wrong
    QString avoided; ///< instructions of the processor that are used because the better ones compute wrong; "" if none
    double bandwidth = 0; ///< bytes a second of 4-bit weights; 0: not measured
    double multiplyAdds = 0; ///< a second; 0: not measured
};

/// One line of a report: "Layers", "28".
struct ReportLine
{
    QString name;
    QString value;
};

/// What is inside a model file. A plain value.
struct ModelReport
{
    QString name;
    QList<ReportLine> facts;
    QList<ReportLine> tensors; ///< type, "197 tensors, 3.9 GB"
    QList<ReportLine> specialTokens; ///< role, "<|im_end|> (151645)"
    QString templateSource; ///< "" if it has none
    QString templateSample; ///< of a short conversation
    QString templateProblem; ///< "" if it can be used
    std::optional<Error> problem; ///< why the engine refuses it
};

/// What quantizing would give.
struct QuantizeTarget
{
    QString name; ///< "Q4_K_M"
    double bitsPerWeight = 0;
    qint64 byteCount = 0; ///< of the file
    FitFunction fit; ///< of the result, rough
};

/// Perplexity of a text. A plain value.
struct TextScore
{
    double perplexity = 0;
    int chunks = 0;
};

/// What the engine can do with models and devices beside loading one and answering: judge, inspect, check, shrink.
///
/// Threads: everything blocks its caller, and may be called from any thread, several at once. Failure: the engine's own
/// errors; Cancelled.
class ModelTools
{
public:
    using Progress = std::function<void(qint64 done, qint64 total)>;

    virtual ~ModelTools() = default;

    /// What models are judged for from now on: "auto", "cpu", "vulkan:0". Functions handed out before keep their
    /// device.
    virtual void setDevice(const QString &selector) = 0;

    /// What the loaded model holds counts as free from the next refresh() on: a model that takes its place may have it.
    virtual void setHeld(const HeldMemory &held) = 0;

    virtual Result<FitFunction> fit(const QString &path) = 0;

    /// Of a model that is not here, from the heads of all its files. GgufTruncated: they are too short.
    virtual Result<FitFunction> fitOfHeads(const QList<ModelHead> &heads) = 0;
    virtual Result<FitFunction> fitAbout(const RoughModel &rough) = 0;

    /// Looks again at what is free. Functions handed out before answer by it, unless this returns false: then models
    /// are judged for other devices from now on, and have to be asked about anew.
    virtual bool refresh() = 0;

    virtual QList<DeviceStatus> devices() = 0;

    /// Checks a device, and keeps the result.
    virtual Result<void> checkUp(const QString &selector, const Progress &progress, std::stop_token stop) = 0;

    /// Reads the file; what is wrong with it is in the report.
    virtual ModelReport report(const QString &path) = 0;

    /// The formats that are smaller than the model, largest first. Failure: AlreadyQuantized, that of the file.
    virtual Result<QList<QuantizeTarget>> targets(const QString &path) = 0;

    /// Writes `path` to `out` with fewer digits. Failure: as quantizer::quantize().
    virtual Result<void> quantize(
        const QString &path, const QString &out, const QString &target, const Progress &progress, std::stop_token stop)
        = 0;

    /// Reads `text` with the model, on the processor.
    virtual Result<TextScore> score(
        const QString &path, const QString &text, const Progress &progress, std::stop_token stop)
        = 0;
};

} // namespace maru
