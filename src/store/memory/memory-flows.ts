import type { Flow } from '../../ledger/index.ts';
import { tracedFlows, type TracedFlows } from '../../lineage/index.ts';
import type { FlowMoment, FlowRow, NewRevision } from '../../record/index.ts';
import { concerns, currentRevision, flowRowsOf, type MemoryTables } from './memory-tables.ts';

/** Current revisions at a moment in whose flows a lot has one of the roles. */
function revisionsAround(
  tables: MemoryTables,
  version: number,
  lot: string,
  roles: readonly Flow['role'][],
  moment: FlowMoment,
): NewRevision[] {
  const seqs = new Set(tables.seqsByFlowLot.itemsAt(lot, version));
  const found: NewRevision[] = [];
  for (const seq of seqs) {
    const revision = currentRevision(tables, version, seq, moment.knownSeq);
    if (revision === undefined || (moment.asOfMs !== null && revision.entry.timeMs > moment.asOfMs)) continue;
    if (moment.parties !== undefined && !concerns(tables, version, seq, moment.parties)) continue;
    if (revision.entry.flows.some((flow) => flow.lot === lot && roles.includes(flow.role))) found.push(revision);
  }
  return found;
}

/** Every flow of the events in which one of the lots has one of the roles. */
export function flowsAround(
  tables: MemoryTables,
  version: number,
  lots: readonly string[],
  roles: readonly Flow['role'][],
  moment: FlowMoment,
): FlowRow[] {
  return inOrder(lots.flatMap((lot) => revisionsAround(tables, version, lot, roles, moment)));
}

/** Events that made a lot and its ancestors (`up`), or used or made it and its descendants (`down`); sources too. */
export function flowsOfTrace(
  tables: MemoryTables,
  version: number,
  lot: string,
  direction: 'up' | 'down',
  moment: FlowMoment,
): TracedFlows {
  const [near, far]: [Flow['role'], Flow['role']] = direction === 'up' ? ['output', 'input'] : ['input', 'output'];
  const reached = new Set([lot]);
  const found: NewRevision[] = [];
  // A set also visits what is added while it is walked: each lot once, whatever loops there are.
  for (const next of reached) {
    for (const revision of revisionsAround(tables, version, next, [near, 'output', 'source'], moment)) {
      found.push(revision);
      const passes = revision.entry.flows.some((flow) => flow.lot === next && flow.role === near);
      for (const flow of passes ? revision.entry.flows : []) if (flow.role === far) reached.add(flow.lot);
    }
  }
  return tracedFlows(lot, inOrder(found));
}

function inOrder(revisions: readonly NewRevision[]): FlowRow[] {
  const byEvent = new Map(revisions.map((revision) => [revision.eventSeq, revision]));
  return [...byEvent.values()].sort((a, b) => a.eventSeq - b.eventSeq).flatMap(flowRowsOf);
}
