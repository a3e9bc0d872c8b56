import { randomUUID } from 'node:crypto';
import { CASE_REFUSAL_WORDS, refusalOf, type CaseAct, type CaseRefusal, type Ruling } from '../../cases/index.ts';
import { canonicalUri } from '../../epcis/index.ts';
import { tonnes } from '../../units/index.ts';
import type { CaseRequest } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import { appendConductAct, readDossiers } from '../conduct/conduct-journal.ts';
import { OutOfScope } from '../answers/out-of-scope.ts';
import type { Application } from '../application.ts';
import type { ReadScope, RecordWriter } from '../../record/index.ts';
import { carryOutQuotaCommand } from '../quota-commands.ts';
import { appendCaseActs, readCases } from './case-journal.ts';

/** An act about a case that may not be done. */
export class CaseRefused extends Error {
  readonly code: CaseRefusal | 'cut-refused';

  constructor(code: CaseRefused['code'], message: string) {
    super(message);
    this.name = 'CaseRefused';
    this.code = code;
  }
}

/**
 * Does something about a case. A decision that cuts a quota cuts it in the same change: where the cut is refused, nothing is decided.
 * @returns the number of the case
 * @throws CaseRefused; OutOfScope when it is about somebody whom the viewer may not look into
 */
export async function actOnCase(app: Application, request: CaseRequest): Promise<string> {
  const act = actOf(app, request);
  const scope = await app.scope();
  await app.whole.write(async (writer) => {
    const cases = await readCases(writer);
    const organisation = act.act === 'open' ? act.subject.organisation : (cases.get(act.case)?.subject.organisation ?? null);
    if (scope !== null && organisation !== null && !scope.organisations.includes(organisation))
      throw new OutOfScope('organisation', organisation);
    const refused = refusalOf(cases, act);
    if (refused !== null) throw new CaseRefused(refused, CASE_REFUSAL_WORDS[refused]);
    if (act.act === 'decide') {
      await cutQuota(app, writer, scope, act.case, act.ruling);
      if (act.ruling.measures.includes('black-list') && organisation !== null) await proposeListing(writer, organisation, act);
    }
    await appendCaseActs(writer, [act]);
    await noteAct(writer, app, { act: `case.${act.act}`, subject: act.case, outcome: 'done', address: null });
  });
  return act.case;
}

function actOf(app: Application, request: CaseRequest): CaseAct {
  const base = { atMs: app.now(), by: app.viewer.account, text: request.text };
  switch (request.act) {
    case 'open': {
      const { kind, organisation, site, name, flag } = request;
      const canonical = (id: string | null): string | null => (id === null ? null : canonicalUri(id));
      const subject = { organisation: canonical(organisation), site: canonical(site), name };
      return { ...base, act: 'open', case: request.case ?? `case:${randomUUID()}`, kind, subject, flag };
    }
    case 'decide':
      return { ...base, act: 'decide', case: request.case, ruling: request.ruling };
    case 'note':
    case 'appeal':
    case 'close':
      return { ...base, act: request.act, case: request.case };
  }
}

/** The same decision made again cuts once. */
async function cutQuota(
  app: Application,
  writer: RecordWriter,
  scope: ReadScope | null,
  id: string,
  { quotaCut }: Ruling,
): Promise<void> {
  if (quotaCut === null) return;
  const { quota, tonnes: amount } = quotaCut;
  const command = { kind: 'cut', id: `cut:${id}:${quota}`, quota, amountMg: tonnes(amount, 'treo').mg } as const;
  const answer = await carryOutQuotaCommand(app, writer, scope, command);
  if ('refusal' in answer) throw new CaseRefused('cut-refused', `${answer.refusal.code}: ${answer.refusal.message}`);
}

/** Opens a dossier of the black list, where nobody is listed unheard; a decision made anew finds it there. */
async function proposeListing(writer: RecordWriter, organisation: string, { case: id, atMs, by, text }: CaseAct): Promise<void> {
  const dossier = `case:${id}`;
  if ((await readDossiers(writer)).has(dossier)) return;
  await appendConductAct(writer, { act: 'propose', dossier, organisation, ground: text, documents: [], atMs, by, text });
}
