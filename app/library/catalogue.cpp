// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/catalogue.h"

#include "app/platform/file_name.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QVersionNumber>

#include <array>
#include <cmath>
#include <utility>

namespace maru {

namespace {

constexpr int kFormat = 1;
constexpr qsizetype kMostBytes = 4 * 1024 * 1024;
constexpr qsizetype kMostModels = 2000;
constexpr qsizetype kMostFiles = 100;
constexpr qsizetype kMostText = 500;
constexpr double kMostParameters = 1e13;

/// Bits a weight takes in whole files of a format, scales and the larger types of some tensors counted in.
double bitsOf(const QString &quantization)
{
    static constexpr std::array<std::pair<const char *, double>, 12> kBits { { { "F16", 16 }, { "BF16", 16 },
        { "Q8_0", 8.5 }, { "Q6_K", 6.57 }, { "Q5_K_M", 5.68 }, { "Q4_K_M", 4.85 }, { "Q4_0", 4.6 }, { "Q4_1", 5.1 },
        { "IQ4_XS", 4.35 }, { "Q3_K_M", 3.9 }, { "Q2_K", 3.0 }, { "MXFP4", 4.65 } } };
    for (const auto &[name, bits] : kBits) {
        if (quantization == QLatin1String(name))
            return bits;
    }
    return 0;
}

/// Reads the list and remembers the first thing that is wrong with it.
class Reader
{
public:
    Result<Catalogue> read(const QByteArray &json, const QVersionNumber &version);

private:
    void bad(const QString &detail)
    {
        if (m_problem.isEmpty())
            m_problem = detail;
    }

    QString text(const QJsonObject &json, const char *key, bool needed = true);
    qint64 whole(const QJsonObject &json, const char *key, qint64 most);
    QUrl url(const QJsonValue &value);
    QByteArray hash(const QJsonValue &value);
    CatalogueModelEntry model(const QJsonObject &json);
    CatalogueFile file(const QJsonObject &json);
    DownloadFile part(const QJsonObject &json);

    QString m_problem;
    QString m_where;
};

QString Reader::text(const QJsonObject &json, const char *key, bool needed)
{
    const QJsonValue value = json[QLatin1String(key)];
    if (value.isUndefined() && !needed)
        return {};
    const QString result = value.toString();
    bool isPlain = value.isString() && result.size() <= kMostText && (!needed || !result.isEmpty());
    for (const QChar character : result)
        isPlain = isPlain && (character.isPrint() || character.isSurrogate());
    if (!isPlain)
        bad(m_where + QLatin1String(key));
    return result;
}

qint64 Reader::whole(const QJsonObject &json, const char *key, qint64 most)
{
    const QJsonValue value = json[QLatin1String(key)];
    if (value.isUndefined())
        return 0;
    const qint64 number = value.toInteger(-1);
    if (number < 1 || number > most)
        bad(m_where + QLatin1String(key));
    return number;
}

QUrl Reader::url(const QJsonValue &value)
{
    const QUrl result(value.toString(), QUrl::StrictMode);
    if (!result.isValid() || result.scheme() != QLatin1String("https") || result.host().isEmpty()
        || !result.userInfo().isEmpty())
        bad(m_where + QStringLiteral("an address that is not https"));
    return result;
}

QByteArray Reader::hash(const QJsonValue &value)
{
    static const QRegularExpression digits(QStringLiteral("\\A[0-9a-f]{64}\\z"));
    if (!digits.match(value.toString()).hasMatch())
        bad(m_where + QStringLiteral("a hash"));
    return QByteArray::fromHex(value.toString().toLatin1());
}

DownloadFile Reader::part(const QJsonObject &json)
{
    constexpr qint64 kMostFileBytes = qint64(1) << 44;
    DownloadFile file;
    file.name = text(json, "name");
    if (!safeFileName(file.name))
        bad(m_where + QStringLiteral("name"));
    const QJsonArray urls = json[QStringLiteral("urls")].toArray();
    for (const QJsonValue &value : urls)
        file.urls.append(url(value));
    if (urls.isEmpty())
        bad(m_where + QStringLiteral("urls"));
    file.byteCount = whole(json, "bytes", kMostFileBytes);
    file.sha256 = hash(json[QStringLiteral("sha256")]); // a named file without one would be trusted blindly
    if (file.byteCount == 0)
        bad(m_where + QStringLiteral("bytes"));
    const QJsonArray chunks = json[QStringLiteral("chunks")].toArray();
    file.chunkBytes = whole(json, "chunkBytes", kMostFileBytes);
    for (const QJsonValue &chunk : chunks)
        file.chunkSha256.append(hash(chunk));
    const qint64 expected = file.chunkBytes > 0 ? (file.byteCount - 1) / file.chunkBytes + 1 : 0;
    if (expected != chunks.size())
        bad(m_where + QStringLiteral("chunks"));
    return file;
}

CatalogueFile Reader::file(const QJsonObject &json)
{
    CatalogueFile file;
    file.quantization = text(json, "quantization");
    file.bitsPerWeight = bitsOf(file.quantization);
    const QJsonArray parts = json[QStringLiteral("parts")].toArray();
    if (parts.size() > kMostModels)
        bad(m_where + QStringLiteral("parts"));
    QSet<QString> names;
    for (const QJsonValue &value : parts) {
        file.parts.append(part(value.toObject()));
        names.insert(file.parts.constLast().name.toLower());
    }
    if (names.size() != parts.size())
        bad(m_where + QStringLiteral("a name twice"));
    return file;
}

CatalogueModelEntry Reader::model(const QJsonObject &json)
{
    static const QRegularExpression id(QStringLiteral("\\A[a-z0-9][a-z0-9.-]{0,63}\\z"));
    static const QRegularExpression repository(
        QStringLiteral("\\A[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}\\z"));
    static const QRegularExpression language(QStringLiteral("\\A[a-z]{2,3}\\z"));
    CatalogueModelEntry model;
    model.id = json[QStringLiteral("id")].toString();
    m_where = model.id.left(64) + QStringLiteral(": ");
    if (!id.match(model.id).hasMatch())
        bad(QStringLiteral("id"));
    model.name = text(json, "name");
    model.maker = text(json, "maker");
    model.family = text(json, "family");
    model.licence = text(json, "licence");
    model.licenceUrl = url(json[QStringLiteral("licenceUrl")]);
    model.page = url(json[QStringLiteral("page")]);
    model.repository = text(json, "repository");
    if (!repository.match(model.repository).hasMatch() || model.repository.contains(QStringLiteral("..")))
        bad(m_where + QStringLiteral("repository"));
    for (const QJsonValue &value : json[QStringLiteral("languages")].toArray()) {
        model.languages << value.toString();
        if (!language.match(value.toString()).hasMatch())
            bad(m_where + QStringLiteral("languages"));
    }
    const QJsonObject sentences = json[QStringLiteral("sentence")].toObject();
    for (const char *key : { "en", "ko" })
        model.sentences.insert(QString::fromLatin1(key), text(sentences, key));
    model.parameters = json[QStringLiteral("parameters")].toDouble();
    if (!std::isfinite(model.parameters) || model.parameters <= 0 || model.parameters > kMostParameters)
        bad(m_where + QStringLiteral("parameters"));
    model.layers = static_cast<int>(whole(json, "layers", 10'000));
    model.kvBytesPerToken = whole(json, "kvBytesPerToken", 100'000'000);
    // Sixteen bits each; twice, for keys and for values, where those are not one.
    const qint64 heads = whole(json, "kvHeads", 10'000) * whole(json, "headWidth", 100'000);
    const qint64 width = heads > 0 ? 2 * heads : whole(json, "latentWidth", 1'000'000);
    if (width > 0 && model.kvBytesPerToken != 2 * model.layers * width)
        bad(m_where + QStringLiteral("kvBytesPerToken"));
    model.contextLength = static_cast<int>(whole(json, "contextLength", 100'000'000));
    model.thinks = json[QStringLiteral("thinks")].toBool();
    const QJsonArray files = json[QStringLiteral("files")].toArray();
    if (files.isEmpty() || files.size() > kMostFiles)
        bad(m_where + QStringLiteral("files"));
    for (qsizetype i = 0; i < files.size() && i < kMostFiles; ++i)
        model.files.append(file(files.at(i).toObject()));
    return model;
}

Result<Catalogue> Reader::read(const QByteArray &json, const QVersionNumber &version)
{
    Catalogue catalogue;
    const QJsonDocument document = json.size() <= kMostBytes ? QJsonDocument::fromJson(json) : QJsonDocument();
    const QJsonObject root = document.object();
    if (!document.isObject())
        bad(QStringLiteral("no JSON"));
    else if (root[QStringLiteral("format")].toInt() != kFormat)
        bad(QStringLiteral("format %1").arg(root[QStringLiteral("format")].toInt()));
    catalogue.revision = static_cast<int>(whole(root, "revision", 1'000'000'000));
    const QJsonArray models = root[QStringLiteral("models")].toArray();
    if (catalogue.revision == 0 || models.isEmpty() || models.size() > kMostModels)
        bad(QStringLiteral("revision or models"));
    QSet<QString> ids;
    for (qsizetype i = 0; i < models.size() && m_problem.isEmpty(); ++i) {
        const QJsonObject entry = models.at(i).toObject();
        const QVersionNumber needed = QVersionNumber::fromString(entry[QStringLiteral("needs")].toString());
        if (needed > version)
            continue; // whatever else it may say
        const CatalogueModelEntry read = model(entry);
        if (ids.contains(read.id))
            bad(QStringLiteral("%1 twice").arg(read.id));
        ids.insert(read.id);
        catalogue.models.append(read);
    }
    if (m_problem.isEmpty())
        return catalogue;
    const std::string detail = m_problem.left(200).toStdString();
    return Error { ErrorCode::Corrupt, Reason::BadCatalogue, { { "detail", detail } }, "catalogue: " + detail };
}

} // namespace

qint64 CatalogueFile::byteCount() const
{
    DownloadOrder order;
    order.files = parts;
    return parts.isEmpty() ? -1 : order.byteCount();
}

qint64 CatalogueModelEntry::sizeOf(const CatalogueFile &file) const
{
    if (file.byteCount() >= 0)
        return file.byteCount();
    return file.bitsPerWeight > 0 ? static_cast<qint64>(parameters * file.bitsPerWeight / 8) : -1;
}

QString CatalogueModelEntry::sentence(const QString &language) const
{
    return sentences.value(language, sentences.value(QStringLiteral("en")));
}

Result<Catalogue> Catalogue::parse(const QByteArray &json, const QString &version)
{
    return Reader().read(json, QVersionNumber::fromString(version));
}

QByteArray Catalogue::builtInJson()
{
    QFile file(QStringLiteral(":/catalogue/models.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace maru
