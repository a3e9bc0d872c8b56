import { pathTo } from '../epcis/index.ts';
import type { ReadEntries } from './entries.ts';
import type { RegistryProblem } from './problem.ts';
import type { Line, Registry, Site } from './schema.ts';

/** Production lines and their capacity on a day, by process. */
export interface Capacity {
  readonly process: Line['process'];
  readonly lines: number;
  /** Tonnes a year. */
  readonly tonnes: number;
}

/** Whether a line is registered and not retired on a day, its last day included. */
function runsOn({ from, to }: Pick<Line, 'from' | 'to'>, day: string): boolean {
  return from <= day && (to === null || day <= to);
}

/** The capacity of the lines that stand on a day, by process, in the order of the processes. @param day `2015-12-31` */
export function capacityOn(registry: Registry, day: string): Capacity[] {
  const lines = registry.sites.flatMap((site) => site.lines ?? []).filter((line) => runsOn(line, day));
  return [...Map.groupBy(lines, ({ process }) => process)].map(([process, these]) => ({
    process,
    lines: these.length,
    tonnes: these.reduce((sum, { capacityTonnes }) => sum + capacityTonnes, 0),
  }));
}

/** Lines that replace others: what they replace must be retired before they begin, and have had as much capacity. */
export function findCapacityProblems({ sites }: ReadEntries, known: Registry | null): RegistryProblem[] {
  const all = new Map([...linesOf(known?.sites ?? []), ...linesOf(sites.flatMap(({ value }) => value ?? []))]);
  return sites.flatMap(({ path, value }) =>
    (value?.lines ?? []).flatMap((line, at): RegistryProblem[] => {
      const message = line.replaces === undefined ? null : swapProblem(line, line.replaces, all);
      return message === null ? [] : [{ path: pathTo(path, 'lines', at, 'replaces'), message }];
    }),
  );
}

function linesOf(sites: readonly Site[]): [string, Line][] {
  return sites.flatMap(({ lines }) => (lines ?? []).map((line): [string, Line] => [line.id, line]));
}

function swapProblem(line: Line, replaces: readonly string[], all: ReadonlyMap<string, Line>): string | null {
  const replaced = replaces.map((id) => all.get(id));
  const unknown = replaces.find((_, at) => replaced[at] === undefined);
  if (unknown !== undefined) return `names a line that no site has: ${unknown}`;
  const running = replaced.find((old) => old!.to === null || old!.to >= line.from);
  if (running !== undefined) return `replaces ${running.id}, which is not retired before ${line.from}`;
  const retired = replaced.reduce((sum, old) => sum + old!.capacityTonnes, 0);
  return line.capacityTonnes <= retired ? null : `has ${line.capacityTonnes} t a year for the ${retired} t that it replaces`;
}
