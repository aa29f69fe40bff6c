"""Make the fonts beside this file from the Noto families (SIL Open Font License 1.1).

Usage: python build_fonts.py FOLDER-WITH-THE-NOTO-FILES   (needs fonttools; Debian: fonts-noto-core)

Each face is Noto Sans cut down to Latin, Greek, Cyrillic and punctuation, with the arrows and
symbols that Noto keeps in families of their own drawn in. The family is renamed, as it is
changed, and so that it never collides with an installed Noto Sans.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Kodklar Sans"
FACES = ("Regular", "Bold", "Italic")
TEXT = (
    (0x20, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x45F),
    (0x1E00, 0x1EFF), (0x2000, 0x20CF), (0x2100, 0x218F), (0xFFFD, 0xFFFD),
)  # fmt: skip
SYMBOLS = "".join(chr(code) for code in (*range(0x2190, 0x21AC), *range(0x25A0, 0x2600))) + (
    "↩↪↳⇄⇒⇧⌃⌘⌕⌫⎋⏎⏵⏸ⓘℹ☆★☐☑☒☰⚐⚑⚙⚠⛔✎✏✓✔✕✖✗✘❓❗➔➕➖⨯𝟎🔍🔎🔒🔓🖨🖶🗎−∞∑√≈≠≤≥≡∅∆"
)


def main(folder: Path, target: Path) -> None:
    """Build every face."""
    for face in FACES:
        font = TTFont(folder / f"NotoSans-{face}.ttf", recalcTimestamp=False)
        _cut(font)
        weight = "Bold" if face == "Bold" else "Regular"
        for family in ("Symbols", "Symbols2", "Math"):
            path = folder / f"NotoSans{family}-{weight}.ttf"
            source = path if path.exists() else folder / f"NotoSans{family}-Regular.ttf"
            _draw_in(font, TTFont(source))
        _rename(font, face)
        font.save(target / f"KodklarSans-{face}.ttf")


def _cut(font: TTFont) -> None:
    options = Options(layout_features=["*"], notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6])
    options.name_IDs += [7, 8, 9, 11, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in TEXT for code in range(first, last + 1)])
    subsetter.subset(font)


def _draw_in(font: TTFont, source: TTFont) -> None:
    glyphs, known, wanted = source.getGlyphSet(), font.getBestCmap(), source.getBestCmap()
    for code in sorted({ord(symbol) for symbol in SYMBOLS} & wanted.keys() - known.keys()):
        name = f"symbol.{code:04X}"
        outline, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
        glyphs[wanted[code]].draw(outline)
        outline.replay(pen)
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = source["hmtx"][wanted[code]]
        for table in font["cmap"].tables:
            if code <= 0xFFFF or table.format == 12:  # noqa: PLR2004 - the reach of format 4
                table.cmap[code] = name


def _rename(font: TTFont, face: str) -> None:
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 3, 4, 6, 16, 17):
            full = FAMILY if face == "Regular" else f"{FAMILY} {face}"
            text = {1: FAMILY, 6: f"KodklarSans-{face}", 16: FAMILY, 17: face}
            names.setName(
                text.get(record.nameID, full),
                record.nameID, record.platformID, record.platEncID, record.langID,
            )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parent)
