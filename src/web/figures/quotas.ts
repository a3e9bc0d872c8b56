import type { QuotaRow } from '../../wire/index.ts';

/** A quota row with what was drawn on it and on every quota split from it, in tonnes REO. */
export interface QuotaWithin extends QuotaRow {
  readonly drawnWithinTonnes: number;
  /** How many splits lie between this row and the cap that it comes from: 0 for a cap. */
  readonly depth: number;
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
