// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/fit_service.h"

#include "app/library/model_text.h"
#include "app/network/http_request.h"
#include "app/network/range_reader.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <utility>

namespace maru {

namespace {

constexpr std::array kContexts { 1024, 2048, 4096, 8192, 12288, 16384, 24576, 32768, 49152, 65536, 98304, 131072 };
constexpr qint64 kFirstRead = 2 << 20; ///< bytes of a header that are read at once; then as many again, and again
constexpr qint64 kMostRead = 64 << 20; ///< no header is longer

QPair<qint64, qint64> stampOf(const QString &path)
{
    const QFileInfo file(path);
    return { file.size(), file.lastModified().toMSecsSinceEpoch() };
}

} // namespace

FitService::FitService(ModelTools *tools, NetworkGate *gate, QObject *parent)
    : QObject(parent)
    , m_tools(tools)
    , m_gate(gate)
    , m_thread(QStringLiteral("fit"))
{
}

FitService::~FitService() = default;

void FitService::setContext(int tokens)
{
    if (std::exchange(m_context, std::max(tokens, kContexts.front())) != m_context)
        emit contextChanged();
}

int FitService::contextStep() const
{
    const auto at = std::lower_bound(kContexts.begin(), kContexts.end(), m_context);
    return static_cast<int>(std::min(at, std::prev(kContexts.end())) - kContexts.begin());
}

void FitService::setContextStep(int step)
{
    setContext(kContexts.at(static_cast<std::size_t>(std::clamp(step, 0, contextSteps() - 1))));
}

int FitService::contextSteps() const
{
    return static_cast<int>(kContexts.size());
}

QString FitService::contextText() const
{
    return maru::contextText(m_context);
}

void FitService::setDevice(const QString &selector)
{
    m_thread.post([tools = m_tools, selector] { tools->setDevice(selector); });
    forgetAll();
}

void FitService::forgetAll()
{
    m_known.clear();
    ++m_generation;
    emit changed();
}

void FitService::setHeld(const HeldMemory &held)
{
    m_thread.post([tools = m_tools, held] { tools->setHeld(held); });
    refresh();
}

void FitService::setToken(const QUrl &hub, const QByteArray &token)
{
    m_hub = hub;
    m_token = token;
    m_known.removeIf([](const auto &entry) { // what was refused may be given now
        return entry.value() && !*entry.value() && entry.value()->error().reason == Reason::NeedsToken;
    });
    emit changed();
}

QByteArray FitService::tokenFor(const QUrl &url) const
{
    return serverOf(url) == serverOf(m_hub) ? m_token : QByteArray();
}

void FitService::refresh()
{
    struct News
    {
        bool isSameMachine = true;
        QStringList changed;
    };
    m_thread.post(
        this,
        [tools = m_tools, stamps = m_stamps] {
            News news;
            news.isSameMachine = tools->refresh();
            for (auto stamp = stamps->cbegin(); stamp != stamps->cend(); ++stamp) {
                if (stampOf(stamp.key()) != stamp.value())
                    news.changed << stamp.key();
            }
            return news;
        },
        [this](const News &news) {
            for (const QString &path : news.changed)
                m_known.remove(path);
            if (news.isSameMachine)
                emit changed();
            else
                forgetAll();
        });
}

void FitService::ask(const QString &key, std::function<Result<FitFunction>()> work)
{
    m_known.insert(key, std::nullopt);
    m_thread.post(this, std::move(work), [this, key, generation = m_generation](const Result<FitFunction> &answer) {
        if (generation != m_generation)
            return;
        m_known.insert(key, answer);
        emit changed();
    });
}

FitService::Known FitService::ofFile(const QString &path)
{
    if (!m_known.contains(path)) {
        ask(path, [tools = m_tools, stamps = m_stamps, path] {
            stamps->insert(path, stampOf(path));
            return tools->fit(path);
        });
    }
    return m_known.value(path);
}

FitService::Known FitService::ofRough(const RoughModel &rough)
{
    if (rough.byteCount <= 0)
        return std::nullopt;
    const QString key = QStringLiteral("about:%1:%2:%3:%4")
                            .arg(rough.byteCount)
                            .arg(rough.layers)
                            .arg(rough.kvBytesPerToken)
                            .arg(rough.contextLength);
    if (!m_known.contains(key))
        ask(key, [tools = m_tools, rough] { return tools->fitAbout(rough); });
    return m_known.value(key);
}

FitService::Known FitService::ofUrls(const QList<QUrl> &urls, bool read)
{
    if (urls.isEmpty())
        return std::nullopt;
    const QString key = urls.constFirst().toString();
    if (read && m_gate && !m_known.contains(key)) {
        m_known.insert(key, std::nullopt);
        readOn({ key, urls, { { urls.constFirst().fileName(), {}, 0 } }, m_generation });
    }
    return m_known.value(key);
}

/// More of the part that was begun last.
void FitService::readOn(const Reading &reading)
{
    const QUrl &url = reading.urls.at(reading.heads.size() - 1);
    const qint64 known = reading.heads.constLast().bytes.size();
    readRemoteRange(m_gate, this, url, tokenFor(url), known, std::max<qint64>(kFirstRead, known),
        [this, reading](const Result<RemoteRange> &range) { take(reading, range); });
}

void FitService::take(Reading reading, const Result<RemoteRange> &range)
{
    if (reading.generation != m_generation)
        return;
    if (!range) {
        answer(reading, range.error());
        return;
    }
    ModelHead &head = reading.heads.last();
    head.bytes += range->bytes;
    head.fileBytes = range->fileBytes;
    const bool isAll = range->bytes.isEmpty() || head.bytes.size() >= std::min(kMostRead, head.fileBytes);
    m_thread.post(
        this, [tools = m_tools, heads = reading.heads] { return tools->fitOfHeads(heads); },
        [this, reading, isAll](const Result<FitFunction> &fit) mutable {
            if (reading.generation != m_generation)
                return;
            const bool isCut = !fit && fit.error().reason == Reason::GgufTruncated;
            if (isCut && !isAll) {
                readOn(reading);
            } else if (!isCut && reading.heads.size() < reading.urls.size()) {
                reading.heads.append({ reading.urls.at(reading.heads.size()).fileName(), {}, 0 });
                readOn(reading);
            } else {
                answer(reading, fit);
            }
        });
}

void FitService::answer(const Reading &reading, const Result<FitFunction> &answer)
{
    m_known.insert(reading.key, answer);
    emit changed();
}

} // namespace maru
