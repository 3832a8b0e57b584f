#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Only app/network may open a connection: nobody else includes what could."""

import re

import tree

# QLocalServer and QLocalSocket are of QtNetwork too: they reach this computer only (the single instance).
INCLUDE = re.compile(
    r"^\s*#\s*include\s+[<\"](?:QtNetwork/?|Q(?:Network|Tcp|Udp|Ssl|Sctp|AbstractSocket|HostInfo|HostAddress|Dtls|HttpMultiPart|"
    r"WebSocket|WebEngine|Authenticator|Http|Grpc|CoapClient|Mqtt)\w*|sys/socket\.h|netdb\.h|arpa/inet\.h|netinet/\w+\.h|"
    r"curl/\w+\.h|asio)")
QML = re.compile(r"\bXMLHttpRequest\b|\bWebSocket\b|\bfetch\s*\(|import\s+QtWeb|import\s+QtNetwork")


def check(root):
    report = tree.Report()
    for path in tree.files(root):
        name = str(path)
        if not name.startswith(("app/", "ui/", "inference/")) or name.startswith("app/network/"):
            continue
        pattern = QML if path.suffix in (".qml", ".js") else INCLUDE if path.suffix in (".cpp", ".h") else None
        if pattern is None:
            continue
        for number, line in enumerate(tree.read(root, path).splitlines(), 1):
            if pattern.search(line):
                report.problem(path, "opens connections, which app/network alone may", number)
    return report


CLEAN = {
    "app/network/a.cpp": "#include <QNetworkAccessManager>\n",
    "app/platform/a.cpp": "#include <QLocalSocket>\n#include \"app/network/network_gate.h\"\n",
    "ui/A.qml": "Item { function fetchMore() { } }\n",
    "tests/a.cpp": "#include <QTcpServer>\n",
}
SAMPLES = [
    ("opens connections", {"app/library/a.cpp": "#include <QNetworkReply>\n"}),
    ("opens connections", {"app/chat/a.h": "#include <QtNetwork/QTcpSocket>\n"}),
    ("opens connections", {"app/text/a.cpp": "#include <sys/socket.h>\n"}),
    ("opens connections", {"ui/A.qml": "Item { Component.onCompleted: new XMLHttpRequest() }\n"}),
    ("opens connections", {"inference/base/a.cpp": "#include <netdb.h>\n"}),
]

if __name__ == "__main__":
    tree.run(check, CLEAN, SAMPLES)
