// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/code_text.h"

#include "app/text/code_colours.h"
#include "app/text/code_file.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr qsizetype kMostCharacters = 1'000'000; ///< longer code stays plain
constexpr int kLinesAtOnce = 200; ///< so that colouring never holds up a frame

qsizetype commonLength(const QString &a, const QString &b)
{
    const qsizetype length = std::min(a.size(), b.size());
    return std::mismatch(a.cbegin(), a.cbegin() + length, b.cbegin()).first - a.cbegin();
}

} // namespace

CodeText::CodeText(QObject *parent)
    : QObject(parent)
{
}

CodeText::~CodeText()
{
    if (m_highlighter && m_number != 0)
        m_highlighter->forget(m_number);
}

void CodeText::setDocument(QQuickTextDocument *document)
{
    if (m_document == document)
        return;
    m_document = document;
    if (m_document) {
        m_document->textDocument()->setUndoRedoEnabled(false);
        writeDocument(0);
        colour(0, static_cast<int>(m_lines.size()));
    }
    emit documentChanged();
}

void CodeText::setHighlighter(CodeHighlighter *highlighter)
{
    if (m_highlighter == highlighter)
        return;
    if (m_highlighter)
        disconnect(m_highlighter, nullptr, this, nullptr);
    m_highlighter = highlighter;
    if (m_highlighter) {
        connect(m_highlighter, &CodeHighlighter::highlighted, this,
            [this](qint64 document, int first, const QList<CodeLine> &lines) {
                if (document == m_number)
                    take(first, lines);
            });
        connect(m_highlighter, &CodeHighlighter::lost, this, [this](qint64 document) {
            if (document == m_number)
                beginAgain();
        });
        connect(m_highlighter, &CodeHighlighter::gaveUp, this, [this](qint64 document) {
            if (document == m_number)
                m_number = 0;
        });
    }
    emit highlighterChanged();
    beginAgain();
}

void CodeText::setCode(const QString &code)
{
    if (m_code == code)
        return;
    const qsizetype common = commonLength(m_code, code);
    const bool grew = common == m_code.size();
    const auto unchangedLines = static_cast<int>(QStringView(code).first(common).count(QLatin1Char('\n')));
    m_code = code;
    m_lineCount = static_cast<int>(code.count(QLatin1Char('\n'))) + 1;
    writeDocument(common);
    emit codeChanged();
    m_changed = true;
    if (!grew && unchangedLines < std::max(m_finished, m_asking ? m_askedFinished : 0))
        beginAgain();
    else
        ask();
}

/// All but the first `common` characters is written anew.
void CodeText::writeDocument(qsizetype common)
{
    if (!m_document)
        return;
    QTextDocument *document = m_document->textDocument();
    QTextCursor cursor(document);
    cursor.beginEditBlock();
    cursor.setPosition(static_cast<int>(std::min<qsizetype>(common, document->characterCount() - 1)));
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    if (common == 0) { // lines that follow take over the format of the first
        QTextBlockFormat format;
        format.setLineHeight(m_lineHeight * 100, QTextBlockFormat::ProportionalHeight);
        cursor.setBlockFormat(format);
    }
    cursor.insertText(m_code.mid(common));
    cursor.endEditBlock();
}

void CodeText::setLanguage(const QString &language)
{
    if (m_language == language)
        return;
    m_language = language;
    emit languageChanged();
    beginAgain();
}

void CodeText::setClosed(bool closed)
{
    if (m_closed == closed)
        return;
    m_closed = closed;
    m_changed = true;
    emit closedChanged();
    ask();
}

void CodeText::setDark(bool dark)
{
    if (m_dark == dark)
        return;
    m_dark = dark;
    colour(0, static_cast<int>(m_lines.size()));
    emit darkChanged();
}

void CodeText::setLineHeight(double factor)
{
    if (m_lineHeight == factor)
        return;
    m_lineHeight = factor;
    writeDocument(0);
    colour(0, static_cast<int>(m_lines.size()));
    emit lineHeightChanged();
}

QString CodeText::fileName() const
{
    return codeFileName(m_language);
}

void CodeText::save(const QUrl &file)
{
    const QString path = file.toLocalFile();
    if (const QString problem = saveCode(path, m_code); !problem.isEmpty())
        emit saveFailed(tr("%1 could not be written: %2").arg(path, problem));
}

/// Colours that are there stay until the new ones come.
void CodeText::beginAgain()
{
    if (m_highlighter && m_number != 0)
        m_highlighter->forget(m_number);
    m_number = m_highlighter ? m_highlighter->newDocument() : 0;
    m_finished = 0;
    m_asking = false;
    m_changed = true;
    ask();
}

void CodeText::ask()
{
    if (!m_highlighter || m_number == 0 || m_asking || !m_changed || m_language.isEmpty() || m_code.isEmpty()
        || m_code.size() > kMostCharacters)
        return;
    CodeHighlighter::Question question { m_number, m_language, m_finished, {}, 0 };
    qsizetype at = 0;
    for (int line = 0; line < m_finished && at >= 0; ++line)
        at = m_code.indexOf(QLatin1Char('\n'), at) + 1;
    bool whole = false; // all of the code is asked for
    while (question.lines.size() < kLinesAtOnce && !whole) {
        const qsizetype end = m_code.indexOf(QLatin1Char('\n'), at);
        whole = end < 0;
        question.lines.append(m_code.mid(at, whole ? -1 : end - at));
        question.finished += !whole || m_closed;
        at = end + 1;
    }
    m_asking = true;
    m_changed = !whole;
    m_askedFinished = m_finished + question.finished;
    m_highlighter->ask(question);
}

void CodeText::take(int first, const QList<CodeLine> &lines)
{
    m_asking = false;
    m_lines.resize(first);
    m_lines.append(lines);
    m_finished = m_askedFinished;
    colour(first, static_cast<int>(lines.size()));
    emit coloured();
    ask();
}

void CodeText::colour(int first, int count)
{
    if (!m_document || count <= 0)
        return;
    QTextDocument *document = m_document->textDocument();
    QTextBlock block = document->findBlockByNumber(first);
    const int from = block.position();
    int to = from;
    for (int line = first; line < first + count && block.isValid(); ++line, block = block.next()) {
        QList<QTextLayout::FormatRange> formats;
        for (const CodeSpan &span : m_lines.at(line))
            formats.append({ span.start, span.length, codeFormat(span.style, m_dark) });
        block.layout()->setFormats(formats);
        to = block.position() + block.length();
    }
    if (to <= from)
        return;
    document->markContentsDirty(from, to - from);
    // The layout knows now, but TextEdit paints anew only what it is told has changed.
    emit document->contentsChange(from, to - from, to - from);
}

} // namespace maru
