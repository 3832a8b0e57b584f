// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <string>
#include <string_view>

namespace maru::sampling {

/// The grammar (GBNF) of the JSON texts that fit a JSON schema.
///
/// Known: type, properties, required, additionalProperties, items, prefixItems, minItems, maxItems, enum, const, anyOf,
/// oneOf (as anyOf), allOf of objects, $ref within the schema, minLength, maxLength, pattern, format (date, time,
/// date-time, uuid), minimum, maximum, exclusiveMinimum and exclusiveMaximum of integers; true, false and {}.
/// Properties come in the order of the schema. What only describes (title, description, default, examples) is passed
/// over.
///
/// Failure: BadSchema (path, detail), for what is no JSON, for keywords that restrict in a way that a grammar cannot
/// follow (a text that merely might fit is never promised), and beyond the limits on depth and size.
Result<std::string> grammarOfSchema(std::string_view schema);

} // namespace maru::sampling
