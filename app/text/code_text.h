// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/text/code_highlighter.h"

#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Puts code into the document of a TextEdit, highlighted, and keeps up with it while it grows.
///
///     TextEdit { id: edit; textFormat: TextEdit.PlainText }
///     CodeText { document: edit.textDocument; code: block.text; language: block.language; highlighter: ...; dark:
///     Theme.dark }
///
/// What was added is added: lines before it are neither laid out nor coloured again. Colours come later than the text,
/// a few hundred lines at a time, and another theme recolours without asking again. The document must hold nothing
/// else. Ownership: the QML item's. Threads: GUI.
class CodeText : public QObject
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(QQuickTextDocument *document READ document WRITE setDocument NOTIFY documentChanged)
    Q_PROPERTY(maru::CodeHighlighter *highlighter READ highlighter WRITE setHighlighter NOTIFY highlighterChanged)
    Q_PROPERTY(QString code READ code WRITE setCode NOTIFY codeChanged)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    Q_PROPERTY(bool closed READ closed WRITE setClosed NOTIFY closedChanged)
    Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY darkChanged)
    Q_PROPERTY(double lineHeight READ lineHeight WRITE setLineHeight NOTIFY lineHeightChanged)
    Q_PROPERTY(QString fileName READ fileName NOTIFY languageChanged)
    Q_PROPERTY(int lineCount READ lineCount NOTIFY codeChanged)
    Q_PROPERTY(int colouredLines READ colouredLines NOTIFY coloured)

public:
    explicit CodeText(QObject *parent = nullptr);
    ~CodeText() override;

    QQuickTextDocument *document() const { return m_document; }
    void setDocument(QQuickTextDocument *document);
    CodeHighlighter *highlighter() const { return m_highlighter; }
    void setHighlighter(CodeHighlighter *highlighter);
    QString code() const { return m_code; }
    void setCode(const QString &code);
    QString language() const { return m_language; }
    void setLanguage(const QString &language);
    bool closed() const { return m_closed; } ///< the last line is whole
    void setClosed(bool closed);
    bool dark() const { return m_dark; }
    void setDark(bool dark);

    double lineHeight() const { return m_lineHeight; } ///< of the font's own
    void setLineHeight(double factor);
    QString fileName() const; ///< to suggest for saving

    /// Writes the code into a file; saveFailed() says what went wrong.
    Q_INVOKABLE void save(const QUrl &file);

    int lineCount() const { return m_lineCount; }
    int colouredLines() const { return m_finished; } ///< whole lines that have their colours
    const QList<CodeLine> &lines() const { return m_lines; }

signals:
    void documentChanged();
    void highlighterChanged();
    void codeChanged();
    void languageChanged();
    void closedChanged();
    void darkChanged();
    void lineHeightChanged();
    void coloured();
    void saveFailed(const QString &text);

private:
    void writeDocument(qsizetype common);
    void beginAgain();
    void ask();
    void take(int first, const QList<CodeLine> &lines);
    void colour(int first, int count);

    QPointer<QQuickTextDocument> m_document;
    QPointer<CodeHighlighter> m_highlighter;
    QString m_code;
    QString m_language;
    bool m_closed = true;
    bool m_dark = false;
    double m_lineHeight = 1.0;
    int m_lineCount = 1;

    qint64 m_number = 0; ///< of the text at the highlighter; 0: it stays plain
    QList<CodeLine> m_lines; ///< what is known of each line, from the first
    int m_finished = 0; ///< of them, those that will not change
    int m_askedFinished = 0; ///< of the lines asked for
    bool m_asking = false;
    bool m_changed = false; ///< since the lines asked for
};

} // namespace maru
