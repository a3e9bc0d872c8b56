import { rareEarthIndex } from '../../elements/index.ts';
import { siteOf } from '../../epcis/index.ts';
import type { Balance } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { balanceRows } from './balance-rows.ts';
import { ask, writeTime, type AskedMoment, type Asking } from './moment.ts';
import { NotOnRecord } from './not-on-record.ts';
import { requireOrganisation, requireSite } from './out-of-scope.ts';
import { readKinds, type Stretch } from './read-sheet.ts';

/** A balance of an organisation with its members, of a site, or of everything; from `from` to before `to`, of one element or all. */
export interface BalanceQuestion extends AskedMoment, Stretch {
  readonly organisation: string | null;
  readonly site: string | null;
  /** The symbol of a rare earth. */
  readonly element: string | null;
}

/**
 * Opening, increases, decreases and closing of every kind of account.
 * @throws NotOnRecord when the organisation, the site or the element is unknown; OutOfScope when it is not the viewer's to look into
 */
export async function answerBalance(app: Application, question: BalanceQuestion): Promise<Balance> {
  return ask(app, question, async (asking) => {
    const organisation = question.organisation === null ? null : organisationOf(asking, question.organisation);
    const site = question.site === null ? null : await knownSite(asking, question.site, app.now());
    if (site !== null) requireSite(asking, site);
    const element = question.element === null ? null : columnOf(question.element);
    const ofOrganisation = organisation === null ? null : sitesOfOrganisation(asking, organisation);
    const sites = site === null ? ofOrganisation : [site].filter((id) => ofOrganisation?.includes(id) !== false);
    const sums = await readKinds(asking, sites, question, app.now());
    return {
      moment: asking.moment,
      organisation,
      site,
      element: question.element,
      from: writeTime(question.from),
      to: writeTime(question.to),
      rows: balanceRows(sums, element),
    };
  });
}

/** The column of an element. @throws NotOnRecord when there is no such rare earth */
export function columnOf(element: string): number {
  const column = rareEarthIndex(element);
  if (column === undefined) throw new NotOnRecord('element', element);
  return column;
}

function organisationOf(asking: Asking, id: string): string {
  const organisation = asking.world.registry.organisation(id);
  if (organisation === undefined) throw new NotOnRecord('organisation', id);
  requireOrganisation(asking, organisation.id);
  return organisation.id;
}

/** The sites of an organisation and, when it is a group, of all its members. */
export function sitesOfOrganisation({ world }: Asking, organisation: string): string[] {
  const owners = [organisation, ...world.registry.membersOf(organisation).map((member) => member.id)];
  return owners.flatMap((owner) => world.registry.sitesOf(owner).map((site) => site.id));
}

/**
 * The canonical identifier of a site that is registered or at whose accounts something was posted.
 * @throws NotOnRecord when it is neither
 */
export async function knownSite(asking: Asking, id: string, nowMs: number): Promise<string> {
  const site = asking.world.registry.site(id);
  if (site !== undefined) return site.id;
  const canonical = siteOf(id);
  const ever = { ...asking, asOf: null, knownAt: null, knownSeq: null };
  const { turnover } = await readKinds(ever, [canonical], { from: null, to: null }, nowMs);
  if (turnover.size === 0) throw new NotOnRecord('site', id);
  return canonical;
}
