#!/usr/bin/env python3
"""Do readers that know nothing of us find a note's structure, and not only its words?

    readback.py NOTE.docx...

Beside each document lies the `Document` it was made from, as `gen --format json` writes it. Pandoc and mammoth (for
Node, below $CHECKS_HOME or ~/.cache/gen-checks) read the note; both must find the headings with their levels, every
item of every list with its number (mammoth: whether it has one), tables with their header rows, as many footnotes as
there are citations, and the alternative texts of pictures. A document that promised a number of pages may have left
something out, and is passed over. Exit status: 0 all found, 1 something was lost.
"""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from difflib import unified_diff
from pathlib import Path

HOME = os.environ.get("CHECKS_HOME") or os.path.expanduser("~/.cache/gen-checks")
TABLES = {"people", "risks", "actions", "glossary", "contacts"}
# How many metrics stand in a row depends on how wide they are; whether options stand side by side, on their words.
SHAPES = [(in_a_row, side_by_side) for in_a_row in (4, 3, 2, 1) for side_by_side in (False, True)]
# So many rated risks are shown as a matrix, too.
MATRIX = 3


def bare(text):
    """Text without white space, which every reader keeps in its own way, and without what no text may hold."""
    # Word's no-break hyphen, which keeps a number whole.
    text = text.replace("\u2011", "-")
    return "".join(it for it in text if it.isprintable() and not it.isspace())


class Found:
    """What a reader finds, in reading order."""

    def __init__(self):
        self.lines, self.notes, self.alts = [], 0, []

    def heading(self, level, text):
        self.lines.append(f"heading {level}: {bare(text)}")

    def item(self, depth, mark, text):
        self.lines.append(f"item {depth} {mark} {bare(text)}")

    def table(self, header):
        self.lines.append("table: " + " | ".join(bare(cell) for cell in header))


# What is expected, from the document.


def words(inlines):
    parts = []
    for it in inlines:
        parts.append(it.get("text") or words(it.get("body", [])))
    return "".join(parts)


def cites(node):
    if isinstance(node, list):
        return sum(map(cites, node))
    if isinstance(node, dict):
        return (node.get("inline") == "cite") + sum(cites(value) for value in node.values())
    return 0


def expected(document, in_a_row, side_by_side):
    out, labels, level, above = Found(), document["labels"], [0], [0]
    body, sources = document["body"], document.get("sources", [])

    def heading(at, text):
        above[0] = at
        out.heading(at, text)

    def inner(text):
        heading(min(level[0] + 1, 3), text)

    def listed(block, depth):
        for at, item in enumerate(block["items"], block.get("first", 1)):
            first = item[0]["text"] if item and item[0]["block"] == "paragraph" else []
            out.item(depth, at if block["ordered"] else "-", words(first))
            for inside in item[1:] if first else item:
                listed(inside, depth + 1) if inside["block"] == "list" else walk([inside])

    def walk(blocks):
        for block in blocks:
            kind = block["block"]
            items = block.get("items", [])
            if kind == "heading" and block["level"] > 3:
                # A heading inside of a text: so many levels below the heading above the text.
                out.heading(min(above[0] + block["level"] - 3, 4), words(block["text"]))
            elif kind == "heading":
                level[0] = max(block["level"], 1)
                heading(level[0], words(block["text"]))
            elif kind == "break":
                level[0] = 0
            elif kind == "list":
                listed(block, 1)
            elif kind == "point":
                inner(words(block["headline"]))
                walk(block.get("detail", []))
                walk(block.get("notes", []))
            elif kind == "group":
                inner(words(block["heading"]))
                for it in items:
                    out.item(1, "-", words(it["name"]) + words(it.get("text", [])))
            elif kind == "options" and side_by_side and 2 <= len(items) <= 4:
                mark = "✓" + labels["recommended"]
                said = [words(it["name"]) + (mark if it.get("recommended") else "") + words(it.get("text", [])) for it in items]
                out.table([labels["option"], *said])
            elif kind == "options":
                for it in items:
                    recommended = "·" + labels["recommended"] if it.get("recommended") else ""
                    inner(words(it["name"]) + recommended)
                    if any(it.get(key) for key in ("pros", "cons", "cost", "risk")):
                        out.table([])
            elif kind == "questions":
                for it in items:
                    inner(words(it["question"]))
                    walk(it.get("answer", []))
            elif kind == "metrics":
                rows = -(-len(items) // in_a_row)
                size = -(-len(items) // max(rows, 1))
                for at in range(0, len(items), max(size, 1)):
                    out.table([words(it["label"]) for it in items[at : at + size]])
            elif kind == "particulars" and block["rows"] or kind == "timeline" and items:
                out.table([])
            elif kind == "table":
                out.table([words(it["header"]) for it in block["columns"]])
            elif kind in TABLES and items:
                if kind == "risks" and sum("likelihood" in it and "impact" in it for it in items) >= MATRIX:
                    out.table([f"↑{labels['likelihood']}{labels['impact']}→", labels["low"], labels["medium"], labels["high"]])
                out.table(["…"])
            elif kind == "sources":
                # The only source of a document may be a paragraph without a number.
                for at, it in enumerate((it for it in sources if it.get("numbered", True)), 1):
                    separator = labels["separator"] if it["text"] and it.get("url") else ""
                    out.item(1, at, words(it["text"]) + separator + it.get("url", ""))
                    # A source may cite another one, which makes a footnote in the list, too.
                    out.notes += cites(it["text"])
            elif kind == "image":
                out.alts.append("" if block.get("decorative") else bare(block["alt"]))
            elif kind in ("bottom-line", "notes", "ask"):
                walk(block.get("body", []))
            elif kind == "columns":
                walk(block["main"])
                walk(block["side"])

    walk(body)
    out.notes += cites(body)
    return out


# What pandoc finds.


def pandoc_words(node):
    if isinstance(node, list):
        return "".join(map(pandoc_words, node))
    if not isinstance(node, dict) or node["t"] == "Note":
        return ""
    if node["t"] == "Str":
        return node["c"]
    if node["t"] in ("Code", "Math", "RawInline"):
        return node["c"][1]
    if node["t"] in ("Link", "Image", "Span", "Quoted"):
        return pandoc_words(node["c"][1])
    return pandoc_words(node.get("c", []))


def pandoc(file):
    ran = subprocess.run(["pandoc", "-f", "docx", "-t", "json", file], capture_output=True, check=True)
    out = Found()

    def inside(node):
        """Notes and pictures, wherever they are."""
        if isinstance(node, list):
            for it in node:
                inside(it)
        elif isinstance(node, dict):
            if node.get("t") == "Note":
                out.notes += 1
                return
            if node.get("t") == "Image":
                out.alts.append(bare(pandoc_words(node["c"][1])))
            inside(node.get("c", []))

    def listed(items, start, depth):
        for at, blocks in enumerate(items):
            first = blocks[0] if blocks and blocks[0]["t"] in ("Para", "Plain") else None
            out.item(depth, "-" if start is None else start + at, pandoc_words(first["c"]) if first else "")
            walk(blocks[1:] if first else blocks, depth)

    def walk(blocks, depth=0):
        for block in blocks:
            kind, content = block["t"], block.get("c")
            if kind == "Header":
                out.heading(content[0], pandoc_words(content[2]))
            elif kind == "BulletList":
                listed(content, None, depth + 1)
            elif kind == "OrderedList":
                listed(content[1], content[0][0], depth + 1)
            elif kind == "Table":
                rows = content[3][1]
                out.table([pandoc_words([it["c"] for it in cell[4]]) for cell in rows[0][1]] if rows else [])
            elif kind == "BlockQuote":
                walk(content, depth)
            elif kind == "Div":
                walk(content[1], depth)

    read = json.loads(ran.stdout)
    walk(read["blocks"])
    inside(read["blocks"])
    return out


# What mammoth finds.

SCRIPT = """
Promise.all(process.argv.slice(1).map(path => require('mammoth').convertToHtml({path})))
    .then(all => console.log(JSON.stringify(all.map(it => it.value))));
"""


def mammoth(files):
    """The pages of all notes: starting Node takes longer than reading them."""
    env = {**os.environ, "NODE_PATH": f"{HOME}/node_modules"}
    ran = subprocess.run(["node", "-e", SCRIPT, *files], capture_output=True, check=True, env=env)
    return [in_page(html) for html in json.loads(ran.stdout)]


def in_page(html):
    root = ElementTree.fromstring(f"<root>{html}</root>")
    out = Found()

    def inner(node, skipped=()):
        text = node.text or ""
        for child in node:
            is_note = child.tag == "sup" and any(it.get("id", "").startswith("footnote-ref") for it in child)
            text += ("" if child.tag in skipped or is_note else inner(child, skipped)) + (child.tail or "")
        return text

    def walk(node, depth):
        for child in node:
            if child.tag in ("h1", "h2", "h3", "h4"):
                out.heading(int(child.tag[1]), inner(child))
            elif child.tag in ("ol", "ul"):
                for item in child:
                    if item.get("id", "").startswith("footnote-"):
                        continue
                    out.item(depth + 1, "#" if child.tag == "ol" else "-", inner(item, ("ol", "ul")))
                    walk(item, depth + 1)
            elif child.tag == "table":
                head = child.find("thead/tr")
                out.table([] if head is None else [inner(cell) for cell in head])
            else:
                walk(child, depth)

    walk(root, 0)
    out.notes = sum(it.get("id", "").startswith("footnote-") and it.tag == "li" for it in root.iter())
    out.alts = [bare(it.get("alt", "")) for it in root.iter("img")]
    return out


def compared(wanted, found, numbered):
    """Where the two differ. A table of records has a header, and no more is asked."""
    lines = list(found.lines)
    for at, line in enumerate(wanted.lines[: len(lines)]):
        if line == "table: …" and lines[at].startswith("table: ") and len(lines[at]) > len("table: "):
            lines[at] = line
    asked = wanted.lines if numbered else [re.sub(r"^(item \d+) \d+", r"\1 #", line) for line in wanted.lines]
    told = list(unified_diff(asked, lines, "written", "read", "", "", 0, ""))
    if wanted.notes != found.notes:
        told.append(f"{wanted.notes} citations, {found.notes} footnotes")
    if wanted.alts != found.alts:
        told.append(f"alternative texts {wanted.alts}, found {found.alts}")
    return told


def main(files):
    documents = {file: json.loads(Path(file).with_suffix(".json").read_text()) for file in files}
    documents = {file: document for file, document in documents.items() if "pages" not in document["fit"]}
    lost = 0
    for file, page in zip(documents, mammoth(documents)):
        shapes = [expected(documents[file], *shape) for shape in SHAPES]
        for name, found in (("pandoc", pandoc(file)), ("mammoth", page)):
            told = min((compared(wanted, found, name == "pandoc") for wanted in shapes), key=len)
            print(f"{'BAD' if told else 'ok'}\t{file}\t{name}: {len(found.lines)} headings, items and tables")
            for line in told[:20]:
                print(f"\t\t{line}")
            lost += bool(told)
    return 1 if lost or not documents else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
