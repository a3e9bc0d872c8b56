import type { QuotaRow } from '../../wire/index.ts';

/** A quota row with what was drawn on it and on every quota split from it, in tonnes REO. */
export interface QuotaWithin extends QuotaRow {
  readonly drawnWithinTonnes: number;
  /** How many splits lie between this row and the cap that it comes from: 0 for a cap. */
  readonly depth: number;
}

/**
 * One row for each holder, stage and ore, with the batches of the year summed; overdrawn when any of them is. A row's parent is the
 * summed row of its parent, as far as that is among the rows.
 */
export function sumBatches(rows: readonly QuotaRow[]): QuotaRow[] {
  const summedIds = new Map(rows.map((row) => [row.id, summedId(row)]));
  const groups = Map.groupBy(rows, summedId);
  return [...groups].flatMap(([id, batches]) => {
    const [first, ...others] = batches;
    if (first === undefined) return [];
    const parent = first.parent === null ? null : (summedIds.get(first.parent) ?? first.parent);
    return [others.reduce(addQuota, { ...first, id, parent, batch: 'year' })];
  });
}

function summedId({ holder, stage, ore }: QuotaRow): string {
  return `${stage} ${ore} ${holder}`;
}

function addQuota(sum: QuotaRow, row: QuotaRow): QuotaRow {
  return {
    ...sum,
    grantedTonnes: sum.grantedTonnes + row.grantedTonnes,
    allottedTonnes: sum.allottedTonnes + row.allottedTonnes,
    reservedTonnes: sum.reservedTonnes + row.reservedTonnes,
    cutTonnes: sum.cutTonnes + row.cutTonnes,
    drawnTonnes: sum.drawnTonnes + row.drawnTonnes,
    availableTonnes: sum.availableTonnes + row.availableTonnes,
    overdrawn: sum.overdrawn || row.overdrawn,
  };
}

/**
 * The rows that a summary shows: caps first, in their order, then groups (what was split from a cap at
 * once and split further) and whatever else there is overdrawn; what is overdrawn first, then the largest grants.
 */
export function capsAndGroups(rows: readonly QuotaWithin[]): QuotaWithin[] {
  const caps = rows.filter((row) => row.depth === 0);
  const groups = rows.filter((row) => row.depth === 1 && (row.allottedTonnes > 0 || row.overdrawn));
  return [...caps, ...groups.sort((a, b) => Number(b.overdrawn) - Number(a.overdrawn) || b.grantedTonnes - a.grantedTonnes)];
}

/**
 * Adds to each quota what was drawn on the quotas split from it, so that a group's bar shows its enterprises' use. Order: each cap
 * followed by what was split from it. A row whose parent is not among the rows counts as a cap.
 */
export function withinQuotas(rows: readonly QuotaRow[]): QuotaWithin[] {
  const ids = new Set(rows.map((row) => row.id));
  const children = Map.groupBy(rows, (row) =>
    row.parent !== null && ids.has(row.parent) && row.parent !== row.id ? row.parent : '',
  );
  const walk = (row: QuotaRow, depth: number): QuotaWithin[] => {
    const below = (children.get(row.id) ?? []).map((child) => walk(child, depth + 1));
    const drawnBelow = below.reduce((sum, [child]) => sum + (child?.drawnWithinTonnes ?? 0), 0);
    return [{ ...row, depth, drawnWithinTonnes: row.drawnTonnes + drawnBelow }, ...below.flat()];
  };
  return (children.get('') ?? []).flatMap((row) => walk(row, 0));
}
