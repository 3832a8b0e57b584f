// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maru {

/// The kind of a failure: what a caller may branch on.
enum class ErrorCode : std::uint8_t {
    InvalidArgument,
    NotFound,
    Io,
    Corrupt,
    Unsupported,
    OutOfMemory,
    DeviceLost,
    Cancelled,
};

/// What happened in particular. Together with Error::args it is all that a translated sentence needs. The
/// application stores the numbers: append only.
enum class Reason : std::uint8_t {
    Unspecified,
    FileMissing, // path
    FileUnreadable, // path, detail
    FileEmpty, // path
    NotGguf, // path
    GgufVersion, // version
    GgufTruncated, // detail
    GgufCorrupt, // detail
    SplitFile, // parts, path, detail
    UnknownFamily, // family
    UnknownWeightType, // type, tensor
    MissingKey, // key
    BadValue, // key, detail
    MissingTensor, // tensor
    BadTensor, // tensor, detail
    UnknownTokenizer, // name
    TokenizerCorrupt, // detail
    TemplateSyntax, // line, detail
    TemplateRuntime, // line, detail
    TemplateRaised, // detail: the template's own raise_exception text
    TemplateLimit, // limit, line
    ContextTooSmall, // needed, context
    ContextFull, // context
    HostMemory, // needed, free; of a model: missing, and what would fit: gpu_layers, context, kv, quantization
    DeviceMemory, // the same, and device
    NoVulkanLoader, // detail
    NoVulkanDevice, // index
    DriverFailed, // device, detail
    DeviceLost, // device
    DeviceTooWeak, // device, detail
    DiskFull, // path
    ReadOnly, // path
    AlreadyRunning, // path
    DatabaseCorrupt, // path
    DatabaseNewer, // path, version
    BadOption, // option, detail
    NotYet, // option
    Stopped,
    AlreadyQuantized, // type, tensor
    BadGrammar, // line, column, detail
    BadSchema, // path, detail
    Offline, // host
    NetworkFailed, // host, detail
    TlsFailed, // host, detail
    ServerStalled, // host
    HttpStatus, // host, status
    NeedsToken, // host
    LinkGone, // host
    ServerBusy, // host
    BadRedirect, // host, detail
    BadReply, // host, detail
    FileChanged, // name
    HashMismatch, // name
    BadName, // name
    BadCatalogue, // detail
    BadSignature, // detail
    SecretsFailed, // detail
};

inline constexpr int kReasonCount = static_cast<int>(Reason::SecretsFailed) + 1;

/// One named value of an error: ("needed", "6.2 GB"). Numbers are decimal text; sizes are bytes.
struct ErrorArgument
{
    std::string name;
    std::string value;
};

/// Why a call failed: for the program (code), for the user's language (reason, args), for the log (message).
///
/// Plain value, no ownership. `message` is English, one line, and holds no next step: that is added where the error
/// meets a person (app/engine/error_text, inference/cli).
struct Error
{
    ErrorCode code = ErrorCode::InvalidArgument;
    Reason reason = Reason::Unspecified;
    std::vector<ErrorArgument> args = {};
    std::string message = {};

    /// The value of the argument `name`, or an empty view.
    std::string_view arg(std::string_view name) const;

    /// The same error with "`context`: " before its message.
    Error in(std::string_view context) &&;
};

/// The name of `code`, as written in the source.
std::string_view toString(ErrorCode code);

} // namespace maru
