import {
  addInto,
  addVariancesInto,
  COLUMNS,
  NET,
  noMasses,
  noVariances,
  subtractInto,
  treoOf,
  treoVarianceOf,
  type Masses,
  type Turnover,
  type Variances,
} from '../../ledger/index.ts';
import type { Flow, Stage } from '../../wire/index.ts';
import type { OverviewLine } from './overview-lines.ts';
import { wireMass } from './wire-mass.ts';

/** Masses on their way between two stages. */
interface StageFlow {
  readonly from: Stage;
  readonly to: Stage;
  readonly masses: Masses;
  readonly variances: Variances;
}

/** The flows of an overview so far. */
class StageFlows {
  private readonly flows = new Map<string, StageFlow>();

  between(from: Stage, to: Stage): StageFlow {
    const key = `${from} ${to}`;
    const known = this.flows.get(key);
    if (known !== undefined) return known;
    const flow = { from, to, masses: noMasses(), variances: noVariances() };
    this.flows.set(key, flow);
    return flow;
  }

  all(): StageFlow[] {
    return [...this.flows.values()];
  }
}

/**
 * Flows of TREO between kinds of site and accounts at the edge of the system over a period: what entered, what was sent from one kind
 * of site to another, what left. An account at the edge flows one way, by what it took less what it gave; losses of one site and gains
 * of another stay apart.
 */
export function flowsBetweenStages(turnovers: ReadonlyMap<OverviewLine, Turnover>): Flow[] {
  const flows = new StageFlows();
  for (const [line, turnover] of turnovers) addFlows(flows, line, turnover);
  return flows
    .all()
    .map(({ from, to, masses, variances }) => ({ from, to, mass: wireMass(treoOf(masses), treoVarianceOf(variances), 'treo') }))
    .filter(({ mass }) => mass.value > 0)
    .sort((a, b) => b.mass.value - a.mass.value);
}

function addFlows(flows: StageFlows, { kind, from, to }: OverviewLine, turnover: Turnover): void {
  const { debits, credits } = turnover;
  if (kind === 'stock') return;
  if (kind === 'transit' || kind === 'reserve') {
    const into = flows.between(from, to);
    addInto(into.masses, debits);
    addVariancesInto(into.variances, turnover.debitVariance);
    if (kind === 'transit') return;
    const out = flows.between(to, from);
    addInto(out.masses, credits);
    addVariancesInto(out.variances, turnover.creditVariance);
    return;
  }
  const taken = isTaken(turnover);
  const flow = taken ? flows.between(from, to) : flows.between(to, from);
  addInto(flow.masses, taken ? debits : credits);
  subtractInto(flow.masses, taken ? credits : debits);
  addVariancesInto(flow.variances, turnover.balanceVariance);
}

/** Whether an account took more rare earth than it gave, all elements together. */
function isTaken({ debits, credits }: Turnover): boolean {
  let sum = 0n;
  for (let column = 0; column < COLUMNS; column++) if (column !== NET) sum += debits[column]! - credits[column]!;
  return sum >= 0n;
}
