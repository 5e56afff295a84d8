"""Renders each line of a file of JSON briefs to a PDF. Arguments: FONTS BRIEFS OUT. Needs the package `typst`."""

import json
import pathlib
import sys

import typst

fonts, briefs, out = sys.argv[1:]
template = pathlib.Path(__file__).resolve().with_name("one-page.typ")
compiler = typst.Compiler(str(template), font_paths=[fonts], ignore_system_fonts=True)
with open(briefs, encoding="utf-8") as lines:
    for number, line in enumerate(lines):
        compiler.compile(output=f"{out}/{number}.pdf", format="pdf", sys_inputs={"brief": line})
