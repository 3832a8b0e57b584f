// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/hub_api.h"

#include "app/network/network_gate.h"
#include "app/platform/file_name.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

namespace maru {

namespace {

constexpr int kPageSize = 30;
constexpr int kMostParts = 1000;
constexpr qsizetype kSha256Digits = 64;

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

Error badReply(const QUrl &url, const char *detail)
{
    return { ErrorCode::Io, Reason::BadReply, { { "host", url.host().toStdString() }, { "detail", detail } }, detail };
}

/// One line without anything that could act on the text around it.
QString plain(const QString &foreign)
{
    QString result = foreign.left(200);
    result.removeIf([](QChar c) { return !c.isPrint(); });
    return result;
}

qint64 countOf(const QJsonValue &value)
{
    return value.isDouble() ? std::max(value.toInteger(-1), qint64(-1)) : -1;
}

bool isGated(const QJsonValue &value)
{
    return value.isString() || value.toBool(); // false, or "auto", "manual"
}

QString licenceOf(const QJsonObject &json)
{
    for (const QJsonValue &tag : json[text("tags")].toArray()) {
        const QString word = tag.toString();
        if (word.startsWith(text("license:")))
            return plain(word.mid(8));
    }
    return plain(json[text("cardData")][text("license")].toString());
}

HubRepository repositoryOf(const QJsonObject &json)
{
    HubRepository repository;
    repository.id = json[text("id")].toString(json[text("modelId")].toString());
    repository.downloads = countOf(json[text("downloads")]);
    repository.likes = countOf(json[text("likes")]);
    repository.gated = isGated(json[text("gated")]);
    repository.updated = QDateTime::fromString(json[text("lastModified")].toString(), Qt::ISODate);
    repository.licence = licenceOf(json);
    return repository;
}

/// The file of one entry, or one without a name: not for us.
DownloadFile fileOf(const QJsonObject &json, const QString &repository, const QUrl &base)
{
    const QString path = json[text("rfilename")].toString(json[text("path")].toString());
    const QString name = path.section(u'/', -1);
    DownloadFile file;
    const bool isUsable = safeFileName(name) && !path.startsWith(u'/') && !path.split(u'/').contains(text(".."))
        && !name.startsWith(text("mmproj"), Qt::CaseInsensitive)
        && !name.contains(text("imatrix"), Qt::CaseInsensitive);
    if (!isUsable)
        return file;
    file.name = name;
    QUrl url(base);
    url.setPath(base.path() + u'/' + repository + text("/resolve/main/") + path, QUrl::DecodedMode);
    file.urls.append(url);
    const QJsonObject large = json[text("lfs")].toObject();
    file.byteCount = countOf(large.isEmpty() ? json[text("size")] : large[text("size")]);
    if (file.byteCount == 0)
        file.byteCount = -1;
    const QString hash = large[text("sha256")].toString(large[text("oid")].toString());
    static const QRegularExpression digits(text("^[0-9a-f]{64}$"));
    if (hash.size() == kSha256Digits && digits.match(hash).hasMatch())
        file.sha256 = QByteArray::fromHex(hash.toLatin1());
    return file;
}

/// Split files as one; those with parts missing are left out.
QList<HubFile> grouped(const QList<DownloadFile> &files)
{
    static const QRegularExpression split(
        text("^(.*)-(\\d{5})-of-(\\d{5})\\.gguf$"), QRegularExpression::CaseInsensitiveOption);
    QList<HubFile> result;
    QMap<QString, QMap<int, DownloadFile>> parts; // by name, folder and count
    for (const DownloadFile &file : files) {
        const QRegularExpressionMatch match = split.match(file.name);
        if (!match.hasMatch()) {
            const QString name = file.name.chopped(5);
            result.append({ name, HubApi::quantizationOf(file.name), { file } });
            continue;
        }
        const QString folder = file.urls.constFirst().path().section(u'/', 0, -2);
        const QString key = folder + u'/' + match.captured(1) + u'/' + match.captured(3);
        parts[key][match.captured(2).toInt()] = file;
    }
    for (auto group = parts.cbegin(); group != parts.cend(); ++group) {
        const int count = group.key().section(u'/', -1).toInt();
        const QMap<int, DownloadFile> &list = group.value();
        if (count < 1 || count > kMostParts || list.size() != count || list.firstKey() != 1 || list.lastKey() != count)
            continue;
        const QString name = group.key().section(u'/', -2, -2);
        result.append({ name, HubApi::quantizationOf(name), list.values() });
    }
    std::stable_sort(
        result.begin(), result.end(), [](const HubFile &a, const HubFile &b) { return a.byteCount() < b.byteCount(); });
    return result;
}

} // namespace

HubApi::HubApi(NetworkGate *gate, const QUrl &address, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_address(address)
{
}

void HubApi::setAddress(const QUrl &address)
{
    if (m_address == address)
        return;
    m_address = address;
    emit addressChanged();
}

bool HubApi::isRepository(const QString &candidate)
{
    static const QRegularExpression name(text("^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$"));
    return name.match(candidate).hasMatch() && !candidate.contains(text(".."));
}

QString HubApi::quantizationOf(const QString &fileName)
{
    static const QRegularExpression word(
        text("(?:^|[-_.])((?:UD-)?(?:I?Q[1-8](?:_[A-Z0-9]+)*|TQ[12]_0|MXFP4(?:_MOE)?|BF16|F16|F32))(?=[-_.]|$)"),
        QRegularExpression::CaseInsensitiveOption);
    QString found;
    for (auto match = word.globalMatch(fileName); match.hasNext();)
        found = match.next().captured(1).toUpper();
    return found;
}

QUrl HubApi::withPath(const QString &path) const
{
    QUrl url(m_address);
    url.setPath(m_address.path() + path, QUrl::DecodedMode);
    return url;
}

QUrl HubApi::pageOf(const QString &repository) const
{
    return isRepository(repository) ? withPath(u'/' + repository) : QUrl();
}

void HubApi::search(QObject *receiver, const QString &words, const std::function<void(const Result<HubPage> &)> &done)
{
    QUrlQuery query;
    query.addQueryItem(text("search"), QString::fromLatin1(QUrl::toPercentEncoding(words)));
    query.addQueryItem(text("filter"), text("gguf"));
    query.addQueryItem(text("sort"), text("downloads"));
    query.addQueryItem(text("direction"), text("-1"));
    query.addQueryItem(text("limit"), QString::number(kPageSize));
    QUrl url = withPath(text("/api/models"));
    url.setQuery(query);
    nextPage(receiver, url, done);
}

void HubApi::nextPage(QObject *receiver, const QUrl &page, const std::function<void(const Result<HubPage> &)> &done)
{
    HttpRequest request;
    request.url = page;
    request.reason = text("hub search");
    request.token = m_token;
    m_gate->fetch(receiver, request, [done, page](const Result<HttpAnswer> &answer) {
        done(answer ? readPage(answer->body, answer->head.link, page) : Result<HubPage>(answer.error()));
    });
}

void HubApi::contents(
    QObject *receiver, const QString &repository, const std::function<void(const Result<HubContents> &)> &done)
{
    HttpRequest request;
    request.url = withPath(text("/api/models/") + repository);
    if (!isRepository(repository)) {
        done(badReply(request.url, "this is no name of a repository"));
        return;
    }
    request.url.setQuery(text("blobs=true"));
    request.reason = text("hub files");
    request.token = m_token;
    m_gate->fetch(receiver, request, [done, repository, base = m_address](const Result<HttpAnswer> &answer) {
        done(answer ? readContents(answer->body, repository, base) : Result<HubContents>(answer.error()));
    });
}

Result<HubPage> HubApi::readPage(const QByteArray &json, const QByteArray &link, const QUrl &asked)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray())
        return badReply(asked, "no list of repositories");
    HubPage page;
    for (const QJsonValue &entry : document.array()) {
        const HubRepository repository = repositoryOf(entry.toObject());
        if (isRepository(repository.id))
            page.repositories.append(repository);
    }
    static const QRegularExpression next(text("<([^<>]+)>\\s*;\\s*rel=\"next\""));
    if (const auto match = next.match(QString::fromLatin1(link)); match.hasMatch()) {
        const QUrl url = asked.resolved(QUrl(match.captured(1)));
        // The token goes with it: to nobody else.
        if (url.scheme() == asked.scheme() && url.authority() == asked.authority() && url != asked)
            page.next = url;
    }
    return page;
}

Result<HubContents> HubApi::readContents(const QByteArray &json, const QString &repository, const QUrl &base)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject() || !document[text("siblings")].isArray())
        return badReply(base, "no list of files");
    HubContents contents;
    contents.repository = repository;
    contents.licence = licenceOf(document.object());
    contents.gated = isGated(document[text("gated")]);
    QList<DownloadFile> files;
    for (const QJsonValue &entry : document[text("siblings")].toArray()) {
        const DownloadFile file = fileOf(entry.toObject(), repository, base);
        if (!file.name.isEmpty())
            files.append(file);
    }
    contents.files = grouped(files);
    return contents;
}

} // namespace maru
