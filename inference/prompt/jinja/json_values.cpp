// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/json_values.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maru::prompt::jinja {

namespace {

/// Builds values from the events of the JSON reader, so that no second tree exists.
class Builder
{
public:
    explicit Builder(Runtime &runtime)
        : m_runtime(runtime)
    {
    }

    bool null() { return add(Value::none()); }
    bool boolean(bool value) { return add(Value::boolean(value)); }
    bool number_integer(std::int64_t value) { return add(Value::integer(value)); }
    bool number_unsigned(std::uint64_t value)
    {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return add(Value::number(static_cast<double>(value)));
        return add(Value::integer(static_cast<std::int64_t>(value)));
    }
    bool number_float(double value, const std::string &) { return add(Value::number(value)); }
    bool string(std::string &value) { return add(m_runtime.heap().string(value)); }
    bool binary(std::vector<std::uint8_t> &) { return false; }
    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string &name)
    {
        m_open.back().key = name;
        return true;
    }
    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &)
    {
        fail("no valid JSON at byte " + std::to_string(position));
        return false;
    }

    Result<Value> result() &&
    {
        if (m_problem)
            return *std::move(m_problem);
        return std::move(m_root);
    }

    void fail(const std::string &detail)
    {
        if (!m_problem)
            m_problem = Error { ErrorCode::InvalidArgument, Reason::BadValue,
                { { "key", "variables" }, { "detail", detail } }, "the template's variables: " + detail };
    }

private:
    struct Container
    {
        bool isObject = false;
        std::string key = {};
        Value dict = {};
        std::vector<Value> items = {};
    };

    bool open(bool isObject)
    {
        if (m_open.size() >= m_runtime.limits().depth) {
            m_problem = m_runtime.limit("depth");
            return false;
        }
        m_open.push_back({ .isObject = isObject });
        if (isObject)
            m_open.back().dict = m_runtime.heap().dict();
        return true;
    }

    bool close()
    {
        Container container = std::move(m_open.back());
        m_open.pop_back();
        return add(container.isObject ? container.dict : m_runtime.heap().list(std::move(container.items)));
    }

    bool add(Value value)
    {
        if (auto spent = m_runtime.spend(); !spent) {
            m_problem = std::move(spent).error();
            return false;
        }
        if (m_open.empty())
            m_root = std::move(value);
        else if (Container &container = m_open.back(); container.isObject)
            m_runtime.heap().set(container.dict.as<DictObject>(), container.key, std::move(value));
        else
            container.items.push_back(std::move(value));
        return true;
    }

    Runtime &m_runtime;
    std::vector<Container> m_open;
    Value m_root;
    std::optional<Error> m_problem;
};

} // namespace

Result<void> defineJson(Interpreter &interpreter, std::string_view json)
{
    Builder builder(interpreter);
    if (!nlohmann::json::sax_parse(json, &builder))
        builder.fail("no valid JSON");
    MARU_TRY(const Value root, std::move(builder).result());
    if (!root.isDict())
        return Error { ErrorCode::InvalidArgument, Reason::BadValue,
            { { "key", "variables" }, { "detail", "no JSON object" } }, "the template's variables are no JSON object" };
    for (const auto &[name, value] : root.as<DictObject>().entries)
        MARU_CHECK(interpreter.define(name.text(), value));
    return {};
}

} // namespace maru::prompt::jinja
