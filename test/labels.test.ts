/** Labels: what is printed decodes to the exact URI, shows its Chinese, and has the size that it says. */
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { before, describe, test } from 'node:test';
import jsQrModule from 'jsqr';
import { createServer } from '../src/server/index.ts';
import { drawLabel, type Label } from '../src/labels/index.ts';
import { Bench, enters, lotOf, PALLET, PARTIES, SITES } from './support/ree-events.ts';

// The package is CommonJS: its function is a member of its default.
const jsQr = jsQrModule.default;

const LOT = lotOf('oxide', 'B-7');
const ODD = `${lotOf('oxide', '')}x%2F%2By%22%28z%29%21`;
const LABEL: Label = {
  uri: 'https://id.gs1.org/01/09506000134352/10/LOT-1',
  title: '氧化镨钕',
  subtitle: 'praseodymium-neodymium oxide',
  lines: [{ name: '批次 Lot', value: 'LOT-1' }],
  elementString: '(01)09506000134352(10)LOT-1',
};

/** A grey picture of a PNG: one byte a pixel. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** Reads a grey PNG of 8 bits without filters; ours is one. */
function readPng(png: Buffer): Picture {
  assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  let data: Uint8Array = Buffer.alloc(0);
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
  }
  const rows = inflateSync(data);
  const grey = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    assert.equal(rows[row * (width + 1)], 0, 'no filter');
    grey.set(rows.subarray(row * (width + 1) + 1, (row + 1) * (width + 1)), row * width);
  }
  return { width, height, grey };
}

/** A part of a picture. */
function crop({ width, grey }: Picture, left: number, top: number, wide: number, high: number): Picture {
  const part = new Uint8Array(wide * high);
  for (let row = 0; row < high; row++)
    part.set(grey.subarray((top + row) * width + left, (top + row) * width + left + wide), row * wide);
  return { width: wide, height: high, grey: part };
}

/** The text of the QR Code in a picture, read by a decoder that is not ours. */
function decode({ width, height, grey }: Picture): string | undefined {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  grey.forEach((value, at) => rgba.fill(value, at * 4, at * 4 + 3));
  return jsQr(rgba, width, height)?.data;
}

const inkIn = ({ grey }: Picture): number => grey.reduce((sum, value) => sum + (255 - value) / 255, 0);

let http: ReturnType<typeof createServer>;

before(async () => {
  const bench = await Bench.open();
  const item = { ...enters('2015-02-02T08:00:00Z', SITES.plant, LOT, 1), quantityList: [], epcList: [PALLET] };
  await bench.capture([
    enters('2015-02-01T08:00:00Z', SITES.plant, LOT, 1234.5, { Nd2O3: 80, Pr6O11: 19 }),
    enters('2015-02-01T08:00:00Z', SITES.plant, ODD, 5),
    item,
  ]);
  http = createServer(bench.app, {
    webRoot: null,
    bodyLimitBytes: 1000,
    publicUrl: 'https://plant.example',
    log: (line) => assert.fail(line),
  });
});

async function label(id: string, format: string, more = ''): Promise<Buffer> {
  const response = await http.request(`/api/label?id=${encodeURIComponent(id)}&format=${format}${more}`);
  assert.equal(response.status, 200, await response.clone().text());
  return Buffer.from(await response.arrayBuffer());
}

describe('the code of a label', () => {
  test('decodes to the exact URI under the public address, for every kind of thing', async () => {
    for (const id of [LOT, ODD, PALLET, SITES.mine, PARTIES.making, LOT.replace(/\/10.*/, '')]) {
      const picture = readPng(await label(id, 'png'));
      assert.equal(decode(picture), id.replace('https://id.gs1.org', 'https://plant.example'), id);
    }
  });

  test('decodes on each of the eight labels of an A4 sheet', async () => {
    const sheet = readPng(await label(LOT, 'png', '&size=a4'));
    assert.deepEqual([sheet.width, sheet.height], [2480, 3508]);
    const [wide, high] = [1181, 709];
    for (let index = 0; index < 8; index++) {
      const part = crop(sheet, 59 + (index % 2) * wide, 337 + Math.floor(index / 2) * high, wide, high);
      assert.equal(decode(part), LOT.replace('https://id.gs1.org', 'https://plant.example'), `label ${index + 1}`);
    }
  });

  test('decodes from an address of 150 characters too', async () => {
    const uri = `https://id.example.org/${'a'.repeat(90)}/01/09506000134352/10/12345678901234567890`;
    assert.equal(decode(readPng(await drawLabel({ ...LABEL, uri }, '100x60', 'png', 0))), uri);
  });

  test('survives a speck of dirt', async () => {
    const picture = readPng(await drawLabel(LABEL, '100x60', 'png', 0));
    for (let row = 380; row < 420; row++) picture.grey.fill(0, row * picture.width + 260, row * picture.width + 300);
    assert.equal(decode(picture), LABEL.uri);
  });
});

describe('what people read on a label', () => {
  test('Chinese shows as ink, more of it where the text is longer, and never as the box of a missing character', async () => {
    const title = async (text: string): Promise<Picture> =>
      crop(readPng(await drawLabel({ ...LABEL, title: text, subtitle: '' }, '100x60', 'png', 0)), 0, 30, 1181, 90);
    const [none, one, four, unknown] = [await title(''), await title('镨'), await title('氧化镨钕'), await title('\u{20BB7}')];
    assert.equal(inkIn(none), 0);
    assert.ok(inkIn(one) > 500 && inkIn(four) > 3 * inkIn(one) * 0.7, `${inkIn(one)} and ${inkIn(four)} pixels of ink`);
    assert.notDeepEqual(one.grey, unknown.grey);
    const names = await Promise.all([...'镧铈镨钕钷钐铕钆铽镝钬铒铥镱镥钪钇'].map(title));
    assert.equal(
      new Set(names.map(({ grey }) => Buffer.from(grey).toString('base64'))).size,
      17,
      'each rare earth looks its own way',
    );
  });

  test('a text that is too wide shrinks, then ends in an ellipsis, and stays on the label', async () => {
    const long = '某某省某某市某某县某某稀土新材料科技集团股份有限公司冶炼分离分公司第一车间二号生产线成品库';
    const picture = readPng(await drawLabel({ ...LABEL, lines: [{ name: '单位 By', value: long }] }, '100x60', 'png', 0));
    assert.equal(inkIn(crop(picture, 1181 - 50, 0, 50, 709)), 0);
    assert.equal(decode(picture), LABEL.uri);
  });

  test('the SVG says what it shows and brings its glyphs along', async () => {
    const svg = (await label(LOT, 'svg')).toString();
    assert.match(svg, /^<svg [^>]*role="img" width="100mm" height="60mm"/);
    assert.match(svg, /<title>[^<]*\(01\)\d{14}\(10\)B-7<\/title>/);
    assert.doesNotMatch(svg, /<text|font-family/);
  });

  test('the PDF is one page of the right size with the font embedded', async () => {
    for (const [size, box] of [
      ['100x60', /\/MediaBox \[0 0 283\.46\d* 170\.07\d*\]/],
      ['a4', /\/MediaBox \[0 0 595\.27\d* 841\.88\d*\]/],
    ] as const) {
      const pdf = (await label(LOT, 'pdf', `&size=${size}`)).toString('latin1');
      assert.ok(pdf.startsWith('%PDF-'));
      assert.match(pdf, box);
      assert.match(pdf, /\/FontFile3/);
      assert.match(pdf, /\/ToUnicode/);
      assert.equal(pdf.match(/\/Type \/Page\n/g)?.length, 1);
    }
  });
});

test('the route names its media type, and refuses what it cannot print', async () => {
  const ask = (query: string): Promise<Response> => Promise.resolve(http.request(`/api/label?${query}`));
  for (const [format, type] of [
    ['png', 'image/png'],
    ['pdf', 'application/pdf'],
    ['svg', 'image/svg+xml'],
  ]) {
    const response = await ask(`id=${encodeURIComponent(LOT)}&format=${format}`);
    assert.equal(response.headers.get('content-type'), type);
    assert.equal(response.headers.get('content-disposition'), `inline; filename="label.${format}"`);
  }
  const refused = async (query: string): Promise<unknown[]> => {
    const response = await ask(query);
    const { type, code } = (await response.json()) as { type: string; code?: string };
    return [response.status, type.split('/').at(-1), code];
  };
  assert.deepEqual(await refused('id=(01)09506000134353'), [400, 'code', 'check-digit']);
  assert.deepEqual(await refused('id=LOT-1'), [400, 'code', 'form-unknown']);
  assert.deepEqual(await refused(`id=${encodeURIComponent(`${LOT}X`)}`), [404, 'not-on-record', undefined]);
  assert.deepEqual(await refused(`id=${encodeURIComponent(LOT)}&format=zpl`), [400, 'parameter', undefined]);
  assert.deepEqual(await refused('format=png'), [400, 'parameter', undefined]);
});
