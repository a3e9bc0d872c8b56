import { readFile } from 'node:fs/promises';
import { loadMapGround } from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';

/** `ytterby map load`: what is drawn under the sites of the sketch map (docs/registry.md). */
export const mapCommand: Command = {
  usage: 'load FILE --approval NUMBER --source TEXT',
  summary: 'takes lines to draw under the sites from a GeoJSON file, with the number under which the map was approved',
  options: { approval: 'text', source: 'text' },
  positionalsMax: 2,
  async run(words, { terminal, open }) {
    const [verb, file] = words.positionals;
    const [approval, source] = [words.text('approval'), words.text('source')];
    if (verb !== 'load' || file === undefined || approval === null || source === null)
      throw new UsageError('map: expected load FILE --approval NUMBER --source TEXT');
    const lines = await loadMapGround(await open('registry.load'), await readFile(file, 'utf8'), { approval, source });
    terminal.out(`${lines} lines\n`);
    return EXIT.done;
  },
};
