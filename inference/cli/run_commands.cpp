// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// logits, generate and perplexity: what runs a model.

#include "inference/cli/commands.h"
#include "inference/session/perplexity.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <random>

namespace maru::cli {

namespace {

using Json = nlohmann::ordered_json;

/// NumPy's format, version 1.0: magic, header padded to 64 bytes, float32 little-endian in rows.
Result<void> writeNpy(const std::string &path, std::span<const float> values, std::size_t columns)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(values.size() / columns)
        + ", " + std::to_string(columns) + "), }";
    header.append(63 - (header.size() + 10) % 64, ' ');
    header += '\n';
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xff);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;

    std::FILE *file = std::fopen(path.c_str(), "wb");
    if (!file)
        return Error { ErrorCode::Io, Reason::ReadOnly, { { "path", path } }, "cannot write " + path };
    const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size()
        && std::fwrite(values.data(), sizeof(float), values.size(), file) == values.size();
    const bool closed = std::fclose(file) == 0;
    if (!written || !closed) {
        // Half a file is of no use; but a device stays.
        if (std::error_code ignored; std::filesystem::is_regular_file(path, ignored))
            std::filesystem::remove(path, ignored);
        return Error { ErrorCode::Io, Reason::DiskFull, { { "path", path } }, "cannot write " + path };
    }
    return {};
}

Result<std::vector<prompt::ChatMessage>> parseMessages(const std::string &path)
{
    MARU_TRY(const std::string text, readFile(path));
    const Json json = Json::parse(text, nullptr, false);
    const Json *list = &json;
    if (json.is_object() && json.contains("messages"))
        list = &json["messages"];
    const auto bad = [] {
        return badOption("--messages", "must be a JSON list of {\"role\": system|user|assistant, \"content\": text}");
    };
    if (!list->is_array() || list->empty())
        return bad();
    std::vector<prompt::ChatMessage> messages;
    for (const Json &entry : *list) {
        if (!entry.is_object() || !entry.contains("role") || !entry.contains("content") || !entry["role"].is_string()
            || !entry["content"].is_string())
            return bad();
        bool known = false;
        for (const prompt::Role role : { prompt::Role::System, prompt::Role::User, prompt::Role::Assistant }) {
            if (entry["role"].get<std::string>() == prompt::toString(role)) {
                messages.push_back({ role, entry["content"].get<std::string>() });
                if (entry.contains("reasoning") && entry["reasoning"].is_string())
                    messages.back().reasoning = entry["reasoning"].get<std::string>();
                known = true;
            }
        }
        if (!known)
            return bad();
    }
    return messages;
}

Result<session::GenerationRequest> readRequest(const Options &options)
{
    session::GenerationRequest request;
    sampling::SamplingSettings &sampling = request.sampling;
    MARU_TRY(const std::uint64_t count, options.integer("-n", 0, 1, 1u << 30));
    request.maxTokens = static_cast<std::uint32_t>(count);
    MARU_TRY(sampling.temperature, options.real("--temperature", sampling.temperature));
    MARU_TRY(const std::uint64_t topK, options.integer("--top-k", sampling.topK, 0, 1u << 30));
    sampling.topK = static_cast<std::uint32_t>(topK);
    MARU_TRY(sampling.topP, options.real("--top-p", sampling.topP));
    MARU_TRY(sampling.minP, options.real("--min-p", sampling.minP));
    MARU_TRY(sampling.repetitionPenalty, options.real("--repetition-penalty", sampling.repetitionPenalty));
    MARU_TRY(sampling.seed, options.integer("--seed", std::random_device()(), 0, UINT64_MAX));
    return request;
}

/// --thinking, --reasoning-effort, --thinking-budget and --pin.
Result<runtime::PromptSettings> readPromptSettings(const Options &options, session::GenerationRequest &request)
{
    runtime::PromptSettings settings;
    if (const auto thinking = options.text("--thinking")) {
        if (*thinking != "on" && *thinking != "off")
            return badOption("--thinking", "is on or off");
        settings.thinking.isOn = *thinking == "on";
    }
    settings.thinking.effort = options.text("--reasoning-effort").value_or("");
    MARU_TRY(const std::uint64_t budget, options.integer("--thinking-budget", 0, 1, 1u << 30));
    request.thinkingBudget = static_cast<std::uint32_t>(budget);
    if (const auto pinned = options.text("--pin")) {
        MARU_TRY(const auto indexes, parseTokens("--pin", *pinned));
        settings.pinned.assign(indexes.begin(), indexes.end());
    }
    constexpr std::uint32_t kUsualReply = 1024;
    settings.reply = request.maxTokens == 0 ? kUsualReply : request.maxTokens;
    return settings;
}

/// Puts the conversation into `request`; gives the indexes of the messages that had no room.
Result<std::vector<std::size_t>> putMessages(const runtime::LoadedModel &loaded,
    std::span<const prompt::ChatMessage> messages, const runtime::PromptSettings &settings,
    session::GenerationRequest &request)
{
    const runtime::PromptTokens &prompts = loaded.prompts();
    MARU_TRY(runtime::EncodedPrompt encoded, prompts.encode(messages, settings, {}));
    if (!encoded.templateNote.empty())
        std::fprintf(stderr, "a plain template is used: %s\n", encoded.templateNote.c_str());
    if (settings.thinking.isOn && !prompts.thinkingSwitch().canSwitch())
        std::fputs("the model's template has no switch for thinking: --thinking is ignored\n", stderr);
    if (!encoded.dropped.empty()) {
        std::string list;
        for (const std::size_t index : encoded.dropped)
            list += (list.empty() ? "" : ", ") + std::to_string(index);
        std::fprintf(stderr, "the context is full: the model does not see the messages %s\n", list.c_str());
    }
    request.prompt = std::move(encoded.tokens);
    request.reasoning = prompts.reasoning();
    request.opensThinking = encoded.opensThinking;
    return std::move(encoded.dropped);
}

} // namespace

Result<void> runLogits(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(runtime::OpenOptions open, options.openOptions());
    MARU_TRY(const auto tokens, parseTokens("--tokens", options.text("--tokens").value_or("")));
    const auto out = options.text("--out");
    if (!out)
        return badOption("--out", "is needed");
    open.maxOutputs = 64;
    MARU_TRY(const auto loaded, openModel(path, open));
    MARU_TRY(const std::vector<float> logits, loaded->session().logits(tokens));
    return writeNpy(*out, logits, loaded->model().tokenizer().vocabularySize());
}

Result<void> runGenerate(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(const runtime::OpenOptions open, options.openOptions());
    MARU_TRY(session::GenerationRequest request, readRequest(options));
    const auto prompt = options.text("--prompt");
    const auto messagesPath = options.text("--messages");
    if (prompt.has_value() == messagesPath.has_value())
        return badOption("--prompt or --messages", "is needed, one of them");
    std::vector<prompt::ChatMessage> messages;
    if (messagesPath) {
        MARU_TRY(messages, parseMessages(*messagesPath));
    }
    MARU_TRY(runtime::PromptSettings settings, readPromptSettings(options, request));
    MARU_TRY(const auto loaded, openModel(path, open));
    std::vector<std::size_t> dropped;
    if (messagesPath) {
        settings.context = loaded->session().executor().contextLength();
        MARU_TRY(dropped, putMessages(*loaded, messages, settings, request));
    } else {
        request.prompt = loaded->model().tokenizer().encode(*prompt, tokenizer::SpecialText::Parse, true);
    }
    const bool stream = !options.json();
    MARU_TRY(const session::GenerationResult result,
        loaded->session().generate(request, [stream](const session::GeneratedToken &token) {
            if (stream) {
                std::fwrite(token.thinking.data(), 1, token.thinking.size(), stderr);
                std::fwrite(token.text.data(), 1, token.text.size(), stdout);
                std::fflush(stdout);
            }
        }));
    if (stream) {
        std::puts("");
        std::fprintf(stderr, "%u tokens read in %.0f ms (%u reused), %zu written at %.1f tokens/s, end: %s\n",
            result.promptTokens, result.promptMs, result.reusedTokens, result.tokens.size(), result.tokensPerSecond(),
            std::string(toString(result.stopReason)).c_str());
        return {};
    }
    const Json json { { "text", result.text }, { "reasoning", result.reasoning }, { "tokens", result.tokens },
        { "stop_reason", toString(result.stopReason) }, { "prompt_tokens", result.promptTokens },
        { "reused_tokens", result.reusedTokens }, { "reasoning_tokens", result.reasoningTokens },
        { "dropped_messages", dropped }, { "seed", request.sampling.seed }, { "device", loaded->device().name },
        { "timings",
            { { "load_ms", loaded->loadMs() }, { "prompt_ms", result.promptMs },
                { "first_token_ms", result.firstTokenMs }, { "generate_ms", result.generateMs },
                { "reasoning_ms", result.reasoningMs }, { "tokens_per_second", result.tokensPerSecond() } } } };
    std::puts(json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    return {};
}

Result<void> runPerplexity(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(const std::string textPath, word(options, 1, "FILE"));
    MARU_TRY(runtime::OpenOptions open, options.openOptions());
    MARU_TRY(const std::uint64_t chunks, options.integer("--chunks", 0, 1, 1u << 30));
    if (open.context == 0)
        open.context = 512;
    open.maxOutputs = 64;
    MARU_TRY(const std::string text, readFile(textPath));
    MARU_TRY(const auto loaded, openModel(path, open));
    const tokenizer::Tokenizer &tokenizer = loaded->model().tokenizer();
    const auto tokens = tokenizer.encode(text, tokenizer::SpecialText::Plain, true);
    const tokenizer::Token begin
        = tokenizer.special().addBeginOfSequence ? tokenizer.special().beginOfSequence : tokenizer::kNoToken;
    MARU_TRY(const session::PerplexityResult result,
        session::perplexity(loaded->session().executor(), tokens, tokenizer.vocabularySize(), begin, open.context,
            static_cast<std::uint32_t>(chunks),
            [](std::uint32_t done, double sofar) { std::fprintf(stderr, "chunk %u: %.4f\n", done, sofar); }));
    if (options.json())
        std::puts(Json({ { "perplexity", result.perplexity }, { "chunks", result.chunks } }).dump().c_str());
    else
        std::printf("perplexity %.4f over %u chunks\n", result.perplexity, result.chunks);
    return {};
}

} // namespace maru::cli
