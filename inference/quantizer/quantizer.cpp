// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quantizer/quantizer.h"

#include "inference/base/thread_pool.h"
#include "inference/gguf/gguf_writer.h"
#include "inference/quantizer/row_encoder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maru::quantizer {

namespace {

using quant::TensorType;

constexpr std::uint64_t kValuesAtOnce = 1 << 22; ///< of a tensor, before what was made of them is written
constexpr std::uint32_t kBlockVersion = 2; ///< general.quantization_version: the block formats as they are since 2023

bool isSource(TensorType type)
{
    return type == TensorType::F32 || type == TensorType::F16 || type == TensorType::BF16 || type == TensorType::Q8_0;
}

std::uint64_t valueCount(const gguf::TensorInfo &tensor)
{
    std::uint64_t count = 1;
    for (std::uint32_t i = 0; i < tensor.dimensionCount; ++i)
        count *= tensor.dimensions[i];
    return count;
}

std::string nameOf(const gguf::TensorInfo &tensor)
{
    return tensor.type ? std::string(quant::tensorTypeInfo(*tensor.type).name)
                       : "number " + std::to_string(tensor.rawType);
}

Error badTensor(const gguf::TensorInfo &tensor, std::string detail)
{
    std::string message = "tensor " + std::string(tensor.name) + " " + detail;
    return { ErrorCode::Corrupt, Reason::BadTensor,
        { { "tensor", std::string(tensor.name) }, { "detail", std::move(detail) } }, std::move(message) };
}

/// A tensor on its way from one file to the other.
struct Job
{
    const gguf::TensorInfo *tensor;
    std::optional<TensorType> type; ///< empty: copied as it is
};

Result<std::vector<Job>> plan(const gguf::GgufFile &file, Target target)
{
    const MixtureModel model = MixtureModel::of(file);
    std::vector<Job> jobs;
    for (const gguf::TensorInfo &tensor : file.tensors()) {
        if (!tensor.type)
            return Error { ErrorCode::Unsupported, Reason::UnknownWeightType,
                { { "type", nameOf(tensor) }, { "tensor", std::string(tensor.name) } },
                "tensor " + std::string(tensor.name) + " is stored as " + nameOf(tensor) };
        std::optional<TensorType> type = typeFor(tensor, target, model);
        if (type == tensor.type)
            type.reset();
        if (type && !isSource(*tensor.type))
            return Error { ErrorCode::Unsupported, Reason::AlreadyQuantized,
                { { "type", nameOf(tensor) }, { "tensor", std::string(tensor.name) } },
                "tensor " + std::string(tensor.name) + " is stored as " + nameOf(tensor) + " already" };
        jobs.push_back({ &tensor, type });
    }
    if (jobs.empty())
        return Error { ErrorCode::InvalidArgument, Reason::MissingTensor, { { "tensor", "token_embd.weight" } },
            "the file has no weights" };
    return jobs;
}

gguf::MetadataWriter metadataFor(const gguf::GgufFile &file, Target target)
{
    gguf::MetadataWriter metadata;
    for (const gguf::Metadata &entry : file.metadata()) {
        const bool isReplaced = entry.key == "general.file_type" || entry.key == "general.quantization_version"
            || entry.key == "general.alignment" || entry.key.starts_with("split.");
        if (!isReplaced)
            metadata.copy(entry);
    }
    metadata.add("general.quantization_version", kBlockVersion);
    metadata.add("general.file_type", fileType(target));
    return metadata;
}

std::vector<gguf::PlannedTensor> plannedTensors(const std::vector<Job> &jobs)
{
    std::vector<gguf::PlannedTensor> planned;
    for (const Job &job : jobs) {
        const auto &shape = job.tensor->dimensions;
        planned.push_back({ std::string(job.tensor->name), job.type.value_or(*job.tensor->type),
            { shape.begin(), shape.begin() + job.tensor->dimensionCount } });
    }
    return planned;
}

std::uint64_t bytesOf(const Job &job)
{
    return quant::byteCount(job.type.value_or(*job.tensor->type), valueCount(*job.tensor)).value_or(0);
}

/// Rewrites the tensors of one file, a few rows at a time.
class Rewriter
{
public:
    Rewriter(const gguf::GgufFile &file, const ImportanceMatrix *importance, unsigned threads,
        const QuantizeProgress &progress, std::stop_token stop)
        : m_file(file)
        , m_importance(importance)
        , m_pool(threads)
        , m_progress(progress)
        , m_stop(std::move(stop))
    {
        for (const gguf::TensorInfo &tensor : file.tensors())
            m_total += tensor.byteCount;
    }

    Result<void> write(const Job &job, gguf::GgufWriter &writer)
    {
        MARU_CHECK(job.type ? encode(job, writer) : copy(job, writer));
        return writer.endTensor();
    }

private:
    Result<void> advance(std::uint64_t bytes)
    {
        m_done += bytes;
        if (m_progress)
            m_progress(m_done, m_total);
        if (m_stop.stop_requested())
            return Error { ErrorCode::Cancelled, Reason::Stopped, {}, "stopped" };
        return {};
    }

    Result<void> copy(const Job &job, gguf::GgufWriter &writer)
    {
        std::span<const std::byte> bytes = m_file.data(*job.tensor);
        while (!bytes.empty()) {
            const std::span<const std::byte> part = bytes.first(std::min<std::size_t>(bytes.size(), kValuesAtOnce));
            MARU_CHECK(writer.write(part));
            MARU_CHECK(advance(part.size()));
            bytes = bytes.subspan(part.size());
        }
        return {};
    }

    Result<void> encode(const Job &job, gguf::GgufWriter &writer)
    {
        const gguf::TensorInfo &tensor = *job.tensor;
        const std::uint64_t columns = tensor.dimensions[0];
        const std::uint64_t rowsOfMatrix = tensor.dimensions[1];
        const std::uint64_t rows = valueCount(tensor) / columns;
        const std::uint64_t inBytes = quant::byteCount(*tensor.type, columns).value_or(0);
        const std::uint64_t outBytes = quant::byteCount(*job.type, columns).value_or(0);
        const std::uint64_t rowsAtOnce = std::clamp<std::uint64_t>(kValuesAtOnce / columns, 1, rowsOfMatrix);
        const std::span<const std::byte> bytes = m_file.data(tensor);
        std::vector<float> importance;
        for (std::uint64_t first = 0; first < rows;) {
            if (m_importance != nullptr && first % rowsOfMatrix == 0) {
                importance = m_importance->means(tensor.name, first / rowsOfMatrix);
                if (!importance.empty() && importance.size() != columns)
                    return badTensor(tensor, "has other columns than the importance matrix knows");
            }
            const std::uint64_t left = rowsOfMatrix - first % rowsOfMatrix;
            const std::uint64_t count = std::min(rowsAtOnce, left);
            m_encoded.resize(count * outBytes);
            std::atomic<std::uint64_t> next = 0;
            std::atomic<bool> isSane = true;
            m_pool.run([&](unsigned) {
                std::vector<float> values(columns);
                for (std::uint64_t i = next++; i < count; i = next++) {
                    quant::decode(*tensor.type, bytes.data() + (first + i) * inBytes, values.data(), columns);
                    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) {
                        isSane = false;
                        return;
                    }
                    encodeRow(*job.type, values, importance, m_encoded.data() + i * outBytes);
                }
            });
            if (!isSane)
                return badTensor(tensor, "holds values that are no numbers");
            MARU_CHECK(writer.write(m_encoded));
            MARU_CHECK(advance(count * inBytes));
            first += count;
        }
        return {};
    }

    const gguf::GgufFile &m_file;
    const ImportanceMatrix *m_importance;
    ThreadPool m_pool;
    const QuantizeProgress &m_progress;
    std::stop_token m_stop;
    std::vector<std::byte> m_encoded;
    std::uint64_t m_done = 0;
    std::uint64_t m_total = 0;
};

/// Whether there is room for `needed` bytes more where `out` will lie; better told before an hour of work than after.
Result<void> checkSpace(const std::filesystem::path &out, std::uint64_t needed)
{
    std::error_code failed;
    const std::filesystem::path folder = out.has_parent_path() ? out.parent_path() : std::filesystem::path(".");
    const std::filesystem::space_info space = std::filesystem::space(folder, failed);
    if (failed || space.available >= needed)
        return {}; // what the file system cannot tell, writing will
    return Error { ErrorCode::Io, Reason::DiskFull, { { "path", out.string() } },
        out.string() + " needs " + std::to_string(needed) + " bytes, " + std::to_string(space.available)
            + " are free" };
}

} // namespace

Result<std::uint64_t> quantizedSize(const gguf::GgufFile &file, Target target)
{
    MARU_TRY(const std::vector<Job> jobs, plan(file, target));
    std::uint64_t size = file.fileSize();
    for (const Job &job : jobs)
        size = size - job.tensor->byteCount + bytesOf(job);
    return size;
}

Result<QuantizeResult> quantize(const std::filesystem::path &in, const std::filesystem::path &out, Target target,
    const ImportanceMatrix *importance, unsigned threads, const QuantizeProgress &progress, std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    MARU_TRY(const gguf::GgufFile file, gguf::GgufFile::open(in));
    MARU_TRY(const std::vector<Job> jobs, plan(file, target));
    std::error_code ignored;
    if (std::filesystem::equivalent(in, out, ignored))
        return Error { ErrorCode::InvalidArgument, Reason::BadValue,
            { { "key", out.string() }, { "detail", "is the model itself" } }, "the target is the model itself" };
    MARU_TRY(const std::uint64_t size, quantizedSize(file, target));
    MARU_CHECK(checkSpace(out, size));
    MARU_TRY(gguf::GgufWriter writer, gguf::GgufWriter::create(out, metadataFor(file, target), plannedTensors(jobs)));
    Rewriter rewriter(file, importance, threads, progress, std::move(stop));
    for (const Job &job : jobs)
        MARU_CHECK(rewriter.write(job, writer));
    QuantizeResult result;
    result.bytesIn = file.fileSize();
    MARU_TRY(result.bytesOut, writer.finish());
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

} // namespace maru::quantizer
