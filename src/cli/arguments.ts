import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util';
import { instantMs } from '../epcis/index.ts';

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
  /** A moment, itself included: a time with its offset, or a day, which means its last millisecond in China. */
  readonly moment: (name: string) => number | null;
  /** A moment at which something begins: a day means its first millisecond in China. */
  readonly start: (name: string) => number | null;
  /** A moment at which something ends, itself not included: a day means the first millisecond after it in China. */
  readonly end: (name: string) => number | null;
  readonly number: (name: string) => number | null;
  /** A year of four digits. */
  readonly year: (name: string) => number | null;
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
    moment: (name) => momentOf(name, text(name), DAY_MS - 1),
    start: (name) => momentOf(name, text(name), 0),
    end: (name) => momentOf(name, text(name), DAY_MS),
    number: (name) => numberOf(name, text(name)),
    year: (name) => yearOf(name, text(name)),
  };
}

function parse(
  words: readonly string[],
  options: Record<string, ParseArgsOptionDescriptor>,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const DAY_MS = 86_400_000;

/** @param intoDayMs which moment of a day a bare date means, from its beginning in China */
function momentOf(name: string, text: string | null, intoDayMs: number): number | null {
  if (text === null) return null;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const ms = instantMs(isDay ? `${text}T00:00:00+08:00` : text);
  if (ms === null) {
    throw new UsageError(
      `--${name}: expected a day (2015-12-31) or a time with its offset (2015-12-31T08:00:00+08:00), got ${text}`,
    );
  }
  return isDay ? ms + intoDayMs : Math.floor(ms);
}

function yearOf(name: string, text: string | null): number | null {
  if (text !== null && !/^(19|20|21)\d\d$/.test(text))
    throw new UsageError(`--${name}: expected a year of four digits, got ${text}`);
  return text === null ? null : Number(text);
}

function numberOf(name: string, text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${name}: expected a number, got ${text}`);
  return value;
}

/** The option `--public-url`: the web address under which others reach the server, without a slash at the end; null when not given. */
export function readWebAddress(words: Arguments): string | null {
  const text = words.text('public-url');
  if (text === null) return null;
  const isAddress = /^https?:\/\/[^\s?#]+$/.test(text) && URL.canParse(text);
  if (!isAddress) throw new UsageError(`--public-url: expected an address like https://id.example.org, got ${text}`);
  return text.replace(/\/+$/, '');
}
