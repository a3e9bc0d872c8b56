import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { simulateYear } from '../../app/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command, type CommandContext } from '../command.ts';
import { printJson, ProgressBar } from '../terminal.ts';

const DEFAULT_YEAR = 2015;
const DEFAULT_SCALE = 0.1;
const LINES_PER_WRITE = 200;

/** `ytterby simulate industry --year 2015 --seed N [--scale S] [--out DIR]` */
export const simulateCommand: Command = {
  usage: 'industry [--year 2015] [--seed 1] [--scale 0.1] [--out DIR]',
  summary: 'write a registry and a simulated year of events of the rare-earth industry that public figures describe',
  options: { year: 'text', seed: 'text', scale: 'text', out: 'text' },
  positionalsMax: 1,
  async run(words, context) {
    if (words.positionals[0] !== 'industry') throw new UsageError('simulate: only "industry" can be simulated');
    const simulated = simulate(words, context);
    const directory = words.text('out') ?? '.';
    await mkdir(directory, { recursive: true });
    const registryFile = join(directory, 'registry.json');
    const eventsFile = join(directory, 'events.ndjson');
    await writeFile(registryFile, `${JSON.stringify(simulated.registry, null, 1)}\n`);
    const bar = new ProgressBar(context.terminal, eventsFile);
    const events = await writeLines(eventsFile, simulated.events, simulated.total, context.stop, bar);
    const report = { registry: registryFile, events: eventsFile, count: events };
    if (words.flag('json')) printJson(context.terminal, report);
    else context.terminal.out(`${registryFile}\n${eventsFile}: ${events} events\n`);
    return EXIT.done;
  },
};

function simulate(words: Arguments, context: CommandContext): ReturnType<typeof simulateYear> {
  const year = words.year('year') ?? DEFAULT_YEAR;
  const seed = words.number('seed') ?? 1;
  const scale = words.number('scale') ?? DEFAULT_SCALE;
  try {
    return simulateYear(context.readData, { year, seed, scale });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

async function writeLines(
  file: string,
  events: Iterable<object>,
  total: number,
  stop: AbortSignal,
  bar: ProgressBar,
): Promise<number> {
  let count = 0;
  function* texts(): Generator<string> {
    let lines = '';
    for (const event of events) {
      lines += `${JSON.stringify(event)}\n`;
      count += 1;
      if (count % LINES_PER_WRITE !== 0) continue;
      yield lines;
      lines = '';
      bar.show(count, total);
    }
    yield lines;
    bar.show(count, total);
  }
  await pipeline(Readable.from(texts(), { objectMode: true }), createWriteStream(file), { signal: stop });
  return count;
}
