import { startOfDate } from '../../ledger/index.ts';
import { canonicalUri } from '../../epcis/index.ts';
import { RULES, type Flag } from '../../rules/index.ts';
import type { FlagAnswer, FlagRow, FlagsAnswer, Severity } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { readChanges, standingAfter } from '../rules/flag-journal.ts';
import { ruleRow } from './answer-rules.ts';
import { ask, type AskedMoment, type Asking } from './moment.ts';
import { NotOnRecord } from './not-on-record.ts';
import { requireOrganisation, requireSite } from './out-of-scope.ts';
import { nameOrId, productName } from './references.ts';

/** Which flags, each condition optional. */
export interface FlagsQuestion extends AskedMoment {
  readonly severity: Severity | null;
  readonly rule: string | null;
  readonly organisation: string | null;
  readonly site: string | null;
  readonly offset: number;
  readonly limit: number;
}

/** What stands: flags that are not cleared, gravest first, then the latest. */
const GRAVITY: Readonly<Record<Severity, number>> = { violation: 0, warning: 1, notice: 2 };

/**
 * The flags that stand, after everything on record was judged; with `knownAt` those that stood when it was all that was known.
 * @throws NotOnRecord when a rule, an organisation or a site is unknown; OutOfScope when it is not the viewer's
 */
export async function answerFlags(app: Application, question: FlagsQuestion): Promise<FlagsAnswer> {
  await app.rules.catchUp();
  return ask(app, question, async (asking) => {
    const conditions = conditionsOf(asking, question);
    const standing = await standingFlags(app, asking);
    const seen = standing.filter((flag) => isSeen(asking, flag) && conditions(flag)).sort(byGravity);
    const flags = seen.slice(question.offset, question.offset + question.limit);
    return {
      moment: asking.moment,
      judgedTo: asking.knownSeq ?? (await asking.reader.head()),
      total: seen.length,
      bySeverity: countBySeverity(seen),
      byRule: countByRule(seen),
      flags: await Promise.all(flags.map((flag) => flagRow(asking, flag))),
    };
  });
}

/** All of them, for the command line: row by row. */
export const ALL_FLAGS = 100_000_000;

function conditionsOf(asking: Asking, { severity, rule, organisation, site }: FlagsQuestion): (flag: Flag) => boolean {
  if (rule !== null && !RULES.some(({ facts }) => facts.name === rule)) throw new NotOnRecord('rule', rule);
  const organisations = organisation === null ? null : organisationsOf(asking, organisation);
  const place = site === null ? null : canonicalUri(site);
  if (place !== null) requireSite(asking, place);
  return ({ severity: grade, rule: name, subject }) =>
    (severity === null || grade === severity) &&
    (rule === null || name === rule) &&
    (organisations === null || organisations.has(subject.organisation ?? '')) &&
    (place === null || subject.site === place);
}

/** An organisation and the members of its group. */
function organisationsOf(asking: Asking, id: string): Set<string> {
  const found = asking.world.registry.organisation(id);
  if (found === undefined) throw new NotOnRecord('organisation', id);
  requireOrganisation(asking, found.id);
  return new Set([found.id, ...asking.world.registry.membersOf(found.id).map((member) => member.id)]);
}

async function standingFlags(app: Application, { knownSeq, asOf }: Asking): Promise<Flag[]> {
  const known =
    knownSeq === null
      ? await app.rules.flags()
      : [...standingAfter(await app.whole.read((reader) => readChanges(reader, knownSeq))).values()];
  return asOf === null ? known : known.filter(({ raisedMs }) => raisedMs <= asOf);
}

/** A viewer sees the flags of what he may look into. */
function isSeen({ scope }: Asking, { subject: { organisation, site } }: Flag): boolean {
  if (scope === null) return true;
  return scope.organisations.includes(organisation ?? '') || scope.sites.includes(site ?? '');
}

function byGravity(a: Flag, b: Flag): number {
  return GRAVITY[a.severity] - GRAVITY[b.severity] || b.raisedMs - a.raisedMs || (a.id < b.id ? -1 : 1);
}

function countBySeverity(flags: readonly Flag[]): FlagsAnswer['bySeverity'] {
  const counts = { violation: 0, warning: 0, notice: 0 };
  for (const { severity } of flags) counts[severity] += 1;
  return counts;
}

function countByRule(flags: readonly Flag[]): FlagsAnswer['byRule'] {
  const groups = Map.groupBy(flags, ({ rule, severity }) => `${rule} ${severity}`);
  return [...groups.values()]
    .map((list) => ({ rule: list[0]!.rule, title: titleOf(list[0]!.rule), severity: list[0]!.severity, flags: list.length }))
    .sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity] || b.flags - a.flags);
}

/** A flag as it is told: what a viewer may not see of its evidence is left out. */
async function flagRow(asking: Asking, flag: Flag): Promise<FlagRow> {
  const { world } = asking;
  const { rule, severity, subject, element, window, statistic, threshold, raisedMs, id } = flag;
  const name = (of: string | null): FlagRow['siteName'] => (of === null ? null : nameOrId(world, of));
  return {
    rule,
    article: articleOf(rule, raisedMs),
    severity,
    subject,
    element,
    window: { from: new Date(window.fromMs).toISOString(), to: new Date(window.toMs).toISOString() },
    statistic,
    threshold,
    evidence: [...(await evidenceSeen(asking, flag))],
    raisedAt: new Date(raisedMs).toISOString(),
    id,
    ruleTitle: titleOf(rule),
    organisationName: name(subject.organisation),
    siteName: name(subject.site),
    productName: subject.lot === null ? null : productName(world, subject.lot),
  };
}

function titleOf(name: string): FlagRow['ruleTitle'] {
  return RULES.find(({ facts }) => facts.name === name)?.facts.title ?? { zh: name, en: name };
}

function articleOf(name: string, atMs: number): string {
  const articles = RULES.find(({ facts }) => facts.name === name)?.facts.articles ?? [];
  const inForce = articles.findLast(({ from }) => startOfDate(from) <= atMs) ?? articles[0];
  return inForce?.zh ?? '';
}

async function evidenceSeen({ reader, scope }: Asking, { evidence }: Flag): Promise<Flag['evidence']> {
  if (scope === null) return evidence;
  const hashes = evidence.flatMap(({ event }) => (event === undefined ? [] : [event]));
  const found = hashes.length === 0 ? new Map<string, unknown[]>() : await reader.findKeys(hashes);
  return evidence.filter(({ event }) => event === undefined || (found.get(event)?.length ?? 0) > 0);
}

/**
 * A flag with its rule and what happened to it, also one that is cleared.
 * @throws NotOnRecord when there never was such a flag, or the viewer may not see it
 */
export async function answerFlag(app: Application, question: AskedMoment & { readonly id: string }): Promise<FlagAnswer> {
  await app.rules.catchUp();
  return ask(app, question, async (asking) => {
    const changes = (await app.whole.read((reader) => readChanges(reader, asking.knownSeq))).filter(
      ({ flag }) => flag.id === question.id,
    );
    const now = (await standingFlags(app, asking)).find(({ id }) => id === question.id);
    const flag = now ?? changes.at(-1)?.flag;
    if (flag === undefined || !isSeen(asking, flag)) throw new NotOnRecord('flag', question.id);
    return {
      moment: asking.moment,
      flag: await flagRow(asking, flag),
      stands: now !== undefined,
      rule: ruleRow(
        RULES.find(({ facts }) => facts.name === flag.rule)!,
        app.rules.parameters,
      ),
      history: changes.map(({ kind, recordedMs, seq, flag: { severity, statistic } }) => ({
        kind,
        recordedAt: new Date(recordedMs).toISOString(),
        seq,
        severity,
        statistic,
      })),
    };
  });
}
