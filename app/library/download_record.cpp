// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/download_record.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace maru {

namespace {

constexpr int kVersion = 1;

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

QByteArray unhex(const QJsonValue &value)
{
    return QByteArray::fromHex(value.toString().toLatin1());
}

QJsonObject toJson(const TransferProgress &progress)
{
    return { { QStringLiteral("fileBytes"), progress.fileBytes }, { QStringLiteral("pieceBytes"), progress.pieceBytes },
        { QStringLiteral("etag"), QString::fromLatin1(progress.etag) },
        { QStringLiteral("sha256"), hex(progress.sha256) }, { QStringLiteral("received"), progress.received } };
}

TransferProgress progressOf(const QJsonObject &json)
{
    return { json[QStringLiteral("fileBytes")].toInteger(), json[QStringLiteral("pieceBytes")].toInteger(),
        json[QStringLiteral("etag")].toString().toLatin1(), unhex(json[QStringLiteral("sha256")]),
        json[QStringLiteral("received")].toArray() };
}

QJsonArray toJson(const QList<TransferProgress> &list)
{
    QJsonArray json;
    for (const TransferProgress &progress : list)
        json.append(toJson(progress));
    return json;
}

QList<TransferProgress> progressList(const QJsonValue &value, qsizetype count)
{
    const QJsonArray json = value.toArray();
    QList<TransferProgress> list;
    for (qsizetype i = 0; i < count; ++i)
        list.append(progressOf(json.at(i).toObject()));
    return list;
}

QJsonObject toJson(const DownloadFile &file)
{
    QJsonArray urls;
    for (const QUrl &url : file.urls)
        urls.append(QString::fromLatin1(url.toEncoded()));
    QJsonArray chunks;
    for (const QByteArray &hash : file.chunkSha256)
        chunks.append(hex(hash));
    return { { QStringLiteral("name"), file.name }, { QStringLiteral("urls"), urls },
        { QStringLiteral("byteCount"), file.byteCount }, { QStringLiteral("sha256"), hex(file.sha256) },
        { QStringLiteral("chunkBytes"), file.chunkBytes }, { QStringLiteral("chunkSha256"), chunks } };
}

DownloadFile fileOf(const QJsonObject &json)
{
    DownloadFile file;
    file.name = json[QStringLiteral("name")].toString();
    for (const QJsonValue &url : json[QStringLiteral("urls")].toArray())
        file.urls.append(QUrl::fromEncoded(url.toString().toLatin1()));
    file.byteCount = json[QStringLiteral("byteCount")].toInteger(-1);
    file.sha256 = unhex(json[QStringLiteral("sha256")]);
    file.chunkBytes = json[QStringLiteral("chunkBytes")].toInteger();
    for (const QJsonValue &hash : json[QStringLiteral("chunkSha256")].toArray())
        file.chunkSha256.append(unhex(hash));
    return file;
}

} // namespace

QByteArray DownloadRecord::thisBoot()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

QByteArray DownloadRecord::toJson() const
{
    QJsonArray files;
    for (const DownloadFile &file : order.files)
        files.append(maru::toJson(file));
    QJsonArray wholeFlags;
    for (const bool flag : whole)
        wholeFlags.append(flag);
    const QJsonObject json { { QStringLiteral("version"), kVersion }, { QStringLiteral("id"), id },
        { QStringLiteral("title"), order.title }, { QStringLiteral("source"), order.source },
        { QStringLiteral("licence"), order.licence }, { QStringLiteral("usesToken"), order.usesToken },
        { QStringLiteral("files"), files }, { QStringLiteral("priority"), priority },
        { QStringLiteral("createdAt"), createdAt }, { QStringLiteral("paused"), paused },
        { QStringLiteral("whole"), wholeFlags }, { QStringLiteral("verified"), verified },
        { QStringLiteral("written"), maru::toJson(written) }, { QStringLiteral("durable"), maru::toJson(durable) },
        { QStringLiteral("targets"), QJsonArray::fromStringList(targets) },
        { QStringLiteral("boot"), QString::fromLatin1(boot) } };
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

std::optional<DownloadRecord> DownloadRecord::fromJson(const QByteArray &json)
{
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    if (root[QStringLiteral("version")].toInt() != kVersion)
        return {};
    DownloadRecord record;
    record.id = root[QStringLiteral("id")].toString();
    record.order.title = root[QStringLiteral("title")].toString();
    record.order.source = root[QStringLiteral("source")].toString();
    record.order.licence = root[QStringLiteral("licence")].toString();
    record.order.usesToken = root[QStringLiteral("usesToken")].toBool();
    for (const QJsonValue &file : root[QStringLiteral("files")].toArray())
        record.order.files.append(fileOf(file.toObject()));
    record.priority = root[QStringLiteral("priority")].toInt();
    record.createdAt = root[QStringLiteral("createdAt")].toInteger();
    record.paused = root[QStringLiteral("paused")].toBool();
    const qsizetype count = record.order.files.size();
    const QJsonArray wholeFlags = root[QStringLiteral("whole")].toArray();
    for (qsizetype i = 0; i < count; ++i)
        record.whole.append(wholeFlags.at(i).toBool());
    record.verified = root[QStringLiteral("verified")].toBool();
    record.durable = progressList(root[QStringLiteral("durable")], count);
    record.boot = root[QStringLiteral("boot")].toString().toLatin1();
    const bool sameBoot = !record.boot.isEmpty() && record.boot == thisBoot();
    record.written = sameBoot ? progressList(root[QStringLiteral("written")], count) : record.durable;
    for (const QJsonValue &target : root[QStringLiteral("targets")].toArray())
        record.targets.append(target.toString());
    return count > 0 && !record.id.isEmpty() ? std::optional(record) : std::nullopt;
}

} // namespace maru
