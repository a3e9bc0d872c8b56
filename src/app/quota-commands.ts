import { randomUUID } from 'node:crypto';
import {
  allot,
  cut,
  release,
  reserve,
  type Decision,
  type Movement,
  type Quota,
  type QuotaState,
  type Refusal,
} from '../rights/index.ts';
import type { ReadScope, RecordReader, RecordWriter } from '../record/index.ts';
import { OutOfScope } from './answers/out-of-scope.ts';
import type { Application } from './application.ts';
import { readRights, writeMovements } from './rights-journal.ts';
import type { World } from './world.ts';

/** What can be done with a quota. Amounts are milligrams REO. `id` makes a command safe to repeat: it counts once. */
export type QuotaCommand =
  | { readonly kind: 'allot'; readonly id?: string; readonly quota: Quota; readonly amountMg: bigint }
  | {
      readonly kind: 'reserve';
      readonly id?: string;
      readonly quota: string;
      readonly reservation: string;
      readonly amountMg: bigint;
    }
  | { readonly kind: 'release'; readonly id?: string; readonly reservation: string }
  | { readonly kind: 'cut'; readonly id?: string; readonly quota: string; readonly amountMg: bigint };

/** What became of a command: done (again, when it was on record before), or refused with one code. */
export type QuotaCommandAnswer = { readonly movements: readonly Movement[] } | { readonly refusal: Refusal };

/**
 * Carries out a command on quotas. All changes of the record run one after the other, so two commands at once cannot pass a cap
 * together, nor a command and a draw.
 * @throws OutOfScope when the quota is of an organisation that is not the viewer's to decide about
 */
export async function runQuotaCommand(app: Application, command: QuotaCommand): Promise<QuotaCommandAnswer> {
  const scope = await app.scope();
  return app.store.write((writer) => carryOutQuotaCommand(app, writer, scope, command));
}

/** The same within a change that does more. @param scope of whom the viewer may decide; null for everybody */
export async function carryOutQuotaCommand(
  app: Application,
  writer: RecordWriter,
  scope: ReadScope | null,
  command: QuotaCommand,
): Promise<QuotaCommandAnswer> {
  const world = await app.worlds.current(writer);
  const state = await quotaState(writer, world, await yearsOf(writer, world, command));
  const holder = holderOf(state, command);
  if (holder !== null && scope !== null && !scope.organisations.includes(holder)) throw new OutOfScope('organisation', holder);
  const id = command.id ?? randomUUID();
  // A command that is repeated later is still the same command.
  const atMs = state.applied.get(id)?.atMs ?? app.now();
  const decision = decide(state, command, id, atMs);
  if ('movements' in decision) await writeMovements(writer, decision.movements, app.now());
  return decision;
}

/** Whose quota a command is about; null where there is none such. */
function holderOf({ accounts, reservations }: QuotaState, command: QuotaCommand): string | null {
  if (command.kind === 'allot') return command.quota.holder;
  const quota = command.kind === 'release' ? reservations.get(command.reservation)?.quota : command.quota;
  return quota === undefined ? null : (accounts.get(quota)?.quota.holder ?? null);
}

/** Rights as movements and draws of some years make them. */
async function quotaState(reader: RecordReader, world: World, years: readonly number[]): Promise<QuotaState> {
  const totals = await Promise.all(years.map((year) => reader.drawTotals({ year, knownSeq: null, asOfMs: null })));
  return readRights(reader, world.registry.groupOf, totals.flat());
}

/** The years whose draws bear on a command: that of its quota; every quota year where it names only a reservation. */
async function yearsOf(reader: RecordReader, world: World, command: QuotaCommand): Promise<number[]> {
  if (command.kind === 'allot') return [command.quota.year];
  const { accounts } = await quotaState(reader, world, []);
  if (command.kind === 'release') return [...new Set([...accounts.values()].map(({ quota }) => quota.year))];
  const account = accounts.get(command.quota);
  return account === undefined ? [] : [account.quota.year];
}

function decide(state: QuotaState, command: QuotaCommand, id: string, atMs: number): Decision {
  switch (command.kind) {
    case 'allot':
      return allot(state, { id, atMs, quota: command.quota, amountMg: command.amountMg });
    case 'reserve':
      return reserve(state, { id, atMs, quota: command.quota, reservation: command.reservation, amountMg: command.amountMg });
    case 'release':
      return release(state, { id, atMs, reservation: command.reservation });
    case 'cut':
      return cut(state, { id, atMs, quota: command.quota, amountMg: command.amountMg });
  }
}
