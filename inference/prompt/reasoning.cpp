// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/reasoning.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace maru::prompt {

namespace {

constexpr char kTokenBegin = '\xff'; // around a token in pending text: bytes that no UTF-8 has
constexpr char kTokenEnd = '\xfe';
constexpr std::string_view kSpaces = " \t\r\n\f\v";

constexpr std::string_view kChannel = "<|channel|>";
constexpr std::string_view kMessage = "<|message|>";
constexpr std::string_view kStart = "<|start|>";
constexpr std::string_view kEnd = "<|end|>";
constexpr std::array kChannelTokens { kChannel, kMessage, kStart, kEnd, std::string_view("<|return|>"),
    std::string_view("<|call|>"), std::string_view("<|constrain|>") };
constexpr std::size_t kLongestHeader = 256; // a header that goes on longer is no header

/// How one model family marks its thinking. `openText` follows the opening.
struct Tags
{
    std::string_view open;
    std::string_view close;
    std::string_view openText = {};
    std::string_view answerOpen = {};
    std::string_view answerClose = {};
};

constexpr std::array kTags {
    Tags { "<|channel>", "<channel|>", "thought" },
    Tags { "<|START_THINKING|>", "<|END_THINKING|>", {}, "<|START_RESPONSE|>", "<|END_RESPONSE|>" },
    Tags { "<|START_THINKING|>", "<|END_THINKING|>", {}, "<|START_TEXT|>", "<|END_TEXT|>" },
    Tags { "<|START_THINKING|>", "<|END_THINKING|>" },
    Tags { "<|inner_prefix|>", "<|inner_suffix|>" },
    Tags { "<seed:think>", "</seed:think>" },
    Tags { "\xe2\x97\x81think\xe2\x96\xb7", "\xe2\x97\x81/think\xe2\x96\xb7" },
    Tags { "[THINK]", "[/THINK]" },
    Tags { "<longcat_think>", "</longcat_think>" },
    Tags { "<mm:think>", "</mm:think>" },
    Tags { "<thought>", "</thought>" },
    Tags { "<think>", "</think>", {}, "<response>", "</response>" },
    Tags { "<think>", "</think>", {}, "<answer>", "</answer>" },
    Tags { "<think>", "</think>" },
    Tags { "Here is my thought process:", "Here is my response:" },
    Tags { "Here are my reasoning steps:", "[BEGIN FINAL RESPONSE]", {}, {}, "[END FINAL RESPONSE]" },
};

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string_view withoutLeadingSpace(std::string_view text)
{
    return text.substr(std::min(text.find_first_not_of(kSpaces), text.size()));
}

/// The length of the longest end of `text` that `marker` begins with, and is not all of it.
std::size_t heldBack(std::string_view text, std::string_view marker)
{
    for (std::size_t length = std::min(text.size(), marker.empty() ? 0 : marker.size() - 1); length > 0; --length) {
        if (marker.starts_with(text.substr(text.size() - length)))
            return length;
    }
    return 0;
}

ReasoningFormat formatOf(const Tags &tags, const ReasoningFormat::IsSpecial &isSpecial)
{
    const auto marker = [&](std::string_view name, std::string_view after) {
        ReasoningFormat::Marker made;
        if (isSpecial(name)) {
            made.token = name;
            made.text = after;
        } else {
            made.text.append(name).append(after);
        }
        return made;
    };
    ReasoningFormat format;
    format.style = ReasoningFormat::Style::Tags;
    format.open = marker(tags.open, tags.openText);
    format.close = marker(tags.close, {});
    format.answerOpen = tags.answerOpen;
    format.answerClose = tags.answerClose;
    return format;
}

ReasoningFormat channels()
{
    ReasoningFormat format;
    format.style = ReasoningFormat::Style::Channels;
    format.open = { std::string(kChannel), "analysis" };
    format.close = { std::string(kEnd), {} };
    return format;
}

} // namespace

ReasoningFormat ReasoningFormat::detect(std::string_view chatTemplate, const IsSpecial &isSpecial)
{
    // what the template writes counts more than what the vocabulary could write
    if (contains(chatTemplate, kChannel) && contains(chatTemplate, kMessage))
        return channels();
    for (const Tags &tags : kTags) {
        const bool wraps = tags.answerOpen.empty() || contains(chatTemplate, tags.answerOpen);
        if (wraps && (contains(chatTemplate, tags.open) || contains(chatTemplate, tags.close)))
            return formatOf(tags, isSpecial);
    }
    if (isSpecial(kChannel) && isSpecial(kMessage) && isSpecial(kStart))
        return channels();
    for (const Tags &tags : kTags) {
        if (isSpecial(tags.open) && isSpecial(tags.close) && (tags.answerOpen.empty() || isSpecial(tags.answerOpen)))
            return formatOf(tags, isSpecial);
    }
    return {};
}

bool ReasoningFormat::opensIn(std::string_view generationPrompt) const
{
    if (style == Style::None)
        return false;
    std::string opening = open.spelled();
    if (style == Style::Channels)
        opening += kMessage;
    const std::size_t opened = generationPrompt.rfind(opening);
    if (opened == std::string_view::npos)
        return false;
    return !contains(generationPrompt.substr(opened + opening.size()), close.spelled());
}

std::string ReasoningFormat::closing() const
{
    switch (style) {
    case Style::None:
        break;
    case Style::Tags:
        return "\n" + close.spelled() + "\n\n" + answerOpen;
    case Style::Channels:
        return std::string(kEnd).append(kStart).append("assistant").append(kChannel).append("final").append(kMessage);
    }
    return {};
}

ReasoningText ReasoningFormat::split(std::string_view reply) const
{
    ReasoningText all;
    if (style == Style::None) {
        all.answer = reply;
        return all;
    }
    std::vector<std::string_view> tokens;
    if (style == Style::Channels)
        tokens.assign(kChannelTokens.begin(), kChannelTokens.end());
    else
        tokens = { open.token, close.token };
    std::erase_if(tokens, [](std::string_view token) { return token.empty(); });
    ReasoningSplitter splitter(*this, false);
    const auto push = [&](std::string_view text, std::string_view special) {
        ReasoningText part = splitter.push({ text, special });
        all.thinking += part.thinking;
        all.answer += part.answer;
    };
    std::size_t begin = 0;
    for (std::size_t i = 0; i < reply.size();) {
        const auto token = std::find_if(tokens.begin(), tokens.end(),
            [&](std::string_view candidate) { return reply.substr(i).starts_with(candidate); });
        if (token == tokens.end()) {
            ++i;
            continue;
        }
        push(reply.substr(begin, i - begin), {});
        push(*token, *token);
        i += token->size();
        begin = i;
    }
    push(reply.substr(begin), {});
    const ReasoningText rest = splitter.finish();
    all.thinking += rest.thinking;
    all.answer += rest.answer;
    return all;
}

ReasoningSplitter::ReasoningSplitter(ReasoningFormat format, bool startsOpen)
    : m_format(std::move(format))
    , m_state(startsOpen && m_format.thinks() ? State::Thinking : State::Start)
    , m_open(key(m_format.open))
    , m_close(key(m_format.close))
{
}

std::string ReasoningSplitter::key(const ReasoningFormat::Marker &marker) const
{
    std::string made;
    if (!marker.token.empty())
        made.append(1, kTokenBegin).append(marker.token).append(1, kTokenEnd);
    return made + marker.text;
}

bool ReasoningSplitter::isMarkerToken(std::string_view special) const
{
    if (special.empty())
        return false;
    if (m_format.style == ReasoningFormat::Style::Channels)
        return std::find(kChannelTokens.begin(), kChannelTokens.end(), special) != kChannelTokens.end();
    return special == m_format.open.token || special == m_format.close.token;
}

void ReasoningSplitter::append(const ReplyPiece &piece)
{
    if (isMarkerToken(piece.special)) {
        m_showsMarkers = !piece.text.empty();
        m_pending.append(1, kTokenBegin).append(piece.special).append(1, kTokenEnd);
        return;
    }
    for (const char c : piece.text) {
        if (c != kTokenBegin && c != kTokenEnd)
            m_pending += c;
    }
}

ReasoningText ReasoningSplitter::push(const ReplyPiece &piece)
{
    ReasoningText out;
    if (!m_format.thinks()) {
        out.answer = piece.text;
        return out;
    }
    const bool wasThinking = isThinking();
    append(piece);
    while (step(out, false)) { }
    m_thinkingTokens += wasThinking || isThinking() ? 1 : 0;
    return out;
}

ReasoningText ReasoningSplitter::finish()
{
    ReasoningText out;
    while (m_format.thinks() && step(out, true)) { }
    return out;
}

/// One transition; false if nothing more can be done with what is there.
bool ReasoningSplitter::step(ReasoningText &out, bool isLast)
{
    if (m_format.style == ReasoningFormat::Style::Channels)
        return stepChannels(out, isLast);
    switch (m_state) {
    case State::Start:
        return stepStart(isLast);
    case State::Thinking:
        return stepThinking(out, isLast);
    case State::AnswerStart:
        return stepAnswerStart(isLast);
    case State::Answer:
        return stepAnswer(out, isLast);
    case State::Header:
    case State::Skipped:
        break;
    }
    return false;
}

bool ReasoningSplitter::stepStart(bool isLast)
{
    m_pending.erase(0, m_pending.size() - withoutLeadingSpace(m_pending).size());
    if (m_pending.empty())
        return false;
    const std::string_view pending = m_pending;
    const std::string spelledOpen = m_format.open.spelled();
    for (const std::string_view open : { std::string_view(m_open), std::string_view(spelledOpen) }) {
        if (!pending.starts_with(open))
            continue;
        if (open != m_open) // no token, although the vocabulary has one: then its end will not be one either
            m_close = m_format.close.spelled();
        m_pending.erase(0, open.size());
        m_state = State::Thinking;
        return true;
    }
    if (pending.starts_with(m_close)) { // the template has opened and closed it, and the model closes it once more
        m_pending.erase(0, m_close.size());
        m_state = State::AnswerStart;
        return true;
    }
    for (const std::string_view marker :
        { std::string_view(m_open), std::string_view(spelledOpen), std::string_view(m_close) }) {
        if (!isLast && marker.starts_with(pending))
            return false;
    }
    m_state = State::AnswerStart;
    return true;
}

bool ReasoningSplitter::stepThinking(ReasoningText &out, bool isLast)
{
    const std::size_t found = m_pending.find(m_close);
    if (found != std::string::npos) {
        give(out.thinking, std::string_view(m_pending).substr(0, found), m_thinkingStarted);
        m_pending.erase(0, found + m_close.size());
        m_heldSpace.clear();
        m_state = State::AnswerStart;
        return true;
    }
    const std::size_t certain = m_pending.size() - (isLast ? 0 : heldBack(m_pending, m_close));
    give(out.thinking, std::string_view(m_pending).substr(0, certain), m_thinkingStarted);
    m_pending.erase(0, certain);
    return false;
}

bool ReasoningSplitter::stepAnswerStart(bool isLast)
{
    m_pending.erase(0, m_pending.size() - withoutLeadingSpace(m_pending).size());
    if (m_pending.empty())
        return false;
    const std::string_view opening = m_format.answerOpen;
    if (opening.empty()) {
        m_isWrapped = !m_format.answerClose.empty(); // what closes the thinking opens the answer
    } else {
        if (!isLast && m_pending.size() < opening.size() && opening.starts_with(m_pending))
            return false;
        m_isWrapped = m_pending.starts_with(opening);
        if (m_isWrapped)
            m_pending.erase(0, opening.size());
    }
    m_state = State::Answer;
    return true;
}

bool ReasoningSplitter::stepAnswer(ReasoningText &out, bool isLast)
{
    std::size_t certain = m_pending.size();
    if (m_isWrapped) {
        const std::size_t closing = m_pending.rfind(m_format.answerClose);
        if (closing != std::string::npos
            && withoutLeadingSpace(std::string_view(m_pending).substr(closing + m_format.answerClose.size())).empty()) {
            certain = closing; // dropped if nothing follows
        } else if (!isLast) {
            certain -= heldBack(m_pending, m_format.answerClose);
        }
    }
    give(out.answer, std::string_view(m_pending).substr(0, certain), m_answerStarted);
    m_pending.erase(0, certain);
    return false;
}

bool ReasoningSplitter::stepChannels(ReasoningText &out, bool isLast)
{
    if (m_state == State::Start) {
        m_pending.erase(0, m_pending.size() - withoutLeadingSpace(m_pending).size());
        constexpr std::string_view kRecipient = "to=";
        if (m_pending.empty() || (!isLast && m_pending.size() < kRecipient.size() && kRecipient.starts_with(m_pending)))
            return false;
        const bool isHeader = m_pending.front() == kTokenBegin || m_pending.starts_with(kRecipient);
        m_state = isHeader ? State::Header : State::Answer;
    }
    const std::size_t begin = m_pending.find(kTokenBegin);
    const std::string_view text = std::string_view(m_pending).substr(0, begin);
    switch (m_state) {
    case State::Thinking:
        give(out.thinking, text, m_thinkingStarted);
        break;
    case State::Header:
        m_header += text;
        break;
    case State::Skipped:
        break;
    default:
        give(out.answer, text, m_answerStarted);
        break;
    }
    if (begin == std::string::npos) {
        m_pending.clear();
        if (m_state != State::Header || m_header.size() <= kLongestHeader)
            return false;
        m_pending = std::exchange(m_header, {}); // nobody writes such headers: it was meant to be read
        m_state = State::Answer;
        return true;
    }
    const std::size_t end = m_pending.find(kTokenEnd, begin);
    const std::string token = m_pending.substr(begin + 1, end - begin - 1);
    m_pending.erase(0, end + 1);
    if (token == kMessage) {
        if (m_state == State::Header)
            openChannel();
    } else if (m_state != State::Header) {
        m_header.clear();
        m_heldSpace.clear();
        m_state = State::Header;
    }
    if (m_state == State::Header && token == kChannel)
        m_header += kTokenBegin;
    return true;
}

/// The header "assistant to=X <channel> commentary" is complete: who is what follows for?
void ReasoningSplitter::openChannel()
{
    const std::size_t mark = m_header.rfind(kTokenBegin);
    std::string_view channel
        = mark == std::string::npos ? std::string_view() : std::string_view(m_header).substr(mark + 1);
    channel = withoutLeadingSpace(channel);
    channel = channel.substr(0, channel.find_first_of(kSpaces));
    const bool hasRecipient = contains(m_header, "to=");
    if (channel == "analysis")
        m_state = State::Thinking;
    else
        m_state = channel == "commentary" && hasRecipient ? State::Skipped : State::Answer;
    m_header.clear();
    const bool goesOn = m_state == State::Thinking ? m_thinkingStarted : m_answerStarted;
    m_heldSpace = goesOn ? "\n\n" : "";
}

/// Adds `text` to a part: without the white space before its first word, and holding back that behind its last.
void ReasoningSplitter::give(std::string &out, std::string_view text, bool &started)
{
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == kTokenBegin && !m_showsMarkers)
            i = std::min(text.find(kTokenEnd, i), text.size());
        else if (text[i] != kTokenBegin && text[i] != kTokenEnd)
            shown += text[i];
    }
    std::string_view rest = shown;
    if (!started)
        rest = withoutLeadingSpace(rest);
    const std::size_t last = rest.find_last_not_of(kSpaces);
    if (last == std::string_view::npos) {
        if (started)
            m_heldSpace += rest;
        return;
    }
    started = true;
    out.append(m_heldSpace).append(rest.substr(0, last + 1));
    m_heldSpace = rest.substr(last + 1);
}

} // namespace maru::prompt
