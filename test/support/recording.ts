import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  answerBalance,
  answerQuotas,
  loadRegistry,
  openApplication,
  type Application,
  type CaptureErrorBehaviour,
} from '../../src/app/index.ts';
import {
  accountKey,
  noMasses,
  noVariances,
  addInto,
  addVariancesInto,
  type Entry,
  type Masses,
  type Variances,
} from '../../src/ledger/index.ts';
import type { CapturedEvent, CaptureJob, RecordStore } from '../../src/record/index.ts';
import { createMemoryStore, openSqliteStore } from '../../src/store/index.ts';
import { eventKey } from './audit-record.ts';
import { REGISTRY } from './ree-events.ts';

type JsonObject = Record<string, unknown>;

const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ree: 'https://w3id.org/ytterby/ree/' }];
const HOLDINGS: ReadonlySet<string> = new Set(['stock', 'transit', 'reserve']);
const PRESENT_MS = Date.parse('2016-01-01T00:00:00Z');

/** A store for one test, closed and removed after it. */
export function temporaryStore(t: Pick<TestContext, 'after'>, kind: 'memory' | 'sqlite'): RecordStore {
  if (kind === 'memory') return createMemoryStore();
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-recording-'));
  const store = openSqliteStore(folder);
  t.after(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}

/** Events as the text of a document. */
export function documentText(eventList: readonly JsonObject[]): string {
  return JSON.stringify({
    '@context': CONTEXT,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2015-12-31T00:00:00Z',
    epcisBody: { eventList },
  });
}

/** How a capture ended, in short. */
export interface Captured {
  readonly job: CaptureJob;
  readonly recorded: number;
  readonly duplicates: number;
}

/** An application over a store, with the present at the beginning of 2016, and short ways to record and to look. */
export class Recording {
  readonly app: Application;
  nowMs = PRESENT_MS;

  constructor(store: RecordStore) {
    this.app = openApplication(store, () => this.nowMs, '0.0.0-test');
  }

  async loadRegistry(registry: object = REGISTRY): Promise<void> {
    await loadRegistry(this.app, JSON.stringify(registry));
  }

  /** Captures events in one document. @throws CaptureRefusal, StoreError */
  async capture(events: readonly JsonObject[], behaviour: CaptureErrorBehaviour = 'rollback'): Promise<Captured> {
    const { finished } = await this.app.capture.capture(documentText(events), behaviour);
    return finished;
  }

  /** Every event on record, in its order. */
  async events(): Promise<CapturedEvent[]> {
    return this.app.store.read(async (reader) =>
      reader.scan({}, { afterSeq: 0, untilSeq: await reader.head(), limit: 1_000_000 }),
    );
  }

  /** Kilograms net of a lot by the account that holds it; accounts with nothing are left out. */
  async holdingsOf(lot: string): Promise<Record<string, number>> {
    const sums = new Map<string, bigint>();
    for (const { legs } of (await this.entries()).values()) {
      for (const leg of legs) {
        if (leg.lot === lot && HOLDINGS.has(leg.account.kind))
          sums.set(accountKey(leg.account), (sums.get(accountKey(leg.account)) ?? 0n) + leg.masses.at(-1)!);
      }
    }
    return Object.fromEntries([...sums].filter(([, mg]) => mg !== 0n).map(([key, mg]) => [key, Number(mg) / 1e6]));
  }

  /** The current entry of every event, by `eventKey`. */
  async entries(): Promise<Map<string, Entry>> {
    const events = await this.events();
    const entries = await this.app.store.read((reader) =>
      reader.entries(
        events.map(({ seq }) => seq),
        null,
      ),
    );
    return new Map(events.map((event) => [eventKey(event.hash, event.declaresError), entries.get(event.seq)!.entry]));
  }

  /**
   * What the record says, without what only the order of arrival decides: every current entry, the balance of everything, the quotas.
   */
  async sayings(): Promise<object> {
    const entries = Object.fromEntries([...(await this.entries())].map(([key, entry]) => [key, sayingOf(entry)]).toSorted(byKey));
    const now = { asOf: null, knownAt: null };
    const { rows } = await answerBalance(this.app, {
      ...now,
      organisation: null,
      site: null,
      element: null,
      from: null,
      to: null,
    });
    const closing = Object.fromEntries(
      rows.map(({ account, basis, closing: { value, sd } }) => [`${account} ${basis}`, `${value} ± ${rounded(sd)}`]),
    );
    const { quotas, unheldDraws } = await answerQuotas(this.app, { ...now, year: 2015 });
    return { entries, closing, quotas: quotas.toSorted((a, b) => (a.id < b.id ? -1 : 1)), unheldDraws };
  }
}

function byKey([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}

/** Legs of one lot in one account together, and flows, in a form without order; nothing where nothing moved. */
function sayingOf({ legs, flows }: Entry): unknown {
  const sums = new Map<string, { masses: Masses; variances: Variances }>();
  for (const leg of legs) {
    const key = `${leg.lot} ${accountKey(leg.account)}`;
    const sum = sums.get(key) ?? { masses: noMasses(), variances: noVariances() };
    addInto(sum.masses, leg.masses);
    addVariancesInto(sum.variances, leg.balanceVariance);
    sums.set(key, sum);
  }
  const moved = [...sums].filter(
    ([, { masses, variances }]) => masses.some((mg) => mg !== 0n) || variances.some((each) => Math.abs(each) > 1),
  );
  return {
    legs: moved.map(([key, { masses, variances }]) => `${key}: ${masses.join()} ± ${[...variances].map(rounded).join()}`).sort(),
    flows: flows.map(({ role, lot, masses }) => `${role} ${lot}: ${masses.join()}`).sort(),
  };
}

/** Six digits: sums of doubles depend on their order in the last ones. */
function rounded(value: number): number {
  return Math.abs(value) < 1 ? 0 : Number(value.toPrecision(6));
}
