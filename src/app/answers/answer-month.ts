import type { MonthAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { runMonth } from '../models/month-task.ts';
import { columnOf, knownSite, sitesOfOrganisation } from './answer-balance.ts';
import { ask, askOfAll, type AskedMoment, type Asking } from './moment.ts';
import { monthRows } from './month-rows.ts';
import { NotOnRecord } from './not-on-record.ts';
import { requireOrganisation, requireSite } from './out-of-scope.ts';
import { readMonth } from './read-month.ts';
import { siteRef } from './references.ts';

/** A month of one site, or of all sites of an organisation and its members that the viewer sees. */
export interface MonthQuestion extends AskedMoment {
  readonly site: string | null;
  readonly organisation: string | null;
  readonly month: CalendarMonth;
  /** The symbol of a rare earth that single streams are told in, beside net mass and TREO. */
  readonly element: string | null;
}

/** A calendar month in China: its first instant and the first behind it, milliseconds since 1970 UTC. */
export interface CalendarMonth {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Chance that a test rings in a month in which nothing is wrong. */
const ALPHA = 0.05;

/** The month of a text like `2025-03`, as China counts days; null where it is none. */
export function calendarMonth(text: string): CalendarMonth | null {
  const parts = /^((?:19|20|21)\d\d)-(0[1-9]|1[0-2])$/.exec(text);
  if (parts === null) return null;
  const [year, month] = [Number(parts[1]), Number(parts[2])];
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  const begin = (of: string): number => Date.parse(`${of}-01T00:00:00+08:00`);
  return { name: text, fromMs: begin(text), toMs: begin(next) };
}

/**
 * Makes the weighings and assays of a month fit what must hold: lots balance, what a site sent to another of its organisation arrived, processes
 * give out what they took in. What others measured on the way enters the estimates, as far as it bears on the lots of the sites.
 * @throws NotOnRecord when the site, the organisation or the element is unknown; OutOfScope when it is not the viewer's; MonthRefused
 */
export async function answerMonth(app: Application, question: MonthQuestion): Promise<MonthAnswer> {
  if (question.element !== null) columnOf(question.element);
  const { sites, organisation } = await ask(app, question, (asking) => sitesAsked(asking, question, app.now()));
  const { fromMs, toMs } = question.month;
  const period = { fromMs, toMs: Math.max(fromMs, Math.min(toMs, question.asOf === null ? toMs : question.asOf + 1)) };
  const { month, asking } = await askOfAll(app, question, async (whole) => ({
    month: await readMonth(whole, sites, period),
    asking: whole,
  }));
  const reconciled = await runMonth(month, ALPHA, new AbortController().signal);
  return {
    moment: asking.moment,
    month: question.month.name,
    from: new Date(period.fromMs).toISOString(),
    to: new Date(period.toMs).toISOString(),
    organisation,
    element: question.element,
    sites: sites.map((site) => siteRef(asking.world, site)),
    alpha: ALPHA,
    ...monthRows(asking.world, reconciled, question.element),
  };
}

async function sitesAsked(
  asking: Asking,
  { site, organisation }: MonthQuestion,
  nowMs: number,
): Promise<{ sites: string[]; organisation: string | null }> {
  if (site !== null) {
    const known = await knownSite(asking, site, nowMs);
    requireSite(asking, known);
    return { sites: [known], organisation: null };
  }
  const found = asking.world.registry.organisation(organisation ?? '');
  if (found === undefined) throw new NotOnRecord('organisation', organisation ?? '');
  requireOrganisation(asking, found.id);
  const own = sitesOfOrganisation(asking, found.id);
  return { sites: own.filter((id) => asking.scope === null || asking.scope.sites.includes(id)), organisation: found.id };
}
