import { useState } from 'react';
import type { ReleaseRow } from '../../wire/index.ts';
import { Choice, Field, Form, Section } from '../frame/form.tsx';
import { useChange } from '../reading/use-change.ts';
import { useTexts } from '../texts/use-texts.ts';
import { DATASET_IDS } from './statistic-preview.tsx';

const ADDRESS = '/api/releases';
const EMPTY = { dataset: 'mining-output', period: '', releaseAt: '', cutOff: '', text: '' };

/** Announces a release. Times are typed as China counts them. */
export function ScheduleForm({ done }: { done: () => void }) {
  const { t, word } = useTexts();
  const change = useChange();
  const [typed, setTyped] = useState(EMPTY);
  const field = (name: keyof typeof EMPTY, label: string, type = 'text', hint?: string) => (
    <Field
      label={label}
      type={type}
      {...(hint === undefined ? {} : { hint })}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      required
    />
  );
  const send = async (): Promise<void> => {
    const { releaseAt, cutOff, ...rest } = typed;
    const body = { act: 'schedule', ...rest, releaseAt: inChina(releaseAt), cutOff: inChina(cutOff) };
    if ((await change.send('POST', ADDRESS, body)) === undefined) return;
    setTyped(EMPTY);
    done();
  };
  return (
    <Section title={t('disclosure.schedule')}>
      <Form
        button={t('disclosure.schedule')}
        busy={change.busy}
        problem={change.problem}
        failed={t('disclosure.failed')}
        send={() => void send()}
      >
        <Choice
          label={t('disclosure.table')}
          value={typed.dataset}
          onChange={(event) => setTyped({ ...typed, dataset: event.target.value })}
          options={DATASET_IDS.map((value) => ({ value, label: word('dataset', value) }))}
        />
        {field('period', t('disclosure.period'), 'text', '2015-03 / 2015')}
        {field('cutOff', t('disclosure.cutOff'), 'datetime-local')}
        {field('releaseAt', t('disclosure.releasedAt'), 'datetime-local')}
        {field('text', t('disclosure.text'))}
      </Form>
    </Section>
  );
}

function inChina(typed: string): string {
  return `${typed.length === 'YYYY-MM-DDTHH:MM'.length ? `${typed}:00` : typed}+08:00`;
}

/** Withdraws a release that is not public yet. */
export function WithdrawForm({ row, done }: { row: ReleaseRow; done: () => void }) {
  const { t } = useTexts();
  const change = useChange();
  const [text, setText] = useState('');
  if (row.state !== 'scheduled') return <p>{row.text}</p>;
  const send = async (): Promise<void> => {
    if ((await change.send('POST', ADDRESS, { act: 'withdraw', release: row.id, text })) !== undefined) done();
  };
  return (
    <Form
      button={t('disclosure.withdraw')}
      busy={change.busy}
      problem={change.problem}
      failed={t('disclosure.failed')}
      send={() => void send()}
    >
      <Field label={t('disclosure.text')} value={text} onChange={(event) => setText(event.target.value)} required />
    </Form>
  );
}
