// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/block_writer.h"

#include <QStringList>

#include <algorithm>

namespace maru {

namespace {

using namespace Qt::StringLiterals;

/// With a backslash where the parser would see more than text.
QString escaped(const QString &text, bool inTable)
{
    QString result;
    result.reserve(text.size());
    bool lineBegin = true;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == QChar::LineSeparator) {
            result += inTable ? u" "_s : u"\\\n"_s;
            lineBegin = true;
            continue;
        }
        const bool always = u"\\`*_[]<$&~"_s.contains(c) || (inTable && c == u'|');
        const bool first = lineBegin && u"#>+-="_s.contains(c);
        if (always || first)
            result += u'\\';
        const bool afterDigit = lineBegin && i > 0 && text[i - 1].isDigit();
        if (afterDigit && (c == u'.' || c == u')'))
            result += u'\\';
        result += c;
        lineBegin = c == u'\n' || (lineBegin && (c.isDigit() || c == u' '));
    }
    return result;
}

/// Code between backticks, more of them than stand in it.
QString codeSpan(const QString &code)
{
    int longest = 0;
    int run = 0;
    for (const QChar c : code) {
        run = c == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const QString ticks(longest + 1, u'`');
    const bool pad = code.startsWith(u'`') || code.endsWith(u'`') || (code.startsWith(u' ') && code.endsWith(u' '));
    return pad ? ticks + u' ' + code + u' ' + ticks : ticks + code + ticks;
}

QString addressOf(const QString &target)
{
    const bool plain = !target.isEmpty() && std::none_of(target.begin(), target.end(), [](QChar c) {
        return c.isSpace() || c == u'(' || c == u')' || c == u'<';
    });
    return plain ? target : u'<' + QString(target).replace(u'>', u"%3E"_s).replace(u'<', u"%3C"_s) + u'>';
}

QString titleOf(const TextSpan &span)
{
    return span.title.isEmpty() ? QString() : " \""_L1 + QString(span.title).replace(u'"', u"\\\""_s) + u'"';
}

/// Marks of style hold only around text that neither begins nor ends with a blank.
QString marked(const QString &text, const QString &mark)
{
    qsizetype begin = 0;
    qsizetype end = text.size();
    while (begin < end && text[begin].isSpace())
        ++begin;
    while (end > begin && text[end - 1].isSpace())
        --end;
    if (begin == end)
        return text;
    return text.left(begin) + mark + text.mid(begin, end - begin) + mark + text.mid(end);
}

QString markdownOfSpan(const TextSpan &span, bool inTable)
{
    QString text;
    switch (span.kind) {
    case TextSpan::Kind::Math:
        text = span.display ? "$$"_L1 + span.text + "$$"_L1 : u'$' + span.text + u'$';
        break;
    case TextSpan::Kind::Image:
        return "!["_L1 + escaped(span.text, inTable) + "]("_L1 + addressOf(span.target) + titleOf(span) + u')';
    case TextSpan::Kind::Text:
        text = span.style & TextSpan::Code ? codeSpan(span.text) : escaped(span.text, inTable);
        break;
    }
    if (span.style & TextSpan::Italic)
        text = marked(text, u"*"_s);
    if (span.style & TextSpan::Bold)
        text = marked(text, u"**"_s);
    if (span.style & TextSpan::Struck)
        text = marked(text, u"~~"_s);
    if (span.target.isEmpty())
        return text;
    if (span.text == span.target && span.title.isEmpty() && span.style == 0 && span.target.contains("://"_L1))
        return u'<' + span.target + u'>';
    return u'[' + text + "]("_L1 + addressOf(span.target) + titleOf(span) + u')';
}

QString markdownOfSpans(const QList<TextSpan> &spans, bool inTable = false)
{
    QString result;
    for (const TextSpan &span : spans)
        result += markdownOfSpan(span, inTable);
    return inTable ? result.replace(u'\n', u' ') : result;
}

QString markdownOfTable(const MessageBlock &table)
{
    QStringList lines;
    for (int row = 0; row < table.rows(); ++row) {
        QStringList cells;
        for (int column = 0; column < table.columns; ++column)
            cells << markdownOfSpans(table.cells.at(row * table.columns + column), true);
        lines << "| "_L1 + cells.join(" | "_L1) + " |"_L1;
        if (row > 0)
            continue;
        QStringList rules;
        for (int column = 0; column < table.columns; ++column) {
            const Qt::Alignment alignment = table.alignments.value(column);
            rules << (alignment == Qt::AlignHCenter ? u":---:"_s
                    : alignment == Qt::AlignRight   ? u"---:"_s
                    : alignment == Qt::AlignLeft    ? u":---"_s
                                                    : u"---"_s);
        }
        lines << "| "_L1 + rules.join(" | "_L1) + " |"_L1;
    }
    return lines.join(u'\n');
}

QString markdownOfCode(const MessageBlock &block)
{
    int longest = 2;
    int run = 0;
    for (const QChar c : block.text) {
        run = c == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const QString fence(longest + 1, u'`');
    return fence + block.language + u'\n' + block.text + (block.text.isEmpty() ? ""_L1 : "\n"_L1) + fence;
}

QString markdownOfLeaf(const MessageBlock &block)
{
    switch (block.kind) {
    case MessageBlock::Paragraph:
        return markdownOfSpans(block.spans);
    case MessageBlock::Heading:
        return QString(block.level, u'#') + u' ' + markdownOfSpans(block.spans).replace(u'\n', u' ');
    case MessageBlock::Code:
        return markdownOfCode(block);
    case MessageBlock::Math:
        return "$$\n"_L1 + block.text + "\n$$"_L1;
    case MessageBlock::Table:
        return markdownOfTable(block);
    case MessageBlock::Rule:
        return u"---"_s;
    case MessageBlock::Plain:
        return block.text;
    }
    return {};
}

QString plainTextOfLeaf(const MessageBlock &block)
{
    switch (block.kind) {
    case MessageBlock::Paragraph:
    case MessageBlock::Heading:
        return plainTextOf(block.spans);
    case MessageBlock::Table:
        return tsvOf(block);
    case MessageBlock::Rule:
        return u"---"_s;
    case MessageBlock::Code:
    case MessageBlock::Math:
    case MessageBlock::Plain:
        return block.text;
    }
    return {};
}

QString signOf(const BlockContainer &container)
{
    switch (container.kind) {
    case BlockContainer::Kind::Quote:
        return u"> "_s;
    case BlockContainer::Kind::Number:
        return QString::number(container.number) + container.mark + u' ';
    case BlockContainer::Kind::Bullet:
        return QString(container.mark) + u' ';
    }
    return {};
}

QString taskOf(const BlockContainer &container)
{
    switch (container.task) {
    case BlockContainer::Task::None:
        return {};
    case BlockContainer::Task::Open:
        return u"[ ] "_s;
    case BlockContainer::Task::Done:
        return u"[x] "_s;
    }
    return {};
}

/// `leaf` in the lines of what it lies in: the sign of an item before the first line, its width before the others.
QString insideContainers(const MessageBlock &block, const QString &leaf)
{
    QString first;
    QString further;
    for (const BlockContainer &container : block.containers) {
        const QString sign = signOf(container);
        const bool quote = container.kind == BlockContainer::Kind::Quote;
        const QString blank = quote ? sign : QString(sign.size(), u' ');
        first += quote || container.first ? sign + (container.first ? taskOf(container) : QString()) : blank;
        further += blank;
    }
    QString result;
    for (const QString &line : leaf.split(u'\n')) {
        if (!result.isEmpty())
            result += u'\n';
        result += result.isEmpty() ? first + line : further + line;
        while (line.isEmpty() && result.endsWith(u' '))
            result.chop(1);
    }
    return result;
}

/// What stands between two blocks: nothing within a tight list, else an empty line in the quotes that both lie in.
QString between(const MessageBlock &before, const MessageBlock &after)
{
    QString prefix;
    bool tight = false;
    const qsizetype common = std::min(before.containers.size(), after.containers.size());
    for (qsizetype i = 0; i < common; ++i) {
        const BlockContainer &one = before.containers.at(i);
        const BlockContainer &other = after.containers.at(i);
        if (one.group != other.group)
            break;
        tight = one.kind != BlockContainer::Kind::Quote && one.tight;
        if (one.kind == BlockContainer::Kind::Quote)
            prefix += u"> "_s;
        else if (one.item != other.item)
            break;
        else
            prefix += QString(signOf(one).size(), u' ');
    }
    const bool newItem = !after.containers.isEmpty() && after.containers.last().first;
    if (tight && newItem)
        return u"\n"_s;
    while (prefix.endsWith(u' '))
        prefix.chop(1);
    return u'\n' + prefix + u'\n';
}

template <typename Leaf> QString joined(const QList<MessageBlock> &blocks, Leaf leaf)
{
    QString result;
    const MessageBlock *before = nullptr;
    for (const MessageBlock &block : blocks) {
        if (before)
            result += between(*before, block);
        result += insideContainers(block, leaf(block));
        before = &block;
    }
    return result;
}

QList<TextSpan> slicedSpans(const QList<TextSpan> &spans, int from, int to)
{
    QList<TextSpan> result;
    int place = 0;
    for (const TextSpan &span : spans) {
        const int begin = std::max(from, place);
        const int end = std::min(to, place + span.length());
        if (begin < end) {
            TextSpan part = span;
            if (span.kind != TextSpan::Kind::Math)
                part.text = span.text.mid(begin - place, end - begin);
            result.append(part);
        }
        place += span.length();
    }
    return result;
}

MessageBlock slicedTable(const MessageBlock &table, int from, int to)
{
    int firstCell = -1;
    int lastCell = -1;
    int firstPlace = 0;
    int place = 0;
    for (int cell = 0; cell < table.cells.size(); ++cell) {
        const int length = lengthOf(table.cells.at(cell));
        if (from <= place + length && to > place) {
            if (firstCell < 0) {
                firstCell = cell;
                firstPlace = place;
            }
            lastCell = cell;
        }
        place += length + 1;
    }
    MessageBlock result = table;
    if (firstCell < 0) {
        result.cells.clear();
        return result;
    }
    if (firstCell == lastCell) {
        result = {};
        result.containers = table.containers;
        result.spans = slicedSpans(table.cells.at(firstCell), from - firstPlace, to - firstPlace);
        return result;
    }
    const int firstRow = firstCell / table.columns;
    const int lastRow = lastCell / table.columns;
    result.cells = table.cells.mid(firstRow * table.columns, (lastRow - firstRow + 1) * table.columns);
    return result;
}

} // namespace

QString plainTextOf(const QList<TextSpan> &spans)
{
    QString result;
    for (const TextSpan &span : spans) {
        if (span.kind == TextSpan::Kind::Math)
            result += markdownOfSpan({ span.kind, 0, span.display, span.text, {}, {} }, false);
        else if (span.kind == TextSpan::Kind::Image)
            result += span.text.isEmpty() ? span.target : span.text + " ("_L1 + span.target + u')';
        else
            result += span.text;
    }
    return result.replace(QChar(QChar::LineSeparator), u'\n');
}

QString tsvOf(const MessageBlock &table)
{
    QStringList lines;
    for (int row = 0; row < table.rows(); ++row) {
        QStringList cells;
        for (int column = 0; column < table.columns; ++column)
            cells
                << plainTextOf(table.cells.at(row * table.columns + column)).replace(u'\n', u' ').replace(u'\t', u' ');
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

QString markdownOf(const QList<MessageBlock> &blocks)
{
    return joined(blocks, markdownOfLeaf);
}

QString plainTextOf(const QList<MessageBlock> &blocks)
{
    return joined(blocks, plainTextOfLeaf);
}

MessageBlock sliceOf(const MessageBlock &block, int from, int to)
{
    if (from <= 0 && to >= block.length())
        return block;
    MessageBlock result = block;
    switch (block.kind) {
    case MessageBlock::Paragraph:
    case MessageBlock::Heading:
        result.spans = slicedSpans(block.spans, from, to);
        break;
    case MessageBlock::Code:
    case MessageBlock::Plain:
        result.text = block.text.mid(from, to - from);
        break;
    case MessageBlock::Table:
        return slicedTable(block, from, to);
    case MessageBlock::Math:
    case MessageBlock::Rule:
        break;
    }
    return result;
}

} // namespace maru
