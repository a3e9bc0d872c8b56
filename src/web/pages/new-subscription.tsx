import { useState } from 'react';
import { Choice, Field, Form, Section } from '../frame/form.tsx';
import { useChange } from '../reading/use-change.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Names a query if it has no name yet, and subscribes to it. */
export function NewSubscription({ made }: { made: () => void }) {
  const { t, bizStep } = useTexts();
  const change = useChange();
  const [queryName, setQueryName] = useState('');
  const [step, setStep] = useState('');
  const [dest, setDest] = useState('');
  const [token, setToken] = useState('');
  const [hour, setHour] = useState('');
  const send = async (): Promise<void> => {
    const query = step === '' ? {} : { EQ_bizStep: [step] };
    const known = await fetch(`/queries/${encodeURIComponent(queryName)}`, { headers: { accept: 'application/json' } });
    if (!known.ok && (await change.send('POST', '/queries', { name: queryName, query })) === undefined) return;
    const timing = hour === '' ? { stream: true } : { schedule: { hour } };
    const wish = { dest, ...(token === '' ? {} : { signatureToken: token }), ...timing };
    const subscribed = await change.send('POST', `/queries/${encodeURIComponent(queryName)}/subscriptions`, wish);
    if (subscribed !== undefined) made();
  };
  return (
    <Section title={t('subscriptions.add')}>
      <Form
        button={t('subscriptions.add')}
        busy={change.busy}
        problem={change.problem}
        failed={t('members.failed')}
        send={() => void send()}
      >
        <Field
          label={t('subscriptions.query')}
          hint={t('subscriptions.queryHint')}
          value={queryName}
          onChange={(event) => setQueryName(event.target.value)}
          required
        />
        <Choice
          label={t('subscriptions.step')}
          value={step}
          onChange={(event) => setStep(event.target.value)}
          options={['', 'commissioning', 'shipping', 'receiving', 'inspecting', 'stock_taking'].map((value) => ({
            value,
            label: value === '' ? t('subscriptions.anyStep') : bizStep(value),
          }))}
        />
        <Field
          label={t('subscriptions.dest')}
          hint="https://…"
          value={dest}
          onChange={(event) => setDest(event.target.value)}
          required
        />
        <Field
          label={t('subscriptions.token')}
          hint={t('subscriptions.tokenHint')}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <Field
          label={t('subscriptions.hour')}
          hint={t('subscriptions.hourHint')}
          value={hour}
          onChange={(event) => setHour(event.target.value)}
          inputMode="numeric"
        />
      </Form>
    </Section>
  );
}
