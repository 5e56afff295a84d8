#!/usr/bin/env python3
"""Checks that Pandoc makes one slide of each slide of a deck, with its notes, in HTML and in PowerPoint.

    pandoc_slides.py MANIFEST...    checks the decks in manifests, which record the number of slides

Exit status: 0 if all decks pass, 1 otherwise.
"""
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from html.parser import HTMLParser
from pathlib import Path


class Sections(HTMLParser):
    """Counts the innermost sections, and the notes in them."""

    def __init__(self):
        super().__init__()
        self.open, self.slides, self.notes = [], 0, 0

    def handle_starttag(self, tag, attributes):
        if tag == "section":
            self.open = [False] * len(self.open) + [True]
        elif tag == "aside" and ("class", "notes") in attributes:
            self.notes += 1

    def handle_endtag(self, tag):
        if tag == "section":
            self.slides += self.open.pop()


def pandoc(deck, to, output):
    command = ["pandoc", "--from=markdown", f"--to={to}", "--standalone", f"--output={output}", deck.name]
    subprocess.run(command, cwd=deck.parent, check=True)


def made_of(deck, folder):
    """Slides and notes in HTML, then in PowerPoint."""
    html, pptx = folder / "deck.html", folder / "deck.pptx"
    pandoc(deck, "revealjs", html)
    pandoc(deck, "pptx", pptx)
    sections = Sections()
    sections.feed(html.read_text(encoding="utf-8"))
    names = zipfile.ZipFile(pptx).namelist()
    count = lambda part: sum(bool(re.fullmatch(rf"ppt/{part}\d+\.xml", name)) for name in names)
    return (sections.slides, sections.notes), (count("slides/slide"), count("notesSlides/notesSlide"))


def main(manifests):
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for manifest in map(Path, manifests):
            for output in json.loads(manifest.read_text(encoding="utf-8"))["outputs"]:
                if output.get("dialect") != "pandoc":
                    continue
                deck = manifest.parent / output["path"]
                wanted = (output["pages"], len(re.findall("^::: notes$", deck.read_text(encoding="utf-8"), re.M)))
                for name, made in zip(("HTML", "PowerPoint"), made_of(deck, Path(folder))):
                    if made != wanted:
                        failed = True
                        print(f"{deck}: {made} slides and notes in {name} instead of {wanted}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
