import { useState } from 'react';
import type { ConductAnswer, NoticeRow } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { Field, Form } from '../frame/form.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { writeDay } from '../figures/times.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useChange } from '../reading/use-change.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** What authorities were told, and who has not said that he acted on it. */
export function NoticesTile({ reading, from, done }: { reading: Reading<ConductAnswer>; from: string; done: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const may = useMay();
  const all = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.notices : [];
  const open = all.filter(({ acknowledgedAt }) => acknowledgedAt === null).length;
  return (
    <ListTile
      title={t('conduct.notices', { open })}
      fileName="ytterby-notices"
      reading={reading}
      rowsOf={(answer) => answer.notices}
      columns={noticeColumns(texts)}
      keyOf={({ dossier, notice, authority }) => `${dossier} ${notice} ${authority}`}
      emptyText={t('conduct.noticesNone')}
      source={{ formula: t('conduct.noticesFormula'), address: from }}
      mark={({ overdue }) => overdue}
      filterable
      {...(may('conduct.acknowledge') ? { open: (row: NoticeRow) => <Acknowledge row={row} done={done} /> } : {})}
    />
  );
}

function noticeColumns({ t, name, word }: Texts): Column<NoticeRow>[] {
  return [
    textColumn('authority', t('conduct.authority'), (row) => name(row.authorityName, row.authority)),
    textColumn('what', t('conduct.act'), (row) => word('conductAct', row.what)),
    textColumn(
      'enterprise',
      t('conduct.enterprise'),
      (row) => name(row.organisationName, row.organisation),
      (row) => <OrganisationLink id={row.organisation} called={row.organisationName} />,
    ),
    textColumn('told', t('conduct.told'), (row) => writeDay(row.toldAt)),
    textColumn('delivered', t('conduct.delivered'), (row) => (row.deliveredAt === null ? '–' : writeDay(row.deliveredAt))),
    textColumn('due', t('conduct.due'), (row) => `${writeDay(row.dueAt)}${row.overdue ? ` ${t('conduct.overdue')}` : ''}`),
    textColumn('acknowledged', t('conduct.acknowledged'), (row) =>
      row.acknowledgedAt === null ? '–' : `${writeDay(row.acknowledgedAt)} ${row.answer ?? ''}`,
    ),
  ];
}

function Acknowledge({ row, done }: { row: NoticeRow; done: () => void }) {
  const { t } = useTexts();
  const change = useChange();
  const [text, setText] = useState('');
  if (row.acknowledgedAt !== null) return <p>{row.answer}</p>;
  const { dossier, notice, authority } = row;
  const send = async (): Promise<void> => {
    const body = { act: 'acknowledge', dossier, notice, authority, text };
    if ((await change.send('POST', '/api/conduct-acknowledgements', body)) !== undefined) done();
  };
  return (
    <Form
      button={t('conduct.acknowledge')}
      busy={change.busy}
      problem={change.problem}
      failed={t('conduct.failed')}
      send={() => void send()}
    >
      <Field label={t('conduct.text')} value={text} onChange={(event) => setText(event.target.value)} required />
    </Form>
  );
}
