import { Link, useSearchParams } from 'react-router';
import type { UnaccountedAnswer } from '../../wire/index.ts';
import { figureColumn, measuredColumn, numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { MissingId } from '../frame/missing-id.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { Tile } from '../frame/tile.tsx';
import { YearChoice } from '../frame/year-choice.tsx';
import { shortId } from '../figures/names.ts';
import { writeMeasured, writeSignificant } from '../figures/numbers.ts';
import { balancePicture } from '../pictures/balance-picture.ts';
import { profilePicture } from '../pictures/profile-picture.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useRecordYears, useYear } from '../reading/use-year.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Period = UnaccountedAnswer['periods'][number];
type Point = UnaccountedAnswer['power'][number];

/** Is this site losing matter? Month by month, with the tests of material accountancy and what they could see. */
export default function UnaccountedPage() {
  const [search] = useSearchParams();
  const site = search.get('site');
  return site === null || site === '' ? (
    <MissingId />
  ) : (
    <UnaccountedTiles key={site} site={site} element={search.get('element')} />
  );
}

function UnaccountedTiles({ site, element }: { site: string; element: string | null }) {
  const texts = useTexts();
  const { t, name } = texts;
  const [year, setYear] = useYear();
  const from = useAddress()('/api/unaccounted', { site, year, element });
  const reading = useAnswer<UnaccountedAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  return (
    <Page
      title={t('unaccounted.title', { site: name(answer?.site.name, shortId(site)) })}
      kicker={answer === null ? '' : t('unaccounted.kicker', { year: answer.year, element: answer.element })}
      tools={<YearChoice years={useRecordYears()} year={answer?.year ?? year} choose={setYear} />}
    >
      <Tile title={t('unaccounted.verdict')} reading={reading} wide source={{ formula: t('unaccounted.formula'), address: from }}>
        {(ready) => <Verdict answer={ready} />}
      </Tile>
      <Pictured
        title={t('unaccounted.months')}
        fileName="ytterby-muf"
        reading={reading}
        wide
        faces="stacked"
        emptyText={t('unaccounted.nothing')}
        content={(ready) => monthsContent(ready, texts)}
      />
      <Pictured
        title={t('unaccounted.page')}
        fileName="ytterby-sitmuf"
        reading={reading}
        emptyText={t('unaccounted.nothing')}
        content={(ready) => pageContent(ready, texts)}
      />
      <Pictured
        title={t('unaccounted.power')}
        fileName="ytterby-detection-power"
        reading={reading}
        emptyText={t('unaccounted.noPower')}
        content={(ready) => powerContent(ready, texts)}
      />
      <ColumnsTile reading={reading} site={site} />
    </Page>
  );
}

function Verdict({ answer }: { answer: UnaccountedAnswer }) {
  const { t } = useTexts();
  const { alarms, tested, usualSharePercent, spreadPercent, limit, reference, falseAlarmsPerYear, detectable, site } = answer;
  return (
    <>
      <p className={alarms.length > 0 ? 'verdict bad' : 'verdict'} role="status">
        <span aria-hidden="true">{alarms.length > 0 ? '▲ ' : tested ? '✓ ' : ''}</span>
        {alarms.length === 0
          ? t(tested ? 'unaccounted.quiet' : 'unaccounted.untested')
          : alarms
              .map(({ direction, ...when }) => t(direction === 'loss' ? 'unaccounted.alarmLoss' : 'unaccounted.alarmGain', when))
              .join(t('list.separator'))}
      </p>
      <Facts>
        <Fact name={t('column.site')}>
          <SiteLink site={site} />
        </Fact>
        <Fact name={t('unaccounted.usual')}>
          {t('unaccounted.usualText', {
            share: writeSignificant(usualSharePercent, 3),
            spread: writeSignificant(spreadPercent, 2),
          })}
        </Fact>
        <Fact name={t('unaccounted.limit')}>
          {t('unaccounted.limitText', { limit: writeSignificant(limit, 3), reference, alarms: falseAlarmsPerYear })}
        </Fact>
        {detectable.map(({ months, kgPerMonth }) => (
          <Fact key={months} name={t('unaccounted.within', { months })}>
            {`${writeSignificant(kgPerMonth, 3)} ${t('unaccounted.kgPerMonth')}`}
          </Fact>
        ))}
      </Facts>
    </>
  );
}

function isTold({ inputKg, mufKg, sdKg }: Period): boolean {
  return inputKg !== 0 || mufKg !== 0 || sdKg !== 0;
}

function unitOf({ element }: UnaccountedAnswer, { t }: Texts): string {
  return `${t('unit.kg')} ${element === 'TREO' ? 'REO' : element}`;
}

function monthsContent(answer: UnaccountedAnswer, texts: Texts): PictureContent<Period> {
  const { t } = texts;
  const { periods } = answer;
  const last = periods.at(-1);
  const written = writeMeasured(last?.cumulativeKg ?? 0, last?.cumulativeSdKg ?? 0);
  const words = {
    rest: t('unaccounted.rest'),
    cumulative: t('unaccounted.cumulative'),
    low: t('unaccounted.cumulativeLow'),
    high: t('unaccounted.cumulativeHigh'),
    unit: unitOf(answer, texts),
  };
  const drawn = periods.map(({ month, unexpectedKg, sdKg, cumulativeKg, cumulativeSdKg }) => ({
    name: month.slice(2),
    rest: unexpectedKg,
    sd: sdKg,
    cumulative: cumulativeKg,
    cumulativeSd: cumulativeSdKg,
  }));
  return {
    option: (palette) => balancePicture(drawn, words, palette),
    height: 320,
    label: t('unaccounted.monthsLabel', { count: periods.length, cumulative: written.value, sd: written.sd }),
    columns: monthColumns(answer, texts),
    rows: periods.some(isTold) ? periods : [],
    keyOf: (row) => row.month,
    note: t('unaccounted.monthsNote'),
  };
}

function monthColumns(answer: UnaccountedAnswer, texts: Texts): Column<Period>[] {
  const { t } = texts;
  const unit = unitOf(answer, texts);
  return [
    textColumn('month', t('unaccounted.month'), (row) => row.month),
    numberColumn('input', `${t('unaccounted.input')} / ${unit}`, (row) => row.inputKg),
    numberColumn('muf', `${t('unaccounted.muf')} / ${unit}`, (row) => row.mufKg),
    numberColumn('expected', `${t('unaccounted.expected')} / ${unit}`, (row) => row.expectedKg),
    measuredColumn('rest', t('unaccounted.rest'), unit, { value: (row) => row.unexpectedKg, sd: (row) => row.sdKg }),
    measuredColumn('cumulative', t('unaccounted.cumulative'), unit, {
      value: (row) => row.cumulativeKg,
      sd: (row) => row.cumulativeSdKg,
    }),
  ];
}

function pageContent(answer: UnaccountedAnswer, texts: Texts): PictureContent<Period> {
  const { t } = texts;
  const { periods, limit } = answer;
  const places = periods.map((_, at) => at + 1);
  const values = (of: (row: Period) => number | null): number[] => periods.map((row) => of(row) ?? 0);
  const curves = [
    { name: t('unaccounted.pageLoss'), values: values((row) => row.pageLoss) },
    { name: t('unaccounted.pageGain'), values: values((row) => row.pageGain) },
    { name: t('unaccounted.sitmuf'), values: values((row) => row.sitmuf) },
    { name: t('unaccounted.gemuf'), values: values((row) => row.gemuf) },
    { name: t('unaccounted.limitLine'), values: periods.map(() => limit) },
  ];
  const words = { place: t('unaccounted.month'), value: 'σ', isLog: false };
  return {
    option: (palette) => profilePicture(places, curves, words, palette),
    height: 300,
    label: t('unaccounted.pageLabel', { limit: writeSignificant(limit, 3) }),
    columns: [
      textColumn('month', t('unaccounted.month'), (row: Period) => row.month),
      figureColumn('sitmuf', t('unaccounted.sitmuf'), (row: Period) => row.sitmuf),
      figureColumn('loss', t('unaccounted.pageLoss'), (row: Period) => row.pageLoss),
      figureColumn('gain', t('unaccounted.pageGain'), (row: Period) => row.pageGain),
      figureColumn('gemuf', t('unaccounted.gemuf'), (row: Period) => row.gemuf),
    ],
    rows: periods.some(({ sitmuf }) => sitmuf !== null) ? periods : [],
    keyOf: (row) => row.month,
    mark: ({ pageLoss, pageGain }) => Math.max(pageLoss ?? 0, pageGain ?? 0) > limit,
    note: t('unaccounted.pageNote'),
  };
}

function powerContent(answer: UnaccountedAnswer, texts: Texts): PictureContent<Point> {
  const { t } = texts;
  const { power } = answer;
  const words = { place: t('unaccounted.kgPerMonth'), value: t('unaccounted.probability'), isLog: false };
  const curve = { name: t('unaccounted.probability'), values: power.map(({ probability }) => probability * 100) };
  return {
    option: (palette) =>
      profilePicture(
        power.map(({ kgPerMonth }) => kgPerMonth),
        [curve],
        words,
        palette,
      ),
    height: 300,
    label: t('unaccounted.powerLabel'),
    columns: [
      numberColumn('kg', t('unaccounted.kgPerMonth'), (row: Point) => row.kgPerMonth),
      numberColumn('probability', t('unaccounted.probability'), (row: Point) => row.probability * 100),
    ],
    rows: power,
    keyOf: (row) => String(row.kgPerMonth),
    note: t('unaccounted.powerNote'),
  };
}

type ElementRow = UnaccountedAnswer['columns'][number];

function ColumnsTile({ reading, site }: { reading: Reading<UnaccountedAnswer>; site: string }) {
  const { t } = useTexts();
  const to = useAddress();
  const [year] = useYear();
  const columns: Column<ElementRow>[] = [
    textColumn(
      'element',
      t('column.element'),
      (row) => row.element,
      (row) => <Link to={to('/unaccounted', { site, year, element: row.element })}>{row.element}</Link>,
    ),
    numberColumn('input', `${t('unaccounted.input')} / ${t('unit.kg')}`, (row) => row.inputKg),
    numberColumn('muf', `${t('unaccounted.muf')} / ${t('unit.kg')}`, (row) => row.mufKg),
    measuredColumn('rest', t('unaccounted.rest'), t('unit.kg'), { value: (row) => row.unexpectedKg, sd: (row) => row.sdKg }),
    textColumn(
      'alarm',
      t('unaccounted.alarm'),
      (row) => alarmText(row, t),
      (row) => (row.alarm === null ? alarmText(row, t) : <span className="alarm">▲ {alarmText(row, t)}</span>),
    ),
  ];
  return (
    <ListTile
      title={t('unaccounted.columns')}
      fileName="ytterby-muf-elements"
      reading={reading}
      rowsOf={(answer) => answer.columns}
      columns={columns}
      keyOf={(row) => row.element}
      mark={(row) => row.alarm !== null}
      emptyText={t('unaccounted.nothing')}
    />
  );
}

/** Which way it rang; of a trace that it was not tested. */
function alarmText({ alarm, tested }: ElementRow, t: Texts['t']): string {
  if (alarm !== null) return t(`unaccounted.${alarm}`);
  return tested ? '' : t('unaccounted.trace');
}
