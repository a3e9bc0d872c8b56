import type { CascadeAnswer, CaseAnswer, FlowsheetAnswer } from '../../separation/index.ts';

/** What two cases say differently: a number or word at a place of their JSON; null where one has nothing there. */
export interface CaseChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Where two cases differ, in the order of the second. */
export function changesOf(before: string, after: string): CaseChange[] {
  const [from, to] = [leavesOf(JSON.parse(before)), leavesOf(JSON.parse(after))];
  return [...new Set([...to.keys(), ...from.keys()])]
    .map((path) => ({ path, before: from.get(path) ?? null, after: to.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** A result that two cases can be compared by. */
export interface KeyFigure {
  /** The stream that it is of; null of the whole. */
  readonly stream: string | null;
  /** What of it: a component, a species, or the place of a number in the answer. */
  readonly of: string;
  readonly measure: 'purity %' | 'recovery %' | 'pH' | 'L/h' | 'kg/h' | 'mol/h' | '';
  readonly value: number;
}

/** What an answer comes to: purities and recoveries, products and reagents, or every number that it tells. */
export function keyFigures(answer: CaseAnswer): KeyFigure[] {
  if (answer.unit === 'cascade') return cascadeFigures(answer);
  if (answer.unit === 'flowsheet') return flowsheetFigures(answer);
  return [...leavesOf(answer)]
    .filter(([path, value]) => !OF_THE_SOLUTION.test(path) && value !== '' && Number.isFinite(Number(value)))
    .map(([path, value]) => ({ stream: null, of: path, measure: '', value: Number(value) }));
}

/** What tells how an answer was found, and what it tells once more as streams. */
const OF_THE_SOLUTION = /^(iterations|residual|closure|streams|consumed|cascade|stages\[.*)\b/;

function cascadeFigures({ streams }: CascadeAnswer): KeyFigure[] {
  return streams.flatMap(({ name, purity, recovery, pH }) => [
    ...Object.entries(purity).flatMap(([of, share]): KeyFigure[] => [
      { stream: name, of, measure: 'purity %', value: share * 100 },
      { stream: name, of, measure: 'recovery %', value: (recovery[of] ?? 0) * 100 },
    ]),
    ...(pH === null ? [] : [{ stream: name, of: '', measure: 'pH' as const, value: pH }]),
  ]);
}

/** Below this share of a stream's largest species nothing is compared. */
const TRACE = 1e-9;

function flowsheetFigures({ streams }: FlowsheetAnswer): KeyFigure[] {
  return streams
    .filter(({ kind }) => kind !== 'internal' && kind !== 'feed')
    .flatMap(({ from, to, litrePerHour, kilogramPerHour, molPerHour }) => {
      const stream = from ?? to;
      const most = Math.max(0, ...Object.values(molPerHour));
      const whole: KeyFigure =
        kilogramPerHour === null
          ? { stream, of: '', measure: 'L/h', value: litrePerHour }
          : { stream, of: '', measure: 'kg/h', value: kilogramPerHour };
      const species = Object.entries(molPerHour).filter(([, mol]) => Math.abs(mol) > TRACE * most);
      return [whole, ...species.map(([of, value]): KeyFigure => ({ stream, of, measure: 'mol/h', value }))];
    });
}

/** The same figure of two answers. */
export interface ComparedFigure extends Omit<KeyFigure, 'value'> {
  readonly before: number | null;
  readonly after: number | null;
}

/** Figures of two answers side by side, in the order of the second. */
export function comparedFigures(before: CaseAnswer, after: CaseAnswer): ComparedFigure[] {
  const keyOf = ({ stream, of, measure }: KeyFigure): string => JSON.stringify([stream, of, measure]);
  const from = new Map(keyFigures(before).map((figure) => [keyOf(figure), figure]));
  const to = new Map(keyFigures(after).map((figure) => [keyOf(figure), figure]));
  return [...new Set([...to.keys(), ...from.keys()])].map((key) => {
    const { stream, of, measure } = (to.get(key) ?? from.get(key))!;
    return { stream, of, measure, before: from.get(key)?.value ?? null, after: to.get(key)?.value ?? null };
  });
}

function leavesOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (typeof value !== 'object' || value === null) return new Map(value === null ? [] : [[path, JSON.stringify(value)]]);
  const steps = Object.entries(value).map(([key, each]): [string, unknown] => [
    Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
    each,
  ]);
  return new Map(steps.flatMap(([place, each]) => [...leavesOf(each, place)]));
}
