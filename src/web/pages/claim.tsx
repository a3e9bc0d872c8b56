import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { Who } from '../../wire/index.ts';
import { Field, Form, Section } from '../frame/form.tsx';
import { Page } from '../frame/page.tsx';
import { useChange } from '../reading/use-change.ts';
import { useWho } from '../reading/use-who.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Where a one-time link leads: its owner chooses a password. The token stands behind the # so that no server's log has it. */
export default function ClaimPage() {
  const { t } = useTexts();
  const { renew } = useWho();
  const change = useChange();
  const navigate = useNavigate();
  const token = useLocation().hash.slice(1);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [differs, setDiffers] = useState(false);
  const send = async (): Promise<void> => {
    setDiffers(password !== again);
    if (password !== again) return;
    const who = await change.send<Who>('POST', '/api/access/claim', { token, password });
    if (who === undefined) return;
    renew();
    void navigate(who.session === 'open' ? '/' : '/sign-in');
  };
  if (token === '')
    return (
      <Page title={t('claim.title')}>
        <p className="empty wide">{t('claim.noToken')}</p>
      </Page>
    );
  return (
    <Page title={t('claim.title')} kicker={t('claim.kicker')}>
      <Section title={t('claim.choose')}>
        <Form
          button={t('claim.go')}
          busy={change.busy}
          problem={change.problem}
          failed={t('claim.failed')}
          send={() => void send()}
        >
          <Field
            label={t('claim.password')}
            hint={t('claim.hint')}
            type="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="new-password"
            required
          />
          <Field
            label={t('claim.again')}
            type="password"
            value={again}
            onChange={(event) => setAgain(event.target.value)}
            autoComplete="new-password"
            aria-invalid={differs}
            required
          />
          {differs ? <p role="alert">▲ {t('claim.differs')}</p> : null}
        </Form>
      </Section>
    </Page>
  );
}
