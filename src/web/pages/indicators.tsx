import { useState } from 'react';
import type { IndicatorRow, IndicatorsAnswer } from '../../wire/index.ts';
import { figureColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Choice, Field, Form, Section } from '../frame/form.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { YearChoice } from '../frame/year-choice.tsx';
import { writeSignificant } from '../figures/numbers.ts';
import { heightOfBars } from '../pictures/bullet-picture.ts';
import { rankedPicture } from '../pictures/ranked-picture.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useChange } from '../reading/use-change.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useQuotaYears, useYear } from '../reading/use-year.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** The plan's Table 1: where a year stands on the way from 2015 to the targets of 2020. */
export default function IndicatorsPage() {
  const texts = useTexts();
  const { t } = texts;
  const may = useMay();
  const [year, setYear] = useYear();
  const [renewal, setRenewal] = useState(0);
  const from = useAddress()('/api/indicators', { year });
  const reading = useAnswer<IndicatorsAnswer>(from, renewal);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  return (
    <Page
      title={t('indicators.title')}
      kicker={answer === null ? '' : t('indicators.kicker', { year: answer.year })}
      tools={<YearChoice years={useQuotaYears()} year={answer?.year ?? year} choose={setYear} />}
    >
      <Pictured
        title={t('indicators.progress')}
        fileName="ytterby-indicators"
        reading={reading}
        wide
        emptyText={t('indicators.none')}
        content={(ready) => progressContent(ready, texts)}
      />
      <ListTile
        title={t('indicators.table')}
        fileName="ytterby-table1"
        reading={reading}
        rowsOf={({ indicators }) => indicators}
        columns={indicatorColumns(texts)}
        keyOf={(row) => String(row.no)}
        mark={({ met }) => met === false}
        emptyText={t('indicators.none')}
        source={{ formula: t('indicators.formula'), address: from }}
      />
      {may('indicator.enter') && answer !== null ? (
        <EnterValue answer={answer} done={() => setRenewal((count) => count + 1)} />
      ) : null}
    </Page>
  );
}

function progressContent({ indicators }: IndicatorsAnswer, texts: Texts): PictureContent<IndicatorRow> {
  const { t, name } = texts;
  const rows = indicators.filter(({ progress }) => progress !== null);
  const ranked = rows.map((row) => ({
    name: `${row.no} ${name(row.name, '')}`,
    value: (row.progress ?? 0) * 100,
    sd: 0,
    questioned: row.met === false,
  }));
  return {
    option: (palette) => rankedPicture(ranked, { unit: '%', series: t('indicators.share') }, palette),
    height: heightOfBars(ranked.length),
    label: t('indicators.progressLabel', { count: rows.length, met: rows.filter(({ met }) => met === true).length }),
    columns: indicatorColumns(texts),
    rows,
    keyOf: (row) => String(row.no),
    mark: ({ met }) => met === false,
    note: t('indicators.progressNote'),
  };
}

function indicatorColumns(texts: Texts): Column<IndicatorRow>[] {
  const { t, name } = texts;
  return [
    figureColumn('no', t('indicators.no'), (row) => row.no),
    textColumn('name', t('indicators.name'), (row) => name(row.name, '')),
    textColumn('unit', t('indicators.unit'), (row) => name(row.unit, '')),
    figureColumn('base', t('indicators.base'), (row) => row.base2015),
    textColumn(
      'target',
      t('indicators.target'),
      ({ bound, target2020 }) => `${bound === 'below' ? '< ' : ''}${writeSignificant(target2020)}`,
    ),
    figureColumn('change', t('indicators.change'), (row) => row.change),
    figureColumn('value', t('indicators.value'), (row) => row.value),
    textColumn(
      'met',
      t('indicators.met'),
      ({ met }) => (met === null ? '–' : met ? t('indicators.yes') : t('indicators.no2')),
      ({ met }) =>
        met === false ? <span className="alarm">▲ {t('indicators.no2')}</span> : met === null ? '–' : t('indicators.yes'),
    ),
    textColumn('from', t('indicators.from'), ({ computed, entered }) => {
      if (computed === null) return entered[0]?.source ?? '–';
      return computed.events === 0 ? t('indicators.computed') : t('indicators.computedFrom', { events: computed.events });
    }),
    textColumn('how', t('indicators.how'), ({ computed }) => (computed === null ? '–' : name(computed.formula, ''))),
  ];
}

/** Enters what no record tells. */
function EnterValue({ answer: { year, indicators }, done }: { answer: IndicatorsAnswer; done: () => void }) {
  const { t, name } = useTexts();
  const change = useChange();
  const open = indicators.filter(({ computed }) => computed === null);
  const [no, setNo] = useState('');
  const [value, setValue] = useState('');
  const [source, setSource] = useState('');
  const chosen = no === '' ? String(open[0]?.no ?? '') : no;
  const send = async (): Promise<void> => {
    const entered = { no: Number(chosen), year, value: Number(value), source };
    if ((await change.send('POST', '/api/indicators', entered)) !== undefined) done();
  };
  return (
    <Section title={t('indicators.enter')}>
      <Form
        button={t('indicators.enter')}
        busy={change.busy}
        problem={change.problem}
        failed={t('cases.failed')}
        send={() => void send()}
      >
        <Choice
          label={t('indicators.which')}
          value={chosen}
          onChange={(event) => setNo(event.target.value)}
          options={open.map((row) => ({
            value: String(row.no),
            label: `${row.no} ${name(row.name, '')} / ${name(row.unit, '')}`,
          }))}
        />
        <Field
          label={t('indicators.value')}
          type="number"
          step="any"
          value={value}
          onChange={(event) => setValue(event.target.value)}
          required
        />
        <Field label={t('indicators.source')} value={source} onChange={(event) => setSource(event.target.value)} required />
      </Form>
    </Section>
  );
}
