/** Something done about the calendar of releases; the journal is a list of these. */
export type ReleaseAct = ReleaseActBase &
  (
    | {
        readonly act: 'schedule';
        readonly dataset: string;
        /** A month, `2015-03`, or a year, `2015`. */
        readonly period: string;
        /** When it becomes public, milliseconds since 1970 UTC. */
        readonly releaseMs: number;
        /** What is recorded until then is counted. */
        readonly cutOffMs: number;
      }
    | { readonly act: 'withdraw' }
  );

interface ReleaseActBase {
  readonly release: string;
  readonly atMs: number;
  readonly by: string | null;
  readonly text: string;
}

/** A release as its acts made it. */
export interface Release {
  readonly id: string;
  readonly dataset: string;
  readonly period: string;
  readonly releaseMs: number;
  readonly cutOffMs: number;
  readonly withdrawn: boolean;
  readonly text: string;
}

/** Why an act is refused; of several reasons the one that stands first here is given. */
export type ReleaseRefusal =
  | 'release-exists'
  | 'no-such-release'
  | 'withdrawn-already'
  | 'released-already'
  | 'release-in-the-past'
  | 'cut-off-after-release'
  | 'period-not-over'
  | 'other-period-length';

/** In words, for people. */
export const RELEASE_REFUSAL_WORDS: Readonly<Record<ReleaseRefusal, string>> = {
  'release-exists': 'there is a release of that number',
  'no-such-release': 'there is no such release',
  'withdrawn-already': 'the release was withdrawn already',
  'released-already': 'the release is public: release the period again, as a revision',
  'release-in-the-past': 'a release is announced before it becomes public',
  'cut-off-after-release': 'what is recorded after the release cannot be in it: set the cut-off at or before it',
  'period-not-over': 'the period is not over at the cut-off',
  'other-period-length':
    'months and the year of one table are not both released: what is hidden in a month would be the rest of the year',
};

/** Releases by number, in the order in which they were scheduled. */
export type Releases = ReadonlyMap<string, Release>;

/** Why an act may not be done now; null when it may. @param periodEndMs the end of a period */
export function releaseRefusal(
  releases: Releases,
  act: ReleaseAct,
  periodEndMs: (period: string) => number,
): ReleaseRefusal | null {
  const known = releases.get(act.release);
  if (act.act === 'withdraw') {
    if (known === undefined) return 'no-such-release';
    if (known.withdrawn) return 'withdrawn-already';
    return known.releaseMs <= act.atMs ? 'released-already' : null;
  }
  if (known !== undefined) return 'release-exists';
  if (act.releaseMs < act.atMs) return 'release-in-the-past';
  if (act.cutOffMs > act.releaseMs) return 'cut-off-after-release';
  if (act.cutOffMs < periodEndMs(act.period)) return 'period-not-over';
  return [...releases.values()].some((other) => clashes(other, act)) ? 'other-period-length' : null;
}

function clashes(other: Release, { dataset, period }: Extract<ReleaseAct, { act: 'schedule' }>): boolean {
  const isSameYear = other.period.slice(0, 4) === period.slice(0, 4);
  return !other.withdrawn && other.dataset === dataset && isSameYear && other.period.length !== period.length;
}

/** The releases that acts make, in their order; an act that may not be done is passed over. */
export function releasesOf(acts: Iterable<ReleaseAct>, periodEndMs: (period: string) => number): Map<string, Release> {
  const releases = new Map<string, Release>();
  for (const act of acts) {
    if (releaseRefusal(releases, act, periodEndMs) !== null) continue;
    const known = releases.get(act.release);
    if (act.act === 'withdraw') releases.set(act.release, { ...known!, withdrawn: true });
    else {
      const { release: id, dataset, period, releaseMs, cutOffMs, text } = act;
      releases.set(id, { id, dataset, period, releaseMs, cutOffMs, withdrawn: false, text });
    }
  }
  return releases;
}

/** The release that one revises: the latest of the same table and period that became public before. */
export function revisedBy(releases: Releases, { id, dataset, period, releaseMs }: Release): Release | null {
  const earlier = [...releases.values()].filter(
    (other) =>
      other.id !== id && !other.withdrawn && other.dataset === dataset && other.period === period && other.releaseMs < releaseMs,
  );
  return earlier.toSorted((a, b) => b.releaseMs - a.releaseMs)[0] ?? null;
}
