// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/markdown_blocks.h"

#include "app/text/markdown_lines.h"
#include "app/text/math_scanner.h"

#include <md4c-html.h>
#include <md4c.h>

#include <algorithm>
#include <limits>

namespace maru {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype kMaxDepth = 24;
constexpr unsigned kMaxColumns = 128;
constexpr unsigned kFlags = MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS
    | MD_FLAG_PERMISSIVEWWWAUTOLINKS;

// Formulas go through the parser as one character each, of the last private plane of Unicode; what a text has of that
// plane itself goes the same way.
constexpr char32_t kPlaceholder = 0x100000;
constexpr char16_t kPlaceholderHighFirst = 0xDBC0;
constexpr char16_t kPlaceholderHighLast = 0xDBFF;
constexpr qsizetype kMaxPlaceholders = 0xFFF0;

bool beginsPlaceholder(QChar c)
{
    return c.unicode() >= kPlaceholderHighFirst && c.unicode() <= kPlaceholderHighLast;
}

/// What a placeholder stands for.
struct Replaced
{
    MathRegion region; ///< without TeX: a character that was there before
    QString source;
};

/// The text with placeholders, as the parser gets it.
struct Prepared
{
    QByteArray utf8;
    QList<Replaced> replaced;
};

Prepared prepare(const QString &text, bool open)
{
    QList<MathRegion> regions = findMath(text, open);
    const QStringView all(text);
    Prepared prepared;
    QString result;
    result.reserve(text.size());
    const auto replace = [&](const Replaced &what) {
        if (prepared.replaced.size() >= kMaxPlaceholders) {
            result += QChar(QChar::ReplacementCharacter);
            return;
        }
        result += QString::fromUcs4(
            std::array { static_cast<char32_t>(kPlaceholder + prepared.replaced.size()) }.data(), 1);
        prepared.replaced.append(what);
    };
    const auto copy = [&](qsizetype begin, qsizetype end) {
        for (qsizetype place = begin; place < end; ++place) {
            if (beginsPlaceholder(all[place]) && place + 1 < end) {
                replace({ {}, all.mid(place, 2).toString() });
                ++place;
            } else {
                result += all[place];
            }
        }
    };
    qsizetype done = 0;
    for (MathRegion &region : regions) {
        copy(done, region.begin);
        const QString source = all.mid(region.begin, region.end - region.begin).toString();
        done = region.end;
        replace({ std::move(region), source });
    }
    copy(done, text.size());
    prepared.utf8 = result.toUtf8();
    return prepared;
}

void appendBytes(const MD_CHAR *bytes, MD_SIZE size, void *out)
{
    static_cast<QByteArray *>(out)->append(bytes, static_cast<qsizetype>(size));
}

QString numericEntity(QByteArrayView digits, int base)
{
    bool ok = false;
    const uint code = digits.toByteArray().toUInt(&ok, base);
    if (!ok || code == 0 || code > QChar::LastValidCodePoint || QChar::isSurrogate(code))
        return QString(QChar(QChar::ReplacementCharacter));
    const auto character = static_cast<char32_t>(code);
    return QString::fromUcs4(&character, 1);
}

/// "&amp;" as "&". The names are md4c's own; what is none stays as it is.
QString decodedEntity(QByteArrayView entity)
{
    if (entity.startsWith("&#")) {
        const bool hex = entity.size() > 3 && (entity[2] == 'x' || entity[2] == 'X');
        const qsizetype begin = hex ? 3 : 2;
        return numericEntity(entity.sliced(begin, entity.size() - begin - 1), hex ? 16 : 10);
    }
    QByteArray html;
    md_html(entity.data(), static_cast<MD_SIZE>(entity.size()), appendBytes, &html, 0, 0);
    QString text = QString::fromUtf8(html).trimmed();
    if (text.startsWith("<p>"_L1) && text.endsWith("</p>"_L1))
        text = text.mid(3, text.size() - 7);
    return text.replace("&lt;"_L1, "<"_L1)
        .replace("&gt;"_L1, ">"_L1)
        .replace("&quot;"_L1, "\""_L1)
        .replace("&amp;"_L1, "&"_L1);
}

/// Takes what the parser reports and makes blocks of it.
class BlockBuilder
{
public:
    BlockBuilder(const Prepared &prepared, int &lastGroup, bool display)
        : m_prepared(prepared)
        , m_lastGroup(lastGroup)
        , m_splitsAtDisplay(display)
    {
    }

    QList<MessageBlock> take() { return std::move(m_blocks); }

    int enterBlock(MD_BLOCKTYPE type, void *detail);
    void leaveBlock(MD_BLOCKTYPE type);
    void enterSpan(MD_SPANTYPE type, void *detail);
    void leaveSpan(MD_SPANTYPE type);
    void text(MD_TEXTTYPE type, QByteArrayView bytes);

private:
    struct Level
    {
        BlockContainer container; ///< of lists: of their next item
        bool list = false;
        bool item = false; ///< an item, or a quote: may hold blocks
        qsizetype blocks = 0; ///< how many it holds
    };

    QList<BlockContainer> containers() const;
    void begin(MessageBlock::Kind kind);
    void end();
    void trimEnd();
    void endItem();
    void addText(QString text, bool verbatim);
    void addPlain(const QString &text);
    void addFormula(const Replaced &replaced);
    TextSpan styled(TextSpan::Kind kind) const;
    QString restored(const QString &text) const;
    QString attribute(const MD_ATTRIBUTE &attribute) const;
    QList<TextSpan> &spans() { return m_inCell ? m_block.cells.last() : m_block.spans; }

    const Prepared &m_prepared;
    int &m_lastGroup;
    bool m_splitsAtDisplay;
    QList<MessageBlock> m_blocks;
    QList<Level> m_levels;
    MessageBlock m_block;
    bool m_inBlock = false;
    bool m_implicit = false; ///< the paragraph of a tight item, which the parser does not report
    bool m_split = false; ///< a formula was taken out of this paragraph
    bool m_inCell = false;
    int m_bold = 0;
    int m_italic = 0;
    int m_struck = 0;
    int m_code = 0;
    QList<TextSpan> m_links;
    QList<TextSpan> m_images;
};

QString BlockBuilder::restored(const QString &text) const
{
    if (std::none_of(text.begin(), text.end(), beginsPlaceholder))
        return text;
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (beginsPlaceholder(text[i]) && i + 1 < text.size()) {
            const auto number = static_cast<qsizetype>(QChar::surrogateToUcs4(text[i], text[i + 1]) - kPlaceholder);
            ++i;
            if (number < m_prepared.replaced.size())
                result += m_prepared.replaced.at(number).source;
        } else {
            result += text[i];
        }
    }
    return result;
}

QString BlockBuilder::attribute(const MD_ATTRIBUTE &attribute) const
{
    QString result;
    for (int i = 0; attribute.text && attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
        const MD_OFFSET begin = attribute.substr_offsets[i];
        const QByteArrayView part(
            attribute.text + begin, static_cast<qsizetype>(attribute.substr_offsets[i + 1] - begin));
        if (attribute.substr_types[i] == MD_TEXT_ENTITY)
            result += decodedEntity(part);
        else if (attribute.substr_types[i] == MD_TEXT_NULLCHAR)
            result += QChar(QChar::ReplacementCharacter);
        else
            result += QString::fromUtf8(part);
    }
    return restored(result);
}

QList<BlockContainer> BlockBuilder::containers() const
{
    QList<BlockContainer> result;
    for (const Level &level : m_levels) {
        if (!level.item || result.size() >= kMaxDepth)
            continue;
        result.append(level.container);
        result.last().first = level.blocks == 0;
    }
    return result;
}

void BlockBuilder::begin(MessageBlock::Kind kind)
{
    end();
    m_block = {};
    m_block.kind = kind;
    m_block.containers = containers();
    m_inBlock = true;
    m_split = false;
}

void BlockBuilder::trimEnd()
{
    while (!m_block.spans.isEmpty() && m_block.spans.last().kind == TextSpan::Kind::Text
        && m_block.spans.last().style == 0) {
        QString &text = m_block.spans.last().text;
        while (!text.isEmpty() && text.back().isSpace())
            text.chop(1);
        if (!text.isEmpty())
            return;
        m_block.spans.removeLast();
    }
}

void BlockBuilder::end()
{
    if (!m_inBlock)
        return;
    m_inBlock = false;
    m_implicit = false;
    if (m_split) {
        trimEnd();
        if (m_block.spans.isEmpty())
            return;
    }
    if (m_block.kind == MessageBlock::Code && m_block.text.endsWith(u'\n'))
        m_block.text.chop(1);
    for (Level &level : m_levels) {
        if (level.item)
            ++level.blocks;
    }
    m_blocks.append(std::move(m_block));
    m_block = {};
}

/// A quote or an item with nothing in it is still to be seen.
void BlockBuilder::endItem()
{
    end();
    if (m_levels.last().blocks == 0) {
        begin(MessageBlock::Paragraph);
        end();
    }
    m_levels.removeLast();
}

int BlockBuilder::enterBlock(MD_BLOCKTYPE type, void *detail)
{
    switch (type) {
    case MD_BLOCK_QUOTE: {
        end();
        Level level;
        level.item = true;
        level.container.group = ++m_lastGroup;
        m_levels.append(level);
        break;
    }
    case MD_BLOCK_UL: {
        end();
        const auto *list = static_cast<MD_BLOCK_UL_DETAIL *>(detail);
        Level level;
        level.list = true;
        level.container.kind = BlockContainer::Kind::Bullet;
        level.container.group = ++m_lastGroup;
        level.container.mark = QLatin1Char(list->mark);
        level.container.tight = list->is_tight != 0;
        m_levels.append(level);
        break;
    }
    case MD_BLOCK_OL: {
        end();
        const auto *list = static_cast<MD_BLOCK_OL_DETAIL *>(detail);
        Level level;
        level.list = true;
        level.container.kind = BlockContainer::Kind::Number;
        level.container.group = ++m_lastGroup;
        level.container.mark = QLatin1Char(list->mark_delimiter);
        level.container.number = static_cast<int>(std::min<unsigned>(list->start, std::numeric_limits<int>::max() / 2));
        level.container.tight = list->is_tight != 0;
        m_levels.append(level);
        break;
    }
    case MD_BLOCK_LI: {
        end();
        const auto *item = static_cast<MD_BLOCK_LI_DETAIL *>(detail);
        Level level = m_levels.last();
        ++m_levels.last().container.item;
        ++m_levels.last().container.number;
        level.list = false;
        level.item = true;
        level.blocks = 0;
        if (item->is_task)
            level.container.task = item->task_mark == ' ' ? BlockContainer::Task::Open : BlockContainer::Task::Done;
        m_levels.append(level);
        break;
    }
    case MD_BLOCK_HR:
        begin(MessageBlock::Rule);
        break;
    case MD_BLOCK_H:
        begin(MessageBlock::Heading);
        m_block.level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL *>(detail)->level);
        break;
    case MD_BLOCK_CODE: {
        const auto *code = static_cast<MD_BLOCK_CODE_DETAIL *>(detail);
        begin(MessageBlock::Code);
        m_block.fenced = code->fence_char != 0;
        m_block.language = attribute(code->lang);
        break;
    }
    case MD_BLOCK_P:
        begin(MessageBlock::Paragraph);
        break;
    case MD_BLOCK_TABLE:
        if (static_cast<MD_BLOCK_TABLE_DETAIL *>(detail)->col_count > kMaxColumns)
            return 1;
        begin(MessageBlock::Table);
        m_block.columns = static_cast<int>(static_cast<MD_BLOCK_TABLE_DETAIL *>(detail)->col_count);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: {
        const MD_ALIGN align = static_cast<MD_BLOCK_TD_DETAIL *>(detail)->align;
        if (type == MD_BLOCK_TH)
            m_block.alignments.append(align == MD_ALIGN_LEFT ? Qt::AlignLeft
                    : align == MD_ALIGN_CENTER               ? Qt::AlignHCenter
                    : align == MD_ALIGN_RIGHT                ? Qt::AlignRight
                                                             : Qt::Alignment());
        m_block.cells.append(QList<TextSpan>());
        m_inCell = true;
        break;
    }
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
        break;
    }
    return 0;
}

void BlockBuilder::leaveBlock(MD_BLOCKTYPE type)
{
    switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_LI:
        endItem();
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        end();
        m_levels.removeLast();
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        m_inCell = false;
        break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
        end();
        break;
    case MD_BLOCK_HTML:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
        break;
    }
}

void BlockBuilder::enterSpan(MD_SPANTYPE type, void *detail)
{
    if (!m_inBlock) {
        begin(MessageBlock::Paragraph);
        m_implicit = true;
    }
    switch (type) {
    case MD_SPAN_EM:
        ++m_italic;
        break;
    case MD_SPAN_STRONG:
        ++m_bold;
        break;
    case MD_SPAN_DEL:
        ++m_struck;
        break;
    case MD_SPAN_CODE:
        ++m_code;
        break;
    case MD_SPAN_A: {
        TextSpan link;
        link.target = attribute(static_cast<MD_SPAN_A_DETAIL *>(detail)->href);
        link.title = attribute(static_cast<MD_SPAN_A_DETAIL *>(detail)->title);
        m_links.append(link);
        break;
    }
    case MD_SPAN_IMG: {
        TextSpan image = styled(TextSpan::Kind::Image);
        image.target = attribute(static_cast<MD_SPAN_IMG_DETAIL *>(detail)->src);
        image.title = attribute(static_cast<MD_SPAN_IMG_DETAIL *>(detail)->title);
        m_images.append(image);
        break;
    }
    default: // of extensions that are not asked for
        break;
    }
}

void BlockBuilder::leaveSpan(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
        --m_italic;
        break;
    case MD_SPAN_STRONG:
        --m_bold;
        break;
    case MD_SPAN_DEL:
        --m_struck;
        break;
    case MD_SPAN_CODE:
        --m_code;
        break;
    case MD_SPAN_A:
        m_links.removeLast();
        break;
    case MD_SPAN_IMG: {
        const TextSpan image = m_images.takeLast();
        if (m_images.isEmpty())
            spans().append(image);
        else
            m_images.last().text += image.text;
        break;
    }
    default:
        break;
    }
}

TextSpan BlockBuilder::styled(TextSpan::Kind kind) const
{
    TextSpan span;
    span.kind = kind;
    span.style = (m_bold > 0 ? TextSpan::Bold : 0) | (m_italic > 0 ? TextSpan::Italic : 0)
        | (m_struck > 0 ? TextSpan::Struck : 0) | (m_code > 0 ? TextSpan::Code : 0);
    if (!m_links.isEmpty() && kind == TextSpan::Kind::Text) {
        span.target = m_links.last().target;
        span.title = m_links.last().title;
    }
    return span;
}

void BlockBuilder::addPlain(const QString &text)
{
    if (text.isEmpty())
        return;
    if (!m_images.isEmpty()) {
        m_images.last().text += text;
        return;
    }
    TextSpan span = styled(TextSpan::Kind::Text);
    QList<TextSpan> &all = spans();
    if (!all.isEmpty()) {
        TextSpan &last = all.last();
        if (last.kind == span.kind && last.style == span.style && last.target == span.target
            && last.title == span.title) {
            last.text += text;
            return;
        }
    }
    span.text = text;
    while (m_split && all.isEmpty() && !span.text.isEmpty() && span.text.front().isSpace())
        span.text.remove(0, 1); // what stood between a formula that became a block and these words
    if (!span.text.isEmpty())
        all.append(span);
}

void BlockBuilder::addFormula(const Replaced &replaced)
{
    if (replaced.region.tex.isEmpty() || !m_images.isEmpty() || m_code > 0) {
        addPlain(replaced.source);
        return;
    }
    const bool ownBlock = replaced.region.display && m_block.kind == MessageBlock::Paragraph && m_links.isEmpty();
    if (!ownBlock || !m_splitsAtDisplay) {
        TextSpan span = styled(TextSpan::Kind::Math);
        span.text = replaced.region.tex;
        span.display = replaced.region.display;
        spans().append(span);
        return;
    }
    const bool implicit = m_implicit;
    m_split = true;
    begin(MessageBlock::Math);
    m_block.text = replaced.region.tex;
    m_block.closed = replaced.region.closed;
    begin(MessageBlock::Paragraph);
    m_split = true;
    m_implicit = implicit;
}

void BlockBuilder::addText(QString text, bool verbatim)
{
    if (verbatim) {
        addPlain(restored(text));
        return;
    }
    qsizetype done = 0;
    for (qsizetype i = 0; i + 1 < text.size(); ++i) {
        if (!beginsPlaceholder(text[i]))
            continue;
        const auto number = static_cast<qsizetype>(QChar::surrogateToUcs4(text[i], text[i + 1]) - kPlaceholder);
        addPlain(text.mid(done, i - done));
        done = i + 2;
        ++i;
        if (number < m_prepared.replaced.size())
            addFormula(m_prepared.replaced.at(number));
    }
    if (done > 0)
        text.remove(0, done);
    addPlain(text);
}

void BlockBuilder::text(MD_TEXTTYPE type, QByteArrayView bytes)
{
    if (!m_inBlock) {
        begin(MessageBlock::Paragraph);
        m_implicit = true;
    }
    if (m_block.kind == MessageBlock::Code) {
        m_block.text += type == MD_TEXT_NULLCHAR ? QString(QChar(QChar::ReplacementCharacter))
                                                 : restored(QString::fromUtf8(bytes));
        return;
    }
    switch (type) {
    case MD_TEXT_NULLCHAR:
        addPlain(QString(QChar(QChar::ReplacementCharacter)));
        break;
    case MD_TEXT_BR:
        addPlain(QString(QChar(QChar::LineSeparator)));
        break;
    case MD_TEXT_SOFTBR:
        addPlain(u"\n"_s);
        break;
    case MD_TEXT_ENTITY:
        addPlain(decodedEntity(bytes));
        break;
    case MD_TEXT_CODE:
        addText(QString::fromUtf8(bytes), true);
        break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
        addText(QString::fromUtf8(bytes), false);
        break;
    }
}

BlockBuilder *builder(void *pointer)
{
    return static_cast<BlockBuilder *>(pointer);
}

/// 0, or what a callback returned to end it.
int parse(const Prepared &prepared, unsigned flags, BlockBuilder &target)
{
    MD_PARSER parser {};
    parser.flags = flags;
    parser.enter_block
        = [](MD_BLOCKTYPE type, void *detail, void *out) { return builder(out)->enterBlock(type, detail); };
    parser.leave_block = [](MD_BLOCKTYPE type, void *, void *out) {
        builder(out)->leaveBlock(type);
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void *detail, void *out) {
        builder(out)->enterSpan(type, detail);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void *, void *out) {
        builder(out)->leaveSpan(type);
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *out) {
        builder(out)->text(type, QByteArrayView(text, static_cast<qsizetype>(size)));
        return 0;
    };
    return md_parse(prepared.utf8.constData(), static_cast<MD_SIZE>(prepared.utf8.size()), &parser, &target);
}

} // namespace

QList<MessageBlock> markdownBlocks(const QString &text, int &lastGroup, bool open)
{
    const Prepared prepared = prepare(text, open);
    const int firstGroup = lastGroup;
    BlockBuilder blocks(prepared, lastGroup, true);
    if (parse(prepared, kFlags | MD_FLAG_TABLES, blocks) == 0)
        return blocks.take();
    lastGroup = firstGroup;
    BlockBuilder plainer(prepared, lastGroup, true);
    parse(prepared, kFlags, plainer);
    return plainer.take();
}

QList<MessageBlock> typedBlocks(const QString &text)
{
    QList<MessageBlock> blocks;
    MessageBlock block;
    block.kind = MessageBlock::Plain;
    QStringList lines;
    const auto end = [&](MessageBlock::Kind next) {
        while (block.kind == MessageBlock::Plain && !lines.isEmpty() && lines.last().trimmed().isEmpty())
            lines.removeLast();
        while (block.kind == MessageBlock::Plain && !lines.isEmpty() && lines.first().trimmed().isEmpty())
            lines.removeFirst();
        block.text = lines.join(u'\n');
        if (block.kind == MessageBlock::Code || !lines.isEmpty())
            blocks.append(block);
        lines.clear();
        block = {};
        block.kind = next;
    };
    MarkdownLines scanner;
    for (const QString &line : text.split(u'\n')) {
        switch (scanner.feed(line)) {
        case MarkdownLines::Kind::FenceOpen: {
            end(MessageBlock::Code);
            QStringView info = QStringView(line).mid(MarkdownLines::textBegin(line));
            while (!info.isEmpty() && (info[0] == u'`' || info[0] == u'~'))
                info = info.mid(1);
            block.language = info.trimmed().split(u' ').value(0).toString();
            break;
        }
        case MarkdownLines::Kind::FenceClose:
            end(MessageBlock::Plain);
            break;
        case MarkdownLines::Kind::Text:
        case MarkdownLines::Kind::Blank:
            if (block.kind == MessageBlock::Code)
                end(MessageBlock::Plain);
            lines << line;
            break;
        case MarkdownLines::Kind::FenceBody:
            lines << line;
            break;
        }
    }
    end(MessageBlock::Plain);
    return blocks;
}

QString normalizedText(QString text)
{
    if (text.contains(u'\r')) {
        text.replace("\r\n"_L1, "\n"_L1);
        text.replace(u'\r', u'\n');
    }
    text.replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
    return text;
}

} // namespace maru
