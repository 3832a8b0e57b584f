// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/setting_list.h"

#include <QStringList>

#include <array>
#include <cmath>

namespace maru {

namespace {

using Kind = SettingList::Kind;

/// A row of the form. Texts are translated where they are shown.
struct Field
{
    const char *key;
    const char *title;
    const char *explanation;
    Kind kind;
    double from;
    double to;
    double step;
    int digits;
    bool isAdvanced;
    const char *specialText; ///< of the lowest value; null: it is not special
    QVariant (*get)(const GenerationSettings &);
    void (*set)(GenerationSettings &, const QVariant &);
};

template <auto Member> QVariant get(const GenerationSettings &settings)
{
    return QVariant::fromValue(settings.*Member);
}

template <auto Member> void set(GenerationSettings &settings, const QVariant &value)
{
    using Value = std::remove_reference_t<decltype(settings.*Member)>;
    if constexpr (std::is_same_v<Value, int>)
        settings.*Member = static_cast<int>(std::lround(value.toDouble()));
    else
        settings.*Member = value.value<Value>();
}

QVariant getThinking(const GenerationSettings &settings)
{
    return static_cast<int>(settings.thinking);
}

void setThinking(GenerationSettings &settings, const QVariant &value)
{
    settings.thinking = static_cast<Thinking>(value.toInt());
}

QVariant getSeed(const GenerationSettings &settings)
{
    return settings.seed ? QString::number(*settings.seed) : QString();
}

void setSeed(GenerationSettings &settings, const QVariant &value)
{
    const QString text = value.toString().trimmed();
    bool isNumber = false;
    const quint64 seed = text.toULongLong(&isNumber);
    if (isNumber)
        settings.seed = seed;
    else if (text.isEmpty())
        settings.seed.reset();
}

#define MARU_MEMBER(name) get<&GenerationSettings::name>, set<&GenerationSettings::name>

constexpr std::array kFields {
    Field { "temperature", QT_TRANSLATE_NOOP("maru::SettingList", "Temperature"),
        QT_TRANSLATE_NOOP("maru::SettingList",
            "How daring the choice of words is. 0 always takes the likeliest word; above 1 gets wild."),
        Kind::Number, 0, 2, 0.05, 2, false, nullptr, MARU_MEMBER(temperature) },
    Field { "max_tokens", QT_TRANSLATE_NOOP("maru::SettingList", "Longest reply"),
        QT_TRANSLATE_NOOP("maru::SettingList",
            "Tokens after which a reply is cut. A token is about three quarters of an English word."),
        Kind::Number, 0, 1'000'000, 64, 0, false, QT_TRANSLATE_NOOP("maru::SettingList", "until it ends"),
        MARU_MEMBER(maxTokens) },
    Field { "thinking", QT_TRANSLATE_NOOP("maru::SettingList", "Thinking"),
        QT_TRANSLATE_NOOP("maru::SettingList",
            "Whether a model that can think does so before it answers: slower, and better at hard questions."),
        Kind::Choice, 0, 2, 1, 0, false, nullptr, getThinking, setThinking },
    Field { "thinking_budget", QT_TRANSLATE_NOOP("maru::SettingList", "Longest thinking"),
        QT_TRANSLATE_NOOP("maru::SettingList", "Tokens after which the model is led from its thoughts to its answer."),
        Kind::Number, 0, 1'000'000, 100, 0, false, QT_TRANSLATE_NOOP("maru::SettingList", "no limit"),
        MARU_MEMBER(thinkingBudget) },
    Field { "seed", QT_TRANSLATE_NOOP("maru::SettingList", "Seed"),
        QT_TRANSLATE_NOOP("maru::SettingList",
            "With the same number the same question gets the same reply. Leave it empty for another one each "
            "time."),
        Kind::Text, 0, 0, 0, 0, false, nullptr, getSeed, setSeed },
    Field { "context_length", QT_TRANSLATE_NOOP("maru::SettingList", "Context"),
        QT_TRANSLATE_NOOP("maru::SettingList",
            "Tokens of the conversation that the model sees at once. More takes more memory, and loads the model "
            "again."),
        Kind::Number, 0, 10'000'000, 1024, 0, false, QT_TRANSLATE_NOOP("maru::SettingList", "automatic"),
        MARU_MEMBER(contextLength) },
    Field { "gpu_layers", QT_TRANSLATE_NOOP("maru::SettingList", "Layers on the graphics device"),
        QT_TRANSLATE_NOOP("maru::SettingList",
            "How much of the model lies in the memory of the graphics device; the rest is computed by the "
            "processor, which is slower."),
        Kind::Number, -1, 1000, 1, 0, false, QT_TRANSLATE_NOOP("maru::SettingList", "automatic"),
        MARU_MEMBER(gpuLayers) },
    Field { "top_k", QT_TRANSLATE_NOOP("maru::SettingList", "Top-k"),
        QT_TRANSLATE_NOOP("maru::SettingList", "Only the so many likeliest words are candidates."), Kind::Number, 0,
        1000, 1, 0, true, QT_TRANSLATE_NOOP("maru::SettingList", "all"), MARU_MEMBER(topK) },
    Field { "top_p", QT_TRANSLATE_NOOP("maru::SettingList", "Top-p"),
        QT_TRANSLATE_NOOP("maru::SettingList",
            "Only the likeliest words that together have this share of the probability. 1 is off."),
        Kind::Number, 0, 1, 0.01, 2, true, nullptr, MARU_MEMBER(topP) },
    Field { "min_p", QT_TRANSLATE_NOOP("maru::SettingList", "Min-p"),
        QT_TRANSLATE_NOOP(
            "maru::SettingList", "Words less likely than this share of the likeliest one are left out. 0 is off."),
        Kind::Number, 0, 1, 0.01, 2, true, nullptr, MARU_MEMBER(minP) },
    Field { "typical_p", QT_TRANSLATE_NOOP("maru::SettingList", "Typical-p"),
        QT_TRANSLATE_NOOP("maru::SettingList", "Prefers words that are about as surprising as usual. 1 is off."),
        Kind::Number, 0.01, 1, 0.01, 2, true, nullptr, MARU_MEMBER(typicalP) },
    Field { "repetition_penalty", QT_TRANSLATE_NOOP("maru::SettingList", "Repetition penalty"),
        QT_TRANSLATE_NOOP(
            "maru::SettingList", "Makes words that stood there lately less likely. 1 is off; above 1.2 hurts grammar."),
        Kind::Number, 1, 2, 0.01, 2, true, nullptr, MARU_MEMBER(repetitionPenalty) },
    Field { "frequency_penalty", QT_TRANSLATE_NOOP("maru::SettingList", "Frequency penalty"),
        QT_TRANSLATE_NOOP(
            "maru::SettingList", "The more often a word stood there, the less likely it becomes. 0 is off."),
        Kind::Number, -2, 2, 0.05, 2, true, nullptr, MARU_MEMBER(frequencyPenalty) },
    Field { "presence_penalty", QT_TRANSLATE_NOOP("maru::SettingList", "Presence penalty"),
        QT_TRANSLATE_NOOP(
            "maru::SettingList", "A word that stood there at all becomes less likely: new subjects come up. 0 is off."),
        Kind::Number, -2, 2, 0.05, 2, true, nullptr, MARU_MEMBER(presencePenalty) },
    Field { "repetition_window", QT_TRANSLATE_NOOP("maru::SettingList", "Penalties look back"),
        QT_TRANSLATE_NOOP("maru::SettingList", "How many of the last tokens the three penalties count."), Kind::Number,
        0, 100'000, 16, 0, true, QT_TRANSLATE_NOOP("maru::SettingList", "none"), MARU_MEMBER(repetitionWindow) },
    Field { "dry_multiplier", QT_TRANSLATE_NOOP("maru::SettingList", "DRY strength"),
        QT_TRANSLATE_NOOP("maru::SettingList", "Keeps the model from repeating whole phrases. 0 is off; 0.8 is usual."),
        Kind::Number, 0, 5, 0.05, 2, true, nullptr, MARU_MEMBER(dryMultiplier) },
    Field { "dry_base", QT_TRANSLATE_NOOP("maru::SettingList", "DRY growth"),
        QT_TRANSLATE_NOOP("maru::SettingList", "How fast the penalty grows with the length of the repeated phrase."),
        Kind::Number, 1, 4, 0.05, 2, true, nullptr, MARU_MEMBER(dryBase) },
    Field { "dry_allowed_length", QT_TRANSLATE_NOOP("maru::SettingList", "DRY free length"),
        QT_TRANSLATE_NOOP("maru::SettingList", "Phrases of so many tokens may be repeated freely."), Kind::Number, 1,
        100, 1, 0, true, nullptr, MARU_MEMBER(dryAllowedLength) },
    Field { "xtc_probability", QT_TRANSLATE_NOOP("maru::SettingList", "XTC chance"),
        QT_TRANSLATE_NOOP(
            "maru::SettingList", "How often the likeliest words are left out, for less expected turns. 0 is off."),
        Kind::Number, 0, 1, 0.05, 2, true, nullptr, MARU_MEMBER(xtcProbability) },
    Field { "xtc_threshold", QT_TRANSLATE_NOOP("maru::SettingList", "XTC threshold"),
        QT_TRANSLATE_NOOP("maru::SettingList", "Only words more likely than this are left out so."), Kind::Number, 0, 1,
        0.01, 2, true, nullptr, MARU_MEMBER(xtcThreshold) },
    Field { "mirostat", QT_TRANSLATE_NOOP("maru::SettingList", "Mirostat"),
        QT_TRANSLATE_NOOP("maru::SettingList",
            "Steers how surprising the text is by itself, in place of temperature, top-k, top-p, min-p, "
            "typical-p and XTC."),
        Kind::Switch, 0, 1, 1, 0, true, nullptr, MARU_MEMBER(mirostat) },
    Field { "mirostat_tau", QT_TRANSLATE_NOOP("maru::SettingList", "Mirostat target"),
        QT_TRANSLATE_NOOP("maru::SettingList", "The surprise aimed at: lower is more focused."), Kind::Number, 0.1, 20,
        0.1, 1, true, nullptr, MARU_MEMBER(mirostatTau) },
    Field { "mirostat_eta", QT_TRANSLATE_NOOP("maru::SettingList", "Mirostat speed"),
        QT_TRANSLATE_NOOP("maru::SettingList", "How fast it adapts."), Kind::Number, 0, 1, 0.01, 2, true, nullptr,
        MARU_MEMBER(mirostatEta) },
    Field { "json_schema", QT_TRANSLATE_NOOP("maru::SettingList", "JSON schema"),
        QT_TRANSLATE_NOOP("maru::SettingList", "The answer is then JSON that follows this schema, always."),
        Kind::LongText, 0, 0, 0, 0, true, nullptr, MARU_MEMBER(jsonSchema) },
    Field { "grammar", QT_TRANSLATE_NOOP("maru::SettingList", "Grammar"),
        QT_TRANSLATE_NOOP("maru::SettingList", "The answer follows this grammar (GBNF). A JSON schema goes before it."),
        Kind::LongText, 0, 0, 0, 0, true, nullptr, MARU_MEMBER(grammar) },
};

#undef MARU_MEMBER

constexpr int kFieldCount = static_cast<int>(kFields.size());

} // namespace

SettingList::SettingList(QObject *parent)
    : QAbstractListModel(parent)
{
}

int SettingList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kFieldCount;
}

QHash<int, QByteArray> SettingList::roleNames() const
{
    return { { KeyRole, "key" }, { TitleRole, "title" }, { ExplanationRole, "explanation" }, { KindRole, "kind" },
        { ValueRole, "value" }, { FromRole, "from" }, { ToRole, "to" }, { StepRole, "step" }, { DigitsRole, "digits" },
        { ChoicesRole, "choices" }, { SpecialTextRole, "specialText" }, { AdvancedRole, "advanced" } };
}

QVariant SettingList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Field &field = kFields[static_cast<std::size_t>(index.row())];
    switch (role) {
    case KeyRole:
        return QString::fromLatin1(field.key);
    case TitleRole:
        return tr(field.title);
    case ExplanationRole:
        return tr(field.explanation);
    case KindRole:
        return QVariant::fromValue(field.kind);
    case ValueRole:
        return field.get(m_values);
    case FromRole:
        return field.from;
    case ToRole:
        return field.to;
    case StepRole:
        return field.step;
    case DigitsRole:
        return field.digits;
    case ChoicesRole:
        return field.kind == Kind::Choice ? QStringList { tr("As the model does"), tr("Always"), tr("Never") }
                                          : QStringList();
    case SpecialTextRole:
        return field.specialText ? tr(field.specialText) : QString();
    case AdvancedRole:
        return field.isAdvanced;
    default:
        return {};
    }
}

void SettingList::show(const GenerationSettings &values)
{
    if (values == m_values)
        return;
    m_values = values;
    emit dataChanged(index(0), index(kFieldCount - 1), { ValueRole });
}

void SettingList::setValue(int row, const QVariant &value)
{
    if (row < 0 || row >= kFieldCount)
        return;
    GenerationSettings next = m_values;
    kFields[static_cast<std::size_t>(row)].set(next, value);
    edit(next);
}

int SettingList::rowOf(const QString &key) const
{
    for (int row = 0; row < kFieldCount; ++row) {
        if (key == QLatin1String(kFields[static_cast<std::size_t>(row)].key))
            return row;
    }
    return -1;
}

void SettingList::edit(const GenerationSettings &values)
{
    const GenerationSettings next = values.clamped();
    // Also when nothing changed: what the field shows may be what was refused.
    m_values = next;
    emit dataChanged(index(0), index(kFieldCount - 1), { ValueRole });
    emit edited(next);
}

} // namespace maru
