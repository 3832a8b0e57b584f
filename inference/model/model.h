// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"
#include "inference/model/hyperparameters.h"
#include "inference/prompt/chat_template.h"
#include "inference/tokenizer/tokenizer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace maru::model {

/// A model as its file describes it: sizes, vocabulary, chat template and tensors. No weights are touched yet.
///
/// Ownership: owns the mapped file; graphs and executors made from it view that mapping, so it must outlive them.
/// Threads: immutable; any number of threads may use it, while a reply runs too.
class Model
{
public:
    /// Failure: everything GgufFile, Tokenizer and Hyperparameters fail with. A template that does not parse is no
    /// failure: see templateError().
    static Result<std::unique_ptr<Model>> open(const std::filesystem::path &path);

    /// A model of which only the heads of its files are known: everything can be asked of it but its weights, which are
    /// zeros, and its id(), which is not that of the file. Failure: as GgufFile::ofHeads() and open().
    static Result<std::unique_ptr<Model>> ofHeads(std::span<const gguf::FileHead> heads);

    const gguf::GgufFile &file() const { return m_file; }
    const Hyperparameters &hyperparameters() const { return m_hyperparameters; }
    const tokenizer::Tokenizer &tokenizer() const { return *m_tokenizer; }

    /// The file's template, or the plain one if it has none or a broken one.
    const prompt::ChatTemplate &chatTemplate() const;
    bool hasChatTemplate() const { return m_template.has_value(); }
    const std::optional<Error> &templateError() const { return m_templateError; }

    /// general.name, or the file's name.
    const std::string &name() const { return m_name; }

    /// The format most of the weights are in: "Q4_K_M" after general.file_type, else the commonest tensor type.
    const std::string &quantization() const { return m_quantization; }

    /// Number of weights.
    std::uint64_t parameterCount() const { return m_parameterCount; }

    /// ModelId: xxh3 (128 bit, hexadecimal) of metadata, tensor table, file size and sampled blocks of the weights.
    const std::string &id() const { return m_id; }

private:
    Model(gguf::GgufFile file);
    static Result<std::unique_ptr<Model>> of(gguf::GgufFile file);

    gguf::GgufFile m_file;
    Hyperparameters m_hyperparameters;
    std::unique_ptr<tokenizer::Tokenizer> m_tokenizer;
    std::optional<prompt::ChatTemplate> m_template;
    std::optional<Error> m_templateError;
    std::string m_name;
    std::string m_quantization;
    std::uint64_t m_parameterCount = 0;
    std::string m_id;
};

} // namespace maru::model
