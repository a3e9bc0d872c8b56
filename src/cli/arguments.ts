import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util';

/** Wrong words on the command line: exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Options that every command takes. */
const COMMON_OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Words of a command line, taken apart. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (name: string) => string | null;
  readonly flag: (name: string) => boolean;
  /** A moment: RFC 3339, or a date, which means the end of that day in China. */
  readonly moment: (name: string) => number | null;
  /** A moment at which something begins: a date means the start of that day in China. */
  readonly start: (name: string) => number | null;
  readonly number: (name: string) => number | null;
}

/** Options of one command by name; `text` takes a value. */
export type OptionKinds = Readonly<Record<string, 'text' | 'flag'>>;

/** Takes a command's words apart. @throws UsageError that names the wrong word */
export function readArguments(words: readonly string[], kinds: OptionKinds): Arguments {
  const own = Object.entries(kinds).map(([name, kind]): [string, ParseArgsOptionDescriptor] => [
    name,
    { type: kind === 'text' ? 'string' : 'boolean' },
  ]);
  const parsed = parse(words, { ...COMMON_OPTIONS, ...Object.fromEntries(own) });
  const text = (name: string): string | null => {
    const value = parsed.values[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    positionals: parsed.positionals,
    text,
    flag: (name) => parsed.values[name] === true,
    moment: (name) => momentOf(name, text(name), 'T23:59:59.999+08:00'),
    start: (name) => momentOf(name, text(name), 'T00:00:00+08:00'),
    number: (name) => numberOf(name, text(name)),
  };
}

function parse(
  words: readonly string[], options: Record<string, ParseArgsOptionDescriptor>,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function momentOf(name: string, text: string | null, ofDate: string): number | null {
  if (text === null) return null;
  const ms = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? text + ofDate : text);
  if (Number.isNaN(ms)) throw new UsageError(`--${name}: expected a date (2015-12-31) or a time (2015-12-31T08:00:00+08:00), got ${text}`);
  return ms;
}

function numberOf(name: string, text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${name}: expected a number, got ${text}`);
  return value;
}
