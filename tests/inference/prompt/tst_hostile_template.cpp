// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/chat_template.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtTest/QTest>

#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace maru;
using namespace maru::prompt;

namespace {

constexpr qint64 kSoonMs = 20'000; // far above what a release build needs: sanitizers are slow

Result<std::string> rendered(std::string_view source, std::string_view variables = "{}")
{
    MARU_TRY(const ChatTemplate chatTemplate, ChatTemplate::parse(source));
    return chatTemplate.renderJson(variables);
}

std::string repeated(std::string_view text, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

} // namespace

class TestHostileTemplate : public QObject
{
    Q_OBJECT

private slots:
    void limitsEndEveryRun_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("limit");
        const std::string loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}";
        QTest::newRow("endless loops") << QString::fromStdString(
            std::string() + (loops + "x{% endfor %}{% endfor %}{% endfor %}"))
                                       << "steps";
        QTest::newRow("silent loops") << QString::fromStdString(
            std::string() + (loops + "{% endfor %}{% endfor %}{% endfor %}"))
                                      << "steps";
        QTest::newRow("parentheses") << QString::fromStdString(
            std::string() + ("{{ " + repeated("(", 100'000) + "1" + repeated(")", 100'000) + " }}"))
                                     << "depth";
        QTest::newRow("lists") << QString::fromStdString(
            std::string() + ("{{ " + repeated("[", 100'000) + repeated("]", 100'000) + " }}"))
                               << "depth";
        QTest::newRow("dicts") << QString::fromStdString(
            std::string() + ("{{ " + repeated("{1:", 100'000) + "1" + repeated("}", 100'000) + " }}"))
                               << "depth";
        QTest::newRow("signs") << QString::fromStdString(std::string() + ("{{ " + repeated("-", 100'000) + "1 }}"))
                               << "depth";
        QTest::newRow("nots") << QString::fromStdString(std::string() + ("{{ " + repeated("not ", 100'000) + "1 }}"))
                              << "depth";
        QTest::newRow("conditions") << QString::fromStdString(
            std::string() + ("{{ 1" + repeated(" if 1 else 1", 100'000) + " }}"))
                                    << "depth";
        QTest::newRow("calls") << QString::fromStdString(
            std::string() + ("{{ " + repeated("f(", 100'000) + repeated(")", 100'000) + " }}"))
                               << "depth";
        QTest::newRow("indices") << QString::fromStdString(
            std::string() + ("{{ " + repeated("a[", 100'000) + "1" + repeated("]", 100'000) + " }}"))
                                 << "depth";
        QTest::newRow("targets") << QString::fromStdString(
            std::string() + ("{% for " + repeated("(", 100'000) + "a" + repeated(")", 100'000) + " in b %}"))
                                 << "depth";
        QTest::newRow("ifs") << QString::fromStdString(
            std::string() + (repeated("{% if 1 %}", 100'000) + repeated("{% endif %}", 100'000)))
                             << "depth";
        QTest::newRow("fors") << QString::fromStdString(
            std::string() + (repeated("{% for a in [1] %}", 10'000) + repeated("{% endfor %}", 10'000)))
                              << "depth";
        QTest::newRow("macro recursion") << QString::fromStdString(
            std::string() + ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"))
                                         << "depth";
        QTest::newRow("mutual recursion") << QString::fromStdString(
            std::string() + ("{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}"))
                                          << "depth";
        QTest::newRow("branching recursion") << QString::fromStdString(
            std::string() + ("{% macro m(k) %}{% if k %}{{ m(k-1) }}{{ m(k-1) }}{% endif %}{% endmacro %}{{ m(24) }}"))
                                             << "steps";
        QTest::newRow("caller recursion") << QString::fromStdString(
            std::string() + ("{% macro m() %}{% call m() %}{% endcall %}{% endmacro %}{{ m() }}"))
                                          << "depth";
        QTest::newRow("recursive loop") << QString::fromStdString(
            std::string() + ("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"))
                                        << "depth";
        QTest::newRow("long string") << QString::fromStdString(std::string() + ("{{ 'a' * 10 ** 9 }}")) << "output";
        QTest::newRow("longest string") << QString::fromStdString(std::string() + ("{{ 'ab' * 9223372036854775807 }}"))
                                        << "output";
        QTest::newRow("long list") << QString::fromStdString(std::string() + ("{{ [1] * 10 ** 9 }}")) << "memory";
        QTest::newRow("doubling") << QString::fromStdString(std::string()
            + ("{% set n = namespace(s='ab') %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}"))
                                  << "output";
        QTest::newRow("doubling by join") << QString::fromStdString(std::string()
            + ("{% set n = namespace(s='ab') %}{% for i in range(99) %}{% set n.s = [n.s, n.s]|join(n.s) %}{% endfor "
               "%}")) << "output";
        QTest::newRow("doubling by replace") << QString::fromStdString(std::string()
            + ("{% set n = namespace(s='aa') %}{% for i in range(99) %}{% set n.s = n.s|replace('a', n.s) %}{% endfor "
               "%}")) << "output";
        QTest::newRow("doubling lists") << QString::fromStdString(std::string()
            + ("{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}"))
                                        << "memory";
        QTest::newRow("nested values printed") << QString::fromStdString(std::string()
            + ("{% set n = namespace(s=1) %}{% for i in range(9999) %}{% set n.s = [n.s] %}{% endfor %}{{ n.s }}"))
                                               << "depth";
        QTest::newRow("shared values printed") << QString::fromStdString(std::string()
            + ("{% set n = namespace(s=1) %}{% for i in range(60) %}{% set n.s = [n.s, n.s] %}{% endfor %}{{ n.s }}"))
                                               << "steps";
        QTest::newRow("a cycle printed") << QString::fromStdString(
            std::string() + ("{% set n = namespace() %}{% set n.n = n %}{{ n }}"))
                                         << "depth";
        QTest::newRow("a cycle compared") << QString::fromStdString(std::string()
            + ("{% set n = namespace(s=[1]) %}{% for i in range(9999) %}{% set n.s = [n.s] %}{% endfor %}"
               "{% set m = namespace(s=[1]) %}{% for i in range(9999) %}{% set m.s = [m.s] %}{% endfor %}{{ n.s == m.s "
               "}}")) << "depth";
        QTest::newRow("many strings") << QString::fromStdString(std::string()
            + ("{% set n = namespace(s=[]) %}{% for i in range(99) %}{% set n.s = n.s + ['a' * 10 ** 6] %}{% endfor "
               "%}")) << "memory";
        QTest::newRow("wide format") << QString::fromStdString(std::string() + ("{{ '%999999999d' % 1 }}")) << "output";
        QTest::newRow("wide padding") << QString::fromStdString(std::string() + ("{{ 'a'.ljust(10 ** 12) }}"))
                                      << "output";
        QTest::newRow("wide indent") << QString::fromStdString(std::string() + ("{{ 'a\nb'|indent(10 ** 12) }}"))
                                     << "output";
        QTest::newRow("huge range") << QString::fromStdString(std::string() + ("{{ range(10 ** 18)|length }}"))
                                    << "range";
        QTest::newRow("output") << QString::fromStdString(
            std::string() + ("{% set s = 'a' * 10 ** 6 %}{% for i in range(99) %}{{ s }}{% endfor %}"))
                                << "output";
        QTest::newRow("slow search") << QString::fromStdString(std::string()
            + ("{% set s = 'a' * 8000000 %}{% set t = 'a' * 4000000 ~ 'b' %}{% for i in range(9999) %}{{ t in s }}{% "
               "endfor %}")) << "steps";
    }

    void limitsEndEveryRun()
    {
        QFETCH(QString, source);
        QFETCH(QString, limit);
        QElapsedTimer timer;
        timer.start();
        const auto result = rendered(source.toStdString());
        QVERIFY(timer.elapsed() < kSoonMs);
        QVERIFY(!result);
        QVERIFY2(result.error().reason == Reason::TemplateLimit, result.error().message.c_str());
        QCOMPARE(QString::fromStdString(std::string(result.error().arg("limit"))), limit);
    }

    void longFlatTemplatesAreNoProblem()
    {
        QCOMPARE(rendered("{{ 1" + repeated(" + 1", 20'000) + " }}").value(), std::string("20001"));
        QCOMPARE(rendered("{{ ''" + repeated("|trim", 20'000) + " }}").value(), std::string());
        QCOMPARE(rendered("{% if 0 %}" + repeated("{% elif 0 %}", 20'000) + "{% else %}x{% endif %}").value(),
            std::string("x"));
        const std::string deepFree
            = "{% set n = namespace(s=1) %}{% for i in range(90000) %}{% set n.s = [n.s] %}{% endfor %}x";
        QCOMPARE(rendered(deepFree).value(), std::string("x")); // freeing a deep value is a loop too
        QCOMPARE(rendered("{% set n = namespace() %}{% set n.l = [n] %}{% macro m() %}{% endmacro %}{% set n.m = m %}x")
                     .value(),
            std::string("x"));
    }

    void numbersThatDoNotFitAreErrors()
    {
        for (const std::string_view expression : { "9223372036854775807 + 1", "-9223372036854775807 - 2", "10 ** 19",
                 "9223372036854775807 * 2", "99999999999999999999", "(-9223372036854775807 - 1) // -1", "2.0 ** 5000",
                 "'99999999999999999999'|int", "-(-9223372036854775807 - 1)" }) {
            const auto result = rendered("{{ " + std::string(expression) + " }}");
            QVERIFY2(!result, std::string(expression).c_str());
        }
        QCOMPARE(rendered("{{ (-9223372036854775807 - 1) % -1 }}").value(), std::string("0"));
        QVERIFY(rendered("{{ [1][-9223372036854775807:9223372036854775807:9223372036854775807] }}").has_value());
        QVERIFY(rendered("{{ 'abc'[9223372036854775807:-9223372036854775807:-9223372036854775807] }}").has_value());
    }

    void stopEndsARun()
    {
        const auto chatTemplate = ChatTemplate::parse(
            "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
            { .steps = UINT64_MAX, .outputBytes = UINT64_MAX / 4, .memoryBytes = UINT64_MAX / 4 });
        QVERIFY(chatTemplate.has_value());
        std::stop_source source;
        std::jthread stopper([&source] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            source.request_stop();
        });
        QElapsedTimer timer;
        timer.start();
        const auto result = chatTemplate->render({}, {}, false, source.get_token());
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 2'000);
    }

    void deepVariablesAreRefused()
    {
        const auto result = rendered("x", "{\"a\":" + repeated("[", 100'000) + repeated("]", 100'000) + "}");
        QVERIFY(!result);
        QCOMPARE(result.error().reason, Reason::TemplateLimit);
    }

    /// Thousands of templates with bytes changed, cut out, doubled and mixed: each ends, with text or a proper error.
    void mutatedTemplatesEnd()
    {
        std::vector<std::string> seeds;
        const QDir folder(QStringLiteral(MARU_TEST_DATA "/prompt/templates"));
        for (const QString &name : folder.entryList({ "*.jinja" })) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            seeds.push_back(file.readAll().toStdString());
        }
        QFile cases(QStringLiteral(MARU_TEST_DATA "/prompt/cases.txt"));
        QVERIFY(cases.open(QIODevice::ReadOnly));
        for (const QByteArray &line : cases.readAll().split('\n'))
            seeds.push_back(line.toStdString());
        const std::string variables
            = R"({"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yo"}],"s":"abc","l":[1,2],"n":3})";
        const std::vector<std::string> pieces { "{{", "}}", "{%", "%}", "-", "(", ")", "[", "]", "|", ".", "'", "if ",
            "for ", "in ", "*", "**", "loop", "\xFF", "{#", "endif", ":", "9", "namespace(", "99999999999" };
        const TemplateLimits limits { .steps = 20'000 };
        std::mt19937 random(1);
        const auto below = [&random](std::size_t end) { return static_cast<std::size_t>(random() % end); };
        int rendersWell = 0;
        QElapsedTimer timer;
        for (int round = 0; round < 6'000; ++round) {
            std::string source = seeds[below(seeds.size())];
            for (std::size_t change = 0; change <= below(4); ++change) {
                const std::size_t at = below(source.size() + 1);
                switch (below(4)) {
                case 0:
                    source.insert(at, pieces[below(pieces.size())]);
                    break;
                case 1:
                    source.erase(at, below(8));
                    break;
                case 2:
                    source.insert(at, source.substr(below(source.size() + 1), below(40)));
                    break;
                default:
                    if (at < source.size())
                        source[at] = static_cast<char>(random());
                }
            }
            timer.start();
            const auto chatTemplate = ChatTemplate::parse(source, limits);
            const Result<std::string> result
                = chatTemplate ? chatTemplate->renderJson(variables) : chatTemplate.error();
            QVERIFY2(timer.elapsed() < kSoonMs, source.c_str());
            rendersWell += result ? 1 : 0;
            if (!result) {
                const Reason reason = result.error().reason;
                QVERIFY2(reason == Reason::TemplateSyntax || reason == Reason::TemplateRuntime
                        || reason == Reason::TemplateRaised || reason == Reason::TemplateLimit,
                    source.c_str());
                QVERIFY(!result.error().arg("line").empty());
            }
        }
        QVERIFY(rendersWell > 500 && rendersWell < 5'500);
    }

    void timeIsLimited()
    {
        const TemplateLimits limits { .steps = UINT64_MAX, .milliseconds = 30 };
        const auto chatTemplate = ChatTemplate::parse(
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", limits);
        QVERIFY(chatTemplate.has_value());
        QElapsedTimer timer;
        timer.start();
        const auto result = chatTemplate->renderJson("{}");
        QVERIFY(!result);
        QCOMPARE(result.error().reason, Reason::TemplateLimit);
        QCOMPARE(result.error().arg("limit"), std::string_view("time"));
        QVERIFY(timer.elapsed() < kSoonMs);
    }

    void otherFilesAreOutOfReach()
    {
        for (const std::string_view source : { "{% include 'a' %}", "{% import 'a' as b %}", "{% from 'a' import b %}",
                 "{% extends 'a' %}", "x\n{% block a %}{% endblock %}" }) {
            const auto chatTemplate = ChatTemplate::parse(source);
            QVERIFY2(!chatTemplate, std::string(source).c_str());
            QCOMPARE(chatTemplate.error().reason, Reason::TemplateSyntax);
            QVERIFY(!chatTemplate.error().arg("line").empty() && !chatTemplate.error().arg("detail").empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestHostileTemplate)
#include "tst_hostile_template.moc"
