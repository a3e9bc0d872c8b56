import { logKey, proveEntry, proveEvent, proveGrowth, readCheckpoint, type Application } from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson } from '../terminal.ts';

/** `ytterby log checkpoint | key | proof EVENT | inclusion INDEX [SIZE] | consistency OLD [NEW]` */
export const logCommand: Command = {
  usage: 'checkpoint | key | proof EVENT | inclusion INDEX [SIZE] | consistency OLD [NEW]',
  summary:
    'what the signed log says: its latest checkpoint, its key, the proof of an event, and bare proofs of RFC 6962 that an entry is in the log or that it only grew',
  options: {},
  positionalsMax: 3,
  async run(words, { terminal, open }) {
    const [what = '', first = '', second] = words.positionals;
    if (what === 'proof') {
      printJson(terminal, await proveEvent(await open('proof.read'), first));
      return EXIT.done;
    }
    const answer = ANSWERS[what];
    if (answer === undefined) throw new UsageError(`log: expected ${logCommand.usage}`);
    const text = await answer(await open('log.read'), first, second);
    terminal.out(text);
    return text === '' ? EXIT.no : EXIT.done;
  },
};

type Answer = (app: Application, first: string, second: string | undefined) => Promise<string>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  checkpoint: async (app) => (await readCheckpoint(app)) ?? '',
  key: async (app) => `${logKey(app)}\n`,
  inclusion: async (app, first, second) => linesOf(await proveEntry(app, count(first), await sizeOf(app, second))),
  consistency: async (app, first, second) => linesOf(await proveGrowth(app, count(first), await sizeOf(app, second))),
};

/** Hashes as C2SP writes them: one a line, in base64. */
function linesOf(hashes: readonly Uint8Array[]): string {
  return `${hashes.map((each) => Buffer.from(each).toString('base64')).join('\n')}\n`;
}

function sizeOf(app: Application, stated: string | undefined): Promise<number> {
  return stated === undefined ? app.store.read((reader) => reader.head()) : Promise.resolve(count(stated));
}

/** @throws UsageError */
function count(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`log: expected a whole number, got ${JSON.stringify(text)}`);
  return Number(text);
}
