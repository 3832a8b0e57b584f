// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/gguf/gguf_split.h"

#include <charconv>
#include <utility>

namespace maru::gguf {

namespace {

constexpr std::string_view kEnd = ".gguf";
constexpr std::string_view kOf = "-of-";
constexpr std::size_t kDigits = 5;

/// The number that ends `text`, which loses it; nothing if those are not five digits.
std::optional<std::uint32_t> takeNumber(std::string_view &text)
{
    if (text.size() < kDigits)
        return std::nullopt;
    const std::string_view digits = text.substr(text.size() - kDigits);
    std::uint32_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size())
        return std::nullopt;
    text.remove_suffix(kDigits);
    return number;
}

bool takeEnd(std::string_view &text, std::string_view end)
{
    if (!text.ends_with(end))
        return false;
    text.remove_suffix(end.size());
    return true;
}

std::string fiveDigits(std::uint32_t number)
{
    const std::string digits = std::to_string(number);
    return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

std::string fileName(const std::filesystem::path &path)
{
    return path.filename().string();
}

Error splitError(ErrorCode code, const std::filesystem::path &path, std::uint32_t count, const std::string &detail)
{
    return { code, Reason::SplitFile,
        { { "parts", std::to_string(count) }, { "path", path.string() }, { "detail", detail } },
        path.string() + ": part of a model split over " + std::to_string(count) + " files: " + detail };
}

/// `known` of its bytes are; the rest is not looked at.
Result<SplitPart> parsePart(const std::filesystem::path &path, MappedFile file, std::size_t known)
{
    auto parsed = parse(file.bytes().first(known), file.bytes().size());
    MARU_CHECK(file.checkWhole());
    if (!parsed) {
        Error error = std::move(parsed).error().in(path.string());
        if (error.arg("path").empty())
            error.args.push_back({ "path", path.string() });
        return error;
    }
    return SplitPart { path, std::move(file), *std::move(parsed) };
}

Result<SplitPart> openPart(const std::filesystem::path &path)
{
    MARU_TRY(auto file, MappedFile::open(path));
    const std::size_t size = file.bytes().size();
    return parsePart(path, std::move(file), size);
}

/// Whether `part` is the one that its name says, of the model of `first` (of the part that was opened first).
Result<void> checkPart(const SplitPart &part, std::uint32_t number, const SplitInfo &first)
{
    const std::optional<SplitInfo> &split = part.parsed.split;
    const std::string name = fileName(part.path);
    const auto wrong = [&](const std::string &detail) {
        return splitError(ErrorCode::Corrupt, part.path, first.count, name + " " + detail);
    };
    if (!split)
        return wrong("is a whole model of its own");
    if (split->count != first.count)
        return wrong("is of a model of " + std::to_string(split->count) + " parts");
    if (split->number != number)
        return wrong("is part " + std::to_string(split->number + 1) + " by its content");
    if (split->tensors != first.tensors)
        return wrong("is of another model: the numbers of tensors in all parts differ");
    return {};
}

/// Moves the tensors of all parts to the first.
Result<void> join(std::vector<SplitPart> &parts, const SplitInfo &split)
{
    ParsedFile &first = parts[0].parsed;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        for (TensorInfo tensor : parts[i].parsed.tensors) {
            tensor.part = static_cast<std::uint32_t>(i);
            first.tensors.push_back(tensor);
        }
        parts[i].parsed.tensors = {};
        parts[i].parsed.tensorsByName = {};
    }
    if (split.tensors && *split.tensors != first.tensors.size())
        return splitError(ErrorCode::Corrupt, parts[0].path, split.count,
            "all parts have " + std::to_string(first.tensors.size()) + " tensors, announced are "
                + std::to_string(*split.tensors));
    if (auto indexed = indexTensors(first); !indexed)
        return splitError(ErrorCode::Corrupt, parts[0].path, split.count,
            "two parts hold the same tensor: " + std::string(indexed.error().arg("tensor")));
    return {};
}

} // namespace

std::optional<SplitName> SplitName::of(std::string_view path)
{
    SplitName name;
    if (!takeEnd(path, kEnd))
        return std::nullopt;
    const std::optional<std::uint32_t> count = takeNumber(path);
    if (!count || !takeEnd(path, kOf))
        return std::nullopt;
    const std::optional<std::uint32_t> number = takeNumber(path);
    if (!number || !takeEnd(path, "-") || *number == 0 || *number > *count)
        return std::nullopt;
    return SplitName { std::string(path), *number - 1, *count };
}

std::string SplitName::path(std::uint32_t part) const
{
    return prefix + "-" + fiveDigits(part + 1) + std::string(kOf) + fiveDigits(count) + std::string(kEnd);
}

Result<std::vector<SplitPart>> openParts(const std::filesystem::path &path)
{
    std::vector<SplitPart> parts;
    MARU_TRY(auto opened, openPart(path));
    const std::optional<SplitInfo> split = opened.parsed.split;
    if (!split) {
        parts.push_back(std::move(opened));
        return parts;
    }
    const std::optional<SplitName> name = SplitName::of(path.string());
    if (!name || name->number != split->number || name->count != split->count)
        return splitError(ErrorCode::NotFound, path, split->count,
            fileName(path) + " is part " + std::to_string(split->number + 1)
                + ", but is not named so, and the others are found by name ("
                + fileName(SplitName { "name", 0, split->count }.path(split->number)) + ")");
    for (std::uint32_t i = 0; i < split->count; ++i) {
        if (i == split->number) {
            parts.push_back(std::move(opened));
            continue;
        }
        const std::filesystem::path other = name->path(i);
        std::error_code failed;
        if (!std::filesystem::exists(other, failed))
            return splitError(ErrorCode::NotFound, other, split->count, fileName(other) + " is missing");
        MARU_TRY(auto part, openPart(other));
        MARU_CHECK(checkPart(part, i, *split));
        parts.push_back(std::move(part));
    }
    MARU_CHECK(join(parts, *split));
    return parts;
}

Result<std::vector<SplitPart>> partsOfHeads(std::span<const FileHead> heads)
{
    std::vector<SplitPart> parts;
    for (const FileHead &head : heads) {
        MARU_TRY(auto file, MappedFile::ofHead(head.path, head.bytes, head.fileSize));
        MARU_TRY(auto part, parsePart(head.path, std::move(file), head.bytes.size()));
        parts.push_back(std::move(part));
    }
    const std::filesystem::path first = heads.empty() ? std::filesystem::path() : heads[0].path;
    const std::optional<SplitInfo> split = parts.empty() ? std::nullopt : parts[0].parsed.split;
    const std::uint32_t count = split ? split->count : 1;
    if (parts.size() != count)
        return splitError(ErrorCode::NotFound, first, count, std::to_string(parts.size()) + " of its files are known");
    if (!split)
        return parts;
    for (std::uint32_t i = 0; i < count; ++i)
        MARU_CHECK(checkPart(parts[i], i, *split));
    MARU_CHECK(join(parts, *split));
    return parts;
}

} // namespace maru::gguf
