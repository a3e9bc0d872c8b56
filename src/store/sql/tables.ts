/** The tables of the record, for Kysely's types. Numbers are whole numbers below 2^53 unless said otherwise. */
export interface Tables {
  term: { id: number; uri: string };
  event: {
    seq: number;
    hash: string;
    event_id: string | null;
    declares_error: number;
    type: number;
    event_time: number;
    recorded: number;
    biz_step: number | null;
    disposition: number | null;
    read_point: number | null;
    biz_location: number | null;
    site: number | null;
    context: number;
    salt: string;
  };
  event_body: { seq: number; body: string };
  event_key: { day: number; key: number; seq: number };
  event_key_recent: { day: number; key: number; seq: number };
  event_party: { seq: number; party: number };
  event_word: { kind: number; word: number };
  event_identifier: { identifier: number; role: number; seq: number };
  entry: { event_seq: number; revision: number; data: Uint8Array };
  flow: {
    event_seq: number;
    revision: number;
    role: number;
    lot: number;
    superseded: number | null;
    event_time: number;
    data: Uint8Array;
  };
  lot_state: { lot: number; held: number; data: Uint8Array };
  void: { event_seq: number; by_seq: number };
  quota_draw: {
    event_seq: number;
    revision: number;
    place: number;
    event_time: number;
    year: number;
    stage: string;
    ore: string;
    holder: number;
    reo_mg: number;
  };
  account: { id: number; kind: number; site: number; counterpart: number };
  /** `span` months a period; `account` of a total over a kind is below zero; `recorded_month` of a year is −1: of all. */
  balance_period: { span: number; period: number; account: number; recorded_month: number; data: Uint8Array };
  balance_day: { day: number; place: number; recorded_day: number; data: Uint8Array };
  lot_at_site: { site: number; lot: number; first_seq: number };
  log_tile: { level: number; place: number; data: Uint8Array };
  capture_job: { id: string; place: number; job: string };
  document: { name: string; text: string };
  journal: { name: string; line: number; text: string };
}

/** A column's type in both dialects. */
type ColumnType = 'integer' | 'text' | 'blob';

/** One table: columns in order (`?` marks those that may be null), its key, and other indexes. */
export interface TableSpec {
  readonly name: keyof Tables;
  readonly columns: readonly (readonly [name: string, type: ColumnType, nullable?: 'null'])[];
  readonly key: readonly string[];
  /** On SQLite, rows lie in the order of the key; otherwise in the order of insertion. */
  readonly clustered: boolean;
  readonly unique?: readonly (readonly string[])[];
  /**
   * A unique text of any length. PostgreSQL's B-tree takes 2,700 bytes at most, so there it is unique and found by its MD5 (a hash index
   * would do, but cannot be unique, and without statistics the planner then reads the whole table).
   */
  readonly longUnique?: string;
  readonly indexes?: readonly (readonly string[])[];
}

/** Every table of the record. Few and narrow indexes: each one that grows at random places costs more as the record grows. */
export const TABLES: readonly TableSpec[] = [
  {
    name: 'term',
    columns: [
      ['id', 'integer'],
      ['uri', 'text'],
    ],
    key: ['id'],
    clustered: false,
    longUnique: 'uri',
  },
  {
    name: 'event',
    columns: [
      ['seq', 'integer'],
      ['hash', 'text'],
      ['event_id', 'text', 'null'],
      ['declares_error', 'integer'],
      ['type', 'integer'],
      ['event_time', 'integer'],
      ['recorded', 'integer'],
      ['biz_step', 'integer', 'null'],
      ['disposition', 'integer', 'null'],
      ['read_point', 'integer', 'null'],
      ['biz_location', 'integer', 'null'],
      ['site', 'integer', 'null'],
      ['context', 'integer'],
      ['salt', 'text'],
    ],
    key: ['seq'],
    clustered: false,
    indexes: [['event_time']],
  },
  {
    name: 'event_body',
    columns: [
      ['seq', 'integer'],
      ['body', 'text'],
    ],
    key: ['seq'],
    clustered: false,
  },
  {
    name: 'event_key',
    columns: [
      ['day', 'integer'],
      ['key', 'integer'],
      ['seq', 'integer'],
    ],
    key: ['day', 'key', 'seq'],
    clustered: true,
  },
  {
    name: 'event_key_recent',
    columns: [
      ['day', 'integer'],
      ['key', 'integer'],
      ['seq', 'integer'],
    ],
    key: ['day', 'key', 'seq'],
    clustered: true,
  },
  {
    name: 'event_party',
    columns: [
      ['seq', 'integer'],
      ['party', 'integer'],
    ],
    key: ['seq', 'party'],
    clustered: true,
    indexes: [['party', 'seq']],
  },
  {
    name: 'event_word',
    columns: [
      ['kind', 'integer'],
      ['word', 'integer'],
    ],
    key: ['kind', 'word'],
    clustered: true,
  },
  {
    name: 'event_identifier',
    columns: [
      ['identifier', 'integer'],
      ['role', 'integer'],
      ['seq', 'integer'],
    ],
    key: ['identifier', 'role', 'seq'],
    clustered: true,
  },
  {
    name: 'entry',
    columns: [
      ['event_seq', 'integer'],
      ['revision', 'integer'],
      ['data', 'blob'],
    ],
    key: ['event_seq', 'revision'],
    clustered: true,
    indexes: [['revision']],
  },
  {
    name: 'flow',
    columns: [
      ['event_seq', 'integer'],
      ['revision', 'integer'],
      ['role', 'integer'],
      ['lot', 'integer'],
      ['superseded', 'integer', 'null'],
      ['event_time', 'integer'],
      ['data', 'blob'],
    ],
    key: ['event_seq', 'revision', 'role', 'lot'],
    clustered: true,
  },
  {
    name: 'lot_state',
    columns: [
      ['lot', 'integer'],
      ['held', 'integer'],
      ['data', 'blob'],
    ],
    key: ['lot'],
    clustered: false,
    indexes: [['held']],
  },
  {
    name: 'void',
    columns: [
      ['event_seq', 'integer'],
      ['by_seq', 'integer'],
    ],
    key: ['event_seq'],
    clustered: false,
  },
  {
    name: 'quota_draw',
    columns: [
      ['event_seq', 'integer'],
      ['revision', 'integer'],
      ['place', 'integer'],
      ['event_time', 'integer'],
      ['year', 'integer'],
      ['stage', 'text'],
      ['ore', 'text'],
      ['holder', 'integer'],
      ['reo_mg', 'integer'],
    ],
    key: ['year', 'event_seq', 'revision', 'place'],
    clustered: true,
  },
  {
    name: 'account',
    columns: [
      ['id', 'integer'],
      ['kind', 'integer'],
      ['site', 'integer'],
      ['counterpart', 'integer'],
    ],
    key: ['id'],
    clustered: false,
    unique: [['kind', 'site', 'counterpart']],
    indexes: [['site']],
  },
  {
    name: 'balance_period',
    columns: [
      ['span', 'integer'],
      ['period', 'integer'],
      ['account', 'integer'],
      ['recorded_month', 'integer'],
      ['data', 'blob'],
    ],
    key: ['span', 'period', 'account', 'recorded_month'],
    clustered: true,
  },
  {
    name: 'balance_day',
    columns: [
      ['day', 'integer'],
      ['place', 'integer'],
      ['recorded_day', 'integer'],
      ['data', 'blob'],
    ],
    key: ['day', 'place'],
    clustered: true,
    indexes: [['recorded_day']],
  },
  {
    name: 'lot_at_site',
    columns: [
      ['site', 'integer'],
      ['lot', 'integer'],
      ['first_seq', 'integer'],
    ],
    key: ['site', 'lot'],
    clustered: true,
  },
  {
    name: 'log_tile',
    columns: [
      ['level', 'integer'],
      ['place', 'integer'],
      ['data', 'blob'],
    ],
    key: ['level', 'place'],
    clustered: false,
  },
  {
    name: 'capture_job',
    columns: [
      ['id', 'text'],
      ['place', 'integer'],
      ['job', 'text'],
    ],
    key: ['id'],
    clustered: false,
    indexes: [['place']],
  },
  {
    name: 'document',
    columns: [
      ['name', 'text'],
      ['text', 'text'],
    ],
    key: ['name'],
    clustered: false,
  },
  {
    name: 'journal',
    columns: [
      ['name', 'text'],
      ['line', 'integer'],
      ['text', 'text'],
    ],
    key: ['name', 'line'],
    clustered: true,
  },
];

/** The table of a name. */
export function tableSpec(name: keyof Tables): TableSpec {
  const spec = TABLES.find((table) => table.name === name);
  if (spec === undefined) throw new Error(`tableSpec: no table ${name}`);
  return spec;
}

const TYPE_NAMES = {
  sqlite: { integer: 'INTEGER', text: 'TEXT', blob: 'BLOB' },
  postgres: { integer: 'BIGINT', text: 'TEXT', blob: 'BYTEA' },
} as const;

/** The statements that create every table and index where they are missing. */
export function creationStatements(dialect: 'sqlite' | 'postgres'): string[] {
  return TABLES.flatMap((table) => {
    const columns = table.columns.map(
      ([name, type, nullable]) => `"${name}" ${TYPE_NAMES[dialect][type]}${nullable ? '' : ' NOT NULL'}`,
    );
    const long = table.longUnique;
    const unique = [...(table.unique ?? []), ...(long !== undefined && dialect === 'sqlite' ? [[long]] : [])];
    const uniques = unique.map((names) => `UNIQUE (${quoted(names)})`);
    const lines = [...columns, `PRIMARY KEY (${quoted(table.key)})`, ...uniques].join(', ');
    const tail = dialect === 'sqlite' && table.clustered ? ' WITHOUT ROWID' : '';
    const indexes = (table.indexes ?? []).map(
      (names) => `CREATE INDEX IF NOT EXISTS "${table.name}_${names.join('_')}" ON "${table.name}" (${quoted(names)})`,
    );
    if (long !== undefined && dialect === 'postgres') {
      indexes.push(`CREATE UNIQUE INDEX IF NOT EXISTS "${table.name}_${long}" ON "${table.name}" (md5("${long}"))`);
    }
    return [`CREATE TABLE IF NOT EXISTS "${table.name}" (${lines})${tail}`, ...indexes];
  });
}

/** What follows an INSERT of either dialect so that a row of the same key takes the new values. */
export function updateOnConflict(table: TableSpec): string {
  const others = table.columns.map(([name]) => name).filter((name) => !table.key.includes(name));
  const values = others.map((name) => `"${name}" = EXCLUDED."${name}"`).join(', ');
  return `ON CONFLICT (${quoted(table.key)}) DO UPDATE SET ${values}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
