import { roundKg, type Holding } from './matter.ts';
import { later, type Line, type Place, type Run } from './run.ts';

/** How a line works: when a batch is large enough, how long it takes, and what happens at its end. */
export interface Work {
  readonly line: string;
  /** Kilograms of rare earth (element) that start a batch. */
  readonly batchKg: number;
  readonly days: number;
  readonly finish: (inputs: readonly Holding[]) => void;
}

/** Puts arrived matter in a line's queue; starts a batch when there is enough, or when it has waited too long. */
export function feedLine(run: Run, place: Place, holding: Holding, work: Work): void {
  const line = lineOf(place, work.line);
  line.queue.push(holding);
  line.reKg += reIn(holding);
  place.feedStock.add(holding);
  while (line.reKg >= work.batchKg && line.queue.length > 0) startBatch(run, place, line, work);
  if (line.queue.length === 0) return;
  later(run, run.assume('batch.waitDays'), () => {
    if (line.queue.includes(holding)) startBatch(run, place, line, work);
  });
}

/** The line of that name at a place, made on first use. */
export function lineOf(place: Place, name: string): Line {
  let line = place.lines.get(name);
  if (line === undefined) {
    line = { name, queue: [], reKg: 0 };
    place.lines.set(name, line);
  }
  return line;
}

function startBatch(run: Run, place: Place, line: Line, work: Work): void {
  const inputs = takeFromQueue(place, line, work.batchKg);
  later(run, work.days * place.random.between(0.8, 1.25), () => {
    for (const input of inputs) place.feedStock.delete(input);
    work.finish(inputs);
  });
}

/**
 * Takes matter from the head of a queue until it holds the wanted rare earth, cutting the last holding where it is larger.
 * What is taken stays in the place's feed stock until the process is recorded.
 * @param wantedKg kilograms of rare-earth element
 */
export function takeFromQueue(place: Place, line: Line, wantedKg: number): Holding[] {
  const taken: Holding[] = [];
  let left = wantedKg;
  while (left > 0 && line.queue.length > 0) {
    const head = line.queue[0] as Holding;
    const holds = reIn(head);
    if (holds <= left * 1.25) {
      line.queue.shift();
      taken.push(head);
      line.reKg -= holds;
      left -= holds;
      continue;
    }
    const part = { lot: head.lot, kg: roundKg((head.kg * left) / holds) };
    head.kg = roundKg(head.kg - part.kg);
    place.feedStock.add(part);
    taken.push(part);
    line.reKg -= left;
    left = 0;
  }
  if (line.queue.length === 0) line.reKg = 0;
  return taken.filter((part) => part.kg > 0);
}

function reIn(holding: Holding): number {
  return holding.kg * holding.lot.elementPerKg;
}
