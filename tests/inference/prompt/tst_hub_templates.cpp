// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The chat templates of hundreds of published models, fetched by packaging/dev, give the text that jinja2 gives.

#include "inference/prompt/chat_template.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <string>
#include <vector>

using namespace maru;
using namespace maru::prompt;

namespace {

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString templatesPath()
{
    const QString set = qEnvironmentVariable("MARU_TEST_MODELS");
    const QString data = qEnvironmentVariable("XDG_DATA_HOME", QDir::homePath() + QStringLiteral("/.local/share"));
    return (set.isEmpty() ? data + QStringLiteral("/maru/models") : set) + QStringLiteral("/templates.json");
}

/// The conversations as they are written in their file: QJson would sort the members of objects.
std::vector<std::string> conversations()
{
    std::vector<std::string> made;
    for (QByteArray line : read(QStringLiteral(MARU_TEST_DATA "/prompt/hub_conversations.json")).split('\n')) {
        if (!line.startsWith('{'))
            continue;
        if (line.endsWith(','))
            line.chop(1);
        made.push_back(line.toStdString());
    }
    return made;
}

/// As in hub.goldens; "refused" for what our limits stop.
QByteArray outcome(const ChatTemplate &chatTemplate, const std::string &variables)
{
    const auto text = chatTemplate.renderJson(variables);
    if (!text)
        return text.error().reason == Reason::TemplateLimit ? QByteArray("refused") : QByteArray("error");
    return QCryptographicHash::hash(QByteArray::fromStdString(*text), QCryptographicHash::Sha256).toHex().left(16);
}

} // namespace

class HubTemplatesTest : public QObject
{
    Q_OBJECT

private slots:
    void textIsThatOfJinja2()
    {
        const QByteArray bytes = read(templatesPath());
        QVERIFY2(!bytes.isEmpty(), "templates.json is missing: packaging/dev test fetches it");
        const QJsonObject templates = QJsonDocument::fromJson(bytes).object();
        const std::vector<std::string> variables = conversations();
        QCOMPARE(variables.size(), std::size_t { 4 });
        int rendered = 0;
        QStringList wrong;
        for (const QByteArray &line : read(QStringLiteral(MARU_TEST_DATA "/prompt/hub.goldens")).split('\n')) {
            if (line.isEmpty())
                continue;
            const QList<QByteArray> golden = line.split('\t');
            const QString name = QString::fromUtf8(golden.front());
            const auto chatTemplate = ChatTemplate::parse(templates[name].toString().toStdString());
            for (std::size_t i = 0; i < variables.size(); ++i) {
                const QByteArray expected = golden[static_cast<int>(i) + 1];
                const QByteArray got = chatTemplate ? outcome(*chatTemplate, variables[i]) : QByteArray("error");
                const bool isText = got.size() == 16;
                if (expected == "date" ? !isText : got != expected)
                    wrong << QStringLiteral("%1 %2").arg(name).arg(i);
                rendered += isText ? 1 : 0;
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
        QVERIFY2(rendered > 2000, qPrintable(QString::number(rendered)));
    }
};

QTEST_GUILESS_MAIN(HubTemplatesTest)
#include "tst_hub_templates.moc"
