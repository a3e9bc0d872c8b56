import { randomUUID } from 'node:crypto';
import {
  CONDUCT_REFUSAL_WORDS,
  conductRefusal,
  type ConductAct,
  type ConductRefusal,
  type Dossier,
} from '../../conduct/index.ts';
import { canonicalUri } from '../../epcis/index.ts';
import type { RecordReader, RecordWriter } from '../../record/index.ts';
import type { ConductRequest } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import { OutOfScope } from '../answers/out-of-scope.ts';
import type { Application } from '../application.ts';
import { mergeIntoRegistry } from '../load-registry.ts';
import { conductData } from './conduct-data.ts';
import { appendConductAct, readDossiers } from './conduct-journal.ts';

/** An act of conduct that may not be done. */
export class ConductRefused extends Error {
  readonly code: ConductRefusal;

  constructor(code: ConductRefusal) {
    super(CONDUCT_REFUSAL_WORDS[code]);
    this.name = 'ConductRefused';
    this.code = code;
  }
}

/**
 * Does something about an enterprise's conduct. What puts an enterprise on a public list, or takes it off, changes the registry's lists in the
 * same change, so that the rules see it.
 * @returns the number of the dossier
 * @throws ConductRefused; NotOnRecord when the organisation is not registered; OutOfScope when it is not the viewer's
 */
export async function actOnConduct(app: Application, request: ConductRequest): Promise<string> {
  const act = actOf(app, request);
  const scope = await app.scope();
  await app.whole.write(async (writer) => {
    const dossiers = await readDossiers(writer);
    const organisation = 'organisation' in act ? act.organisation : (dossiers.get(act.dossier)?.organisation ?? null);
    if (scope !== null && organisation !== null && !scope.organisations.includes(organisation))
      throw new OutOfScope('organisation', organisation);
    await requireRegistered(app, writer, organisation);
    const refused = conductRefusal(dossiers, act, conductData());
    if (refused !== null) throw new ConductRefused(refused);
    await appendConductAct(writer, act);
    await carryOut(app, writer, dossiers.get(act.dossier) ?? null, act.dossier);
    await noteAct(writer, app, { act: `conduct.${act.act}`, subject: act.dossier, outcome: 'done', address: null });
  });
  return act.dossier;
}

function actOf(app: Application, request: ConductRequest): ConductAct {
  const base = { atMs: app.now(), by: app.viewer.account };
  if (request.act === 'apply' || request.act === 'propose' || request.act === 'submit-report')
    return {
      ...request,
      ...base,
      organisation: canonicalUri(request.organisation),
      dossier: request.dossier ?? `dossier:${randomUUID()}`,
    };
  return { ...request, ...base };
}

async function requireRegistered(app: Application, reader: RecordReader, organisation: string | null): Promise<void> {
  if (organisation === null) return;
  const { registry } = await app.worlds.current(reader);
  if (registry.organisation(organisation) === undefined) throw new NotOnRecord('organisation', organisation);
}

/** Takes a listing that an act has changed into the registry. */
async function carryOut(app: Application, writer: RecordWriter, before: Dossier | null, id: string): Promise<void> {
  const after = (await readDossiers(writer)).get(id)!;
  const { listed, kind, organisation, subject } = after;
  if (listed === null || (before?.listed?.from === listed.from && before.listed.to === listed.to)) return;
  const colour = kind === 'conditions' ? 'white' : 'black';
  const ground = kind === 'conditions' ? '稀土行业规范条件公告' : subject;
  await mergeIntoRegistry(app, writer, { lists: [{ organisation, colour, ground, ...listed, dossier: id }] });
}
