// Makes a browser's picture small without another tool: a screen has few colours, so 256 of them are enough.
import { deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

const table = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}

/** The pixels of a PNG of 8 bits a channel, as 0xRRGGBB. */
function pixels(png) {
  let header;
  const data = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") header = body;
    if (type === "IDAT") data.push(body);
    at += length + 12;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = header[9] === 6 ? 4 : 3;
  const raw = inflateSync(Buffer.concat(data));
  const line = width * bytes;
  const rows = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const a = x >= bytes ? rows[y * line + x - bytes] : 0;
      const b = y > 0 ? rows[(y - 1) * line + x] : 0;
      const c = x >= bytes && y > 0 ? rows[(y - 1) * line + x - bytes] : 0;
      const nearest = () => {
        const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
        if (pa <= pb && pa <= pc) return a;
        return pb <= pc ? b : c;
      };
      const before = [0, a, b, (a + b) >> 1, filter === 4 ? nearest() : 0][filter];
      rows[y * line + x] = raw[y * (line + 1) + 1 + x] + before;
    }
  }
  const all = new Uint32Array(width * height);
  for (let i = 0; i < all.length; i++) {
    all[i] = (rows[i * bytes] << 16) | (rows[i * bytes + 1] << 8) | rows[i * bytes + 2];
  }
  return { width, height, all };
}

const red = (colour) => colour >> 16;
const green = (colour) => (colour >> 8) & 255;
const blue = (colour) => colour & 255;

/** Up to 256 colours for those that there are: the common ones exactly, the rest by the middle of a box. */
function palette(counts) {
  const colours = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
  if (colours.length <= 256) return colours;
  const kept = colours.slice(0, 64);
  let boxes = [colours.slice(64)];
  const spread = (box) =>
    [red, green, blue]
      .map((part) => {
        const values = box.map(part);
        return {
          part,
          size: values.reduce((m, v) => Math.max(m, v), 0) - values.reduce((m, v) => Math.min(m, v), 255),
        };
      })
      .sort((a, b) => b.size - a.size)[0];
  while (boxes.length < 192) {
    const widest = boxes
      .map((box, i) => ({ i, ...spread(box) }))
      .filter(({ i }) => boxes[i].length > 1)
      .sort((a, b) => b.size - a.size || a.i - b.i)[0];
    if (!widest || widest.size === 0) break;
    const box = boxes[widest.i].toSorted((a, b) => widest.part(a) - widest.part(b) || a - b);
    const half = box.length >> 1;
    boxes = boxes.toSpliced(widest.i, 1, box.slice(0, half), box.slice(half));
  }
  const middle = (box, part) => {
    const weight = box.reduce((sum, colour) => sum + counts.get(colour), 0);
    return Math.round(box.reduce((sum, colour) => sum + part(colour) * counts.get(colour), 0) / weight);
  };
  return [
    ...kept,
    ...boxes.map((box) => (middle(box, red) << 16) | (middle(box, green) << 8) | middle(box, blue)),
  ];
}

export function smaller(png) {
  const { width, height, all } = pixels(png);
  const counts = new Map();
  for (const colour of all) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const chosen = palette(counts);
  const nearest = new Map(chosen.map((colour, i) => [colour, i]));
  const find = (colour) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, other] of chosen.entries()) {
      const [r, g, b] = [red(colour) - red(other), green(colour) - green(other), blue(colour) - blue(other)];
      const far = 2 * r * r + 4 * g * g + 3 * b * b;
      if (far < least) [best, least] = [i, far];
    }
    nearest.set(colour, best);
    return best;
  };
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = all[y * width + x];
      lines[y * (width + 1) + 1 + x] = nearest.get(colour) ?? find(colour);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(chosen.flatMap((colour) => [red(colour), green(colour), blue(colour)]))),
    chunk("IDAT", deflateSync(lines, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
