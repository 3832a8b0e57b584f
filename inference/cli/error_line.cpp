// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/cli/error_line.h"

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <vector>

namespace maru::cli {

namespace {

/// "6.2 GB" of a number of bytes written in decimal; other text as it is.
std::string gigabytes(std::string_view bytes)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), number);
    if (error != std::errc() || end != bytes.data() + bytes.size())
        return std::string(bytes);
    char text[32];
    std::snprintf(text, sizeof text, "%.2f GB", static_cast<double>(number) / 1e9);
    return text;
}

/// "6.20 GB are needed, 4.00 GB are free".
std::string shortage(const Error &error)
{
    std::string text = gigabytes(error.arg("needed")) + " are needed, " + gigabytes(error.arg("free")) + " are free";
    if (!error.arg("missing").empty())
        text += " (some is kept free), " + gigabytes(error.arg("missing")) + " too few";
    return text;
}

/// What would make the model fit, or `otherwise` if the error does not say.
std::string advice(const Error &error, const std::string &otherwise)
{
    std::vector<std::string> ways;
    if (const std::string layers(error.arg("gpu_layers")); !layers.empty())
        ways.push_back("with --gpu-layers " + layers);
    if (const std::string context(error.arg("context")); !context.empty())
        ways.push_back("with --context " + context);
    if (const std::string kv(error.arg("kv")); !kv.empty())
        ways.push_back("with --kv " + kv);
    if (const std::string quantization(error.arg("quantization")); !quantization.empty())
        ways.push_back("with the model in " + quantization);
    if (ways.empty())
        return otherwise;
    std::string text = "it would fit ";
    for (std::size_t i = 0; i < ways.size(); ++i)
        text += (i == 0 ? "" : i + 1 == ways.size() ? " or " : ", ") + ways[i];
    return text;
}

/// What happened and what to do about it.
std::string sentence(const Error &error)
{
    const auto arg = [&error](std::string_view name) { return std::string(error.arg(name)); };
    switch (error.reason) {
    case Reason::FileMissing:
        return "there is no file " + arg("path") + "; check the path";
    case Reason::FileUnreadable:
        return arg("path") + " cannot be read (" + arg("detail") + "); check that it is a file and may be read";
    case Reason::FileEmpty:
        return arg("path") + " is empty; download or copy it again";
    case Reason::NotGguf:
        return arg("path") + " is not a GGUF model; give a .gguf file";
    case Reason::GgufVersion:
        return "this GGUF has version " + arg("version") + ", Maru reads 2 and 3; get a newer file of this model";
    case Reason::GgufTruncated:
        return "the model file is cut short (" + arg("detail") + "); download or copy it again";
    case Reason::GgufCorrupt:
        return "the model file is damaged (" + arg("detail") + "); download or copy it again";
    case Reason::SplitFile:
        return "this model is split over " + arg("parts") + " files, and not all of them fit together (" + arg("detail")
            + "); put all of its parts into one folder, under their own names";
    case Reason::UnknownFamily:
        return "models of the family \"" + arg("family") + "\" are not supported; choose another model";
    case Reason::UnknownWeightType:
        return "weights of type " + arg("type") + " (tensor " + arg("tensor")
            + ") are not supported; get the model in another quantization, Q4_K_M for instance";
    case Reason::AlreadyQuantized:
        return "the tensor " + arg("tensor") + " has lost its digits already (" + arg("type")
            + "); take a file of this model in F32, F16, BF16 or Q8_0";
    case Reason::MissingKey:
        return "the model file lacks the entry " + arg("key") + "; get another file of this model";
    case Reason::BadValue:
        return arg("key") + " " + arg("detail") + "; correct it, or get another file of this model";
    case Reason::MissingTensor:
        return "the model file lacks the tensor " + arg("tensor") + "; get another file of this model";
    case Reason::BadTensor:
        return "the tensor " + arg("tensor") + " does not fit the model (" + arg("detail")
            + "); get another file of this model";
    case Reason::UnknownTokenizer:
        return "the tokenizer \"" + arg("name") + "\" is not supported; choose another model";
    case Reason::TokenizerCorrupt:
        return "the vocabulary of the model is damaged (" + arg("detail") + "); download the file again";
    case Reason::TemplateSyntax:
    case Reason::TemplateRuntime:
        return "the chat template fails in line " + arg("line") + " (" + arg("detail") + "); correct the template";
    case Reason::TemplateRaised:
        return "the chat template refuses these messages: " + arg("detail") + "; change them";
    case Reason::TemplateLimit:
        return "the chat template was stopped, it used too much (" + arg("limit") + "); correct the template";
    case Reason::ContextTooSmall:
        return "this needs " + arg("needed") + " tokens of context, there are " + arg("context")
            + "; shorten the text or give a larger --context";
    case Reason::ContextFull:
        return "the context of " + arg("context") + " tokens is full; give a larger --context";
    case Reason::HostMemory:
        return "not enough memory: " + shortage(error) + "; "
            + advice(error, "close programs, give a smaller --context or take a smaller model");
    case Reason::DeviceMemory:
        return "not enough memory on " + arg("device") + ": " + shortage(error) + "; "
            + advice(error, "give a smaller --context, a smaller model, or --device cpu");
    case Reason::NoVulkanLoader:
        return "Vulkan cannot be used (" + arg("detail") + "); install the graphics driver, or use --device cpu";
    case Reason::NoVulkanDevice:
        return "there is no device " + arg("index") + "; see maru-cli devices";
    case Reason::DriverFailed:
        return "the driver of " + (arg("device").empty() ? std::string("the device") : arg("device")) + " failed ("
            + arg("detail") + "); update it, or use --device cpu";
    case Reason::DeviceLost:
        return arg("device") + " stopped answering; try again, or use --device cpu";
    case Reason::DeviceTooWeak:
        return arg("device") + " cannot be used (" + arg("detail") + "); use --device cpu";
    case Reason::DiskFull:
        return "the disk is full, " + arg("path") + " was not written; free some space and try again";
    case Reason::ReadOnly:
        return arg("path") + " cannot be written; choose another place";
    case Reason::NotYet:
        return arg("option") + " is not there yet; leave it out";
    case Reason::BadOption:
        return arg("option") + " " + arg("detail") + "; see maru-cli --help";
    case Reason::BadGrammar:
        return "the grammar does not parse, line " + arg("line") + ", column " + arg("column") + ": " + arg("detail")
            + "; correct it";
    case Reason::BadSchema:
        return "the JSON schema cannot be followed, at " + arg("path") + ": " + arg("detail") + "; correct it";
    case Reason::Stopped:
        return "stopped";
    case Reason::AlreadyRunning:
    case Reason::DatabaseCorrupt:
    case Reason::DatabaseNewer:
    case Reason::Unspecified:
    case Reason::Offline:
    case Reason::NetworkFailed:
    case Reason::TlsFailed:
    case Reason::ServerStalled:
    case Reason::HttpStatus:
    case Reason::NeedsToken:
    case Reason::LinkGone:
    case Reason::ServerBusy:
    case Reason::BadRedirect:
    case Reason::BadReply:
    case Reason::FileChanged:
    case Reason::HashMismatch:
    case Reason::BadName:
    case Reason::BadCatalogue:
    case Reason::BadSignature:
    case Reason::SecretsFailed:
        break;
    }
    return error.message.empty() ? "it failed; please report this" : error.message;
}

} // namespace

std::string errorLine(const Error &error)
{
    return "maru-cli: " + sentence(error);
}

int exitStatus(const Error &error)
{
    return error.reason == Reason::BadOption || error.reason == Reason::NotYet ? 2 : 1;
}

} // namespace maru::cli
