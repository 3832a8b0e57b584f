// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/highlighter/service.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Theme>
#include <QJsonArray>
#include <QStringList>

namespace maru::highlighter {

namespace {

constexpr int kLongestLine = 4000; ///< characters; a longer one is data, not code, and stays plain
constexpr std::size_t kMostDocuments = 64;

/// Collects the styles of one line.
class Collector : public KSyntaxHighlighting::AbstractHighlighter
{
public:
    QJsonArray spans(const QString &line, KSyntaxHighlighting::State *state)
    {
        m_spans = QJsonArray();
        if (line.size() <= kLongestLine)
            *state = highlightLine(line, *state);
        return m_spans;
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        if (length > 0 && format.textStyle() != KSyntaxHighlighting::Theme::Normal) {
            m_spans.append(offset);
            m_spans.append(length);
            m_spans.append(static_cast<int>(format.textStyle()));
        }
    }

private:
    QJsonArray m_spans;
};

} // namespace

QJsonObject Service::answer(const QJsonObject &request)
{
    QJsonObject reply { { QStringLiteral("id"), request.value(QStringLiteral("id")) } };
    const int first = request.value(QStringLiteral("first")).toInt();
    const auto id = static_cast<qint64>(request.value(QStringLiteral("document")).toDouble());
    if (first == 0)
        begin(id, request.value(QStringLiteral("language")).toString());
    const auto document = m_documents.find(id);
    if (document == m_documents.end() || document->finished != first) {
        reply.insert(QStringLiteral("unknown"), QStringLiteral("document"));
        return reply;
    }
    if (!document->definition.isValid()) {
        reply.insert(QStringLiteral("unknown"), QStringLiteral("language"));
        return reply;
    }
    Collector collector;
    collector.setDefinition(document->definition);
    KSyntaxHighlighting::State state = document->state;
    const int finished = request.value(QStringLiteral("finished")).toInt();
    const QJsonArray lines = request.value(QStringLiteral("lines")).toArray();
    QJsonArray styled;
    for (int i = 0; i < lines.size(); ++i) {
        styled.append(collector.spans(lines.at(i).toString(), &state));
        if (i < finished) {
            document->state = state;
            ++document->finished;
        }
    }
    reply.insert(QStringLiteral("lines"), styled);
    return reply;
}

void Service::begin(qint64 id, const QString &language)
{
    if (!m_documents.contains(id))
        m_order.push_back(id);
    m_documents.insert(id, Document { m_languages.find(language), {}, 0 });
    while (m_order.size() > kMostDocuments) {
        m_documents.remove(m_order.front());
        m_order.pop_front();
    }
}

} // namespace maru::highlighter
