import { type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  answerBalance,
  answerBalanceMap,
  answerCases,
  answerConduct,
  answerCredit,
  answerDraw,
  answerLists,
  answerEnterpriseList,
  answerEnterprises,
  answerFlag,
  answerForms,
  answerIndicators,
  answerFlags,
  answerLineage,
  answerLog,
  answerLogPath,
  answerFeasibility,
  answerLot,
  answerMap,
  answerMonth,
  answerNormConditions,
  answerOrganisation,
  answerOrganisations,
  answerOverview,
  answerPatrols,
  answerPriceIndex,
  answerQuotas,
  answerRelease,
  answerReleases,
  answerReserves,
  answerStatistics,
  answerRules,
  answerScan,
  answerSearch,
  answerSite,
  answerSites,
  answerStatus,
  answerSubscriptions,
  answerTrace,
  answerUnaccounted,
  answerUnaccountedSites,
  type Application,
} from '../app/index.ts';
import {
  balanceSchema,
  balanceMapAnswerSchema,
  enterpriseListSchema,
  enterprisesAnswerSchema,
  indicatorsAnswerSchema,
  casesAnswerSchema,
  conductAnswerSchema,
  creditAnswerSchema,
  drawAnswerSchema,
  listsAnswerSchema,
  lineageAnswerSchema,
  logAnswerSchema,
  logPathSchema,
  lotAnswerSchema,
  momentSchema,
  feasibilityAnswerSchema,
  flagAnswerSchema,
  formsAnswerSchema,
  flagsAnswerSchema,
  mapAnswerSchema,
  monthAnswerSchema,
  normConditionsAnswerSchema,
  organisationAnswerSchema,
  organisationRefSchema,
  overviewSchema,
  patrolsAnswerSchema,
  priceIndexAnswerSchema,
  quotaRowSchema,
  releaseAnswerSchema,
  releasesAnswerSchema,
  reservesAnswerSchema,
  statisticsAnswerSchema,
  rulesAnswerSchema,
  scanAnswerSchema,
  searchAnswerSchema,
  siteAnswerSchema,
  siteRefSchema,
  statusSchema,
  subscriptionsSchema,
  traceAnswerSchema,
  unaccountedAnswerSchema,
  unaccountedSitesAnswerSchema,
  unheldDrawSchema,
} from '../wire/index.ts';
import { parameters, readParameters } from './answer-parameters.ts';
import { describeAnswer } from './description.ts';
import { invalidParameters, ProblemError } from './problems.ts';
import type { Seeing } from './seeing.ts';

const {
  asOf,
  knownAt,
  from,
  to,
  id,
  direction,
  offset,
  limit,
  year,
  q,
  code,
  optionalId,
  month,
  severity,
  drawCount,
  period,
  calendarPeriod,
  optionalMonth,
  currency,
} = parameters;
const moment = { asOf, knownAt };

const organisationsSchema = z.object({ organisations: z.array(organisationRefSchema) });
const sitesSchema = z.object({ sites: z.array(siteRefSchema) });
const quotasSchema = z.object({ moment: momentSchema, quotas: z.array(quotaRowSchema), unheldDraws: z.array(unheldDrawSchema) });

/** The questions that Ytterby answers, each a GET under `/api`. */
export function addAnswerRoutes(http: OpenAPIHono<Seeing>): void {
  const add = adderTo(http);
  addMatterRoutes(add);
  addRightRoutes(add);
  addConductRoutes(add);
  addStatisticRoutes(add);
}

/** Adds a question: a GET whose parameters and answer are checked and described. */
type Add = ReturnType<typeof adderTo>;

function adderTo(http: OpenAPIHono<Seeing>) {
  return <Shape extends z.ZodRawShape, Answer extends z.ZodType>(
    name: string,
    summary: string,
    shape: Shape,
    answer: Answer,
    ask: (app: Application, asked: z.output<z.ZodObject<Shape>>) => Promise<z.input<Answer>>,
  ): void => {
    const schema = z.strictObject(shape) as z.ZodObject<Shape>;
    describeAnswer(http, `/api/${name}`, summary, schema, answer);
    http.get(`/api/${name}`, async (context) =>
      context.json((await ask(context.var.app, readParameters(context.req.url, schema))) as object),
    );
  };
}

/** What happens to matter. */
function addMatterRoutes(add: Add): void {
  add('status', 'what the record holds and how far loading is', {}, statusSchema, answerStatus);
  add('overview', 'a year from mine to export', { year, element: optionalId, ...moment }, overviewSchema, answerOverview);
  add('organisations', 'every organisation', {}, organisationsSchema, answerOrganisations);
  add('organisation', 'an organisation: sites, balance, quotas', { id, ...moment }, organisationAnswerSchema, answerOrganisation);
  add(
    'enterprises',
    'who makes up the industry on a day: standing and group of every organisation, capacity',
    { ...moment },
    enterprisesAnswerSchema,
    answerEnterprises,
  );
  add('sites', 'every site', {}, sitesSchema, answerSites);
  add('site', 'a site: balance and lots', { id, offset, limit, ...moment }, siteAnswerSchema, answerSite);
  add('lot', 'a lot: where it is, what it holds, what happened to it', { id, ...moment }, lotAnswerSchema, answerLot);
  add(
    'feasibility',
    'whether the plant could have made a lot of what went in, with the cascades that it declares',
    { id, ...moment },
    feasibilityAnswerSchema,
    answerFeasibility,
  );
  add(
    'lineage',
    'one level of what a lot was made from or became',
    { id, direction, offset, limit, ...moment },
    lineageAnswerSchema,
    answerLineage,
  );
  add('trace', 'the whole trace of a lot with shares', { id, direction, ...moment }, traceAnswerSchema, answerTrace);
  add(
    'balance',
    'accounts over a period',
    { organisation: optionalId, site: optionalId, element: optionalId, from, to, ...moment },
    balanceSchema,
    answerBalance,
  );
  add(
    'month',
    'a month of a site or of an organisation, reconciled: weighings and assays made to balance, and what is wrong among them',
    { site: optionalId, organisation: optionalId, month, element: optionalId, ...moment },
    monthAnswerSchema,
    (app, asked) => {
      if ((asked.site === null) === (asked.organisation === null))
        throw new ProblemError(
          invalidParameters([{ parameter: 'site', message: 'name a site or an organisation, one of them' }]),
        );
      return answerMonth(app, asked);
    },
  );
}

/** How enterprises behave, and what follows. */
function addConductRoutes(add: Add): void {
  add(
    'lists',
    'the white and the black list on a day, or who on them has a name like one',
    { name: optionalId, ...moment },
    listsAnswerSchema,
    answerLists,
  );
  add(
    'norm-conditions',
    'the norm conditions of the industry, with limits and sources',
    {},
    normConditionsAnswerSchema,
    answerNormConditions,
  );
  add(
    'conduct',
    'norm conditions, black list and reports: every dossier; what authorities were told',
    { ...moment },
    conductAnswerSchema,
    answerConduct,
  );
  add(
    'credit',
    'the credit score of every enterprise, with what it follows from',
    { organisation: optionalId, ...moment },
    creditAnswerSchema,
    answerCredit,
  );
  add(
    'inspection-draw',
    'enterprises to inspect, drawn by risk from a seed',
    { seed: id, count: drawCount, ...moment },
    drawAnswerSchema,
    answerDraw,
  );
}

/** What is published of the industry. */
function addStatisticRoutes(add: Add): void {
  add('releases', 'the calendar of releases, and the tables that there are', { ...moment }, releasesAnswerSchema, answerReleases);
  add(
    'forms',
    'the monthly forms: what was sent, what is asked about it, what is estimated',
    { period: calendarPeriod, ...moment },
    formsAnswerSchema,
    answerForms,
  );
  add(
    'price-index',
    'the price index by month, and its quotes',
    { base: optionalMonth, currency, ...moment },
    priceIndexAnswerSchema,
    answerPriceIndex,
  );
  add(
    'enterprise-list',
    'the yearly list of enterprises that mine and separate',
    { year, ...moment },
    enterpriseListSchema,
    answerEnterpriseList,
  );
  add('patrols', 'every cell with its rounds, the longest missed first', { ...moment }, patrolsAnswerSchema, answerPatrols);
  add('release', 'a release, once it is public', { id }, releaseAnswerSchema, answerRelease);
  add(
    'statistics',
    'a table for those who make it, with what a release would hide',
    { dataset: id, period, ...moment },
    statisticsAnswerSchema,
    answerStatistics,
  );
}

/** What is allowed, what is wrong, and what proves it. */
function addRightRoutes(add: Add): void {
  add('quotas', 'quotas of a year and what was drawn on them', { year, ...moment }, quotasSchema, answerQuotas);
  add(
    'flags',
    'every flag that stands: what is wrong, by which rule, on what evidence',
    { severity, rule: optionalId, organisation: optionalId, site: optionalId, offset, limit, ...moment },
    flagsAnswerSchema,
    answerFlags,
  );
  add('flag', 'a flag with its rule, its evidence and its history', { id, ...moment }, flagAnswerSchema, answerFlag);
  add('indicators', 'the 14 targets of the plan for a year', { year, ...moment }, indicatorsAnswerSchema, answerIndicators);
  add('cases', 'every case with what was done about it', { ...moment }, casesAnswerSchema, answerCases);
  add('rules', 'every rule with its articles, criteria and parameters', {}, rulesAnswerSchema, answerRules);
  add(
    'unaccounted',
    'matter unaccounted for at a site over a year, with the tests of material accountancy',
    { site: id, year, element: optionalId, ...moment },
    unaccountedAnswerSchema,
    answerUnaccounted,
  );
  add(
    'unaccounted-sites',
    'what every site could not account for over a year, the most telling first',
    { year, ...moment },
    unaccountedSitesAnswerSchema,
    answerUnaccountedSites,
  );
  add(
    'reserves',
    'what the reserves hold, oldest first, and the use of their orders',
    { ...moment },
    reservesAnswerSchema,
    answerReserves,
  );
  add(
    'map',
    'where the sites lie, with what stands against them; the ground of licences',
    { ...moment },
    mapAnswerSchema,
    answerMap,
  );
  add(
    'balance-map',
    'how far every site lies off its balance in every month of a year, in one element; months without a record',
    { year, element: optionalId, ...moment },
    balanceMapAnswerSchema,
    answerBalanceMap,
  );
  add('log', 'the log of all events: its key, its size, its signed checkpoint', {}, logAnswerSchema, answerLog);
  add('log-path', 'the way from an event to the root of the log', { id }, logPathSchema, (app, asked) =>
    answerLogPath(app, asked.id),
  );
  add('search', 'lots, organisations, sites and products by name or identifier', { q }, searchAnswerSchema, answerSearch);
  add('subscriptions', 'who is told of events, and whether it reaches him', {}, subscriptionsSchema, answerSubscriptions);
  add('scan', 'a scanned code: what it says, and what speaks against it', { code }, scanAnswerSchema, answerScan);
}
