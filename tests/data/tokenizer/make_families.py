#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Writes families.vectors: what Hugging Face's tokenizers makes of the corpus with each published pre-tokenizer.

    pip install tokenizers gguf
    make_families.py [FOLDER_OF_LLAMA_CPP]

All use one vocabulary, trained here without any cutting (families.merges, families.pieces): its tokens reach over every
place where a pre-tokenizer cuts, so that a wrong cut gives other tokens. With the folder of llama.cpp's libraries the
same vocabulary is put to its tokenizer too, and what it does otherwise is printed: release b11434 matches white space by the
C locale in deepseek-llm and deepseek-coder, knows no case and no marks beyond ASCII in tekken and gpt-4o, and merges pieces
into control tokens. Where they differ the published expressions count, as they are what models were trained with.

families.vectors: the names; then a line a text: its bytes in hex, and for each name the FNV-1a checksum of the ids.
"""

import json
import pathlib
import sys
import tempfile

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

import corpus
import make_splits

HERE = pathlib.Path(__file__).parent
TOKENS = 3000
PIECES = 2500
SPACE = "\u2581"
SPECIAL = ["<unk>", "<s>", "</s>"]
# Name in tokenizer.ggml.pre: the pattern's name in make_splits.py, and whether a word that is a token is not merged.
FAMILIES = {
    "gpt-2": ("gpt-2", False), "exaone4": ("gpt-2", False), "granite-docling": ("gpt-2", False), "smollm": ("smollm", False),
    "refact": ("smollm", False), "starcoder": ("smollm", False), "command-r": ("smollm", False),
    "llama-bpe": ("llama-bpe", True), "smaug-bpe": ("llama-bpe", False), "dbrx": ("llama-bpe", False),
    "glm4": ("llama-bpe", True), "chatglm-bpe": ("llama-bpe", False), "qwen2": ("qwen2", False),
    "deepseek-r1-qwen": ("deepseek-r1-qwen", False), "qwen35": ("qwen35", False), "deepseek-llm": ("deepseek-llm", False),
    "deepseek-coder": ("deepseek-coder", False), "deepseek-v3": ("deepseek-v3", False), "tekken": ("tekken", True),
    "gpt-4o": ("gpt-4o", False),
}


def byte_letters():
    """The byte alphabet of GPT-2, by byte."""
    visible = [b for b in range(256) if 0x21 <= b <= 0x7E or 0xA1 <= b <= 0xAC or 0xAE <= b]
    letters, other = [], 0
    for byte in range(256):
        letters.append(chr(byte) if byte in visible else chr(0x100 + other))
        other += byte not in visible
    return letters


def training_texts():
    return list(corpus.generated(12000, seed=4)) + [" ".join(corpus.WORDS)] * 20


def looks_special(text):
    """Words of the corpus that name special tokens must not become plain ones."""
    return text.startswith("<") and text.endswith(">") and len(text) > 2


def train_merges():
    """[(left, right)]; no two give the same text."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    trainer = trainers.BpeTrainer(vocab_size=TOKENS, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                  show_progress=False, max_token_length=14)
    tokenizer.train_from_iterator(training_texts(), trainer)
    made, seen = [], set()
    for left, right in json.loads(tokenizer.to_str())["model"]["merges"]:
        if left + right not in seen and not looks_special(left + right):
            seen.add(left + right)
            made.append((left, right))
    return made


def byte_level(merges, patterns, ignores_merges):
    vocabulary = {token: i for i, token in enumerate(byte_letters() + [a + b for a, b in merges])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, ignore_merges=ignores_merges))
    cuts = [pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in patterns]
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        cuts + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    return tokenizer


def train_pieces():
    """Pieces of a SentencePiece vocabulary of the kind "llama", the likeliest merges first."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never", split=True)
    trainer = trainers.BpeTrainer(vocab_size=PIECES, show_progress=False, max_token_length=12, limit_alphabet=300)
    tokenizer.train_from_iterator([t for t in training_texts() if "\n" not in t], trainer)
    model = json.loads(tokenizer.to_str())["model"]
    merged = []
    for left, right in model["merges"]:
        if left + right not in merged and not looks_special(left + right):
            merged.append(left + right)
    return merged, sorted(token for token in model["vocab"] if len(token) == 1)


def piece_vocabulary(merged, letters):
    tokens = SPECIAL + [f"<0x{b:02X}>" for b in range(256)] + merged + letters
    scores = [0.0] * 259 + [-float(i + 1) for i in range(len(merged) + len(letters))]
    kinds = [2, 3, 3] + [6] * 256 + [1] * (len(merged) + len(letters))
    return tokens, scores, kinds


def piece_level(tokens, scores, prefix):
    """SentencePiece's merging as tokenizers does it: every pair of pieces whose union is a piece, best score first."""
    ids = {token: i for i, token in enumerate(tokens)}
    pairs = []
    for token in tokens[259:]:
        for cut in range(1, len(token)):
            if token[:cut] in ids and token[cut:] in ids:
                pairs.append((ids[token], token[:cut], token[cut:]))
    pairs.sort(key=lambda pair: (-scores[pair[0]], -len(pair[1])))
    tokenizer = Tokenizer(models.BPE(vocab=ids, merges=[(a, b) for _, a, b in pairs], unk_token="<unk>", byte_fallback=True,
                                     fuse_unk=True))
    steps = ([normalizers.Prepend(SPACE)] if prefix else []) + [normalizers.Replace(" ", SPACE)]
    tokenizer.normalizer = normalizers.Sequence(steps)
    return tokenizer


def checksum(ids):
    value = 0x811C9DC5
    for token in ids:
        for shift in (0, 8, 16, 24):
            value = ((value ^ (token >> shift & 255)) * 0x01000193) & 0xFFFFFFFF
    return f"{value:08x}"


def compare_with_peer(folder, name, write, tokenizer, texts):
    import gguf
    import make_vectors
    with tempfile.NamedTemporaryFile(suffix=".gguf") as file:
        writer = gguf.GGUFWriter(file.name, "llama")
        writer.add_vocab_size(1)  # the library wants a few keys of a model
        write(writer)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.close()
        peer = make_vectors.Peer(folder, file.name, only_vocabulary=True)
        other = [text for text in texts if peer.tokenize(text.encode(), False) != tokenizer.encode(text, add_special_tokens=False).ids]
    print(f"{name}: the peer differs in {len(other)} of {len(texts)} texts", *map(repr, other[:3]), flush=True)


def main():
    peer = sys.argv[1] if len(sys.argv) > 1 else None
    texts = corpus.valid_texts()
    merges = train_merges()
    (HERE / "families.merges").write_text("".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")
    merged, letters = train_pieces()
    tokens, scores, kinds = piece_vocabulary(merged, letters)
    (HERE / "families.pieces").write_text("".join(f"{token}\n" for token in tokens[259:]), encoding="utf-8")
    columns = {}
    for name, (pattern, ignores_merges) in FAMILIES.items():
        tokenizer = byte_level(merges, make_splits.PATTERNS[pattern], ignores_merges)
        columns[name] = [checksum(tokenizer.encode(text, add_special_tokens=False).ids) for text in texts]

        def write(writer, name=name):
            writer.add_tokenizer_model("gpt2")
            writer.add_tokenizer_pre(name)
            writer.add_token_list(byte_letters() + [a + b for a, b in merges])
            writer.add_token_types([1] * (256 + len(merges)))
            writer.add_token_merges([f"{a} {b}" for a, b in merges])

        if peer:
            compare_with_peer(peer, name, write, tokenizer, texts)
    for name, prefix in (("llama with a space in front", True), ("llama", False)):
        tokenizer = piece_level(tokens, scores, prefix)
        columns[name] = [checksum(tokenizer.encode(text, add_special_tokens=False).ids) for text in texts]

        def write(writer, prefix=prefix):
            writer.add_tokenizer_model("llama")
            writer.add_token_list(tokens)
            writer.add_token_scores(scores)
            writer.add_token_types(kinds)
            writer.add_add_space_prefix(prefix)
            writer.add_unk_token_id(0)
            writer.add_bos_token_id(1)
            writer.add_eos_token_id(2)

        if peer:
            compare_with_peer(peer, name, write, tokenizer, texts)
    with open(HERE / "families.vectors", "w", encoding="ascii") as sink:
        sink.write("text\t" + "\t".join(columns) + "\n")
        for i, text in enumerate(texts):
            sink.write(text.encode().hex() + "\t" + "\t".join(column[i] for column in columns.values()) + "\n")


if __name__ == "__main__":
    main()
