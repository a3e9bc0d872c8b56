import { SeparationRefused } from '../refusal.ts';

/** `aqueousFeeds[0].acid` or `aqueousFeeds.0.acid`, as its steps. */
export function stepsOf(path: string): string[] {
  return path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
}

/**
 * A copy of a case in which one number is another.
 * @param path where it stands in the case, `aqueousFeeds[0].litrePerHour` or `aqueousFeeds.0.litrePerHour`
 * @param change what it becomes
 * @param asked JSON path of whoever named it
 * @throws SeparationRefused where no number stands there
 */
export function withNumber<Case>(text: Case, path: string, change: (value: number) => number, asked: string): Case {
  const moved = structuredClone(text);
  const { holder, key, value } = placeOf(moved, path, asked);
  holder[key] = change(value);
  return moved;
}

/** The number at a path of a case. @throws SeparationRefused where none stands there */
export function numberAt(text: unknown, path: string, asked: string): number {
  return placeOf(text, path, asked).value;
}

function placeOf(text: unknown, path: string, asked: string): { holder: Record<string, unknown>; key: string; value: number } {
  const steps = stepsOf(path);
  const holder = steps.slice(0, -1).reduce<unknown>((at, step) => ownOf(at, step), text);
  const key = steps.at(-1)!;
  const value = ownOf(holder, key);
  if (typeof value !== 'number') throw new SeparationRefused('form', asked, `there is no number at ${path}`);
  return { holder: holder as Record<string, unknown>, key, value };
}

function ownOf(holder: unknown, key: string): unknown {
  const isThere = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key);
  return isThere ? (holder as Record<string, unknown>)[key] : undefined;
}
