// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/bpe.h"

#include "inference/tokenizer/byte_alphabet.h"
#include "inference/tokenizer/merging.h"
#include "inference/tokenizer/utf8.h"

#include <bit>
#include <limits>
#include <utility>

namespace maru::tokenizer {

namespace {

constexpr std::uint32_t kNoRank = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view kMergesKey = "tokenizer.ggml.merges";

std::size_t pairHash(std::uint32_t left, std::uint32_t right)
{
    std::uint64_t key = (static_cast<std::uint64_t>(left) << 32) | right;
    key *= 0x9e3779b97f4a7c15U;
    return static_cast<std::size_t>(key ^ (key >> 29));
}

/// Numbers for texts that merges name and the vocabulary lacks: real files have few or none.
class Symbols
{
public:
    explicit Symbols(const Vocabulary &vocabulary)
        : m_vocabulary(vocabulary)
    {
    }

    std::uint32_t numberOf(std::string_view text)
    {
        const Token token = m_vocabulary.find(text);
        if (token != kNoToken)
            return static_cast<std::uint32_t>(token);
        const auto next = static_cast<std::uint32_t>(m_vocabulary.size() + m_extra.size());
        return m_extra.try_emplace(std::string(text), next).first->second;
    }

private:
    const Vocabulary &m_vocabulary;
    std::unordered_map<std::string, std::uint32_t> m_extra;
};

/// `text` with everything that is not canonical UTF-8 replaced; empty if there is nothing to replace.
std::string canonicalForm(std::string_view text)
{
    bool canonical = true;
    for (std::size_t i = 0; i < text.size() && canonical;) {
        const LooseCodePoint read = looseCodePoint(text.substr(i));
        canonical = read.canonical;
        i += read.length;
    }
    std::string result;
    if (canonical)
        return result;
    for (std::size_t i = 0; i < text.size();) {
        const LooseCodePoint read = looseCodePoint(text.substr(i));
        appendUtf8(result, read.value);
        i += read.length;
    }
    return result;
}

} // namespace

struct Bpe::Work
{
    Merger<std::uint32_t> merger;
    WordCache cache;
    std::vector<std::size_t> ends;
    std::vector<Symbol> symbols;
    std::string spelled;
    bool isSpelled = false; // no word may become a user-defined token
};

Bpe::Bpe(Vocabulary vocabulary, PreTokenizer preTokenizer)
    : m_vocabulary(std::move(vocabulary))
    , m_preTokenizer(std::move(preTokenizer))
    , m_splitter(m_vocabulary)
{
}

Result<std::unique_ptr<Tokenizer>> Bpe::create(const gguf::GgufFile &file)
{
    const std::string name(file.string("tokenizer.ggml.pre").value_or("default"));
    auto preTokenizer = PreTokenizer::find(name);
    if (!preTokenizer) {
        return Error { ErrorCode::Unsupported, Reason::UnknownTokenizer, { { "name", name } },
            "unknown pre-tokenizer " + name };
    }
    MARU_TRY(Vocabulary vocabulary, Vocabulary::read(file));
    if (vocabulary.leavesBeginOpen())
        vocabulary.setAddBeginOfSequence(preTokenizer->addsBeginOfSequence());
    std::unique_ptr<Bpe> made(new Bpe(std::move(vocabulary), *std::move(preTokenizer)));
    MARU_CHECK(made->readMerges(file));
    return std::unique_ptr<Tokenizer>(std::move(made));
}

Result<void> Bpe::readMerges(const gguf::GgufFile &file)
{
    const auto merges = file.strings(kMergesKey);
    if (!merges) {
        return Error { ErrorCode::Corrupt, Reason::MissingKey, { { "key", std::string(kMergesKey) } },
            "no " + std::string(kMergesKey) };
    }
    const auto reject = [](std::size_t line, std::string_view why) -> Error {
        const std::string detail = "merge " + std::to_string(line) + " " + std::string(why);
        return { ErrorCode::Corrupt, Reason::TokenizerCorrupt, { { "detail", detail } }, detail };
    };
    if (merges->size() > std::numeric_limits<std::uint32_t>::max() / 8)
        return reject(merges->size(), "is one too many");
    m_pairs.assign(std::bit_ceil(merges->size() * 2 + 2), { 0, 0, kNoRank, 0 });
    Symbols symbols(m_vocabulary);
    std::string spelled;
    for (std::size_t byte = 0; byte < m_byteSymbols.size(); ++byte) {
        spelled.clear();
        appendUtf8(spelled, letterOfByte(static_cast<unsigned char>(byte)));
        m_byteSymbols[byte] = symbols.numberOf(spelled);
    }
    for (std::size_t rank = 0; rank < merges->size(); ++rank) {
        const std::string_view line = (*merges)[rank];
        const std::size_t space = line.find(' ', 1);
        if (space == std::string_view::npos || space + 1 == line.size())
            return reject(rank, "does not name two parts");
        spelled.assign(line.substr(0, space)).append(line.substr(space + 1));
        const std::uint32_t left = symbols.numberOf(line.substr(0, space));
        const std::uint32_t right = symbols.numberOf(line.substr(space + 1));
        const std::uint32_t result = symbols.numberOf(spelled);
        // what only a template may write must not grow out of plain text
        if (result < m_vocabulary.size() && m_vocabulary.isHidden(static_cast<Token>(result)))
            continue;
        addPair({ left, right, static_cast<std::uint32_t>(rank), result });
    }
    return {};
}

void Bpe::addPair(const Pair &pair)
{
    const std::size_t mask = m_pairs.size() - 1;
    std::size_t slot = pairHash(pair.left, pair.right) & mask;
    for (; m_pairs[slot].rank != kNoRank; slot = (slot + 1) & mask) {
        if (m_pairs[slot].left == pair.left && m_pairs[slot].right == pair.right)
            return; // the first one counts
    }
    m_pairs[slot] = pair;
}

const Bpe::Pair *Bpe::findPair(std::uint32_t left, std::uint32_t right) const
{
    const std::size_t mask = m_pairs.size() - 1;
    for (std::size_t slot = pairHash(left, right) & mask; m_pairs[slot].rank != kNoRank; slot = (slot + 1) & mask) {
        if (m_pairs[slot].left == left && m_pairs[slot].right == right)
            return &m_pairs[slot];
    }
    return nullptr;
}

std::vector<Token> Bpe::encode(std::string_view text, SpecialText special, bool addBegin) const
{
    std::vector<Token> tokens;
    if (addBegin && m_vocabulary.special().addBeginOfSequence && m_vocabulary.special().beginOfSequence != kNoToken)
        tokens.push_back(m_vocabulary.special().beginOfSequence);
    if (text.empty())
        return tokens;
    Work work;
    work.isSpelled = special == SpecialText::Spelled;
    for (const Fragment &fragment : m_splitter.split(m_vocabulary, text, special)) {
        if (fragment.token != kNoToken) {
            tokens.push_back(fragment.token);
            continue;
        }
        const std::string_view raw = text.substr(fragment.begin, fragment.end - fragment.begin);
        const std::string canonical = canonicalForm(raw);
        encodeText(canonical.empty() ? raw : std::string_view(canonical), canonical.empty(), work, tokens);
    }
    return tokens;
}

void Bpe::encodeText(std::string_view text, bool cacheable, Work &work, std::vector<Token> &tokens) const
{
    m_preTokenizer.split(text, work.ends);
    std::size_t begin = 0;
    for (const std::size_t end : work.ends) {
        const std::string_view word = text.substr(begin, end - begin);
        begin = end;
        const std::uint64_t hash = cacheable ? textHash(word) : 0;
        if (cacheable && work.cache.append(word, hash, tokens))
            continue;
        const std::size_t first = tokens.size();
        encodeWord(word, work, tokens);
        if (cacheable)
            work.cache.note(word, hash, first, tokens);
    }
}

void Bpe::encodeWord(std::string_view word, Work &work, std::vector<Token> &tokens) const
{
    if (m_preTokenizer.ignoresMerges() && word.size() <= m_vocabulary.longest()) {
        work.spelled.clear();
        for (const char byte : word)
            appendUtf8(work.spelled, letterOfByte(static_cast<unsigned char>(byte)));
        const Token token = m_vocabulary.find(work.spelled);
        if (token != kNoToken && !(work.isSpelled ? m_vocabulary.isSpecial(token) : m_vocabulary.isHidden(token))) {
            tokens.push_back(token);
            return;
        }
    }
    work.symbols.clear();
    for (std::size_t i = 0; i < word.size(); ++i)
        work.symbols.push_back({ i, 1, m_byteSymbols[static_cast<unsigned char>(word[i])] });
    work.merger.run(
        work.symbols, [this](const Symbol &left, const Symbol &right) -> std::optional<Merge<std::uint32_t>> {
            const Pair *pair = findPair(static_cast<std::uint32_t>(left.id), static_cast<std::uint32_t>(right.id));
            if (!pair)
                return std::nullopt;
            return Merge<std::uint32_t> { pair->rank, pair->result };
        });
    const auto append = [&](std::int64_t number) {
        if (number >= static_cast<std::int64_t>(m_vocabulary.size()))
            return false;
        const auto token = static_cast<Token>(number);
        if (work.isSpelled ? m_vocabulary.isSpecial(token) : m_vocabulary.isHidden(token))
            return false;
        tokens.push_back(token);
        return true;
    };
    for (const Symbol &symbol : work.symbols) {
        if (append(symbol.id))
            continue;
        for (const char byte : word.substr(symbol.begin, symbol.length)) // a byte that no token has is lost
            append(m_byteSymbols[static_cast<unsigned char>(byte)]);
    }
}

std::string Bpe::piece(Token token, bool showSpecial) const
{
    if (!m_vocabulary.contains(token) || (!showSpecial && m_vocabulary.isHidden(token)))
        return {};
    const std::string_view text = m_vocabulary.text(token);
    if (m_vocabulary.isHidden(token) || m_vocabulary.kind(token) == TokenKind::UserDefined)
        return std::string(text);
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const LooseCodePoint read = looseCodePoint(text.substr(i));
        if (const auto byte = byteOfLetter(read.value); byte && read.canonical)
            bytes += static_cast<char>(*byte);
        else
            bytes += text.substr(i, read.length); // added tokens may be written out as they are
        i += read.length;
    }
    return bytes;
}

std::string Bpe::decode(std::span<const Token> tokens, bool showSpecial) const
{
    std::string text;
    for (const Token token : tokens)
        text += piece(token, showSpecial);
    return text;
}

} // namespace maru::tokenizer
