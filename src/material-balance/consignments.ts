import type { Movement } from './movements.ts';

/** One shipment of a lot with what arrived of it. */
export interface Consignment {
  readonly key: string;
  readonly shipment: Movement;
  readonly receipts: Movement[];
  /** The event that declared it void. */
  voidedBy: Movement | null;
}

/**
 * Which receipt belongs to which shipment of a lot: as the ledger has it, the same papers first, then the oldest that is on the way there,
 * then one that came already.
 * @param movements of one lot, in order of time
 */
export function consignmentsOf(movements: readonly Movement[]): Consignment[] {
  const consignments = movements
    .filter(({ kind }) => kind === 'shipment')
    .map((shipment): Consignment => ({ key: shipment.event.matter.key, shipment, receipts: [], voidedBy: null }));
  for (const movement of movements) {
    if (movement.kind === 'receipt') matching(consignments, movement)?.receipts.push(movement);
    else if (movement.kind === 'void-shipment') {
      const voided = matching(consignments.filter(isPending), movement);
      if (voided !== undefined) voided.voidedBy = movement;
    }
  }
  return consignments;
}

function isPending({ receipts, voidedBy }: Consignment): boolean {
  return receipts.length === 0 && voidedBy === null;
}

function matching(consignments: readonly Consignment[], arrival: Movement): Consignment | undefined {
  const open = consignments.filter(isPending);
  const samePapers = (consignment: Consignment): boolean => sharesPapers(consignment.shipment, arrival);
  return (
    open.find(samePapers) ??
    open.find((consignment) => mayBelong(consignment.shipment, arrival)) ??
    consignments.find((consignment) => consignment.voidedBy === null && samePapers(consignment))
  );
}

function sharesPapers(a: Movement, b: Movement): boolean {
  return a.event.matter.transactions.some((paper) => b.event.matter.transactions.includes(paper));
}

/** Where a side states no papers, the same destination, and not before it left. */
function mayBelong(shipment: Movement, arrival: Movement): boolean {
  const [left, came] = [shipment.event.matter, arrival.event.matter];
  if (left.transactions.length > 0 && came.transactions.length > 0) return false;
  const destination = arrival.kind === 'receipt' ? came.site : came.counterpart;
  return left.timeMs <= came.timeMs && (left.counterpart === destination || left.counterpart === null || destination === null);
}
