// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// JSON schemas as grammars: texts that fit and that do not, and random texts out of them.

#include "inference/sampling/grammar_matcher.h"
#include "inference/sampling/json_pattern.h"
#include "inference/sampling/json_schema.h"
#include "inference/sampling/sampler.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::sampling;

namespace {

bool fits(const std::string &schema, const std::string &text)
{
    const auto grammar = grammarOfSchema(schema);
    if (!grammar) {
        QTest::qFail(grammar.error().message.c_str(), __FILE__, __LINE__);
        return false;
    }
    const auto parsed = Grammar::parse(*grammar);
    if (!parsed) {
        QTest::qFail((parsed.error().message + "\n" + *grammar).c_str(), __FILE__, __LINE__);
        return false;
    }
    GrammarMatcher matcher(*parsed);
    return matcher.advance(text) && matcher.mayEnd();
}

/// The part of JSON schema that the random texts are made of, checked plainly.
bool validates(const QJsonValue &value, const QJsonObject &schema, const QJsonObject &root)
{
    if (schema.contains("$ref")) {
        const QString name = schema["$ref"].toString().section('/', -1);
        return validates(value, root["$defs"].toObject()[name].toObject(), root);
    }
    if (schema.contains("anyOf")) {
        for (const QJsonValue &part : schema["anyOf"].toArray()) {
            if (validates(value, part.toObject(), root))
                return true;
        }
        return false;
    }
    if (schema.contains("enum"))
        return schema["enum"].toArray().contains(value);
    const QString type = schema["type"].toString();
    if (type == "object") {
        if (!value.isObject())
            return false;
        const QJsonObject object = value.toObject();
        for (const QJsonValue &name : schema["required"].toArray()) {
            if (!object.contains(name.toString()))
                return false;
        }
        const QJsonObject properties = schema["properties"].toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            if (properties.contains(member.key())) {
                if (!validates(member.value(), properties[member.key()].toObject(), root))
                    return false;
            } else if (!schema["additionalProperties"].isObject()
                || !validates(member.value(), schema["additionalProperties"].toObject(), root)) {
                return false;
            }
        }
        return true;
    }
    if (type == "array") {
        const QJsonArray array = value.toArray();
        if (!value.isArray() || array.size() < schema["minItems"].toInt(0)
            || array.size() > schema["maxItems"].toInt(100000))
            return false;
        for (const QJsonValue &item : array) {
            if (!validates(item, schema["items"].toObject(), root))
                return false;
        }
        return true;
    }
    if (type == "string") {
        const auto length = static_cast<int>(value.toString().toUcs4().size());
        return value.isString() && length >= schema["minLength"].toInt(0) && length <= schema["maxLength"].toInt(100000)
            && (!schema.contains("pattern")
                || QRegularExpression(schema["pattern"].toString(), QRegularExpression::DontCaptureOption)
                       .match(value.toString())
                       .hasMatch());
    }
    if (type == "integer" || type == "number") {
        const double number = value.toDouble();
        return value.isDouble() && (type == "number" || number == std::floor(number))
            && number >= schema["minimum"].toDouble(-1e300) && number <= schema["maximum"].toDouble(1e300);
    }
    return (type == "boolean" && value.isBool()) || (type == "null" && value.isNull());
}

/// Single bytes, a few longer pieces, half characters: a vocabulary that cuts everywhere.
std::shared_ptr<const PieceTable> vocabulary()
{
    std::vector<std::string> pieces;
    for (int byte = 0; byte < 256; ++byte)
        pieces.emplace_back(1, static_cast<char>(byte));
    for (const char *piece : { "{\"", "\":", "\", \"", "\"}", "]}", "name", "true", "null", ", ", "[[", "12", "\\u",
             "\xEA\xB0", "\x80\xEA", "\xF0\x9F", "  \n", "ag", "e\":", "-1", "e1", "\"\"" })
        pieces.emplace_back(piece);
    pieces.emplace_back("");
    return std::make_shared<const PieceTable>(
        pieces, std::vector<std::int32_t> { static_cast<std::int32_t>(pieces.size()) - 1 });
}

} // namespace

class TestJsonSchema : public QObject
{
    Q_OBJECT

private slots:
    void schemasTakeWhatFits_data()
    {
        QTest::addColumn<std::string>("schema");
        QTest::addColumn<std::vector<std::string>>("yes");
        QTest::addColumn<std::vector<std::string>>("no");
        const auto row
            = [](const char *name, const char *schema, std::vector<std::string> yes, std::vector<std::string> no) {
                  QTest::newRow(name) << std::string(schema) << std::move(yes) << std::move(no);
              };
        row("anything", "{}", { "1", "[]", "{\"a\": [1, null]}", "\"x\"", "-0.5e-3", "true" },
            { "", "tru", "[1,]", "01", "nul" });
        row("true", "true", { "{}" }, { "x" });
        row("string", "{\"type\":\"string\"}", { "\"\"", "\"a\\n\\u00e9\xEA\xB0\x80\"" },
            { "\"", "1", "\"\n\"", "\"\\ud800\"" });
        row("lengths", "{\"type\":\"string\",\"minLength\":2,\"maxLength\":3}", { "\"ab\"", "\"\\n\xEA\xB0\x80z\"" },
            { "\"a\"", "\"abcd\"" });
        row("pattern", "{\"pattern\":\"^[A-Z]{2}-\\\\d+(\\\\.\\\\d)?$\"}", { "\"AB-12\"", "\"XY-0.5\"" },
            { "\"A-1\"", "\"AB-\"", "\"AB-1.55\"" });
        row("loose pattern", "{\"pattern\":\"b+\"}", { "\"abc\"", "\"b\"", "\"xxbbyy\"" }, { "\"ac\"" });
        row("pattern with quotes", "{\"pattern\":\"^[\\\"\\\\\\\\]x\\\\w$\"}", { "\"\\\"xa\"", "\"\\\\x_\"" },
            { "\"xa\"", "\"\"xa\"" });
        row("date", "{\"type\":\"string\",\"format\":\"date\"}", { "\"2026-11-24\"" },
            { "\"2026-13-01\"", "\"26-1-1\"" });
        row("date-time", "{\"type\":\"string\",\"format\":\"date-time\"}", { "\"2026-11-24T10:00:00Z\"" },
            { "\"2026-11-24\"" });
        row("uuid", "{\"format\":\"uuid\"}", { "\"01234567-89ab-cdef-0123-456789abcdef\"" }, { "\"0123\"" });
        row("integer", "{\"type\":\"integer\"}", { "0", "-12", "999" }, { "1.5", "01", "-", "1e3" });
        row("integers between", "{\"type\":\"integer\",\"minimum\":-3,\"maximum\":120}",
            { "-3", "0", "7", "99", "120" }, { "-4", "121", "130", "-30", "200" });
        row("integers above", "{\"type\":\"integer\",\"exclusiveMinimum\":17}", { "18", "20", "99", "1000" },
            { "17", "9", "-20" });
        row("integers below", "{\"type\":\"integer\",\"exclusiveMaximum\":-5}", { "-6", "-10", "-999" },
            { "-5", "0", "5", "-1" });
        row("number", "{\"type\":\"number\"}", { "0", "-1.25", "3e10" }, { "1.", ".5", "+1", "1e1000" });
        row("boolean and null", "{\"type\":[\"boolean\",\"null\"]}", { "true", "false", "null" }, { "0" });
        row("enum", "{\"enum\":[\"a b\",1,null,{\"x\":[1]}]}", { "\"a b\"", "1", "null", "{\"x\":[1]}" },
            { "\"a\"", "2" });
        row("const", "{\"const\":\"\\\"\\\\\"}", { "\"\\\"\\\\\"" }, { "\"\"" });
        row("enum of a type", "{\"type\":\"string\",\"enum\":[\"a\",1]}", { "\"a\"" }, { "1" });
        row("array", "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}", { "[]", "[1]", "[1, 2,3]" },
            { "[1,]", "[\"a\"]", "[" });
        row("counts", "{\"items\":{\"type\":\"integer\"},\"minItems\":2,\"maxItems\":3}", { "[1,2]", "[1,2,3]" },
            { "[1]", "[]", "[1,2,3,4]" });
        row("no items", "{\"type\":\"array\",\"maxItems\":0}", { "[]" }, { "[1]" });
        row("tuple",
            "{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}],\"items\":{\"type\":\"null\"},"
            "\"minItems\":3}",
            { "[1,\"a\",null]", "[1,\"a\",null,null]" }, { "[1,\"a\"]", "[\"a\",1,null]" });
        row("object",
            "{\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"string\"},\"c\":{\"type\":\"null\"}},"
            "\"required\":[\"b\"]}",
            { "{\"b\":\"x\"}", "{\"a\":1,\"b\":\"x\"}", "{ \"a\": 1, \"b\": \"x\", \"c\": null }",
                "{\"b\":\"\",\"c\":null}" },
            { "{}", "{\"a\":1}", "{\"b\":\"x\",\"a\":1}", "{\"b\":\"x\",\"d\":1}", "{\"a\":1,}" });
        row("all optional", "{\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"integer\"}}}",
            { "{}", "{\"a\":1}", "{\"b\":1}", "{\"a\":1,\"b\":2}" },
            { "{\"b\":1,\"a\":2}", "{,\"b\":1}", "{\"a\":1 \"b\":1}" });
        row("others",
            "{\"properties\":{\"ab\":{\"type\":\"integer\"},\"a\":{\"type\":\"integer\"}},\"additionalProperties\":{"
            "\"type\":\"string\"}}",
            { "{\"ab\":1,\"a\":2,\"x\":\"y\"}", "{\"abc\":\"y\",\"b\":\"\",\"\":\"\"}", "{}", "{\"ax\":\"1\"}" },
            { "{\"x\":1}", "{\"ab\":\"y\"}", "{\"a\":\"y\"}", "{\"\\u0061\":\"y\"}" });
        row("required others",
            "{\"type\":\"object\",\"required\":[\"k\"],\"additionalProperties\":{\"type\":\"integer\"}}",
            { "{\"k\":1}", "{\"k\":1,\"l\":2}" }, { "{}", "{\"l\":2}" });
        row("any object", "{\"type\":\"object\"}", { "{}", "{\"a\":{\"b\":[]}}" }, { "[]" });
        row("anyOf", "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\",\"maxLength\":1}]}", { "5", "\"a\"" },
            { "\"ab\"", "null" });
        row("anyOf beside",
            "{\"type\":\"object\",\"properties\":{\"k\":{\"type\":\"integer\"}},\"anyOf\":[{\"required\":[\"k\"]},{"
            "\"properties\":{\"l\":{\"type\":\"null\"}},\"required\":[\"l\"]}]}",
            { "{\"k\":1}", "{\"l\":null}", "{\"k\":1,\"l\":null}" }, { "{}" });
        row("allOf",
            "{\"allOf\":[{\"$ref\":\"#/$defs/"
            "a\"},{\"properties\":{\"b\":{\"type\":\"null\"}},\"required\":[\"b\"]}],\"$defs\":{\"a\":{\"type\":"
            "\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]}}}",
            { "{\"a\":1,\"b\":null}" }, { "{\"a\":1}", "{\"b\":null}" });
        row("recursion",
            "{\"$ref\":\"#/$defs/"
            "node\",\"$defs\":{\"node\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"},\"next\":{"
            "\"anyOf\":[{\"$ref\":\"#/$defs/node\"},{\"type\":\"null\"}]}},\"required\":[\"v\",\"next\"]}}}",
            { "{\"v\":1,\"next\":null}", "{\"v\":1,\"next\":{\"v\":2,\"next\":null}}" }, { "{\"v\":1}" });
        row("pointer escapes", "{\"$ref\":\"#/$defs/a~1b~0c\",\"$defs\":{\"a/b~c\":{\"type\":\"null\"}}}", { "null" },
            { "1" });
        row("descriptions", "{\"title\":\"t\",\"description\":\"d\",\"default\":1,\"type\":\"integer\",\"x-own\":true}",
            { "1" }, { "\"a\"" });
    }

    void schemasTakeWhatFits()
    {
        QFETCH(const std::string, schema);
        QFETCH(const std::vector<std::string>, yes);
        QFETCH(const std::vector<std::string>, no);
        for (const std::string &text : yes)
            QVERIFY2(fits(schema, text), text.c_str());
        for (const std::string &text : no)
            QVERIFY2(!fits(schema, text), text.c_str());
    }

    void whatCannotBeFollowedIsNamed_data()
    {
        QTest::addColumn<std::string>("schema");
        QTest::addColumn<std::string>("path");
        const auto row = [](const char *name, std::string schema, const char *path) {
            QTest::newRow(name) << std::move(schema) << std::string(path);
        };
        row("no JSON", "{", "#");
        row("a number", "5", "#");
        row("false", "false", "#");
        row("keyword", "{\"properties\":{\"a\":{\"not\":{}}}}", "#/properties/a/not");
        row("unique", "{\"type\":\"array\",\"uniqueItems\":true}", "#/uniqueItems");
        row("type", "{\"type\":\"robot\"}", "#/type");
        row("type number", "{\"type\":7}", "#/type");
        row("reference", "{\"$ref\":\"#/$defs/gone\"}", "#/$ref");
        row("foreign reference", "{\"$ref\":\"https://example.org/s\"}", "#/$ref");
        row("reference in a circle", "{\"allOf\":[{\"$ref\":\"#\"},{\"type\":\"object\"}]}", "#");
        row("contradiction", "{\"allOf\":[{\"type\":\"object\"},{\"type\":\"string\"}]}", "#/allOf/1/type");
        row("no integers", "{\"type\":\"integer\",\"minimum\":5,\"maximum\":4}", "#");
        row("bounds of numbers", "{\"type\":\"number\",\"minimum\":0}", "#/minimum");
        row("huge bound", "{\"type\":\"integer\",\"minimum\":1e30}", "#/minimum");
        row("lengths", "{\"type\":\"string\",\"minLength\":5,\"maxLength\":4}", "#/maxLength");
        row("huge length", "{\"type\":\"string\",\"maxLength\":99999999}", "#/maxLength");
        row("negative length", "{\"type\":\"string\",\"minLength\":-1}", "#/minLength");
        row("items", "{\"type\":\"array\",\"minItems\":3,\"maxItems\":2}", "#");
        row("required", "{\"type\":\"object\",\"properties\":{},\"required\":[\"a\"],\"additionalProperties\":false}",
            "#/required");
        row("required no list", "{\"type\":\"object\",\"required\":\"a\"}", "#/required");
        row("empty enum", "{\"enum\":[]}", "#/enum");
        row("look-ahead", "{\"pattern\":\"^(?=a)b$\"}", "#/pattern");
        row("back reference", "{\"pattern\":\"(a)\\\\1\"}", "#/pattern");
        row("open pattern", "{\"pattern\":\"(a\"}", "#/pattern");
        row("deep", std::string(5000, '[') + std::string(5000, ']'), "#");
        row("long", std::string(2 << 20, ' '), "#");
    }

    void whatCannotBeFollowedIsNamed()
    {
        QFETCH(const std::string, schema);
        QFETCH(const std::string, path);
        const auto grammar = grammarOfSchema(schema);
        VERIFY_FAILS(grammar, Reason::BadSchema);
        QCOMPARE(std::string(grammar.error().arg("path")), path);
        QVERIFY(!grammar.error().arg("detail").empty());
    }

    void hostileSchemasEnd()
    {
        const auto start = std::chrono::steady_clock::now();
        std::string many = "{\"properties\":{"; // 5,000 properties, of which the grammar keeps out others
        for (int i = 0; i < 5000; ++i)
            many += (i ? ",\"p" : "\"p") + std::to_string(i) + "\":{\"type\":\"integer\"}";
        many += "},\"additionalProperties\":{\"type\":\"integer\"}}";
        const auto grammar = grammarOfSchema(many);
        if (grammar) {
            const auto parsed = Grammar::parse(*grammar);
            QVERIFY(parsed.has_value() || parsed.error().reason == Reason::BadGrammar);
            if (parsed) {
                GrammarMatcher matcher(*parsed);
                QVERIFY(matcher.advance("{\"p4999\": 1, \"x\": 2}") && matcher.mayEnd());
            }
        }
        std::string doubling = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{"; // inlined, it would be 2^40
        for (int i = 0; i < 40; ++i) {
            const std::string next = "{\"$ref\":\"#/$defs/d" + std::to_string(i + 1) + "\"}";
            doubling += "\"d" + std::to_string(i) + "\":{\"prefixItems\":[" + next + "," + next + "]},";
        }
        doubling += "\"d40\":{\"type\":\"null\"}}}";
        VERIFY_OK(grammarOfSchema(doubling));
        const auto wide
            = grammarOfSchema("{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{\"type\":\"string\","
                              "\"minLength\":9000,\"maxLength\":10000},\"minItems\":9000},\"minItems\":9000}");
        VERIFY_OK(wide);
        QVERIFY(!Grammar::parse(*wide) || true);
        QVERIFY(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < 20);
    }

    void integersBetweenBoundsAreExactlyThose()
    {
        for (const auto &[least, most] : std::vector<std::pair<int, int>> { { 0, 0 }, { 0, 9 }, { 7, 13 }, { 99, 101 },
                 { -5, 5 }, { -120, -99 }, { 38, 1204 }, { 100, 999 }, { -1000, 1000 }, { 190, 201 } }) {
            const auto parsed = Grammar::parse("root ::= " + grammarOfIntegers(least, most));
            VERIFY_OK(parsed);
            for (int number = -1300; number <= 1300; ++number) {
                GrammarMatcher matcher(*parsed);
                const bool taken = matcher.advance(std::to_string(number)) && matcher.mayEnd();
                if (taken != (number >= least && number <= most))
                    QFAIL(qPrintable(QString("%1 in %2..%3").arg(number).arg(least).arg(most)));
            }
        }
    }

    void randomTextsAlwaysParseAndFit_data()
    {
        QTest::addColumn<std::string>("schema");
        QTest::newRow("person") << std::string(
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":12},\"age\":{\"type\":"
            "\"integer\",\"minimum\":0,\"maximum\":130},\"tags\":{\"type\":\"array\",\"items\":{\"enum\":[\"a\",\"b\","
            "3,null]},\"maxItems\":4},\"address\":{\"type\":\"object\",\"properties\":{\"street\":{\"type\":\"string\","
            "\"maxLength\":5},\"number\":{\"type\":\"number\"}},\"required\":[\"street\"]}},\"required\":[\"name\","
            "\"age\"]}");
        QTest::newRow("map") << std::string(
            "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"pattern\":\"^[a-f]{2}-[0-9]+$\"}},"
            "\"required\":[\"id\"],\"additionalProperties\":{\"type\":\"boolean\"}}");
        QTest::newRow("tree") << std::string(
            "{\"$ref\":\"#/$defs/"
            "n\",\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":{\"v\":{\"anyOf\":[{\"type\":\"integer\","
            "\"minimum\":-9,\"maximum\":9},{\"type\":\"null\"}]},\"kids\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/"
            "$defs/n\"},\"maxItems\":2}},\"required\":[\"v\"]}}}");
    }

    void randomTextsAlwaysParseAndFit()
    {
        QFETCH(const std::string, schema);
        const QJsonObject root = QJsonDocument::fromJson(QByteArray::fromStdString(schema)).object();
        const auto pieces = vocabulary();
        const auto end = static_cast<std::int32_t>(pieces->size()) - 1;
        int finished = 0;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            SamplingSettings settings {
                .temperature = 1, .topK = seed % 2 ? 40u : 0u, .topP = 1, .minP = 0, .jsonSchema = schema, .seed = seed
            };
            auto sampler = Sampler::create(settings, pieces);
            VERIFY_OK(sampler);
            std::string text;
            std::uint64_t noise = seed * 77 + 1;
            for (int step = 0; step < 4000; ++step) {
                std::vector<float> logits(pieces->size());
                for (float &logit : logits) {
                    noise = noise * 6364136223846793005u + 1442695040888963407u;
                    logit = static_cast<float>(noise >> 40) / static_cast<float>(1 << 22); // 0 to 4
                }
                for (const char closer : { '"', '}', ']', ',' }) // or strings hardly ever end
                    logits[static_cast<std::size_t>(closer)] += 3;
                const std::int32_t token = sampler->sample(logits, {});
                QVERIFY2(token >= 0, text.c_str());
                if (token == end) {
                    ++finished;
                    QJsonParseError error;
                    const QByteArray bytes = "[" + QByteArray::fromStdString(text) + "]";
                    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
                    QVERIFY2(
                        error.error == QJsonParseError::NoError, (text + error.errorString().toStdString()).c_str());
                    QVERIFY2(validates(document.array().at(0), root, root), text.c_str());
                    break;
                }
                sampler->accept(token);
                text += pieces->piece(token);
            }
        }
        QVERIFY2(finished >= 50, qPrintable(QString::number(finished)));
    }
};

QTEST_GUILESS_MAIN(TestJsonSchema)
#include "tst_json_schema.moc"
