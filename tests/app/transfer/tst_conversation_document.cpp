// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/transfer/conversation_document.h"
#include "tests/app/app_test.h"

#include <QFile>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestConversationDocument : public QObject
{
    Q_OBJECT

private slots:
    void nothing_of_a_reply_becomes_markup()
    {
        const QString html = conversationToHtml(sample());
        QVERIFY(!html.contains(QStringLiteral("<script")));
        QVERIFY(!html.contains(QStringLiteral("<img")));
        QVERIFY(!html.contains(QStringLiteral("<a ")));
        QVERIFY(!html.contains(QStringLiteral("<iframe")));
        QVERIFY(html.contains(QStringLiteral("&lt;script&gt;")));
        QVERIFY(html.contains(QStringLiteral("default-src 'none'")));
    }

    void blocks_are_those_of_the_window()
    {
        const QString html = conversationToHtml(sample());
        QVERIFY2(html.contains(QStringLiteral("<b>bold</b>")), qPrintable(html));
        QVERIFY(html.contains(QStringLiteral("<h3>Head</h3>")) || html.contains(QStringLiteral("<h4>Head</h4>")));
        QVERIFY(html.contains(QStringLiteral("int x &lt; 3;")));
        QVERIFY(html.contains(QStringLiteral("<th>a</th>")));
        QVERIFY(html.contains(QStringLiteral("<blockquote>")));
        QVERIFY(html.contains(QChar(0x2022)));
        QVERIFY(!html.contains(QStringLiteral("other branch")));
    }

    void markdown_keeps_the_words_as_they_were_written()
    {
        const QString text = conversationToMarkdown(sample());
        QVERIFY(text.startsWith(QStringLiteral("# A <title>\n")));
        QVERIFY(text.contains(sample().messages.at(2).text));
        // The fence round a file is longer than any in it.
        QVERIFY2(text.contains(QStringLiteral("````\nwith ``` in it\n````")), qPrintable(text));
    }

    void a_pdf_has_pages()
    {
        QTemporaryDir folder;
        SavedConversation saved = sample();
        saved.messages.last().text
            += QString(QStringLiteral("\n\nA paragraph of words that fill the page.")).repeated(200);
        const QString file = folder.filePath(QStringLiteral("a.pdf"));
        VERIFY_OK(writePdf(saved, file));
        QFile pdf(file);
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        const QByteArray content = pdf.readAll();
        QVERIFY(content.startsWith("%PDF"));
        QVERIFY(content.count("/Type /Page\n") > 3 || content.count("/Type /Page") > 4);
        QVERIFY(!writePdf(saved, folder.filePath(QStringLiteral("none/a.pdf"))).has_value());
    }

    void a_title_becomes_a_name_that_a_file_can_have()
    {
        QCOMPARE(fileNameOf(QStringLiteral("a/b: \"c\"?")), QStringLiteral("a-b- -c--"));
        QVERIFY(!fileNameOf(QStringLiteral("..")).startsWith(u'.'));
        QVERIFY(!fileNameOf({}).isEmpty());
        QVERIFY(fileNameOf(QString(500, u'x')).size() <= 80);
    }

private:
    static SavedConversation sample()
    {
        SavedConversation saved;
        saved.conversation = conversation(1, QStringLiteral("A <title>"));
        saved.conversation.activeLeaf = 4;
        Message first = userMessage(2, 1, QStringLiteral("<script>alert(1)</script>\nsecond line"));
        first.attachments = { { QStringLiteral("f.md"), QStringLiteral("UTF-8"), QStringLiteral("with ``` in it") } };
        saved.messages = { first, replyMessage(3, 1, QStringLiteral("other branch"), 2),
            replyMessage(4, 1,
                QStringLiteral("# Head\n\n**bold** <script>x</script> ![alt](http://example.org/i.png) "
                               "[text](javascript:alert(1))\n\n- item\n\n> quote\n\n```c\nint x < 3;\n```\n\n"
                               "| a | b |\n|---|---|\n| 1 | <iframe> |\n"),
                2) };
        return saved;
    }
};

QTEST_MAIN(TestConversationDocument)
#include "tst_conversation_document.moc"
