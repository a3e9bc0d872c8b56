import { canonicalUri, pathTo } from '../epcis/index.ts';
import type { ReadEntries, ReadEntry } from './entries.ts';
import type { RegistryProblem } from './problem.ts';
import type { LifeEvent, Organisation, Registry } from './schema.ts';

/** What an enterprise is on a day. */
export interface Standing {
  /** `not-yet` before its founding or the split that made it; `merged` and `closed` from that day on. */
  readonly state: 'not-yet' | 'active' | 'merged' | 'closed';
  /** The group that it is in; null for none. */
  readonly group: string | null;
  /** Where it went when it merged. */
  readonly into: string | null;
}

const BIRTHS: ReadonlySet<LifeEvent['what']> = new Set(['founded', 'split']);
const ENDS: ReadonlySet<LifeEvent['what']> = new Set(['merged', 'closed']);

/**
 * What an enterprise is at the end of a day, by its registered history. Without one it has always been as it is.
 * @param day a day in China, `2015-12-31`
 */
export function standingOn({ group, history = [] }: Pick<Organisation, 'group' | 'history'>, day: string): Standing {
  const past = history.filter(({ on }) => on <= day);
  const isUnborn = history.some(({ what, on }) => BIRTHS.has(what) && on > day);
  const last = past.at(-1);
  const state = isUnborn ? 'not-yet' : last?.what === 'merged' || last?.what === 'closed' ? last.what : 'active';
  return { state, group: groupAfter(group, history, past), into: last?.what === 'merged' ? last.into : null };
}

function groupAfter(now: string | null, history: readonly LifeEvent[], past: readonly LifeEvent[]): string | null {
  const moves = (events: readonly LifeEvent[]) => events.filter(({ what }) => what === 'joined' || what === 'left');
  const last = moves(past).at(-1);
  if (last !== undefined) return last.what === 'joined' ? last.group : null;
  const next = moves(history)[0];
  return next === undefined ? now : next.what === 'left' ? next.group : null;
}

/** Histories that contradict themselves, or the group that the enterprise is said to be in. */
export function findLifeProblems({ organisations }: ReadEntries, known: Registry | null): RegistryProblem[] {
  const ids = new Set([
    ...organisations.flatMap(({ value }) => (value === null ? [] : [canonicalUri(value.id)])),
    ...(known?.organisations ?? []).map(({ id }) => id),
  ]);
  return organisations.flatMap((entry) => [...unknownOf(entry, ids), ...contradictionsOf(entry)]);
}

function unknownOf({ path, value }: ReadEntry<Organisation>, ids: ReadonlySet<string>): RegistryProblem[] {
  return (value?.history ?? []).flatMap((event, at) => {
    const [field, id] = otherOf(event);
    if (id === null || ids.has(canonicalUri(id))) return [];
    return [{ path: pathTo(path, 'history', at, field), message: `names an organisation that is not in the registry: ${id}` }];
  });
}

/** The other enterprise of something in a life: the field that names it, and its id. */
function otherOf(event: LifeEvent): [string, string | null] {
  if (event.what === 'joined' || event.what === 'left') return ['group', event.group];
  if (event.what === 'merged') return ['into', event.into];
  return event.what === 'split' ? ['from', event.from] : ['', null];
}

function contradictionsOf({ path, value }: ReadEntry<Organisation>): RegistryProblem[] {
  const history = value?.history ?? [];
  if (value === null || history.length === 0) return [];
  const problems = history.flatMap((event, at): RegistryProblem[] => {
    const message = contradictionAt(history, at, event);
    return message === null ? [] : [{ path: pathTo(path, 'history', at), message }];
  });
  const last = history.at(-1)!;
  const after = standingOn(value, last.on).group;
  const now = value.group === null ? null : canonicalUri(value.group);
  if (problems.length === 0 && (after === null ? null : canonicalUri(after)) !== now)
    problems.push({ path: pathTo(path, 'group'), message: `is ${now ?? 'none'}, but its history ends in ${after ?? 'none'}` });
  return problems;
}

function contradictionAt(history: readonly LifeEvent[], at: number, event: LifeEvent): string | null {
  const before = history[at - 1];
  if (before !== undefined && event.on < before.on) return `comes after ${before.on}, but is dated ${event.on}`;
  if (before !== undefined && ENDS.has(before.what)) return `follows the end of the enterprise on ${before.on}`;
  if (before !== undefined && BIRTHS.has(event.what)) return 'is not the first of its history: nothing comes before it';
  const move = history.slice(0, at).findLast(({ what }) => what === 'joined' || what === 'left');
  const group = move?.what === 'joined' ? canonicalUri(move.group) : null;
  if (event.what === 'left' && move !== undefined && group !== canonicalUri(event.group))
    return `leaves ${event.group}, in which it is not`;
  return null;
}
