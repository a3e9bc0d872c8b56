import type { Account, SheetLines } from '../../ledger/index.ts';
import type { AccountKind, Stage } from '../../wire/index.ts';
import type { World } from '../world.ts';

/** What the overview adds up as one: the holdings of a kind of site, what is on the way between two, or one account at the edge. */
export interface OverviewLine {
  readonly kind: AccountKind;
  /** Null for holdings, which are not told apart by site. */
  readonly site: string | null;
  /** The kind of the account's own site. */
  readonly from: Stage;
  /** The kind of the other site, for what is on the way; else the kind of account. */
  readonly to: Stage;
}

/** Holdings are summed by kind of site: an overview shows no single one of them. */
export const HELD_KINDS: readonly AccountKind[] = ['stock', 'transit', 'reserve'];

/** Lines of an overview. Of what was before the year only holdings count: stock by kind of site, each other kind as one. */
export function overviewLines(world: World): SheetLines<OverviewLine> {
  const stages = new Map<string | null, Stage>();
  const stageAt = (site: string | null): Stage => {
    const stage = stages.get(site) ?? stageOf(site, world);
    stages.set(site, stage);
    return stage;
  };
  const lines = new Map<string, OverviewLine>();
  const lineAt = (key: string, line: OverviewLine): OverviewLine => {
    const known = lines.get(key) ?? line;
    lines.set(key, known);
    return known;
  };
  const periodLine = ({ kind, site, counterpart }: Account): OverviewLine => {
    const from = stageAt(site);
    const to = kind === 'transit' ? stageAt(counterpart) : kind;
    if (HELD_KINDS.includes(kind)) return lineAt(`${kind}|${from}|${to}`, { kind, site: null, from, to });
    return lineAt(`${kind}|${site}|${counterpart}`, { kind, site, from, to });
  };
  const openingLine = (account: Account): OverviewLine | null => {
    const { kind } = account;
    if (kind === 'stock') return periodLine(account);
    return HELD_KINDS.includes(kind) ? lineAt(kind, { kind, site: null, from: kind, to: kind }) : null;
  };
  return { openingLine, periodLine };
}

/** The kind of a site; `unregistered` for one that the registry does not know, and for none. */
function stageOf(site: string | null, world: World): Stage {
  return (site === null ? undefined : world.registry.site(site)?.kind) ?? 'unregistered';
}
