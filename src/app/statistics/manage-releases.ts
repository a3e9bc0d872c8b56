import { randomUUID } from 'node:crypto';
import { RELEASE_REFUSAL_WORDS, releaseRefusal, type ReleaseAct, type ReleaseRefusal } from '../../statistics/index.ts';
import type { ReleaseRequest } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import type { Application } from '../application.ts';
import { appendReleaseAct, periodEndMs, readReleases } from './release-journal.ts';

/** An act about the calendar that may not be done. */
export class ReleaseRefused extends Error {
  readonly code: ReleaseRefusal;

  constructor(code: ReleaseRefusal) {
    super(RELEASE_REFUSAL_WORDS[code]);
    this.name = 'ReleaseRefused';
    this.code = code;
  }
}

/** Announces a release, or withdraws one that is not public yet. @returns its number @throws ReleaseRefused */
export async function actOnRelease(app: Application, request: ReleaseRequest): Promise<string> {
  const act = actOf(app, request);
  await app.whole.write(async (writer) => {
    const refused = releaseRefusal(await readReleases(writer), act, periodEndMs);
    if (refused !== null) throw new ReleaseRefused(refused);
    await appendReleaseAct(writer, act);
    await noteAct(writer, app, { act: `release.${act.act}`, subject: act.release, outcome: 'done', address: null });
  });
  return act.release;
}

function actOf(app: Application, request: ReleaseRequest): ReleaseAct {
  const base = { atMs: app.now(), by: app.viewer.account, text: request.text };
  if (request.act === 'withdraw') return { ...base, act: 'withdraw', release: request.release };
  const { dataset, period, releaseAt, cutOff } = request;
  return {
    ...base,
    act: 'schedule',
    release: request.release ?? `release:${randomUUID()}`,
    dataset,
    period,
    releaseMs: Date.parse(releaseAt),
    cutOffMs: Date.parse(cutOff),
  };
}
