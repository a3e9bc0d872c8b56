import type { OrganisationAnswer, OrganisationRef } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { sitesOfOrganisation } from './answer-balance.ts';
import { quotasOfYear, yearOfRecord } from './answer-quotas.ts';
import { balanceRows } from './balance-rows.ts';
import { ask, type AskedMoment } from './moment.ts';
import { NotOnRecord } from './not-on-record.ts';
import { requireOrganisation } from './out-of-scope.ts';
import { readKinds } from './read-sheet.ts';
import { nameOrId, organisationRef, siteRef } from './references.ts';

/** Every registered organisation, in the order of the registry. */
export async function answerOrganisations(app: Application): Promise<{ organisations: OrganisationRef[] }> {
  return app.store.read(async (reader) => {
    const world = await app.worlds.current(reader);
    return { organisations: world.registry.registry.organisations.map((organisation) => organisationRef(world, organisation)) };
  });
}

/**
 * One organisation: its members, the sites of all of them, their balance from the beginning, and their quotas of the last year on record.
 * @throws NotOnRecord when it is not registered; OutOfScope when it is not the viewer's to look into
 */
export async function answerOrganisation(
  app: Application,
  question: AskedMoment & { readonly id: string },
): Promise<OrganisationAnswer> {
  return ask(app, question, async (asking) => {
    const { world, moment } = asking;
    const organisation = world.registry.organisation(question.id);
    if (organisation === undefined) throw new NotOnRecord('organisation', question.id);
    requireOrganisation(asking, organisation.id);
    const members = world.registry.membersOf(organisation.id);
    const sites = sitesOfOrganisation(asking, organisation.id);
    const sums = await readKinds(asking, sites, { from: null, to: null }, app.now());
    const holders = new Set([organisation.id, ...members.map((member) => member.id)]);
    const { quotas, unheldDraws } = await quotasOfYear(asking, await yearOfRecord(asking, app.now()));
    const balance = {
      moment,
      organisation: organisation.id,
      site: null,
      element: null,
      from: null,
      to: null,
      rows: balanceRows(sums, null),
    };
    return {
      moment,
      organisation: {
        ...organisationRef(world, organisation),
        usci: organisation.usci,
        groupName: organisation.group === null ? null : nameOrId(world, organisation.group),
        members: members.map((member) => organisationRef(world, member)),
      },
      sites: sites.map((id) => siteRef(world, id)),
      balance,
      quotas: quotas.filter(({ holder }) => holders.has(holder)),
      unheldDraws: unheldDraws.filter(({ holder }) => holders.has(holder)),
    };
  });
}
