// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// maru-cli as people and scripts call it: results, exit status, and one clear line for everything that can go wrong.

#include "tests/support/real_models.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cmath>

using namespace maru;

namespace {

struct Run
{
    int status = -1;
    QByteArray output;
    QByteArray errors;

    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
};

Run run(const QStringList &arguments, const QMap<QString, QString> &variables = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(MARU_CLI), arguments);
    if (!process.waitForFinished(120000))
        process.kill();
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError() };
}

QString smol()
{
    return QString::fromStdString(test::realModel(test::kSmolLm2).string());
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestCli : public QObject
{
    Q_OBJECT

private slots:
    void wrongUsageIsStatusTwoWithOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("unknown command") << QStringList { "frobnicate" } << QByteArray("frobnicate");
        QTest::newRow("unknown option") << QStringList { "devices", "--fast" } << QByteArray("--fast");
        QTest::newRow("missing value") << QStringList { "info", "x.gguf", "--context" } << QByteArray("--context");
        QTest::newRow("not a number") << QStringList { "bench", "x.gguf", "--threads", "many" }
                                      << QByteArray("--threads");
        QTest::newRow("word too many") << QStringList { "info", "x.gguf", "more" } << QByteArray("more");
        QTest::newRow("no list") << QStringList { "detokenize", smol(), "--tokens", "1", "2" }
                                 << QByteArray("2 is not");
        QTest::newRow("two templates") << QStringList { "template", smol(), "--file", "x.jinja", "--vars", "v.json" }
                                       << QByteArray("--file");
        QTest::newRow("missing model") << QStringList { "info" } << QByteArray("MODEL");
        QTest::newRow("cache format") << QStringList { "bench", smol(), "--kv", "q2" } << QByteArray("--kv");
        QTest::newRow("layers") << QStringList { "bench", smol(), "--gpu-layers", "most" }
                                << QByteArray("--gpu-layers");
        QTest::newRow("layers of no card")
            << QStringList { "bench", smol(), "--device", "cpu", "--gpu-layers", "3" } << QByteArray("--gpu-layers");
        QTest::newRow("quantize") << QStringList { "quantize", "a", "b", "Q4_9" } << QByteArray("Q4_K_M");
        QTest::newRow("device") << QStringList { "bench", smol(), "--device", "cuda" } << QByteArray("--device");
        const auto generate = [](const char *name, QStringList more, const QByteArray &says) {
            QTest::newRow(name) << (QStringList { "generate", "x.gguf", "--prompt", "x" } + more) << says;
        };
        generate("temperature", { "--temperature", "-1" }, "--temperature");
        generate("top-p", { "--top-p", "0" }, "--top-p");
        generate("min-p", { "--min-p", "nan" }, "--min-p");
        generate("typical", { "--typical", "1.5" }, "--typical");
        generate("top-k", { "--top-k", "-3" }, "--top-k");
        generate("repeat penalty", { "--repeat-penalty", "0" }, "--repeat-penalty");
        generate("repetition penalty", { "--repetition-penalty", "100" }, "--repetition-penalty");
        generate("repeat last", { "--repeat-last-n", "-1" }, "--repeat-last-n");
        generate("frequency", { "--frequency-penalty", "x" }, "--frequency-penalty");
        generate("presence", { "--presence-penalty", "1e9" }, "--presence-penalty");
        generate("dry multiplier", { "--dry-multiplier", "-1" }, "--dry-multiplier");
        generate("dry base", { "--dry-base", "0" }, "--dry-base");
        generate("dry breaker", { "--dry-sequence-breaker", "" }, "--dry-sequence-breaker");
        generate("xtc", { "--xtc-probability", "2" }, "--xtc-probability");
        generate("xtc threshold", { "--xtc-threshold", "-1" }, "--xtc-threshold");
        generate("mirostat", { "--mirostat", "1" }, "--mirostat");
        generate("mirostat surprise", { "--mirostat-ent", "0" }, "--mirostat-ent");
        generate("mirostat rate", { "--mirostat-lr", "5" }, "--mirostat-lr");
        generate("bias", { "--logit-bias", "7" }, "--logit-bias");
        generate("bias value", { "--logit-bias", "7:much" }, "--logit-bias");
        generate("negative bias", { "--logit-bias", "-7:1" }, "--logit-bias");
        generate("stop", { "--stop", "" }, "--stop");
        generate("budget", { "--reasoning-budget", "some" }, "--reasoning-budget");
    }

    void wrongUsageIsStatusTwoWithOneLine()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, says);
        const Run result = run(arguments);
        QCOMPARE(result.status, 2);
        QCOMPARE(result.output, QByteArray());
        QCOMPARE(result.errors.count('\n'), 1);
        QVERIFY2(result.errors.contains(says), result.errors.constData());
    }

    void brokenFilesSayWhatToDo_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("says");
        const QByteArray model = readAll(smol());
        QByteArray unknownVersion = model.left(1 << 20);
        unknownVersion[4] = 9;
        QTest::newRow("empty") << QByteArray() << QByteArray("empty");
        QTest::newRow("foreign") << QByteArray(4096, 'x') << QByteArray("not a GGUF");
        QTest::newRow("header only") << model.left(12) << QByteArray("cut short");
        QTest::newRow("cut in the metadata") << model.left(100000) << QByteArray("cut short");
        QTest::newRow("cut in the weights") << model.left(model.size() - 1000) << QByteArray("cut short");
        QTest::newRow("version") << unknownVersion << QByteArray("version");
    }

    void brokenFilesSayWhatToDo()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QByteArray, says);
        QFile file(m_folder.filePath("broken.gguf"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
        file.close();
        for (const QString command : { "info", "generate" }) {
            QStringList arguments { command, file.fileName(), "--device", "cpu" };
            if (command == "generate")
                arguments << "--prompt"
                          << "x";
            const Run result = run(arguments);
            QCOMPARE(result.status, 1);
            QCOMPARE(result.errors.count('\n'), 1);
            QVERIFY2(result.errors.contains(says), result.errors.constData());
        }
    }

    void aMissingFileIsNamed()
    {
        const Run result = run({ "info", "/nowhere/model.gguf" });
        QCOMPARE(result.status, 1);
        QVERIFY(result.errors.contains("/nowhere/model.gguf"));
    }

    void unknownFamiliesAreNamed()
    {
        QByteArray model = readAll(smol()); // "llama" is five letters: another family of the same length
        const QByteArray key = "general.architecture";
        const qsizetype at = model.indexOf("llama", model.indexOf(key) + key.size());
        QVERIFY(at > 0);
        model.replace(at, 5, "lemma");
        QFile file(m_folder.filePath("family.gguf"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(model);
        file.close();
        const Run result = run({ "generate", file.fileName(), "--prompt", "x", "--device", "cpu" });
        QCOMPARE(result.status, 1);
        QVERIFY2(result.errors.contains("lemma"), result.errors.constData());
    }

    void unknownWeightTypesAreNamed()
    {
        QByteArray model = readAll(smol());
        const QByteArray name = "blk.0.attn_q.weight";
        const qsizetype type = model.indexOf(name) + name.size() + 4 + 2 * 8; // after the count of dimensions, and two
        QVERIFY(type > name.size() + 20);
        model[type] = 40; // newer than this program
        write("weights.gguf", model);
        const Run result = run({ "generate", m_folder.filePath("weights.gguf"), "--prompt", "x", "--device", "cpu" });
        QCOMPARE(result.status, 1);
        QVERIFY2(result.errors.contains(name), result.errors.constData());
        QVERIFY2(result.errors.contains("not supported"), result.errors.constData());
        QCOMPARE(result.errors.count('\n'), 1);
    }

    void infoTellsWhatLiesWhere()
    {
        const Run result
            = run({ "info", smol(), "--json", "--device", "vulkan:0", "--gpu-layers", "10", "--context", "512" });
        QCOMPARE(result.status, 0);
        const QJsonObject memory = result.json()["memory"].toObject();
        const QJsonObject placement = result.json()["placement"].toObject();
        QCOMPARE(placement["layers"].toInt(), 30);
        QCOMPARE(placement["gpu_layers"].toInt(), 10);
        QVERIFY(placement["fits"].toBool());
        const QJsonArray parts = placement["parts"].toArray();
        QCOMPARE(parts.size(), 2);
        QCOMPARE(parts[0].toObject()["device"].toString(), QStringLiteral("cpu"));
        QCOMPARE(parts[0].toObject()["layers"].toInt(), 20);
        QCOMPARE(parts[1].toObject()["device"].toString(), QStringLiteral("vulkan:0"));
        QCOMPARE(parts[1].toObject()["first_layer"].toInt(), 20);
        const qint64 both = parts[0].toObject()["total"].toInteger() + parts[1].toObject()["total"].toInteger();
        QCOMPARE(memory["total"].toInteger(), both + memory["vocabulary"].toInteger());
        QCOMPARE(memory["total"].toInteger(),
            memory["weights"].toInteger() + memory["kv"].toInteger() + memory["scratch"].toInteger());
    }

    void aModelTooLargeSaysWhatWouldFit()
    {
        const Run result = run({ "info", smol(), "--json", "--device", "cpu", "--context", "16000000" });
        QCOMPARE(result.status, 0);
        const QJsonObject placement = result.json()["placement"].toObject();
        QVERIFY(!placement["fits"].toBool());
        const QJsonObject problem = placement["problem"].toObject();
        QVERIFY(problem["missing"].toString().toLongLong() > 0);
        const QString context = problem["context"].toString();
        QVERIFY(context.toInt() >= 512);
        QVERIFY(problem["text"].toString().contains(QStringLiteral("--context ") + context));
        const Run refused = run({ "generate", smol(), "--device", "cpu", "--prompt", "x", "--context", "16000000" });
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.errors.contains("would fit with --context"), refused.errors.constData());
    }

    void infoTellsTheModel()
    {
        const Run result = run({ "info", smol(), "--json", "--device", "cpu", "--context", "1024" });
        QCOMPARE(result.status, 0);
        const QJsonObject info = result.json();
        QCOMPARE(info["architecture"].toString(), QStringLiteral("llama"));
        QCOMPARE(info["parameters"].toInteger(), qint64(134515008));
        QVERIFY(info["quantization"].toString().startsWith("Q4_1"));
        QVERIFY(info["chat_template"].toString().contains("<|im_start|>"));
        const QJsonObject memory = info["memory"].toObject();
        QCOMPARE(memory["kv"].toInteger(),
            qint64(1024) * 30 * 2 * 3 * 64 * 2); // positions, layers, k and v, heads, width, f16
        QCOMPARE(memory["total"].toInteger(),
            memory["weights"].toInteger() + memory["kv"].toInteger() + memory["scratch"].toInteger());
    }

    void devicesTellWhatTheyAre()
    {
        const Run result = run({ "devices", "--json" });
        const QJsonArray devices = result.json()["devices"].toArray();
        QVERIFY(devices.size() >= 2);
        for (const QJsonValue &value : devices) {
            const QJsonObject device = value.toObject();
            for (const char *field : { "name", "kind", "uuid", "driver", "memory_total", "memory_free", "features",
                     "check", "usable", "reason" })
                QVERIFY2(device.contains(QLatin1String(field)), field);
            QVERIFY(!device["name"].toString().isEmpty());
            QVERIFY(device["memory_total"].toDouble() > 1e8);
            QVERIFY(device["memory_free"].toDouble() <= device["memory_total"].toDouble());
            QVERIFY(QStringList({ "passed", "failed", "not run" }).contains(device["check"].toString()));
            if (device["kind"] == "cpu")
                QVERIFY(device["features"]["threads"].toString().toInt() >= 1);
        }
    }

    void speedAndPerplexityAreNumbers()
    {
        const Run bench = run({ "bench", smol(), "--device", "cpu", "--prompt-tokens", "32", "--generate-tokens", "4",
            "--repetitions", "2", "--json" });
        QCOMPARE(bench.status, 0);
        QVERIFY(bench.json()["prompt_tokens_per_second"].toDouble() > 0);
        QVERIFY(bench.json()["generated_tokens_per_second"].toDouble() > 0);
        QVERIFY(bench.json()["bytes_per_token"].toDouble() > 5e7); // the weights, at the least
        QCOMPARE(bench.json()["repetitions"].toArray().size(), 2);
        QVERIFY(!bench.json()["device"].toString().isEmpty());

        write("text.txt", readAll(QStringLiteral(MARU_SOURCE_DIR "/ARCHITECTURE.md")));
        const Run perplexity = run({ "perplexity", smol(), m_folder.filePath("text.txt"), "--context", "128",
            "--chunks", "2", "--device", "cpu", "--json" });
        QCOMPARE(perplexity.status, 0);
        QCOMPARE(perplexity.json()["chunks"].toInt(), 2);
        QVERIFY(perplexity.json()["perplexity"].toDouble() > 1);
        QVERIFY(perplexity.json()["perplexity"].toDouble() < 1000);
        write("short.txt", "Too short.");
        const Run tooShort = run({ "perplexity", smol(), m_folder.filePath("short.txt"), "--device", "cpu" });
        QCOMPARE(tooShort.status, 1);
        QCOMPARE(tooShort.output, QByteArray());
    }

    void devicesNeverChooseASoftwareOne()
    {
        const Run result = run({ "devices", "--json" });
        QCOMPARE(result.status, 0);
        bool software = false;
        for (const QJsonValue &value : result.json()["devices"].toArray()) {
            const QJsonObject device = value.toObject();
            software |= device["kind"].toString() == "software";
            QVERIFY(!(device["auto"].toBool() && device["kind"].toString() == "software"));
            QVERIFY(!device["reason"].toString().isEmpty());
        }
        QVERIFY2(software, "no software Vulkan device: packaging/dev installs lavapipe");
    }

    void withoutAVulkanLoaderTheCpuAnswers()
    {
        QFile loader(m_folder.filePath("libvulkan.so.1")); // the first one found, and no library
        QVERIFY(loader.open(QIODevice::WriteOnly));
        loader.write("not a library");
        loader.close();
        const QMap<QString, QString> broken { { "LD_LIBRARY_PATH", m_folder.path() } };
        const Run devices = run({ "devices", "--json" }, broken);
        QCOMPARE(devices.status, 0);
        QCOMPARE(devices.json()["devices"].toArray().size(), 1);
        QVERIFY(!devices.json()["note"].toString().isEmpty());
        QCOMPARE(run({ "generate", smol(), "--prompt", "Hi", "-n", "1" }, broken).status, 0);
        const Run vulkan = run({ "generate", smol(), "--prompt", "Hi", "--device", "vulkan" }, broken);
        QCOMPARE(vulkan.status, 1);
        QVERIFY2(vulkan.errors.contains("--device cpu"), vulkan.errors.constData());
    }

    void aDriverThatFailsLeavesTheCpu()
    {
        QFile manifest(m_folder.filePath("broken_icd.json"));
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write(
            R"({"file_format_version":"1.0.0","ICD":{"library_path":"/nowhere/libgone.so","api_version":"1.1.0"}})");
        manifest.close();
        const QMap<QString, QString> broken { { "VK_ICD_FILENAMES", manifest.fileName() },
            { "VK_DRIVER_FILES", manifest.fileName() } };
        QCOMPARE(run({ "generate", smol(), "--prompt", "Hi", "-n", "1" }, broken).status, 0);
        const Run vulkan = run({ "generate", smol(), "--prompt", "Hi", "--device", "vulkan" }, broken);
        QCOMPARE(vulkan.status, 1);
        QVERIFY2(vulkan.errors.contains("--device cpu"), vulkan.errors.constData());
    }

    void tokensGoThereAndBack()
    {
        const Run tokens = run({ "tokenize", smol(), "--text", "Hello, \uC548\uB155!", "--json" });
        QCOMPARE(tokens.status, 0);
        QStringList ids;
        for (const QJsonValue &id : tokens.json()["tokens"].toArray())
            ids << QString::number(id.toInt());
        QVERIFY(ids.size() > 3);
        const Run text = run({ "detokenize", smol(), "--tokens", ids.join(','), "--json" });
        QCOMPARE(text.json()["text"].toString(), QStringLiteral("Hello, \uC548\uB155!"));
        const Run bare = run({ "tokenize", smol(), "--text", "<|im_end|>", "--no-bos", "--json" });
        const Run special = run({ "tokenize", smol(), "--text", "<|im_end|>", "--no-bos", "--special", "--json" });
        QVERIFY(bare.json()["tokens"].toArray().size() > 1); // what a person types is no marker
        QCOMPARE(special.json()["tokens"].toArray(), QJsonArray { 2 });
        for (const char *token : { "49152", "-1" }) {
            const Run foreign = run({ "detokenize", smol(), "--tokens", token });
            QCOMPARE(foreign.status, 1);
            QVERIFY2(foreign.errors.contains(token), foreign.errors.constData());
        }
    }

    void aVocabularyAloneIsEnoughForTokens()
    {
        QByteArray vocabulary = readAll(smol());
        vocabulary.truncate(vocabulary.indexOf("token_embd.weight") - 8); // the first tensor, its length before it
        QVERIFY(vocabulary.size() > 1'000'000);
        vocabulary.replace(8, 8, QByteArray(8, '\0')); // no tensors
        write("vocabulary.gguf", vocabulary);
        const Run whole = run({ "tokenize", smol(), "--text", "The floor of a house", "--json" });
        const Run alone
            = run({ "tokenize", m_folder.filePath("vocabulary.gguf"), "--text", "The floor of a house", "--json" });
        QCOMPARE(alone.status, 0);
        QCOMPARE(alone.output, whole.output);
    }

    void digitsAreCutAndTheSmallerModelRuns()
    {
        const QString model = QStringLiteral(MARU_TEST_DATA "/families/llama.gguf");
        const QString text = m_folder.filePath("text.txt");
        const QString matrix = m_folder.filePath("matrix.gguf");
        const QString small = m_folder.filePath("small.gguf");
        write("text.txt", QByteArray("abc abd acd bcd dcb dca dba cba ").repeated(10));
        const Run seen = run({ "imatrix", model, text, matrix, "--context", "32", "--chunks", "2", "--json" });
        QVERIFY2(seen.status == 0, seen.errors.constData());
        QCOMPARE(seen.json()["chunks"].toInt(), 2);
        const Run cut = run({ "quantize", model, small, "Q4_0", "--imatrix", matrix, "--json" });
        QVERIFY2(cut.status == 0, cut.errors.constData());
        QCOMPARE(cut.json()["bytes_in"].toInteger(), QFileInfo(model).size());
        QCOMPARE(cut.json()["bytes_out"].toInteger(), QFileInfo(small).size());
        QVERIFY(QFileInfo(small).size() < QFileInfo(model).size() / 2);
        const Run reply = run({ "generate", small, "--prompt", "abc", "-n", "4", "--device", "cpu", "--json" });
        QVERIFY2(reply.status == 0, reply.errors.constData());
        QVERIFY(reply.json()["prompt_tokens"].toInt() > 0);
        const Run again = run({ "quantize", small, m_folder.filePath("smaller.gguf"), "Q8_0" });
        QCOMPARE(again.status, 1);
        QVERIFY2(again.errors.contains("lost its digits already"), again.errors.constData());
        QVERIFY(!QFileInfo::exists(m_folder.filePath("smaller.gguf")));
    }

    void templatesAreRenderedFromTheModelOrAFile()
    {
        write("vars.json", R"({"messages":[{"role":"user","content":"Hi"}],"add_generation_prompt":true})");
        const Run model = run({ "template", smol(), "--vars", m_folder.filePath("vars.json") });
        QCOMPARE(model.status, 0);
        QVERIFY(model.output.endsWith("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"));

        write("t.jinja", "{{ messages[0].content }} and {{ 6 * 7 }}");
        QCOMPARE(run({ "template", "--file", m_folder.filePath("t.jinja"), "--vars", m_folder.filePath("vars.json") })
                     .output,
            QByteArray("Hi and 42"));
    }

    void badTemplatesSayTheLineAndEndlessOnesAreStopped()
    {
        write("vars.json", "{}");
        write("syntax.jinja", "one\n{% if %}");
        const Run syntax = run(
            { "template", "--file", m_folder.filePath("syntax.jinja"), "--vars", m_folder.filePath("vars.json") });
        QCOMPARE(syntax.status, 1);
        QVERIFY2(syntax.errors.contains("line 2"), syntax.errors.constData());
        write("endless.jinja", "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}");
        const Run endless = run(
            { "template", "--file", m_folder.filePath("endless.jinja"), "--vars", m_folder.filePath("vars.json") });
        QCOMPARE(endless.status, 1);
        QVERIFY2(endless.errors.contains("too much"), endless.errors.constData());
    }

    void generateIsTheSameForTheSameSeed()
    {
        const QStringList call { "generate", smol(), "--prompt", "Once upon a time", "-n", "12", "--seed", "7",
            "--json", "--device", "cpu" };
        const Run first = run(call);
        QCOMPARE(first.status, 0);
        QCOMPARE(first.json()["tokens"].toArray().size(), 12);
        QCOMPARE(first.json()["stop_reason"].toString(), QStringLiteral("length"));
        QCOMPARE(run(call).json()["tokens"], first.json()["tokens"]);
        QVERIFY(first.json()["timings"].toObject()["tokens_per_second"].toDouble() > 0);
    }

    void messagesGoThroughTheTemplate()
    {
        write("messages.json", R"([{"role":"user","content":"What is the capital of France? Answer in one word."}])");
        const Run result = run({ "generate", smol(), "--messages", m_folder.filePath("messages.json"), "--temperature",
            "0", "-n", "40", "--json", "--device", "cpu" });
        QCOMPARE(result.status, 0);
        QVERIFY2(result.json()["text"].toString().contains("Paris"), result.output.constData());
        write("messages.json", "[{\"role\":\"robot\",\"content\":\"x\"}]");
        QCOMPARE(run({ "generate", smol(), "--messages", m_folder.filePath("messages.json") }).status, 2);
    }

    void stopStringsAndBiasesHold()
    {
        const QStringList call { "generate", smol(), "--prompt", "One, two, three, four, five, six,", "-n", "24",
            "--temperature", "0", "--json", "--device", "cpu" };
        const Run plain = run(call);
        QCOMPARE(plain.status, 0);
        const QString text = plain.json()["text"].toString();
        QVERIFY2(text.size() > 12, qPrintable(text));
        const QString stop = text.mid(5, 4);
        const Run stopped = run(call + QStringList { "--stop", "not there", "--stop", stop });
        QCOMPARE(stopped.json()["text"].toString(), text.left(text.indexOf(stop)));
        QCOMPARE(stopped.json()["stop_reason"].toString(), QStringLiteral("stop_string"));

        const int first = plain.json()["tokens"].toArray()[0].toInt();
        const Run banned = run(call + QStringList { "--logit-bias", QString("%1:-inf").arg(first) });
        QCOMPARE(banned.status, 0);
        for (const QJsonValue &token : banned.json()["tokens"].toArray())
            QVERIFY(token.toInt() != first);
    }

    void everySamplerRuns()
    {
        const Run result = run({ "generate", smol(), "--prompt", "Once", "-n", "16", "--seed", "3", "--typical", "0.9",
            "--xtc-probability", "0.5", "--xtc-threshold", "0.05", "--repeat-penalty", "1.1", "--repeat-last-n", "32",
            "--frequency-penalty", "0.1", "--presence-penalty", "0.1", "--dry-multiplier", "0.8", "--dry-base", "1.75",
            "--dry-allowed-length", "2", "--dry-penalty-last-n", "100", "--dry-sequence-breaker", "none", "--json",
            "--device", "cpu" });
        QCOMPARE(result.status, 0);
        QVERIFY(!result.json()["tokens"].toArray().isEmpty());
        const QStringList mirostat { "generate", smol(), "--prompt", "Once", "-n", "16", "--seed", "3", "--mirostat",
            "2", "--mirostat-ent", "4", "--mirostat-lr", "0.2", "--json", "--device", "cpu" };
        QCOMPARE(run(mirostat).json()["tokens"], run(mirostat).json()["tokens"]);
    }

    void repliesFollowASchemaOrAGrammar()
    {
        write("schema.json",
            R"({"type":"object","properties":{"city":{"type":"string","maxLength":20},)"
            R"("people":{"type":"integer","minimum":0,"maximum":99999999},)"
            R"("river":{"type":"boolean"}},"required":["city","people","river"]})");
        const Run schema = run({ "generate", smol(), "--prompt", "Tell me about Paris as JSON:", "-n", "200",
            "--json-schema", m_folder.filePath("schema.json"), "--seed", "1", "--json", "--device", "cpu" });
        QCOMPARE(schema.status, 0);
        QCOMPARE(schema.json()["stop_reason"].toString(), QStringLiteral("end"));
        const QJsonObject city = QJsonDocument::fromJson(schema.json()["text"].toString().toUtf8()).object();
        QVERIFY2(
            city["city"].isString() && city["people"].isDouble() && city["river"].isBool(), schema.output.constData());
        QCOMPARE(city.size(), 3);

        write("grammar.gbnf", "root ::= (\"yes\" | \"no\") \", \" [a-z]{3,5} \".\" # short\n");
        const Run grammar = run({ "generate", smol(), "--prompt", "Is Paris in France?", "-n", "50", "--grammar",
            m_folder.filePath("grammar.gbnf"), "--seed", "1", "--json", "--device", "cpu" });
        QVERIFY2(QRegularExpression("^(yes|no), [a-z]{3,5}\\.$").match(grammar.json()["text"].toString()).hasMatch(),
            grammar.output.constData());

        write("grammar.gbnf", "root ::= \"a\"\n  | gone\n");
        const Run bad = run(
            { "generate", smol(), "--prompt", "x", "--grammar", m_folder.filePath("grammar.gbnf"), "--device", "cpu" });
        QCOMPARE(bad.status, 1);
        QCOMPARE(bad.errors.count('\n'), 1);
        QVERIFY2(bad.errors.contains("line 2, column 5") && bad.errors.contains("gone"), bad.errors.constData());
        write("schema.json", R"({"type":"object","properties":{"a":{"not":{}}}})");
        const Run unknown = run({ "generate", smol(), "--prompt", "x", "--json-schema",
            m_folder.filePath("schema.json"), "--device", "cpu" });
        QCOMPARE(unknown.status, 1);
        QVERIFY2(unknown.errors.contains("#/properties/a/not"), unknown.errors.constData());
        QCOMPARE(run({ "generate", smol(), "--prompt", "x", "--grammar", "/nowhere.gbnf" }).status, 1);
    }

    void aLaterTurnComputesOnlyWhatIsNewAfterARestartToo()
    {
        const QString data = m_folder.filePath("data");
        const QString first
            = QString("Here is a list of words: %1. What is it about?").arg(QString("apple pear plum ").repeated(40));
        const auto ask = [&](const QByteArray &messages, const QStringList &more) {
            write("turns.json", messages);
            return run(QStringList { "generate", smol(), "--messages", m_folder.filePath("turns.json"), "-n", "16",
                           "--temperature", "0", "--json", "--device", "cpu" }
                + more);
        };
        const auto turns = [&](const QStringList &texts) {
            QJsonArray list;
            for (qsizetype i = 0; i < texts.size(); ++i)
                list.append(QJsonObject { { "role", i % 2 == 0 ? "user" : "assistant" }, { "content", texts[i] } });
            return QJsonDocument(list).toJson();
        };
        const QByteArray opening = turns({ first });
        const Run one = ask(opening, { "--data-dir", data });
        QCOMPARE(one.status, 0);
        QCOMPARE(one.json()["reused_tokens"].toInt(), 0);
        const int known = one.json()["prompt_tokens"].toInt();
        const QByteArray second = turns({ first, one.json()["text"].toString(), "Are you sure?" });

        const Run fresh = ask(second, {});
        QCOMPARE(fresh.json()["reused_tokens"].toInt(), 0);
        const QDir folder(data + "/cache/snapshots");
        const QString snapshot = folder.filePath(folder.entryList({ "*.kv" }, QDir::Files).value(0));
        const QByteArray kept = readAll(snapshot);
        QVERIFY(!kept.isEmpty());

        for (const char *kind : { "good", "damaged", "cut", "foreign" }) {
            QByteArray bytes = kept;
            if (kind == QByteArray("damaged"))
                bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
            else if (kind == QByteArray("cut"))
                bytes.chop(1000);
            else if (kind == QByteArray("foreign"))
                bytes = QByteArray(100000, 'x');
            QFile file(snapshot);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(bytes);
            file.close();
            const Run two = ask(second, { "--data-dir", data });
            QCOMPARE(two.status, 0);
            const int reused = two.json()["reused_tokens"].toInt();
            if (kind == QByteArray("good"))
                QVERIFY2(reused >= known && reused < two.json()["prompt_tokens"].toInt(), two.output.constData());
            else
                QCOMPARE(reused, 0);
            QCOMPARE(two.json()["tokens"], fresh.json()["tokens"]); // the same to the last bit
        }
        const Run named = ask(opening, { "--data-dir", data, "--conversation", "other" });
        QCOMPARE(named.status, 0);
        QCOMPARE(folder.entryList({ "*.kv" }, QDir::Files).size(), 2);
        QCOMPARE(folder.entryList({ "*.part" }, QDir::Files).size(), 0);
    }

    void aPromptLongerThanTheContextSaysSo()
    {
        const Run result = run(
            { "generate", smol(), "--prompt", QString("word ").repeated(200), "--context", "64", "--device", "cpu" });
        QCOMPARE(result.status, 1);
        QVERIFY2(result.errors.contains("64") && result.errors.contains("--context"), result.errors.constData());
    }

    void aCacheThatDoesNotFitSaysByHowMuch()
    {
        const Run result = run({ "generate", smol(), "--prompt", "x", "--context", "16000000", "--device", "cpu" });
        QCOMPARE(result.status, 1);
        QVERIFY2(result.errors.contains("GB are needed"), result.errors.constData());
    }

    void logitsAreWrittenAsNumPyReadsThem()
    {
        const QString out = m_folder.filePath("logits.npy");
        QCOMPARE(run({ "logits", smol(), "--tokens", "1,2,3", "--out", out, "--device", "cpu" }).status, 0);
        const QByteArray bytes = readAll(out);
        QVERIFY(bytes.startsWith(QByteArray("\x93NUMPY\x01\x00", 8)));
        QVERIFY(bytes.contains("'shape': (3, 49152)"));
        QCOMPARE(bytes.size() % 64, qsizetype(3 * 49152 * 4 % 64));
        const Run full = run({ "logits", smol(), "--tokens", "1", "--out", "/dev/full", "--device", "cpu" });
        QCOMPARE(full.status, 1);
        QVERIFY2(full.errors.contains("/dev/full"), full.errors.constData());
        QVERIFY2(QFile::exists("/dev/full"), "only what it began to write may be taken away");
        QVERIFY2(QFileInfo::exists("/dev/full"), "what was not made by us is not removed");
    }

private:
    void write(const QString &name, const QByteArray &content)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
