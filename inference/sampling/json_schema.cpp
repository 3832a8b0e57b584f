// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/json_schema.h"

#include "inference/sampling/json_pattern.h"
#include "inference/tokenizer/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace maru::sampling {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBytes = std::size_t { 1 } << 20; // of the schema, and of the grammar
constexpr unsigned kDeepest = 100;
constexpr std::size_t kLongestName = 500; // of a property
constexpr std::uint32_t kMostItems = 10000;
constexpr std::int64_t kLargestInteger = 999'999'999'999'999; // exact as a double, too

/// Rules that any schema may use.
constexpr std::string_view kCommonRules = R"(
ws ::= (" " | "\n" [ \t]{0,20})?
json-value ::= json-object | json-array | json-string | json-number | "true" | "false" | "null"
json-object ::= "{" ws (json-pair ws ("," ws json-pair ws)*)? "}"
json-pair ::= json-string ws ":" ws json-value
json-array ::= "[" ws (json-value ws ("," ws json-value ws)*)? "]"
json-string ::= "\"" json-char* "\""
json-char ::= [^"\\\x7F\x00-\x1F] | "\\" (["\\/bfnrt] | "u" ([0-9a-cA-Ce-fE-F] json-hex{3} | [dD] [0-7] json-hex{2}))
json-plain-char ::= [^"\\\x7F\x00-\x1F]
json-hex ::= [0-9a-fA-F]
json-number ::= json-integer ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,2})?
json-integer ::= "-"? ("0" | [1-9] [0-9]{0,14})
json-date ::= [0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | "1" [0-9] | "2" [0-8])
json-time ::= ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{3})? ("Z" | [+-] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])
json-uuid ::= json-hex{8} "-" json-hex{4} "-" json-hex{4} "-" json-hex{4} "-" json-hex{12}
)";

/// Keywords that restrict, and that no rule is made of.
constexpr std::array<std::string_view, 21> kUnsupported { "not", "if", "then", "else", "patternProperties",
    "propertyNames", "minProperties", "maxProperties", "dependencies", "dependentRequired", "dependentSchemas",
    "unevaluatedProperties", "unevaluatedItems", "contains", "minContains", "maxContains", "uniqueItems", "multipleOf",
    "additionalItems", "$dynamicRef", "$recursiveRef" };

/// Keywords that only describe.
const std::set<std::string_view> kDescriptions { "title", "description", "default", "examples", "$comment", "$schema",
    "$id", "$defs", "definitions", "deprecated", "readOnly", "writeOnly", "$anchor" };

bool isTooDeep(std::string_view text)
{
    unsigned depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            i += c == '\\' ? 1 : 0;
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kDeepest)
                return true;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return false;
}

std::string join(const std::vector<std::string> &parts, std::string_view between)
{
    std::string all;
    for (const std::string &part : parts) {
        if (!all.empty())
            all += between;
        all += part;
    }
    return all;
}

std::string counted(const std::string &item, std::uint64_t least, std::optional<std::uint64_t> most)
{
    return item + "{" + std::to_string(least) + "," + (most ? std::to_string(*most) : std::string()) + "}";
}

class Converter
{
public:
    Result<std::string> run(std::string_view text)
    {
        if (text.size() > kMostBytes)
            return fail("#", "is longer than 1 MiB");
        if (isTooDeep(text))
            return fail("#", "is nested deeper than 100");
        m_root = Json::parse(text, nullptr, false);
        if (m_root.is_discarded())
            return fail("#", "is not JSON");
        MARU_TRY(const std::string root, expression(m_root, "#", 0));
        m_rules += "root ::= " + root + "\n";
        return std::string(kCommonRules.substr(1)) + m_rules;
    }

private:
    Error fail(const std::string &path, const std::string &detail) const
    {
        return { ErrorCode::InvalidArgument, Reason::BadSchema, { { "path", path }, { "detail", detail } },
            "the JSON schema, at " + path + ": " + detail };
    }

    std::string addRule(const std::string &body)
    {
        std::string name = "rule-" + std::to_string(m_count++);
        m_rules += name + " ::= " + body + "\n";
        return name;
    }

    Result<std::string> expression(const Json &schema, const std::string &path, unsigned depth)
    {
        if (depth > kDeepest)
            return fail(path, "is nested deeper than 100");
        if (m_rules.size() > kMostBytes)
            return fail(path, "the schema makes too large a grammar");
        if (schema.is_boolean()) {
            if (schema.get<bool>())
                return std::string("json-value");
            return fail(path, "false is a schema that nothing fits");
        }
        if (!schema.is_object())
            return fail(path, "a schema is an object, or true or false");
        for (const std::string_view keyword : kUnsupported) {
            const auto found = schema.find(std::string(keyword));
            if (found != schema.end() && *found != Json(false))
                return fail(path + "/" + std::string(keyword), "this keyword is not supported");
        }
        if (schema.contains("$ref"))
            return reference(schema, path, depth);
        for (const char *keyword : { "allOf", "anyOf", "oneOf" }) {
            if (schema.contains(keyword))
                return combination(schema, keyword, path, depth);
        }
        if (schema.contains("const"))
            return literals(Json::array({ schema["const"] }), schema, path + "/const");
        if (schema.contains("enum"))
            return literals(schema["enum"], schema, path + "/enum");
        return typed(schema, path, depth);
    }

    /// The schema that "#/a/b" leads to.
    Result<const Json *> resolve(const Json &reference, const std::string &path) const
    {
        if (!reference.is_string())
            return fail(path, "$ref is a text");
        const std::string target = reference.get<std::string>();
        if (target != "#" && !target.starts_with("#/"))
            return fail(path, "only references within the schema (#/...) are followed");
        const Json *at = &m_root;
        for (std::size_t start = 2; start <= target.size() && target != "#";) {
            const std::size_t end = std::min(target.find('/', start), target.size());
            std::string key;
            for (std::size_t i = start; i < end; ++i) {
                const bool isEscape = target[i] == '~' && i + 1 < end;
                key += isEscape ? (target[i + 1] == '1' ? '/' : '~') : target[i];
                i += isEscape ? 1 : 0;
            }
            start = end + 1;
            if (at->is_object() && at->contains(key)) {
                at = &(*at)[key];
            } else if (at->is_array() && !key.empty() && key.size() < 6
                && key.find_first_not_of("0123456789") == std::string::npos
                && static_cast<std::size_t>(std::stoul(key)) < at->size()) {
                at = &(*at)[std::stoul(key)];
            } else {
                return fail(path, "leads to " + target + ", which is not there");
            }
        }
        return at;
    }

    Result<std::string> reference(const Json &schema, const std::string &path, unsigned depth)
    {
        for (const auto &[keyword, value] : schema.items()) {
            if (keyword != "$ref" && !kDescriptions.contains(keyword))
                return fail(path + "/" + keyword, "beside $ref, this is not supported");
        }
        MARU_TRY(const Json *target, resolve(schema["$ref"], path + "/$ref"));
        const auto [known, isNew] = m_references.try_emplace(target, "ref-" + std::to_string(m_references.size()));
        const std::string name = known->second;
        if (isNew) {
            MARU_TRY(const std::string body, expression(*target, schema["$ref"].get<std::string>(), depth + 1));
            m_rules += name + " ::= " + body + "\n";
        }
        return name;
    }

    /// `base` with what `more` says too.
    Result<Json> merged(Json base, const Json &more, const std::string &path) const
    {
        if (!more.is_object())
            return fail(path, "is no object");
        for (const auto &[keyword, value] : more.items()) {
            if (!base.contains(keyword) || kDescriptions.contains(keyword)) {
                base[keyword] = value;
            } else if (keyword == "properties" && value.is_object() && base[keyword].is_object()) {
                for (const auto &[name, property] : value.items()) {
                    if (base[keyword].contains(name) && base[keyword][name] != property)
                        return fail(path + "/properties/" + name, "is said twice, differently");
                    base[keyword][name] = property;
                }
            } else if (keyword == "required" && value.is_array() && base[keyword].is_array()) {
                for (const Json &name : value) {
                    if (std::find(base[keyword].begin(), base[keyword].end(), name) == base[keyword].end())
                        base[keyword].push_back(name);
                }
            } else if (base[keyword] != value) {
                return fail(path + "/" + keyword, "contradicts what is said beside it");
            }
        }
        return base;
    }

    Result<std::string> combination(const Json &schema, const char *keyword, const std::string &path, unsigned depth)
    {
        const Json &parts = schema[keyword];
        const std::string place = path + "/" + keyword;
        if (!parts.is_array() || parts.empty())
            return fail(place, "is a list of schemas");
        Json base = schema;
        base.erase(keyword);
        const bool isBare = std::all_of(base.items().begin(), base.items().end(),
            [](const auto &entry) { return kDescriptions.contains(entry.key()); });
        std::vector<std::string> alternatives;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const std::string partPath = place + "/" + std::to_string(i);
            const bool isAllOf = keyword == std::string_view("allOf");
            if (isBare && (!isAllOf || parts.size() == 1)) {
                MARU_TRY(const std::string part, expression(parts[i], partPath, depth + 1));
                alternatives.push_back(part);
                continue;
            }
            const Json *part = &parts[i];
            for (unsigned links = 0; part->is_object() && part->contains("$ref"); ++links) {
                if (links > kDeepest)
                    return fail(partPath, "the references go round in a circle");
                MARU_TRY(part, resolve((*part)["$ref"], partPath));
            }
            MARU_TRY(Json whole, merged(base, *part, partPath));
            if (isAllOf) {
                base = std::move(whole);
                if (base.dump().size() > kMostBytes)
                    return fail(partPath, "the schema makes too large a grammar");
                continue;
            }
            m_merged.push_back(std::make_unique<Json>(std::move(whole)));
            MARU_TRY(const std::string alternative, expression(*m_merged.back(), partPath, depth + 1));
            alternatives.push_back(alternative);
        }
        if (alternatives.empty()) {
            m_merged.push_back(std::make_unique<Json>(std::move(base)));
            return expression(*m_merged.back(), path, depth + 1);
        }
        return addRule(join(alternatives, " | "));
    }

    static bool isOfType(const Json &value, const std::string &type)
    {
        return (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean())
            || (type == "null" && value.is_null()) || (type == "array" && value.is_array())
            || (type == "object" && value.is_object()) || (type == "number" && value.is_number())
            || (type == "integer" && value.is_number_integer());
    }

    Result<std::string> literals(const Json &values, const Json &schema, const std::string &path)
    {
        if (!values.is_array() || values.empty())
            return fail(path, "is a list of values");
        for (const auto &[keyword, value] : schema.items()) {
            if (keyword != "enum" && keyword != "const" && keyword != "type" && !kDescriptions.contains(keyword))
                return fail(path, "beside " + keyword + ", this is not supported");
        }
        std::vector<std::string> alternatives;
        for (const Json &value : values) {
            bool fits = !schema.contains("type");
            if (!fits) {
                const Json &type = schema["type"];
                const Json types = type.is_array() ? type : Json::array({ type });
                for (const Json &name : types)
                    fits |= name.is_string() && isOfType(value, name.get<std::string>());
            }
            if (fits)
                alternatives.push_back(grammarText(value.dump()));
        }
        if (alternatives.empty())
            return fail(path, "has no value of the type");
        return addRule(join(alternatives, " | "));
    }

    Result<std::string> typed(const Json &schema, const std::string &path, unsigned depth)
    {
        if (!schema.contains("type"))
            return ofType(impliedType(schema), schema, path, depth);
        const Json &type = schema["type"];
        if (type.is_string())
            return ofType(type.get<std::string>(), schema, path, depth);
        if (!type.is_array() || type.empty())
            return fail(path + "/type", "is a name, or a list of names");
        std::vector<std::string> alternatives;
        for (const Json &name : type) {
            if (!name.is_string())
                return fail(path + "/type", "is a name, or a list of names");
            MARU_TRY(const std::string part, ofType(name.get<std::string>(), schema, path, depth));
            alternatives.push_back(part);
        }
        return addRule(join(alternatives, " | "));
    }

    static std::string impliedType(const Json &schema)
    {
        const auto hasOneOf = [&schema](std::initializer_list<const char *> keywords) {
            return std::any_of(
                keywords.begin(), keywords.end(), [&schema](const char *keyword) { return schema.contains(keyword); });
        };
        if (hasOneOf({ "properties", "required", "additionalProperties" }))
            return "object";
        if (hasOneOf({ "items", "prefixItems", "minItems", "maxItems" }))
            return "array";
        if (hasOneOf({ "pattern", "minLength", "maxLength", "format" }))
            return "string";
        if (hasOneOf({ "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" }))
            return "number";
        return "";
    }

    Result<std::string> ofType(const std::string &type, const Json &schema, const std::string &path, unsigned depth)
    {
        if (type.empty())
            return std::string("json-value");
        if (type == "object")
            return object(schema, path, depth);
        if (type == "array")
            return array(schema, path, depth);
        if (type == "string")
            return string(schema, path);
        if (type == "integer")
            return integer(schema, path);
        if (type == "number") {
            for (const char *keyword : { "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" }) {
                if (schema.contains(keyword))
                    return fail(path + "/" + keyword, "is supported for integers only");
            }
            return std::string("json-number");
        }
        if (type == "boolean")
            return std::string("(\"true\" | \"false\")");
        if (type == "null")
            return std::string("\"null\"");
        return fail(path + "/type", "there is no type " + type);
    }

    Result<std::optional<std::uint64_t>> count(const Json &schema, const char *keyword, const std::string &path) const
    {
        const auto found = schema.find(keyword);
        if (found == schema.end())
            return std::optional<std::uint64_t>();
        if (!found->is_number_unsigned() || found->get<std::uint64_t>() > kMostItems)
            return fail(path + "/" + keyword, "is a number from 0 to 10000");
        return std::optional(found->get<std::uint64_t>());
    }

    Result<std::string> string(const Json &schema, const std::string &path)
    {
        MARU_TRY(const auto least, count(schema, "minLength", path));
        MARU_TRY(const auto most, count(schema, "maxLength", path));
        if (most && least.value_or(0) > *most)
            return fail(path + "/maxLength", "is below minLength");
        if (schema.contains("pattern")) {
            if (least || most)
                return fail(path + "/pattern", "beside minLength and maxLength, this is not supported");
            if (!schema["pattern"].is_string())
                return fail(path + "/pattern", "is a text");
            const auto body = grammarOfPattern(schema["pattern"].get<std::string>());
            if (!body)
                return fail(path + "/pattern", std::string(body.error().arg("detail")));
            return addRule("\"\\\"\" " + *body + " \"\\\"\"");
        }
        if (schema.contains("format") && schema["format"].is_string() && !least && !most) {
            const std::string format = schema["format"].get<std::string>();
            if (format == "date" || format == "time" || format == "uuid")
                return "\"\\\"\" json-" + format + " \"\\\"\"";
            if (format == "date-time")
                return std::string(R"("\"" json-date "T" json-time "\"")");
        }
        if (!least && !most)
            return std::string("json-string");
        return "\"\\\"\" " + counted("json-char", least.value_or(0), most) + " \"\\\"\"";
    }

    Result<std::optional<std::int64_t>> bound(
        const Json &schema, const char *keyword, bool isLowest, int shift, const std::string &path) const
    {
        const auto found = schema.find(keyword);
        if (found == schema.end())
            return std::optional<std::int64_t>();
        if (!found->is_number())
            return fail(path + "/" + keyword, "is a number");
        const auto number = found->get<double>();
        double whole = isLowest ? std::ceil(number) : std::floor(number);
        if (shift != 0 && whole == number)
            whole += shift;
        if (!(std::abs(whole) <= static_cast<double>(kLargestInteger)))
            return fail(path + "/" + keyword, "is beyond 15 digits");
        return std::optional(static_cast<std::int64_t>(whole));
    }

    Result<std::string> integer(const Json &schema, const std::string &path)
    {
        std::int64_t least = -kLargestInteger;
        std::int64_t most = kLargestInteger;
        bool isBounded = false;
        for (const bool isExclusive : { false, true }) {
            MARU_TRY(const auto low,
                bound(schema, isExclusive ? "exclusiveMinimum" : "minimum", true, isExclusive ? 1 : 0, path));
            MARU_TRY(const auto high,
                bound(schema, isExclusive ? "exclusiveMaximum" : "maximum", false, isExclusive ? -1 : 0, path));
            least = std::max(least, low.value_or(least));
            most = std::min(most, high.value_or(most));
            isBounded |= low || high;
        }
        if (least > most)
            return fail(path, "no integer is between minimum and maximum");
        return isBounded ? addRule(grammarOfIntegers(least, most)) : std::string("json-integer");
    }

    Result<std::string> array(const Json &schema, const std::string &path, unsigned depth)
    {
        MARU_TRY(const auto least, count(schema, "minItems", path));
        MARU_TRY(auto most, count(schema, "maxItems", path));
        std::vector<std::string> first;
        const Json *prefix = schema.contains("prefixItems") ? &schema["prefixItems"] : nullptr;
        const Json *items = schema.contains("items") ? &schema["items"] : nullptr;
        if (items && items->is_array()) // as it was before prefixItems
            prefix = std::exchange(items, nullptr);
        if (prefix) {
            if (!prefix->is_array())
                return fail(path + "/prefixItems", "is a list of schemas");
            for (std::size_t i = 0; i < prefix->size() && (!most || i < *most); ++i) {
                MARU_TRY(const std::string item,
                    expression((*prefix)[i], path + "/prefixItems/" + std::to_string(i), depth + 1));
                first.push_back(item + " ws");
            }
        }
        const bool isClosed = items ? *items == Json(false) : prefix != nullptr;
        if (isClosed)
            most = first.size();
        if (most && least.value_or(0) > *most)
            return fail(path, "minItems is more than there can be");
        std::string item = "json-value";
        if (items && !isClosed && !(most && *most == first.size())) {
            MARU_TRY(item, expression(*items, path + "/items", depth + 1));
            item = addRule(item);
        }
        const std::uint64_t done = first.size();
        const std::uint64_t lower = least.value_or(0) > done ? *least - done : 0;
        const std::optional<std::uint64_t> upper = most ? std::optional(*most - done) : std::nullopt;
        std::string body = join(first, " \",\" ws ");
        const std::string more = "(\",\" ws " + item + " ws)";
        if (done != 0) {
            if (!upper || *upper != 0)
                body += " " + counted(more, lower, upper);
        } else if (!upper || *upper != 0) {
            body = item + " ws " + counted(more, lower == 0 ? 0 : lower - 1, upper ? std::optional(*upper - 1) : upper);
            if (lower == 0)
                body = "(" + body + ")?";
        }
        return addRule("\"[\" ws " + body + " \"]\"");
    }

    struct Property
    {
        std::string pair; ///< the grammar of `"name": value`
        bool isRequired;
    };

    Result<std::string> pairOf(const std::string &name, const Json &schema, const std::string &path, unsigned depth)
    {
        if (name.size() > kLongestName)
            return fail(path, "the name of a property is too long");
        MARU_TRY(const std::string value, expression(schema, path + "/properties/" + name, depth + 1));
        return grammarText(Json(name).dump()) + " ws \":\" ws " + value + " ws";
    }

    Result<std::string> object(const Json &schema, const std::string &path, unsigned depth)
    {
        static const Json kNone = Json::object();
        const Json &properties = schema.contains("properties") ? schema["properties"] : kNone;
        if (!properties.is_object())
            return fail(path + "/properties", "is an object");
        std::vector<std::string> required;
        if (schema.contains("required")) {
            const bool isList = schema["required"].is_array();
            for (const Json &name : isList ? schema["required"] : kNone) {
                if (!name.is_string())
                    return fail(path + "/required", "is a list of names");
                required.push_back(name.get<std::string>());
            }
            if (!isList)
                return fail(path + "/required", "is a list of names");
        }
        // What is not said to be open is closed, but for an object of which nothing is said.
        const Json more = schema.contains("additionalProperties") ? schema["additionalProperties"]
                                                                  : Json(properties.empty() && required.empty());
        const bool isOpen = more != Json(false);

        std::vector<Property> all;
        std::vector<std::string> names;
        for (const auto &[name, property] : properties.items()) {
            const bool isRequired = std::find(required.begin(), required.end(), name) != required.end();
            names.push_back(name);
            if (property == Json(false) && !isRequired)
                continue;
            MARU_TRY(const std::string pair, pairOf(name, property, path, depth));
            all.push_back({ addRule(pair), isRequired });
        }
        for (const std::string &name : required) {
            if (properties.contains(name) || std::find(names.begin(), names.end(), name) != names.end())
                continue;
            if (!isOpen)
                return fail(path + "/required", "wants " + name + ", which no property is");
            MARU_TRY(const std::string pair, pairOf(name, more, path, depth));
            all.push_back({ addRule(pair), true });
            names.push_back(name);
        }
        std::string extra;
        if (isOpen) {
            MARU_TRY(const std::string value, expression(more, path + "/additionalProperties", depth + 1));
            const std::string key = names.empty() ? "json-string" : "\"\\\"\" " + otherKey(names) + " \"\\\"\"";
            extra = addRule(key + " ws \":\" ws " + value + " ws");
        }
        return addRule("\"{\" ws " + members(all, extra) + " \"}\"");
    }

    /// The properties in their order, each once at most; then any number of others.
    std::string members(const std::vector<Property> &all, const std::string &extra)
    {
        // `started`: something stands before; `fresh`: nothing does yet.
        std::string started = extra.empty() ? "\"\"" : "(\",\" ws " + extra + ")*";
        std::string fresh = extra.empty() ? "\"\"" : "(" + extra + " (\",\" ws " + extra + ")*)?";
        for (auto property = all.rbegin(); property != all.rend(); ++property) {
            const std::string &pair = property->pair;
            const std::string rest = addRule(started);
            if (property->isRequired) {
                started = "\",\" ws " + pair + " " + rest;
                fresh = pair + " " + rest;
            } else {
                const std::string without = addRule(fresh);
                started = "(\",\" ws " + pair + ")? " + rest;
                fresh = pair + " " + rest + " | " + without;
            }
        }
        return addRule(fresh);
    }

    /// The characters of a key that is none of `names`: as a tree of their beginnings.
    std::string otherKey(std::vector<std::string> names)
    {
        // With an escape in it, a name cannot be spelled by plain characters.
        std::erase_if(names, [](const std::string &name) { return Json(name).dump().size() != name.size() + 2; });
        std::sort(names.begin(), names.end());
        return otherKeyRule(names, 0);
    }

    /// `names` are sorted, and equal in their first `done` bytes.
    std::string otherKeyRule(std::span<const std::string> names, std::size_t done)
    {
        std::vector<std::string> alternatives;
        std::string taken;
        std::size_t i = 0;
        while (i < names.size() && names[i].size() == done)
            ++i;
        if (i == 0)
            alternatives.emplace_back("\"\"");
        while (i < names.size()) {
            const auto next = tokenizer::strictSequence(std::string_view(names[i]).substr(done));
            const std::string character = names[i].substr(done, next.length);
            const std::size_t first = i;
            while (i < names.size() && names[i].compare(done, next.length, character) == 0)
                ++i;
            const std::string rest = otherKeyRule(names.subspan(first, i - first), done + next.length);
            alternatives.push_back(grammarText(character) + " " + rest);
            const bool isMark = std::string_view("[]^-\\").find(character) != std::string_view::npos;
            taken += (isMark ? "\\" : "") + character;
        }
        alternatives.push_back("[^\"\\\\\\x7F\\x00-\\x1F" + taken + "] json-plain-char*");
        return addRule(join(alternatives, " | "));
    }

    Json m_root;
    std::string m_rules;
    std::size_t m_count = 0;
    std::map<const Json *, std::string> m_references;
    std::vector<std::unique_ptr<Json>> m_merged; // schemas that are in no file
};

} // namespace

Result<std::string> grammarOfSchema(std::string_view schema)
{
    return Converter().run(schema);
}

} // namespace maru::sampling
