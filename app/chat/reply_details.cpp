// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/reply_details.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace maru {

namespace {

struct ReplyDetails
{
    Q_DECLARE_TR_FUNCTIONS(maru::ReplyDetails)
};

QString seconds(double ms)
{
    const double value = ms / 1000;
    return ReplyDetails::tr("%1 s").arg(QLocale().toString(value, 'f', value < 10 ? 1 : 0));
}

QString speed(double tokensPerSecond)
{
    return ReplyDetails::tr("%1 tok/s").arg(QLocale().toString(tokensPerSecond, 'f', tokensPerSecond < 10 ? 1 : 0));
}

/// The parts that a reply's time is made of, in ms.
struct Times
{
    double load = 0;
    double read = 0;
    double write = 0;

    double all() const { return load + read + write; }
};

int writtenTokens(const Message &reply)
{
    return std::max(0, static_cast<int>(reply.tokens.size()) - reply.statistics.continuedTokens);
}

Times timesOf(const Message &reply)
{
    Times times { reply.statistics.loadMs, reply.statistics.promptMs, 0 };
    if (reply.tokensPerSecond > 0)
        times.write = std::max(0, writtenTokens(reply) - 1) * 1000.0 / reply.tokensPerSecond;
    return times;
}

bool isSplit(const ReplyStatistics &statistics)
{
    return statistics.gpuLayers > 0 && statistics.gpuLayers < statistics.layerCount;
}

QString layersText(const ReplyStatistics &statistics)
{
    if (statistics.layerCount == 0)
        return {};
    if (statistics.gpuLayers == 0)
        return ReplyDetails::tr("all %L1 on the processor").arg(statistics.layerCount);
    if (!isSplit(statistics))
        return ReplyDetails::tr("all %L1 on the graphics device").arg(statistics.layerCount);
    return ReplyDetails::tr("%L1 on the graphics device, %L2 on the processor")
        .arg(statistics.gpuLayers)
        .arg(statistics.layerCount - statistics.gpuLayers);
}

QString readText(const ReplyStatistics &statistics)
{
    const int read = statistics.promptTokens - statistics.reusedTokens;
    const QString what = ReplyDetails::tr("%Ln token(s) in %1", nullptr, read).arg(seconds(statistics.promptMs));
    if (statistics.reusedTokens == 0)
        return what;
    return ReplyDetails::tr("%1; %L2 more were known").arg(what).arg(statistics.reusedTokens);
}

QString settingsText(const GenerationSettings &settings)
{
    const QLocale locale;
    QStringList parts;
    const auto add = [&](const QString &name, double value, double off) {
        if (value != off)
            parts << ReplyDetails::tr("%1 %2").arg(name, locale.toString(value));
    };
    if (settings.mirostat) {
        parts << ReplyDetails::tr("Mirostat %1").arg(locale.toString(settings.mirostatTau));
    } else {
        parts << ReplyDetails::tr("temperature %1").arg(locale.toString(settings.temperature));
        add(ReplyDetails::tr("top-k"), settings.topK, 0);
        add(ReplyDetails::tr("top-p"), settings.topP, 1);
        add(ReplyDetails::tr("min-p"), settings.minP, 0);
        add(ReplyDetails::tr("typical-p"), settings.typicalP, 1);
        add(ReplyDetails::tr("XTC"), settings.xtcProbability, 0);
    }
    add(ReplyDetails::tr("repetition penalty"), settings.repetitionPenalty, 1);
    add(ReplyDetails::tr("frequency penalty"), settings.frequencyPenalty, 0);
    add(ReplyDetails::tr("presence penalty"), settings.presencePenalty, 0);
    add(ReplyDetails::tr("DRY"), settings.dryMultiplier, 0);
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString whySlow(const Message &reply)
{
    const Times times = timesOf(reply);
    const ReplyStatistics &statistics = reply.statistics;
    if (times.all() <= 0)
        return {};
    const auto share = [&times](double part) { return static_cast<int>(part * 100 / times.all() + 0.5); };
    const int read = statistics.promptTokens - statistics.reusedTokens;
    QString text;
    if (times.load >= times.read && times.load >= times.write) {
        text = ReplyDetails::tr("Most of the time (%1 of %2) went into loading the model. The next reply does not wait "
                                "for that.")
                   .arg(seconds(times.load), seconds(times.all()));
    } else if (times.read >= times.write) {
        text = ReplyDetails::tr(
            "Most of the time (%1 of %2) went into reading %Ln token(s) of the conversation.", nullptr, read)
                   .arg(seconds(times.read), seconds(times.all()));
        text += u' '
            + (statistics.reusedTokens > 0
                    ? ReplyDetails::tr("%L1 were known from before.").arg(statistics.reusedTokens)
                    : ReplyDetails::tr("Nothing of it was known from before; what follows in this conversation is "
                                       "quicker."));
    } else {
        text = ReplyDetails::tr("%1 % of the time went into writing %Ln token(s).", nullptr, writtenTokens(reply))
                   .arg(share(times.write));
        if (reply.thinkingMs * 2 > times.write)
            text += u' ' + ReplyDetails::tr("%1 of that was thinking.").arg(seconds(reply.thinkingMs));
        if (isSplit(statistics))
            text += u' '
                + ReplyDetails::tr("%L1 of %L2 layers lie on the processor, which slows every token.")
                      .arg(statistics.layerCount - statistics.gpuLayers)
                      .arg(statistics.layerCount);
        else if (statistics.layerCount > 0 && statistics.gpuLayers == 0)
            text += u' ' + ReplyDetails::tr("The processor did it all; a smaller model writes faster.");
    }
    return text;
}

QList<DetailLine> replyDetails(const Message &reply)
{
    const ReplyStatistics &statistics = reply.statistics;
    QList<DetailLine> lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines.append({ name, value });
    };
    add(ReplyDetails::tr("Written"),
        QLocale().toString(QDateTime::fromMSecsSinceEpoch(reply.createdAt), QLocale::ShortFormat));
    add(ReplyDetails::tr("Model"), reply.modelName);
    add(ReplyDetails::tr("Device"), statistics.device);
    add(ReplyDetails::tr("Layers"), layersText(statistics));
    if (statistics.loadMs > 0)
        add(ReplyDetails::tr("Loaded in"), seconds(statistics.loadMs));
    if (statistics.promptTokens > 0)
        add(ReplyDetails::tr("Read"), readText(statistics));
    if (reply.firstWordMs > 0)
        add(ReplyDetails::tr("First word after"), seconds(reply.firstWordMs));
    if (reply.thinkingMs > 0)
        add(ReplyDetails::tr("Thought for"), seconds(reply.thinkingMs));
    if (writtenTokens(reply) > 0 && reply.tokensPerSecond > 0)
        add(ReplyDetails::tr("Wrote"),
            ReplyDetails::tr("%Ln token(s) at %1", nullptr, writtenTokens(reply)).arg(speed(reply.tokensPerSecond)));
    if (statistics.continuedTokens > 0)
        add(ReplyDetails::tr("Went on after"), ReplyDetails::tr("%Ln token(s)", nullptr, statistics.continuedTokens));
    if (statistics.contextLength > 0)
        add(ReplyDetails::tr("Context"), ReplyDetails::tr("%Ln token(s)", nullptr, statistics.contextLength));
    if (!reply.tokens.isEmpty()) {
        add(ReplyDetails::tr("Settings"), settingsText(reply.settings));
        add(ReplyDetails::tr("Seed"), QString::number(reply.seed));
    }
    return lines;
}

} // namespace maru
