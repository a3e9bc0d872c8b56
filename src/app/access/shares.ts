import { randomUUID } from 'node:crypto';
import { refusalOfShare, shareMark, type Share } from '../../access/index.ts';
import { canonicalUri, siteOf } from '../../epcis/index.ts';
import type { RecordWriter } from '../../record/index.ts';
import type { ShareRow } from '../../wire/index.ts';
import { writeTime } from '../answers/moment.ts';
import type { Application } from '../application.ts';
import { refuseFor } from './access-refused.ts';
import { appendActs } from './access-source.ts';
import { noteAct } from './audit.ts';

/** What one organisation wants another to see: a whole site, or a lot as far as it is its own. */
export interface ShareWish {
  readonly organisation: string;
  readonly with: string;
  readonly what: Share['what'];
  readonly untilMs: number | null;
}

/**
 * Shares a site or a lot with another organisation, until it is withdrawn. Of a lot those events are seen that concern who shares it: what
 * became of it elsewhere is not his to show.
 * @throws AccessRefused
 */
export function giveShare(app: Application, wish: ShareWish, address: string | null): Promise<{ id: string }> {
  return app.whole.write(async (writer) => {
    const { registry } = await app.worlds.current(writer);
    const share = canonicalShare(wish, app.now());
    const own = [share.organisation, ...registry.sitesOf(share.organisation).map(({ id }) => id)];
    const seqs = 'lot' in share.what ? await writer.seqsNaming([share.what.lot], []) : [];
    const theirs = [...(await writer.concerning(seqs, own))];
    refuseFor(refusalOfShare(app.viewer, share, registry, theirs.length > 0));
    await appendActs(writer, [{ atMs: app.now(), by: app.viewer.account, act: 'share-given', share }]);
    await noteAct(writer, app, { act: 'share-given', subject: subjectOf(share), outcome: 'done', address });
    await markEvents(writer, theirs, share);
    return { id: share.id };
  });
}

function canonicalShare({ organisation, with: other, what, untilMs }: ShareWish, nowMs: number): Omit<Share, 'withdrawnMs'> {
  const canonical = 'site' in what ? { site: siteOf(what.site) } : { lot: canonicalUri(what.lot) };
  return {
    id: randomUUID(),
    organisation: canonicalUri(organisation),
    with: canonicalUri(other),
    what: canonical,
    fromMs: nowMs,
    untilMs,
  };
}

function subjectOf({ what }: Pick<Share, 'what'>): string {
  return 'site' in what ? what.site : what.lot;
}

/** Events of the lot that are on record; those to come are marked as they are recorded. */
async function markEvents(writer: RecordWriter, seqs: readonly number[], share: Pick<Share, 'id'>): Promise<void> {
  if (seqs.length === 0) return;
  await writer.addParties(seqs.map((eventSeq) => ({ eventSeq, party: shareMark(share) })));
}

/** Withdraws a share; from the next request on nothing is seen by it. @throws AccessRefused */
export function withdrawShare(app: Application, id: string, address: string | null): Promise<void> {
  return app.whole.write(async (writer) => {
    const share = (await app.access.within(writer)).shares.get(id);
    if (share === undefined) refuseFor('no-such-share');
    else if (app.viewer.role !== 'keeper' && app.viewer.organisation !== share.organisation) refuseFor('not-yours-to-share');
    await appendActs(writer, [{ atMs: app.now(), by: app.viewer.account, act: 'share-withdrawn', share: id }]);
    await noteAct(writer, app, {
      act: 'share-withdrawn',
      subject: share === undefined ? id : subjectOf(share),
      outcome: 'done',
      address,
    });
  });
}

/** Shares that the viewer's organisation gave or got; all of them for the keeper. */
export async function answerShares(app: Application): Promise<{ shares: ShareRow[] }> {
  const { organisation, role } = app.viewer;
  const state = await app.whole.read((reader) => app.access.current(reader));
  const seen = [...state.shares.values()].filter(
    (share) => role === 'keeper' || (organisation !== null && [share.organisation, share.with].includes(organisation)),
  );
  return { shares: seen.map(shareRow) };
}

function shareRow({ id, organisation, with: other, what, fromMs, untilMs, withdrawnMs }: Share): ShareRow {
  return {
    id,
    organisation,
    with: other,
    site: 'site' in what ? what.site : null,
    lot: 'lot' in what ? what.lot : null,
    from: new Date(fromMs).toISOString(),
    until: writeTime(untilMs),
    withdrawn: writeTime(withdrawnMs),
  };
}
