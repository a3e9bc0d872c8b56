import type { AccessState, AccountState } from '../../access/index.ts';
import { identityKey, viewerOf } from '../../access/index.ts';
import type { Application } from '../application.ts';
import { EntryRefused } from './access-refused.ts';
import { appendActs } from './access-source.ts';
import { noteAct } from './audit.ts';
import { enter, type Entry } from './sign-in.ts';
import { firstStage, type Origin } from './sessions.ts';

/** Whom an identity provider says it has before it (OpenID Connect Core 1.0, section 2). */
export interface ProvenIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** An e-mail address that the provider has verified. */
  readonly email: string | null;
  /** Whether he showed more than one factor there. */
  readonly isProvenTwice: boolean;
}

/**
 * Lets in whom an identity provider vouches for. The account is the one that the identity is linked with; the first time, the person's
 * account that is named by his verified e-mail address, which is linked with the identity from then on.
 * @throws EntryRefused `no-account`
 */
export async function enterByIdentity(app: Application, identity: ProvenIdentity, origin: Origin): Promise<Entry> {
  const state = await app.whole.write(async (writer) => {
    const access = await app.access.within(writer);
    const known = access.accounts.get(access.identities.get(identityKey(identity.issuer, identity.subject)) ?? '');
    const owner = known ?? ownerByEmail(access, identity);
    if (owner === undefined || owner.disabled) return null;
    if (known === undefined) {
      const { issuer, subject } = identity;
      const { id } = owner.account;
      await appendActs(writer, [{ atMs: app.now(), by: id, act: 'identity-linked', id, issuer, subject }]);
      const noted = { act: 'identity-linked', subject: id, outcome: 'done', address: origin.address } as const;
      await noteAct(writer, app.as(viewerOf(owner.account)), noted);
    }
    return owner;
  });
  if (state === null) throw await refused(app, identity, origin);
  return enter(app, state, firstStage(state, identity.isProvenTwice), origin);
}

/** An account that is linked with an identity already is nobody else's. */
function ownerByEmail(access: AccessState, { email, issuer }: ProvenIdentity): AccountState | undefined {
  const owner = email === null ? undefined : access.accounts.get(email);
  if (owner?.account.kind !== 'person') return undefined;
  const isTaken = [...access.identities].some(([key, id]) => id === email && key.startsWith(`[${JSON.stringify(issuer)},`));
  return isTaken ? undefined : owner;
}

async function refused(app: Application, { email, subject }: ProvenIdentity, origin: Origin): Promise<EntryRefused> {
  const who = email ?? subject;
  await app.whole.write((writer) =>
    noteAct(writer, app, { act: 'sign-in', subject: who, outcome: 'refused', address: origin.address }),
  );
  return new EntryRefused('no-account', `there is no open account for ${JSON.stringify(who)}: ask an administrator for one`);
}
