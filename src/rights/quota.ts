/** What a quota counts: rare earth mined (开采), or rare earth separated (冶炼分离). Both in REO. */
export type Stage = 'mining' | 'separation';

/** Which ore a quota is for: light (岩矿型), ion-adsorption (离子型), or either. */
export type Ore = 'light' | 'ion' | 'any';

/** The notice of the year that a quota comes from: 1, 2, …, or `year` for the figure of the whole year. */
export type Batch = number | 'year';

/** Whose right it is, for what and when; all quotas with one such line are used together. */
export interface Line {
  readonly holder: string;
  readonly year: number;
  readonly stage: Stage;
  readonly ore: Ore;
}

/** One quota account. `parent` is the quota it was split from; null for one that the state granted. */
export interface Quota extends Line {
  readonly id: string;
  readonly batch: Batch;
  readonly parent: string | null;
}

/** One string a line; the holder comes last, so that no holder's id can be mistaken for another line. */
export function lineKeyOf(line: Line): string {
  return `${line.year}|${line.stage}|${line.ore}|${line.holder}`;
}

/** Order in which quotas of one line are used: by batch, the figure of the year last, then by id. */
export function compareQuotas(a: Quota, b: Quota): number {
  if (a.batch !== b.batch) {
    if (a.batch === 'year') return 1;
    if (b.batch === 'year') return -1;
    return a.batch - b.batch;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Whether two quotas with one id say the same. */
export function isSameQuota(a: Quota, b: Quota): boolean {
  return a.id === b.id && a.batch === b.batch && a.parent === b.parent && lineKeyOf(a) === lineKeyOf(b);
}
