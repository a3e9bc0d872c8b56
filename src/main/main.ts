import { identifyKey, KeyUnknown, permit, readData, type Application } from '../app/index.ts';
import { EXIT, runCommandLine, type CommandContext, type Terminal } from '../cli/index.ts';
import { DEFAULT_DATA, openRecord } from './open-record.ts';
import { serveRecord } from './serve.ts';

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isScreen: process.stderr.isTTY,
};

const opened: Application[] = [];
const stopping = new AbortController();
let serving = false;

/** Who holds the record's files is its keeper, unless a key in the environment says who he is. */
async function asKeyHolder(app: Application): Promise<Application> {
  const key = process.env['YTTERBY_KEY'];
  if (key === undefined || key === '') return app;
  const viewer = await identifyKey(app, key);
  if (viewer === null) throw new KeyUnknown();
  return app.as(viewer);
}

function interrupted(): void {
  if (!serving) stopping.abort(new Error('stopped by Ctrl-C'));
}

function contextOf(data: string | null): CommandContext {
  return {
    terminal,
    open: async (act) => {
      const app = await openRecord(data);
      opened.push(app);
      const seen = await asKeyHolder(app);
      permit(seen, act);
      return seen;
    },
    stop: stopping.signal,
    endAtOnce: () => process.removeListener('SIGINT', interrupted),
    readData,
    serve: async (app, options) => {
      serving = true;
      await serveRecord(app, options, data ?? DEFAULT_DATA, terminal);
      opened.splice(opened.indexOf(app), 1);
    },
  };
}

// What nobody foresaw ends with 3: Node's own code for it is 1, which says that the answer is no.
process.on('uncaughtException', (error) => {
  terminal.error(`ytterby: ${error.stack ?? error.message}\n`);
  process.exit(EXIT.broken);
});
// A reader that goes away (`ytterby trace … | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.once('SIGINT', interrupted);

const code = await runCommandLine(process.argv.slice(2), terminal, contextOf);
for (const app of opened) {
  await app.committer.idle();
  await app.store.close();
}
process.exitCode = code;
