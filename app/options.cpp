// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/options.h"

#include <QRegularExpression>

#include <utility>

namespace maru {

namespace {

constexpr int kMostThreads = 1024;

Error badOption(const QString &option, const QString &detail)
{
    return { ErrorCode::InvalidArgument, Reason::BadOption,
        { { "option", option.toStdString() }, { "detail", detail.toStdString() } },
        (option + QLatin1Char(' ') + detail).toStdString() };
}

Result<void> setValue(Options &options, const QString &name, const QString &value)
{
    static const QRegularExpression device(QStringLiteral("^(auto|cpu|vulkan|vulkan:[0-9A-Fa-f-]+)$"));
    if (name == QLatin1String("--data-dir")) {
        options.app.dataDir = value;
    } else if (name == QLatin1String("--model")) {
        options.app.modelPath = value;
    } else if (name == QLatin1String("--prompt")) {
        options.prompt = value;
    } else if (name == QLatin1String("--screenshot")) {
        options.screenshot = value;
    } else if (name == QLatin1String("--device")) {
        if (!device.match(value).hasMatch())
            return badOption(name, QStringLiteral("takes auto, cpu, vulkan, vulkan:INDEX or vulkan:UUID"));
        options.app.device = value;
    } else if (name == QLatin1String("--threads")) {
        options.app.threads = value.toInt();
        if (options.app.threads < 1 || options.app.threads > kMostThreads)
            return badOption(name, QStringLiteral("takes a number from 1 to %1").arg(kMostThreads));
    } else if (name == QLatin1String("--engine")) {
        if (value != QLatin1String("real") && value != QLatin1String("fake"))
            return badOption(name, QStringLiteral("takes real or fake"));
        options.app.engine = value == QLatin1String("fake") ? EngineKind::Fake : EngineKind::Real;
    } else if (name == QLatin1String("--language")) {
        if (value != QLatin1String("en") && value != QLatin1String("ko"))
            return badOption(name, QStringLiteral("takes en or ko"));
        options.app.language = value;
    } else {
        return badOption(name, QStringLiteral("is not known"));
    }
    if (value.isEmpty())
        return badOption(name, QStringLiteral("needs a value"));
    return {};
}

} // namespace

Result<Options> parseOptions(const QStringList &arguments)
{
    Options options;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments.at(i);
        if (argument == QLatin1String("--exit-after-reply")) {
            options.exitAfterReply = true;
        } else if (argument == QLatin1String("--offline")) {
            options.app.offline = true;
        } else if (argument == QLatin1String("--help") || argument == QLatin1String("-h")) {
            options.help = true;
        } else if (argument == QLatin1String("--version")) {
            options.version = true;
        } else if (!argument.startsWith(QLatin1String("--"))) {
            return badOption(argument, QStringLiteral("is not known"));
        } else if (const qsizetype equals = argument.indexOf(u'='); equals > 0) {
            MARU_CHECK(setValue(options, argument.left(equals), argument.mid(equals + 1)));
        } else {
            const QString value = i + 1 < arguments.size() ? arguments.at(i + 1) : QString();
            MARU_CHECK(setValue(options, argument, value));
            ++i;
        }
    }
    return options;
}

QString helpText()
{
    return QStringLiteral(R"(Usage: maru [options]
Chat with a language model that runs on this computer.

  --data-dir DIR         keep everything (conversations, models, caches, settings) under DIR
  --model FILE           use this .gguf file
  --device NAME          auto, cpu, vulkan, vulkan:INDEX or vulkan:UUID
  --threads N            of the processor; without it as the settings say
  --language en|ko       what the window speaks
  --offline              open no connection, whatever the settings say
  --engine real|fake     fake: the window without a model, to try it out
  --prompt TEXT          type TEXT into the window and send it
  --screenshot FILE      save a picture of the window once the reply has ended
  --exit-after-reply     print the reply and quit: 0 if one came, else 1
  --help, --version
)");
}

} // namespace maru
