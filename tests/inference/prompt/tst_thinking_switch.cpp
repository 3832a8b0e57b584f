// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/thinking_switch.h"

#include <QTest>

#include <array>
#include <string>

namespace maru::prompt {

namespace {

ThinkingSwitch probe(std::string_view source)
{
    return ThinkingSwitch::probe(*ChatTemplate::parse(source), {});
}

std::string render(std::string_view source, const ThinkingChoice &choice)
{
    const ChatTemplate chatTemplate = *ChatTemplate::parse(source);
    const std::array messages { ChatMessage { Role::User, "Hi" } };
    return *chatTemplate.render(messages, {}, true, {}, ThinkingSwitch::probe(chatTemplate, {}).variables(choice));
}

constexpr std::string_view kOffByRequest = "{{ messages[0].content }}{% if enable_thinking is defined and "
                                           "enable_thinking is false %}<think></think>{% endif %}";
constexpr std::string_view kOnByRequest = "{% if thinking %}<think>{% endif %}";
constexpr std::string_view kEffort = "Reasoning: {{ reasoning_effort or 'medium' }}";

} // namespace

class ThinkingSwitchTest : public QObject
{
    Q_OBJECT

private slots:
    void findsTheVariable()
    {
        const ThinkingSwitch off = probe(kOffByRequest);
        QCOMPARE(off.onOff, std::string("enable_thinking"));
        QVERIFY(off.canSwitch() && off.isOnByDefault && !off.hasEffort());
        const ThinkingSwitch on = probe(kOnByRequest);
        QCOMPARE(on.onOff, std::string("thinking"));
        QVERIFY(on.canSwitch() && !on.isOnByDefault);
        const ThinkingSwitch effort = probe(kEffort);
        QVERIFY(!effort.canSwitch() && effort.hasEffort());
        QCOMPARE(effort.effort, std::string("reasoning_effort"));
    }

    void saysWhatWasChosen()
    {
        QCOMPARE(render(kOffByRequest, {}), std::string("Hi"));
        QCOMPARE(render(kOffByRequest, { true, "" }), std::string("Hi"));
        QCOMPARE(render(kOffByRequest, { false, "" }), std::string("Hi<think></think>"));
        QCOMPARE(render(kOnByRequest, { true, "high" }), std::string("<think>"));
        QCOMPARE(render(kEffort, { false, "high" }), std::string("Reasoning: high"));
        QCOMPARE(render(kEffort, {}), std::string("Reasoning: medium"));
    }

    void templatesThatIgnoreOrRefuseSupportNothing()
    {
        for (const std::string_view source : { "{{ messages[0].content }}", "{{ raise_exception('no') }}",
                 "{% if enable_thinking is defined %}{{ raise_exception('no') }}{% endif %}" }) {
            const ThinkingSwitch nothing = probe(source);
            QVERIFY(!nothing.canSwitch() && !nothing.hasEffort());
            QVERIFY(nothing.variables({ true, "high" }).empty());
        }
        QVERIFY(!ThinkingSwitch::probe(ChatTemplate::plain(), {}).canSwitch());
    }

    void earlierThinkingIsNotSent()
    {
        const ChatTemplate chatTemplate = *ChatTemplate::parse(
            "{% for m in messages %}[{{ m.content }}|{{ m.reasoning_content }}|{{ m.reasoning }}]{% endfor %}");
        const std::array messages { ChatMessage { Role::User, "a" }, ChatMessage { Role::Assistant, "b", "thought" },
            ChatMessage { Role::User, "c" } };
        QCOMPARE(*chatTemplate.render(messages, {}, true), std::string("[a||][b||][c||]"));
    }
};

} // namespace maru::prompt

QTEST_GUILESS_MAIN(maru::prompt::ThinkingSwitchTest)
#include "tst_thinking_switch.moc"
