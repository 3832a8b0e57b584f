// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/conversation.h"

#include <QRegularExpression>
#include <QStringList>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace maru {

namespace {

constexpr qsizetype kLookedAt = 4000; ///< characters: a title is made of the beginning
constexpr int kLongest = 60; ///< characters as people count them
constexpr int kShortest = 8; ///< less than that does not tell what it is about

/// Words that begin a letter and say nothing of what it is about, in lower case.
const QStringList &greetings()
{
    static const QStringList words {
        QStringLiteral("good afternoon"),
        QStringLiteral("good morning"),
        QStringLiteral("good evening"),
        QStringLiteral("hello there"),
        QStringLiteral("hey there"),
        QStringLiteral("hi there"),
        QStringLiteral("hello"),
        QStringLiteral("hey"),
        QStringLiteral("hi"),
        QStringLiteral("guten tag"),
        QStringLiteral("hallo"),
        QStringLiteral("bonjour"),
        QStringLiteral("salut"),
        QStringLiteral("hola"),
        QStringLiteral("ciao"),
        QStringLiteral("\u043f\u0440\u0438\u0432\u0435\u0442"), // Russian
        QStringLiteral("\u0437\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435"),
        QStringLiteral("\uc548\ub155\ud558\uc2ed\ub2c8\uae4c"), // Korean, the longer ones first
        QStringLiteral("\uc548\ub155\ud558\uc138\uc694"),
        QStringLiteral("\uc548\ub155"),
        QStringLiteral("\u304a\u306f\u3088\u3046\u3054\u3056\u3044\u307e\u3059"), // Japanese
        QStringLiteral("\u3053\u3093\u306b\u3061\u306f"),
        QStringLiteral("\u3053\u3093\u3070\u3093\u306f"),
        QStringLiteral("\u4f60\u597d"), // Chinese
        QStringLiteral("\u60a8\u597d"),
    };
    return words;
}

/// How many characters people would count.
int graphemes(const QString &text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    int count = 0;
    while (finder.toNextBoundary() > 0)
        ++count;
    return count;
}

/// A line without the marks of Markdown.
QString withoutMarks(QString line)
{
    static const QRegularExpression block(
        QStringLiteral("^(?:\\s*(?:#{1,6}\\s|>|[-*+]\\s(?:\\[[ xX]\\]\\s)?|\\d{1,3}[.)]\\s))+"));
    static const QRegularExpression link(QStringLiteral("!?\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression style(
        QStringLiteral("\\*\\*|__|~~|`+|(?<![\\w*])\\*(?=\\S)|(?<=\\S)\\*(?![\\w*])"));
    static const QRegularExpression rule(QStringLiteral("^\\s*(?:[-*_=]\\s*){3,}$"));
    if (rule.match(line).hasMatch())
        return {};
    line.remove(block);
    line.replace(link, QStringLiteral("\\1"));
    line.remove(style);
    return line.simplified();
}

/// The lines that say something; those of code only if there are no others.
QStringList linesOf(const QString &text)
{
    static const QRegularExpression fence(QStringLiteral("^\\s*(?:```|~~~)"));
    QStringList words;
    QStringList code;
    bool isCode = false;
    for (const QString &line : text.left(kLookedAt).split(u'\n')) {
        if (fence.match(line).hasMatch()) {
            isCode = !isCode;
            continue;
        }
        const QString clean = isCode ? line.simplified() : withoutMarks(line);
        if (!clean.isEmpty())
            (isCode ? code : words).append(clean);
    }
    return words.isEmpty() ? code : words;
}

/// Where the greeting that a text begins with ends, with what follows it up to the next word; 0: there is none.
qsizetype greetingEnd(const QString &text)
{
    const QString lower = text.toLower();
    for (const QString &greeting : greetings()) {
        qsizetype end = greeting.size();
        if (!lower.startsWith(greeting) || (end < text.size() && text.at(end).isLetterOrNumber()))
            continue;
        while (end < text.size() && !text.at(end).isLetterOrNumber() && !text.at(end).isSurrogate())
            ++end;
        return end;
    }
    return 0;
}

/// What follows the greeting that a text begins with; all of it if there is none, or nothing else.
QString withoutGreeting(const QString &text)
{
    const qsizetype end = greetingEnd(text);
    if (end == 0 || end == text.size())
        return text;
    QString rest = text.mid(end);
    rest[0] = rest.at(0).toUpper();
    return rest;
}

/// The first sentence that is long enough to tell something.
QString firstSentence(const QString &text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, text);
    qsizetype end = finder.toNextBoundary();
    while (end > 0 && end < text.size() && graphemes(text.left(end).trimmed()) < kShortest)
        end = finder.toNextBoundary();
    QString sentence = (end > 0 ? text.left(end) : text).trimmed();
    const bool endsPlainly = sentence.endsWith(u'.') && !sentence.endsWith(QStringLiteral(".."));
    if (sentence.endsWith(u':') || sentence.endsWith(u'\u3002') || endsPlainly)
        sentence.chop(1);
    return sentence;
}

/// At most kLongest characters, cut between words where there are some.
QString shortened(const QString &line)
{
    if (graphemes(line) <= kLongest)
        return line;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, line);
    for (int i = 0; i < kLongest - 1; ++i)
        finder.toNextBoundary();
    const qsizetype most = finder.position();
    // A language without spaces, or one endless word, is cut anywhere but inside a character.
    const qsizetype space = line.lastIndexOf(u' ', most);
    return line.left(space > most / 3 ? space : most).trimmed() + QChar(0x2026);
}

} // namespace

QString titleFromText(const QString &text)
{
    const QStringList lines = linesOf(text);
    QString title;
    for (const QString &line : lines) {
        title = withoutGreeting(title.isEmpty() ? line : title + u' ' + line);
        if (graphemes(title) >= kShortest && greetingEnd(title) != title.size())
            break;
    }
    const QString made = shortened(firstSentence(title));
    return made.isEmpty() ? shortened(text.left(kLookedAt).simplified()) : made; // nothing but marks: as it stands
}

} // namespace maru
