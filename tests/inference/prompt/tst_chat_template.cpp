// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/chat_template.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QDate>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <cstring>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::prompt;

namespace {

QByteArray fileText(const QString &name)
{
    QFile file(QStringLiteral(MARU_TEST_DATA "/prompt/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(file.fileName()));
    return file.readAll();
}

Result<std::string> rendered(std::string_view source, std::string_view variables = "{}")
{
    MARU_TRY(const ChatTemplate chatTemplate, ChatTemplate::parse(source));
    return chatTemplate.renderJson(variables);
}

/// The text under tokenizer.chat_template in a GGUF file: key, type 8, length, bytes.
QByteArray chatTemplateOf(const QString &modelName)
{
    const QString set = qEnvironmentVariable("MARU_TEST_MODELS");
    const QString data = qEnvironmentVariable("XDG_DATA_HOME", QDir::homePath() + QStringLiteral("/.local/share"));
    QFile file((set.isEmpty() ? data + QStringLiteral("/maru/models") : set) + QLatin1Char('/') + modelName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray head = file.read(16 << 20);
    static constexpr char kKey[] = "tokenizer.chat_template";
    const auto key = head.indexOf(kKey);
    if (key < 0)
        return {};
    const auto start = key + static_cast<qsizetype>(sizeof kKey - 1) + 4;
    quint64 length = 0;
    std::memcpy(&length, head.constData() + start, sizeof length);
    return head.mid(start + 8, static_cast<qsizetype>(length));
}

const std::vector<ChatMessage> kTurns { { Role::System, "Be brief." }, { Role::User, "Hi" },
    { Role::Assistant, "Hello." }, { Role::User, "Bye" } };

} // namespace

class TestChatTemplate : public QObject
{
    Q_OBJECT

private slots:
    void casesRenderAsInJinja2_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("variables");
        QTest::addColumn<QJsonObject>("golden");
        const QJsonObject goldens = QJsonDocument::fromJson(fileText("goldens.json")).object();
        const QByteArray variables = QJsonDocument(goldens["variables"].toObject()).toJson();
        int number = 0;
        for (const auto &entry : goldens["cases"].toArray()) {
            const QJsonObject golden = entry.toObject();
            const QByteArray source = golden["template"].toString().toUtf8();
            QTest::addRow("%d %s", ++number, source.left(60).simplified().constData())
                << source << QByteArray() << golden;
        }
        const QJsonArray conversations = QJsonDocument::fromJson(fileText("conversations.json")).array();
        const QJsonObject templates = goldens["templates"].toObject();
        for (auto file = templates.begin(); file != templates.end(); ++file) {
            for (int i = 0; i < conversations.size(); ++i)
                QTest::addRow("%s %d", qPrintable(file.key()), i)
                    << fileText("templates/" + file.key()) << QJsonDocument(conversations[i].toObject()).toJson()
                    << file.value().toArray()[i].toObject();
        }
        QVERIFY(number > 500 && templates.size() >= 5 && !variables.isEmpty());
    }

    void casesRenderAsInJinja2()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, variables);
        QFETCH(QJsonObject, golden);
        if (variables.isEmpty()) { // the file's own text: QJson would sort the members of objects
            const QByteArray text = fileText("goldens.json");
            const auto start = text.indexOf('{', 1);
            variables = text.mid(start, text.indexOf("\n },\n \"cases\"") + 3 - start);
        } else {
            const QByteArray name = QByteArray(QTest::currentDataTag());
            const int index = name.mid(name.lastIndexOf(' ') + 1).toInt();
            variables = fileText("conversations.json").split('\n')[1 + index].trimmed();
            if (variables.endsWith(','))
                variables.chop(1);
        }
        const auto result = rendered(source.toStdString(), variables.toStdString());
        if (golden.contains("error")) {
            QVERIFY2(!result, result ? result->c_str() : "");
            QVERIFY(result.error().reason == Reason::TemplateSyntax || result.error().reason == Reason::TemplateRuntime
                || result.error().reason == Reason::TemplateRaised || result.error().reason == Reason::TemplateLimit);
        } else {
            QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
            QCOMPARE(QString::fromStdString(*result), golden["text"].toString());
        }
    }

    void theModelsOwnTemplateWritesItsTurns()
    {
        const QByteArray source = chatTemplateOf("SmolLM2-135M-Instruct-Q4_1.gguf");
        QVERIFY2(!source.isEmpty(), "SmolLM2-135M-Instruct-Q4_1.gguf is missing: packaging/dev test fetches it");
        const auto chatTemplate = ChatTemplate::parse(source.toStdString());
        QVERIFY(chatTemplate.has_value());
        const auto text = chatTemplate->render(kTurns, {}, true);
        QVERIFY(text.has_value());
        QCOMPARE(*text,
            std::string("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
                        "<|im_start|>assistant\nHello.<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n"
                        "<|im_start|>assistant\n"));
        const auto closed = chatTemplate->render(std::span(kTurns).first(3), {}, false);
        QVERIFY(closed.has_value() && closed->ends_with("Hello.<|im_end|>\n"));
    }

    void renderGivesTemplatesWhatTheyExpect()
    {
        const auto chatTemplate = ChatTemplate::parse(
            "{{ bos_token }}{{ eos_token }}{{ tools is none }}{{ documents is none }}{{ add_generation_prompt }}"
            "{% for m in messages %}{{ m.role }}={{ m['content'] }};{% endfor %}");
        QVERIFY(chatTemplate.has_value());
        QCOMPARE(*chatTemplate->render(kTurns, { "<s>", "</s>" }, false),
            std::string("<s></s>TrueTrueFalsesystem=Be brief.;user=Hi;assistant=Hello.;user=Bye;"));
    }

    void thePlainTemplateNamesWhoSpeaks()
    {
        QCOMPARE(*ChatTemplate::plain().render(std::span(kTurns).first(2), { "<s>", "" }, true),
            std::string("<s>System: Be brief.\n\nUser: Hi\n\nAssistant:"));
    }

    /// jinja2 has them, no template that we know of uses them.
    void filtersThatAreNotThereAreNamed()
    {
        for (const char *name : { "center", "filesizeformat", "pprint", "random", "striptags", "truncate", "urlencode",
                 "urlize", "wordwrap", "xmlattr" }) {
            const auto run = rendered(std::string("a\n{{ 1 }}\n{{ 'b'\n | ") + name + " }}");
            VERIFY_FAILS(run, Reason::TemplateRuntime);
            QCOMPARE(run.error().arg("line"), std::string_view("4"));
            QVERIFY(run.error().message.find(std::string("no filter named '") + name + "'") != std::string::npos);
        }
        const auto test = rendered("{{ 1 is\nprime }}");
        VERIFY_FAILS(test, Reason::TemplateRuntime);
        QVERIFY(test.error().message.find("no test named 'prime'") != std::string::npos);
    }

    void errorsNameLineAndReason()
    {
        const auto syntax = ChatTemplate::parse("a\n\n{% if x %}\n{{ 1 + }}");
        QVERIFY(!syntax);
        QCOMPARE(syntax.error().reason, Reason::TemplateSyntax);
        QCOMPARE(syntax.error().arg("line"), std::string_view("4"));
        const auto run = rendered("a\n{{ x.y }}");
        QVERIFY(!run);
        QCOMPARE(run.error().reason, Reason::TemplateRuntime);
        QCOMPARE(run.error().arg("line"), std::string_view("2"));
        QVERIFY(run.error().message.find("'x' is undefined") != std::string::npos);
        const auto raised = rendered("{{ raise_exception('only users') }}");
        QVERIFY(!raised);
        QCOMPARE(raised.error().reason, Reason::TemplateRaised);
        QCOMPARE(raised.error().arg("detail"), std::string_view("only users"));
    }

    void variablesMustBeAJsonObject()
    {
        for (const std::string_view variables : { "", "[]", "{", "{\"a\": }", "1", "{\"a\": 1} x", "\xFF" }) {
            const auto result = rendered("x", variables);
            QVERIFY(!result);
            QCOMPARE(result.error().reason, Reason::BadValue);
        }
        QCOMPARE(*rendered("{{ a }}", R"({"a": "\u00e9"})"), std::string("\xC3\xA9"));
    }

    void theDateIsToday()
    {
        const QString before = QDate::currentDate().toString("yyyy-MM-dd");
        const QString date = QString::fromStdString(*rendered("{{ strftime_now('%Y-%m-%d') }}"));
        QVERIFY(date == before || date == QDate::currentDate().toString("yyyy-MM-dd"));
    }
};

QTEST_GUILESS_MAIN(TestChatTemplate)
#include "tst_chat_template.moc"
