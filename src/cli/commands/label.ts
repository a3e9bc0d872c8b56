import { writeFile } from 'node:fs/promises';
import { CodeRefused, makeLabel, type LabelQuestion } from '../../app/index.ts';
import { readWebAddress, UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson } from '../terminal.ts';

/** Where codes lead when nobody says: GS1's own resolver. */
const DEFAULT_ADDRESS = 'https://id.gs1.org';

/** `ytterby label ID --out FILE`: a label to print. */
export const labelCommand: Command = {
  usage: 'ID --out FILE.png|FILE.pdf|FILE.svg [--size 100x60|a4] [--public-url https://id.example.org]',
  summary:
    'a label of a lot, an item, a container, a product, a site or an organisation; its QR Code leads to the public address',
  options: { out: 'text', size: 'text', 'public-url': 'text' },
  positionalsMax: 1,
  async run(words, { terminal, open }) {
    const [id] = words.positionals;
    if (id === undefined) throw new UsageError('label: name one identifier');
    const out = words.text('out') ?? '';
    const question = {
      id,
      format: formatOf(out),
      size: sizeOf(words.text('size')),
      stem: readWebAddress(words) ?? DEFAULT_ADDRESS,
    };
    const app = await open('label.print');
    try {
      await writeFile(out, await makeLabel(app, question));
    } catch (error) {
      if (!(error instanceof CodeRefused)) throw error;
      terminal.error(`${id}: ${error.refusal.code}: ${error.message}\n`);
      return EXIT.no;
    }
    if (words.flag('json')) printJson(terminal, { ...question, out });
    return EXIT.done;
  },
};

function formatOf(out: string): LabelQuestion['format'] {
  const ending = /\.(png|pdf|svg)$/i.exec(out)?.[1]?.toLowerCase();
  if (ending === 'png' || ending === 'pdf' || ending === 'svg') return ending;
  throw new UsageError(`label --out: expected a file whose name ends in .png, .pdf or .svg, got ${JSON.stringify(out)}`);
}

function sizeOf(size: string | null): LabelQuestion['size'] {
  if (size === null || size === '100x60') return '100x60';
  if (size === 'a4') return size;
  throw new UsageError(`label --size: expected 100x60 or a4, got ${size}`);
}
