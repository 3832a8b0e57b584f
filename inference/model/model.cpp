// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/model/model.h"

#include "inference/base/checked_math.h"

#define XXH_STATIC_LINKING_ONLY // for the size of the state
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <span>
#include <utility>

namespace maru::model {

namespace {

std::uint64_t weightCount(const gguf::TensorInfo &tensor)
{
    std::uint64_t count = 1;
    for (const std::uint64_t dimension : tensor.dimensions)
        count = checkedMultiply(count, dimension).value_or(std::numeric_limits<std::uint64_t>::max());
    return count;
}

std::uint64_t countParameters(const gguf::GgufFile &file)
{
    std::uint64_t sum = 0;
    for (const gguf::TensorInfo &tensor : file.tensors())
        sum = checkedAdd(sum, weightCount(tensor)).value_or(std::numeric_limits<std::uint64_t>::max());
    return sum;
}

/// The length of the vocabulary as the file announces it; the tokenizer checks that it is so.
std::uint32_t tokenCount(const gguf::GgufFile &file)
{
    const gguf::Metadata *tokens = file.find("tokenizer.ggml.tokens");
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
    return tokens == nullptr ? 0 : static_cast<std::uint32_t>(std::min(tokens->count, kMost));
}

/// The names of general.file_type, by number; empty where there is no such number any more.
std::string_view fileTypeName(std::int64_t number)
{
    static constexpr std::array<std::string_view, 39> kNames = { "F32", "F16", "Q4_0", "Q4_1", "", "", "", "Q8_0",
        "Q5_0", "Q5_1", "Q2_K", "Q3_K_S", "Q3_K_M", "Q3_K_L", "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "Q6_K", "IQ2_XXS",
        "IQ2_XS", "Q2_K_S", "IQ3_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL", "IQ3_S", "IQ3_M", "IQ2_S", "IQ2_M", "IQ4_XS",
        "IQ1_M", "BF16", "", "", "", "TQ1_0", "TQ2_0", "MXFP4" };
    return number >= 0 && number < static_cast<std::int64_t>(kNames.size()) ? kNames[static_cast<std::size_t>(number)]
                                                                            : std::string_view {};
}

std::string quantizationOf(const gguf::GgufFile &file)
{
    const std::string_view named = fileTypeName(file.integer("general.file_type").value_or(-1));
    if (!named.empty())
        return std::string(named);
    std::map<std::string_view, std::uint64_t> weights;
    for (const gguf::TensorInfo &tensor : file.tensors()) {
        if (tensor.type) {
            std::uint64_t &sum = weights[quant::tensorTypeInfo(*tensor.type).name];
            sum = checkedAdd(sum, weightCount(tensor)).value_or(std::numeric_limits<std::uint64_t>::max());
        }
    }
    const auto commonest = std::max_element(
        weights.begin(), weights.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    return commonest == weights.end() ? std::string() : std::string(commonest->first);
}

/// Everything but most of the weights, which would take as long as reading the file.
class Fingerprint
{
public:
    Fingerprint() { XXH3_128bits_reset(&m_state); }

    void add(std::span<const std::byte> bytes) { XXH3_128bits_update(&m_state, bytes.data(), bytes.size()); }

    void add(std::uint64_t number)
    {
        std::array<std::byte, 8> bytes = {};
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::byte>(number >> (8 * i));
        add(std::span<const std::byte>(bytes));
    }

    void add(std::string_view text)
    {
        add(static_cast<std::uint64_t>(text.size())); // so that "ab", "c" and "a", "bc" differ
        add(std::as_bytes(std::span(text)));
    }

    std::string hexadecimal() const
    {
        XXH128_canonical_t canonical;
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&m_state));
        static constexpr std::string_view kDigits = "0123456789abcdef";
        std::string text;
        for (const unsigned char byte : canonical.digest) {
            text += kDigits[byte >> 4];
            text += kDigits[byte & 15];
        }
        return text;
    }

private:
    XXH3_state_t m_state;
};

std::string identify(const gguf::GgufFile &file)
{
    constexpr std::size_t kSamples = 64; // tensors
    constexpr std::size_t kSampleBytes = 4096; // from the middle of each
    Fingerprint fingerprint;
    fingerprint.add(file.fileSize());
    for (const gguf::Metadata &metadata : file.metadata()) {
        fingerprint.add(metadata.key);
        fingerprint.add(static_cast<std::uint64_t>(metadata.type));
        fingerprint.add(static_cast<std::uint64_t>(metadata.elementType));
        fingerprint.add(static_cast<std::uint64_t>(metadata.bytes.size()));
        fingerprint.add(metadata.bytes);
    }
    const std::span<const gguf::TensorInfo> tensors = file.tensors();
    for (const gguf::TensorInfo &tensor : tensors) {
        fingerprint.add(tensor.name);
        fingerprint.add(std::uint64_t { tensor.rawType });
        for (const std::uint64_t dimension : tensor.dimensions)
            fingerprint.add(dimension);
        fingerprint.add(tensor.offset);
    }
    const std::size_t samples = std::min(kSamples, tensors.size());
    for (std::size_t i = 0; i < samples; ++i) {
        const std::span<const std::byte> bytes = file.data(tensors[i * tensors.size() / samples]);
        const std::size_t length = std::min(kSampleBytes, bytes.size());
        fingerprint.add(bytes.subspan((bytes.size() - length) / 2, length));
    }
    return fingerprint.hexadecimal();
}

} // namespace

Model::Model(gguf::GgufFile file)
    : m_file(std::move(file))
{
}

Result<std::unique_ptr<Model>> Model::open(const std::filesystem::path &path)
{
    MARU_TRY(gguf::GgufFile file, gguf::GgufFile::open(path));
    return of(std::move(file));
}

Result<std::unique_ptr<Model>> Model::ofHeads(std::span<const gguf::FileHead> heads)
{
    MARU_TRY(gguf::GgufFile file, gguf::GgufFile::ofHeads(heads));
    return of(std::move(file));
}

Result<std::unique_ptr<Model>> Model::of(gguf::GgufFile file)
{
    std::unique_ptr<Model> model(new Model(std::move(file)));
    const gguf::GgufFile &opened = model->m_file;
    // the sizes first: a family that we do not know may have a tokenizer that we do not know
    MARU_TRY(model->m_hyperparameters, Hyperparameters::read(opened, tokenCount(opened)));
    MARU_TRY(model->m_tokenizer, tokenizer::Tokenizer::create(opened));
    if (const std::optional<std::string_view> source = opened.string("tokenizer.chat_template")) {
        Result<prompt::ChatTemplate> parsed = prompt::ChatTemplate::parse(*source);
        if (parsed)
            model->m_template.emplace(*std::move(parsed));
        else
            model->m_templateError = std::move(parsed).error();
    }
    const std::string_view name = opened.string("general.name").value_or(std::string_view {});
    model->m_name = name.empty() ? opened.path().filename().string() : std::string(name);
    model->m_quantization = quantizationOf(opened);
    model->m_parameterCount = countParameters(opened);
    model->m_id = identify(opened);
    MARU_CHECK(opened.checkWhole());
    return model;
}

const prompt::ChatTemplate &Model::chatTemplate() const
{
    return m_template ? *m_template : prompt::ChatTemplate::plain();
}

} // namespace maru::model
