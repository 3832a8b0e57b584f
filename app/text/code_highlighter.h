// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <deque>
#include <memory>
#include <optional>

class QJsonObject;

namespace maru {

/// A run of characters in one of KSyntaxHighlighting's text styles (Theme::TextStyle); code_colours.h has their
/// colours.
struct CodeSpan
{
    int start = 0;
    int length = 0;
    int style = 0;

    bool operator==(const CodeSpan &) const = default;
};

using CodeLine = QList<CodeSpan>;

/// Asks the program maru-highlighter, which lies beside maru, for the styles of code.
///
/// One question is under way at a time. A helper that takes too long, dies or answers nonsense is ended and started
/// again by the next question; the text it was asked about stays plain. It starts with the first question. Ownership:
/// AppContext's. Threads: GUI; never blocks but in its destructor, for a moment.
class CodeHighlighter : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

public:
    struct Question
    {
        qint64 document = 0; ///< of newDocument()
        QString language;
        int first = 0; ///< line; 0, or that behind the last finished line
        QStringList lines;
        int finished = 0; ///< how many of them will never change
    };

    /// `program` empty: the one beside this program.
    explicit CodeHighlighter(const QString &program = {}, QObject *parent = nullptr);
    ~CodeHighlighter() override;

    /// A number for a text that is going to be highlighted.
    qint64 newDocument() { return ++m_lastDocument; }

    /// Answered by one of the signals. A question about the same text that still waits is replaced.
    void ask(const Question &question);

    /// Nobody is interested in this text any more.
    void forget(qint64 document);

    int timeLimitMs() const { return m_timeLimitMs; }
    void setTimeLimitMs(int limit) { m_timeLimitMs = limit; }
    qint64 processId() const { return m_process ? m_process->processId() : 0; }

signals:
    void highlighted(qint64 document, int first, const QList<maru::CodeLine> &lines);

    /// The helper does not know this text (any more): ask again, with all lines from 0.
    void lost(qint64 document);

    /// This text stays plain: its language has no grammar, or highlighting it failed.
    void gaveUp(qint64 document);

private:
    void askNext();
    void start();
    void stop();
    void read();
    void fail();
    bool take(const QByteArray &body);
    bool deliver(const Question &question, const QJsonObject &reply);

    QString m_program;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_received;
    std::deque<Question> m_waiting;
    std::optional<Question> m_asked; ///< under way
    qint64 m_lastDocument = 0;
    qint64 m_lastQuestion = 0;
    int m_failures = 0; ///< since the last good answer
    int m_timeLimitMs = 8000; ///< a busy computer is no helper that hangs
    QTimer m_watchdog;
};

} // namespace maru
