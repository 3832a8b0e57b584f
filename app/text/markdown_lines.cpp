// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/markdown_lines.h"

#include <algorithm>

namespace maru {

namespace {

constexpr int kTab = 4;
constexpr int kCodeIndent = 4;

bool isBlankChar(QChar c)
{
    return c == u' ' || c == u'\t';
}

bool isBlank(QStringView line)
{
    return std::all_of(line.begin(), line.end(), isBlankChar);
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// The length of the sign of a list item at the beginning of `text`, or 0.
qsizetype itemSign(QStringView text)
{
    qsizetype length = 0;
    if (text.isEmpty())
        return 0;
    if (text[0] == u'-' || text[0] == u'+' || text[0] == u'*') {
        length = 1;
    } else {
        while (length < text.size() && length < 9 && isDigit(text[length]))
            ++length;
        if (length == 0 || length == text.size() || (text[length] != u'.' && text[length] != u')'))
            return 0;
        ++length;
    }
    return length == text.size() || isBlankChar(text[length]) ? length : 0;
}

int runLength(QStringView text, QChar sign)
{
    qsizetype length = 0;
    while (length < text.size() && text[length] == sign)
        ++length;
    return static_cast<int>(length);
}

} // namespace

MarkdownLines::Prefix MarkdownLines::prefixOf(QStringView line)
{
    Prefix prefix;
    bool begun = false;
    int column = 0;
    qsizetype place = 0;
    while (place < line.size()) {
        const QChar c = line[place];
        if (c == u' ') {
            ++column;
            ++place;
            continue;
        }
        if (c == u'\t') {
            column += kTab - column % kTab;
            ++place;
            continue;
        }
        if (!begun)
            prefix.indent = column;
        begun = true;
        if (c == u'>') {
            if (!prefix.item)
                ++prefix.quotes;
            ++column;
            ++place;
            continue;
        }
        const qsizetype sign = itemSign(line.mid(place));
        if (sign == 0)
            break;
        prefix.item = true;
        column += static_cast<int>(sign);
        place += sign;
    }
    if (!begun)
        prefix.indent = column;
    prefix.column = column;
    prefix.text = place;
    return prefix;
}

qsizetype MarkdownLines::textBegin(QStringView line)
{
    return prefixOf(line).text;
}

bool MarkdownLines::beginsBlock(QStringView line)
{
    const Prefix prefix = prefixOf(line);
    const QStringView text = line.mid(prefix.text);
    return prefix.item || text.startsWith(u'#') || text.startsWith(u'|');
}

QStringView MarkdownLines::insideQuotes(QStringView line) const
{
    qsizetype place = 0;
    for (int quotes = 0; quotes < m_quotes && place < line.size();) {
        if (line[place] == u'>')
            ++quotes;
        else if (!isBlankChar(line[place]))
            break;
        ++place;
    }
    return line.mid(place);
}

bool MarkdownLines::endsContainer(QStringView line, const Prefix &prefix) const
{
    if (prefix.quotes < m_quotes)
        return true;
    if (m_column == 0)
        return false;
    const QStringView inside = insideQuotes(line);
    return !isBlank(inside) && prefixOf(inside).indent < m_column;
}

bool MarkdownLines::mayClose(QStringView line) const
{
    const QStringView text = insideQuotes(line).trimmed();
    return inFence() && !text.isEmpty() && runLength(text, m_sign) == text.size();
}

bool MarkdownLines::opensFence(QStringView line, const Prefix &prefix)
{
    const QStringView text = line.mid(prefix.text);
    if (text.isEmpty() || (text[0] != u'`' && text[0] != u'~'))
        return false;
    const int length = runLength(text, text[0]);
    if (length < 3 || (text[0] == u'`' && text.mid(length).contains(u'`')))
        return false;
    const bool inList = m_list && !prefix.item && prefix.indent >= 2;
    if (!prefix.item && !inList && prefix.quotes == 0 && prefix.indent >= kCodeIndent)
        return false;
    m_sign = text[0];
    m_length = length;
    m_quotes = prefix.quotes;
    // Of a fence in a further line of an item, the item's own column is not known: the text begins up to three left of
    // it.
    m_column = prefix.item ? prefix.column : inList ? std::max(1, prefix.indent - 3) : 0;
    if (prefix.item && prefix.quotes > 0)
        m_column = 1;
    return true;
}

MarkdownLines::Kind MarkdownLines::feedFence(QStringView line, const Prefix &prefix)
{
    if (endsContainer(line, prefix)) {
        m_length = 0;
        m_cutAllowed = false;
        return feed(line);
    }
    const QStringView inside = insideQuotes(line);
    const bool atTop = m_column == 0 && m_quotes == 0;
    const bool closes = mayClose(line) && runLength(inside.trimmed(), m_sign) >= m_length
        && (!atTop || prefixOf(inside).indent < kCodeIndent);
    m_cutAllowed = closes && atTop;
    if (closes)
        m_length = 0;
    return m_last = closes ? Kind::FenceClose : Kind::FenceBody;
}

MarkdownLines::Kind MarkdownLines::feed(QStringView line)
{
    const Prefix prefix = prefixOf(line);
    if (inFence())
        return feedFence(line, prefix);
    if (isBlank(line)) {
        m_cutAllowed = true;
        return m_last = Kind::Blank;
    }
    if (prefix.item && prefix.quotes == 0)
        m_list = true;
    else if (prefix.indent == 0 && m_last == Kind::Blank)
        m_list = false;
    m_cutAllowed = false;
    if (opensFence(line, prefix)) {
        if (m_column == 0 && m_quotes == 0)
            m_list = false;
        return m_last = Kind::FenceOpen;
    }
    return m_last = Kind::Text;
}

bool MarkdownLines::canCutBefore(QStringView line, bool complete) const
{
    if (!m_cutAllowed || inFence() || line.isEmpty() || isBlankChar(line[0]))
        return false;
    if (!m_list)
        return true;
    const bool mayBeItem = line[0] == u'-' || line[0] == u'+' || line[0] == u'*' || isDigit(line[0]);
    return !mayBeItem || (complete && itemSign(line) == 0);
}

} // namespace maru
