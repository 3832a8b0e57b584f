// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/model/model.h"
#include "inference/prompt/chat_template.h"
#include "inference/runtime/prompt_tokens.h"
#include "inference/session/session.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace maru::runtime {

/// A device as the user may choose it: `selector` is what --device takes.
struct DeviceChoice
{
    std::string selector; ///< "cpu", "vulkan:0"
    backend::Device device;
    bool chosenByAuto = false;
};

/// Every device of this machine: the CPU first, then Vulkan's. Never fails: a missing loader or a broken driver leaves
/// the CPU, and `note` says what is wrong.
struct DeviceList
{
    std::vector<DeviceChoice> devices;
    std::string note;
};

DeviceList listDevices();

struct OpenOptions
{
    std::string device = "auto"; ///< auto | cpu | vulkan | vulkan:INDEX | vulkan:UUID
    unsigned threads = 0; ///< 0: one per physical core
    std::uint32_t context = 0; ///< 0: the trained context, at most 4096
    backend::KvType kv = backend::KvType::F16;
    std::uint32_t maxOutputs = 1; ///< rows of logits of one forward pass: perplexity and `logits` want more
    std::filesystem::path cacheDirectory; ///< pipelines; empty: none kept
    bool validation = false; ///< Vulkan's validation layers, for tests
    std::int64_t loseDeviceAfter = -1; ///< for tests: forward() number n fails with DeviceLost; -1: never
};

/// A model ready to answer on a device: the one door to the engine for the window and for maru-cli.
///
/// Ownership: owns model, executor and session, destroyed in the right order. Threads: session() one at a time;
/// model() from any.
class LoadedModel
{
public:
    /// Opens the file, chooses the device, and sets the model up on it. "auto" takes the best usable real GPU, else the
    /// CPU; never a software Vulkan device. If a GPU chosen by "auto" fails while loading (not when cancelled), the CPU
    /// is used and note() says why.
    static Result<std::unique_ptr<LoadedModel>> open(const std::filesystem::path &path, const OpenOptions &options,
        const backend::LoadProgress &progress = {}, std::stop_token stop = {});

    ~LoadedModel();

    const model::Model &model() const;
    session::Session &session();
    const backend::Device &device() const;
    const std::string &note() const;
    double loadMs() const;

    /// The token ids of a conversation, through the model's template; falls back to the plain template if the model's
    /// fails on it, and says so in `templateNote`. User text never becomes a special token of the template's own.
    Result<std::vector<tokenizer::Token>> promptTokens(
        std::span<const prompt::ChatMessage> messages, std::string *templateNote = nullptr, std::stop_token stop = {}) const;

    /// The same with all that can be asked for and told: thinking, what does not fit into the context.
    const PromptTokens &prompts() const;

private:
    struct Parts;
    explicit LoadedModel(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

/// What a model would take at these options, without loading it.
Result<backend::MemoryUse> accountMemory(const model::Model &model, const OpenOptions &options);

} // namespace maru::runtime
