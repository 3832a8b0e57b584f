#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Signs the list of models for those who refresh theirs.

    sign_catalogue.py new KEY             makes a key pair, writes the private half to KEY, prints the public one
    sign_catalogue.py sign KEY models.json   prints the signed list: a line with the Ed25519 signature, then the list

The private half belongs in no repository. Needs the program openssl, 3.0 or newer.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.PIPE).stdout


def new(key):
    if pathlib.Path(key).exists():
        sys.exit(f"{key} exists: it is not overwritten")
    os.umask(0o077)
    openssl("genpkey", "-algorithm", "ed25519", "-out", key)
    print(openssl("pkey", "-in", key, "-pubout", "-outform", "DER")[-32:].hex())


def sign(key, list_file):
    content = pathlib.Path(list_file).read_bytes()
    json.loads(content)  # a slip of the editor is found here
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        signature = openssl("pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", file.name)
    sys.stdout.buffer.write(b"maru-catalogue-1 " + base64.b64encode(signature) + b"\n" + content)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "new":
        new(sys.argv[2])
    elif len(sys.argv) == 4 and sys.argv[1] == "sign":
        sign(sys.argv[2], sys.argv[3])
    else:
        sys.exit(__doc__)
