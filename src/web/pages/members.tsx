import { Button } from 'antd';
import { useState } from 'react';
import type { AccountRow, KeyRow, Members, Moment } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { ProblemNote } from '../frame/tile.tsx';
import { shortId } from '../figures/names.ts';
import { writeMinute } from '../figures/times.ts';
import type { Problem } from '../reading/problem.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useChange } from '../reading/use-change.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { NewAccount, NewKey } from './member-forms.tsx';

const ADDRESS = '/api/access/members';

/** What was made and is shown this once: a one-time link or a key. */
interface Secret {
  readonly of: string;
  readonly text: string;
}

/** Who may sign in, and which programs hold keys; each change takes effect at once. */
export default function MembersPage() {
  const texts = useTexts();
  const { t } = texts;
  const change = useChange();
  const [renewal, setRenewal] = useState(0);
  const [secret, setSecret] = useState<Secret | null>(null);
  const reading = useAnswer<Members & { readonly moment?: Moment }>(ADDRESS, renewal);
  const send = async <T,>(method: 'POST' | 'DELETE', address: string, body?: object): Promise<T | undefined> => {
    const sent = await change.send<T>(method, address, body);
    setRenewal((count) => count + 1);
    return sent;
  };
  const link = async (id: string): Promise<void> => {
    const made = await send<{ token: string }>('POST', `${ADDRESS}/${encodeURIComponent(id)}/link`, {});
    if (made !== undefined) setSecret({ of: id, text: linkOf(made.token) });
  };
  const machines =
    reading.state === 'ready' || reading.state === 'stale'
      ? reading.answer.accounts.filter(({ kind }) => kind === 'machine')
      : [];
  return (
    <Page title={t('members.title')} kicker={t('members.kicker')}>
      <Outcome secret={secret} problem={change.problem} />
      <ListTile
        title={t('members.accounts')}
        fileName="ytterby-members"
        reading={reading}
        rowsOf={(answer) => answer.accounts}
        columns={accountColumns(texts, {
          link: (id) => void link(id),
          turn: (id, word) => void send('POST', `${ADDRESS}/${encodeURIComponent(id)}/${word}`, {}),
        })}
        keyOf={(row) => row.id}
        emptyText={t('tile.empty')}
        filterable
      />
      <NewAccount
        busy={change.busy}
        make={async (account) => {
          const made = await send<{ token: string } | null>('POST', ADDRESS, account);
          if (made !== undefined && made !== null) setSecret({ of: account.id, text: linkOf(made.token) });
        }}
      />
      <ListTile
        title={t('members.keys')}
        fileName="ytterby-keys"
        reading={reading}
        rowsOf={(answer) => answer.keys}
        columns={keyColumns(texts, (id) => void send('DELETE', `/api/access/keys/${id}`))}
        keyOf={(row) => row.id}
        emptyText={t('members.noKeys')}
      />
      <NewKey
        machines={machines.map(({ id }) => id)}
        busy={change.busy}
        make={async (key) => {
          const made = await send<{ key: string }>('POST', '/api/access/keys', key);
          if (made !== undefined) setSecret({ of: key.account, text: made.key });
        }}
      />
    </Page>
  );
}

/** What was made and is shown this once, or why nothing was. */
function Outcome({ secret, problem }: { secret: Secret | null; problem: Problem | null }) {
  const { t } = useTexts();
  if (problem !== null)
    return (
      <div className="wide">
        <ProblemNote problem={problem} failed={t('members.failed')} />
      </div>
    );
  return secret === null ? null : (
    <p className="secret wide" role="status">
      {t('members.once', { of: secret.of })} <code className="identifier">{secret.text}</code>
    </p>
  );
}

function linkOf(token: string): string {
  return `${location.origin}/claim#${token}`;
}

interface AccountActs {
  readonly link: (id: string) => void;
  readonly turn: (id: string, word: 'disable' | 'enable') => void;
}

function accountColumns({ t, word }: Texts, acts: AccountActs): Column<AccountRow>[] {
  const stateOf = (row: AccountRow): string =>
    row.disabled ? t('members.disabled') : row.claimed || row.kind === 'machine' ? t('members.active') : t('members.waiting');
  return [
    textColumn('id', t('signIn.account'), (row) => row.id),
    textColumn('name', t('members.name'), (row) => row.name),
    textColumn('kind', t('members.kind'), (row) => t(row.kind === 'machine' ? 'members.machine' : 'members.person')),
    textColumn('role', t('column.role'), (row) => word('accessRole', row.role)),
    textColumn('organisation', t('column.organisation'), (row) => (row.organisation === null ? '–' : shortId(row.organisation))),
    textColumn('state', t('members.state'), stateOf),
    textColumn('factor', t('factor.title'), (row) => (row.secondFactor ? '✓' : '–')),
    textColumn(
      'acts',
      t('members.acts'),
      () => '',
      (row) => (
        <span className="buttons">
          {row.kind === 'person' && !row.disabled ? (
            <Button size="small" onClick={() => acts.link(row.id)}>
              {t('members.link')}
            </Button>
          ) : null}
          <Button size="small" onClick={() => acts.turn(row.id, row.disabled ? 'enable' : 'disable')}>
            {t(row.disabled ? 'members.enable' : 'members.disable')}
          </Button>
        </span>
      ),
    ),
  ];
}

function keyColumns({ t }: Texts, revoke: (id: string) => void): Column<KeyRow>[] {
  return [
    textColumn('id', t('members.key'), (row) => row.id),
    textColumn('account', t('signIn.account'), (row) => row.account),
    textColumn('label', t('members.label'), (row) => row.label),
    textColumn('made', t('members.made'), (row) => writeMinute(row.made)),
    textColumn('until', t('members.until'), (row) => (row.until === null ? '–' : writeMinute(row.until))),
    textColumn(
      'state',
      t('members.state'),
      (row) => (row.revoked === null ? '' : t('members.revoked')),
      (row) =>
        row.revoked === null ? (
          <Button size="small" onClick={() => revoke(row.id)}>
            {t('members.revoke')}
          </Button>
        ) : (
          t('members.revoked')
        ),
    ),
  ];
}
