"""Draws the font of status circles, squares and diamonds, whose fills tell them apart without colour.

A sign has the fill that the program draws for a status of its colour (`src/status_sign.rs`): green is filled, red has a
bar, blue is half. Coordinates are those of a square with sides of 1, y downwards.
"""

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

UNITS_PER_EM = 1000
ADVANCE = 860

# The square of a circle or square: side, left edge and bottom, in units. Capitals are 660 high, and both have the same
# middle.
SIDE, LEFT, BOTTOM = 760, 50, -50
SMALL_SIDE, SMALL_LEFT, SMALL_BOTTOM = 480, 190, 90

# How far the control points of a quarter circle are from its ends, in radii.
QUARTER_CIRCLE = 0.552285


def disc(radius, clockwise=True):
    """A circle around the middle, as cubic curves."""
    around = [(0, -1), (1, 0), (0, 1), (-1, 0)]
    if not clockwise:
        around = [around[0], *reversed(around[1:])]
    ends = around[1:] + around[:1]
    at = lambda x, y: (0.5 + radius * x, 0.5 + radius * y)
    path = [("moveTo", (at(*around[0]),))]
    before = around[0]
    for end in ends:
        first = at(before[0] + QUARTER_CIRCLE * end[0], before[1] + QUARTER_CIRCLE * end[1])
        second = at(end[0] + QUARTER_CIRCLE * before[0], end[1] + QUARTER_CIRCLE * before[1])
        path.append(("curveTo", (first, second, at(*end))))
        before = end
    return path


def polygon(*points):
    """A polygon: clockwise ones are areas, the others are holes."""
    return [("moveTo", (points[0],)), *(("lineTo", (point,)) for point in points[1:])]


def rectangle(left, top, right, bottom):
    """A hole."""
    return polygon((left, top), (left, bottom), (right, bottom), (right, top))


def pie(radius, *corners):
    """The hole of a quarter of a disc, from the middle to the first corner and round to the second."""
    (a, b) = corners
    at = lambda x, y: (0.5 + radius * x, 0.5 + radius * y)
    first = at(a[0] + QUARTER_CIRCLE * b[0], a[1] + QUARTER_CIRCLE * b[1])
    second = at(b[0] + QUARTER_CIRCLE * a[0], b[1] + QUARTER_CIRCLE * a[1])
    return [("moveTo", ((0.5, 0.5),)), ("lineTo", (at(*a),)), ("curveTo", (first, second, at(*b)))]


BAR = [rectangle(0.2, 0.41, 0.8, 0.59)]
TRIANGLE = [polygon((0.5, 0.17), (0.2, 0.7), (0.8, 0.7))]
DIAMOND = [polygon((0.5, 0.18), (0.18, 0.5), (0.5, 0.82), (0.82, 0.5))]
SLITS = [rectangle(0.27, 0.2, 0.39, 0.8), rectangle(0.61, 0.2, 0.73, 0.8)]

CIRCLE = [disc(0.5)]
CIRCLE_FILLS = {
    "full": [],
    "bar": BAR,
    "triangle": TRIANGLE,
    "diamond": DIAMOND,
    "half": [
        [
            ("moveTo", ((0.5, 0.16),)),
            ("lineTo", ((0.5, 0.84),)),
            *(("curveTo", points) for _, points in disc(0.34, clockwise=False)[3:]),
        ]
    ],
    "slits": SLITS,
    "quarters": [pie(0.38, (1, 0), (0, -1)), pie(0.38, (-1, 0), (0, 1))],
    "empty": [disc(0.39, clockwise=False)],
}

SQUARE = [polygon((0.05, 0.05), (0.95, 0.05), (0.95, 0.95), (0.05, 0.95))]
SQUARE_FILLS = {
    "full": [],
    "bar": BAR,
    "triangle": TRIANGLE,
    "diamond": DIAMOND,
    "half": [rectangle(0.5, 0.17, 0.83, 0.83)],
    "slits": SLITS,
    "quarters": [rectangle(0.5, 0.17, 0.83, 0.5), rectangle(0.17, 0.5, 0.5, 0.83)],
    "empty": [rectangle(0.15, 0.15, 0.85, 0.85)],
}

LOZENGE = [polygon((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5))]
LOZENGE_FILLS = {
    "diamond": [polygon((0.5, 0.24), (0.24, 0.5), (0.5, 0.76), (0.76, 0.5))],
    "half": [polygon((0.5, 0.22), (0.5, 0.78), (0.78, 0.5))],
}

# The fill of each colour.
COLORS = {
    "red": "bar",
    "orange": "diamond",
    "yellow": "triangle",
    "green": "full",
    "blue": "half",
    "purple": "slits",
    "brown": "quarters",
    "black": "full",
    "white": "empty",
}
CIRCLES = dict(zip(COLORS, [0x1F534, 0x1F7E0, 0x1F7E1, 0x1F7E2, 0x1F535, 0x1F7E3, 0x1F7E4, 0x26AB, 0x26AA]))
SQUARES = dict(zip(COLORS, [0x1F7E5, 0x1F7E7, 0x1F7E8, 0x1F7E9, 0x1F7E6, 0x1F7EA, 0x1F7EB, 0x2B1B, 0x2B1C]))
LOZENGES = {"orange": 0x1F536, "blue": 0x1F537}
SMALL_LOZENGES = {"orange": 0x1F538, "blue": 0x1F539}

SIGNS = [*CIRCLES.values(), *SQUARES.values(), *LOZENGES.values(), *SMALL_LOZENGES.values()]


def glyph(contours, side, left, bottom):
    drawn = TTGlyphPen(None)
    pen = Cu2QuPen(drawn, max_err=0.5)
    place = lambda point: (round(left + side * point[0]), round(bottom + side * (1 - point[1])))
    for contour in contours:
        for operation, points in contour:
            getattr(pen, operation)(*(place(point) for point in points))
        pen.closePath()
    return drawn.glyph()


def status_font():
    glyphs = {}
    code_points = {}

    def add(codes, outline, fills, place):
        for color, code in codes.items():
            name = f"u{code:04X}"
            glyphs[name] = glyph([*outline, *fills[COLORS[color]]], *place)
            code_points[code] = name

    large = (SIDE, LEFT, BOTTOM)
    add(CIRCLES, CIRCLE, CIRCLE_FILLS, large)
    add(SQUARES, SQUARE, SQUARE_FILLS, large)
    add(LOZENGES, LOZENGE, LOZENGE_FILLS, large)
    add(SMALL_LOZENGES, LOZENGE, LOZENGE_FILLS, (SMALL_SIDE, SMALL_LEFT, SMALL_BOTTOM))
    glyphs[".notdef"] = glyph([*SQUARE, *SQUARE_FILLS["empty"]], *large)
    order = [".notdef", *sorted(code_points.values())]
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(code_points)
    builder.setupGlyf(glyphs)
    widths = {name: ADVANCE for name in order}
    builder.setupHorizontalMetrics({name: (width, glyphs[name].xMin) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=984, descent=-273)
    builder.setupNameTable(
        {
            "copyright": "Copyright 2026 The briefkit authors",
            "familyName": "Briefkit Status",
            "styleName": "Regular",
            "uniqueFontIdentifier": "1.000;BriefkitStatus-Regular",
            "fullName": "Briefkit Status",
            "version": "Version 1.000",
            "psName": "BriefkitStatus-Regular",
            "licenseDescription": "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
            "licenseInfoURL": "https://openfontlicense.org",
        },
        mac=False,
    )
    builder.setupOS2(
        sTypoAscender=984, sTypoDescender=-273, usWinAscent=984, usWinDescent=273, sCapHeight=660, sxHeight=486, fsType=0
    )
    builder.setupPost()
    # The time of every build, so that each run writes the same bytes: 2026-01-01 in seconds since 1904.
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = 3850070400
    return builder.font
