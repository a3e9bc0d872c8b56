import { hash } from 'node:crypto';
import { creditOf, drawInspections, type Credit, type CreditFacts, type Dossier } from '../../conduct/index.ts';
import { dateOf } from '../../ledger/index.ts';
import type { Organisation, Registry } from '../../registry/index.ts';
import type { CreditAnswer, CreditRow, DrawAnswer, FlagRow } from '../../wire/index.ts';
import { ALL_FLAGS, answerFlags } from '../answers/answer-flags.ts';
import { ask, type AskedMoment, type Asking } from '../answers/moment.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import { requireOrganisation } from '../answers/out-of-scope.ts';
import { readCases } from '../cases/case-journal.ts';
import type { Application } from '../application.ts';
import { conductData } from './conduct-data.ts';
import { readDossiers } from './conduct-journal.ts';

const DAY_MS = 86_400_000;
const FLAG_DAYS = 365;
const CASE_DAYS = 3 * 365;
/** What scores below 100 add to the risk of being inspected: at 0 it is eleven times that at 100. */
const RISK_PER_POINT = 0.1;

/** Everything that speaks against anybody, gathered once. */
interface Gathered {
  readonly flags: readonly FlagRow[];
  readonly cases: Awaited<ReturnType<typeof readCases>>;
  readonly dossiers: ReadonlyMap<string, Dossier>;
}

/**
 * The credit score of every enterprise that the viewer may look into, lowest first, with all that it follows from.
 * @param question `organisation`: of that one alone; null for all
 * @throws NotOnRecord; OutOfScope
 */
export async function answerCredit(
  app: Application,
  question: AskedMoment & { readonly organisation: string | null },
): Promise<CreditAnswer> {
  const gathered = await gather(app, question);
  return ask(app, question, async (asking) => {
    const all = scoresOf(app, asking, gathered);
    const id = question.organisation === null ? null : requireKnown(asking, question.organisation);
    const scores = id === null ? all : all.filter(({ organisation }) => organisation === id);
    return Promise.resolve({ moment: asking.moment, day: dayOf(app, asking), weights: [...conductData().weights], scores });
  });
}

function requireKnown(asking: Asking, organisation: string): string {
  const found = asking.world.registry.organisation(organisation);
  if (found === undefined) throw new NotOnRecord('organisation', organisation);
  requireOrganisation(asking, found.id);
  return found.id;
}

/**
 * Draws enterprises to inspect, by risk, from a seed published beforehand: whoever has the scores and the seed draws the same.
 * @param question `count`: how many
 */
export async function answerDraw(
  app: Application,
  question: AskedMoment & { readonly seed: string; readonly count: number },
): Promise<DrawAnswer> {
  const gathered = await gather(app, question);
  return ask(app, question, async (asking) => {
    const scores = scoresOf(app, asking, gathered);
    const risks = new Map(scores.map((row) => [row.organisation, row]));
    const candidates = scores.map(({ organisation, score }) => ({ id: organisation, risk: 1 + (100 - score) * RISK_PER_POINT }));
    const drawn = drawInspections(candidates, question.seed, question.count, (text) => hash('sha256', text, 'hex'));
    return Promise.resolve({
      moment: asking.moment,
      seed: question.seed,
      candidates: candidates.length,
      drawn: drawn.map(({ id, ...rest }) => ({
        organisation: id,
        name: risks.get(id)!.name,
        score: risks.get(id)!.score,
        ...rest,
      })),
    });
  });
}

async function gather(app: Application, question: AskedMoment): Promise<Gathered> {
  const every = { severity: null, rule: null, organisation: null, site: null, offset: 0, limit: ALL_FLAGS };
  const { flags } = await answerFlags(app, { ...every, ...question });
  return app.whole.read(async (reader) => ({
    flags,
    cases: await readCases(reader, question.knownAt),
    dossiers: await readDossiers(reader, question.knownAt),
  }));
}

function dayOf(app: Application, { asOf }: Asking): string {
  return dateOf(asOf ?? app.now());
}

function scoresOf(app: Application, asking: Asking, gathered: Gathered): CreditRow[] {
  const { registry } = asking.world.registry;
  const day = dayOf(app, asking);
  const { scope } = asking;
  return registry.organisations
    .filter(({ id, roles }) => roles.some((role) => role !== 'regulator') && (scope === null || scope.organisations.includes(id)))
    .map((organisation) =>
      creditRow(organisation, creditOf(factsOf(organisation, registry, gathered, day), conductData().weights, day)),
    )
    .toSorted((a, b) => a.score - b.score);
}

function creditRow({ id, name }: Organisation, { score, deductions }: Credit): CreditRow {
  return {
    organisation: id,
    name,
    score,
    deductions: deductions.map(({ what, ...deduction }) => ({ ...deduction, what: [...what] })),
  };
}

function factsOf(
  { id, roles }: Organisation,
  registry: Registry,
  { flags, cases, dossiers }: Gathered,
  day: string,
): CreditFacts {
  const endMs = Date.parse(`${day}T24:00:00+08:00`);
  const own = flags.filter(
    ({ subject, raisedAt }) =>
      subject.organisation === id && Date.parse(raisedAt) < endMs && Date.parse(raisedAt) >= endMs - FLAG_DAYS * DAY_MS,
  );
  const graded = (severity: FlagRow['severity']) => own.filter((flag) => flag.severity === severity).map((flag) => flag.id);
  return {
    violation: graded('violation'),
    warning: graded('warning'),
    'case-decided': [...cases.values()]
      .filter(
        ({ subject, ruling, openedMs }) =>
          subject.organisation === id && ruling !== null && openedMs < endMs && openedMs >= endMs - CASE_DAYS * DAY_MS,
      )
      .map((one) => one.id),
    'black-listed': registry.lists
      .filter(
        ({ organisation, colour, from, to }) =>
          organisation === id && colour === 'black' && from <= day && (to === null || day <= to),
      )
      .map(({ ground }) => ground),
    'report-missing': roles.includes('exporter') ? missingReports(id, dossiers, day) : [],
  };
}

function missingReports(organisation: string, dossiers: Gathered['dossiers'], day: string): string[] {
  const year = String(Number(day.slice(0, 4)) - 1);
  const isThere = [...dossiers.values()].some(
    (one) => one.kind === 'report' && one.organisation === organisation && one.subject === year && one.status === 'published',
  );
  return isThere ? [] : [year];
}
