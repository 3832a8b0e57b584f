// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/block_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace maru;
using namespace Qt::StringLiterals;

class BlockModelTest : public QObject
{
    Q_OBJECT

private slots:
    void rows_are_blocks()
    {
        BlockModel model;
        const QAbstractItemModelTester tester(&model);
        model.setText(u"# a\r\n\r\nb"_s, BlockModel::Markdown);
        QCOMPARE(model.count(), 2);
        QCOMPARE(model.data(model.index(0), BlockModel::BlockRole).value<MessageBlock>().kind, MessageBlock::Heading);
        model.setText(u"# a\n\nb"_s, BlockModel::Typed);
        QCOMPARE(model.count(), 1);
        QCOMPARE(model.block(0).text, u"# a\n\nb"_s);
    }

    void only_the_end_of_a_growing_text_changes()
    {
        BlockModel model;
        const QAbstractItemModelTester tester(&model);
        model.append(u"one\n\ntwo\n\nthr"_s);
        QCOMPARE(model.count(), 3);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.append(u"ee\n\nfour"_s);
        QTRY_COMPARE(model.count(), 4);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 2);
        model.finish(u"one\n\ntwo\n\nthree\n\nfour"_s);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(removed.size(), 0);
        QCOMPARE(reset.size(), 0);
    }

    void what_comes_fast_is_parsed_thirty_times_a_second()
    {
        BlockModel model;
        int changes = 0;
        connect(&model, &QAbstractItemModel::dataChanged, this, [&] { ++changes; });
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 500) {
            model.append(u"word "_s);
            QTest::qWait(2);
        }
        QVERIFY2(changes >= 3 && changes <= 17, qPrintable(QString::number(changes)));
    }

    void a_text_that_turned_out_otherwise_is_shown_as_it_is()
    {
        BlockModel model;
        model.append(u"one"_s);
        model.finish(u"two"_s);
        QCOMPARE(model.plainText(), u"two"_s);
    }

    void a_definition_reaches_back_at_the_end()
    {
        BlockModel model;
        model.append(u"a [b]\n\n[b]: https://c.org\n\nend"_s);
        QCOMPARE(model.block(0).spans.size(), 1);
        model.finish(u"a [b]\n\n[b]: https://c.org\n\nend"_s);
        QCOMPARE(model.block(0).spans.at(1).target, u"https://c.org"_s);
    }

    void a_selection_goes_across_rows()
    {
        BlockModel model;
        model.setText(u"one two\n\n- three\n- four"_s, BlockModel::Markdown);
        model.select({ 2, 2 }, { 0, 4 });
        QVERIFY(model.hasSelection());
        QCOMPARE(model.selectionIn(0), (BlockModel::Range { 4, 7 }));
        QCOMPARE(model.selectionIn(1), (BlockModel::Range { 0, 5 }));
        QCOMPARE(model.selectionIn(2), (BlockModel::Range { 0, 2 }));
        QCOMPARE(model.selectedMarkdown(), u"two\n\n- three\n- fo"_s);
        model.select({ 1, 0 }, { 1, 3 });
        QCOMPARE(model.selectedMarkdown(), u"thr"_s);
        model.clearSelection();
        QVERIFY(!model.hasSelection());
        QCOMPARE(model.selectedPlainText(), model.plainText());
    }

    void a_selection_stays_within_what_there_is()
    {
        BlockModel model;
        model.append(u"one\n\ntwo"_s);
        model.select({ 0, 0 }, { 9, 99 });
        model.setText(u"o"_s, BlockModel::Markdown);
        QCOMPARE(model.selectedPlainText(), u"o"_s);
    }
};

QTEST_MAIN(BlockModelTest)
#include "tst_block_model.moc"
