// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// generate: a reply.

#include "inference/cli/commands.h"
#include "inference/cli/sampling_options.h"
#include "inference/session/snapshot_store.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>

namespace maru::cli {

namespace {

using Json = nlohmann::ordered_json;

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
    MARU_TRY(const std::uint64_t count, options.integer("-n", 0, 1, 1u << 30));
    request.maxTokens = static_cast<std::uint32_t>(count);
    MARU_TRY(request.sampling, readSampling(options));
    MARU_TRY(request.sampling.seed, options.integer("--seed", std::random_device()(), 0, UINT64_MAX));
    request.stops = options.texts("--stop");
    for (const std::string &stop : request.stops) {
        if (stop.empty())
            return badOption("--stop", "must be a text");
    }
    return request;
}

/// Snapshots are kept where a conversation is named, or a folder for them is.
void readSnapshots(const Options &options, std::span<const prompt::ChatMessage> messages, runtime::OpenOptions &open,
    session::GenerationRequest &request)
{
    const auto conversation = options.text("--conversation");
    if (open.cacheDirectory.empty() || !(conversation || (options.has("--data-dir") && !messages.empty())))
        return;
    open.snapshots = std::make_shared<session::SnapshotStore>(open.cacheDirectory / "snapshots");
    if (conversation) {
        request.conversation = *conversation;
        return;
    }
    request.conversation = "begins:"; // the turns of a conversation begin alike
    for (const prompt::ChatMessage &message : messages) {
        request.conversation += message.content;
        if (message.role == prompt::Role::User)
            return;
    }
}

/// --thinking, --reasoning-effort, --thinking-budget (or --reasoning-budget) and --pin.
Result<runtime::PromptSettings> readPromptSettings(const Options &options, session::GenerationRequest &request)
{
    runtime::PromptSettings settings;
    if (const auto thinking = options.text("--thinking")) {
        if (*thinking != "on" && *thinking != "off")
            return badOption("--thinking", "is on or off");
        settings.thinking.isOn = *thinking == "on";
    }
    settings.thinking.effort = options.text("--reasoning-effort").value_or("");
    const std::string_view budgetName = options.has("--reasoning-budget") ? "--reasoning-budget" : "--thinking-budget";
    MARU_TRY(const std::uint64_t budget, options.integer(budgetName, 0, 1, 1u << 30));
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

Result<void> runGenerate(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(runtime::OpenOptions open, options.openOptions());
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
    readSnapshots(options, messages, open, request);
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
    if (const auto saved = loaded->session().saveSnapshot(); !saved)
        std::fprintf(stderr, "no snapshot was kept: %s\n", saved.error().message.c_str());
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

} // namespace maru::cli
