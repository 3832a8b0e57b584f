// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/error_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace maru {

namespace {

class Sentences
{
    Q_DECLARE_TR_FUNCTIONS(maru::ErrorText)

public:
    explicit Sentences(const Error &error)
        : m_error(error)
    {
    }

    QString sentence() const
    {
        if (const QString text = ofFile(); !text.isEmpty())
            return text;
        if (const QString text = ofModel(); !text.isEmpty())
            return text;
        if (const QString text = ofDevice(); !text.isEmpty())
            return text;
        if (const QString text = ofProgram(); !text.isEmpty())
            return text;
        if (const QString text = ofNetwork(); !text.isEmpty())
            return text;
        const QString message = QString::fromStdString(m_error.message);
        return message.isEmpty()
            ? tr("Something failed. Try again; if it fails again, please report it.")
            : tr("Something failed: %1. Try again; if it fails again, please report it.").arg(message);
    }

private:
    QString arg(std::string_view name) const
    {
        const std::string_view value = m_error.arg(name);
        return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
    }

    /// "6.2 GB" of bytes in decimal; other text as it is.
    QString size(std::string_view name) const
    {
        bool isNumber = false;
        const qint64 bytes = arg(name).toLongLong(&isNumber);
        return isNumber ? QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat) : arg(name);
    }

    QString device() const { return arg("device").isEmpty() ? tr("The graphics device") : arg("device"); }

    QString advice(const QString &otherwise) const;
    QString ofFile() const;
    QString ofModel() const;
    QString ofDevice() const;
    QString ofProgram() const;
    QString ofNetwork() const;

    const Error &m_error;
};

QString Sentences::ofFile() const
{
    switch (m_error.reason) {
    case Reason::FileMissing:
        return tr("The file %1 is not there any more. Put it back, or choose another model.").arg(arg("path"));
    case Reason::FileUnreadable:
        return tr("%1 cannot be read (%2). Check that it is a file and that you may read it.")
            .arg(arg("path"), arg("detail"));
    case Reason::FileEmpty:
        return tr("%1 is empty. Download or copy it again.").arg(arg("path"));
    case Reason::NotGguf:
        return tr("%1 is not a model that Maru can read. Choose a .gguf file.").arg(arg("path"));
    case Reason::GgufVersion:
        return tr("This file is GGUF version %1; Maru reads versions 2 and 3. Get a newer file of this model.")
            .arg(arg("version"));
    case Reason::GgufTruncated:
        return tr("The model file is cut short (%1). Download or copy it again.").arg(arg("detail"));
    case Reason::GgufCorrupt:
        return tr("The model file is damaged (%1). Download or copy it again.").arg(arg("detail"));
    case Reason::SplitFile:
        return tr("This model is split over %1 files, and not all of them fit together (%2). Put all of its parts into "
                  "one folder, under their own names.")
            .arg(arg("parts"), arg("detail"));
    case Reason::DiskFull:
        return tr("The disk is full: %1 could not be written. Free some space and try again.").arg(arg("path"));
    case Reason::ReadOnly:
        return tr("%1 cannot be written. Make it writable, or start Maru with --data-dir and another folder.")
            .arg(arg("path"));
    default:
        return {};
    }
}

QString Sentences::ofModel() const
{
    switch (m_error.reason) {
    case Reason::UnknownFamily:
        return tr("Maru cannot run models of the family \"%1\" yet. Choose another model.").arg(arg("family"));
    case Reason::UnknownWeightType:
        return tr("Maru cannot run weights of the type %1 (tensor %2). Get this model in another format, Q4_K_M for "
                  "instance.")
            .arg(arg("type"), arg("tensor"));
    case Reason::AlreadyQuantized:
        return tr(
            "The weights in %2 have lost their digits already (%1). Take a file of this model in F32, F16, BF16 or "
            "Q8_0.")
            .arg(arg("type"), arg("tensor"));
    case Reason::MissingKey:
        return tr("The model file lacks the entry %1. Get another file of this model.").arg(arg("key"));
    case Reason::BadValue:
        return tr(
            "The entry %1 has a value that does not fit: %2. Get another file of this model, or correct the setting.")
            .arg(arg("key"), arg("detail"));
    case Reason::MissingTensor:
        return tr("The model file lacks the tensor %1. Get another file of this model.").arg(arg("tensor"));
    case Reason::BadTensor:
        return tr("The tensor %1 does not fit the model (%2). Get another file of this model.")
            .arg(arg("tensor"), arg("detail"));
    case Reason::UnknownTokenizer:
        return tr("Maru does not know the tokenizer \"%1\" of this model. Choose another model.").arg(arg("name"));
    case Reason::TokenizerCorrupt:
        return tr("The vocabulary of the model is damaged (%1). Download the file again.").arg(arg("detail"));
    case Reason::TemplateSyntax:
    case Reason::TemplateRuntime:
        return tr("The chat template of this model fails in line %1 (%2). Get another file of this model.")
            .arg(arg("line"), arg("detail"));
    case Reason::TemplateRaised:
        return tr("The model's chat template refuses this conversation: %1. Change it, or start a new one.")
            .arg(arg("detail"));
    case Reason::TemplateLimit:
        return tr("The chat template of this model used too much (%1) and was stopped. Get another file of this model.")
            .arg(arg("limit"));
    case Reason::ContextTooSmall:
        return tr("This conversation has %1 tokens; the model has room for %2. Shorten the message, or start a new "
                  "conversation.")
            .arg(arg("needed"), arg("context"));
    case Reason::ContextFull:
        return tr("The model's room of %1 tokens is full. Start a new conversation to go on.").arg(arg("context"));
    default:
        return {};
    }
}

/// What would make a model fit, one way after the other, or `otherwise` where the engine found none.
QString Sentences::advice(const QString &otherwise) const
{
    QStringList ways;
    if (!arg("gpu_layers").isEmpty())
        ways << tr("with %1 layers on the graphics device").arg(arg("gpu_layers"));
    if (!arg("context").isEmpty())
        ways << tr("with a context of %1 tokens").arg(arg("context"));
    if (!arg("kv").isEmpty())
        ways << tr("with a compressed context (%1)").arg(arg("kv"));
    if (!arg("quantization").isEmpty())
        ways << tr("in the format %1").arg(arg("quantization"));
    if (ways.isEmpty())
        return otherwise;
    const QString missing = arg("missing").isEmpty() ? QString() : tr("%1 are missing.").arg(size("missing")) + u' ';
    return missing + tr("The model would fit %1.").arg(ways.join(tr(", or ")));
}

QString Sentences::ofDevice() const
{
    switch (m_error.reason) {
    case Reason::HostMemory:
        return tr("There is not enough memory: %1 are needed, %2 are free.").arg(size("needed"), size("free")) + u' '
            + advice(tr("Close other programs, or choose a smaller model."));
    case Reason::DeviceMemory:
        return tr("There is not enough memory on %3: %1 are needed, %2 are free.")
                   .arg(size("needed"), size("free"), arg("device"))
            + u' ' + advice(tr("Choose a smaller model, or use the processor."));
    case Reason::NoVulkanLoader:
        return tr("The graphics device cannot be used: Vulkan is missing (%1). Install the graphics driver, or use the "
                  "processor.")
            .arg(arg("detail"));
    case Reason::NoVulkanDevice:
        return tr("The graphics device that was chosen (%1) is not there. Choose another device, or use the processor.")
            .arg(arg("index"));
    case Reason::DriverFailed:
        return tr("The driver of %1 failed (%2). Update it, or use the processor.").arg(device(), arg("detail"));
    case Reason::DeviceLost:
        return tr("%1 stopped answering. What was written until then is kept. Try again, or use the processor.")
            .arg(device());
    case Reason::DeviceTooWeak:
        return tr("%1 cannot run this model (%2). Use the processor.").arg(device(), arg("detail"));
    default:
        return {};
    }
}

QString Sentences::ofProgram() const
{
    switch (m_error.reason) {
    case Reason::AlreadyRunning:
        return tr("Another Maru is using %1. Go to its window, or close it and try again. To run a second one beside "
                  "it, start "
                  "it with --data-dir and another folder.")
            .arg(arg("path"));
    case Reason::DatabaseCorrupt:
        return tr(
            "The conversations in %1 cannot be read: the file is damaged. Maru has not changed it. Put a backup in its "
            "place, or move the file away to start with an empty one.")
            .arg(arg("path"));
    case Reason::DatabaseNewer:
        return tr("The conversations in %1 were written by a newer Maru (format %2). Update Maru. Nothing was changed.")
            .arg(arg("path"), arg("version"));
    case Reason::BadOption:
        return tr("%1 %2. See maru --help.").arg(arg("option"), arg("detail"));
    case Reason::NotYet:
        return tr("%1 is not there yet. Leave it out.").arg(arg("option"));
    case Reason::BadGrammar:
        return tr("The grammar cannot be read, line %1, column %2: %3. Correct it and try again.")
            .arg(arg("line"), arg("column"), arg("detail"));
    case Reason::BadSchema:
        return tr("The JSON schema cannot be followed, at %1: %2. Correct it and try again.")
            .arg(arg("path"), arg("detail"));
    case Reason::Stopped:
        return tr("It was stopped. Try again when you like.");
    default:
        return {};
    }
}

QString Sentences::ofNetwork() const
{
    switch (m_error.reason) {
    case Reason::Offline:
        return tr("Maru is offline: %1 was not asked. Switch Offline off in the settings to allow it.")
            .arg(arg("host"));
    case Reason::NetworkFailed:
        return tr("%1 cannot be reached (%2). Check the network, then try again.").arg(arg("host"), arg("detail"));
    case Reason::TlsFailed:
        return tr(
            "%1 could not prove that it is %1 (%2). Check the clock of this computer and the address; nothing was "
            "taken from it.")
            .arg(arg("host"), arg("detail"));
    case Reason::ServerStalled:
        return tr("%1 stopped sending. Try again; what has arrived is kept.").arg(arg("host"));
    case Reason::HttpStatus:
        return tr("%1 answered with the error %2. Try again later.").arg(arg("host"), arg("status"));
    case Reason::NeedsToken:
        return tr(
            "%1 gives this only to those it knows. Accept the model's terms on its page there, and put your access "
            "token into the settings.")
            .arg(arg("host"));
    case Reason::LinkGone:
        return tr("%1 does not have this file any more. Search for the model again.").arg(arg("host"));
    case Reason::ServerBusy:
        return tr("%1 is too busy now. Wait some minutes, then go on; what has arrived is kept.").arg(arg("host"));
    case Reason::BadRedirect:
        return tr("%1 points to an address that Maru does not follow (%2). Try another source for this file.")
            .arg(arg("host"), arg("detail"));
    case Reason::BadReply:
        return tr("%1 sent something that makes no sense (%2). Check the address, or try again later.")
            .arg(arg("host"), arg("detail"));
    case Reason::FileChanged:
        return tr("The file %1 was changed on the server. Remove this download and start it again.").arg(arg("name"));
    case Reason::HashMismatch:
        return tr("What arrived as %1 is not the file that was promised: its checksum differs. It was not kept; try "
                  "again, or choose another source.")
            .arg(arg("name"));
    case Reason::BadName:
        return tr("The file name \"%1\" is not safe to use. Nothing was saved; choose another file.").arg(arg("name"));
    case Reason::BadCatalogue:
        return tr("The new list of models cannot be read (%1). The old one is kept; update Maru if this stays so.")
            .arg(arg("detail"));
    case Reason::BadSignature:
        return tr("The new list of models is not signed as it must be (%1). The old one is kept; try again later.")
            .arg(arg("detail"));
    case Reason::SecretsFailed:
        return tr("The access token could not be kept (%1). Unlock the keyring of your desktop, then try again.")
            .arg(arg("detail"));
    default:
        return {};
    }
}

ErrorAction actionFor(Reason reason)
{
    switch (reason) {
    case Reason::FileMissing:
    case Reason::FileUnreadable:
    case Reason::FileEmpty:
    case Reason::NotGguf:
    case Reason::GgufVersion:
    case Reason::GgufTruncated:
    case Reason::GgufCorrupt:
    case Reason::SplitFile:
    case Reason::UnknownFamily:
    case Reason::UnknownWeightType:
    case Reason::AlreadyQuantized:
    case Reason::MissingKey:
    case Reason::MissingTensor:
    case Reason::BadTensor:
    case Reason::UnknownTokenizer:
    case Reason::TokenizerCorrupt:
    case Reason::TemplateSyntax:
    case Reason::TemplateRuntime:
    case Reason::TemplateLimit:
    case Reason::HostMemory:
        return ErrorAction::ChooseModel;
    case Reason::TemplateRaised:
    case Reason::ContextTooSmall:
    case Reason::ContextFull:
        return ErrorAction::NewConversation;
    case Reason::DeviceMemory:
    case Reason::NoVulkanLoader:
    case Reason::NoVulkanDevice:
    case Reason::DriverFailed:
    case Reason::DeviceLost:
    case Reason::DeviceTooWeak:
        return ErrorAction::UseProcessor;
    case Reason::Unspecified:
    case Reason::BadValue:
    case Reason::DiskFull:
    case Reason::ReadOnly:
    case Reason::AlreadyRunning:
    case Reason::DatabaseCorrupt:
    case Reason::DatabaseNewer:
    case Reason::BadOption:
    case Reason::NotYet:
    case Reason::BadGrammar:
    case Reason::BadSchema:
    case Reason::Stopped:
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
        return ErrorAction::Retry;
    }
    return ErrorAction::Retry;
}

} // namespace

QString actionLabel(ErrorAction action)
{
    switch (action) {
    case ErrorAction::None:
        return {};
    case ErrorAction::Retry:
        return QCoreApplication::translate("maru::ErrorText", "Try again");
    case ErrorAction::UseProcessor:
        return QCoreApplication::translate("maru::ErrorText", "Use the processor");
    case ErrorAction::ChooseModel:
        return QCoreApplication::translate("maru::ErrorText", "Choose a model");
    case ErrorAction::NewConversation:
        return QCoreApplication::translate("maru::ErrorText", "New conversation");
    }
    return {};
}

ErrorText errorText(const Error &error)
{
    return errorText(error, actionFor(error.reason));
}

ErrorText errorText(const Error &error, ErrorAction action)
{
    return { Sentences(error).sentence(), action, actionLabel(action) };
}

} // namespace maru
