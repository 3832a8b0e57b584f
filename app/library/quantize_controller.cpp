// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/quantize_controller.h"

#include "app/engine/error_text.h"
#include "app/library/download_text.h"
#include "app/library/fit_question.h"
#include "app/library/fit_service.h"
#include "app/library/model_text.h"
#include "app/platform/free_space.h"

#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kSpare = 64 * 1024 * 1024;

/// What a number looks like with so many bits: a digit takes about 3.3 of them.
QString idea(double bits)
{
    const QString digits = QStringLiteral("123456789");
    const auto kept = static_cast<qsizetype>(std::clamp(std::round(bits * 0.85), 1.0, 9.0));
    return digits + QStringLiteral(" \u2192 ") + digits.left(kept);
}

/// A path in `folder` that no file has.
QString freePath(const QString &folder, const QString &name)
{
    QString path = folder + u'/' + name + QStringLiteral(".gguf");
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QStringLiteral("%1/%2-%3.gguf").arg(folder, name).arg(number);
    return path;
}

/// The model's name without the format that it had.
QString nameFor(const QString &path, const QString &target)
{
    QString name = QFileInfo(path).completeBaseName();
    const qsizetype at = name.lastIndexOf(u'-');
    static const QStringList kFormats { QStringLiteral("F32"), QStringLiteral("F16"), QStringLiteral("BF16"),
        QStringLiteral("Q8_0") };
    if (at > 0 && kFormats.contains(name.mid(at + 1), Qt::CaseInsensitive))
        name.truncate(at);
    return name + u'-' + target;
}

} // namespace

QuantizeController::QuantizeController(ModelTools *tools, FitService *fit, QString folder, QObject *parent)
    : QAbstractListModel(parent)
    , m_tools(tools)
    , m_fit(fit)
    , m_folder(std::move(folder))
    , m_thread(QStringLiteral("quantize"))
{
    connect(m_fit, &FitService::contextChanged, this, [this] {
        if (count() > 0)
            emit dataChanged(index(0), index(count() - 1));
        emit opened();
    });
}

QuantizeController::~QuantizeController()
{
    cancel();
}

int QuantizeController::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> QuantizeController::roleNames() const
{
    return { { NameRole, "name" }, { SizeTextRole, "sizeText" }, { IdeaRole, "idea" }, { FitTextRole, "fitText" },
        { VerdictRole, "verdict" } };
}

FitAnswer QuantizeController::answer(int row) const
{
    const FitFunction &fit = m_targets.at(row).fit;
    return fit ? fit(m_fit->context()) : FitAnswer();
}

QVariant QuantizeController::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QuantizeTarget &target = m_targets.at(index.row());
    switch (role) {
    case NameRole:
        return target.name;
    case SizeTextRole:
        return sizeText(target.byteCount);
    case IdeaRole:
        return idea(target.bitsPerWeight);
    case FitTextRole:
        return fitText(answer(index.row()), m_fit->context());
    case VerdictRole:
        return fitVerdict(answer(index.row()));
    default:
        return {};
    }
}

void QuantizeController::setChosen(int row)
{
    if (row >= count() || std::exchange(m_chosen, row) == row)
        return;
    emit chosenChanged();
}

int QuantizeController::fittingRow() const
{
    for (int row = 0; row < count(); ++row) {
        if (answer(row).where == FitAnswer::Where::Gpu)
            return row;
    }
    return -1;
}

/// Where nothing is to fit a graphics device: what most people take, else the largest.
int QuantizeController::usualRow() const
{
    const auto usual = std::find_if(m_targets.cbegin(), m_targets.cend(),
        [](const QuantizeTarget &target) { return target.name == QLatin1String("Q4_K_M"); });
    return usual == m_targets.cend() ? std::min(0, count() - 1) : static_cast<int>(usual - m_targets.cbegin());
}

QString QuantizeController::ideaText() const
{
    return m_chosen < 0 ? QString() : idea(m_targets.at(m_chosen).bitsPerWeight);
}

QString QuantizeController::stateText() const
{
    switch (m_state) {
    case Ready:
        return {};
    case Shrinking:
        return m_paused ? tr("Paused") : tr("Writing the smaller model");
    case Measuring:
        return m_paused ? tr("Paused") : tr("Reading the text with both models");
    case Done:
        return tr("%1 is on the shelf").arg(QFileInfo(m_resultPath).completeBaseName());
    }
    return {};
}

void QuantizeController::open(const QString &path, const QString &title, bool readOnly)
{
    if (m_state == Shrinking || m_state == Measuring)
        return;
    m_path = path;
    m_title = title;
    m_readOnly = readOnly;
    m_reading = true;
    m_resultPath.clear();
    m_lossText.clear();
    m_errorText.clear();
    m_state = Ready;
    beginResetModel();
    m_targets.clear();
    m_chosen = -1;
    endResetModel();
    emit opened();
    emit chosenChanged();
    emit workChanged();
    m_thread.post(
        this, [tools = m_tools, path] { return tools->targets(path); },
        [this, path](const Result<QList<QuantizeTarget>> &targets) {
            if (path != m_path)
                return;
            m_reading = false;
            if (!targets) {
                fail(targets.error());
            } else {
                beginResetModel();
                m_targets = *targets;
                endResetModel();
                setChosen(fittingRow() >= 0 ? fittingRow() : usualRow());
            }
            emit opened();
        });
}

void QuantizeController::begin(State state)
{
    m_state = state;
    m_progress = 0;
    m_paused = false;
    m_gate = std::make_shared<Gate>();
    m_stop = std::stop_source();
    m_errorText.clear();
    emit workChanged();
}

void QuantizeController::fail(const Error &error)
{
    if (error.code != ErrorCode::Cancelled)
        m_errorText = maru::errorText(error).text;
    m_state = m_resultPath.isEmpty() ? Ready : Done;
    emit workChanged();
}

ModelTools::Progress QuantizeController::progressTo(std::stop_token stop, double from, double share)
{
    return [this, guard = QPointer<QObject>(this), gate = m_gate, stop = std::move(stop), from, share](
               qint64 done, qint64 total) {
        std::unique_lock lock(gate->mutex);
        gate->opened.wait(lock, stop, [&gate] { return !gate->isPaused; });
        lock.unlock();
        m_thread.deliver(
            [this, guard,
                now = from + (total > 0 ? share * static_cast<double>(done) / static_cast<double>(total) : 0)] {
                if (!guard)
                    return;
                m_progress = now;
                emit workChanged();
            });
    };
}

void QuantizeController::start()
{
    if (m_chosen < 0 || m_state == Shrinking || m_state == Measuring)
        return;
    const QuantizeTarget &target = m_targets.at(m_chosen);
    const QString folder = m_readOnly ? m_folder : QFileInfo(m_path).path();
    const QString out = freePath(folder, nameFor(m_path, target.name));
    m_resultPath.clear();
    m_lossText.clear();
    begin(Shrinking);
    const qint64 needed = target.byteCount + kSpare;
    m_thread.post(
        this,
        [tools = m_tools, path = m_path, out, name = target.name, needed, stop = m_stop.get_token(),
            progress = progressTo(m_stop.get_token(), 0, 1)]() -> Result<void> {
            const qint64 space = freeSpace(out);
            if (space >= 0 && space < needed)
                return Error { ErrorCode::Io, Reason::DiskFull, { { "path", out.toStdString() } }, "no space" };
            return tools->quantize(path, out, name, progress, stop);
        },
        [this, out](const Result<void> &done) {
            if (!done) {
                fail(done.error());
                return;
            }
            m_resultPath = out;
            m_state = Done;
            emit workChanged();
            emit made(out);
        });
}

void QuantizeController::setPaused(bool paused)
{
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->isPaused = paused;
    }
    m_gate->opened.notify_all();
    if (std::exchange(m_paused, paused) != paused)
        emit workChanged();
}

void QuantizeController::cancel()
{
    m_stop.request_stop();
    setPaused(false);
}

void QuantizeController::measure(const QString &text)
{
    if (m_state != Done || m_resultPath.isEmpty())
        return;
    begin(Measuring);
    using Scores = std::pair<TextScore, TextScore>;
    constexpr double kHalf = 0.5;
    m_thread.post(
        this,
        [tools = m_tools, before = m_path, after = m_resultPath, text, stop = m_stop.get_token(),
            first = progressTo(m_stop.get_token(), 0, kHalf),
            second = progressTo(m_stop.get_token(), kHalf, kHalf)]() -> Result<Scores> {
            Scores scores;
            MARU_TRY(scores.first, tools->score(before, text, first, stop));
            MARU_TRY(scores.second, tools->score(after, text, second, stop));
            return scores;
        },
        [this](const Result<Scores> &scores) {
            if (!scores) {
                fail(scores.error());
                return;
            }
            const QLocale locale;
            constexpr double kPercent = 100;
            const double before = scores->first.perplexity;
            const double after = scores->second.perplexity;
            const double worse = (after / before - 1) * kPercent;
            m_lossText = tr("Perplexity %1 became %2: %3 % %4")
                             .arg(locale.toString(before, 'f', 2), locale.toString(after, 'f', 2),
                                 locale.toString(std::abs(worse), 'f', 1), worse >= 0 ? tr("worse") : tr("better"));
            m_state = Done;
            emit workChanged();
        });
}

void QuantizeController::measureChats()
{
    if (m_readChats)
        m_readChats([this, guard = QPointer<QObject>(this)](const QString &text) {
            if (guard)
                measure(text);
        });
}

} // namespace maru
