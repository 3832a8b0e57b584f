// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/transfer/conversation_document.h"

#include "app/platform/free_space.h"
#include "app/text/markdown_blocks.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTextDocument>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ConversationDocument", text);
}

QString speaker(const Message &message)
{
    if (message.role == MessageRole::User)
        return tr("You");
    return message.modelName.isEmpty() ? tr("Reply") : message.modelName;
}

QString dayOf(qint64 time)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(time), QLocale::ShortFormat);
}

QString htmlOf(const QList<TextSpan> &spans)
{
    QString html;
    for (const TextSpan &span : spans) {
        QString text = span.text.toHtmlEscaped();
        text.replace(QChar(0x2028), QStringLiteral("<br>"));
        if (span.kind == TextSpan::Kind::Math)
            text = QStringLiteral("<code>") + text + QStringLiteral("</code>");
        if (span.kind == TextSpan::Kind::Image)
            text = QStringLiteral("[%1: %2]").arg(text, span.target.toHtmlEscaped());
        const std::pair<int, const char *> tags[] { { TextSpan::Code, "code" }, { TextSpan::Bold, "b" },
            { TextSpan::Italic, "i" }, { TextSpan::Struck, "s" } };
        for (const auto &[style, tag] : tags) {
            if ((span.style & style) != 0)
                text = QStringLiteral("<%1>%2</%1>").arg(QLatin1String(tag), text);
        }
        // The address is shown, not linked to: what a reply names is nothing to click on in a file.
        if (span.kind == TextSpan::Kind::Text && !span.target.isEmpty() && span.target != span.text)
            text += QStringLiteral(" (%1)").arg(span.target.toHtmlEscaped());
        html += text;
    }
    return html;
}

QString leafHtml(const MessageBlock &block)
{
    switch (block.kind) {
    case MessageBlock::Heading:
        return QStringLiteral("<h%1>%2</h%1>").arg(std::min(block.level + 2, 6)).arg(htmlOf(block.spans));
    case MessageBlock::Code:
    case MessageBlock::Math:
        return QStringLiteral("<pre>%1</pre>").arg(block.text.toHtmlEscaped());
    case MessageBlock::Rule:
        return QStringLiteral("<hr>");
    case MessageBlock::Plain:
        return QStringLiteral("<p class=\"typed\">%1</p>")
            .arg(block.text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
    case MessageBlock::Table: {
        QString html = QStringLiteral("<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\">");
        for (int row = 0; row < block.rows(); ++row) {
            html += QStringLiteral("<tr>");
            for (int column = 0; column < block.columns; ++column) {
                html += QStringLiteral("<%1>%2</%1>")
                            .arg(row == 0 ? QStringLiteral("th") : QStringLiteral("td"),
                                htmlOf(block.cells.at(row * block.columns + column)));
            }
            html += QStringLiteral("</tr>");
        }
        return html + QStringLiteral("</table>");
    }
    case MessageBlock::Paragraph:
        break;
    }
    return QStringLiteral("<p>%1</p>").arg(htmlOf(block.spans));
}

/// The blocks of a message; what lies in quotes and lists is set in by as much, with its mark before it.
QString blocksHtml(const QList<MessageBlock> &blocks)
{
    QString html;
    for (const MessageBlock &block : blocks) {
        QString inner = leafHtml(block);
        const QStringList frames = block.frames();
        for (qsizetype i = frames.size() - 1; i >= 0; --i) {
            const QString &frame = frames.at(i);
            if (frame.startsWith(QLatin1String("quote"))) {
                inner = QStringLiteral("<blockquote>%1</blockquote>").arg(inner);
                continue;
            }
            QString mark = frame;
            if (frame == QLatin1String("bullet"))
                mark = QChar(0x2022);
            else if (frame == QLatin1String("open"))
                mark = QChar(0x2610);
            else if (frame == QLatin1String("done"))
                mark = QChar(0x2611);
            inner = QStringLiteral(
                "<table class=\"item\"><tr><td valign=\"top\" width=\"24\">%1</td><td>%2</td></tr></table>")
                        .arg(mark.isEmpty() ? QStringLiteral("&nbsp;") : mark.toHtmlEscaped(), inner);
        }
        html += inner;
    }
    return html;
}

QString messageHtml(const Message &message)
{
    int group = 0;
    const bool user = message.role == MessageRole::User;
    QString html = QStringLiteral("<div class=\"%1\"><p class=\"who\"><b>%2</b> <small>%3</small></p>")
                       .arg(user ? QStringLiteral("user") : QStringLiteral("reply"), speaker(message).toHtmlEscaped(),
                           dayOf(message.createdAt).toHtmlEscaped());
    for (const Attachment &attachment : message.attachments) {
        html += QStringLiteral("<p><i>%1</i></p><pre>%2</pre>")
                    .arg(attachment.name.toHtmlEscaped(), attachment.text.toHtmlEscaped());
    }
    html += blocksHtml(user ? typedBlocks(message.text) : markdownBlocks(message.text, group));
    return html + QStringLiteral("</div>\n");
}

QString bodyHtml(const SavedConversation &saved)
{
    QString html = QStringLiteral("<h1>%1</h1>\n").arg(saved.conversation.title.toHtmlEscaped());
    const QList<Message> path = activePath(saved);
    for (const Message &message : path)
        html += messageHtml(message);
    return html;
}

} // namespace

QString conversationToMarkdown(const SavedConversation &saved)
{
    QString text = QStringLiteral("# %1\n").arg(saved.conversation.title);
    const QList<Message> path = activePath(saved);
    for (const Message &message : path) {
        text += QStringLiteral("\n## %1\n\n_%2_\n\n").arg(speaker(message), dayOf(message.createdAt));
        for (const Attachment &attachment : message.attachments) {
            // A fence that no line of the file can end.
            QString fence = QStringLiteral("```");
            while (attachment.text.contains(fence))
                fence += u'`';
            text += QStringLiteral("%1:\n\n%2\n%3\n%2\n\n").arg(attachment.name, fence, attachment.text);
        }
        text += message.text + u'\n';
    }
    return text;
}

QString conversationToHtml(const SavedConversation &saved)
{
    return QStringLiteral(
               "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
               "<title>%1</title>\n<style>\n"
               "body { max-width: 46em; margin: 2em auto; padding: 0 1em; font: 1em/1.5 sans-serif; color: #1f1d1a }\n"
               ".user { background: #f0e6dc; border-radius: .8em; padding: .1em 1em; margin: 1.5em 0 }\n"
               "pre { background: #f3f1ec; padding: .8em; white-space: pre-wrap; overflow-wrap: break-word }\n"
               "table { border-collapse: collapse } .item td { border: 0; padding: 0 .3em } .item p { margin: .2em 0 "
               "}\n"
               "small { color: #66615a }\n"
               "@media print { .user { break-inside: avoid } }\n"
               "</style></head>\n<body>\n")
               .arg(saved.conversation.title.toHtmlEscaped())
        + bodyHtml(saved) + QStringLiteral("</body></html>\n");
}

Result<void> writePdf(const SavedConversation &saved, const QString &file)
{
    QPdfWriter writer(file);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({ 20, 20, 20, 20 }, QPageLayout::Millimeter);
    writer.setTitle(saved.conversation.title);
    QTextDocument document;
    document.documentLayout()->setPaintDevice(&writer);
    document.setDefaultStyleSheet(QStringLiteral("pre { background-color: #f3f1ec } small { color: #66615a }"));
    document.setHtml(bodyHtml(saved));
    const QSizeF page(writer.width(), writer.height());
    document.setPageSize(page);
    QPainter painter;
    if (!painter.begin(&writer))
        return writeError(file);
    const int pages = document.pageCount();
    for (int number = 0; number < pages; ++number) {
        if (number > 0)
            writer.newPage();
        painter.save();
        painter.translate(0, -number * page.height());
        document.drawContents(&painter, QRectF(0, number * page.height(), page.width(), page.height()));
        painter.restore();
        painter.drawText(QRectF(0, page.height(), page.width(), writer.resolution() / 3.0), Qt::AlignCenter,
            QStringLiteral("%1 / %2").arg(number + 1).arg(pages));
    }
    if (!painter.end() || QFileInfo(file).size() == 0)
        return writeError(file);
    return {};
}

QString fileNameOf(const QString &title)
{
    QString name = title.simplified().left(80);
    for (QChar &character : name) {
        if (QStringView(u"/\\:*?\"<>|").contains(character) || character.unicode() < 0x20)
            character = u'-';
    }
    while (name.startsWith(u'.') || name.startsWith(u' '))
        name.remove(0, 1);
    return name.trimmed().isEmpty() ? tr("Conversation") : name.trimmed();
}

} // namespace maru
