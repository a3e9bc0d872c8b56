import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { simulateScenario, simulateYear } from '../../app/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command, type CommandContext } from '../command.ts';
import { printJson, ProgressBar } from '../terminal.ts';

const DEFAULT_YEAR = 2015;
const DEFAULT_SCALE = 0.1;
const LINES_PER_WRITE = 200;

/** What is written: a registry and events; of a scenario also the truth. */
interface Simulated {
  readonly registry: object;
  readonly events: Iterable<object>;
  readonly total: number;
  readonly truth: readonly object[] | null;
}

/** `ytterby simulate industry|scenario --year 2015 --seed N [--scale S] [--out DIR]` */
export const simulateCommand: Command = {
  usage: 'industry|scenario [--year 2015] [--seed 1] [--scale 0.1] [--out DIR] [--strength 1|2|3] [--tactics A,B]',
  summary:
    'write a registry and a simulated year of events of the rare-earth industry that public figures describe; as a scenario with violations planted, and truth.json that names them',
  options: { year: 'text', seed: 'text', scale: 'text', out: 'text', strength: 'text', tactics: 'text' },
  positionalsMax: 1,
  async run(words, context) {
    const simulated = simulate(words, context);
    const directory = words.text('out') ?? '.';
    await mkdir(directory, { recursive: true });
    const registryFile = join(directory, 'registry.json');
    const eventsFile = join(directory, 'events.ndjson');
    await writeFile(registryFile, `${JSON.stringify(simulated.registry, null, 1)}\n`);
    const bar = new ProgressBar(context.terminal, eventsFile);
    const events = await writeLines(eventsFile, simulated.events, simulated.total, context.stop, bar);
    const truthFile = join(directory, 'truth.json');
    if (simulated.truth !== null) await writeFile(truthFile, `${JSON.stringify(simulated.truth, null, 1)}\n`);
    const report = {
      registry: registryFile,
      events: eventsFile,
      count: events,
      ...(simulated.truth === null ? {} : { truth: truthFile }),
    };
    if (words.flag('json')) printJson(context.terminal, report);
    else context.terminal.out(`${registryFile}\n${eventsFile}: ${events} events\n`);
    return EXIT.done;
  },
};

function simulate(words: Arguments, context: CommandContext): Simulated {
  const [what] = words.positionals;
  if (what !== 'industry' && what !== 'scenario') throw new UsageError('simulate: expected industry or scenario');
  const year = words.year('year') ?? DEFAULT_YEAR;
  const seed = words.number('seed') ?? 1;
  const scale = words.number('scale') ?? DEFAULT_SCALE;
  try {
    if (what === 'scenario') return scenario(words, context, { year, seed, scale });
    const { registry, events, total } = simulateYear(context.readData, { year, seed, scale });
    return { registry, events, total, truth: null };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** Without a strength the year is clean. */
function scenario(words: Arguments, context: CommandContext, options: Parameters<typeof simulateYear>[1]): Simulated {
  const stated = words.text('strength');
  const strength = ([1, 2, 3] as const).find((one) => String(one) === stated) ?? null;
  if (stated !== null && strength === null) throw new UsageError(`--strength: expected 1, 2 or 3, got ${stated}`);
  const tactics = (words.text('tactics') ?? '').split(',').filter((name) => name !== '');
  const { registry, events, truth } = simulateScenario(context.readData, options, strength, tactics);
  return { registry, events, total: events.length, truth };
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
