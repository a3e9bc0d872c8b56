import { notAcceptable, ProblemError } from './problems.ts';

/** A version of EPCIS, and of the core business vocabulary that goes with it. */
export type EpcisVersion = '2.0.0' | '1.2.0';

/** What clients call each version, the newest first; 2.0.1 is the standard of 2.0 with its errata. */
const NAMES: ReadonlyMap<EpcisVersion, ReadonlySet<string>> = new Map([
  ['2.0.0', new Set(['2.0', '2.0.0', '2.0.1'])],
  ['1.2.0', new Set(['1.2', '1.2.0'])],
]);

/**
 * The newest version that fits what a request asks for with `GS1-EPCIS-Version`, `-Min` and `-Max` and the same of `GS1-CBV`.
 * @param speaksXml whether request and answer are such that 1.2 can be spoken: it has no form in JSON
 * @throws ProblemError 406
 */
export function negotiatedVersion(headers: Headers, speaksXml: boolean): EpcisVersion {
  let fitting = [...NAMES.keys()].filter((version) => version === '2.0.0' || speaksXml);
  for (const standard of ['EPCIS', 'CBV'])
    for (const bound of ['Version', 'Min', 'Max'] as const) {
      const name = `GS1-${standard}-${bound}`;
      const asked = headers.get(name);
      if (asked === null) continue;
      fitting = fitting.filter((version) => fits(version, bound, asked));
      if (fitting.length === 0) refuseVersion(name, asked, standard);
    }
  return fitting[0]!;
}

function fits(version: EpcisVersion, bound: 'Version' | 'Min' | 'Max', asked: string): boolean {
  if (bound === 'Version') return NAMES.get(version)!.has(asked);
  return bound === 'Min' ? isAtMost(asked, version) : isAtMost(version, asked);
}

function refuseVersion(header: string, asked: string, standard: string): never {
  const spoken = `${standard} 2.0.0 is spoken here, and 1.2.0 for events in XML`;
  throw new ProblemError(
    notAcceptable(`${header} asks for ${JSON.stringify(asked)} with the form that was asked for; ${spoken}`),
  );
}

/** Whether version `a` comes before or is `b`; text that is no version is never. */
function isAtMost(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => (/^\d+(\.\d+)*$/.test(version) ? version.split('.').map(Number) : null));
  if (left === null || left === undefined || right === null || right === undefined) return false;
  for (let place = 0; place < Math.max(left.length, right.length); place++) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return true;
}
