#!/usr/bin/env python3
"""The grids of docs/RESULTS.md: those of a run above, those of its peer below, after 1, 5, 25 and 100 % of the pictures.

usage: sheet.py RUN PEER SHEET.jpg [--cells 6]

RUN is what run.sh made with a grid every round, PEER the folder of dcgan.py. Of each grid the upper left 6 x 6 cells, all
at one scale. Needs pillow.
"""
import argparse, glob, os

from PIL import Image

GAP, EDGE, GROUND = 2, 8, (0x16, 0x18, 0x1D)
PERCENT = (1, 5, 25, 100)


def corner(path, cells):
    grid = Image.open(path).convert("RGB")
    size = (grid.width - GAP) // 8
    return grid.crop((0, 0, cells * size + GAP, cells * size + GAP)).resize((390, 390), Image.Resampling.LANCZOS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run")
    parser.add_argument("peer")
    parser.add_argument("sheet")
    parser.add_argument("--cells", type=int, default=6)
    args = parser.parse_args()
    grids = sorted(glob.glob(os.path.join(args.run, "samples", "r[0-9]*.png")))
    rounds = len(grids) - 1  # the first was drawn before the first round
    sheet = Image.new("RGB", (4 * (390 + EDGE) + EDGE, 2 * (390 + EDGE) + EDGE), GROUND)
    for column, percent in enumerate(PERCENT):
        chosen = grids[max(1, round(rounds * percent / 100))]
        for row, path in enumerate((chosen, os.path.join(args.peer, f"{percent}.png"))):
            sheet.paste(corner(path, args.cells), (EDGE + column * (390 + EDGE), EDGE + row * (390 + EDGE)))
    sheet.save(args.sheet, quality=85)


if __name__ == "__main__":
    main()
