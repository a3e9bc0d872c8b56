import { addInto, addVariancesInto, noMasses, noVariances, type Entry } from '../../ledger/index.ts';
import type { LotRow, SiteAnswer, SiteRef } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { knownSite } from './answer-balance.ts';
import { balanceRows } from './balance-rows.ts';
import { entriesOfLots, sumLot } from './lot-sums.ts';
import { ask, type AskedMoment, type Asking } from './moment.ts';
import { requireSite } from './out-of-scope.ts';
import { readKinds } from './read-sheet.ts';
import { productName, siteRef } from './references.ts';
import { wireNet, wireTreo } from './wire-mass.ts';

/** Every registered site, in the order of the registry. */
export async function answerSites(app: Application): Promise<{ sites: SiteRef[] }> {
  return app.store.read(async (reader) => {
    const world = await app.worlds.current(reader);
    return { sites: world.registry.registry.sites.map(({ id }) => siteRef(world, id)) };
  });
}

/** A page of a site's lots, from `offset` (0 is the first) at most `limit`. */
export interface SiteQuestion extends AskedMoment {
  readonly id: string;
  readonly offset: number;
  readonly limit: number;
}

/**
 * One site: its balance from the beginning and the lots that were ever there, latest first. `lotsTotal` counts those known now; a lot
 * that had not come by the asked moment is left out of the page.
 * @throws NotOnRecord when the site is neither registered nor the site of any posting; OutOfScope when it is not the viewer's
 */
export async function answerSite(app: Application, question: SiteQuestion): Promise<SiteAnswer> {
  return ask(app, question, async (asking) => {
    const { reader, world, moment } = asking;
    const id = await knownSite(asking, question.id, app.now());
    requireSite(asking, id);
    const site = world.registry.site(id);
    const sums = await readKinds(asking, [id], { from: null, to: null }, app.now());
    const { lots, total } = await reader.lotsAtSite(id, question.offset, question.limit);
    const entries = await entriesOfLots(asking, lots);
    return {
      moment,
      site: {
        ...siteRef(world, id),
        organisationName: site === undefined ? null : (world.registry.nameOf(site.organisation) ?? null),
        deposit: site?.deposit ?? null,
        ore: site?.ore ?? null,
        province: site?.province ?? null,
        location: site?.location ?? null,
      },
      balance: { moment, organisation: null, site: id, element: null, from: null, to: null, rows: balanceRows(sums, null) },
      lots: lots.flatMap((lot) => lotRow(asking, id, lot, entries) ?? []),
      lotsTotal: total,
    };
  });
}

/** What a lot has in a site's stock and reserve; null when it had not been there by the asked moment. */
function lotRow({ world }: Asking, site: string, lot: string, entries: readonly Entry[]): LotRow | null {
  const held = sumLot(lot, entries).filter(
    ({ account }) => account.site === site && (account.kind === 'stock' || account.kind === 'reserve'),
  );
  if (held.length === 0) return null;
  const masses = noMasses();
  const variances = noVariances();
  for (const sum of held) {
    addInto(masses, sum.masses);
    addVariancesInto(variances, sum.variances);
  }
  return {
    lot,
    product: productName(world, lot),
    productKind: world.productKind(lot),
    site,
    net: wireNet(masses, variances),
    treo: wireTreo(masses, variances),
    lastEventTime: new Date(Math.max(...held.map(({ lastMs }) => lastMs))).toISOString(),
  };
}
