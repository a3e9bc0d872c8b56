import { recordPallet, recordReceiving, recordShipping, type Consignment } from './event.ts';
import { weigh } from './lot.ts';
import { roundKg, type Holding } from './matter.ts';
import { HOUR_MS, DAY_MS, later, type Place, type Run } from './run.ts';

const KM_PER_DEGREE = 111.2;

/** The distance between two places in kilometres, flat earth at their mean latitude: good to a few per cent inside China. */
export function distanceKm(a: Place, b: Place): number {
  const meanLatitude = ((a.location[1] + b.location[1]) / 2) * (Math.PI / 180);
  const east = (b.location[0] - a.location[0]) * Math.cos(meanLatitude);
  return KM_PER_DEGREE * Math.hypot(east, b.location[1] - a.location[1]);
}

/** How a consignment travels. */
export interface Carriage {
  readonly kg: number;
  readonly palletised: boolean;
  readonly licence: string | null;
}

/** Sends part of a holding, or all of it, to another place; on a pallet it is packed first and leaves half an hour later. */
export function send(run: Run, from: Place, holding: Holding, to: Place, { kg, palletised, licence }: Carriage): void {
  const cargo = takeOut(from, holding, kg);
  const papers = papersOf(run, from);
  const consignment = { from, to, kg: cargo.kg, lot: cargo.lot, papers, licence, pallet: palletised ? nextPallet(run) : null };
  if (consignment.pallet === null) return depart(run, consignment);
  recordPallet(run, from, consignment.pallet, cargo, 'ADD');
  from.ready.add(cargo);
  later(run, HOUR_MS / 2 / DAY_MS, () => {
    from.ready.delete(cargo);
    depart(run, { ...consignment, kg: cargo.kg });
  });
}

/** Takes kilograms out of a holding: the whole holding, or a part that becomes a holding of its own. */
function takeOut(place: Place, holding: Holding, kg: number): Holding {
  if (kg >= holding.kg) {
    place.ready.delete(holding);
    return holding;
  }
  const part = { lot: holding.lot, kg: roundKg(kg) };
  holding.kg = roundKg(holding.kg - part.kg);
  return part;
}

function depart(run: Run, consignment: Consignment): void {
  recordShipping(run, consignment);
  if (consignment.to.role === 'foreign') return;
  const { from, to } = consignment;
  const days = run.assume('transit.handlingDays') + distanceKm(from, to) / run.assume('transit.kmPerDay');
  later(run, days * from.random.between(0.8, 1.5), () => arrive(run, consignment));
}

function arrive(run: Run, consignment: Consignment): void {
  const { to, lot, pallet } = consignment;
  const kg = pallet === null ? weigh(run, to, consignment.kg) : consignment.kg;
  const holding = { lot, kg };
  recordReceiving(run, consignment, kg);
  if (pallet === null) return run.accept(run, to, holding);
  to.ready.add(holding);
  later(run, HOUR_MS / DAY_MS, () => {
    to.ready.delete(holding);
    recordPallet(run, to, pallet, holding, 'DELETE');
    run.accept(run, to, holding);
  });
}

function papersOf(run: Run, from: Place): { invoice: string; waybill: string } {
  from.papers++;
  const serial = `${String(run.year).slice(2)}${String(from.papers).padStart(6, '0')}`;
  const stem = `urn:epcglobal:cbv:bt:${from.gln}:`;
  return { invoice: `${stem}VAT${serial}`, waybill: `${stem}WB${serial}` };
}

function nextPallet(run: Run): string {
  run.pallets++;
  return `https://id.gs1.org/00/${run.sscc(run.pallets)}`;
}
