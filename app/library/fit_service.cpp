// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/fit_service.h"

#include "app/library/model_text.h"
#include "app/network/range_reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace maru {

namespace {

constexpr std::array kContexts { 1024, 2048, 4096, 8192, 12288, 16384, 24576, 32768, 49152, 65536, 98304, 131072 };
constexpr qint64 kFirstRead = 2 << 20; ///< bytes of a header that are read at once; then as many again, and again
constexpr qint64 kMostRead = 64 << 20; ///< no header is longer

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
    m_known.clear();
    ++m_generation;
    emit changed();
}

void FitService::refresh()
{
    m_thread.post(
        this,
        [tools = m_tools] {
            tools->refresh();
            return true;
        },
        [this](bool) { emit changed(); });
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
    if (!m_known.contains(path))
        ask(path, [tools = m_tools, path] { return tools->fit(path); });
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

FitService::Known FitService::ofUrl(const QUrl &url, const QByteArray &token, bool read)
{
    const QString key = url.toString();
    if (read && m_gate && !m_known.contains(key)) {
        m_known.insert(key, std::nullopt);
        readHead(key, url, token, { url.fileName(), {}, 0 });
    }
    return m_known.value(key);
}

void FitService::readHead(const QString &key, const QUrl &url, const QByteArray &token, ModelHead head)
{
    const qint64 length = std::max<qint64>(kFirstRead, head.bytes.size());
    readRemoteRange(m_gate, this, url, token, head.bytes.size(), length,
        [this, key, url, token, head, generation = m_generation](const Result<RemoteRange> &range) mutable {
            if (generation != m_generation)
                return;
            if (!range) {
                m_known.insert(key, Result<FitFunction>(range.error()));
                emit changed();
                return;
            }
            head.bytes += range->bytes;
            head.fileBytes = range->fileBytes;
            const bool isAll = range->bytes.isEmpty() || head.bytes.size() >= std::min(kMostRead, head.fileBytes);
            m_thread.post(
                this, [tools = m_tools, head] { return tools->fitOfHeads({ head }); },
                [this, key, url, token, head, generation, isAll](const Result<FitFunction> &answer) {
                    if (generation != m_generation)
                        return;
                    if (!answer && answer.error().reason == Reason::GgufTruncated && !isAll) {
                        readHead(key, url, token, head);
                        return;
                    }
                    m_known.insert(key, answer);
                    emit changed();
                });
        });
}

} // namespace maru
