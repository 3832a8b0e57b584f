// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// maru-cli as people and scripts call it: results, exit status, and one clear line for everything that can go wrong.

#include "tests/support/real_models.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
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
        QTest::newRow("missing model") << QStringList { "info" } << QByteArray("MODEL");
        QTest::newRow("cache format") << QStringList { "bench", smol(), "--kv", "q2" } << QByteArray("--kv");
        QTest::newRow("layers") << QStringList { "bench", smol(), "--gpu-layers", "most" } << QByteArray("--gpu-layers");
        QTest::newRow("layers of no card") << QStringList { "bench", smol(), "--device", "cpu", "--gpu-layers", "3" }
                                           << QByteArray("--gpu-layers");
        QTest::newRow("quantize") << QStringList { "quantize", "a", "b", "Q4_9" } << QByteArray("Q4_K_M");
        QTest::newRow("device") << QStringList { "bench", smol(), "--device", "cuda" } << QByteArray("--device");
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
