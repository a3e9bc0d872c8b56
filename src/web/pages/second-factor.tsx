import { useState } from 'react';
import type { Enrolment } from '../../wire/index.ts';
import { Field, Form } from '../frame/form.tsx';
import { useChange } from '../reading/use-change.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Sets an authenticator up: its secret as a picture and as text, the first code, and the recovery codes. */
export function SecondFactorSetUp({ done }: { done: () => void }) {
  const { t } = useTexts();
  const change = useChange();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState<readonly string[] | null>(null);
  const begin = async (): Promise<void> =>
    setEnrolment((await change.send<Enrolment>('POST', '/api/access/enrolment', {})) ?? null);
  const prove = async (): Promise<void> => {
    const sent = await change.send<{ recoveryCodes: string[] }>('POST', '/api/access/enrolment/code', { code });
    if (sent !== undefined) setRecovery(sent.recoveryCodes);
  };
  if (recovery !== null)
    return (
      <Form button={t('factor.kept')} busy={false} problem={null} failed="" send={done}>
        <p>{t('factor.recovery')}</p>
        <ul className="codes">
          {recovery.map((each) => (
            <li key={each}>
              <code>{each}</code>
            </li>
          ))}
        </ul>
      </Form>
    );
  if (enrolment === null)
    return (
      <Form
        button={t('factor.begin')}
        busy={change.busy}
        problem={change.problem}
        failed={t('factor.failed')}
        send={() => void begin()}
      >
        <p>{t('factor.why')}</p>
      </Form>
    );
  return (
    <Form
      button={t('factor.prove')}
      busy={change.busy}
      problem={change.problem}
      failed={t('factor.failed')}
      send={() => void prove()}
    >
      <p>{t('factor.scan')}</p>
      <img className="qr" src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolment.picture)}`} alt={t('factor.picture')} />
      <p>
        {t('factor.secret')} <code className="identifier">{enrolment.secret}</code>
      </p>
      <Field
        label={t('factor.code')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
      />
    </Form>
  );
}
