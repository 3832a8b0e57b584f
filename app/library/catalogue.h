// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"
#include "app/domain/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace maru {

/// One format in which a model of the catalogue can be had: a file, or the parts of a split one.
///
/// Its files are named only where name, size and checksum are known for certain; else the hub is asked which file of
/// the repository has this format.
struct CatalogueFile
{
    QString quantization; ///< "Q4_K_M"
    QList<DownloadFile> parts; ///< empty: the hub knows
    double bitsPerWeight = 0; ///< of the format; 0: not known

    qint64 byteCount() const; ///< -1: not known for certain
};

/// One model of the catalogue. What is not known for certain is absent, never guessed.
struct CatalogueModelEntry
{
    QString id;
    QString name;
    QString maker;
    QString family; ///< as GGUF's general.architecture calls it
    QString licence;
    QUrl licenceUrl;
    QUrl page;
    QString repository; ///< on the hub; its files come from there
    QStringList languages; ///< codes of ISO 639-1
    QHash<QString, QString> sentences; ///< by language of the window: "en", "ko"
    double parameters = 0; ///< of the whole
    int layers = 0;
    qint64 kvBytesPerToken = 0; ///< with 16-bit keys and values, all layers; 0: not known
    int contextLength = 0; ///< it was trained for
    bool thinks = false;
    QList<CatalogueFile> files;

    /// Bytes of `file`: known, or reckoned from parameters and format; -1: neither.
    qint64 sizeOf(const CatalogueFile &file) const;
    QString sentence(const QString &language) const; ///< English where the language has none
};

/// The list of chosen models: resources/catalogue, or one that was fetched and is signed.
struct Catalogue
{
    int revision = 0; ///< a later list has a larger one
    QList<CatalogueModelEntry> models;

    /// Reads `json`; schema.json beside the built-in list says what it holds. Models that need a newer Maru than
    /// `version` are left out.
    /// Failure: BadCatalogue (detail): nothing of it is used then.
    static Result<Catalogue> parse(const QByteArray &json, const QString &version);

    /// The list that the program carries.
    static QByteArray builtInJson();
};

/// What comes from a refresh: the list behind the signature of its bytes.
///
///     maru-catalogue-1 BASE64 OF 64 BYTES\n
///     { ... the list ... }
///
/// Returns the list if the Ed25519 signature is that of `publicKey` (32 bytes). Failure: BadSignature (detail).
Result<QByteArray> checkedCatalogue(const QByteArray &signedList, const QByteArray &publicKey);

/// The key whose owner may publish lists for this program.
QByteArray catalogueKey();

} // namespace maru
