import { readWebAddress, UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';

const DEFAULT_PORT = 8080;

/** `ytterby serve [--port 8080] [--host 127.0.0.1] [--demo] [--public-url URL]` */
export const serveCommand: Command = {
  usage: '[--port 8080] [--host 127.0.0.1] [--demo] [--public-url https://id.example.org]',
  summary:
    'serve the record and its web pages; --demo fills an empty record with a simulated year; labels and links name --public-url',
  options: { port: 'text', host: 'text', demo: 'flag', 'public-url': 'text' },
  positionalsMax: 0,
  async run(words, context) {
    const port = words.number('port') ?? DEFAULT_PORT;
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`--port: expected 0 to 65535, got ${port}`);
    const publicUrl = readWebAddress(words);
    const app = await context.open('record.serve');
    await context.serve(app, { port, host: words.text('host') ?? '127.0.0.1', demo: words.flag('demo'), publicUrl });
    return EXIT.done;
  },
};
