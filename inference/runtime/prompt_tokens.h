// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/model/model.h"
#include "inference/prompt/chat_template.h"
#include "inference/tokenizer/tokenizer.h"

#include <array>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace maru::runtime {

/// Turns conversations into token ids through a model's template, and keeps what people write apart from the template's
/// own special tokens: "<|im_end|>" typed by a user stays text.
///
/// How: in the words of system and user, every text that names a special token is put between two noncharacters before
/// the template runs; in the rendered prompt, what stands between them is encoded as plain text.
/// Threads: immutable once made.
class PromptTokens
{
public:
    explicit PromptTokens(const model::Model &model);

    /// Failure: none of the template's own: where it fails, the plain template is used and `templateNote` says why.
    /// Cancelled is passed on.
    Result<std::vector<tokenizer::Token>> encode(
        std::span<const prompt::ChatMessage> messages, std::string *templateNote, std::stop_token stop) const;

private:
    std::string guard(std::string_view text) const;
    std::vector<tokenizer::Token> encodeGuarded(std::string_view rendered) const;

    const model::Model &m_model;
    std::array<std::vector<std::string>, 256> m_specialTexts; // by first byte, longest first
};

} // namespace maru::runtime
