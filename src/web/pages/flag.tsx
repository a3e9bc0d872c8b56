import { Button } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { FlagAnswer } from '../../wire/index.ts';
import { figureColumn, textColumn, type Column } from '../frame/columns.tsx';
import { EventDrawer } from '../frame/event-drawer.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { MissingId } from '../frame/missing-id.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortId } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { writeDay, writeMinute, yearOf } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { Severity, SubjectLinks } from './flags.tsx';

/** One flag: what the rule says, what it rests on, what to do, and what happened to it. */
export default function FlagPage() {
  const [search] = useSearchParams();
  const id = search.get('id');
  return id === null || id === '' ? <MissingId /> : <FlagTiles key={id} id={id} />;
}

function FlagTiles({ id }: { id: string }) {
  const texts = useTexts();
  const { t, name } = texts;
  const [shown, show] = useState<string | null>(null);
  const from = useAddress()('/api/flag', { id });
  const reading = useAnswer<FlagAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  return (
    <Page title={name(answer?.rule.title, id.split('|')[0] ?? '')} kicker={answer?.flag.rule ?? ''}>
      <Tile title={t('flag.verdict')} reading={reading} wide source={{ formula: t('flags.formula'), address: from }}>
        {(ready) => <FlagFacts answer={ready} />}
      </Tile>
      <ListTile
        title={t('flag.evidence')}
        fileName="ytterby-flag-evidence"
        reading={reading}
        rowsOf={evidenceOf}
        columns={evidenceColumns(texts, show)}
        keyOf={(row) => `${row.name} ${row.value} ${row.event ?? ''}`}
        emptyText={t('flag.noEvidence')}
      />
      <EventDrawer hash={shown} close={() => show(null)} />
      <ListTile
        title={t('flag.history')}
        fileName="ytterby-flag-history"
        reading={reading}
        rowsOf={({ history }) => history}
        columns={historyColumns(texts)}
        keyOf={(row) => `${row.seq} ${row.kind}`}
        emptyText={t('tile.empty')}
      />
      <ListTile
        title={t('flag.parameters')}
        fileName="ytterby-rule-parameters"
        reading={reading}
        rowsOf={({ rule }) => rule.parameters}
        columns={parameterColumns(texts)}
        keyOf={(row) => `${row.parameter} ${row.from}`}
        emptyText={t('flag.noParameters')}
      />
    </Page>
  );
}

function FlagFacts({ answer: { flag, rule, stands } }: { answer: FlagAnswer }) {
  const { t, name } = useTexts();
  const to = useAddress();
  const figure = (value: number | null): string => (value === null ? '–' : writeSignificant(value));
  const { site, lot } = flag.subject;
  return (
    <>
      <p className={stands && flag.severity === 'violation' ? 'verdict bad' : 'verdict'} role="status">
        <Severity severity={flag.severity} /> – {stands ? t('flag.stands') : t('flag.cleared')}
      </p>
      <Facts>
        <Fact name={t('flags.subject')}>
          <SubjectLinks flag={flag} />
        </Fact>
        <Fact name={t('flags.statistic')}>{figure(flag.statistic)}</Fact>
        <Fact name={t('flags.threshold')}>{figure(flag.threshold)}</Fact>
        <Fact name={t('flags.raised')}>{writeMinute(flag.raisedAt)}</Fact>
        <Fact name={t('flag.window')}>{`${writeDay(flag.window.from)} – ${writeDay(flag.window.to)}`}</Fact>
        {flag.element === null ? null : <Fact name={t('flag.element')}>{flag.element}</Fact>}
      </Facts>
      <Facts>
        <Fact name={t('flag.criteria')}>{name(rule.criteria, '')}</Fact>
        <Fact name={t('flag.statisticIs')}>{name(rule.statistic, '')}</Fact>
        <Fact name={t('flag.article')}>{flag.article}</Fact>
        <Fact name={t('flag.next')}>{name(rule.next, '')}</Fact>
      </Facts>
      <p>
        {site === null ? null : (
          <Link to={to('/unaccounted', { site, year: yearOf(flag.raisedAt), element: flag.element })}>{t('flag.balance')}</Link>
        )}
        {lot === null ? null : (
          <>
            {site === null ? '' : ' · '}
            <Link to={to('/feasibility', { id: lot })}>{t('flag.feasibility')}</Link>
          </>
        )}
      </p>
    </>
  );
}

type Evidence = FlagAnswer['flag']['evidence'][number];

/** What it rests on, last the event that showed it. */
function evidenceOf({ flag }: FlagAnswer): readonly Evidence[] {
  const { event } = flag.subject;
  const isNamed = event === null || flag.evidence.some((row) => row.event === event);
  return isNamed ? flag.evidence : [...flag.evidence, { name: 'shown-by', value: '', event }];
}

/** Values that are words of the trade. */
const WORDS = { 'process-of': 'productKind', loss: 'lossKind', stage: 'quotaStage', ore: 'ore' } as const;

/** What a piece of evidence is: a word, and for some of what or of whom, as `drawn by …`, `lot CeO2`. */
function evidenceName(name: string, { word }: Texts): string {
  const [whole, place] = [word('evidence', name), name.lastIndexOf(' ')];
  if (whole !== name || place < 0) return whole;
  return `${word('evidence', name.slice(0, place))} · ${word('ore', shortId(name.slice(place + 1)))}`;
}

function evidenceText({ name, value, unit }: Evidence, { word }: Texts): string {
  if (typeof value === 'number') return `${writeSignificant(value)}${unit === undefined ? '' : ` ${unit}`}`;
  return name in WORDS ? word(WORDS[name as keyof typeof WORDS], value) : value;
}

function evidenceColumns(texts: Texts, show: (hash: string) => void): Column<Evidence>[] {
  const { t } = texts;
  return [
    textColumn('what', t('flag.what'), (row) => evidenceName(row.name, texts)),
    textColumn('value', t('flag.value'), (row) => evidenceText(row, texts)),
    textColumn(
      'event',
      t('flag.event'),
      (row) => row.event ?? '–',
      ({ event }) =>
        event === undefined ? (
          '–'
        ) : (
          <Button size="small" onClick={() => show(event)}>
            {t('flag.openEvent')}
          </Button>
        ),
    ),
  ];
}

function historyColumns({ t, word }: Texts): Column<FlagAnswer['history'][number]>[] {
  return [
    textColumn('at', t('flag.recorded'), (row) => writeMinute(row.recordedAt)),
    textColumn('kind', t('flag.happened'), (row) => word('flagHistory', row.kind)),
    textColumn('severity', t('flags.severity'), (row) => word('severity', row.severity)),
    figureColumn('statistic', t('flags.statistic'), (row) => row.statistic),
  ];
}

function parameterColumns({ t }: Texts): Column<FlagAnswer['rule']['parameters'][number]>[] {
  return [
    textColumn('parameter', t('flag.parameter'), (row) => row.parameter),
    figureColumn('value', t('flag.value'), (row) => row.value),
    textColumn('unit', t('flag.unit'), (row) => row.unit),
    textColumn('from', t('flag.from'), (row) => row.from),
    textColumn('why', t('flag.why'), (row) => row.why),
  ];
}
