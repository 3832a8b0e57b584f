// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/sentence_piece.h"

#include "inference/tokenizer/merging.h"
#include "inference/tokenizer/utf8.h"

#include <algorithm>
#include <utility>

namespace maru::tokenizer {

namespace {

constexpr std::string_view kSpaceMark = "\xe2\x96\x81"; // U+2581

/// "<0x0A>" of 10.
std::string byteName(std::size_t byte)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    return { '<', '0', 'x', kDigits[byte >> 4], kDigits[byte & 15U], '>' };
}

std::optional<char> byteOfName(std::string_view name)
{
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    if (name.size() != 6 || !name.starts_with("<0x") || name[5] != '>' || digit(name[3]) < 0 || digit(name[4]) < 0)
        return std::nullopt;
    return static_cast<char>(static_cast<unsigned char>(digit(name[3]) * 16 + digit(name[4])));
}

std::string withSpaceMarks(std::string_view text, bool prefix)
{
    std::string marked;
    marked.reserve(text.size() + text.size() / 2 + kSpaceMark.size());
    if (prefix)
        marked += kSpaceMark;
    for (const char c : text) {
        if (c == ' ')
            marked += kSpaceMark;
        else
            marked += c;
    }
    return marked;
}

std::string withSpaces(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    while (true) {
        const std::size_t mark = text.find(kSpaceMark);
        plain += text.substr(0, mark);
        if (mark == std::string_view::npos)
            return plain;
        plain += ' ';
        text.remove_prefix(mark + kSpaceMark.size());
    }
}

} // namespace

struct SentencePiece::Work
{
    Merger<float> merger;
    WordCache cache;
    std::vector<Symbol> symbols;
    bool isSpelled = false; // no piece may be a user-defined token
};

SentencePiece::SentencePiece(Vocabulary vocabulary)
    : m_vocabulary(std::move(vocabulary))
    , m_splitter(m_vocabulary)
{
    for (std::size_t byte = 0; byte < m_byteTokens.size(); ++byte) {
        Token token = m_vocabulary.find(byteName(byte));
        if (token == kNoToken)
            token = m_vocabulary.find(std::string(1, static_cast<char>(static_cast<unsigned char>(byte))));
        const bool isPlain = token != kNoToken && !m_vocabulary.isSpecial(token);
        m_byteTokens[byte] = isPlain ? token : m_vocabulary.special().unknown;
    }
    for (std::uint32_t i = 0; i < m_vocabulary.size(); ++i) {
        const std::string_view text = m_vocabulary.text(static_cast<Token>(i));
        for (std::size_t mark = text.find(kSpaceMark, 1); mark != std::string_view::npos;
             mark = text.find(kSpaceMark, mark + 1))
            m_glue.set(static_cast<unsigned char>(text[mark - 1]));
    }
}

Result<std::unique_ptr<Tokenizer>> SentencePiece::create(const gguf::GgufFile &file)
{
    MARU_TRY(Vocabulary vocabulary, Vocabulary::read(file));
    if (!vocabulary.hasScores()) {
        return Error { ErrorCode::Corrupt, Reason::MissingKey, { { "key", "tokenizer.ggml.scores" } },
            "no tokenizer.ggml.scores" };
    }
    std::unique_ptr<SentencePiece> made(new SentencePiece(std::move(vocabulary)));
    made->m_addSpacePrefix = file.boolean("tokenizer.ggml.add_space_prefix").value_or(true);
    return std::unique_ptr<Tokenizer>(std::move(made));
}

std::vector<Token> SentencePiece::encode(std::string_view text, SpecialText special, bool addBegin) const
{
    std::vector<Token> tokens;
    if (addBegin && m_vocabulary.special().addBeginOfSequence && m_vocabulary.special().beginOfSequence != kNoToken)
        tokens.push_back(m_vocabulary.special().beginOfSequence);
    if (text.empty())
        return tokens;
    const std::vector<Fragment> fragments = m_splitter.split(m_vocabulary, text, special);
    std::vector<std::string> marked; // all kept, as the cache holds views into them
    marked.reserve(fragments.size());
    Work work;
    work.isSpelled = special == SpecialText::Spelled;
    bool afterSpecial = true;
    for (const Fragment &fragment : fragments) {
        if (fragment.token != kNoToken) {
            tokens.push_back(fragment.token);
        } else {
            const std::string_view raw = text.substr(fragment.begin, fragment.end - fragment.begin);
            marked.push_back(withSpaceMarks(raw, m_addSpacePrefix && afterSpecial));
            encodeText(marked.back(), work, tokens);
        }
        afterSpecial = fragment.token != kNoToken;
    }
    return tokens;
}

void SentencePiece::encodeText(std::string_view text, Work &work, std::vector<Token> &tokens) const
{
    const auto encodeCached = [&](std::string_view word) {
        const std::uint64_t hash = textHash(word);
        if (work.cache.append(word, hash, tokens))
            return;
        const std::size_t first = tokens.size();
        encodeWord(word, work, tokens);
        work.cache.note(word, hash, first, tokens);
    };
    // No merge reaches over a space mark whose neighbour to the left no token has there: so words can be done one by
    // one.
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = std::min(sequenceLength(text[i]), text.size() - i);
        if (i > begin && text.substr(i, length) == kSpaceMark && !m_glue[static_cast<unsigned char>(text[i - 1])]) {
            encodeCached(text.substr(begin, i - begin));
            begin = i;
        }
        i += length;
    }
    if (begin < text.size())
        encodeCached(text.substr(begin));
}

Token SentencePiece::findMergeable(std::string_view text, const Work &work) const
{
    const Token token = m_vocabulary.find(text);
    // what only a template may write must not grow out of plain text
    const bool good = token != kNoToken && !m_vocabulary.isHidden(token) && m_vocabulary.kind(token) != TokenKind::Byte
        && !(work.isSpelled && m_vocabulary.isSpecial(token));
    return good ? token : kNoToken;
}

void SentencePiece::encodeWord(std::string_view text, Work &work, std::vector<Token> &tokens) const
{
    work.symbols.clear();
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = std::min(sequenceLength(text[i]), text.size() - i);
        work.symbols.push_back({ i, length, findMergeable(text.substr(i, length), work) });
        i += length;
    }
    work.merger.run(work.symbols, [&](const Symbol &left, const Symbol &right) -> std::optional<Merge<float>> {
        const Token token = findMergeable(text.substr(left.begin, left.length + right.length), work);
        if (token == kNoToken)
            return std::nullopt;
        return Merge<float> { -m_vocabulary.score(token), token };
    });
    for (const Symbol &symbol : work.symbols) {
        if (symbol.id != kNoToken) {
            tokens.push_back(static_cast<Token>(symbol.id));
            continue;
        }
        for (const char byte : text.substr(symbol.begin, symbol.length)) {
            const Token token = m_byteTokens[static_cast<unsigned char>(byte)];
            if (token != kNoToken)
                tokens.push_back(token);
        }
    }
}

std::string SentencePiece::piece(Token token, bool showSpecial) const
{
    if (!m_vocabulary.contains(token))
        return {};
    const std::string_view text = m_vocabulary.text(token);
    if (m_vocabulary.isHidden(token))
        return showSpecial ? std::string(text) : std::string();
    if (m_vocabulary.kind(token) == TokenKind::Byte) {
        const std::optional<char> byte = byteOfName(text);
        return byte ? std::string(1, *byte) : std::string();
    }
    return withSpaces(text);
}

std::string SentencePiece::decode(std::span<const Token> tokens, bool showSpecial) const
{
    std::string text;
    bool afterSpecial = true;
    for (const Token token : tokens) {
        const std::string part = piece(token, showSpecial);
        const bool isMatched = m_vocabulary.contains(token)
            && (m_vocabulary.isHidden(token) || m_vocabulary.kind(token) == TokenKind::UserDefined);
        const bool dropSpace = m_addSpacePrefix && afterSpecial && !isMatched && part.starts_with(' ');
        text += std::string_view(part).substr(dropSpace ? 1 : 0);
        afterSpecial = isMatched;
    }
    return text;
}

} // namespace maru::tokenizer
