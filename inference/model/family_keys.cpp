// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/model/family_keys.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace maru::model {

FamilyKeys::FamilyKeys(const gguf::GgufFile &file, std::string_view family)
    : m_file(file)
    , m_prefix(std::string(family) + ".")
{
}

bool FamilyKeys::has(std::string_view name) const
{
    return m_file.find(key(name)) != nullptr;
}

Error FamilyKeys::badValue(std::string_view name, std::string detail) const
{
    std::string message = key(name) + " " + detail;
    return { ErrorCode::Corrupt, Reason::BadValue, { { "key", key(name) }, { "detail", std::move(detail) } },
        std::move(message) };
}

Error FamilyKeys::missing(std::string_view name) const
{
    return { ErrorCode::Corrupt, Reason::MissingKey, { { "key", key(name) } }, "the file has no " + key(name) };
}

Result<std::uint32_t> FamilyKeys::inRange(
    std::string_view name, std::int64_t value, std::uint32_t least, std::uint32_t most) const
{
    if (value < least || value > most)
        return badValue(
            name, "is " + std::to_string(value) + ", not " + std::to_string(least) + " to " + std::to_string(most));
    return static_cast<std::uint32_t>(value);
}

Result<void> FamilyKeys::optional(
    std::string_view name, std::uint32_t &target, std::uint32_t least, std::uint32_t most) const
{
    if (!has(name))
        return {};
    std::optional<std::int64_t> value = m_file.integer(key(name));
    if (!value) {
        const std::optional<std::vector<std::int64_t>> values = m_file.integers(key(name));
        if (!values || values->empty())
            return badValue(name, "is not one whole number");
        if (std::adjacent_find(values->begin(), values->end(), std::not_equal_to<>()) != values->end())
            return badValue(name, "differs from layer to layer");
        value = values->front();
    }
    MARU_TRY(target, inRange(name, *value, least, most));
    return {};
}

Result<void> FamilyKeys::required(
    std::string_view name, std::uint32_t &target, std::uint32_t least, std::uint32_t most) const
{
    return has(name) ? optional(name, target, least, most) : missing(name);
}

Result<void> FamilyKeys::optional(std::string_view name, float &target, double least, double most) const
{
    if (!has(name))
        return {};
    const std::optional<double> value = m_file.number(key(name));
    if (!value)
        return badValue(name, "is not one number");
    if (!(*value >= least && *value <= most)) // not-a-number fails too
        return badValue(name, "is out of range");
    target = static_cast<float>(*value);
    return {};
}

Result<void> FamilyKeys::required(std::string_view name, float &target, double least, double most) const
{
    return has(name) ? optional(name, target, least, most) : missing(name);
}

Result<void> FamilyKeys::optional(std::string_view name, bool &target) const
{
    if (!has(name))
        return {};
    const std::optional<bool> value = m_file.boolean(key(name));
    if (!value)
        return badValue(name, "is neither true nor false");
    target = *value;
    return {};
}

Result<std::vector<std::uint32_t>> FamilyKeys::list(
    std::string_view name, std::uint32_t length, std::uint32_t least, std::uint32_t most) const
{
    std::vector<std::uint32_t> list;
    if (!has(name))
        return list;
    const std::optional<std::vector<std::int64_t>> values = m_file.integers(key(name));
    if (!values)
        return badValue(name, "is no list of whole numbers");
    if (values->size() != length)
        return badValue(name, "has " + std::to_string(values->size()) + " values, not " + std::to_string(length));
    for (const std::int64_t value : *values) {
        MARU_TRY(const std::uint32_t checked, inRange(name, value, least, most));
        list.push_back(checked);
    }
    return list;
}

std::string_view FamilyKeys::text(std::string_view name) const
{
    return m_file.string(key(name)).value_or(std::string_view {});
}

} // namespace maru::model
