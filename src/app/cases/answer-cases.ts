import { figuresOf, type Case } from '../../cases/index.ts';
import type { CaseRow, CasesAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { ask, type AskedMoment } from '../answers/moment.ts';
import { nameOrId } from '../answers/references.ts';
import type { World } from '../world.ts';
import { readCases } from './case-journal.ts';

/** Every case that the viewer may look into, latest first, with what they come to. */
export async function answerCases(app: Application, question: AskedMoment): Promise<CasesAnswer> {
  await app.rules.catchUp();
  const cases = await app.whole.read((reader) => readCases(reader, question.knownAt));
  return ask(app, question, async ({ moment, world, scope }) => {
    const seen = [...cases.values()].filter(
      ({ subject: { organisation } }) => scope === null || scope.organisations.includes(organisation ?? ''),
    );
    return Promise.resolve({ moment, figures: figuresOf(seen), cases: seen.map((one) => caseRow(one, world)).reverse() });
  });
}

function caseRow({ id, kind, status, subject, flag, openedMs, closedMs, ruling, acts }: Case, world: World): CaseRow {
  const { organisation, site, name } = subject;
  return {
    id,
    kind,
    status,
    organisation,
    organisationName: organisation === null ? null : nameOrId(world, organisation),
    site,
    siteName: site === null ? null : nameOrId(world, site),
    name,
    flag,
    openedAt: new Date(openedMs).toISOString(),
    closedAt: closedMs === null ? null : new Date(closedMs).toISOString(),
    ruling:
      ruling === null
        ? null
        : { ...ruling, measures: [...ruling.measures], seizures: ruling.seizures.map((seizure) => ({ ...seizure })) },
    acts: acts.map(({ act, atMs, by, text }) => ({ act, at: new Date(atMs).toISOString(), by, text })),
  };
}
