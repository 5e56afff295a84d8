#!/usr/bin/env python3
"""Compares page pictures with those that pdftoppm makes of the PDF files.

    pictures.py [--worst N] FILE.pdf...

The pictures FILE.png, FILE-2.png and so on are beside each PDF file. For each page it prints the percentage of pixels with
a sample that differs by more than 64, and the mean difference of all samples, in 255ths. Shapes and places are the same,
so the differences come from antialiasing. Single pages differ more where a picture is enlarged or its edge is inside a
pixel, which pdftoppm then covers whole, or where an SVG picture repeats a pattern, whose tiles are pixels in one of the
two. Therefore the limits for a page are wide, and those for all pages together are narrow: text that is off by a quarter
of a pixel exceeds them.
"""

import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops

# Found by measuring every brief of the repository and looking at the worst: a page had 1.27 % and 1.89, and all pages
# together 0.01 %.
PAGE_PERCENTAGE = 1.5
PAGE_MEAN = 2.5
ALL_PERCENTAGE = 0.05
FAR = 64


def pages_of(pdf):
    first = pdf.with_suffix(".png")
    further = (first.with_name(f"{first.stem}-{page}.png") for page in range(2, 10_000))
    yield first
    for file in further:
        if not file.exists():
            return
        yield file


def difference(one, two):
    """The mean difference of two pictures, and the percentage of pixels that are far apart."""
    red, green, blue = ImageChops.difference(one, two).split()
    samples = [sum(counts) for counts in zip(red.histogram(), green.histogram(), blue.histogram())]
    largest = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    mean = sum(value * count for value, count in enumerate(samples)) / sum(samples)
    return mean, sum(largest[FAR + 1 :]) / sum(largest) * 100


def judge(pdf):
    """Lines of numbers and problems of one document."""
    ours = list(pages_of(pdf))
    density = round(Image.open(ours[0]).info["dpi"][0])
    with tempfile.TemporaryDirectory() as folder:
        prefix = pathlib.Path(folder) / "page"
        subprocess.run(["pdftoppm", "-r", str(density), str(pdf), str(prefix)], check=True, capture_output=True)
        theirs = sorted(prefix.parent.iterdir())
        if len(theirs) != len(ours):
            return [], [f"{pdf}: {len(ours)} pictures, but {len(theirs)} pages"]
        numbers, problems = [], []
        for our, their in zip(ours, theirs):
            one, two = (Image.open(it).convert("RGB") for it in (our, their))
            if one.size != two.size:
                problems.append(f"{our}: {one.size} pixels, but pdftoppm makes {two.size}")
                continue
            mean, share = difference(one, two)
            numbers.append((share, mean, our))
            if share > PAGE_PERCENTAGE or mean > PAGE_MEAN:
                problems.append(f"{our}: {share:.2f} % of pixels differ by more than {FAR}, all by {mean:.2f} on average")
        return numbers, problems


def main(arguments):
    worst = 5
    if arguments[:1] == ["--worst"]:
        worst, arguments = int(arguments[1]), arguments[2:]
    files = [pathlib.Path(it) for it in arguments if it != "--"]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        results = list(pool.map(judge, files))
    numbers = sorted((number for found, _ in results for number in found), key=lambda it: it[0], reverse=True)
    problems = [problem for _, found in results for problem in found]
    for share, mean, file in numbers[:worst]:
        print(f"{share:6.3f} %  {mean:6.3f}  {file}")
    if numbers:
        shares, means, _ = zip(*numbers)
        share, mean = sum(shares) / len(shares), sum(means) / len(means)
        print(f"{share:6.3f} %  {mean:6.3f}  mean of {len(numbers)} pages")
        if share > ALL_PERCENTAGE:
            problems.append("all pages together differ by more than smooth edges can")
    for problem in problems:
        print(problem)
    return 1 if problems or not numbers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
