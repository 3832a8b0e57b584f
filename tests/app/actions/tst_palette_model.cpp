// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/actions/palette_model.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace maru;

class TestPaletteModel : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_conversations.clear();
        m_conversations.setItemRoleNames({ { 1, "conversationId" }, { 2, "title" }, { 3, "section" } });
        m_models.clear();
        m_models.setItemRoleNames({ { 1, "path" }, { 2, "name" }, { 3, "detail" }, { 4, "usable" } });
        for (AppAction *action : { &m_new, &m_stop })
            action->setRegistry(nullptr);
        m_registry = std::make_unique<ActionRegistry>();
        declare(m_new, "chat.new", "New chat");
        declare(m_stop, "reply.stop", "Stop");
        m_palette = std::make_unique<PaletteModel>();
        m_palette->setProperty("actions", QVariant::fromValue(m_registry.get()));
        m_palette->setProperty("conversations", QVariant::fromValue<QAbstractItemModel *>(&m_conversations));
        m_palette->setProperty("models", QVariant::fromValue<QAbstractItemModel *>(&m_models));
    }

    void everything_is_found_by_what_is_typed()
    {
        addConversation(7, "New bicycle");
        addModel("/m/n.gguf", "Newton 1B", true);
        addModel("/m/b.gguf", "New but broken", false);
        m_palette->setQuery("new");
        QCOMPARE(titles(), QStringList({ "New chat", "New bicycle", "Newton 1B" }));
        m_palette->setQuery("bicy");
        QCOMPARE(titles(), QStringList({ "New bicycle" }));
    }

    void before_anything_is_typed_all_that_can_be_done_is_there()
    {
        for (int i = 0; i < 30; ++i)
            addConversation(i, QStringLiteral("Talk %1").arg(i));
        m_stop.setProperty("enabled", false);
        m_palette->refresh();
        QVERIFY(titles().contains("New chat"));
        QVERIFY(!titles().contains("Stop"));
        QVERIFY(titles().contains("Talk 0"));
        QVERIFY(!titles().contains("Talk 29"));
    }

    void what_is_chosen_is_done_or_told()
    {
        addConversation(7, "Bicycle");
        addModel("/m/n.gguf", "Newton 1B", true);
        QSignalSpy done(&m_new, &AppAction::triggered);
        QSignalSpy conversation(m_palette.get(), &PaletteModel::conversationChosen);
        QSignalSpy model(m_palette.get(), &PaletteModel::modelChosen);
        m_palette->setQuery("new chat");
        m_palette->activate(0);
        QCOMPARE(done.size(), 1);
        m_palette->setQuery("bicycle");
        m_palette->activate(0);
        QCOMPARE(conversation.at(0).at(0).toLongLong(), 7);
        m_palette->setQuery("newton");
        m_palette->activate(0);
        QCOMPARE(model.at(0).at(0).toString(), "/m/n.gguf");
        m_palette->activate(5);
        m_palette->activate(-1);
    }

    void an_action_is_found_by_its_english_name_too()
    {
        m_new.setProperty("text", u"\uC0C8 \uB300\uD654"_qs);
        m_palette->setQuery("chat.new");
        QCOMPARE(titles(), QStringList({ u"\uC0C8 \uB300\uD654"_qs }));
    }

    void ten_thousand_conversations_are_no_wait()
    {
        for (int i = 0; i < 10'000; ++i)
            addConversation(i, QStringLiteral("A conversation about the number %1 and more").arg(i));
        QElapsedTimer timer;
        timer.start();
        m_palette->setQuery("conv number 77");
        QVERIFY(m_palette->count() > 0);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }

private:
    void declare(AppAction &action, const char *name, const char *text)
    {
        action.setProperty("name", name);
        action.setProperty("text", text);
        action.setProperty("enabled", true);
        action.setRegistry(m_registry.get());
        action.componentComplete();
    }

    void addConversation(qint64 id, const QString &title)
    {
        auto *item = new QStandardItem;
        item->setData(id, 1);
        item->setData(title, 2);
        m_conversations.appendRow(item);
    }

    void addModel(const QString &path, const QString &name, bool usable)
    {
        auto *item = new QStandardItem;
        item->setData(path, 1);
        item->setData(name, 2);
        item->setData(usable, 4);
        m_models.appendRow(item);
    }

    QStringList titles() const
    {
        QStringList titles;
        for (int i = 0; i < m_palette->count(); ++i)
            titles << m_palette->index(i).data(PaletteModel::TitleRole).toString();
        return titles;
    }

    QStandardItemModel m_conversations;
    QStandardItemModel m_models;
    std::unique_ptr<ActionRegistry> m_registry;
    AppAction m_new;
    AppAction m_stop;
    std::unique_ptr<PaletteModel> m_palette;
};

QTEST_GUILESS_MAIN(TestPaletteModel)
#include "tst_palette_model.moc"
