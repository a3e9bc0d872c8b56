import { parseArgs } from 'node:util';

/** The parts of the benchmark that `--only` chooses from. */
export const PARTS = [
  'capture',
  'latency',
  'lineage',
  'balance',
  'log',
  'passports',
  'visibility',
  'rules',
  'subscriptions',
  'hash',
  'separation',
  'start',
] as const;
export type Part = (typeof PARTS)[number];

/** How much a run measures. */
export interface Plan {
  readonly json: boolean;
  readonly parts: ReadonlySet<Part>;
  /** A PostgreSQL server to use; null for a private one, where PostgreSQL is installed. */
  readonly postgresUrl: string | null;
  /** Events on record at which the record is measured, ascending. */
  readonly sizes: readonly number[];
  /** Scale of the simulated years, as in `ytterby simulate industry`. */
  readonly scale: number;
  /** Measured windows of capture at each size, and documents in each. */
  readonly windows: number;
  readonly documentsPerWindow: number;
  /** Events captured before the first window, so that caches and compiled code are as in a running server. */
  readonly warmUpEvents: number;
  /** Events captured one by one, and questions asked, at each size. */
  readonly singles: number;
  readonly questions: number;
  readonly treesOfLots: number;
  readonly starts: number;
  /** Events whose rows are inserted again for the ceiling of capture, and how many times. */
  readonly rawEvents: number;
  readonly rawReplays: number;
  /** Leaves of the tree whose root is computed anew. */
  readonly leaves: number;
  /** Live subscriptions, and for how long events are captured under them. */
  readonly subscriptions: number;
  readonly deliverySeconds: number;
  /** Times that each separation case is solved. */
  readonly solves: number;
}

/** The command line is wrong. */
export class UsageError extends Error {}

export const USAGE = `npm run bench -- [--json] [--smoke] [--postgres URL] [--events N] [--only ${PARTS.join('|')}]…

  --json          prints the figures as JSON
  --smoke         tiny sizes, for a look whether everything still runs; its figures mean nothing
  --postgres URL  a PostgreSQL server whose role may create databases; by default a private one is started where it is installed
  --events N      the largest record to measure, at least 1000 (default 1000000)
  --only NAME     measures one part; may be repeated`;

const FULL_SIZES = [10_000, 100_000, 1_000_000];
const SMOKE_SIZES = [1000, 2000];
const EVENTS_MIN = 1000;

const FULL = {
  scale: 1,
  windows: 5,
  documentsPerWindow: 10,
  warmUpEvents: 15_000,
  singles: 1000,
  questions: 300,
  treesOfLots: 3,
  starts: 5,
  rawEvents: 15_000,
  rawReplays: 3,
  leaves: 1_000_000,
  subscriptions: 1000,
  deliverySeconds: 20,
  solves: 30,
};
const SMOKE = {
  scale: 0.05,
  windows: 1,
  documentsPerWindow: 2,
  warmUpEvents: 500,
  singles: 20,
  questions: 5,
  treesOfLots: 1,
  starts: 1,
  rawEvents: 600,
  rawReplays: 1,
  leaves: 10_000,
  subscriptions: 50,
  deliverySeconds: 2,
  solves: 1,
};

/** Reads the command line. @throws UsageError */
export function readPlan(words: readonly string[]): Plan {
  const values = parse(words);
  const largest = values.events === undefined ? null : Number(values.events);
  if (largest !== null && !(Number.isSafeInteger(largest) && largest >= EVENTS_MIN)) {
    throw new UsageError(`--events: expected a whole number from ${EVENTS_MIN}, got ${values.events}`);
  }
  const sizes = values.smoke === true ? SMOKE_SIZES : FULL_SIZES;
  return {
    ...(values.smoke === true ? SMOKE : FULL),
    json: values.json === true,
    parts: partsOf(values.only ?? []),
    postgresUrl: values.postgres ?? null,
    sizes: largest === null ? sizes : [...sizes.filter((size) => size < largest), largest],
  };
}

interface Values {
  json?: boolean;
  smoke?: boolean;
  postgres?: string;
  events?: string;
  only?: string[];
}

function parse(words: readonly string[]): Values {
  try {
    const options = {
      json: { type: 'boolean' },
      smoke: { type: 'boolean' },
      postgres: { type: 'string' },
      events: { type: 'string' },
      only: { type: 'string', multiple: true },
    } as const;
    return parseArgs({ args: [...words], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function partsOf(names: readonly string[]): ReadonlySet<Part> {
  const parts = names.map((name) => {
    const part = PARTS.find((known) => known === name);
    if (part === undefined) throw new UsageError(`--only: expected one of ${PARTS.join(', ')}, got ${name}`);
    return part;
  });
  return new Set(parts.length === 0 ? PARTS : parts);
}
