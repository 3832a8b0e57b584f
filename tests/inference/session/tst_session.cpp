// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/perplexity.h"
#include "inference/session/session.h"
#include "tests/support/real_models.h"
#include "tests/support/temp_dir.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
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
        m_cache.resize(position);
        m_cache.insert(m_cache.end(), tokens.begin(), tokens.end());
        const std::size_t rows = outputs == backend::Outputs::All ? tokens.size() : 1;
        m_logits.assign(rows * m_vocabulary, noNumbers ? NAN : 0.0f);
        if (outputs == backend::Outputs::Last && !noNumbers && !noScript)
            m_logits[static_cast<std::size_t>(m_script[std::min(m_next++, m_script.size() - 1)])] = 50.0f;
        return {};
    }

    std::span<const float> logits() const override { return m_logits; }
    std::uint32_t chunkLength() const override { return 8; }
    std::uint32_t contextLength() const override { return m_context; }
    std::uint32_t maxOutputs() const override { return 4; }
    backend::MemoryUse memory() const override { return {}; }
    std::uint64_t bytesPerToken(std::uint32_t) const override { return 0; }

    std::uint32_t oldestPosition() const override { return oldest; }
    std::string cacheFormat() const override { return format; }
    std::uint64_t cacheBytes(std::uint32_t count) const override { return count * sizeof(Token); }
    Result<void> saveCache(std::uint32_t count, const backend::CacheSink &sink, std::stop_token) override
    {
        return sink(std::as_bytes(std::span(m_cache).first(count)));
    }
    Result<void> restoreCache(std::uint32_t count, const backend::CacheSource &source, std::stop_token) override
    {
        ++restored;
        m_cache.assign(count, -1);
        return source(std::as_writable_bytes(std::span(m_cache)));
    }

    /// What stands for keys and values: the tokens themselves.
    const std::vector<Token> &cache() const { return m_cache; }

    void restart() { m_next = 0; }
    void restart(std::vector<Token> script)
    {
        m_script = std::move(script);
        m_next = 0;
    }

    std::vector<Call> calls;
    std::function<void(std::size_t)> onForward;
    int failAt = -1;
    bool noNumbers = false;
    bool noScript = false; ///< every token is as likely as any other
    std::uint32_t oldest = 0;
    std::string format = "scripted";
    int restored = 0;

private:
    std::vector<Token> m_script;
    std::uint32_t m_vocabulary;
    std::uint32_t m_context;
    std::size_t m_next = 0;
    std::vector<float> m_logits;
    std::vector<Token> m_cache;
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

    void aStopStringEndsTheReplyWhereverTokensCutIt_data()
    {
        QTest::addColumn<std::string>("reply");
        QTest::addColumn<std::vector<std::string>>("stops");
        QTest::addColumn<std::string>("text");
        QTest::addColumn<bool>("isFound");
        using List = std::vector<std::string>;
        const std::string reply = "Hello there, friend of mine";
        QTest::newRow("a token") << reply << List { " there" } << std::string("Hello") << true;
        QTest::newRow("half a token") << reply << List { "ello" } << std::string("H") << true;
        QTest::newRow("over a border") << reply << List { "re, fri" } << std::string("Hello the") << true;
        QTest::newRow("the first of two") << reply << List { "mine", "friend" } << std::string("Hello there, ") << true;
        QTest::newRow("the longer of two")
            << reply << List { "there, fx", "re, f" } << std::string("Hello the") << true;
        QTest::newRow("at the start") << reply << List { "Hello" } << std::string() << true;
        QTest::newRow("only its beginning") << reply << List { "mine!" } << reply << false;
        QTest::newRow("nearly") << reply << List { "friends", "therefore", "there; " } << reply << false;
        QTest::newRow("none") << reply << List { "" } << reply << false;
        QTest::newRow("characters") << std::string("\uC548\uB155 \uD558\uC138\uC694") << List { "\uB155 \uD558" }
                                    << std::string("\uC548") << true;
    }

    void aStopStringEndsTheReplyWhereverTokensCutIt()
    {
        QFETCH(const std::string, reply);
        QFETCH(const std::vector<std::string>, stops);
        QFETCH(const std::string, text);
        QFETCH(const bool, isFound);
        auto script = encode(reply.c_str());
        script.push_back(m_end);
        session::Session session = make(script);
        session::GenerationRequest asked = request("Say hello");
        asked.stops = stops;
        std::string streamed;
        std::vector<Token> tokens;
        const auto result = session.generate(asked, [&](const session::GeneratedToken &token) {
            streamed += token.text;
            if (token.token != tokenizer::kNoToken)
                tokens.push_back(token.token);
        });
        QVERIFY(result.has_value());
        QCOMPARE(streamed, text);
        QCOMPARE(result->text, text);
        QCOMPARE(result->tokens, tokens);
        QVERIFY(result->stopReason == (isFound ? session::StopReason::StopString : session::StopReason::EndOfReply));
        const std::string written
            = m_model->tokenizer().decode(tokens, false); // nothing of the stop string is in tokens
        QVERIFY2(text.starts_with(written), written.c_str());
        if (!isFound)
            QCOMPARE(tokens.size(), script.size() - 1);
    }

    void textIsHandedOnAsSoonAsItIsCertain()
    {
        session::Session session = make(withEnd());
        session::GenerationRequest asked = request("Say hello");
        asked.stops = { "zzz" };
        std::size_t calls = 0;
        std::size_t handedOn = 0;
        m_executor->onForward = [&](std::size_t call) { calls = call; };
        const std::size_t chunks = 1; // of the prompt
        const auto result = session.generate(asked, [&](const session::GeneratedToken &) { ++handedOn; });
        QVERIFY(result.has_value());
        QCOMPARE(handedOn, m_reply.size());
        QCOMPARE(calls, chunks + m_reply.size() - 1);
    }

    void aReplyGoesOnWhereItWasLeft()
    {
        for (const bool isRandom : { false, true }) {
            session::GenerationRequest asked = request("Say hello");
            asked.maxTokens = 24;
            if (isRandom) { // a flat choice out of the whole vocabulary, under a grammar, with mirostat
                asked.sampling = { .temperature = 1, .topK = 0, .topP = 1, .minP = 0 };
                asked.sampling.grammar = "root ::= (\"<\" [a-z ]+ \">\" | [0-9]+ \";\")*";
                asked.sampling.mirostat = true;
                asked.sampling.seed = 4;
            }
            session::Session whole = make(m_reply, 128);
            m_executor->noScript = isRandom;
            std::vector<std::string> states;
            const auto all = whole.generate(
                asked, [&](const session::GeneratedToken &token) { states.emplace_back(token.samplerState); });
            QVERIFY2(all.has_value(), all ? "" : all.error().message.c_str());
            QCOMPARE(all->tokens.size(), 24u);

            session::GenerationRequest rest = asked;
            const std::size_t written = 9;
            rest.prompt.insert(rest.prompt.end(), all->tokens.begin(), all->tokens.begin() + written);
            rest.writtenTokens = written;
            rest.samplerState = states[written - 1];
            rest.maxTokens = 24 - written;
            session::Session after = make(
                { m_reply.begin() + std::min<std::ptrdiff_t>(written, std::ssize(m_reply) - 1), m_reply.end() }, 128);
            m_executor->noScript = isRandom;
            const auto more = after.generate(rest, {});
            QVERIFY2(more.has_value(), more ? "" : more.error().message.c_str());
            QCOMPARE(more->tokens, std::vector<Token>(all->tokens.begin() + written, all->tokens.end()));
            rest.samplerState = "nonsense";
            QVERIFY(!after.generate(rest, {}).has_value());
        }
    }

    void thinkingHasABudgetAndIsFreeOfTheGrammar()
    {
        session::Session session = make(m_reply, 128);
        session::GenerationRequest asked = request("Say hello");
        asked.reasoning.style = prompt::ReasoningFormat::Style::Tags;
        asked.reasoning.open.text = "<think>";
        asked.reasoning.close.text = "</think>";
        asked.opensThinking = true;
        asked.thinkingBudget = 3;
        asked.sampling.grammar = "root ::= [ \\n]* \"no\"";
        std::string states;
        const auto result
            = session.generate(asked, [&](const session::GeneratedToken &token) { states = token.samplerState; });
        QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
        // The script is "Hello there, friend": three tokens of it are thought, then the thinking is closed, then the
        // grammar holds.
        QCOMPARE(result->reasoning, m_model->tokenizer().decode({ m_reply.data(), 3 }, false));
        QCOMPARE(result->text, std::string("no"));
        const auto closing = encode(asked.reasoning.closing().c_str());
        QVERIFY(result->tokens.size() > 3 + closing.size());
        QVERIFY(std::equal(closing.begin(), closing.end(), result->tokens.begin() + 3));

        session::GenerationRequest again = asked; // a crash in the middle of the thinking: the budget counts on
        again.prompt.insert(again.prompt.end(), result->tokens.begin(), result->tokens.begin() + 2);
        again.writtenTokens = 2;
        m_executor->restart({ m_reply.begin() + 2, m_reply.end() });
        const auto rest = session.generate(again, {});
        QVERIFY(rest.has_value());
        QCOMPARE(rest->tokens, std::vector<Token>(result->tokens.begin() + 2, result->tokens.end()));
    }

    void aGrammarEndsTheReplyWhenItIsComplete()
    {
        session::Session session = make(m_reply, 128);
        m_executor->noScript = true;
        session::GenerationRequest asked = request("Say hello");
        asked.sampling.grammar = "root ::= \"yes\" | \"no\"";
        const auto result = session.generate(asked, {});
        QVERIFY(result.has_value());
        QVERIFY(result->text == "yes" || result->text == "no");
        QVERIFY(result->stopReason == session::StopReason::EndOfReply);
        asked.sampling.grammar = "root ::= \"yes";
        QCOMPARE(session.generate(asked, {}).error().reason, Reason::BadGrammar);
        asked.sampling.grammar.clear();
        asked.sampling.jsonSchema = "{\"type\":";
        QCOMPARE(session.generate(asked, {}).error().reason, Reason::BadSchema);
    }

    void chatsThatTakeTurnsAreNotReadAgain()
    {
        test::TempDir folder;
        for (const bool onDisk : { false, true }) {
            auto store = std::make_shared<session::SnapshotStore>(onDisk ? folder.file("kv") : std::filesystem::path());
            session::Session session = make(withEnd(), 512);
            session.setSnapshots(store);
            const std::string longText
                = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
                  "fifteen sixteen seventeen eighteen nineteen twenty twenty-one twenty-two "
                  "twenty-three twenty-four twenty-five";
            std::vector<session::GenerationRequest> chats(3);
            for (std::size_t i = 0; i < chats.size(); ++i) {
                chats[i] = request((std::to_string(i) + " " + longText).c_str());
                chats[i].conversation = "chat " + std::to_string(i);
                chats[i].keepsSnapshotOnDisk = onDisk;
            }
            for (int turn = 0; turn < 3; ++turn) {
                for (session::GenerationRequest &chat : chats) {
                    m_executor->restart();
                    const auto result = session.generate(chat, {});
                    QVERIFY(result.has_value());
                    if (turn > 0)
                        QVERIFY2(result->reusedTokens + 12 >= chat.prompt.size(),
                            qPrintable(QString::number(result->reusedTokens)));
                    QVERIFY(std::equal(chat.prompt.begin(), chat.prompt.end(), m_executor->cache().begin()));
                    chat.prompt.insert(chat.prompt.end(), m_reply.begin(), m_reply.end());
                    const auto more = encode(" and then?");
                    chat.prompt.insert(chat.prompt.end(), more.begin(), more.end());
                }
            }
            QVERIFY(m_executor->restored >= 5);
        }
    }

    void aRestartTakesUpTheSnapshot()
    {
        test::TempDir folder;
        const auto path = folder.file("kv");
        session::GenerationRequest asked = longRequest();
        asked.conversation = "a";
        {
            session::Session session = make(withEnd(), 512);
            session.setSnapshots(std::make_shared<session::SnapshotStore>(path));
            QVERIFY(session.generate(asked, {}).has_value());
            QVERIFY(session.saveSnapshot().has_value());
        }
        asked.prompt.insert(asked.prompt.end(), m_reply.begin(), m_reply.end());
        const std::size_t before = asked.prompt.size();
        const auto more = encode(" and again");
        asked.prompt.insert(asked.prompt.end(), more.begin(), more.end());
        const auto reused = [&](const std::string &format, std::uint32_t context, const std::string &conversation) {
            session::Session session = make(withEnd(), context);
            m_executor->format = format;
            session.setSnapshots(std::make_shared<session::SnapshotStore>(path));
            asked.conversation = conversation;
            const auto result = session.generate(asked, {});
            return result ? static_cast<int>(result->reusedTokens) : -1;
        };
        QCOMPARE(reused("scripted", 512, "a"), static_cast<int>(before));
        QCOMPARE(reused("scripted", 400, "b"), static_cast<int>(before)); // whatever chat and context it is
        QCOMPARE(reused("other", 512, "a"), 0);
    }

    void aCacheThatForgotIsReadFromTheStart()
    {
        session::Session session = make(withEnd(), 512);
        session::GenerationRequest asked = longRequest();
        QVERIFY(session.generate(asked, {}).has_value());
        m_executor->oldest = 60; // of a window: positions before it cannot be gone on from
        m_executor->restart();
        asked.prompt.resize(40);
        QCOMPARE(session.generate(asked, {})->reusedTokens, 0u);
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

    session::GenerationRequest longRequest() const
    {
        session::GenerationRequest asked = request("one two three four five six seven eight nine ten eleven twelve "
                                                   "thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
                                                   "twenty and so on, and so on, and so on, and so on, and so on");
        return asked;
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
