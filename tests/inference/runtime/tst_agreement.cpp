// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The figures that real models must show: greedy replies of the backends against the scalar reference and each other,
// and perplexities against the peer's (llama.cpp b11434).

#include "inference/architecture/architecture.h"
#include "inference/backend/reference/reference_backend.h"
#include "inference/runtime/runtime.h"
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

class Replies
{
public:
    /// The greedy replies of `model` on "cpu", "vulkan:0" or a reference, computed once.
    const std::vector<Reply> &of(const QString &model, const QString &device)
    {
        auto &replies = m_replies[model + device];
        if (!replies.empty())
            return replies;
        const auto path = test::realModel(model);
        auto opened = model::Model::open(path);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        std::unique_ptr<runtime::LoadedModel> loaded;
        std::unique_ptr<backend::Executor> own;
        backend::Executor *executor = nullptr;
        if (device.startsWith("reference")) {
            const auto graph = architecture::buildGraph(**opened);
            m_reference = backend::reference::createReferenceBackend(
                device == "reference int8" ? ActivationFormat::Int8Blocks : ActivationFormat::F32);
            backend::ExecutorOptions options;
            options.contextLength = 128;
            auto prepared = m_reference->prepare(*graph, options);
            if (!prepared)
                qFatal("%s", prepared.error().message.c_str());
            own = *std::move(prepared);
            executor = own.get();
        } else {
            runtime::OpenOptions options;
            options.device = device.toStdString();
            options.context = 128;
            auto result = runtime::LoadedModel::open(path, options);
            if (!result)
                qFatal("%s", result.error().message.c_str());
            loaded = *std::move(result);
            executor = &loaded->session().executor();
        }
        for (const char *prompt : kPrompts) {
            auto reply = greedy(*executor, (*opened)->tokenizer().encode(prompt, tokenizer::SpecialText::Plain, true));
            if (!reply)
                qFatal("%s", reply.error().message.c_str());
            replies.push_back(*std::move(reply));
        }
        return replies;
    }

private:
    std::map<QString, std::vector<Reply>> m_replies;
    std::unique_ptr<backend::Backend> m_reference;
};

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
    const auto result = session::perplexity(
        (*loaded)->session().executor(), tokens, tokenizer.vocabularySize(), begin, 512, chunks);
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
            QTest::newRow(name + ": cpu as the int8 reference") << model << "cpu" << "reference int8" << 0.05f;
            QTest::newRow(name + ": vulkan as the f32 reference") << model << "vulkan:0" << "reference f32" << 0.05f;
            QTest::newRow(name + ": cpu as vulkan") << model << "cpu" << "vulkan:0" << 0.5f;
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

    void perplexityOnTheCpuIsThePeers()
    {
        const double smol = perplexityOf(test::kSmolLm2, "cpu", 8);
        const double gemma = perplexityOf(test::kGemma3, "cpu", 8);
        qInfo("perplexity over GPL-3, 8 chunks: SmolLM2 %.4f (peer 18.38), Gemma 3 270M %.4f (peer 14.95)", smol, gemma);
        QVERIFY(std::abs(smol / 18.38 - 1) < 0.005);
        QVERIFY(std::abs(gemma / 14.95 - 1) < 0.005);
    }

    void perplexityOnEveryVulkanDeviceIsTheCpus()
    {
        const double cpu = perplexityOf(test::kSmolLm2, "cpu", 1);
        int devices = 0;
        for (const runtime::DeviceChoice &choice : runtime::listDevices().devices) {
            if (choice.selector == "cpu" || !choice.device.usable)
                continue;
            ++devices;
            const double vulkan = perplexityOf(test::kSmolLm2, choice.selector, 1);
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
