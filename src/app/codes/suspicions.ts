import { isHolding } from '../../ledger/index.ts';
import type { SuspicionCode } from '../../wire/index.ts';
import type { LotHistoryEvent } from '../answers/lot-history.ts';
import { sumLot, type LotSum } from '../answers/lot-sums.ts';
import { wireNet } from '../answers/wire-mass.ts';
import type { World } from '../world.ts';

/** A reason to distrust a code, and the hashes of the events that show it. */
export interface Suspicion {
  readonly code: SuspicionCode;
  readonly events: readonly string[];
}

/**
 * What the events of one serialised thing (an item, a container) have against it.
 * @param events those that count, in order of event time
 */
export function suspicionsOfOne(id: string, events: readonly LotHistoryEvent[], world: World): Suspicion[] {
  const found: (Suspicion | null)[] = [secondBirth(id, events), overlap(staysOf(events)), end(id, events, world)];
  return found.filter((suspicion) => suspicion !== null);
}

/** What the events of a lot have against it: that nothing of it is left, and why. */
export function suspicionsOfLot(lot: string, events: readonly LotHistoryEvent[]): Suspicion[] {
  const sums = sumLot(
    lot,
    events.flatMap(({ entry }) => entry ?? []),
  );
  const left = sums.filter(({ account }) => isHolding(account.kind)).reduce((sum, held) => sum + netOf(held), 0);
  if (sums.length === 0 || left > KILOGRAMS_LEFT_MIN) return [];
  return [{ code: whereItWent(sums), events: events.slice(-1).map(({ event }) => event.hash) }];
}

/** Less than a gram of a lot is nothing: weighings round. */
const KILOGRAMS_LEFT_MIN = 0.001;

function netOf({ masses, variances }: LotSum): number {
  return wireNet(masses, variances).value;
}

/** Of all ends the one that took most of the lot. */
function whereItWent(sums: readonly LotSum[]): SuspicionCode {
  const [most] = sums.filter((sum) => netOf(sum) > 0).toSorted((a, b) => netOf(b) - netOf(a));
  if (most?.account.kind === 'exported') return 'exported';
  return most?.account.kind === 'consumed' || most?.account.kind === 'discard' ? 'destroyed' : 'used-up';
}

/** A thing comes into being once. It may again after it was destroyed, as a container that is used anew. */
function secondBirth(id: string, events: readonly LotHistoryEvent[]): Suspicion | null {
  let born: LotHistoryEvent | null = null;
  for (const each of events) {
    if (each.matter.move === 'consume') born = null;
    else if (isBirth(id, each)) {
      if (born !== null) return { code: 'commissioned-twice', events: [born.event.hash, each.event.hash] };
      born = each;
    }
  }
  return null;
}

function isBirth(id: string, { index, event }: LotHistoryEvent): boolean {
  const hasRole = (role: string): boolean => index.identifiers.some((named) => named.id === id && named.role === role);
  if (index.type === 'ObjectEvent') return event.event['action'] === 'ADD' && hasRole('epc');
  return index.type === 'TransformationEvent' && hasRole('output');
}

/** The time that a thing provably was at a site: from its first event there to the last before it was shipped. */
interface Stay {
  readonly site: string;
  readonly from: LotHistoryEvent;
  to: LotHistoryEvent;
}

function staysOf(events: readonly LotHistoryEvent[]): Stay[] {
  const open = new Map<string, Stay>();
  const stays: Stay[] = [];
  for (const each of events) {
    const { site } = each.index;
    if (site === null) continue;
    const stay = open.get(site) ?? { site, from: each, to: each };
    if (!open.has(site)) stays.push(stay);
    stay.to = each;
    open.set(site, stay);
    if (each.matter.move === 'ship') open.delete(site);
  }
  return stays;
}

/** Two stays at different sites that share a moment: one of the two things is not the one that it says. */
function overlap(stays: readonly Stay[]): Suspicion | null {
  for (const [index, one] of stays.entries()) {
    const other = stays.slice(index + 1).find((stay) => stay.site !== one.site && shareMoment(one, stay));
    if (other === undefined) continue;
    return { code: 'two-places', events: [...new Set([one.from, other.from, one.to].map(({ event }) => event.hash))] };
  }
  return null;
}

function shareMoment(one: Stay, other: Stay): boolean {
  return one.from.matter.timeMs <= other.to.matter.timeMs && other.from.matter.timeMs <= one.to.matter.timeMs;
}

/** Whether the last that is known of a thing is its end. */
function end(id: string, events: readonly LotHistoryEvent[], world: World): Suspicion | null {
  const last = events.at(-1);
  if (last === undefined) return null;
  const code = endedBy(id, last, world);
  return code === null ? null : { code, events: [last.event.hash] };
}

function endedBy(id: string, { index, matter }: LotHistoryEvent, world: World): SuspicionCode | null {
  if (matter.move === 'consume') return 'destroyed';
  if (index.identifiers.some((named) => named.id === id && named.role === 'input')) return 'used-up';
  const place = matter.move === 'ship' ? matter.counterpart : index.site;
  return place !== null && world.siteKind(place) === 'foreign' ? 'exported' : null;
}
