import { useState } from 'react';
import type { FormRow, FormsAnswer } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Field, Form, Section } from '../frame/form.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { OrganisationField } from '../frame/organisation-field.tsx';
import { Page } from '../frame/page.tsx';
import { shortId } from '../figures/names.ts';
import { spaceThousands } from '../figures/numbers.ts';
import { writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useChange } from '../reading/use-change.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Total = FormsAnswer['totals'][number];

const MONTH = /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/;

/** The monthly forms: who has sent one, what is asked about it, what is estimated for the others, and the sums. */
export default function FormsPage() {
  const texts = useTexts();
  const { t } = texts;
  const may = useMay();
  const [renewal, setRenewal] = useState(0);
  const [asked, ask] = useAsked('month');
  const month = MONTH.test(asked) ? asked : '2015-01';
  const from = useAddress()('/api/forms', { period: month });
  const reading = useAnswer<FormsAnswer>(from, renewal);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const source = { formula: t('forms.formula'), address: from };
  const tools = (
    <label>
      {t('forms.month')} <input type="month" value={month} onChange={(event) => ask(event.target.value)} />
    </label>
  );
  const counts = answer === null ? '' : t('forms.counts', { received: answer.received, expected: answer.expected });
  return (
    <Page title={t('forms.title')} kicker={counts} tools={tools}>
      <ListTile
        title={t('forms.totals')}
        fileName={`ytterby-form-totals-${month}`}
        reading={reading}
        rowsOf={({ totals }) => totals}
        columns={totalColumns(texts, answer)}
        keyOf={({ item }) => item}
        emptyText={t('forms.none')}
        source={source}
      />
      <ListTile
        title={t('forms.forms')}
        fileName={`ytterby-forms-${month}`}
        reading={reading}
        rowsOf={({ forms }) => forms}
        columns={formColumns(texts, answer)}
        keyOf={({ organisation }) => organisation}
        mark={({ queries }) => queries.length > 0}
        emptyText={t('forms.none')}
        source={{ formula: t('forms.estimates'), address: from }}
        filterable
      />
      {may('form.send') && answer !== null ? (
        <SendForm key={month} answer={answer} done={() => setRenewal((count) => count + 1)} />
      ) : null}
    </Page>
  );
}

function itemName(item: string, answer: FormsAnswer | null, { name }: Texts): string {
  const found = answer?.items.find((one) => one.item === item);
  return found === undefined ? item : `${name(found.name, item)} / ${name(found.unit, '')}`;
}

function totalColumns(texts: Texts, answer: FormsAnswer | null): Column<Total>[] {
  const { t } = texts;
  return [
    textColumn('item', t('forms.item'), ({ item }) => itemName(item, answer, texts)),
    numberColumn('value', t('forms.sum'), (row) => row.value),
    numberColumn('estimated', t('forms.estimated'), (row) => row.estimated),
  ];
}

const MARKS = { reported: '', recorded: '†', ratio: '‡', size: '§' } as const;

function formColumns(texts: Texts, answer: FormsAnswer | null): Column<FormRow>[] {
  const { t, name, word } = texts;
  const valueOf = (row: FormRow, item: string): number => row.figures[item]?.value ?? Number.NaN;
  return [
    textColumn(
      'organisation',
      t('column.organisation'),
      (row) => name(row.name, shortId(row.organisation)),
      (row) => <OrganisationLink id={row.organisation} called={row.name} />,
    ),
    textColumn('stratum', t('forms.stratum'), (row) => word('role', row.stratum)),
    textColumn('sent', t('forms.sent'), (row) => (row.sentAt === null ? '–' : writeMinute(row.sentAt))),
    textColumn('queries', t('forms.queries'), (row) =>
      row.queries.map(({ item, code }) => `${itemName(item, answer, texts)}: ${word('edit', code)}`).join(t('list.separator')),
    ),
    ...(answer?.items ?? []).map(({ item }) =>
      numberColumn<FormRow>(
        item,
        itemName(item, answer, texts),
        (row) => valueOf(row, item),
        (row) => <Figure figure={row.figures[item]} />,
      ),
    ),
  ];
}

function Figure({ figure }: { figure: FormRow['figures'][string] | undefined }) {
  return figure === undefined ? <>–</> : <>{`${spaceThousands(figure.value.toFixed(1))}${MARKS[figure.method]}`}</>;
}

function SendForm({ answer, done }: { answer: FormsAnswer; done: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const change = useChange();
  const [organisation, setOrganisation] = useState('');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [text, setText] = useState('');
  const send = async (): Promise<void> => {
    const stated = Object.entries(values).filter(([, value]) => value !== '');
    const body = {
      organisation,
      period: answer.period,
      values: Object.fromEntries(stated.map(([item, value]) => [item, Number(value)])),
      text,
    };
    if ((await change.send('POST', '/api/forms', body)) !== undefined) done();
  };
  return (
    <Section title={t('forms.send', { month: answer.period })}>
      <Form
        button={t('forms.doSend')}
        busy={change.busy}
        problem={change.problem}
        failed={t('forms.failed')}
        send={() => void send()}
      >
        <OrganisationField
          label={t('column.organisation')}
          hint="https://id.gs1.org/417/…"
          value={organisation}
          choose={setOrganisation}
          required
        />
        {answer.items.map(({ item }) => (
          <Field
            key={item}
            label={itemName(item, answer, texts)}
            type="number"
            step="any"
            value={values[item] ?? ''}
            onChange={(event) => setValues({ ...values, [item]: event.target.value })}
          />
        ))}
        <Field label={t('forms.text')} value={text} onChange={(event) => setText(event.target.value)} />
      </Form>
    </Section>
  );
}
