import { chinaYear } from '../ledger/index.ts';
import type { Line, Ore } from './quota.ts';

/** Kinds of product that count as separated: oxides and single or mixed salts that leave a separation line. */
const SEPARATED_KINDS: ReadonlySet<string> = new Set(['oxide', 'salt']);

/** Kinds of site whose products count towards the separation total. Recovered rare earth counts there, never as mined. */
const SEPARATING_SITES: ReadonlySet<string> = new Set(['separation-plant', 'recycler']);

/** China has one time zone, eight hours ahead of UTC, without summer time. */

/** One lot of an event: its product's kind (null when the product is not registered) and its milligrams REO. */
export interface DrawnLot {
  readonly productKind: string | null;
  readonly treoMg: bigint;
}

/**
 * What an event did, as far as quotas care. `mined` is an ObjectEvent ADD, commissioning; `transformed` a TransformationEvent.
 */
export interface Production {
  readonly kind: 'mined' | 'transformed';
  readonly siteKind: string | null;
  readonly ore: 'light' | 'ion' | null;
  readonly organisation: string;
  /** Milliseconds since 1970 UTC. */
  readonly eventTimeMs: number;
  readonly outputs: readonly DrawnLot[];
  readonly inputs: readonly DrawnLot[];
}

/** An amount to draw, in milligrams REO (basis treo). */
export interface DrawAmount extends Line {
  readonly amountMg: bigint;
}

/**
 * What an event draws on quotas.
 * Mining: all TREO commissioned at a mine. Separation: TREO of oxides and salts made at a separation plant or a recycler, less
 * that of the oxides and salts used, so that purifying again does not count twice; never below zero. The year is that of the
 * day in China.
 * @returns null when the event draws nothing
 */
export function drawOf(production: Production): DrawAmount | null {
  const { kind, siteKind, organisation: holder } = production;
  const ore: Ore = production.ore ?? 'any';
  const year = chinaYear(production.eventTimeMs);
  if (kind === 'mined' && siteKind === 'mine')
    return positive({ holder, year, stage: 'mining', ore, amountMg: treoOf(production.outputs) });
  if (kind !== 'transformed' || siteKind === null || !SEPARATING_SITES.has(siteKind)) return null;
  const amountMg = treoOf(production.outputs.filter(isSeparated)) - treoOf(production.inputs.filter(isSeparated));
  return positive({ holder, year, stage: 'separation', ore, amountMg });
}

function positive(draw: DrawAmount): DrawAmount | null {
  return draw.amountMg > 0n ? draw : null;
}

function isSeparated({ productKind }: DrawnLot): boolean {
  return productKind !== null && SEPARATED_KINDS.has(productKind);
}

function treoOf(lots: readonly DrawnLot[]): bigint {
  return lots.reduce((total, lot) => total + lot.treoMg, 0n);
}
