// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <utility>

namespace maru::tokenizer {

namespace {

constexpr std::string_view kTokensKey = "tokenizer.ggml.tokens";
constexpr std::string_view kTypesKey = "tokenizer.ggml.token_type";
constexpr std::string_view kScoresKey = "tokenizer.ggml.scores";

/// Texts that end a turn, the likeliest first.
constexpr std::array<std::string_view, 11> kEndOfTurnTexts {
    "<|eot_id|>",
    "<|im_end|>",
    "<|end|>",
    "<end_of_turn>",
    "<end_of_utterance>",
    "[EOT]",
    "<EOT>",
    "_<EOT>",
    "<\xef\xbd\x9c"
    "end\xe2\x96\x81of\xe2\x96\x81sentence\xef\xbd\x9c>", // DeepSeek, with a fullwidth bar
    "<|endoftext|>",
    "<|end_of_text|>",
};

/// Texts that end generation besides those.
constexpr std::array<std::string_view, 22> kOtherEndTexts {
    "<|eom_id|>",
    "<|return|>",
    "<|call|>",
    "<|calls|>",
    "<|flush|>",
    "</s>",
    "<eos>",
    "[EOS]",
    "<turn|>",
    "<|tool_response>",
    "[e~[",
    // padding, repository and file marks of fill-in-the-middle vocabularies: what follows is another text
    "<|fim_pad|>",
    "<fim-pad>",
    "<fim_pad>",
    "<PAD>",
    "[PAD]",
    "<|fim_repo|>",
    "<|repo_name|>",
    "<fim-repo>",
    "<REPO>",
    "<reponame>",
    "<|file_sep|>",
};

Error corrupt(std::string detail)
{
    std::string message = "the tokenizer of this file is damaged: " + detail;
    return { ErrorCode::Corrupt, Reason::TokenizerCorrupt, { { "detail", std::move(detail) } }, std::move(message) };
}

Error missingKey(std::string_view key)
{
    return { ErrorCode::Corrupt, Reason::MissingKey, { { "key", std::string(key) } }, "no " + std::string(key) };
}

Error badValue(std::string_view key, std::string detail)
{
    std::string message = std::string(key) + ": " + detail;
    return { ErrorCode::Corrupt, Reason::BadValue, { { "key", std::string(key) }, { "detail", std::move(detail) } },
        std::move(message) };
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b)
{
    __extension__ typedef unsigned __int128 Wide;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t load(std::string_view text, std::size_t position, std::size_t count)
{
    std::uint64_t value = 0;
    std::memcpy(&value, text.data() + position, count);
    return value;
}

} // namespace

std::uint64_t textHash(std::string_view text)
{
    std::uint64_t hash = 0x9e3779b97f4a7c15U ^ text.size();
    std::size_t position = 0;
    for (; position + 8 <= text.size(); position += 8)
        hash = mix(hash ^ load(text, position, 8), 0xd6e8feb86659fd93U);
    if (position < text.size())
        hash = mix(hash ^ load(text, position, text.size() - position), 0xa0761d6478bd642fU);
    return mix(hash, 0xe7037ed1a0b428dbU);
}

Result<Vocabulary> Vocabulary::read(const gguf::GgufFile &file)
{
    Vocabulary vocabulary;
    MARU_CHECK(vocabulary.readTexts(file));
    MARU_CHECK(vocabulary.readKindsAndScores(file));
    MARU_CHECK(vocabulary.buildIndex());
    MARU_CHECK(vocabulary.readSpecial(file));
    return vocabulary;
}

Result<void> Vocabulary::readTexts(const gguf::GgufFile &file)
{
    const auto texts = file.strings(kTokensKey);
    if (!texts)
        return missingKey(kTokensKey);
    if (texts->empty())
        return corrupt("the vocabulary is empty");
    if (texts->size() > static_cast<std::size_t>(std::numeric_limits<Token>::max()) - 1)
        return corrupt("the vocabulary has " + std::to_string(texts->size()) + " tokens");
    m_kinds.assign(texts->size(), TokenKind::Normal);
    m_offsets.reserve(texts->size() + 1);
    std::uint64_t total = 0;
    for (const std::string_view text : *texts)
        total += text.size() + (text.empty() ? 24 : 0);
    if (total > std::numeric_limits<std::uint32_t>::max())
        return corrupt("the texts of the vocabulary take " + std::to_string(total) + " bytes");
    m_arena.reserve(total);
    for (std::size_t i = 0; i < texts->size(); ++i) {
        const std::size_t begin = m_arena.size();
        m_offsets.push_back(static_cast<std::uint32_t>(begin));
        if ((*texts)[i].empty()) // a name of its own, so that no lookup of nothing finds it
            m_arena.append("[EMPTY_").append(std::to_string(i)).append("]");
        else
            m_arena.append((*texts)[i]);
        m_longest = std::max(m_longest, m_arena.size() - begin);
    }
    m_offsets.push_back(static_cast<std::uint32_t>(m_arena.size()));
    return {};
}

Result<void> Vocabulary::readKindsAndScores(const gguf::GgufFile &file)
{
    if (file.find(kTypesKey)) {
        const auto types = file.integers(kTypesKey);
        if (!types || types->size() != m_kinds.size())
            return badValue(kTypesKey, "needs one integer for each of " + std::to_string(m_kinds.size()) + " tokens");
        for (std::size_t i = 0; i < m_kinds.size(); ++i) {
            const std::int64_t type = (*types)[i];
            m_kinds[i] = type >= 0 && type <= 6 ? static_cast<TokenKind>(type) : TokenKind::Undefined;
        }
    }
    if (file.find(kScoresKey)) {
        auto scores = file.floats(kScoresKey);
        if (!scores || scores->size() != m_kinds.size())
            return badValue(kScoresKey, "needs one number for each of " + std::to_string(m_kinds.size()) + " tokens");
        if (std::any_of(scores->begin(), scores->end(), [](float score) { return std::isnan(score); }))
            return badValue(kScoresKey, "holds a value that is not a number");
        m_scores = *std::move(scores);
    }
    return {};
}

Result<void> Vocabulary::buildIndex()
{
    m_slots.resize(std::bit_ceil(m_kinds.size() * 2));
    const std::size_t mask = m_slots.size() - 1;
    for (std::uint32_t i = 0; i < size(); ++i) {
        const std::string_view added = text(static_cast<Token>(i));
        const std::uint64_t hash = textHash(added);
        const auto tag = static_cast<std::uint32_t>(hash >> 32);
        std::size_t slot = hash & mask;
        for (; m_slots[slot].entry != 0; slot = (slot + 1) & mask) {
            const Slot &taken = m_slots[slot];
            if (taken.hash == tag && text(static_cast<Token>(taken.entry - 1)) == added) {
                return corrupt("the tokens " + std::to_string(taken.entry - 1) + " and " + std::to_string(i)
                    + " have the same text");
            }
        }
        m_slots[slot] = { tag, i + 1 };
    }
    return {};
}

std::uint64_t Vocabulary::byteCount() const
{
    return m_arena.capacity() + m_offsets.capacity() * sizeof(std::uint32_t) + m_kinds.capacity() * sizeof(TokenKind)
        + m_scores.capacity() * sizeof(float) + m_slots.capacity() * sizeof(Slot) + m_ends.capacity() * sizeof(Token);
}

Token Vocabulary::find(std::string_view wanted) const
{
    if (wanted.empty() || wanted.size() > m_longest)
        return kNoToken;
    const std::size_t mask = m_slots.size() - 1;
    const std::uint64_t hash = textHash(wanted);
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t slot = hash & mask; m_slots[slot].entry != 0; slot = (slot + 1) & mask) {
        const auto token = static_cast<Token>(m_slots[slot].entry - 1);
        if (m_slots[slot].hash == tag && text(token) == wanted)
            return token;
    }
    return kNoToken;
}

Result<void> Vocabulary::readSpecial(const gguf::GgufFile &file)
{
    const auto readId = [&](std::string_view name, Token &token) -> Result<void> {
        const std::string key = "tokenizer.ggml." + std::string(name) + "_token_id";
        if (!file.find(key))
            return {};
        const auto value = file.integer(key);
        if (!value)
            return badValue(key, "is not an integer");
        if (*value < 0 || *value == std::numeric_limits<std::uint32_t>::max()) { // how files write "none"
            token = kNoToken;
            return {};
        }
        if (*value >= static_cast<std::int64_t>(size()))
            return badValue(key, std::to_string(*value) + " is not below " + std::to_string(size()));
        token = static_cast<Token>(*value);
        return {};
    };
    const auto readFlag = [&](std::string_view key, bool &flag) -> Result<bool> {
        if (!file.find(key))
            return false;
        const auto value = file.boolean(key);
        if (!value)
            return badValue(key, "is neither true nor false");
        flag = *value;
        return true;
    };
    const bool sentencePiece = file.string("tokenizer.ggml.model") == "llama";
    if (sentencePiece && size() > 2) { // what SentencePiece gives them unless told otherwise
        m_special.unknown = 0;
        m_special.beginOfSequence = 1;
        m_special.endOfSequence = 2;
    }
    m_special.addBeginOfSequence = sentencePiece;
    Token endOfMessage = kNoToken;
    MARU_CHECK(readId("bos", m_special.beginOfSequence));
    MARU_CHECK(readId("eos", m_special.endOfSequence));
    MARU_CHECK(readId("eot", m_special.endOfTurn));
    MARU_CHECK(readId("eom", endOfMessage));
    MARU_CHECK(readId("unknown", m_special.unknown));
    MARU_CHECK(readId("padding", m_special.padding));
    MARU_TRY(const bool saysBegin, readFlag("tokenizer.ggml.add_bos_token", m_special.addBeginOfSequence));
    m_leavesBeginOpen = !saysBegin;
    MARU_CHECK(readFlag("tokenizer.ggml.add_eos_token", m_special.addEndOfSequence));
    findEndsOfGeneration({ m_special.endOfSequence, m_special.endOfTurn, endOfMessage });

    std::string name(file.string("general.name").value_or(""));
    for (char &c : name)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    m_eatsSpace = name.find("phi-3") != std::string::npos || name.find("phi3") != std::string::npos;
    return {};
}

void Vocabulary::findEndsOfGeneration(const std::vector<Token> &named)
{
    const auto mark = [this](std::string_view known) {
        const Token token = find(known);
        if (token != kNoToken) {
            m_kinds[static_cast<std::size_t>(token)] = TokenKind::Control; // some files call them normal
            m_ends.push_back(token);
        }
        return token;
    };
    for (const std::string_view known : kEndOfTurnTexts) {
        const Token token = mark(known);
        if (m_special.endOfTurn == kNoToken)
            m_special.endOfTurn = token;
    }
    for (const std::string_view known : kOtherEndTexts)
        mark(known);
    for (const Token token : named) {
        if (token != kNoToken)
            m_ends.push_back(token);
    }
    std::sort(m_ends.begin(), m_ends.end());
    m_ends.erase(std::unique(m_ends.begin(), m_ends.end()), m_ends.end());

    // Two vocabularies use an ending text for something else.
    const bool calls = find("<|call|>") != kNoToken || find("<|calls|>") != kNoToken;
    const bool stops = find("<|return|>") != kNoToken || find("<|flush|>") != kNoToken;
    if (calls && stops)
        std::erase(m_ends, find("<|end|>"));
    if (find("<|tool_response>") != kNoToken && m_special.endOfSequence != find("</s>"))
        std::erase(m_ends, find("</s>"));
}

bool Vocabulary::isEndOfGeneration(Token token) const
{
    return std::binary_search(m_ends.begin(), m_ends.end(), token);
}

bool Vocabulary::isSpecial(Token token) const
{
    if (!contains(token))
        return false;
    if (kind(token) != TokenKind::UserDefined)
        return isHidden(token);
    return text(token).find_first_not_of(" \t\r\n\f\v") != std::string_view::npos;
}

bool Vocabulary::eatsSpaceAfter(Token token) const
{
    if (!m_eatsSpace)
        return false;
    const std::string_view name = text(token);
    return name != "<unk>" && name != "<s>" && name != "<|endoftext|>";
}

} // namespace maru::tokenizer
