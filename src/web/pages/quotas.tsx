import type { Moment, QuotaRow, UnheldDraw } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { Page } from '../frame/page.tsx';
import { Rows } from '../frame/rows.tsx';
import { Tile } from '../frame/tile.tsx';
import { YearChoice } from '../frame/year-choice.tsx';
import { shortId } from '../figures/names.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useQuotaYears, useRecordYears, useYear } from '../reading/use-year.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { QuotaTile } from './quota-tile.tsx';

interface QuotasAnswer {
  readonly moment: Moment;
  readonly quotas: QuotaRow[];
  readonly unheldDraws: UnheldDraw[];
}

/** May they still mine: every quota of a year with what was drawn on it, and what was drawn without any. */
export default function QuotasPage() {
  const texts = useTexts();
  const { t } = texts;
  const address = useAddress();
  const [chosen, setYear] = useYear();
  const years = useQuotaYears();
  const [latest] = useRecordYears();
  const year = chosen ?? latest ?? years[0] ?? null;
  const from = address('/api/quotas', { year });
  const reading = useAnswer<QuotasAnswer>(from);
  return (
    <Page title={t('quotas.title')} kicker={t('quotas.kicker')} tools={<YearChoice years={years} year={year} choose={setYear} />}>
      <Tile title={t('quotas.unheld')} reading={reading} wide source={{ formula: t('quotas.unheldFormula'), address: from }}>
        {(answer) => <UnheldRows draws={answer.unheldDraws} />}
      </Tile>
      <QuotaTile
        title={t('quotas.use', { year: year ?? '' })}
        reading={reading}
        rowsOf={(answer) => answer.quotas}
        address={from}
      />
    </Page>
  );
}

/** Draws that no quota covers. */
export function UnheldRows({ draws }: { draws: readonly UnheldDraw[] }) {
  const texts = useTexts();
  return (
    <Rows
      label={texts.t('quotas.unheld')}
      columns={unheldColumns(texts)}
      rows={draws}
      emptyText={texts.t('quotas.noUnheld')}
      keyOf={(row) => `${row.holder} ${row.year} ${row.stage} ${row.ore}`}
      mark={() => true}
    />
  );
}

function unheldColumns({ t, name, word }: Texts): Column<UnheldDraw>[] {
  return [
    textColumn(
      'holder',
      t('column.holder'),
      (row) => name(row.holderName, shortId(row.holder)),
      (row) => <OrganisationLink id={row.holder} called={row.holderName} />,
    ),
    numberColumn(
      'year',
      t('year.label'),
      (row) => row.year,
      (row) => row.year,
    ),
    textColumn('stage', t('column.stage'), (row) => word('quotaStage', row.stage)),
    textColumn('ore', t('column.ore'), (row) => word('ore', row.ore)),
    numberColumn('drawn', `${t('quota.drawn')} / ${t('unit.t')} REO`, (row) => row.drawnTonnes),
    textColumn(
      'state',
      t('column.state'),
      () => t('quotas.noQuota'),
      () => <span className="alarm">▲ {t('quotas.noQuota')}</span>,
    ),
  ];
}
