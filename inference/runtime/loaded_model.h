// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/model/model.h"
#include "inference/prompt/chat_template.h"
#include "inference/runtime/devices.h"
#include "inference/runtime/model_placement.h"
#include "inference/runtime/open_options.h"
#include "inference/runtime/prompt_tokens.h"
#include "inference/session/session.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace maru::runtime {

/// A model ready to answer on a device: the one door to the engine for the window and for maru-cli.
///
/// Ownership: owns model, executor and session, destroyed in the right order. Threads: session() one at a time;
/// model() from any.
class LoadedModel
{
public:
    /// Opens the file, chooses the device, and sets the model up on it. "auto" takes the best usable real GPU, else the
    /// CPU; never a software Vulkan device. As many layers go to the GPU as fit what is free now, the rest stays on the
    /// CPU. If a GPU chosen by "auto" fails while loading (not when cancelled), the CPU is used and note() says why; so
    /// it does where its driver refuses memory and fewer layers stay on it. Failure: of the file; as ModelPlacer;
    /// OutOfMemory with what would help, before anything is loaded.
    static Result<std::unique_ptr<LoadedModel>> open(const std::filesystem::path &path, const OpenOptions &options,
        const backend::LoadProgress &progress = {}, std::stop_token stop = {});

    ~LoadedModel();

    const model::Model &model() const;
    session::Session &session();
    /// The device of the last layers and the head.
    const backend::Device &device() const;
    const Placement &placement() const;
    const std::string &note() const;
    double loadMs() const;

    /// The token ids of a conversation, through the model's template; falls back to the plain template if the model's
    /// fails on it, and says so in `templateNote`. User text never becomes a special token of the template's own.
    Result<std::vector<tokenizer::Token>> promptTokens(std::span<const prompt::ChatMessage> messages,
        std::string *templateNote = nullptr, std::stop_token stop = {}) const;

    /// The same with all that can be asked for and told: thinking, what does not fit into the context.
    const PromptTokens &prompts() const;

private:
    struct Parts;
    explicit LoadedModel(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

/// What a model would take, and where.
struct MemoryReport
{
    Placement placement;
    std::optional<Error> problem; ///< why it would not be loaded so: as LoadedModel::open()
};

/// What a model would take at these options by what is free now, without loading it.
Result<MemoryReport> accountMemory(const model::Model &model, const OpenOptions &options);

} // namespace maru::runtime
