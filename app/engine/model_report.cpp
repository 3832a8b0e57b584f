// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/model_report.h"

#include "app/engine/error_text.h"
#include "inference/prompt/chat_template.h"
#include "inference/runtime/loaded_model.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <array>
#include <map>
#include <utility>

namespace maru {

namespace {

constexpr qsizetype kLongestTemplate = 200'000; // characters shown

class Words
{
    Q_DECLARE_TR_FUNCTIONS(maru::ModelReport)
};

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

QString size(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QList<ReportLine> factsOf(const model::Model &model)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    const gguf::GgufFile &file = model.file();
    const auto text = [&file](std::string_view key) {
        return fromView(file.string(key).value_or(std::string_view())).left(200).simplified();
    };
    QList<ReportLine> facts {
        { Words::tr("Name inside"), QString::fromStdString(model.name()).left(200) },
        { Words::tr("Licence"), text("general.license") },
        { Words::tr("Made by"), text("general.organization") },
        { Words::tr("Family"), QString::fromStdString(sizes.family) },
        { Words::tr("Weights"), number(model.parameterCount()) },
        { Words::tr("Format"), QString::fromStdString(model.quantization()) },
        { Words::tr("Trained context"), Words::tr("%1 tokens").arg(number(sizes.contextLength)) },
        { Words::tr("Layers"), number(sizes.layerCount) },
        { Words::tr("Width"), number(sizes.embeddingLength) },
        { Words::tr("Heads"),
            Words::tr("%1, of keys and values %2").arg(number(sizes.headCount), number(sizes.kvHeadCount)) },
        { Words::tr("Vocabulary"), Words::tr("%1 tokens").arg(number(sizes.vocabularySize)) },
        { Words::tr("Tokenizer"), text("tokenizer.ggml.model") + u' ' + text("tokenizer.ggml.pre") },
        { Words::tr("File"),
            Words::tr("GGUF %1, %2 in %n part(s)", nullptr, static_cast<int>(file.partCount()))
                .arg(number(file.version()), size(file.fileSize())) },
        { Words::tr("Model id"), QString::fromStdString(model.id()) },
    };
    facts.removeIf([](const ReportLine &line) { return line.value.trimmed().isEmpty(); });
    return facts;
}

QList<ReportLine> tensorsOf(const model::Model &model)
{
    std::map<QString, std::pair<int, std::uint64_t>> types;
    for (const gguf::TensorInfo &tensor : model.file().tensors()) {
        auto &[count, bytes] = types[tensor.type ? fromView(quant::tensorTypeInfo(*tensor.type).name)
                                                 : Words::tr("unknown type %1").arg(tensor.rawType)];
        ++count;
        bytes += tensor.byteCount;
    }
    QList<ReportLine> lines;
    for (const auto &[name, sum] : types)
        lines.append({ name, Words::tr("%n tensor(s), %1", nullptr, sum.first).arg(size(sum.second)) });
    return lines;
}

QList<ReportLine> specialTokensOf(const model::Model &model)
{
    const tokenizer::Tokenizer &tokenizer = model.tokenizer();
    const tokenizer::SpecialTokens &special = tokenizer.special();
    const std::array<std::pair<QString, tokenizer::Token>, 5> all { {
        { Words::tr("Begins a text"), special.beginOfSequence },
        { Words::tr("Ends a text"), special.endOfSequence },
        { Words::tr("Ends a turn"), special.endOfTurn },
        { Words::tr("Unknown"), special.unknown },
        { Words::tr("Padding"), special.padding },
    } };
    QList<ReportLine> lines;
    for (const auto &[role, token] : all) {
        if (token != tokenizer::kNoToken)
            lines.append({ role,
                QStringLiteral("%1  (%2)")
                    .arg(QString::fromStdString(tokenizer.piece(token, true)).left(80))
                    .arg(token) });
    }
    return lines;
}

void renderSample(const model::Model &model, ModelReport &report)
{
    const auto source = model.file().string("tokenizer.chat_template");
    if (source)
        report.templateSource = fromView(*source).left(kLongestTemplate);
    if (model.templateError()) {
        report.templateProblem = errorText(*model.templateError()).text;
        return;
    }
    if (!source)
        return;
    const std::array<prompt::ChatMessage, 3> conversation { {
        { prompt::Role::User, "What is Maru?" },
        { prompt::Role::Assistant, "A wooden floor in a Korean house." },
        { prompt::Role::User, "Thank you." },
    } };
    const tokenizer::Tokenizer &tokenizer = model.tokenizer();
    const auto piece = [&tokenizer](tokenizer::Token token) {
        return token == tokenizer::kNoToken ? std::string() : tokenizer.piece(token, true);
    };
    const prompt::TemplateTokens tokens { piece(tokenizer.special().beginOfSequence),
        piece(tokenizer.special().endOfSequence) };
    const auto rendered = model.chatTemplate().render(conversation, tokens, true);
    if (rendered)
        report.templateSample = QString::fromStdString(*rendered).left(kLongestTemplate);
    else
        report.templateProblem = errorText(rendered.error()).text;
}

} // namespace

ModelReport reportOf(const QString &path)
{
    ModelReport report;
    report.name = QFileInfo(path).completeBaseName();
    const auto model = model::Model::open(std::filesystem::path(path.toStdU16String()));
    if (!model) {
        report.problem = model.error();
        return report;
    }
    report.facts = factsOf(**model);
    report.tensors = tensorsOf(**model);
    report.specialTokens = specialTokensOf(**model);
    renderSample(**model, report);
    runtime::OpenOptions options;
    options.device = "cpu";
    if (const auto memory = runtime::accountMemory(**model, options); !memory)
        report.problem = memory.error();
    return report;
}

} // namespace maru
