/** A round of an inspector through a cell. */
export interface Patrol {
  readonly cell: string;
  /** The day in China on which it was gone. */
  readonly day: string;
  /** Whether something was found. */
  readonly found: boolean;
  readonly text: string;
  readonly atMs: number;
  readonly by: string | null;
}

/** How often a cell is to be gone round, and since when. */
export interface PatrolPlan {
  readonly id: string;
  readonly everyDays: number;
  readonly from: string;
}

/** How the rounds of a cell stand on a day. */
export interface Rounds {
  readonly lastDay: string | null;
  /** Days since the last round, or since rounds began. */
  readonly days: number;
  /** Who is to be told that none was gone: nobody; the county, the city, the province, as one, two, three times its days have passed. */
  readonly escalated: 'none' | 'county' | 'city' | 'province';
  readonly patrols: readonly Patrol[];
}

const DAY_MS = 86_400_000;
const LEVELS = ['none', 'county', 'city', 'province'] as const;

/** The rounds of a cell on a day; null before they begin. What was gone after the day is not known then. */
export function roundsOf({ id, everyDays, from }: PatrolPlan, patrols: readonly Patrol[], day: string): Rounds | null {
  if (day < from) return null;
  const own = patrols.filter((patrol) => patrol.cell === id && patrol.day <= day).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const lastDay = own.at(-1)?.day ?? null;
  const days = Math.round((Date.parse(day) - Date.parse(lastDay ?? from)) / DAY_MS);
  const missed = Math.max(0, Math.ceil(days / everyDays) - 1);
  return { lastDay, days, escalated: LEVELS[Math.min(missed, LEVELS.length - 1)]!, patrols: own };
}
