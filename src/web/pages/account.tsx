import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Moment, SessionRow } from '../../wire/index.ts';
import { textColumn } from '../frame/columns.tsx';
import { Field, Form, Section } from '../frame/form.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useChange } from '../reading/use-change.ts';
import { useWho } from '../reading/use-who.ts';
import { useTexts } from '../texts/use-texts.ts';
import { SecondFactorSetUp } from './second-factor.tsx';

/** The own account: who one is here, the password, the second factor, and where one is signed in. */
export default function AccountPage() {
  const { t, word } = useTexts();
  const { who, renew } = useWho();
  const change = useChange();
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    await change.send('POST', '/api/access/sign-out', {});
    renew();
    void navigate('/sign-in');
  };
  if (who === null || who.account === null) return <p className="empty">{t('account.none')}</p>;
  return (
    <Page
      title={who.name ?? who.account}
      kicker={who.account}
      tools={<Button onClick={() => void leave()}>{t('account.leave')}</Button>}
    >
      <Section title={t('account.who')}>
        <Facts>
          <Fact name={t('column.role')}>{word('accessRole', who.role)}</Fact>
          <Fact name={t('column.organisation')}>{who.organisation ?? '–'}</Fact>
          <Fact name={t('members.provinces')}>
            {who.mandate.everything ? t('members.everything') : who.mandate.provinces.join(t('list.separator')) || '–'}
          </Fact>
        </Facts>
      </Section>
      <Section title={t('account.password')}>
        <PasswordChange />
      </Section>
      <Section title={t('factor.title')}>
        <SecondFactorSetUp done={renew} />
      </Section>
      <Sessions />
    </Page>
  );
}

function PasswordChange() {
  const { t } = useTexts();
  const change = useChange();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const send = async (): Promise<void> => {
    setDone((await change.send('POST', '/api/access/password', { old, password })) !== undefined);
  };
  return (
    <Form
      button={t('account.change')}
      busy={change.busy}
      problem={change.problem}
      failed={t('account.notChanged')}
      send={() => void send()}
    >
      <Field
        label={t('account.old')}
        type="password"
        value={old}
        onChange={(event) => setOld(event.target.value)}
        autoComplete="current-password"
        required
      />
      <Field
        label={t('claim.password')}
        hint={t('claim.hint')}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="new-password"
        required
      />
      {done ? <p role="status">✓ {t('account.changed')}</p> : null}
    </Form>
  );
}

function Sessions() {
  const { t } = useTexts();
  const change = useChange();
  const [ended, setEnded] = useState(0);
  const reading = useAnswer<{ sessions: SessionRow[]; moment?: Moment }>('/api/access/sessions', ended);
  const end = async (id: string): Promise<void> => {
    await change.send('DELETE', `/api/access/sessions/${id}`);
    setEnded((count) => count + 1);
  };
  return (
    <ListTile
      title={t('account.sessions')}
      fileName="ytterby-sessions"
      reading={reading}
      rowsOf={(answer) => answer.sessions}
      columns={[
        textColumn('seen', t('account.seen'), (row: SessionRow) => writeMinute(row.seen)),
        textColumn('begun', t('account.begun'), (row: SessionRow) => writeMinute(row.begun)),
        textColumn('address', t('account.address'), (row: SessionRow) => row.address),
        textColumn('agent', t('account.agent'), (row: SessionRow) => row.agent),
        textColumn(
          'end',
          t('members.acts'),
          (row: SessionRow) => (row.current ? t('account.thisOne') : ''),
          (row) =>
            row.current ? (
              t('account.thisOne')
            ) : (
              <Button size="small" onClick={() => void end(row.id)}>
                {t('account.end')}
              </Button>
            ),
        ),
      ]}
      keyOf={(row) => row.id}
      emptyText={t('tile.empty')}
    />
  );
}
