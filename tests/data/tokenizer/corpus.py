# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""The texts that tokenizers are compared on: written ones, and 2,000 put together by a fixed random sequence."""

import random

WRITTEN = [
    "", " ", "  ", "   ", " " * 31, " " * 70, "\n", "\n\n", "\n" * 3, "\n" * 40, "\t", "\t\t\t", "\r\n", "\r", " \n ",
    " \n\n  \n\t x", "a", "a ", " a", "a  b", "a   b    c", "\n a", "a\n", "a\n\nb", "a \n \n b", "\ta\tb", "\v\f",
    "Hello, world!", "Hello world", " Hello", "HELLO", "hello HELLO Hello hElLo", "camelCaseWord snake_case_word",
    "The quick brown fox jumps over the lazy dog.", "It's, I'm, you're, we've, they'll, he'd, don't, IT'S, WE'VE, I'LL",
    "'s 't 're 've 'm 'll 'd 'S 'T 'RE 'Ve 'M 'lL 'D 'x 'rx '", "o'clock rock'n'roll \u2019s it\u2019s", "''''", "'''s'''",
    "1 12 123 1234 12345 123456 1234567 1234567890123456789", "3.14159, 1,000,000.00; 0x1F 1e-9 50% $5 #1 2nd",
    "\u0663\u0664\u0665 \u2155 \u2167 \u00b2\u00b3 \uff11\uff12\uff13 \u0967\u0968\u0969",
    "\uc548\ub155\ud558\uc138\uc694, \ub9c8\ub8e8\uc785\ub2c8\ub2e4. \uc624\ub298 \ub0a0\uc528\uac00 \uc88b\ub124\uc694!",
    "\ud55c\uad6d\uc5b4\uc640 English\ub97c \uc11e\uc5b4\uc11c \uc4f0\uae30 123\uac1c", "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "\u3131\u3134\u3137 \u314b\u314b\u314b\u314b \u3160\u3160", "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\u3067\u3059\u3002\u6f22\u5b57\u3001\u3072\u3089\u304c\u306a\u3001\u30ab\u30bf\u30ab\u30ca\u3002",
    "\u4f60\u597d\uff0c\u4e16\u754c\uff01\u4eca\u5929\u5929\u6c14\u4e0d\u9519\u3002\u6211\u67092\u672c\u4e66\uff0c3.5\u5143\u3002", "\u7e41\u9ad4\u4e2d\u6587\u8207\u7b80\u4f53\u4e2d\u6587",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! \u041a\u0430\u043a \u0434\u0435\u043b\u0430?", "\u0393\u03b5\u03b9\u03ac \u03c3\u03bf\u03c5 \u039a\u03cc\u03c3\u03bc\u03b5",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645", "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd", "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01", "Xin ch\u00e0o th\u1ebf gi\u1edbi, Ti\u1ebfng Vi\u1ec7t", "na\u00efve caf\u00e9 \u00fcber stra\u00dfe \u00c5ngstr\u00f6m",
    "nai\u0308ve cafe\u0301 e\u0301\u0323\u0323", "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family", "\U0001f1f0\U0001f1f7\U0001f1fa\U0001f1f8",
    "\U0001f44d\U0001f3fd ok \u2764\ufe0f \u2728\u2728 \U0001f9d1\U0001f3ff\u200d\U0001f4bb", "\u2192 \u2190 \u221e \u2211 \u222b \u2260 \u00b1 \u00a9 \u2122 \u20ac \u00a3 \u00a5",
    "\u00a0non\u00a0breaking\u00a0", "\u3000ideographic\u3000space", "zero\u200bwidth\ufeffmarks", "\u2028line\u2029paragraph\u0085next", "\u00ad soft",
    "\x00", "a\x00b", "\x01\x02\x7f", "\ufffd", "\ue000\U0010ffff\ufdd0", "\u2581", "\u2581a \u2581\u2581", "a\u2581b", "\u0120word \u010a",
    "def f(x):\n    return x ** 2 if x > 0 else -x  # comment\n\n\nclass A(B):\n\tpass\n",
    "#include <vector>\nint main() { std::vector<int> v{1,2,3}; for (auto&& x : v) printf(\"%d\\n\", x); }\n",
    "{\"key\": [1, 2.5, null, true], \"nested\": {\"a\": \"b\\u00e9\"}}", "<div class=\"x\"><p>Hi &amp; bye</p><br/></div>", "<table><tr><td>1</td></tr></table>",
    "SELECT * FROM t WHERE a='b' AND c<>1; -- x", "https://example.org/a/b?c=d&e=%20f#g", "user.name+tag@mail.example.com", "C:\\Users\\x\\file.txt", "$\\frac{a}{b}$ \\\\ \\[x^2\\]",
    "!!!", "...", "?!?!", "---", "===", "***", "(((a)))", "[x]", "{y}", "a/b/c", "a//b", "\n/\n", "!\n", "!!\n\n", " !\n", "?/\n/", "~`@#$%^&*()_+-=[]{}|;:'\",.<>/?\\",
    "<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n", "<|im_end|>", " <|im_end|> ", "<|endoftext|>text", "<|im_start|", "im_end|>", "<<|im_end|>>", "<reponame>a<file_sep>b",
    "<bos><start_of_turn>user\nHello<end_of_turn>\n<start_of_turn>model\n", "<eos>", "<unk>", "<pad>", "<s>", "</s>", "<unused5><unused55>", "<0x0A>", "[multimodal]", "<mask>", "[INST] x [/INST]",
    "<|eot_id|><|begin_of_text|><|start_header_id|>", "<think>\nhm\n</think>\n\nyes", "a" * 300, "ab" * 150, "aaaa bbbb" * 20, "\u3042" * 100, "0" * 100, "\u00e9" * 60, "z" * 23, "z" * 24, "z" * 25, "z" * 26,
    "Donaudampfschifffahrtsgesellschaftskapit\u00e4n pneumonoultramicroscopicsilicovolcanoconiosis",
]

INVALID = [
    b"\xff", b"\xfe\xff", b"\x80", b"\xbf\xbf", b"a\x80b", b"a\xffb c", b"\xc3", b"\xc3 ", b"\xc3(", b"\xe2\x82", b"\xe2\x82 x", b"\xe2", b"\xe2 x", b"\xf0\x9f\x98", b"\xf0\x9f", b"\xf0",
    b"\xf0\x9f\x98\x80\xf0\x9f", b"\xc0\x80", b"\xc0\xbc|im_end|>", b"\xc1\xbf", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xed\xa0\xbd\xed\xb8\x80", b"\xf0\x80\x80\x80", b"\xf8\x88\x80\x80\x80",
    b"text \xe9t\xe9 latin-1", b"\xe4\xbd\xa0\xe5\xa5", b" \xe2\x96", b"\xe2\x96\x81\xe2\x96", b"ok\n\xc3\n\nok",
]

POOLS = [
    "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", " ", " ", "   ", "\n", "\n\r\t ", ".,;:!?'\"-_()[]{}<>/\\|@#$%^&*+=~`",
    "\uac00\ub098\ub2e4\ub77c\ub9c8\ub8e8\ud55c\uae00\uc548\ub155\uc785\ub2c8\uc758\uc5d0\uc744\ub97c", "\u3042\u3044\u3046\u3048\u304a\u304b\u306e\u306f\u3067\u3059\u30a2\u30a4\u30c6\u30b9\u30c8\u30fc", "\u4e00\u4e8c\u4e09\u4eba\u5927\u5929\u5730\u6c34\u706b\u6728\u4e2d\u56fd\u8a9e\uff0c\u3002\uff01", "\u0430\u0431\u0432\u0433\u0434\u0435\u0438\u043e\u043d\u0442\u0410\u0411\u0412",
    "\u00e0\u00e9\u00ee\u00f5\u00fc\u00df\u00f1\u00c5\u00d8\u0141", "\u0301\u0308\u0323\u0327", "\u0905\u0906\u0915\u0916\u093e\u093f\u094d", "\u0627\u0628\u062a\u062b\u064e\u0651", "\U0001f600\U0001f680\U0001f44d\U0001f3fd\u200d\ufe0f\u2764", "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u20ac\u00a3\u00b0\u00d7\u2192",
    "\u00a0\u2003\u3000\u2028\u0085", "\u2160\u00bd\u0663\u096a\uff15", "\u01c5\u02b0\u00aa\u4e00",
]

WORDS = (
    "the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one you were all "
    "her she there would their we him been has when who will no more if out so up said what its about than into them can only other "
    "time new some could these two may first then do any like my now over such our man me even most made after also did many off "
    "function return class import const void static public string number value index array object model token license copyright "
    "'s 't 're 've 'm 'll 'd 'S 'LL <|im_end|> <end_of_turn> <eos> </s> <unused9> 2026 100 3.14 :: -> => // /* */ != == && || "
    "\ub9c8\ub8e8 \ud55c\uad6d\uc5b4 \uc548\ub155\ud558\uc138\uc694 \u65e5\u672c\u8a9e \u4e2d\u6587 \u041f\u0440\u0438\u0432\u0435\u0442 caf\u00e9 \U0001f600"
).split(" ")


def generated(count, seed=20261124):
    rng = random.Random(seed)
    for _ in range(count):
        parts = []
        for _ in range(rng.randint(1, 9)):
            kind = rng.random()
            if kind < 0.45:
                parts.append(rng.choice(["", " ", " ", " ", "  ", "\n", "\t"]) + rng.choice(WORDS))
            else:
                pool = rng.choice(POOLS)
                parts.append("".join(rng.choice(pool) for _ in range(rng.randint(1, 7))))
        yield "".join(parts)


def generated_bytes(count, seed=7):
    """Random bytes, half of them of ASCII; without those that begin something above U+10FFFF, which stops the peer."""
    rng = random.Random(seed)
    allowed = [b for b in range(256) if b not in (0xF4, 0xF5, 0xF6, 0xF7)]
    for _ in range(count):
        yield bytes(rng.choice(allowed) if rng.random() < 0.5 else rng.randint(32, 126) for _ in range(rng.randint(1, 24)))


def valid_texts(count=2000):
    return WRITTEN + list(generated(count))


def all_bytes(count=2000):
    return [t.encode() for t in valid_texts(count)] + INVALID + list(generated_bytes(count // 10))
