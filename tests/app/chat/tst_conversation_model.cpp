// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/conversation_model.h"
#include "tests/app/app_test.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>

using namespace maru;
using namespace maru::test;

class TestConversationModel : public QObject
{
    Q_OBJECT

private slots:
    void what_changes_last_stands_first()
    {
        ConversationModel model;
        QAbstractItemModelTester tester(&model);
        model.reset({ conversation(30, QStringLiteral("c")), conversation(20, QStringLiteral("b")),
            conversation(10, QStringLiteral("a")) });
        Conversation a = *model.find(10);
        a.updatedAt = 40;
        model.put(a);
        QCOMPARE(ids(model), QList<qint64>({ 10, 30, 20 }));
        a.title = QStringLiteral("renamed");
        model.put(a); // nothing moves
        QCOMPARE(ids(model), QList<qint64>({ 10, 30, 20 }));
        a.updatedAt = 25;
        model.put(a);
        QCOMPARE(ids(model), QList<qint64>({ 30, 10, 20 }));
        a.updatedAt = 5;
        model.put(a);
        QCOMPARE(ids(model), QList<qint64>({ 30, 20, 10 }));
        model.put(conversation(27, QStringLiteral("new")));
        QCOMPARE(ids(model), QList<qint64>({ 30, 27, 20, 10 }));
        model.remove(27);
        model.remove(999);
        QCOMPARE(ids(model), QList<qint64>({ 30, 20, 10 }));
        QCOMPARE(model.find(10)->title, QStringLiteral("renamed"));
    }

    void the_open_one_is_marked()
    {
        ConversationModel model;
        model.reset({ conversation(2, QStringLiteral("b")), conversation(1, {}) });
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setCurrent(1);
        QCOMPARE(changed.count(), 1);
        QVERIFY(model.data(model.index(1), ConversationModel::CurrentRole).toBool());
        model.setReplying(2);
        QVERIFY(model.data(model.index(0), ConversationModel::ReplyingRole).toBool());
        QVERIFY(!model.data(model.index(1), ConversationModel::TitleRole).toString().isEmpty());
    }

    void days_are_headings()
    {
        ConversationModel model;
        const QDateTime now = QDateTime::currentDateTime();
        QList<Conversation> list { conversation(1, {}), conversation(2, {}), conversation(3, {}) };
        list[0].updatedAt = now.toMSecsSinceEpoch();
        list[1].updatedAt = now.addDays(-1).toMSecsSinceEpoch();
        list[2].updatedAt = now.addDays(-9).toMSecsSinceEpoch();
        model.reset(list);
        QCOMPARE(model.data(model.index(0), ConversationModel::SectionRole).toString(), QStringLiteral("Today"));
        QCOMPARE(model.data(model.index(1), ConversationModel::SectionRole).toString(), QStringLiteral("Yesterday"));
        QCOMPARE(model.data(model.index(2), ConversationModel::SectionRole).toString(), QStringLiteral("Earlier"));
    }

private:
    static QList<qint64> ids(const ConversationModel &model)
    {
        QList<qint64> result;
        for (int row = 0; row < model.count(); ++row)
            result << model.data(model.index(row), ConversationModel::ConversationIdRole).toLongLong();
        return result;
    }
};

QTEST_GUILESS_MAIN(TestConversationModel)
#include "tst_conversation_model.moc"
