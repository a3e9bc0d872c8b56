import {
  addInto,
  addVariancesInto,
  COLUMNS,
  NET,
  noMasses,
  noVariances,
  treoOf,
  treoVarianceOf,
  type Account,
  type Masses,
  type Turnover,
  type Variances,
} from '../../ledger/index.ts';
import type { Flow, Stage } from '../../wire/index.ts';
import type { World } from '../world.ts';
import { netOf } from './balance-rows.ts';
import { wireMass } from './wire-mass.ts';

/** Masses on their way between two stages. */
interface StageFlow {
  readonly from: Stage;
  readonly to: Stage;
  readonly masses: Masses;
  readonly variances: Readonly<Variances>;
}

/**
 * Flows of TREO between kinds of site and accounts at the edge of the system over a period: what entered, what was sent from one kind
 * of site to another, what left. An account at the edge flows one way, by what it took less what it gave; losses of one site and gains
 * of another stay apart.
 */
export function flowsBetweenStages(turnovers: ReadonlyMap<Account, Turnover>, world: World): Flow[] {
  const sums = new Map<string, StageFlow & { readonly variances: Variances }>();
  for (const [account, turnover] of turnovers) {
    for (const { from, to, masses, variances } of flowsOf(account, turnover, world)) {
      const key = `${from} ${to}`;
      let sum = sums.get(key);
      if (sum === undefined) sums.set(key, (sum = { from, to, masses: noMasses(), variances: noVariances() }));
      addInto(sum.masses, masses);
      addVariancesInto(sum.variances, variances);
    }
  }
  return [...sums.values()]
    .map(({ from, to, masses, variances }) => ({ from, to, mass: wireMass(treoOf(masses), treoVarianceOf(variances), 'treo') }))
    .filter(({ mass }) => mass.value > 0)
    .sort((a, b) => b.mass.value - a.mass.value);
}

function flowsOf({ kind, site, counterpart }: Account, period: Turnover, world: World): StageFlow[] {
  if (kind === 'stock') return [];
  const own = stageOf(site, world);
  const into = { masses: period.debits, variances: period.debitVariance };
  if (kind === 'transit') return [{ from: own, to: stageOf(counterpart, world), ...into }];
  if (kind === 'reserve')
    return [
      { from: own, to: kind, ...into },
      { from: kind, to: own, masses: period.credits, variances: period.creditVariance },
    ];
  const masses = netOf(period);
  const variances = period.balanceVariance;
  if (isTaken(masses)) return [{ from: own, to: kind, masses, variances }];
  return [{ from: kind, to: own, masses: masses.map((mg) => -mg), variances }];
}

/** Whether an account took more rare earth than it gave, all elements together. */
function isTaken(masses: Masses): boolean {
  let sum = 0n;
  for (let column = 0; column < COLUMNS; column++) if (column !== NET) sum += masses[column]!;
  return sum >= 0n;
}

/** The kind of a site; `unregistered` for one that the registry does not know, and for none. */
export function stageOf(site: string | null, world: World): Stage {
  return (site === null ? undefined : world.registry.site(site)?.kind) ?? 'unregistered';
}
