// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/loaded_model.h"

#include "inference/architecture/architecture.h"
#include "inference/runtime/faulty_executor.h"
#include "inference/runtime/prompt_tokens.h"

#include <chrono>
#include <utility>

namespace maru::runtime {

namespace {

/// Sets the model up; where that fails and may, on fewer layers of the GPU or none. `note` then says why.
Result<std::unique_ptr<backend::Executor>> setUp(const ModelPlacer &placer, Placement &placement, std::string &note,
    const backend::LoadProgress &progress, const std::stop_token &stop)
{
    while (true) {
        auto executor = placer.setUp(placement, progress, stop);
        if (executor)
            return executor;
        const auto next = nextPlacement(placement.gpuLayers, placement.layerCount, executor.error(), placer.freedom());
        if (!next)
            return executor;
        const std::string &name = placement.main().choice.device.name;
        const std::string &why = executor.error().message;
        note = why.starts_with(name) ? why : name + ": " + why;
        placement = placer.placeAt(*next);
    }
}

} // namespace

struct LoadedModel::Parts
{
    std::unique_ptr<model::Model> model;
    std::unique_ptr<PromptTokens> promptTokens;
    std::unique_ptr<graph::Graph> graph; ///< what the placer refers to
    std::unique_ptr<ModelPlacer> placer; ///< with the devices
    Placement placement;
    std::unique_ptr<session::Session> session;
    std::string note;
    double loadMs = 0;
};

LoadedModel::LoadedModel(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

LoadedModel::~LoadedModel() = default;

Result<std::unique_ptr<LoadedModel>> LoadedModel::open(const std::filesystem::path &path, const OpenOptions &options,
    const backend::LoadProgress &progress, std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    auto parts = std::make_unique<Parts>();
    MARU_TRY(parts->model, model::Model::open(path));
    MARU_TRY(graph::Graph graph, architecture::buildGraph(*parts->model, contextFor(*parts->model, options)));
    parts->graph = std::make_unique<graph::Graph>(std::move(graph));
    if (stop.stop_requested())
        return cancelled();
    parts->promptTokens = std::make_unique<PromptTokens>(*parts->model);
    MARU_CHECK(parts->model->file().checkWhole());
    MARU_TRY(parts->placer, ModelPlacer::create(*parts->model, *parts->graph, options));
    std::optional<Error> problem;
    parts->placement = parts->placer->place(problem);
    if (problem)
        return *std::move(problem);
    parts->note = parts->placer->note(parts->placement);
    auto executor = setUp(*parts->placer, parts->placement, parts->note, progress, stop);
    if (!executor)
        return std::move(executor).error();
    parts->model->file().forgetPages();
    if (options.loseDeviceAfter >= 0)
        executor = loseDeviceAfter(*std::move(executor), options.loseDeviceAfter);
    parts->session = std::make_unique<session::Session>(*parts->model, *std::move(executor));
    parts->session->setSnapshots(
        options.snapshots ? options.snapshots : std::make_shared<session::SnapshotStore>(std::filesystem::path()));
    parts->loadMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return std::unique_ptr<LoadedModel>(new LoadedModel(std::move(parts)));
}

const model::Model &LoadedModel::model() const
{
    return *m_parts->model;
}

session::Session &LoadedModel::session()
{
    return *m_parts->session;
}

const backend::Device &LoadedModel::device() const
{
    return m_parts->placement.main().choice.device;
}

const Placement &LoadedModel::placement() const
{
    return m_parts->placement;
}

const std::string &LoadedModel::note() const
{
    return m_parts->note;
}

double LoadedModel::loadMs() const
{
    return m_parts->loadMs;
}

Result<std::vector<tokenizer::Token>> LoadedModel::promptTokens(
    std::span<const prompt::ChatMessage> messages, std::string *templateNote, std::stop_token stop) const
{
    MARU_TRY(EncodedPrompt made, m_parts->promptTokens->encode(messages, {}, stop));
    if (templateNote && !made.templateNote.empty())
        *templateNote = std::move(made.templateNote);
    return std::move(made.tokens);
}

const PromptTokens &LoadedModel::prompts() const
{
    return *m_parts->promptTokens;
}

Result<MemoryReport> accountMemory(const model::Model &model, const OpenOptions &options)
{
    MARU_TRY(const graph::Graph graph, architecture::buildGraph(model, contextFor(model, options)));
    MARU_TRY(const auto placer, ModelPlacer::create(model, graph, options));
    MemoryReport report;
    report.placement = placer->place(report.problem);
    return report;
}

} // namespace maru::runtime
