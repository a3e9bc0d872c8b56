import { tonnes } from '../units/index.ts';
import type { Movement } from './movement.ts';
import { type Batch, isSameQuota, lineKeyOf, type Ore, type Quota, type Stage } from './quota.ts';
import { emptyQuotaState, type QuotaAccount, type QuotaState } from './quota-state.ts';

/** A quota as `registry.json` states it (FORMATS, section 2). */
export interface StatedQuota {
  readonly id: string;
  readonly year: number;
  readonly batch: Batch;
  readonly stage: Stage;
  readonly ore: Ore;
  readonly holder: string;
  readonly parent: string | null;
  readonly reoTonnes: number;
}

/** What of a registry bears on quotas. */
export interface StatedRights {
  readonly organisations: readonly { readonly id: string; readonly group: string | null }[];
  readonly quotas: readonly StatedQuota[];
}

/** Something that a registry's quotas say and that does not add up. Kept as stated. */
export interface QuotaException {
  readonly code: 'children-exceed-parent' | 'batches-exceed-year' | 'child-differs-from-parent' | 'quota-redefined';
  readonly quota: string;
  readonly overMg: bigint;
  readonly message: string;
}

/** The movements that bring the rights to what a registry states, and what in it does not add up. */
export interface LoadedQuotas {
  readonly movements: readonly Movement[];
  readonly exceptions: readonly QuotaException[];
}

/** The group of every organisation, as `emptyQuotaState` takes it. */
export function groupsOf(rights: StatedRights): Map<string, string | null> {
  return new Map(rights.organisations.map((organisation) => [organisation.id, organisation.group]));
}

/**
 * Grants and allotments for the quotas of a registry: a quota without parent is granted, any other is allotted from its
 * parent. A quota that is on record with another amount gets the difference: granted or allotted when it grew, cut when it
 * shrank.
 * @param atMs the moment of the movements, milliseconds since 1970 UTC
 * @param state the rights on record; the same registry loaded again gives no movement
 */
export function quotasFromRegistry(
  rights: StatedRights,
  atMs: number,
  state: QuotaState = emptyQuotaState(groupsOf(rights)),
): LoadedQuotas {
  const movements = parentsFirst(rights.quotas).flatMap((stated) => statementOf(stated, atMs, state.accounts.get(stated.id)));
  const exceptions = [
    ...exceptionsByParent(rights.quotas),
    ...exceptionsByYear(rights.quotas),
    ...redefined(rights.quotas, state),
  ];
  return { movements, exceptions };
}

function statementOf(stated: StatedQuota, atMs: number, known: QuotaAccount | undefined): Movement[] {
  const changeMg = tonnes(stated.reoTonnes, 'treo').mg - (known?.noticedMg ?? 0n);
  if (changeMg === 0n && known !== undefined) return [];
  if (known !== undefined && !isSameQuota(known.quota, quotaOf(stated))) return [];
  const base = { id: `notice:${stated.id}:${(known?.notices ?? 0) + 1}`, atMs };
  const quota = quotaOf(stated);
  if (changeMg < 0n) return [{ ...base, kind: 'cut', ground: 'notice', quota: quota.id, amountMg: -changeMg }];
  if (quota.parent === null) return [{ ...base, kind: 'grant', quota, amountMg: changeMg }];
  return [{ ...base, kind: 'allot', ground: 'notice', quota, amountMg: changeMg }];
}

function quotaOf({ id, year, batch, stage, ore, holder, parent }: StatedQuota): Quota {
  return { id, year, batch, stage, ore, holder, parent };
}

/** Parents before their children; a parent that is missing or in a circle stays where the file has it. */
function parentsFirst(quotas: readonly StatedQuota[]): StatedQuota[] {
  const byId = new Map(quotas.map((quota) => [quota.id, quota]));
  const placed = new Set<string>();
  const ordered: StatedQuota[] = [];
  for (const quota of quotas) {
    const path: StatedQuota[] = [];
    for (let at: StatedQuota | undefined = quota; at !== undefined && !placed.has(at.id); at = byId.get(at.parent ?? '')) {
      placed.add(at.id);
      path.push(at);
    }
    ordered.push(...path.reverse());
  }
  return ordered;
}

function exceptionsByParent(quotas: readonly StatedQuota[]): QuotaException[] {
  const byParent = Map.groupBy(quotas, (quota) => quota.parent);
  return quotas.flatMap((parent) => {
    const children = byParent.get(parent.id) ?? [];
    const others = children.filter((child) => parent.batch !== 'year' || lineKeyOf(child) !== lineKeyOf(parent));
    const overMg = sumOfLines(others) - tonnes(parent.reoTonnes, 'treo').mg;
    const message = `its ${others.length} parts pass it by ${Number(overMg) / 1e9} t REO`;
    const exceeded: QuotaException[] = overMg > 0n ? [{ code: 'children-exceed-parent', quota: parent.id, overMg, message }] : [];
    return [...exceeded, ...children.filter((child) => !isPartOf(child, parent)).map((child) => differing(child, parent))];
  });
}

function isPartOf(child: StatedQuota, parent: StatedQuota): boolean {
  return child.year === parent.year && child.stage === parent.stage && (parent.ore === 'any' || parent.ore === child.ore);
}

function differing(child: StatedQuota, parent: StatedQuota): QuotaException {
  const message = `it is part of ${parent.id}, which is for another year, stage or ore`;
  return { code: 'child-differs-from-parent', quota: child.id, overMg: 0n, message };
}

function redefined(quotas: readonly StatedQuota[], state: QuotaState): QuotaException[] {
  return quotas.flatMap((stated) => {
    const known = state.accounts.get(stated.id)?.quota;
    if (known === undefined || isSameQuota(known, quotaOf(stated))) return [];
    const message =
      'it is on record for another holder, year, batch, stage, ore or parent, and stays so; give the new quota a new id';
    return [{ code: 'quota-redefined', quota: stated.id, overMg: 0n, message }];
  });
}

function exceptionsByYear(quotas: readonly StatedQuota[]): QuotaException[] {
  const lines = Map.groupBy(quotas, lineKeyOf);
  return [...lines.values()].flatMap((line) => {
    const year = line.find((quota) => quota.batch === 'year');
    if (year === undefined) return [];
    const overMg =
      massOfAll(line.filter((quota) => quota.batch !== 'year')) - massOfAll(line.filter((quota) => quota.batch === 'year'));
    if (overMg <= 0n) return [];
    const message = `the holder's batches pass its figure of the year by ${Number(overMg) / 1e9} t REO`;
    return [{ code: 'batches-exceed-year', quota: year.id, overMg, message }];
  });
}

/** Milligrams of some quotas; of a line with a figure of the year only that counts. */
function sumOfLines(quotas: readonly StatedQuota[]): bigint {
  return [...Map.groupBy(quotas, lineKeyOf).values()].reduce((total, line) => {
    const years = line.filter((quota) => quota.batch === 'year');
    return total + massOfAll(years.length > 0 ? years : line);
  }, 0n);
}

function massOfAll(quotas: readonly StatedQuota[]): bigint {
  return quotas.reduce((total, quota) => total + tonnes(quota.reoTonnes, 'treo').mg, 0n);
}
