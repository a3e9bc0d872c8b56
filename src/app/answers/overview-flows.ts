import {
  addInto,
  addVariancesInto,
  noMasses,
  noVariances,
  subtractInto,
  treoOf,
  type Masses,
  type Turnover,
  type Variances,
} from '../../ledger/index.ts';
import type { Flow, MassAnswer, Stage } from '../../wire/index.ts';
import type { OverviewLine } from './overview-lines.ts';
import { wireElement, wireTreo } from './wire-mass.ts';

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

/** A column of the ledger: one element; null for all rare earths as oxides. */
export type FlowColumn = number | null;

/**
 * Flows of an element, or of TREO, between kinds of site and accounts at the edge of the system over a period: what entered, what was
 * sent from one kind of site to another, what left. An account at the edge flows one way, by what it took less what it gave; losses of
 * one site and gains of another stay apart.
 * @param column the element, on element basis; null for TREO
 */
export function flowsBetweenStages(turnovers: ReadonlyMap<OverviewLine, Turnover>, column: FlowColumn): Flow[] {
  const flows = new StageFlows();
  for (const [line, turnover] of turnovers) addFlows(flows, line, turnover, column);
  return flows
    .all()
    .map(({ from, to, masses, variances }) => ({ from, to, mass: massIn(column, masses, variances) }))
    .filter(({ mass }) => mass.value > 0)
    .sort((a, b) => b.mass.value - a.mass.value);
}

function massIn(column: FlowColumn, masses: Masses, variances: Variances): MassAnswer {
  return column === null ? wireTreo(masses, variances) : wireElement(masses, variances, column);
}

function addFlows(flows: StageFlows, { kind, from, to }: OverviewLine, turnover: Turnover, column: FlowColumn): void {
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
  const taken = isTaken(turnover, column);
  const flow = taken ? flows.between(from, to) : flows.between(to, from);
  addInto(flow.masses, taken ? debits : credits);
  subtractInto(flow.masses, taken ? credits : debits);
  addVariancesInto(flow.variances, turnover.balanceVariance);
}

/** Whether an account took more than it gave. */
function isTaken({ debits, credits }: Turnover, column: FlowColumn): boolean {
  return column === null ? treoOf(debits) >= treoOf(credits) : debits[column]! >= credits[column]!;
}
