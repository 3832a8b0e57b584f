// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/code_text.h"

#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>
#include <QtTest>

using namespace maru;

class TstCodeText : public QObject
{
    Q_OBJECT

private:
    QQmlEngine m_qml;

    struct Editor
    {
        std::unique_ptr<QObject> item;
        QQuickTextDocument *document = nullptr;
    };

    Editor editor()
    {
        QQmlComponent component(&m_qml);
        component.setData("import QtQuick\nTextEdit { textFormat: TextEdit.PlainText }", QUrl());
        Editor made;
        made.item.reset(component.create());
        made.document = made.item->property("textDocument").value<QQuickTextDocument *>();
        return made;
    }

    static QString example()
    {
        return QStringLiteral(
            "/* more\nthan one */\nint main(int c, char **v)\n{\n    const char *s = \"a\" R\"(x\n  y)\";\n"
            "    return s[0] == 'a' ? 0x1F : 2.5; // end\n}\n\n#include <vector>\n");
    }

    static bool wait(const CodeText &text)
    {
        return QTest::qWaitFor([&] { return text.colouredLines() == text.lineCount(); }, 10'000);
    }

    static QColor colourAt(const Editor &editor, int line, int column)
    {
        const QTextBlock block = editor.document->textDocument()->findBlockByNumber(line);
        for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
            if (column >= range.start && column < range.start + range.length)
                return range.format.foreground().color();
        }
        return {};
    }

private slots:
    void growingCodeIsColouredAsWholeCodeIs()
    {
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        const Editor one = editor();
        CodeText whole;
        whole.setDocument(one.document);
        whole.setHighlighter(&highlighter);
        whole.setLanguage(QStringLiteral("cpp"));
        whole.setCode(example());
        QVERIFY(wait(whole));

        const Editor two = editor();
        CodeText growing;
        growing.setDocument(two.document);
        growing.setHighlighter(&highlighter);
        growing.setLanguage(QStringLiteral("cpp"));
        growing.setClosed(false);
        for (int i = 1; i <= example().size(); ++i) {
            growing.setCode(example().left(i));
            QCoreApplication::processEvents(QEventLoop::AllEvents, i % 7 == 0 ? 5 : 0);
        }
        growing.setClosed(true);
        QVERIFY(wait(growing));
        QCOMPARE(two.document->textDocument()->toPlainText(), example());
        QCOMPARE(growing.lines(), whole.lines());
        for (QTextBlock block = one.document->textDocument()->firstBlock(); block.isValid(); block = block.next())
            QCOMPARE(two.document->textDocument()->findBlockByNumber(block.blockNumber()).layout()->formats(),
                block.layout()->formats());
    }

    void finishedLinesAreNeverStyledAgain()
    {
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        QSignalSpy highlighted(&highlighter, &CodeHighlighter::highlighted);
        const Editor shown = editor();
        CodeText text;
        text.setDocument(shown.document);
        text.setHighlighter(&highlighter);
        text.setLanguage(QStringLiteral("python"));
        text.setClosed(false);
        QString code;
        for (int line = 0; line < 40; ++line) {
            code += QStringLiteral("x%1 = %1\n").arg(line);
            text.setCode(code);
            QTRY_COMPARE(text.colouredLines(), line + 1);
        }
        for (const QList<QVariant> &answer : highlighted)
            QVERIFY(answer.at(2).value<QList<CodeLine>>().size() <= 2); // the new line, and the empty one behind it
    }

    void textThatIsTakenBackIsTakenBack()
    {
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        const Editor shown = editor();
        CodeText text;
        text.setDocument(shown.document);
        text.setHighlighter(&highlighter);
        text.setLanguage(QStringLiteral("python"));
        text.setCode(QStringLiteral("a = 1\n\"\"\" x\ny\n"));
        QVERIFY(wait(text));
        const QColor inString = colourAt(shown, 2, 0);
        QVERIFY(inString.isValid());
        text.setCode(QStringLiteral("a = 1\nb\ny\n")); // no string any more
        QVERIFY(wait(text));
        QCOMPARE(shown.document->textDocument()->toPlainText(), QStringLiteral("a = 1\nb\ny\n"));
        QVERIFY(colourAt(shown, 2, 0) != inString);
    }

    void anotherThemeRecoloursWithoutAsking()
    {
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        const Editor shown = editor();
        CodeText text;
        text.setDocument(shown.document);
        text.setHighlighter(&highlighter);
        text.setLanguage(QStringLiteral("python"));
        text.setCode(QStringLiteral("def f(): pass"));
        QVERIFY(wait(text));
        const QColor light = colourAt(shown, 0, 0);
        QSignalSpy highlighted(&highlighter, &CodeHighlighter::highlighted);
        text.setDark(true);
        const QColor dark = colourAt(shown, 0, 0);
        QVERIFY(light.isValid() && dark.isValid() && light != dark);
        QTest::qWait(100);
        QCOMPARE(highlighted.size(), 0);
    }

    void aHelperThatIsKilledInTheMiddleIsMadeUpFor()
    {
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        const Editor shown = editor();
        CodeText text;
        text.setDocument(shown.document);
        text.setHighlighter(&highlighter);
        text.setLanguage(QStringLiteral("python"));
        text.setClosed(false);
        text.setCode(QStringLiteral("\"\"\" a\n"));
        QTRY_COMPARE(text.colouredLines(), 1);
        QProcess::execute(QStringLiteral("kill"), { QStringLiteral("-9"), QString::number(highlighter.processId()) });
        QTRY_COMPARE(highlighter.processId(), 0);
        text.setCode(QStringLiteral("\"\"\" a\nb\n\"\"\"\nc = 1"));
        text.setClosed(true);
        QVERIFY(wait(text));
        QVERIFY(colourAt(shown, 1, 0).isValid()); // still in the string
    }

    void withoutAHelperTheCodeIsPlain()
    {
        CodeHighlighter highlighter(QStringLiteral("/nonexistent/maru-highlighter"));
        const Editor shown = editor();
        CodeText text;
        text.setDocument(shown.document);
        text.setHighlighter(&highlighter);
        text.setLanguage(QStringLiteral("python"));
        text.setCode(QStringLiteral("def f():\n    pass"));
        QTest::qWait(200);
        QCOMPARE(shown.document->textDocument()->toPlainText(), QStringLiteral("def f():\n    pass"));
        QCOMPARE(text.colouredLines(), 0);
    }

    void aLongTextIsColouredInSteps()
    {
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        QSignalSpy highlighted(&highlighter, &CodeHighlighter::highlighted);
        const Editor shown = editor();
        CodeText text;
        text.setDocument(shown.document);
        text.setHighlighter(&highlighter);
        text.setLanguage(QStringLiteral("json"));
        text.setCode(QStringLiteral("{ \"a\": 1 }\n").repeated(1000));
        QVERIFY(wait(text));
        QVERIFY(highlighted.size() >= 5);
        QCOMPARE(text.lines().size(), 1001);
    }
};

QTEST_MAIN(TstCodeText)
#include "tst_code_text.moc"
