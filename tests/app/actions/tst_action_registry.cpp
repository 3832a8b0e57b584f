// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/actions/action_registry.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace maru;

class TestActionRegistry : public QObject
{
    Q_OBJECT

private slots:
    void actions_of_a_group_stand_together()
    {
        ActionRegistry registry;
        const auto first = make(registry, "chat.new", "Chat");
        const auto second = make(registry, "view.zoom", "View");
        const auto third = make(registry, "chat.stop", "Chat");
        QCOMPARE(names(registry), QStringList({ "chat.new", "chat.stop", "view.zoom" }));
    }

    void an_action_leaves_with_its_page()
    {
        ActionRegistry registry;
        auto action = make(registry, "chat.new", "Chat");
        QSignalSpy removed(&registry, &ActionRegistry::rowsRemoved);
        QSignalSpy counted(&registry, &ActionRegistry::countChanged);
        action.reset();
        QCOMPARE(removed.size(), 1);
        QCOMPARE(counted.size(), 1);
        QCOMPARE(registry.find("chat.new"), nullptr);
    }

    void a_registry_may_go_before_its_actions()
    {
        auto registry = std::make_unique<ActionRegistry>();
        const auto action = make(*registry, "chat.new", "Chat");
        registry.reset();
        QCOMPARE(action->registry(), nullptr);
    }

    void only_what_can_be_done_is_done()
    {
        ActionRegistry registry;
        const auto action = make(registry, "chat.new", "Chat");
        QSignalSpy triggered(action.get(), &AppAction::triggered);
        registry.trigger("chat.new");
        QCOMPARE(triggered.size(), 1);
        action->setProperty("enabled", false);
        registry.trigger("chat.new");
        registry.trigger("chat.unknown");
        QCOMPARE(triggered.size(), 1);
    }

    void a_changed_text_is_told()
    {
        ActionRegistry registry;
        const auto before = make(registry, "chat.new", "Chat");
        const auto action = make(registry, "chat.stop", "Chat");
        QSignalSpy changed(&registry, &ActionRegistry::dataChanged);
        action->setProperty("text", "Halt");
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    }

private:
    static std::unique_ptr<AppAction> make(ActionRegistry &registry, const char *name, const char *group)
    {
        auto action = std::make_unique<AppAction>();
        action->setRegistry(&registry);
        action->setProperty("name", name);
        action->setProperty("group", group);
        action->componentComplete();
        return action;
    }

    static QStringList names(const ActionRegistry &registry)
    {
        QStringList names;
        for (const AppAction *action : registry.all())
            names << action->name();
        return names;
    }
};

QTEST_GUILESS_MAIN(TestActionRegistry)
#include "tst_action_registry.moc"
