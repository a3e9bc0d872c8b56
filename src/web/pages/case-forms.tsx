import { useState } from 'react';
import { Link } from 'react-router';
import type { CaseKind, CaseRow, Measure } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { Choice, Field, Form, Section } from '../frame/form.tsx';
import { OrganisationField } from '../frame/organisation-field.tsx';
import { Rows } from '../frame/rows.tsx';
import { writeMinute } from '../figures/times.ts';
import { useChange } from '../reading/use-change.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts } from '../texts/use-texts.ts';

const ADDRESS = '/api/cases';

/** In the order in which they are offered. */
const KINDS: readonly CaseKind[] = [
  'mining',
  'production',
  'trade',
  'smuggling',
  'over-plan',
  'no-quota',
  'environment',
  'records',
  'other',
];
const MEASURES: readonly Measure[] = [
  'stop-production',
  'destroy-mine',
  'close-enterprise',
  'punish-trader',
  'revoke-permit',
  'black-list',
  'cut-quota',
  'transfer',
];

/** Opens a case from a lead. */
export function OpenCase({ done }: { done: () => void }) {
  const { t, word } = useTexts();
  const change = useChange();
  const [kind, setKind] = useState<string>('mining');
  const [organisation, setOrganisation] = useState('');
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const send = async (): Promise<void> => {
    const lead = {
      act: 'open',
      kind,
      organisation: organisation === '' ? null : organisation,
      name: name === '' ? null : name,
      text,
    };
    if ((await change.send('POST', ADDRESS, lead)) !== undefined) done();
  };
  return (
    <Section title={t('cases.open')}>
      <Form
        button={t('cases.open')}
        busy={change.busy}
        problem={change.problem}
        failed={t('cases.failed')}
        send={() => void send()}
      >
        <Choice
          label={t('cases.kind')}
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          options={KINDS.map((value) => ({ value, label: word('caseKind', value) }))}
        />
        <OrganisationField
          label={t('cases.organisation')}
          hint="https://id.gs1.org/417/…"
          value={organisation}
          choose={setOrganisation}
        />
        <Field label={t('cases.name')} value={name} onChange={(event) => setName(event.target.value)} />
        <Field label={t('cases.text')} value={text} onChange={(event) => setText(event.target.value)} required />
      </Form>
    </Section>
  );
}

/** What was done about a case, and what can be done next. */
export function CaseActs({ row, done }: { row: CaseRow; done: () => void }) {
  const { t, word } = useTexts();
  const to = useAddress();
  const may = useMay();
  const columns: Column<CaseRow['acts'][number]>[] = [
    textColumn('at', t('cases.on'), (act) => writeMinute(act.at)),
    textColumn('act', t('cases.act'), (act) => word('caseAct', act.act)),
    textColumn('by', t('cases.by'), (act) => act.by ?? t('cases.rules')),
    textColumn('text', t('cases.text'), (act) => act.text),
  ];
  return (
    <>
      <Rows label={t('cases.acts')} columns={columns} rows={row.acts} keyOf={(act) => `${act.at} ${act.act} ${act.text}`} />
      {row.flag === null ? null : (
        <p>
          <Link to={to('/flag', { id: row.flag })}>{t('cases.seeFlag')}</Link>
        </p>
      )}
      {may('case.manage') && row.status !== 'closed' ? <ActForm row={row} done={done} /> : null}
    </>
  );
}

const NEXT: Readonly<Record<CaseRow['status'], readonly string[]>> = {
  open: ['note', 'decide'],
  appealed: ['note', 'decide'],
  decided: ['note', 'appeal', 'close'],
  closed: [],
};

function ActForm({ row, done }: { row: CaseRow; done: () => void }) {
  const { t, word } = useTexts();
  const change = useChange();
  const [chosen, setAct] = useState('note');
  const [text, setText] = useState('');
  const [ruling, setRuling] = useState(NO_RULING);
  const acts = NEXT[row.status];
  const act = acts.includes(chosen) ? chosen : 'note';
  const send = async (): Promise<void> => {
    const body = { act, case: row.id, text, ...(act === 'decide' ? { ruling: rulingOf(ruling) } : {}) };
    if ((await change.send('POST', ADDRESS, body)) !== undefined) done();
  };
  return (
    <Form button={t('cases.do')} busy={change.busy} problem={change.problem} failed={t('cases.failed')} send={() => void send()}>
      <Choice
        label={t('cases.what')}
        value={act}
        onChange={(event) => setAct(event.target.value)}
        options={acts.map((value) => ({ value, label: word('caseAct', value) }))}
      />
      <Field label={t('cases.text')} value={text} onChange={(event) => setText(event.target.value)} required />
      {act === 'decide' ? <RulingFields ruling={ruling} change={setRuling} /> : null}
    </Form>
  );
}

const NO_RULING = { measures: [] as string[], fine: '', quota: '', tonnes: '', seized: '', seizedTonnes: '' };
type RulingTyped = typeof NO_RULING;

function rulingOf({ measures, fine, quota, tonnes, seized, seizedTonnes }: RulingTyped): object {
  return {
    measures,
    fineYuan: fine === '' ? 0 : Number(fine),
    quotaCut: quota === '' ? null : { quota, tonnes: Number(tonnes) },
    seizures: seized === '' ? [] : [{ what: seized, tonnes: Number(seizedTonnes) }],
  };
}

function RulingFields({ ruling, change }: { ruling: RulingTyped; change: (next: RulingTyped) => void }) {
  const { t, word } = useTexts();
  const field = (name: Exclude<keyof RulingTyped, 'measures'>, label: string, type = 'text') => (
    <Field
      label={label}
      type={type}
      min={0}
      step="any"
      value={ruling[name]}
      onChange={(event) => change({ ...ruling, [name]: event.target.value })}
    />
  );
  const toggle = (measure: string, on: boolean): void =>
    change({ ...ruling, measures: on ? [...ruling.measures, measure] : ruling.measures.filter((one) => one !== measure) });
  return (
    <>
      <fieldset>
        <legend>{t('cases.measures')}</legend>
        {MEASURES.map((measure) => (
          <label key={measure} className="switch">
            <input
              type="checkbox"
              checked={ruling.measures.includes(measure)}
              onChange={(event) => toggle(measure, event.target.checked)}
            />
            {word('caseMeasure', measure)}
          </label>
        ))}
      </fieldset>
      {field('fine', t('cases.fineYuan'), 'number')}
      {field('quota', t('cases.cutQuota'))}
      {field('tonnes', t('cases.cutTonnes'), 'number')}
      {field('seized', t('cases.seizedWhat'))}
      {field('seizedTonnes', t('cases.seizedTonnes'), 'number')}
    </>
  );
}
