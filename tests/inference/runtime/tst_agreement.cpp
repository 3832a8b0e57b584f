// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The figures that real models must show: greedy replies of the backends against the scalar reference and each other,
// and perplexities against the peer's (llama.cpp b11434).

#include "inference/architecture/architecture.h"
#include "inference/backend/cpu/cpu_features.h"
#include "inference/backend/reference/reference_backend.h"
#include "inference/runtime/loaded_model.h"
#include "inference/session/perplexity.h"
#include "tests/support/real_models.h"

#include <QtTest/QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

using namespace maru;
using backend::reference::ActivationFormat;
using tokenizer::Token;

namespace {

constexpr std::array<const char *, 5> kPrompts {
    "The capital of South Korea is",
    "Once upon a time, a little robot found a seed and",
    "def fibonacci(n):\n",
    "Water boils at a lower temperature on a mountain because",
    "The three primary colours are",
};

/// How far ahead the best logit may be where a reply first differs: sums in another order may turn that round, no more.
/// The CPU's own kernels, the scalar ones included, give the same bits: see repliesOfTheCpuAreTheScalarOnes().
constexpr float kGap = 0.05f;
constexpr std::size_t kReplyLength = 32;

/// A greedy reply with the two best logits of every step.
struct Reply
{
    std::vector<Token> tokens;
    std::vector<float> gaps; ///< best logit less the second best
};

Result<Reply> greedy(backend::Executor &executor, std::span<const Token> prompt)
{
    Reply reply;
    MARU_CHECK(executor.forward(prompt, 0, backend::Outputs::Last));
    auto position = static_cast<std::uint32_t>(prompt.size());
    while (true) {
        const std::span<const float> logits = executor.logits();
        const auto best = std::max_element(logits.begin(), logits.end());
        float second = -INFINITY;
        for (auto logit = logits.begin(); logit != logits.end(); ++logit)
            second = logit == best ? second : std::max(second, *logit);
        reply.tokens.push_back(static_cast<Token>(best - logits.begin()));
        reply.gaps.push_back(*best - second);
        if (reply.tokens.size() == kReplyLength)
            return reply;
        MARU_CHECK(executor.forward({ &reply.tokens.back(), 1 }, position++, backend::Outputs::Last));
    }
}

/// Empty if `reply` equals `expected`, or first differs where the expected one was undecided by less than `gap`.
QString disagreement(const Reply &reply, const Reply &expected, float gap)
{
    const auto [mine, theirs] = std::mismatch(reply.tokens.begin(), reply.tokens.end(), expected.tokens.begin());
    if (mine == reply.tokens.end())
        return {};
    const auto at = static_cast<std::size_t>(mine - reply.tokens.begin());
    return expected.gaps[at] < gap ? QString()
                                   : QStringLiteral("token %1 is %2 instead of %3, %4 ahead")
                                         .arg(at)
                                         .arg(*mine)
                                         .arg(*theirs)
                                         .arg(static_cast<double>(expected.gaps[at]));
}

/// A model set up on "cpu", "vulkan:0", "reference f32" or "reference rounded".
class Machine
{
public:
    Machine(const QString &model, const QString &device, std::uint32_t maxOutputs)
    {
        const auto path = test::realModel(model);
        if (!device.startsWith("reference")) {
            runtime::OpenOptions options;
            options.device = device.startsWith("cpu") ? "cpu" : device.toStdString(); // "cpu scalar": set by the caller
            options.context = kContext;
            options.maxOutputs = maxOutputs;
            m_loaded = valueOf(runtime::LoadedModel::open(path, options));
            return;
        }
        m_model = valueOf(model::Model::open(path));
        const graph::Graph graph = valueOf(architecture::buildGraph(*m_model));
        m_reference = backend::reference::createReferenceBackend(
            device == "reference rounded" ? ActivationFormat::Int15Blocks : ActivationFormat::F32);
        backend::ExecutorOptions options;
        options.contextLength = kContext;
        options.maxOutputs = maxOutputs;
        m_executor = valueOf(m_reference->prepare(graph, options));
    }

    const model::Model &model() const { return m_loaded ? m_loaded->model() : *m_model; }
    backend::Executor &executor() const { return m_loaded ? m_loaded->session().executor() : *m_executor; }

private:
    static constexpr std::uint32_t kContext = 128;

    template <typename T> static T valueOf(Result<T> result)
    {
        if (!result)
            qFatal("%s", result.error().message.c_str());
        return *std::move(result);
    }

    std::unique_ptr<runtime::LoadedModel> m_loaded;
    std::unique_ptr<model::Model> m_model;
    std::unique_ptr<backend::Backend> m_reference;
    std::unique_ptr<backend::Executor> m_executor;
};

/// Root of the mean squared difference, relative to the deviation of `b`.
double distance(const std::vector<float> &a, const std::vector<float> &b)
{
    double difference = 0;
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
        sum += static_cast<double>(b[i]);
        squares += std::pow(static_cast<double>(b[i]), 2);
    }
    const double count = static_cast<double>(a.size());
    return std::sqrt(difference / (squares - sum * sum / count));
}

class Replies
{
public:
    /// The greedy replies of `model` on "cpu", "vulkan:0" or a reference, computed once.
    const std::vector<Reply> &of(const QString &model, const QString &device)
    {
        auto &replies = m_replies[model + device];
        if (!replies.empty())
            return replies;
        const Machine machine(model, device, 1);
        for (const char *prompt : kPrompts) {
            auto reply = greedy(
                machine.executor(), machine.model().tokenizer().encode(prompt, tokenizer::SpecialText::Plain, true));
            if (!reply)
                qFatal("%s", reply.error().message.c_str());
            replies.push_back(*std::move(reply));
        }
        return replies;
    }

private:
    std::map<QString, std::vector<Reply>> m_replies;
};

/// The logits of every token of all kPrompts, one after another; `piece` tokens are computed at once.
std::vector<float> promptLogits(const QString &model, const QString &device, std::size_t piece = 32)
{
    constexpr std::uint32_t kMost = 32;
    const Machine machine(model, device, kMost);
    std::vector<float> all;
    for (const char *prompt : kPrompts) {
        const auto tokens = machine.model().tokenizer().encode(prompt, tokenizer::SpecialText::Plain, true);
        if (tokens.size() > kMost)
            qFatal("a prompt of %zu tokens", tokens.size());
        for (std::size_t i = 0; i < tokens.size(); i += piece) {
            const auto chunk = std::span(tokens).subspan(i, std::min(piece, tokens.size() - i));
            const auto position = static_cast<std::uint32_t>(i);
            if (auto forward = machine.executor().forward(chunk, position, backend::Outputs::All); !forward)
                qFatal("%s", forward.error().message.c_str());
            const std::span<const float> logits = machine.executor().logits();
            all.insert(all.end(), logits.begin(), logits.end());
        }
    }
    return all;
}

double perplexityOf(const QString &model, const std::string &device, std::uint32_t chunks)
{
    runtime::OpenOptions options;
    options.device = device;
    options.context = 512;
    options.maxOutputs = 64;
    auto loaded = runtime::LoadedModel::open(test::realModel(model), options);
    if (!loaded)
        qFatal("%s", loaded.error().message.c_str());
    std::ifstream file("/usr/share/common-licenses/GPL-3", std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const tokenizer::Tokenizer &tokenizer = (*loaded)->model().tokenizer();
    const auto tokens = tokenizer.encode(text, tokenizer::SpecialText::Plain, true);
    const Token begin
        = tokenizer.special().addBeginOfSequence ? tokenizer.special().beginOfSequence : tokenizer::kNoToken;
    const auto result
        = session::perplexity((*loaded)->session().executor(), tokens, tokenizer.vocabularySize(), begin, 512, chunks);
    if (!result)
        qFatal("%s", result.error().message.c_str());
    return result->perplexity;
}

} // namespace

class TestAgreement : public QObject
{
    Q_OBJECT

private slots:
    void repliesAgree_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<float>("gap");
        for (const QString model : { test::kSmolLm2, test::kGemma3 }) {
            const QByteArray name = model.left(5).toLatin1();
            QTest::newRow(name + ": cpu as the rounded reference") << model << "cpu"
                                                                   << "reference rounded" << kGap;
            QTest::newRow(name + ": cpu as the f32 reference") << model << "cpu"
                                                               << "reference f32" << kGap;
            QTest::newRow(name + ": vulkan as the f32 reference") << model << "vulkan:0"
                                                                  << "reference f32" << kGap;
            QTest::newRow(name + ": cpu as vulkan") << model << "cpu"
                                                    << "vulkan:0" << kGap;
        }
    }

    void repliesAgree()
    {
        QFETCH(const QString, model);
        QFETCH(const QString, device);
        QFETCH(const QString, expected);
        QFETCH(const float, gap);
        const std::vector<Reply> &replies = m_replies.of(model, device);
        const std::vector<Reply> &references = m_replies.of(model, expected);
        for (std::size_t i = 0; i < replies.size(); ++i) {
            const QString message = disagreement(replies[i], references[i], gap);
            QVERIFY2(message.isEmpty(), qPrintable(QStringLiteral("prompt %1: %2").arg(i).arg(message)));
        }
    }

    void repliesOfTheCpuAreTheScalarOnes_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("SmolLM2") << QString(test::kSmolLm2);
        QTest::newRow("Gemma 3") << QString(test::kGemma3);
    }

    /// The scalar kernels are the reference in the CPU's own formats: the others give the same tokens, and the same
    /// logits bit by bit, however the prompt is cut.
    void repliesOfTheCpuAreTheScalarOnes()
    {
        QFETCH(const QString, model);
        const std::vector<Reply> &replies = m_replies.of(model, "cpu");
        for (const backend::cpu::InstructionSet set : backend::cpu::kInstructionSets) {
            if (!backend::cpu::isAvailable(set) || set == backend::cpu::activeInstructionSet())
                continue;
            if (model == test::kGemma3 && !qEnvironmentVariableIsSet("MARU_LONG_TESTS"))
                continue; // scalar, it takes a minute
            backend::cpu::forceInstructionSet(set);
            const std::vector<Reply> others = m_replies.of(model, QString("cpu ") + toString(set).data());
            backend::cpu::forceInstructionSet(std::nullopt);
            for (std::size_t i = 0; i < replies.size(); ++i) {
                QVERIFY2(others[i].tokens == replies[i].tokens, qPrintable(disagreement(others[i], replies[i], 0)));
                QVERIFY(others[i].gaps == replies[i].gaps);
            }
        }
        const std::vector<float> atOnce = promptLogits(model, "cpu", 32);
        QVERIFY(promptLogits(model, "cpu", 1) == atOnce);
        QVERIFY(promptLogits(model, "cpu", 5) == atOnce);
    }

    void cpuIsAsGoodAsFloatActivations_data() { repliesOfTheCpuAreTheScalarOnes_data(); }

    void cpuIsAsGoodAsFloatActivations()
    {
        QFETCH(const QString, model);
        const std::vector<float> floats = promptLogits(model, "reference f32");
        const double format = distance(promptLogits(model, "reference rounded"), floats);
        const double cpu = distance(promptLogits(model, "cpu"), floats);
        qInfo("from float activations: the rounded reference %.5f, the cpu %.5f of the logits' deviation", format, cpu);
        QVERIFY(cpu < 0.002);
        QVERIFY(cpu > 0); // or it would not be the path of rounded activations
    }

    void perplexityOnTheCpuIsThePeers()
    {
        const double smol = perplexityOf(test::kSmolLm2, "cpu", 8);
        const double gemma = perplexityOf(test::kGemma3, "cpu", 8);
        qInfo(
            "perplexity over GPL-3, 8 chunks: SmolLM2 %.4f (peer 18.38), Gemma 3 270M %.4f (peer 14.95)", smol, gemma);
        QVERIFY(std::abs(smol / 18.38 - 1) < 0.005);
        QVERIFY(std::abs(gemma / 14.95 - 1) < 0.005);
    }

    void perplexityOnEveryVulkanDeviceIsTheCpus_data() { repliesOfTheCpuAreTheScalarOnes_data(); }
    void perplexityOnEveryVulkanDeviceIsTheCpus()
    {
        QFETCH(const QString, model);
        const double cpu = perplexityOf(model, "cpu", 1);
        int devices = 0;
        for (const runtime::DeviceChoice &choice : runtime::listDevices().devices) {
            if (choice.selector == "cpu" || !choice.device.usable)
                continue;
            ++devices;
            const double vulkan = perplexityOf(model, choice.selector, 1);
            qInfo("%s: %.4f, cpu %.4f", choice.device.name.c_str(), vulkan, cpu);
            QVERIFY(std::abs(vulkan / cpu - 1) < 0.005);
        }
        QVERIFY2(devices > 0, "no Vulkan device: packaging/dev installs lavapipe");
    }

private:
    Replies m_replies;
};

QTEST_GUILESS_MAIN(TestAgreement)
#include "tst_agreement.moc"
