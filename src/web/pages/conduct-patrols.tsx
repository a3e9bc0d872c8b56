import { useState } from 'react';
import type { PatrolsAnswer } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Field, Form } from '../frame/form.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Rows } from '../frame/rows.tsx';
import { useAnswer } from '../reading/use-answer.ts';
import { useChange } from '../reading/use-change.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Cell = PatrolsAnswer['cells'][number];

/** The cells that inspectors go round, the longest missed first. */
export function PatrolsTile() {
  const texts = useTexts();
  const { t } = texts;
  const [renewal, setRenewal] = useState(0);
  const from = useAddress()('/api/patrols');
  const reading = useAnswer<PatrolsAnswer>(from, renewal);
  const cells = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.cells : [];
  const missed = cells.filter(({ escalated }) => escalated !== 'none').length;
  return (
    <ListTile
      title={t('patrols.title', { missed })}
      fileName="ytterby-patrols"
      reading={reading}
      rowsOf={(answer) => answer.cells}
      columns={cellColumns(texts)}
      keyOf={({ id }) => id}
      emptyText={t('patrols.none')}
      source={{ formula: t('patrols.formula'), address: from }}
      mark={({ escalated }) => escalated !== 'none'}
      open={(cell) => <CellRounds cell={cell} done={() => setRenewal((count) => count + 1)} />}
      filterable
    />
  );
}

function cellColumns({ t, name, word, province }: Texts): Column<Cell>[] {
  return [
    textColumn('cell', t('patrols.cell'), (row) => name(row.name, row.id)),
    textColumn('county', t('patrols.county'), (row) => `${province(row.province)} ${row.county}`),
    textColumn('inspector', t('patrols.inspector'), (row) => row.inspector),
    numberColumn('every', t('patrols.every'), (row) => row.everyDays),
    textColumn('last', t('patrols.last'), (row) => row.lastDay ?? '–'),
    numberColumn('days', t('patrols.days'), (row) => row.days),
    textColumn('escalated', t('patrols.escalated'), (row) => word('escalation', row.escalated)),
  ];
}

function CellRounds({ cell, done }: { cell: Cell; done: () => void }) {
  const { t } = useTexts();
  const may = useMay();
  const change = useChange();
  const [typed, setTyped] = useState({ day: '', found: false, text: '' });
  const columns: Column<Cell['patrols'][number]>[] = [
    textColumn('day', t('patrols.day'), (row) => row.day),
    textColumn('found', t('patrols.found'), (row) => t(row.found ? 'conduct.yes' : 'conduct.no')),
    textColumn('text', t('patrols.text'), (row) => row.text),
    textColumn('by', t('conduct.by'), (row) => row.by ?? t('conduct.keeper')),
  ];
  const send = async (): Promise<void> => {
    if ((await change.send('POST', '/api/patrols', { cell: cell.id, ...typed })) !== undefined) done();
  };
  return (
    <>
      <Rows
        label={t('patrols.rounds')}
        columns={columns}
        rows={cell.patrols}
        keyOf={(row) => `${row.day} ${row.text}`}
        emptyText="–"
      />
      {may('patrol.note') ? (
        <Form
          button={t('patrols.note')}
          busy={change.busy}
          problem={change.problem}
          failed={t('patrols.failed')}
          send={() => void send()}
        >
          <Field
            label={t('patrols.day')}
            type="date"
            value={typed.day}
            onChange={(event) => setTyped({ ...typed, day: event.target.value })}
            required
          />
          <label className="tick">
            <input
              type="checkbox"
              checked={typed.found}
              onChange={(event) => setTyped({ ...typed, found: event.target.checked })}
            />{' '}
            {t('patrols.found')}
          </label>
          <Field
            label={t('patrols.text')}
            value={typed.text}
            onChange={(event) => setTyped({ ...typed, text: event.target.value })}
          />
        </Form>
      ) : null}
    </>
  );
}
