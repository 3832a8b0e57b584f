// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/mapped_file.h"
#include "inference/base/result.h"
#include "inference/gguf/gguf_parser.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maru::gguf {

/// One file of a model.
struct SplitPart
{
    std::filesystem::path path;
    MappedFile file;
    ParsedFile parsed;
};

/// The name of a part: "folder/name-00002-of-00003.gguf" is part 2 (number 1) of 3.
struct SplitName
{
    std::string prefix; ///< "folder/name"
    std::uint32_t number = 0; ///< from 0
    std::uint32_t count = 0;

    /// Nothing if `path` is not named so.
    static std::optional<SplitName> of(std::string_view path);

    /// The path of part `number`, from 0.
    std::string path(std::uint32_t part) const;
};

/// Opens the file at `path` and, where it is a part of several, all others of its model, in order; part 0's tensors are
/// then those of all. Parts are looked for beside `path`, by name.
///
/// Failure: that of MappedFile and parse(), for whichever part; SplitFile (parts, path, detail) where a part is
/// missing, says that it is another one, or is of another model.
Result<std::vector<SplitPart>> openParts(const std::filesystem::path &path);

/// The same of files of which only the heads are known, in their order. Failure: as above; SplitFile where there are
/// not as many heads as parts.
Result<std::vector<SplitPart>> partsOfHeads(std::span<const FileHead> heads);

} // namespace maru::gguf
