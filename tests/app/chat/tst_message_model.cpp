// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/message_model.h"
#include "tests/app/app_test.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>

using namespace maru;
using namespace maru::test;

class TestMessageModel : public QObject
{
    Q_OBJECT

private slots:
    void a_growing_reply_changes_the_text_of_the_last_row_only()
    {
        MessageModel model;
        QAbstractItemModelTester tester(&model);
        model.reset({ userMessage(1, 1, QStringLiteral("a")), replyMessage(2, 1, QStringLiteral("b"), 1),
                        userMessage(3, 1, QStringLiteral("c"), 2) },
            3);
        Message reply = replyMessage(4, 1, {}, 3);
        model.beginReply(reply);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        for (int i = 0; i < 10; ++i)
            model.appendToReply(QStringLiteral("x"));
        QCOMPARE(changed.count(), 10);
        QCOMPARE(inserted.count(), 0);
        for (const QList<QVariant> &call : changed) {
            QCOMPARE(call.at(0).toModelIndex().row(), 3);
            QCOMPARE(call.at(1).toModelIndex().row(), 3);
            QCOMPARE(call.at(2).value<QList<int>>(), QList<int>({ MessageModel::TextRole }));
        }
        QVERIFY(model.data(model.index(3), MessageModel::StreamingRole).toBool());
        QVERIFY(!model.data(model.index(3), MessageModel::CanRegenerateRole).toBool());
        reply.text = QString(10, u'x');
        model.endReply(reply);
        QVERIFY(!model.data(model.index(3), MessageModel::StreamingRole).toBool());
        QVERIFY(model.data(model.index(3), MessageModel::CanRegenerateRole).toBool());
        QCOMPARE(model.leafId(), 4);
    }

    void an_error_block_comes_and_goes()
    {
        MessageModel model;
        QAbstractItemModelTester tester(&model);
        model.reset({ userMessage(1, 1, QStringLiteral("a")) }, 1);
        model.showError({ QStringLiteral("bad"), ErrorAction::Retry, QStringLiteral("Try again") });
        model.showError({ QStringLiteral("worse"), ErrorAction::Retry, QStringLiteral("Try again") });
        QCOMPARE(model.count(), 2);
        QCOMPARE(model.data(model.index(1), MessageModel::ErrorTextRole).toString(), QStringLiteral("worse"));
        QCOMPARE(model.action(1), ErrorAction::Retry);
        QCOMPARE(model.leafId(), 1);
        model.append(userMessage(2, 1, QStringLiteral("b"), 1));
        QCOMPARE(model.count(), 2);
        QVERIFY(model.data(model.index(1), MessageModel::ErrorTextRole).toString().isEmpty());
    }

    void a_leaf_that_is_gone_shows_the_newest()
    {
        MessageModel model;
        model.reset({ userMessage(1, 1, QStringLiteral("a")), replyMessage(2, 1, QStringLiteral("b"), 1) }, 777);
        QCOMPARE(model.count(), 2);
        model.reset({}, 777);
        QCOMPARE(model.count(), 0);
    }

    void damaged_parents_end_the_path_and_do_not_hang()
    {
        MessageModel model;
        model.reset({ userMessage(5, 1, QStringLiteral("a"), 6), replyMessage(6, 1, QStringLiteral("b"), 5),
                        replyMessage(7, 1, QStringLiteral("orphan"), 3) },
            6);
        QVERIFY(model.count() >= 1);
        model.reset(model.all(), 7);
        QCOMPARE(model.count(), 1);
    }

    void a_thousand_messages_are_read_quickly()
    {
        QList<Message> messages;
        for (qint64 i = 1; i <= 1000; ++i)
            messages << (i % 2 ? userMessage(i, 1, QStringLiteral("text"), i - 1)
                               : replyMessage(i, 1, QStringLiteral("text"), i - 1));
        MessageModel model;
        QElapsedTimer timer;
        timer.start();
        model.reset(messages, 1000);
        QCOMPARE(model.count(), 1000);
        for (int row = 0; row < 1000; ++row)
            QCOMPARE(model.data(model.index(row), MessageModel::VersionCountRole).toInt(), 1);
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestMessageModel)
#include "tst_message_model.moc"
