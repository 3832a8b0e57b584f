// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/code_highlighter.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr int kHeaderBytes = 4;
constexpr quint32 kLongestReply = 32 * 1024 * 1024;
constexpr int kMostFailures = 5; ///< in a row: whatever is wrong, another start does not mend it

/// Where a build or a package puts it; tests lie in a folder beside.
QString programBeside()
{
    const QString folder = QCoreApplication::applicationDirPath();
    const QString name = QStringLiteral("/maru-highlighter");
    const QString sibling = folder + QStringLiteral("/../bin") + name;
    return !QFileInfo::exists(folder + name) && QFileInfo::exists(sibling) ? sibling : folder + name;
}

/// The three numbers of each span; nothing if they are no spans of a line that long.
std::optional<CodeLine> lineOf(const QJsonArray &numbers, qsizetype length)
{
    CodeLine line;
    if (numbers.size() % 3 != 0)
        return std::nullopt;
    line.reserve(numbers.size() / 3);
    for (qsizetype i = 0; i < numbers.size(); i += 3) {
        const CodeSpan span { numbers.at(i).toInt(-1), numbers.at(i + 1).toInt(-1), numbers.at(i + 2).toInt(-1) };
        if (span.start < 0 || span.length <= 0 || span.style < 0 || span.start > length
            || span.length > length - span.start)
            return std::nullopt;
        line.append(span);
    }
    return line;
}

} // namespace

CodeHighlighter::CodeHighlighter(const QString &program, QObject *parent)
    : QObject(parent)
    , m_program(program.isEmpty() ? programBeside() : program)
{
    m_watchdog.setSingleShot(true);
    connect(&m_watchdog, &QTimer::timeout, this, &CodeHighlighter::fail);
}

CodeHighlighter::~CodeHighlighter()
{
    stop();
}

void CodeHighlighter::ask(const Question &question)
{
    const auto same = [&question](const Question &other) { return other.document == question.document; };
    const auto waiting = std::find_if(m_waiting.begin(), m_waiting.end(), same);
    if (waiting != m_waiting.end())
        *waiting = question;
    else
        m_waiting.push_back(question);
    // Not at once: who asks does not expect an answer before this returns.
    QMetaObject::invokeMethod(this, &CodeHighlighter::askNext, Qt::QueuedConnection);
}

void CodeHighlighter::forget(qint64 document)
{
    std::erase_if(m_waiting, [document](const Question &question) { return question.document == document; });
}

void CodeHighlighter::askNext()
{
    if (m_asked || m_waiting.empty())
        return;
    m_asked = std::move(m_waiting.front());
    m_waiting.pop_front();
    if (m_failures >= kMostFailures) {
        const qint64 document = std::exchange(m_asked, std::nullopt)->document;
        emit gaveUp(document);
        askNext();
        return;
    }
    if (!m_process)
        start();
    const QJsonObject request { { QStringLiteral("id"), ++m_lastQuestion },
        { QStringLiteral("document"), m_asked->document }, { QStringLiteral("language"), m_asked->language },
        { QStringLiteral("first"), m_asked->first },
        { QStringLiteral("lines"), QJsonArray::fromStringList(m_asked->lines) },
        { QStringLiteral("finished"), m_asked->finished } };
    const QByteArray body = QJsonDocument(request).toJson(QJsonDocument::Compact);
    QByteArray header(kHeaderBytes, Qt::Uninitialized);
    qToLittleEndian(static_cast<quint32>(body.size()), header.data());
    m_process->write(header + body);
    m_watchdog.start(m_timeLimitMs);
}

void CodeHighlighter::start()
{
    m_process = std::make_unique<QProcess>();
    m_process->setProgram(m_program);
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &CodeHighlighter::read);
    // Later: the process must not be deleted by its own signal.
    connect(m_process.get(), &QProcess::errorOccurred, this, &CodeHighlighter::fail, Qt::QueuedConnection);
    connect(m_process.get(), &QProcess::finished, this, &CodeHighlighter::fail, Qt::QueuedConnection);
    m_process->start();
}

void CodeHighlighter::stop()
{
    m_watchdog.stop();
    m_received.clear();
    if (!m_process)
        return;
    const std::unique_ptr<QProcess> process = std::move(m_process);
    process->disconnect(this);
    process->kill();
    process->waitForFinished(1000);
}

void CodeHighlighter::fail()
{
    if (!m_process)
        return; // the second of two signals that say the same
    stop();
    if (m_asked) {
        ++m_failures;
        const qint64 document = std::exchange(m_asked, std::nullopt)->document;
        emit gaveUp(document);
    }
    askNext();
}

void CodeHighlighter::read()
{
    m_received += m_process->readAllStandardOutput();
    while (m_received.size() >= kHeaderBytes) {
        const quint32 length = qFromLittleEndian<quint32>(m_received.constData());
        if (length > kLongestReply) {
            fail();
            return;
        }
        if (m_received.size() - kHeaderBytes < static_cast<qsizetype>(length))
            return;
        const QByteArray body = m_received.mid(kHeaderBytes, length);
        m_received.remove(0, kHeaderBytes + static_cast<qsizetype>(length));
        if (!take(body)) {
            fail();
            return;
        }
    }
}

bool CodeHighlighter::take(const QByteArray &body)
{
    const QJsonObject reply = QJsonDocument::fromJson(body).object();
    if (!m_asked || reply.value(QStringLiteral("id")).toInteger() != m_lastQuestion)
        return false;
    const Question question = *m_asked;
    if (!deliver(question, reply))
        return false;
    m_watchdog.stop();
    m_failures = 0;
    m_asked.reset();
    askNext();
    return true;
}

bool CodeHighlighter::deliver(const Question &question, const QJsonObject &reply)
{
    const QString unknown = reply.value(QStringLiteral("unknown")).toString();
    if (unknown == QLatin1String("language")) {
        emit gaveUp(question.document);
        return true;
    }
    if (unknown == QLatin1String("document")) {
        if (question.first == 0)
            return false;
        emit lost(question.document);
        return true;
    }
    const QJsonArray lines = reply.value(QStringLiteral("lines")).toArray();
    if (lines.size() != question.lines.size())
        return false;
    QList<CodeLine> styled;
    styled.reserve(lines.size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        std::optional<CodeLine> line = lineOf(lines.at(i).toArray(), question.lines.at(i).size());
        if (!line)
            return false;
        styled.append(*std::move(line));
    }
    emit highlighted(question.document, question.first, styled);
    return true;
}

} // namespace maru
