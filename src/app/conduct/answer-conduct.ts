import { noticesOf, type Dossier, type Examined, type Notice } from '../../conduct/index.ts';
import type { ConductAnswer, DossierRow, ExaminedRow, NormConditionsAnswer, NoticeRow } from '../../wire/index.ts';
import { ask, type AskedMoment } from '../answers/moment.ts';
import { nameOrId } from '../answers/references.ts';
import type { Application } from '../application.ts';
import type { World } from '../world.ts';
import { conductData } from './conduct-data.ts';
import { readDossiers } from './conduct-journal.ts';

/** Every dossier that the viewer may look into, latest first, with what authorities were told and who has not acknowledged it. */
export async function answerConduct(app: Application, question: AskedMoment): Promise<ConductAnswer> {
  const dossiers = await app.whole.read((reader) => readDossiers(reader, question.knownAt));
  return ask(app, question, async ({ moment, world, scope, knownAt }) => {
    const seen = [...dossiers.values()].filter(
      ({ organisation }) => scope === null || scope.organisations.includes(organisation),
    );
    const nowMs = knownAt ?? app.now();
    const notices = seen.flatMap((dossier) => noticesOf(dossier, conductData()));
    return Promise.resolve({
      moment,
      dossiers: seen.map((dossier) => dossierRow(dossier, world)).reverse(),
      notices: notices.map((notice) => noticeRow(notice, world, nowMs)).reverse(),
    });
  });
}

/** Every norm condition with its source, the same for everybody. */
export function answerNormConditions(): Promise<NormConditionsAnswer> {
  return Promise.resolve({ conditions: [...conductData().conditions] });
}

function dossierRow({ examined, listed, organisation, acts, ...dossier }: Dossier, world: World): DossierRow {
  return {
    id: dossier.id,
    kind: dossier.kind,
    status: dossier.status,
    subject: dossier.subject,
    organisation,
    organisationName: nameOrId(world, organisation),
    examined: examined.map(examinedRow),
    documents: acts.flatMap((act) => ('documents' in act ? act.documents : [])),
    listedFrom: listed?.from ?? null,
    listedTo: listed?.to ?? null,
    acts: acts.map(({ act, atMs, by, text }) => ({ act, at: new Date(atMs).toISOString(), by, text })),
  };
}

function examinedRow({ condition, stated, outcome }: Examined): ExaminedRow {
  const { item, name, comparison, limit, unit, source, confidence } = condition;
  return { item, name, comparison, limit, unit, stated, outcome, source, confidence };
}

function noticeRow(notice: Notice, world: World, nowMs: number): NoticeRow {
  const { toldMs, dueMs, deliveredMs, acknowledgedMs, ...told } = notice;
  const authority = conductData().authorities.find(({ key }) => key === notice.authority);
  return {
    ...told,
    organisationName: nameOrId(world, notice.organisation),
    authorityName: authority!.name,
    toldAt: new Date(toldMs).toISOString(),
    dueAt: new Date(dueMs).toISOString(),
    deliveredAt: deliveredMs === null ? null : new Date(deliveredMs).toISOString(),
    acknowledgedAt: acknowledgedMs === null ? null : new Date(acknowledgedMs).toISOString(),
    overdue: acknowledgedMs === null && nowMs > dueMs,
  };
}
