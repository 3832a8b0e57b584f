// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/perplexity.h"
#include "inference/session/session.h"
#include "tests/support/real_models.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <vector>

using namespace maru;
using tokenizer::Token;

namespace {

/// Answers with a script of tokens, whatever it reads, and keeps account of every call.
class ScriptedExecutor : public backend::Executor
{
public:
    struct Call
    {
        std::vector<Token> tokens;
        std::uint32_t position;
        backend::Outputs outputs;
    };

    ScriptedExecutor(std::vector<Token> script, std::uint32_t vocabulary, std::uint32_t context = 64)
        : m_script(std::move(script))
        , m_vocabulary(vocabulary)
        , m_context(context)
    {
    }

    Result<void> forward(
        std::span<const Token> tokens, std::uint32_t position, backend::Outputs outputs, std::stop_token stop) override
    {
        if (onForward)
            onForward(calls.size());
        if (stop.stop_requested())
            return cancelled();
        if (failAt == static_cast<int>(calls.size()))
            return Error { ErrorCode::DeviceLost, Reason::DeviceLost, { { "device", "test" } }, "lost" };
        calls.push_back({ { tokens.begin(), tokens.end() }, position, outputs });
        const std::size_t rows = outputs == backend::Outputs::All ? tokens.size() : 1;
        m_logits.assign(rows * m_vocabulary, noNumbers ? NAN : 0.0f);
        if (outputs == backend::Outputs::Last && !noNumbers)
            m_logits[static_cast<std::size_t>(m_script[std::min(m_next++, m_script.size() - 1)])] = 50.0f;
        return {};
    }

    std::span<const float> logits() const override { return m_logits; }
    std::uint32_t chunkLength() const override { return 8; }
    std::uint32_t contextLength() const override { return m_context; }
    std::uint32_t maxOutputs() const override { return 4; }
    backend::MemoryUse memory() const override { return {}; }
    std::uint64_t bytesPerToken(std::uint32_t) const override { return 0; }

    void restart() { m_next = 0; }

    std::vector<Call> calls;
    std::function<void(std::size_t)> onForward;
    int failAt = -1;
    bool noNumbers = false;

private:
    std::vector<Token> m_script;
    std::uint32_t m_vocabulary;
    std::uint32_t m_context;
    std::size_t m_next = 0;
    std::vector<float> m_logits;
};

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        auto opened = model::Model::open(test::realModel(test::kSmolLm2));
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().message.c_str());
        m_model = *std::move(opened);
        m_reply = encode("Hello there, friend");
        m_end = m_model->tokenizer().special().endOfSequence;
        QVERIFY(m_end >= 0);
    }

    void aReplyEndsWhereTheModelEndsIt()
    {
        session::Session session = make(withEnd());
        std::string streamed;
        const auto result = session.generate(
            request("Say hello"), [&](const session::GeneratedToken &token) { streamed += token.text; });
        QVERIFY(result.has_value());
        QVERIFY(result->stopReason == session::StopReason::EndOfReply);
        QCOMPARE(result->tokens, m_reply);
        QCOMPARE(result->text, std::string("Hello there, friend"));
        QCOMPARE(streamed, result->text);
        QCOMPARE(result->promptTokens, static_cast<std::uint32_t>(encode("Say hello").size()));
    }

    void promptsAreReadInChunksAndOnlyTheLastAsksForLogits()
    {
        session::Session session = make(withEnd());
        session::GenerationRequest asked = request("one two three four five six seven eight nine ten eleven twelve");
        QVERIFY(asked.prompt.size() > 8);
        std::vector<std::uint32_t> progress;
        QVERIFY(session.generate(asked, {}, [&](std::uint32_t done, std::uint32_t) { progress.push_back(done); }));
        QCOMPARE(m_executor->calls[0].tokens.size(), 8u);
        QCOMPARE(m_executor->calls[0].outputs, backend::Outputs::None);
        QCOMPARE(m_executor->calls[1].outputs, backend::Outputs::Last);
        QCOMPARE(m_executor->calls[1].position, 8u);
        QCOMPARE(progress.front(), 0u);
        QCOMPARE(progress.back(), static_cast<std::uint32_t>(asked.prompt.size()));
    }

    void whatTheLastRequestSharesIsNotReadAgain()
    {
        session::Session session = make(withEnd());
        const auto first = session.generate(request("Say hello"), {});
        QVERIFY(first.has_value());
        m_executor->restart();
        session::GenerationRequest next = request("Say hello");
        next.prompt.insert(next.prompt.end(), m_reply.begin(), m_reply.end());
        const auto more = encode(" and goodbye");
        next.prompt.insert(next.prompt.end(), more.begin(), more.end());
        const auto second = session.generate(next, {});
        QVERIFY(second.has_value());
        QCOMPARE(second->reusedTokens, static_cast<std::uint32_t>(next.prompt.size() - more.size()));

        const auto same = session.generate(next, {}); // the last token is read again: its logits are needed
        QCOMPARE(same->reusedTokens, static_cast<std::uint32_t>(next.prompt.size() - 1));
        session.reset();
        QCOMPARE(session.generate(next, {})->reusedTokens, 0u);
    }

    void maxTokensAndTheContextEndAReply()
    {
        session::Session session = make(m_reply, 16);
        session::GenerationRequest asked = request("Say hello");
        asked.maxTokens = 2;
        QVERIFY(session.generate(asked, {})->stopReason == session::StopReason::MaxTokens);
        asked.maxTokens = 0;
        const auto full = session.generate(asked, {});
        QVERIFY(full->stopReason == session::StopReason::ContextFull);
        QCOMPARE(asked.prompt.size() + full->tokens.size(), 17u); // the last token needs no place in the cache
    }

    void aPromptLongerThanTheContextSaysByHowMuch()
    {
        session::Session session = make(m_reply, 4);
        const auto result = session.generate(request("one two three four five six"), {});
        QVERIFY(!result);
        QCOMPARE(result.error().reason, Reason::ContextTooSmall);
        QCOMPARE(result.error().arg("context"), std::string_view("4"));
        QVERIFY(m_executor->calls.empty());
    }

    void aStopKeepsWhatWasWritten()
    {
        session::Session session = make(m_reply);
        std::stop_source stop;
        int tokens = 0;
        const auto result = session.generate(
            request("Say hello"),
            [&](const session::GeneratedToken &) {
                tokens += 1;
                if (tokens == 3)
                    stop.request_stop();
            },
            {}, stop.get_token());
        QVERIFY(result.has_value());
        QVERIFY(result->stopReason == session::StopReason::Stopped);
        QCOMPARE(result->tokens.size(), 3u);
    }

    void aStopWhileThePromptIsReadIsNoError()
    {
        session::Session session = make(m_reply);
        std::stop_source stop;
        m_executor->onForward = [&](std::size_t) { stop.request_stop(); };
        const auto result = session.generate(request("Say hello"), {}, {}, stop.get_token());
        QVERIFY(result.has_value());
        QVERIFY(result->stopReason == session::StopReason::Stopped);
        QVERIFY(result->tokens.empty());
        m_executor->onForward = {};
        m_executor->restart();
        QCOMPARE(session.generate(request("Say hello"), {})->reusedTokens, 0u); // nothing half-read is trusted
    }

    void aLostDeviceIsAnErrorAfterTheTokensBeforeIt()
    {
        session::Session session = make(m_reply);
        m_executor->failAt = 3;
        std::vector<Token> seen;
        const auto result = session.generate(
            request("Say hello"), [&](const session::GeneratedToken &token) { seen.push_back(token.token); });
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::DeviceLost);
        QCOMPARE(seen, std::vector<Token>(m_reply.begin(), m_reply.begin() + 3));
    }

    void logitsThatAreNoNumbersAreADeviceFailure()
    {
        session::Session session = make(m_reply);
        m_executor->noNumbers = true;
        const auto result = session.generate(request("Say hello"), {});
        QVERIFY(!result);
        QCOMPARE(result.error().reason, Reason::DriverFailed);
    }

    void charactersAreNeverCutInHalf()
    {
        const auto korean = encode("\uC548\uB155\uD558\uC138\uC694 \U0001F600");
        auto script = korean;
        script.push_back(m_end);
        session::Session session = make(script);
        std::vector<std::string> parts;
        const auto result = session.generate(
            request("Say hello"), [&](const session::GeneratedToken &token) { parts.emplace_back(token.text); });
        QVERIFY(result.has_value());
        for (const std::string &part : parts)
            QVERIFY(!QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size())).contains(QChar(0xFFFD)));
        QCOMPARE(std::accumulate(parts.begin(), parts.end(), std::string()), result->text);
        QCOMPARE(result->text, std::string("\uC548\uB155\uD558\uC138\uC694 \U0001F600"));
    }

    void tokensOutsideTheVocabularyAreRefused()
    {
        session::Session session = make(m_reply);
        session::GenerationRequest asked;
        QCOMPARE(session.generate(asked, {}).error().reason, Reason::BadValue);
        asked.prompt = { -1 };
        QCOMPARE(session.generate(asked, {}).error().reason, Reason::BadValue);
        asked.prompt = { static_cast<Token>(m_model->tokenizer().vocabularySize()) };
        QCOMPARE(session.generate(asked, {}).error().reason, Reason::BadValue);
    }

    void perplexityOfAModelThatKnowsNothingIsTheVocabulary()
    {
        ScriptedExecutor executor({ 0 }, 1000);
        const std::vector<Token> tokens(40, 5);
        const auto result = session::perplexity(executor, tokens, 1000, 1, 16, 0);
        QVERIFY(result.has_value());
        QCOMPARE(result->chunks, 2u);
        QVERIFY(std::abs(result->perplexity - 1000) < 0.1);
        QCOMPARE(executor.calls[0].tokens[0], 1); // the first token of each chunk is the BOS
        std::size_t scored = 0;
        for (const auto &call : executor.calls)
            scored += call.outputs == backend::Outputs::All ? call.tokens.size() : 0;
        QCOMPARE(scored, 2u * 7u); // positions 8 to 14 of 16: the second half, less the token that nothing follows
    }

private:
    std::vector<Token> encode(const char *text) const
    {
        return m_model->tokenizer().encode(text, tokenizer::SpecialText::Plain, false);
    }

    std::vector<Token> withEnd() const
    {
        auto script = m_reply;
        script.push_back(m_end);
        return script;
    }

    session::GenerationRequest request(const char *text) const
    {
        session::GenerationRequest request;
        request.prompt = encode(text);
        request.sampling.temperature = 0;
        return request;
    }

    session::Session make(std::vector<Token> script, std::uint32_t context = 64)
    {
        auto executor
            = std::make_unique<ScriptedExecutor>(std::move(script), m_model->tokenizer().vocabularySize(), context);
        m_executor = executor.get();
        return session::Session(*m_model, std::move(executor));
    }

    std::unique_ptr<model::Model> m_model;
    ScriptedExecutor *m_executor = nullptr;
    std::vector<Token> m_reply;
    Token m_end = tokenizer::kNoToken;
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
