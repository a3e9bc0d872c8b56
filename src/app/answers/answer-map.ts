import { dateOf } from '../../ledger/index.ts';
import { areaKm2, ringOf } from '../../registry/index.ts';
import type { FlagRow, MapAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { ALL_FLAGS, answerFlags } from './answer-flags.ts';
import { readMapGround } from './map-ground.ts';
import { ask, type AskedMoment } from './moment.ts';
import { nameOrId, siteRef } from './references.ts';

/** The sites that the viewer may look into where they lie, with what stands against them, and the ground of licences, zones and seals. */
export async function answerMap(app: Application, question: AskedMoment): Promise<MapAnswer> {
  const every = { severity: null, rule: null, organisation: null, site: null, offset: 0, limit: ALL_FLAGS };
  const { flags } = await answerFlags(app, { ...every, ...question });
  const bySite = Map.groupBy(flags, ({ subject }) => subject.site);
  return ask(app, question, async ({ reader, world, scope, moment, asOf }) => {
    const { registry } = world.registry;
    const day = dateOf(asOf ?? app.now());
    const inForce = ({ from, to }: { readonly from: string; readonly to: string | null }): boolean =>
      from <= day && (to === null || day <= to);
    const sites = registry.sites.filter(
      ({ id, kind, location }) => location !== null && kind !== 'foreign' && (scope === null || scope.sites.includes(id)),
    );
    return {
      moment,
      ground: await readMapGround(reader),
      sites: sites.map(({ id, organisation, province, location }) => ({
        site: siteRef(world, id),
        organisationName: world.registry.nameOf(organisation) ?? null,
        province,
        place: location!,
        violations: countOf(bySite.get(id), 'violation'),
        warnings: countOf(bySite.get(id), 'warning'),
      })),
      licences: registry.permits
        .filter((permit) => permit.polygon !== undefined && inForce(permit))
        .map(({ id, holder, polygon }) => ({
          id,
          holderName: nameOrId(world, holder),
          edge: ringOf(polygon!),
          km2: areaKm2(polygon!),
        })),
      areas: registry.miningAreas
        .filter(inForce)
        .map(({ id, name, kind, polygon }) => ({ id, name, kind, edge: ringOf(polygon), km2: areaKm2(polygon) })),
    };
  });
}

function countOf(flags: readonly FlagRow[] | undefined, severity: FlagRow['severity']): number {
  return (flags ?? []).filter((flag) => flag.severity === severity).length;
}
