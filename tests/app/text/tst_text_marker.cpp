// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/text_marker.h"

#include <QQmlComponent>
#include <QQmlEngine>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <memory>

using namespace maru;

/// Marks in the document of a real TextEdit.
class TestTextMarker : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QQmlComponent component(&m_engine);
        component.setData("import QtQuick\nTextEdit { textFormat: TextEdit.PlainText }", QUrl());
        m_edit.reset(component.create());
        QVERIFY2(m_edit, qPrintable(component.errorString()));
        m_edit->setProperty("text", QStringLiteral("one two\nthree two"));
        m_marker = std::make_unique<TextMarker>();
        m_marker->setColor(Qt::yellow);
        m_marker->setTextColor(Qt::black);
        m_marker->setDocument(m_edit->property("textDocument").value<QQuickTextDocument *>());
    }

    void cleanup() { m_marker.reset(); }

    void each_mark_lies_on_its_characters()
    {
        mark({ { 4, 7 }, { 14, 17 } });
        QTRY_COMPARE(formats(0).size(), 1);
        QCOMPARE(formats(0).first().start, 4);
        QCOMPARE(formats(0).first().length, 3);
        QCOMPARE(formats(0).first().format.background().color(), QColor(Qt::yellow));
        QCOMPARE(formats(1).first().start, 6);
    }

    void one_across_lines_lies_on_both()
    {
        mark({ { 4, 11 } });
        QTRY_COMPARE(formats(1).size(), 1);
        QCOMPARE(formats(0).first().length, 3);
        QCOMPARE(formats(1).first().start, 0);
        QCOMPARE(formats(1).first().length, 3);
    }

    void other_colours_stay_and_marks_go()
    {
        QTextCharFormat red;
        red.setForeground(Qt::red);
        document()->begin().layout()->setFormats({ { 0, 3, red } });
        mark({ { 0, 3 } });
        QTRY_COMPARE(formats(0).size(), 2);
        QCOMPARE(formats(0).first().format.foreground().color(), QColor(Qt::red));
        mark({});
        QTRY_COMPARE(formats(0).size(), 1);
        QCOMPARE(formats(0).first().format.foreground().color(), QColor(Qt::red));
    }

    void what_is_written_anew_is_marked_again()
    {
        mark({ { 4, 7 } });
        QTRY_COMPARE(formats(0).size(), 1);
        m_edit->setProperty("text", QStringLiteral("two two three"));
        QTRY_COMPARE(formats(0).size(), 1);
        QCOMPARE(formats(0).first().start, 4);
    }

private:
    void mark(const QList<TextMarks::Range> &ranges)
    {
        TextMarks marks;
        marks.ranges = ranges;
        m_marker->setMarks(marks);
    }

    QTextDocument *document() { return m_marker->document()->textDocument(); }
    QList<QTextLayout::FormatRange> formats(int line)
    {
        return document()->findBlockByNumber(line).layout()->formats();
    }

    QQmlEngine m_engine;
    std::unique_ptr<QObject> m_edit;
    std::unique_ptr<TextMarker> m_marker;
};

QTEST_MAIN(TestTextMarker)
#include "tst_text_marker.moc"
