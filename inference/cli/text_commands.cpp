// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// tokenize, detokenize and template: text without weights.

#include "inference/cli/commands.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace maru::cli {

namespace {

using Json = nlohmann::ordered_json;

/// The file and its tokenizer: works on a file that has nothing but a vocabulary.
struct Vocabulary
{
    gguf::GgufFile file;
    std::unique_ptr<tokenizer::Tokenizer> tokenizer;
};

Result<Vocabulary> openVocabulary(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(gguf::GgufFile file, gguf::GgufFile::open(path));
    MARU_TRY(auto tokenizer, tokenizer::Tokenizer::create(file));
    return Vocabulary { std::move(file), std::move(tokenizer) };
}

void printText(const Options &options, const std::string &text)
{
    if (options.json())
        std::puts(Json({ { "text", text } }).dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    else
        std::fwrite(text.data(), 1, text.size(), stdout);
}

} // namespace

Result<void> runTokenize(const Options &options)
{
    MARU_TRY(const Vocabulary vocabulary, openVocabulary(options));
    if (options.has("--text") == options.has("--file"))
        return badOption("--text or --file", "is needed, one of them");
    std::string text = options.text("--text").value_or("");
    if (const auto path = options.text("--file")) {
        MARU_TRY(text, readFile(*path));
    }
    const std::vector<tokenizer::Token> tokens = vocabulary.tokenizer->encode(text,
        options.has("--special") ? tokenizer::SpecialText::Parse : tokenizer::SpecialText::Plain,
        !options.has("--no-bos"));
    const Json list(tokens);
    std::puts(options.json() ? Json({ { "tokens", list } }).dump().c_str() : list.dump().c_str());
    return {};
}

Result<void> runDetokenize(const Options &options)
{
    MARU_TRY(const Vocabulary vocabulary, openVocabulary(options));
    MARU_TRY(const auto tokens, parseTokens("--tokens", options.text("--tokens").value_or("")));
    const std::uint32_t size = vocabulary.tokenizer->vocabularySize();
    for (const tokenizer::Token token : tokens) {
        if (token < 0 || static_cast<std::uint32_t>(token) >= size)
            return Error { ErrorCode::InvalidArgument, Reason::BadValue,
                { { "key", "token" }, { "detail", std::to_string(token) + " is not in the vocabulary" } },
                "token " + std::to_string(token) + " is not in the vocabulary" };
    }
    printText(options, vocabulary.tokenizer->decode(tokens, true));
    return {};
}

Result<void> runTemplate(const Options &options)
{
    const auto variablesPath = options.text("--vars");
    if (!variablesPath)
        return badOption("--vars", "is needed");
    std::string source;
    if (const auto path = options.text("--file")) {
        if (!options.words().empty())
            return badOption("--file or MODEL", "is needed, one of them");
        MARU_TRY(source, readFile(*path));
    } else {
        MARU_TRY(const std::string path2, word(options, 0, "MODEL"));
        MARU_TRY(const gguf::GgufFile file, gguf::GgufFile::open(path2));
        const auto found = file.string("tokenizer.chat_template");
        if (!found)
            return Error { ErrorCode::NotFound, Reason::MissingKey, { { "key", "tokenizer.chat_template" } },
                "the model has no chat template" };
        source = std::string(*found);
    }
    MARU_TRY(const std::string variables, readFile(*variablesPath));
    MARU_TRY(const auto chatTemplate, prompt::ChatTemplate::parse(source));
    MARU_TRY(const std::string text, chatTemplate.renderJson(variables));
    printText(options, text);
    return {};
}

} // namespace maru::cli
