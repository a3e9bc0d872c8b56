import type { Viewer } from '../../access/index.ts';
import { roundsOf, type Patrol } from '../../conduct/index.ts';
import { dateOf } from '../../ledger/index.ts';
import type { RecordReader } from '../../record/index.ts';
import type { PatrolCell } from '../../registry/index.ts';
import type { PatrolRequest, PatrolsAnswer } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import { askOfAll, type AskedMoment } from '../answers/moment.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import type { Application } from '../application.ts';

/** Rounds of inspectors, one a line. */
const JOURNAL = 'patrols';
const GRAVITY = { province: 3, city: 2, county: 1, none: 0 } as const;

/** Rights end with the jurisdiction: cells of the provinces of his mandate, all of them where it is everything. */
function isOf({ mandate }: Viewer, { province }: PatrolCell): boolean {
  return mandate.everything || mandate.provinces.includes(province);
}

/** Notes a round that was gone. @throws NotOnRecord when there is no such cell in the viewer's jurisdiction, or the day has not come */
export async function notePatrol(app: Application, request: PatrolRequest): Promise<{ cell: string }> {
  const patrol: Patrol = { ...request, atMs: app.now(), by: app.viewer.account };
  await app.whole.write(async (writer) => {
    const { registry } = await app.worlds.current(writer);
    const isKnown = registry.registry.patrolCells.some((cell) => cell.id === request.cell && isOf(app.viewer, cell));
    if (!isKnown || request.day > dateOf(app.now())) throw new NotOnRecord('cell', `${request.cell} ${request.day}`);
    await writer.appendJournal(JOURNAL, [JSON.stringify(patrol)]);
    await noteAct(writer, app, { act: 'patrol.note', subject: `${request.cell} ${request.day}`, outcome: 'done', address: null });
  });
  return { cell: request.cell };
}

async function readPatrols(reader: RecordReader, knownAt: number | null): Promise<Patrol[]> {
  const patrols = (await reader.journal(JOURNAL, 0)).map((line) => JSON.parse(line) as Patrol);
  return patrols.filter(({ atMs }) => knownAt === null || atMs <= knownAt);
}

/** Every cell with its rounds, the longest missed first. */
export function answerPatrols(app: Application, question: AskedMoment): Promise<PatrolsAnswer> {
  return askOfAll(app, question, async ({ reader, world, moment, asOf, knownAt }) => {
    const day = dateOf(asOf ?? app.now());
    const patrols = await readPatrols(reader, knownAt);
    const cells = world.registry.registry.patrolCells
      .filter((one) => isOf(app.viewer, one))
      .flatMap((cell): PatrolsAnswer['cells'] => {
        const rounds = roundsOf(cell, patrols, day);
        if (rounds === null) return [];
        const { id, name, province, county, inspector, everyDays } = cell;
        const gone = rounds.patrols.map((patrol) => ({ day: patrol.day, found: patrol.found, text: patrol.text, by: patrol.by }));
        return [{ id, name, province, county, inspector, everyDays, ...rounds, patrols: gone.reverse() }];
      });
    return { moment, day, cells: cells.toSorted((a, b) => GRAVITY[b.escalated] - GRAVITY[a.escalated] || b.days - a.days) };
  });
}
