#!/usr/bin/env python3
"""The peer of docs/RESULTS.md: a DCGAN as PyTorch's own example has it, on the shards of an import.

usage: dcgan.py SHARDS OUT --images N [--width 64] [--batch 64] [--threads 2] [--seed 1] [--count 2048]

Reads the Parquet shards that `submit/dcgan import` wrote (the very pixels that the job trains on), sees N pictures, and
leaves, after 1, 5, 25 and 100 % of them, a grid of the same 64 latents (OUT/PERCENT.png) and `count` drawn pictures as
PNG files (OUT/PERCENT/00000000.png ...), to be imported with `folder:` and scored by `submit/dcgan evaluate`.

Network, initialization and optimizer are those of github.com/pytorch/examples/dcgan: 4x4 kernels, normal latents of 100
dimensions, batch norm everywhere but the picture's layers, Adam 2e-4 with beta1 0.5, D then G on every batch. D has one
halving less at 32 pixels, as in the job. Drawn by running statistics.

Needs torch, numpy, pyarrow and pillow.
"""
import argparse, glob, json, os, time

import numpy as np
import pyarrow.parquet as parquet
import torch
from PIL import Image
from torch import nn

LATENT = 100


def pictures(shards):
    """All pictures, uint8 [n, 3, size, size]."""
    parts = []
    for name in sorted(glob.glob(os.path.join(shards, "data", "*.parquet"))):
        column = parquet.read_table(name, columns=["pixels"])["pixels"].combine_chunks()
        parts.append(np.stack([np.frombuffer(value.as_buffer(), np.uint8) for value in column]))
    flat = np.concatenate(parts)
    size = round((flat.shape[1] / 3) ** 0.5)
    return torch.from_numpy(flat.reshape(-1, 3, size, size).copy())


def generator(size, width):
    deepest = width * size // 8
    layers = [nn.ConvTranspose2d(LATENT, deepest, 4, 1, 0, bias=False), nn.BatchNorm2d(deepest), nn.ReLU(True)]
    maps = deepest
    while maps > width:
        layers += [nn.ConvTranspose2d(maps, maps // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(maps // 2), nn.ReLU(True)]
        maps //= 2
    return nn.Sequential(*layers, nn.ConvTranspose2d(width, 3, 4, 2, 1, bias=False), nn.Tanh())


def discriminator(size, width):
    layers = [nn.Conv2d(3, width, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, True)]
    maps = width
    while maps < width * size // 8:
        layers += [nn.Conv2d(maps, 2 * maps, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * maps), nn.LeakyReLU(0.2, True)]
        maps *= 2
    return nn.Sequential(*layers, nn.Conv2d(maps, 1, 4, 1, 0, bias=False), nn.Flatten(0))


def initialize(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


def levels(drawn):
    return ((drawn + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).numpy()


def save(gen, out, percent, fixed, count):
    gen.eval()
    with torch.no_grad():
        cells = levels(gen(fixed))
        size = cells.shape[1]
        gap = 2
        sheet = np.full((8 * (size + gap) + gap, 8 * (size + gap) + gap, 3), (0x16, 0x18, 0x1D), np.uint8)
        for i, cell in enumerate(cells):
            y, x = gap + i // 8 * (size + gap), gap + i % 8 * (size + gap)
            sheet[y : y + size, x : x + size] = cell
        Image.fromarray(sheet).save(os.path.join(out, f"{percent}.png"))
        folder = os.path.join(out, str(percent))
        os.makedirs(folder, exist_ok=True)
        source = torch.Generator().manual_seed(7)
        for first in range(0, count, 64):
            latents = torch.randn(min(64, count - first), LATENT, 1, 1, generator=source)
            for i, cell in enumerate(levels(gen(latents))):
                Image.fromarray(cell).save(os.path.join(folder, f"{first + i:08d}.png"))
    gen.train()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shards")
    parser.add_argument("out")
    parser.add_argument("--images", type=int, required=True)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2048)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    os.makedirs(args.out, exist_ok=True)
    real = pictures(args.shards)
    size = real.shape[2]
    gen, dis = generator(size, args.width), discriminator(size, args.width)
    gen.apply(initialize)
    dis.apply(initialize)
    adam = dict(lr=2e-4, betas=(0.5, 0.999))
    of_gen, of_dis = torch.optim.Adam(gen.parameters(), **adam), torch.optim.Adam(dis.parameters(), **adam)
    loss = nn.BCEWithLogitsLoss()
    fixed = torch.randn(64, LATENT, 1, 1)
    steps = args.images // args.batch
    due = {max(1, steps * percent // 100): percent for percent in (1, 5, 25, 100)}
    order, seconds = torch.empty(0, dtype=torch.long), 0.0
    for step in range(1, steps + 1):
        begin = time.perf_counter()
        if len(order) < args.batch:
            order = torch.cat([order, torch.randperm(len(real))])
        chosen, order = order[: args.batch], order[args.batch :]
        batch = real[chosen].float() / 127.5 - 1
        ones, zeros = torch.ones(len(batch)), torch.zeros(len(batch))
        of_dis.zero_grad()
        fake = gen(torch.randn(len(batch), LATENT, 1, 1))
        loss(dis(batch), ones).backward()
        loss(dis(fake.detach()), zeros).backward()
        of_dis.step()
        of_gen.zero_grad()
        loss(dis(fake), ones).backward()
        of_gen.step()
        seconds += time.perf_counter() - begin
        if step in due:
            save(gen, args.out, due[step], fixed, args.count)
            said = dict(percent=due[step], images=step * args.batch, seconds=round(seconds, 1))
            print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
