import { treoOf, treoVarianceOf, type AccountTurnover } from '../../ledger/index.ts';
import type { AccountKind, Flow, Stage } from '../../wire/index.ts';
import type { World } from '../world.ts';
import { wireMass } from './wire-mass.ts';

/** Accounts into which matter goes and from which it can come back: what went in and out is shown each way. */
const TWO_WAY: ReadonlySet<AccountKind> = new Set<AccountKind>(['reserve']);
/** Accounts that are no stage of their own: matter passes between the sites' own stages. */
const WITHIN_SITES: ReadonlySet<AccountKind> = new Set<AccountKind>(['stock']);

interface FlowSum {
  readonly from: Stage;
  readonly to: Stage;
  mg: bigint;
  variance: number;
}

/**
 * Flows of TREO between kinds of site and accounts at the edge of the system over a period: what entered, what was sent from one kind
 * of site to another, what left. An account at the edge flows one way, by what it took less what it gave.
 */
export function flowsBetweenStages(accounts: readonly AccountTurnover[], world: World): Flow[] {
  const sums = new Map<string, FlowSum>();
  for (const turnover of accounts) for (const flow of flowsOf(turnover, world)) addFlow(sums, flow);
  return [...sums.values()]
    .filter((sum) => sum.mg > 0n)
    .sort((a, b) => (a.mg < b.mg ? 1 : -1))
    .map(({ from, to, mg, variance }) => ({ from, to, mass: wireMass(mg, variance, 'treo') }));
}

function flowsOf({ account, period }: AccountTurnover, world: World): FlowSum[] {
  const { kind, site, counterpart } = account;
  const own = stageOf(site, world);
  const into = { mg: treoOf(period.debits), variance: treoVarianceOf(period.debitVariance) };
  const out = { mg: treoOf(period.credits), variance: treoVarianceOf(period.creditVariance) };
  if (WITHIN_SITES.has(kind)) return [];
  if (kind === 'transit') return [{ from: own, to: stageOf(counterpart, world), ...into }];
  if (TWO_WAY.has(kind)) return [{ from: own, to: kind, ...into }, { from: kind, to: own, ...out }];
  const variance = treoVarianceOf(period.balanceVariance);
  const net = into.mg - out.mg;
  return net < 0n ? [{ from: kind, to: own, mg: -net, variance }] : [{ from: own, to: kind, mg: net, variance }];
}

function addFlow(sums: Map<string, FlowSum>, flow: FlowSum): void {
  const key = `${flow.from} ${flow.to}`;
  const sum = sums.get(key);
  if (sum === undefined) sums.set(key, { ...flow });
  else {
    sum.mg += flow.mg;
    sum.variance += flow.variance;
  }
}

/** The kind of a site; `unregistered` for one that the registry does not know, and for none. */
export function stageOf(site: string | null, world: World): Stage {
  return (site === null ? undefined : world.registry.site(site)?.kind) ?? 'unregistered';
}
