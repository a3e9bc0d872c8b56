import { pathTo } from '../epcis/index.ts';
import type { ReadEntries } from './entries.ts';
import { areaKm2, EDGE_SHARE, sharedKm2, type Polygon } from './polygon.ts';
import type { RegistryProblem } from './problem.ts';
import type { Registry } from './schema.ts';

/** Ground that is taken for some time; `path` is null for what is on record already. */
interface Taken {
  readonly id: string;
  readonly path: string | null;
  readonly what: 'licence' | 'sealed ground';
  readonly polygon: Polygon;
  readonly from: string;
  readonly to: string | null;
}

/**
 * Mining licences that overlap each other, or sealed ground, while both hold. Each is told once, at the entry that comes later.
 * @param known the registry on record; its entries that the file replaces do not count
 */
export function findGroundProblems(entries: ReadEntries, known: Registry | null): RegistryProblem[] {
  const taken = [...onRecord(entries, known), ...inFile(entries)];
  return taken.flatMap((one, at) =>
    taken.slice(0, at).flatMap((other) => {
      if (one.path === null || (one.what !== 'licence' && other.what !== 'licence') || !meetInTime(one, other)) return [];
      const km2 = sharedKm2(one.polygon, other.polygon);
      if (km2 <= EDGE_SHARE * Math.min(areaKm2(one.polygon), areaKm2(other.polygon))) return [];
      return [{ path: one.path, message: `overlaps ${other.what} ${other.id} by ${Number(km2.toPrecision(3))} km²` }];
    }),
  );
}

function inFile({ permits, miningAreas }: ReadEntries): Taken[] {
  return [
    ...permits.flatMap(({ path, value }) => takenByLicence(value, pathTo(path, 'polygon'))),
    ...miningAreas.flatMap(({ path, value }) => takenBySeal(value, pathTo(path, 'polygon'))),
  ];
}

function onRecord(entries: ReadEntries, known: Registry | null): Taken[] {
  if (known === null) return [];
  const replaced = new Set([...entries.permits, ...entries.miningAreas].map(({ value }) => value?.id));
  return [
    ...known.permits.flatMap((permit) => takenByLicence(permit, null)),
    ...known.miningAreas.flatMap((ground) => takenBySeal(ground, null)),
  ].filter(({ id }) => !replaced.has(id));
}

function takenByLicence(permit: Registry['permits'][number] | null, path: string | null): Taken[] {
  if (permit === null || permit.kind !== 'mining' || permit.polygon === undefined) return [];
  const { id, polygon, from, to } = permit;
  return [{ id, path, what: 'licence', polygon, from, to }];
}

function takenBySeal(ground: Registry['miningAreas'][number] | null, path: string | null): Taken[] {
  if (ground === null || ground.kind !== 'sealed') return [];
  const { id, polygon, from, to } = ground;
  return [{ id, path, what: 'sealed ground', polygon, from, to }];
}

function meetInTime(one: Taken, other: Taken): boolean {
  return (one.to === null || other.from <= one.to) && (other.to === null || one.from <= other.to);
}
