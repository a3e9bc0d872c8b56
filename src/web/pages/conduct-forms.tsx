import { useState } from 'react';
import type { DossierRow, Moment, NormConditionsAnswer } from '../../wire/index.ts';
import { Choice, Field, Form, Section } from '../frame/form.tsx';
import { OrganisationField } from '../frame/organisation-field.tsx';
import { useAnswer } from '../reading/use-answer.ts';
import { useChange } from '../reading/use-change.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts } from '../texts/use-texts.ts';
import { EvidenceFields, evidenceOf, type ConditionRow, type EvidenceTyped } from './conduct-evidence.tsx';

const DECIDES = '/api/conduct';
const APPLIES = '/api/conduct-applications';
const REPORT = 'exporter-report';

/** What can be done next, as a dossier stands: what the authority does, and what the enterprise does itself. */
const NEXT: Readonly<Record<string, readonly (readonly [act: string, address: typeof DECIDES | typeof APPLIES])[]>> = {
  applied: [
    ['review', DECIDES],
    ['refuse', DECIDES],
  ],
  reviewed: [
    ['publicise', DECIDES],
    ['refuse', DECIDES],
  ],
  publicised: [
    ['announce', DECIDES],
    ['refuse', DECIDES],
  ],
  announced: [
    ['self-check', APPLIES],
    ['order-rectification', DECIDES],
    ['revoke', DECIDES],
  ],
  rectifying: [
    ['self-check', APPLIES],
    ['confirm-rectification', DECIDES],
    ['revoke', DECIDES],
  ],
  proposed: [
    ['hear', DECIDES],
    ['dismiss', DECIDES],
  ],
  heard: [
    ['list', DECIDES],
    ['dismiss', DECIDES],
  ],
  listed: [
    ['ask-repair', APPLIES],
    ['delist', DECIDES],
  ],
  repairing: [
    ['delist', DECIDES],
    ['deny-repair', DECIDES],
  ],
  submitted: [
    ['amend-report', APPLIES],
    ['publish-report', DECIDES],
  ],
};

/** Fields of an act beside its text. */
const FIELDS: Readonly<Record<string, readonly FieldName[]>> = {
  publicise: ['from', 'to'],
  announce: ['day', 'batch'],
  'self-check': ['year'],
  'order-rectification': ['until'],
  revoke: ['day'],
  list: ['from', 'to'],
  delist: ['day'],
};

type FieldName = 'from' | 'to' | 'day' | 'until' | 'batch' | 'year';
type Typed = Readonly<Partial<Record<FieldName, string>>>;
const STATING: ReadonlySet<string> = new Set(['self-check', 'amend-report']);

function useConditions(): readonly ConditionRow[] {
  const reading = useAnswer<NormConditionsAnswer & { moment?: Moment }>('/api/norm-conditions');
  return reading.state === 'ready' || reading.state === 'stale' ? reading.answer.conditions : [];
}

/** The next act of a dossier. */
export function NextAct({ row, done }: { row: DossierRow; done: () => void }) {
  const { t, word } = useTexts();
  const may = useMay();
  const change = useChange();
  const conditions = useConditions().filter(({ item }) => row.examined.some((one) => one.item === item));
  const [chosen, setChosen] = useState('');
  const [text, setText] = useState('');
  const [typed, setTyped] = useState<Typed>({});
  const [evidence, setEvidence] = useState<EvidenceTyped>({});
  const acts = (NEXT[row.status] ?? []).filter(([, address]) => may(address === DECIDES ? 'conduct.decide' : 'conduct.apply'));
  const [act, address] = acts.find(([name]) => name === chosen) ?? acts[0] ?? ['', DECIDES];
  if (act === '') return null;
  const applicant = row.kind === 'report' ? REPORT : row.subject;
  const own = conditions.filter((condition) => condition.applicant === applicant);
  const send = async (): Promise<void> => {
    const stated = STATING.has(act) ? { evidence: evidenceOf(own, evidence) } : {};
    const body = { act, dossier: row.id, text, ...fieldsOf(act, typed), ...stated };
    if ((await change.send('POST', address, body)) !== undefined) done();
  };
  return (
    <Form
      button={t('conduct.do')}
      busy={change.busy}
      problem={change.problem}
      failed={t('conduct.failed')}
      send={() => void send()}
    >
      <Choice
        label={t('conduct.what')}
        value={act}
        onChange={(event) => setChosen(event.target.value)}
        options={acts.map(([value]) => ({ value, label: word('conductAct', value) }))}
      />
      {(FIELDS[act] ?? []).map((name) => (
        <ActField key={name} name={name} act={act} typed={typed} change={setTyped} />
      ))}
      {STATING.has(act) ? <EvidenceFields conditions={own} typed={evidence} change={setEvidence} /> : null}
      <Field label={t('conduct.text')} value={text} onChange={(event) => setText(event.target.value)} required />
    </Form>
  );
}

function fieldsOf(act: string, typed: Typed): object {
  return Object.fromEntries(
    (FIELDS[act] ?? []).map((name) => {
      const value = typed[name] ?? '';
      if (name === 'year') return [name, Number(value)];
      return [name, act === 'list' && name === 'to' && value === '' ? null : value];
    }),
  );
}

function ActField({ name, act, typed, change }: { name: FieldName; act: string; typed: Typed; change: (next: Typed) => void }) {
  const { t } = useTexts();
  const isText = name === 'batch';
  return (
    <Field
      label={t(`conduct.${name}`)}
      type={isText ? 'text' : name === 'year' ? 'number' : 'date'}
      value={typed[name] ?? ''}
      onChange={(event) => change({ ...typed, [name]: event.target.value })}
      required={!(act === 'list' && name === 'to')}
    />
  );
}

const FIRST = [
  ['apply', APPLIES],
  ['propose', DECIDES],
  ['submit-report', APPLIES],
] as const;

/** Opens a dossier. */
export function NewDossier({ done }: { done: () => void }) {
  const { t, word } = useTexts();
  const may = useMay();
  const change = useChange();
  const conditions = useConditions();
  const offered = FIRST.filter(([, address]) => may(address === DECIDES ? 'conduct.decide' : 'conduct.apply'));
  const [chosen, setChosen] = useState('apply');
  const [organisation, setOrganisation] = useState('');
  const [applicant, setApplicant] = useState('ion-separation');
  const [fields, setFields] = useState({ day: '', year: '', ground: '', text: '' });
  const [evidence, setEvidence] = useState<EvidenceTyped>({});
  const [act, address] = offered.find(([name]) => name === chosen) ?? offered[0] ?? FIRST[0];
  const own = conditions.filter((one) => one.applicant === (act === 'apply' ? applicant : REPORT));
  const send = async (): Promise<void> => {
    const body = { act, organisation, text: fields.text, ...firstOf(act, fields, applicant, evidenceOf(own, evidence)) };
    if ((await change.send('POST', address, body)) !== undefined) done();
  };
  return (
    <Section title={t('conduct.new')}>
      <Form
        button={t('conduct.do')}
        busy={change.busy}
        problem={change.problem}
        failed={t('conduct.failed')}
        send={() => void send()}
      >
        <Choice
          label={t('conduct.what')}
          value={act}
          onChange={(event) => setChosen(event.target.value)}
          options={offered.map(([value]) => ({ value, label: word('conductAct', value) }))}
        />
        <OrganisationField
          label={t('conduct.enterprise')}
          hint="https://id.gs1.org/417/…"
          value={organisation}
          choose={setOrganisation}
          required
        />
        {act === 'apply' ? <ApplicantChoice conditions={conditions} value={applicant} choose={setApplicant} /> : null}
        {act === 'propose' ? (
          <FirstField name="ground" label={t('conduct.proposedGround')} fields={fields} change={setFields} />
        ) : null}
        {act === 'apply' ? (
          <FirstField name="day" label={t('conduct.day')} type="date" fields={fields} change={setFields} />
        ) : null}
        {act === 'submit-report' ? (
          <FirstField name="year" label={t('conduct.year')} type="number" fields={fields} change={setFields} />
        ) : null}
        {act === 'propose' ? null : <EvidenceFields conditions={own} typed={evidence} change={setEvidence} />}
        <FirstField name="text" label={t('conduct.text')} fields={fields} change={setFields} />
      </Form>
    </Section>
  );
}

interface FirstFields {
  readonly day: string;
  readonly year: string;
  readonly ground: string;
  readonly text: string;
}

function firstOf(act: string, { day, year, ground }: FirstFields, applicant: string, evidence: object): object {
  if (act === 'propose') return { ground };
  return act === 'apply' ? { applicant, day, evidence } : { year: Number(year), evidence };
}

function ApplicantChoice({
  conditions,
  value,
  choose,
}: {
  conditions: readonly ConditionRow[];
  value: string;
  choose: (applicant: string) => void;
}) {
  const { t, word } = useTexts();
  const all = [...new Set(conditions.map(({ applicant }) => applicant))].filter((applicant) => applicant !== REPORT);
  return (
    <Choice
      label={t('conduct.applicant')}
      value={value}
      onChange={(event) => choose(event.target.value)}
      options={all.map((applicant) => ({ value: applicant, label: word('applicant', applicant) }))}
    />
  );
}

function FirstField({
  name,
  label,
  type = 'text',
  fields,
  change,
}: {
  name: keyof FirstFields;
  label: string;
  type?: string;
  fields: FirstFields;
  change: (next: FirstFields) => void;
}) {
  return (
    <Field
      label={label}
      type={type}
      value={fields[name]}
      onChange={(event) => change({ ...fields, [name]: event.target.value })}
      required
    />
  );
}
