// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/catalogue.h"

#include <openssl/evp.h>

#include <memory>

namespace maru {

namespace {

constexpr auto kMark = "maru-catalogue-1 ";
constexpr qsizetype kSignatureBytes = 64;
constexpr qsizetype kKeyBytes = 32;

/// packaging/sign_catalogue.py makes a new pair and signs with the private one, which is in no repository.
constexpr auto kPublicKey = "bf5392a97cfc869460af09a3a1b480f5f53421d8244f202a42af7532366f5bb8";

Error badSignature(const char *detail)
{
    return { ErrorCode::Corrupt, Reason::BadSignature, { { "detail", detail } }, detail };
}

const unsigned char *bytesOf(const QByteArray &array)
{
    return reinterpret_cast<const unsigned char *>(array.constData());
}

bool isSigned(const QByteArray &list, const QByteArray &signature, const QByteArray &publicKey)
{
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)> key(
        EVP_PKEY_new_raw_public_key(
            EVP_PKEY_ED25519, nullptr, bytesOf(publicKey), static_cast<std::size_t>(publicKey.size())),
        EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX *)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1
        && EVP_DigestVerify(context.get(), bytesOf(signature), static_cast<std::size_t>(signature.size()),
               bytesOf(list), static_cast<std::size_t>(list.size()))
        == 1;
}

} // namespace

QByteArray catalogueKey()
{
    return QByteArray::fromHex(kPublicKey);
}

Result<QByteArray> checkedCatalogue(const QByteArray &signedList, const QByteArray &publicKey)
{
    const qsizetype end = signedList.indexOf('\n');
    if (end < 0 || !signedList.startsWith(kMark))
        return badSignature("there is none");
    const QByteArray encoded = signedList.mid(qstrlen(kMark), end - static_cast<qsizetype>(qstrlen(kMark)));
    const auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != kSignatureBytes || publicKey.size() != kKeyBytes)
        return badSignature("it cannot be read");
    const QByteArray list = signedList.mid(end + 1);
    if (!isSigned(list, decoded.decoded, publicKey))
        return badSignature("it is not right");
    return list;
}

} // namespace maru
