#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Writes tokenizer vectors: what llama.cpp's tokenizer makes of the corpus.

    make_vectors.py FOLDER_OF_LLAMA_CPP MODEL.gguf OUT.vectors [FILE...]

One line a text: its bytes in hex, the ids without and with special tokens parsed ("=": the same). No BOS. Each FILE
adds a line "file NAME" with the number of ids and a checksum (FNV-1a over the ids as 32-bit little-endian numbers).
"""

import ctypes
import os
import struct
import sys

import corpus


VOCABULARY_ONLY = 72  # where release b11434 has this flag in its parameters


class Params(ctypes.Structure):
    _fields_ = [("opaque", ctypes.c_uint64 * 64)]  # more than the library's struct, which is passed through untouched


class Peer:
    def __init__(self, folder, model, only_vocabulary=False):
        flags = ctypes.RTLD_GLOBAL
        base = ctypes.CDLL(os.path.join(folder, "libggml-base.so"), mode=flags)
        ggml = ctypes.CDLL(os.path.join(folder, "libggml.so"), mode=flags)
        self.llama = ctypes.CDLL(os.path.join(folder, "libllama.so"), mode=flags)
        self.keep = [base, ggml]
        ggml.ggml_backend_load_all_from_path(folder.encode())
        self.llama.llama_model_default_params.restype = Params
        self.llama.llama_model_load_from_file.restype = ctypes.c_void_p
        self.llama.llama_model_load_from_file.argtypes = [ctypes.c_char_p, Params]
        self.llama.llama_model_get_vocab.restype = ctypes.c_void_p
        self.llama.llama_model_get_vocab.argtypes = [ctypes.c_void_p]
        self.llama.llama_tokenize.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32,
                                              ctypes.POINTER(ctypes.c_int32), ctypes.c_int32, ctypes.c_bool, ctypes.c_bool]
        params = self.llama.llama_model_default_params()
        if only_vocabulary:
            ctypes.memset(ctypes.addressof(params) + VOCABULARY_ONLY, 1, 1)
        loaded = self.llama.llama_model_load_from_file(model.encode(), params)
        assert loaded, "the model did not load"
        self.vocab = self.llama.llama_model_get_vocab(loaded)

    def tokenize(self, text, special):
        room = (ctypes.c_int32 * (len(text) * 2 + 16))()
        count = self.llama.llama_tokenize(self.vocab, text, len(text), room, len(room), False, special)
        assert count >= 0
        return list(room[:count])


def checksum(ids):
    value = 0xCBF29CE484222325
    for byte in struct.pack(f"<{len(ids)}i", *ids):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def main():
    folder, model, out, *files = sys.argv[1:]
    peer = Peer(folder, model)
    with open(out, "w", encoding="ascii") as sink:
        for text in corpus.all_bytes():
            plain = peer.tokenize(text, False)
            special = peer.tokenize(text, True)
            ids = " ".join(map(str, special)) if special != plain else "="
            sink.write(f"{text.hex()}\t{' '.join(map(str, plain))}\t{ids}\n")
        for path in files:
            ids = peer.tokenize(open(path, "rb").read(), False)
            sink.write(f"file {path}\t{len(ids)}\t{checksum(ids)}\n")


if __name__ == "__main__":
    main()
