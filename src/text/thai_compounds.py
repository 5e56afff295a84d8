#!/usr/bin/env python3
"""Makes `thai_compounds.txt`, the Thai words that the dictionary of ICU divides and a reader takes for one.

    python3 src/text/thai_compounds.py            # downloads PyThaiNLP with `pip download`
    python3 src/text/thai_compounds.py --check    # fails if the committed table differs

The words are those of `words_th.txt` of PyThaiNLP, which its authors have put in the public domain (CC0 1.0). Left out are
those that ICU has itself (`icubrk_th.txt`), words of more than 14 characters, which would leave gaps in narrow columns,
and words of more than 10 that are not among the frequent ones of the Thai National Corpus (`tnc_freq.txt`, CC0 1.0) and
the Thai Textbook Corpus (`ttc_freq.txt`, CC0 1.0). Each character is written as U+0E00 subtracted and U+0020 added.
"""

import hashlib
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

TABLE = pathlib.Path(__file__).with_suffix(".txt")
PACKAGE = "pythainlp==5.4.0"
FILES = {
    "words_th.txt": "35f65d43ea83b5b981134d5edc3b9afcb64b4ba96146900fc4d312f2940c3265",
    "icubrk_th.txt": "f71790b66ebc0945709e996072ce949b8f3b037c93ce236149d45f5edd633bfc",
    "tnc_freq.txt": "554984d62e8735e2705bb30b06096d5710d0c9011e340ab717134e10d6dd0dda",
    "ttc_freq.txt": "add82083660baa939f2103f1dfde74f6de90ce48e7fb94965d55fc785121dc89",
}
# Without the mark of repetition, which the program joins to any word.
THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e45\u0e47-\u0e4d]+")


def main():
    files = download()
    own = {line.strip() for line in files["icubrk_th.txt"].splitlines()}
    frequent = {line.split("\t")[0] for name in ("tnc_freq.txt", "ttc_freq.txt") for line in files[name].splitlines()}
    words = {line.strip() for line in files["words_th.txt"].splitlines()}
    words = {word for word in words - own if THAI.fullmatch(word)}
    words = {word for word in words if 1 < len(word) <= (14 if word in frequent else 10)}
    table = "".join("".join(chr(ord(it) - 0xE00 + 0x20) for it in word) + "\n" for word in sorted(words))
    if "--check" not in sys.argv:
        TABLE.write_text(table, encoding="ascii")
    elif TABLE.read_text(encoding="ascii") != table:
        sys.exit(f"{TABLE}: not as the script makes it")
    print(f"{len(words):,} words, {len(table):,} bytes")


def download():
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
        subprocess.run(command, check=True)
        (wheel,) = pathlib.Path(folder).glob("*.whl")
        archive = zipfile.ZipFile(io.BytesIO(wheel.read_bytes()))
    files = {name: archive.read(f"pythainlp/corpus/{name}") for name in FILES}
    for name, data in files.items():
        assert hashlib.sha256(data).hexdigest() == FILES[name], name
    return {name: data.decode() for name, data in files.items()}


if __name__ == "__main__":
    main()
