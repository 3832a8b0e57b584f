// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/math_scanner.h"

#include "app/text/markdown_lines.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace maru {

namespace {

using namespace Qt::StringLiterals;

constexpr std::array kEnvironments { u"align", u"align*", u"alignat", u"alignat*", u"aligned", u"equation",
    u"equation*", u"gather", u"gather*", u"multline", u"multline*", u"eqnarray", u"eqnarray*", u"cases", u"matrix",
    u"pmatrix", u"bmatrix", u"vmatrix", u"array" };

bool isAsciiLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isAsciiDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// The lines of a paragraph or of a list: what lies between empty lines, fences and the ends of the text.
class ChunkScanner
{
public:
    ChunkScanner(QStringView text, qsizetype begin, qsizetype end, bool open, QList<MathRegion> &found)
        : m_text(text)
        , m_begin(begin)
        , m_end(end)
        , m_open(open)
        , m_found(found)
    {
    }

    void scan()
    {
        for (m_place = m_begin; m_place < m_end;) {
            const QChar c = m_text[m_place];
            if (c == u'`')
                skipCode();
            else if (c == u'\\')
                backslash();
            else if (c == u'$')
                dollar();
            else
                ++m_place;
        }
    }

private:
    QStringView rest() const { return m_text.mid(m_place, m_end - m_place); }

    /// The end of the text that a formula or code within a line may reach: the next line that begins a block.
    qsizetype inlineEnd()
    {
        if (m_place < m_inlineEnd)
            return m_inlineEnd;
        qsizetype place = m_place;
        for (;;) {
            const qsizetype next = m_text.indexOf(u'\n', place);
            if (next < 0 || next >= m_end)
                return m_inlineEnd = m_end;
            const qsizetype after = m_text.indexOf(u'\n', next + 1);
            const qsizetype lineEnd = after < 0 ? m_text.size() : after;
            if (MarkdownLines::beginsBlock(m_text.mid(next + 1, lineEnd - next - 1)))
                return m_inlineEnd = next + 1;
            place = next + 1;
        }
    }

    void skipCode()
    {
        const qsizetype limit = inlineEnd();
        const qsizetype length = run(m_place, limit);
        const auto slot = static_cast<std::size_t>(std::min<qsizetype>(length, kLongestRun));
        const QStringView reachable = m_text.left(limit);
        for (qsizetype place = m_place + length; m_noRun[slot] != limit;) {
            place = reachable.indexOf(u'`', place);
            if (place < 0) {
                m_noRun[slot] = limit; // nor for the next of this length
                break;
            }
            const qsizetype other = run(place, limit);
            place += other;
            if (other == length) {
                m_place = place;
                return;
            }
        }
        m_place += length;
    }

    qsizetype run(qsizetype place, qsizetype limit) const
    {
        qsizetype length = 0;
        while (place + length < limit && m_text[place + length] == u'`')
            ++length;
        return length;
    }

    void backslash()
    {
        const QChar next = m_place + 1 < m_end ? m_text[m_place + 1] : QChar();
        if (next == u'(') {
            delimited(2, u"\\)", inlineEnd(), false, m_noParenthesis);
        } else if (next == u'[') {
            delimited(2, u"\\]", m_end, true, m_noBracket);
        } else if (next == u'b' && rest().startsWith(u"\\begin{") && atLineBegin()) {
            environment();
        } else {
            m_place += 2;
        }
    }

    bool atLineBegin() const
    {
        qsizetype line = m_place;
        while (line > m_begin && m_text[line - 1] != u'\n') {
            if (m_text[line - 1].isLetter() || m_text[line - 1] == u'\\')
                return false;
            --line;
        }
        return MarkdownLines::textBegin(m_text.mid(line, m_place + 1 - line)) == m_place - line;
    }

    void environment()
    {
        const qsizetype nameBegin = m_place + 7;
        const qsizetype nameEnd = m_text.indexOf(u'}', nameBegin);
        if (nameEnd < 0 || nameEnd >= m_end) {
            m_place += 2;
            return;
        }
        const QStringView name = m_text.mid(nameBegin, nameEnd - nameBegin);
        if (std::none_of(
                kEnvironments.begin(), kEnvironments.end(), [&](const char16_t *known) { return name == known; })) {
            m_place += 2;
            return;
        }
        const QString close = u"\\end{"_s + name.toString() + u'}';
        const qsizetype found = m_noEnvironment ? -1 : m_text.left(m_end).indexOf(close, nameEnd);
        if (found >= 0) {
            add(m_place, found + close.size(), 0, 0, true, true);
        } else if (m_open && m_end == m_text.size()) {
            add(m_place, m_end, 0, 0, true, false);
        } else {
            m_noEnvironment = true;
            m_place += 2;
        }
    }

    /// A formula between delimiters of `length` characters, of which the second is `close`.
    /// `hopeless`: the limit before which there is no such end any more, as was seen before.
    void delimited(qsizetype length, QStringView close, qsizetype limit, bool display, qsizetype &hopeless)
    {
        const qsizetype inside = m_place + length;
        const QStringView reachable = m_text.left(limit);
        qsizetype found = hopeless == limit ? -1 : inside;
        while (found >= 0) {
            found = reachable.indexOf(close, found);
            if (found < 0) {
                hopeless = limit;
                break;
            }
            qsizetype escapes = found;
            while (escapes > inside && m_text[escapes - 1] == u'\\')
                --escapes;
            if ((found - escapes) % 2 == 0)
                break;
            ++found; // an escaped dollar, or a line break before a bracket
        }
        if (found >= 0 && hasMeaning(m_text.mid(inside, found - inside))) {
            add(m_place, found + close.size(), length, close.size(), display, true);
        } else if (found >= 0) {
            m_place = found; // nor is there a formula in between
        } else if (m_open && limit == m_text.size() && !m_tailEmpty && hasMeaning(m_text.mid(inside))) {
            add(m_place, limit, length, 0, display, false);
        } else {
            m_tailEmpty |= m_open && limit == m_text.size();
            m_place += length;
        }
    }

    static bool hasMeaning(QStringView tex)
    {
        return std::any_of(tex.begin(), tex.end(), [](QChar c) { return c.isLetterOrNumber(); });
    }

    void dollar()
    {
        if (m_place + 1 < m_end && m_text[m_place + 1] == u'$') {
            delimited(2, u"$$", m_end, true, m_noDollars);
            return;
        }
        const qsizetype inside = m_place + 1;
        const qsizetype limit = inlineEnd();
        const bool afterWord
            = m_place > m_begin && (isAsciiLetter(m_text[m_place - 1]) || isAsciiDigit(m_text[m_place - 1]));
        if (afterWord || inside >= limit || m_text[inside].isSpace()) {
            ++m_place;
            return;
        }
        for (qsizetype place = inside; place < limit; ++place) {
            if (m_text[place] == u'\\') {
                ++place;
            } else if (m_text[place] == u'`') {
                break; // code begins inside: these are no delimiters
            } else if (m_text[place] == u'$') {
                if (m_text[place - 1].isSpace())
                    break;
                const QChar after = place + 1 < m_text.size() ? m_text[place + 1] : QChar();
                if (place == inside || isAsciiDigit(after) || after == u'$'
                    || !looksLikeMath(m_text.mid(inside, place - inside), after))
                    break;
                add(m_place, place + 1, 1, 1, false, true);
                return;
            }
        }
        ++m_place;
    }

    /// What stands between two single dollars is no pair of prices, no path and no words.
    static bool looksLikeMath(QStringView tex, QChar after)
    {
        const bool hasTex
            = std::any_of(tex.begin(), tex.end(), [](QChar c) { return QStringView(u"\\^_={}+<>").contains(c); });
        if (hasTex)
            return !tex.contains(u" | "_s);
        if (isAsciiLetter(after) && tex.size() > 2)
            return false;
        qsizetype letters = 0;
        bool blank = false;
        for (const QChar c : tex) {
            if (c == u'|')
                return false;
            blank |= c.isSpace();
            letters = c.isLetter() ? letters + 1 : 0;
            if (blank && letters >= 2)
                return false; // words, not a product
        }
        return true;
    }

    void add(qsizetype begin, qsizetype end, qsizetype open, qsizetype close, bool display, bool closed)
    {
        MathRegion region;
        region.begin = begin;
        region.end = end;
        region.display = display;
        region.closed = closed;
        const QStringView tex = m_text.mid(begin + open, end - begin - open - close);
        region.tex = inner(tex, tex.contains(u'\n') ? quotesBefore(begin) : 0);
        m_found.append(region);
        m_place = end;
    }

    int quotesBefore(qsizetype place) const
    {
        qsizetype line = place;
        while (line > m_begin && m_text[line - 1] != u'\n')
            --line;
        const qsizetype begin = line + MarkdownLines::textBegin(m_text.mid(line, m_end - line));
        return static_cast<int>(m_text.mid(line, std::min(begin, place) - line).count(u'>'));
    }

    /// The formula without the quote signs and the indentation of its further lines.
    static QString inner(QStringView tex, int quotes)
    {
        if (!tex.contains(u'\n'))
            return tex.trimmed().toString();
        QStringList lines;
        bool first = true;
        for (QStringView line : tex.split(u'\n')) {
            line = line.trimmed();
            for (int i = 0; i < quotes && !first && line.startsWith(u'>'); ++i)
                line = line.mid(1).trimmed();
            lines << line.toString();
            first = false;
        }
        return lines.join(u'\n').trimmed();
    }

    QStringView m_text;
    qsizetype m_begin;
    qsizetype m_end;
    bool m_open;
    QList<MathRegion> &m_found;
    qsizetype m_place = 0;
    qsizetype m_inlineEnd = 0;
    // The limits before which these ends were looked for in vain.
    static constexpr qsizetype kLongestRun = 31;
    std::array<qsizetype, kLongestRun + 1> m_noRun {};
    qsizetype m_noParenthesis = -1;
    qsizetype m_noBracket = -1;
    qsizetype m_noDollars = -1;
    bool m_noEnvironment = false;
    bool m_tailEmpty = false; ///< no letter and no digit follows in the text
};

} // namespace

QList<MathRegion> findMath(QStringView text, bool open)
{
    QList<MathRegion> found;
    if (!text.contains(u'$') && !text.contains(u'\\'))
        return found;
    MarkdownLines lines;
    qsizetype chunk = -1;
    const auto endChunk = [&](qsizetype end) {
        if (chunk >= 0)
            ChunkScanner(text, chunk, end, open, found).scan();
        chunk = -1;
    };
    for (qsizetype begin = 0; begin <= text.size();) {
        const qsizetype next = text.indexOf(u'\n', begin);
        const qsizetype end = next < 0 ? text.size() : next;
        if (lines.feed(text.mid(begin, end - begin)) != MarkdownLines::Kind::Text)
            endChunk(begin);
        else if (chunk < 0)
            chunk = begin;
        begin = end + 1;
    }
    endChunk(text.size());
    return found;
}

} // namespace maru
