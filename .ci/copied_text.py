#!/usr/bin/env python3
"""Are the words of a document copied from its PDF file as they are, by readers that know nothing of us?

    copied_text.py NOTE.pdf...

Beside each file lies the `Document` it was made from, as `gen --format json` writes it. Poppler, MuPDF, PDFium
(pypdfium2) and pdf.js (pdfjs-dist, below $CHECKS_HOME or ~/.cache/gen-checks) must each find every word of every text,
with no space inside it and nothing glued to it, and no soft hyphen. Of text from right to left, whose order readers guess
(docs/pdf.md), only Poppler is asked, for the letters of each word in logical order. A document that promised a number of pages may have
left something out, and is passed over. Exit status: 0 all found, 1 something was lost.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2

HOME = os.environ.get("CHECKS_HOME") or os.path.expanduser("~/.cache/gen-checks")
HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
PDF_JS = """
import { readFileSync } from "node:fs";
// Node 20 lacks what pdf.js takes from newer ones.
Promise.withResolvers ??= function () {
  const all = {};
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  return all;
};
Promise.try ??= (work, ...values) => new Promise((resolve) => resolve(work(...values)));
Map.prototype.getOrInsertComputed ??= function (key, compute) {
  if (!this.has(key)) this.set(key, compute(key));
  return this.get(key);
};
Math.sumPrecise ??= (values) => [...values].reduce((sum, value) => sum + value, 0);
Uint8Array.prototype.toHex ??= function () { return Buffer.from(this).toString("hex"); };
const { getDocument } = await import(%s);
const file = await getDocument({ data: new Uint8Array(readFileSync(process.argv[1])), verbosity: 0 }).promise;
let text = "";
for (let number = 1; number <= file.numPages; number++) {
  const { items } = await (await file.getPage(number)).getTextContent();
  text += items.map((item) => item.str + (item.hasEOL ? "\\n" : "")).join("") + "\\n";
}
process.stdout.write(text);
"""


def output(*command):
    told = subprocess.run(command, capture_output=True, check=True).stdout
    # MuPDF writes the surrogates of flags and joined emoji one by one.
    return told.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def pdfium(path):
    pages = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range().replace("\r", "") for page in pages)


def pdf_js(path):
    module = json.dumps(f"{HOME}/node_modules/pdfjs-dist/legacy/build/pdf.mjs")
    return output("node", "--input-type=module", "-e", PDF_JS % module, "--", path)


READERS = {
    "pdftotext": lambda path: output("pdftotext", path, "-"),
    "pdftotext -layout": lambda path: output("pdftotext", "-layout", path, "-"),
    "pdftotext -raw": lambda path: output("pdftotext", "-raw", path, "-"),
    "mutool": lambda path: output("mutool", "draw", "-q", "-F", "txt", path),
    "pdfium": pdfium,
    "pdf.js": pdf_js,
}

# Readers that write all text at one height as one line, whatever column it is in.
BY_PLACE = {"pdftotext -layout", "pdfium"}

# Readers that give text from right to left in the order of reading.
LOGICAL = {"pdftotext", "pdftotext -layout"}
DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u05bd\u05d0-\u05f4\u0620-\u065f\u066e-\u08ff]+")


def texts(node):
    """The texts of a document: lists of inlines."""
    if isinstance(node, list) and any(isinstance(it, dict) and "inline" in it for it in node):
        yield "".join(map(inline_text, node))
    elif isinstance(node, (list, dict)):
        for value in node.values() if isinstance(node, dict) else node:
            yield from texts(value)


def inline_text(inline):
    if inline["inline"] == "line-break":
        return " "
    if "sources" in inline:
        return " [" + ",".join(str(it + 1) for it in inline["sources"]) + "]"
    if "body" in inline:
        return "".join(map(inline_text, inline["body"]))
    return inline.get("text", "")


def found_words(text):
    """The words that a reader gives, and those that a line end may have divided."""
    text = text.replace("\u2060", "").replace("\u200b", "").replace("\f", "\n")
    lines = [line.split() for line in text.splitlines() if line.strip()]
    words = {word for line in lines for word in line}
    divided = "".join(" ".join(line) if HAN.search(" ".join(line)) else " ".join(line) + "\n" for line in lines)
    divided += "\n" + "\n".join(" ".join(line) for line in lines)
    # A long word can go over several lines, and in some readers other cells stand between them.
    parts = "\0".join(word.removesuffix("-") for line in lines for word in line)
    return words, divided, parts


def is_found(word, words, divided, parts):
    if word in words:
        return True
    if re.fullmatch(r"[+\-−]?[\d.,]+", word):
        # Its unit may follow at once, but no other figure.
        return re.search(rf"(?<![\d.,]){re.escape(word)}(?![.,]?\d)", divided) is not None
    if HAN.search(word):
        # Two columns can alternate in the order of lines, so that only neighbours in a line are sure.
        return all(are_neighbours(word[at : at + 2], divided) for at in range(len(word) - 1))
    # Divided at a hyphen, or in an address: some beginning ends a line, and the rest begins others.
    bare = word.replace("-", "")
    return bare in parts.replace("\0", "").replace("-", "")


def are_neighbours(pair, divided):
    if pair in divided:
        return True
    ends_and_begins = re.search(rf"{re.escape(pair[0])}\s", divided) and re.search(rf"\s{re.escape(pair[1])}", divided)
    return all(map(HAN.match, pair)) and ends_and_begins is not None


def lost_right_to_left(document, text):
    """The Hebrew and Arabic words that a text lacks. A blank beside a Latin word or a number may be elsewhere."""
    words = set(RIGHT_TO_LEFT.findall(DIRECTION_MARKS.sub("", text)))
    expected = {word for own in texts(document) for word in RIGHT_TO_LEFT.findall(DIRECTION_MARKS.sub("", own))}
    return sorted(expected - words)


def problems(path, document):
    if document["meta"]["direction"] == "rtl":
        for reader in sorted(LOGICAL):
            if lost := lost_right_to_left(document, READERS[reader](path)):
                yield f"{reader}: {' '.join(lost[:20])}"
        return
    expected = {word.replace("\u2060", "").replace("\u00ad", "") for text in texts(document) for word in text.split()}
    cited = {pair for text in texts(document) for pair in re.findall(r"(\d+[.,]?) \[(\d+)", text)}
    # The number of a source follows its figure without a space where a reader places words by content.
    expected -= {word for word in expected if re.search(r"\[\d+(,\d+)*\]", word)}
    for reader, read in READERS.items():
        text = read(path)
        if "\u00ad" in text:
            yield f"{reader}: a soft hyphen"
        text = re.sub(r"\[\d+(,\d+)*\]", " ", text)
        found = found_words(text)
        trimmed = lambda word: word.strip(".,;:!?()")
        found[0].update([trimmed(word) for word in found[0]])
        lost = sorted(word for word in expected if trimmed(word) and not is_found(trimmed(word), *found))
        # Here other columns stand between the parts of a divided word.
        if reader in BY_PLACE:
            lost = [word for word in lost if not HAN.search(word) and "-" not in word]
        for figure, number in cited:
            if figure + number in text and not any(figure + number in word for word in expected):
                lost.append(f"{figure} [{number}]")
        if lost:
            yield f"{reader}: {' '.join(lost[:20])}"


def main(paths):
    failed = False
    for path in paths:
        beside = Path(path.removesuffix(".pdf").removesuffix(".note") + ".json")
        document = json.loads(beside.read_text())
        if "fit" in document and document["fit"]:
            continue
        for problem in problems(path, document):
            failed = True
            print(f"{path}: {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main([argument for argument in sys.argv[1:] if argument != "--"]))
