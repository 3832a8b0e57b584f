// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What goes wrong in the window: the message under the question says what happened and what to do, and what was written
// stays.

#include "app/chat/chat_controller.h"
#include "app/library/library_controller.h"
#include "app/settings/settings.h"
#include "inference/base/large_buffer.h"
#include "tests/app/app_test.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <cstring>

using namespace maru;
using namespace maru::test;

namespace {

constexpr qsizetype kFirstKey = 24; // after magic, version, two counts
constexpr qsizetype kAlignment = 32;

QByteArray tinyModel()
{
    QFile file(QStringLiteral(MARU_TEST_DATA "/families/llama.gguf"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

template <typename T> QByteArray little(T value)
{
    return QByteArray(reinterpret_cast<const char *>(&value), sizeof(value));
}

/// The tiny model with one more metadata entry, a string; spaces at its end keep the tensors aligned.
QByteArray withString(const QByteArray &key, QByteArray value)
{
    QByteArray bytes = tinyModel();
    quint64 entries = 0;
    std::memcpy(&entries, bytes.constData() + 16, sizeof(entries));
    bytes.replace(16, 8, little(entries + 1));
    const qsizetype fixed = 8 + key.size() + 4 + 8;
    while ((fixed + value.size()) % kAlignment != 0)
        value += ' ';
    constexpr quint32 kString = 8;
    bytes.insert(kFirstKey,
        little(static_cast<quint64>(key.size())) + key + little(kString) + little(static_cast<quint64>(value.size()))
            + value);
    return bytes;
}

QByteArray withFamily(const QByteArray &family)
{
    QByteArray bytes = tinyModel();
    const QByteArray key = "general.architecture";
    return bytes.replace(bytes.indexOf("llama", bytes.indexOf(key) + key.size()), family.size(), family);
}

QByteArray withTensorType(quint32 type)
{
    QByteArray bytes = tinyModel();
    const QByteArray name = "blk.0.attn_q.weight";
    return bytes.replace(bytes.indexOf(name) + name.size() + 4 + 2 * 8, 4, little(type));
}

} // namespace

class TestBadInput : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_vulkanVariables = { qgetenv("VK_ICD_FILENAMES"), qgetenv("VK_DRIVER_FILES") }; }

    void cleanup()
    {
        m_context.reset();
        qputenv("VK_ICD_FILENAMES", m_vulkanVariables.first);
        qputenv("VK_DRIVER_FILES", m_vulkanVariables.second);
        if (m_vulkanVariables.first.isEmpty())
            qunsetenv("VK_ICD_FILENAMES");
        if (m_vulkanVariables.second.isEmpty())
            qunsetenv("VK_DRIVER_FILES");
    }

    void a_file_that_cannot_be_run_says_why_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        const QByteArray model = tinyModel();
        QByteArray version = model;
        version[4] = 9;
        QByteArray hugeCount = model;
        hugeCount.replace(8, 8, little(~quint64 { 0 }));
        QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
        QTest::newRow("foreign") << QByteArray(5000, 'x') << QStringLiteral("not a model");
        QTest::newRow("cut in the header") << model.left(12) << QStringLiteral("cut short");
        QTest::newRow("cut in the metadata") << model.left(900) << QStringLiteral("cut short");
        QTest::newRow("cut in the weights") << model.left(model.size() - 100) << QStringLiteral("cut short");
        QTest::newRow("version") << version << QStringLiteral("version");
        QTest::newRow("count") << hugeCount << QStringLiteral("cut short");
        QTest::newRow("family") << withFamily("lemma") << QStringLiteral("lemma");
        QTest::newRow("weight type") << withTensorType(34) << QStringLiteral("TQ1_0");
        QTest::newRow("weight type without a name") << withTensorType(999) << QStringLiteral("999");
    }

    void a_file_that_cannot_be_run_says_why()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, says);
        start(bytes);
        LibraryController &library = *m_context->library();
        QTRY_VERIFY(!library.isScanning());
        const InstalledModel *model = library.models()->find(m_model);
        QVERIFY(model && model->problem);
        const QModelIndex row = library.models()->index(0);
        const QString problem = library.models()->data(row, InstalledModelList::ProblemTextRole).toString();
        QVERIFY2(problem.contains(says), qPrintable(problem));
        // Named on the command line, or gone bad since, it is asked all the same.
        ask(QStringLiteral("Hello"));
        QVERIFY2(role(1, MessageModel::ErrorTextRole).contains(says), qPrintable(role(1, MessageModel::ErrorTextRole)));
        QVERIFY(!role(1, MessageModel::ActionTextRole).isEmpty());
        QCOMPARE(role(0, MessageModel::TextRole), QStringLiteral("Hello"));
    }

    void a_template_that_fails_leaves_a_plain_one_and_a_note_data()
    {
        QTest::addColumn<QByteArray>("chatTemplate");
        QTest::newRow("does not parse") << QByteArray("{% for m in messages %}{{ m.content }}");
        QTest::newRow("never ends") << QByteArray("{% for i in range(99999999) %}{% for j in range(99999999) %}"
                                                  "{% endfor %}{% endfor %}x");
        QTest::newRow("refuses") << QByteArray("{{ raise_exception('no such conversation') }}");
    }

    void a_template_that_fails_leaves_a_plain_one_and_a_note()
    {
        QFETCH(const QByteArray, chatTemplate);
        start(withString("tokenizer.chat_template", chatTemplate));
        ask(QStringLiteral("Hi"));
        QVERIFY2(role(1, MessageModel::ErrorTextRole).isEmpty(), qPrintable(role(1, MessageModel::ErrorTextRole)));
        QVERIFY2(m_notes.contains(QStringLiteral("template")), qPrintable(m_notes));
    }

    void a_prompt_longer_than_the_context_says_so()
    {
        start(tinyModel());
        ask(QString(QStringLiteral("many words ")).repeated(200));
        const QString text = role(1, MessageModel::ErrorTextRole);
        QVERIFY2(text.contains(QStringLiteral("room for")), qPrintable(text));
    }

    void no_memory_says_how_much_is_needed_and_the_next_question_is_answered()
    {
        for (const unsigned allocation : { 1U, 2U, 3U }) { // weights, cache, scratch
            start(tinyModel());
            failLargeBuffersFrom(allocation);
            ask(QStringLiteral("Hi"));
            failLargeBuffersFrom(0);
            const QString text = role(1, MessageModel::ErrorTextRole);
            QVERIFY2(text.contains(QStringLiteral("memory")), qPrintable(text));
            QVERIFY(!role(1, MessageModel::ActionTextRole).isEmpty());
            ask(QStringLiteral("Again"));
            const int last = chat().messages()->count() - 1; // the question that failed keeps its place
            QCOMPARE(role(0, MessageModel::TextRole), QStringLiteral("Hi"));
            QVERIFY(!role(last, MessageModel::StatsTextRole).isEmpty());
            QVERIFY2(
                role(last, MessageModel::ErrorTextRole).isEmpty(), qPrintable(role(last, MessageModel::ErrorTextRole)));
        }
    }

    void without_a_vulkan_driver_the_processor_answers_unless_vulkan_was_asked_for_data()
    {
        QTest::addColumn<QByteArray>("manifest");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("one that is no library") << QByteArray(
            R"({"file_format_version":"1.0.0","ICD":{"library_path":"/etc/passwd","api_version":"1.1.0"}})");
    }

    void without_a_vulkan_driver_the_processor_answers_unless_vulkan_was_asked_for()
    {
        QFETCH(const QByteArray, manifest);
        QTemporaryDir drivers;
        const QString path = drivers.filePath(QStringLiteral("driver.json"));
        if (!manifest.isEmpty())
            write(path, manifest);
        qputenv("VK_ICD_FILENAMES", path.toUtf8());
        qputenv("VK_DRIVER_FILES", path.toUtf8());
        start(tinyModel(), QStringLiteral("auto"));
        ask(QStringLiteral("Hi"));
        QVERIFY2(role(1, MessageModel::ErrorTextRole).isEmpty(), qPrintable(role(1, MessageModel::ErrorTextRole)));
        start(tinyModel(), QStringLiteral("vulkan"));
        ask(QStringLiteral("Hi"));
        const QString text = role(1, MessageModel::ErrorTextRole);
        QVERIFY2(text.contains(QStringLiteral("Vulkan")), qPrintable(text));
        QVERIFY(!role(1, MessageModel::ActionTextRole).isEmpty());
    }

private:
    ChatController &chat() { return *m_context->chat(); }
    QString role(int row, int role) { return chat().messages()->data(chat().messages()->index(row), role).toString(); }

    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    void start(const QByteArray &bytes, const QString &device = QStringLiteral("cpu"))
    {
        m_context.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_model = m_folder->filePath(QStringLiteral("models/bad.gguf"));
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("models"))));
        write(m_model, bytes);
        AppOptions options;
        options.dataDir = m_folder->path();
        options.modelPath = m_model;
        options.device = device;
        auto context = AppContext::create(options);
        VERIFY_OK(context);
        m_context = *std::move(context);
        m_context->settings()->setMaxTokens(4);
        m_notes.clear();
    }

    void ask(const QString &text)
    {
        QSignalSpy ended(&chat(), &ChatController::replyEnded);
        QVERIFY(chat().send(text));
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 60'000);
        m_notes = chat().noteText();
    }

    QPair<QByteArray, QByteArray> m_vulkanVariables;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
    QString m_model;
    QString m_notes;
};

QTEST_MAIN(TestBadInput)
#include "tst_bad_input.moc"
