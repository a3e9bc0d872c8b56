import { Button } from 'antd';
import { useState } from 'react';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import type { Who } from '../../wire/index.ts';
import { Field, Form, Section } from '../frame/form.tsx';
import { Page } from '../frame/page.tsx';
import { useChange } from '../reading/use-change.ts';
import { useWho } from '../reading/use-who.ts';
import { useTexts } from '../texts/use-texts.ts';
import { SecondFactorSetUp } from './second-factor.tsx';

/** Signing in: name and password, then the code, or the first set-up of a second factor. */
export default function SignInPage() {
  const { t, word } = useTexts();
  const { who, renew } = useWho();
  const navigate = useNavigate();
  const arrive = (): void => {
    renew();
    void navigate('/');
  };
  const stage = who?.session ?? 'none';
  const [search] = useSearchParams();
  const refusal = search.get('refused');
  if (stage === 'open') return <Navigate to="/" replace />;
  return (
    <Page title={t('signIn.title')} kicker={t('signIn.kicker')}>
      {refusal === null ? null : (
        <p className="strip wide" role="alert">
          ▲ {word('entryRefusal', refusal)}
        </p>
      )}
      <Section title={t(stage === 'none' ? 'signIn.password' : stage === 'enrolment' ? 'factor.title' : 'factor.code')}>
        {stage === 'enrolment' ? (
          <SecondFactorSetUp done={arrive} />
        ) : stage === 'second-factor' ? (
          <CodeForm done={arrive} />
        ) : (
          <PasswordForm provider={who?.provider ?? null} arrive={arrive} renew={renew} />
        )}
      </Section>
    </Page>
  );
}

function PasswordForm({ provider, arrive, renew }: { provider: string | null; arrive: () => void; renew: () => void }) {
  const { t } = useTexts();
  const change = useChange();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const send = async (): Promise<void> => {
    const who = await change.send<Who>('POST', '/api/access/sign-in', { account, password });
    if (who === undefined) return;
    if (who.session === 'open') arrive();
    else renew();
  };
  return (
    <Form
      button={t('signIn.go')}
      busy={change.busy}
      problem={change.problem}
      failed={t('signIn.failed')}
      send={() => void send()}
    >
      <Field
        label={t('signIn.account')}
        value={account}
        onChange={(event) => setAccount(event.target.value)}
        autoComplete="username"
        required
      />
      <Field
        label={t('signIn.password')}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="current-password"
        required
      />
      {provider === null ? null : <Button href="/api/access/provider">{t('signIn.provider', { provider })}</Button>}
    </Form>
  );
}

function CodeForm({ done }: { done: () => void }) {
  const { t } = useTexts();
  const change = useChange();
  const [code, setCode] = useState('');
  const send = async (): Promise<void> => {
    if ((await change.send('POST', '/api/access/code', { code })) !== undefined) done();
  };
  return (
    <Form
      button={t('signIn.go')}
      busy={change.busy}
      problem={change.problem}
      failed={t('signIn.failed')}
      send={() => void send()}
    >
      <Field
        label={t('factor.code')}
        hint={t('factor.codeHint')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        autoComplete="one-time-code"
        required
      />
    </Form>
  );
}
