import type { DossierRow, ExaminedRow } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { Rows } from '../frame/rows.tsx';
import { writeMinute } from '../figures/times.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { NextAct } from './conduct-forms.tsx';

/** A dossier: each condition with what was stated, what was done, what can be done next. */
export function DossierDetail({ row, done }: { row: DossierRow; done: () => void }) {
  const texts = useTexts();
  const { t, word } = texts;
  const may = useMay();
  const actColumns: Column<DossierRow['acts'][number]>[] = [
    textColumn('at', t('conduct.on'), (act) => writeMinute(act.at)),
    textColumn('act', t('conduct.act'), (act) => word('conductAct', act.act)),
    textColumn('by', t('conduct.by'), (act) => act.by ?? t('conduct.keeper')),
    textColumn('text', t('conduct.text'), (act) => act.text),
  ];
  return (
    <>
      {row.examined.length === 0 ? null : (
        <Rows
          label={t('conduct.examined')}
          columns={examinedColumns(texts)}
          rows={row.examined}
          keyOf={(one) => one.item}
          mark={({ outcome }) => outcome === 'failed'}
        />
      )}
      <Rows label={t('conduct.acts')} columns={actColumns} rows={row.acts} keyOf={(act) => `${act.at} ${act.act} ${act.text}`} />
      {may('conduct.decide') || may('conduct.apply') ? <NextAct row={row} done={done} /> : null}
    </>
  );
}

function examinedColumns({ t, name, word }: Texts): Column<ExaminedRow>[] {
  return [
    textColumn('item', t('conduct.item'), (row) => name(row.name, row.item)),
    textColumn('limit', t('conduct.limit'), (row) =>
      `${word('comparison', row.comparison)} ${row.limit ?? ''} ${row.unit}`.trim(),
    ),
    textColumn('stated', t('conduct.stated'), (row) =>
      row.stated === null
        ? '–'
        : typeof row.stated === 'number'
          ? String(row.stated)
          : t(row.stated ? 'conduct.yes' : 'conduct.no'),
    ),
    textColumn('outcome', t('conduct.outcome'), (row) => word('outcome', row.outcome)),
    textColumn('source', t('conduct.source'), (row) => `${row.source} (${row.confidence})`),
  ];
}
