import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { FlagRow, FlagsAnswer, Overview } from '../../wire/index.ts';
import { figureColumn, numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { LotLink, OrganisationLink, SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortId, shortLot } from '../figures/names.ts';
import { writeDay } from '../figures/times.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { UnexplainedTile } from './overview-unexplained.tsx';
import { SilentMonthsTile } from './silent-months.tsx';
import { QuotaSummaryTile } from './quota-tile.tsx';

const SHOWN = 50;
const SEVERITIES = ['violation', 'warning', 'notice'] as const;

/** What a regulator opens in the morning: what is wrong, by which rule, how sure; quotas against the year; the largest unexplained masses. */
export default function FlagsPage() {
  const { t } = useTexts();
  const address = useAddress();
  const [search] = useSearchParams();
  const [site, organisation] = [search.get('site'), search.get('organisation')];
  const of = { site, organisation };
  const from = address('/api/flags', { ...of, limit: 1 });
  const reading = useAnswer<FlagsAnswer>(from);
  const total = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.total : 0;
  return (
    <Page
      title={t('flags.title')}
      kicker={t('flags.kicker')}
      tools={
        <>
          <Link to={address('/balance-map')}>{t('balanceMap.title')}</Link> <Link to={address('/map')}>{t('nav.map')}</Link>{' '}
          <Link to={address('/rules')}>{t('flags.rules')}</Link>
        </>
      }
    >
      <SummaryTile reading={reading} address={from} />
      <FlagsTile of={of} rules={reading.state === 'ready' || reading.state === 'stale' ? reading.answer.byRule : []} />
      {total === 0 ? null : <ByRuleTile reading={reading} address={from} of={of} />}
      {site === null && organisation === null ? <YearTiles /> : null}
    </Page>
  );
}

interface Of {
  readonly site: string | null;
  readonly organisation: string | null;
}

function SummaryTile({ reading, address }: { reading: Reading<FlagsAnswer>; address: string }) {
  const { t } = useTexts();
  return (
    <Tile title={t('flags.summary')} reading={reading} wide source={{ formula: t('flags.formula'), address }}>
      {({ bySeverity, total, judgedTo }) => (
        <>
          <p className={bySeverity.violation > 0 ? 'verdict bad' : 'verdict'} role="status">
            <span aria-hidden="true">{bySeverity.violation > 0 ? '▲ ' : '✓ '}</span>
            {total === 0 ? t('flags.none') : t('flags.counts', bySeverity)}
          </p>
          <p className="note">{t('flags.judgedTo', { seq: judgedTo })}</p>
        </>
      )}
    </Tile>
  );
}

type RuleCount = FlagsAnswer['byRule'][number];

function ByRuleTile({ reading, address, of }: { reading: Reading<FlagsAnswer>; address: string; of: Of }) {
  const texts = useTexts();
  const { t, name } = texts;
  const to = useAddress();
  return (
    <ListTile
      title={t('flags.byRule')}
      fileName="ytterby-flags-by-rule"
      reading={reading}
      rowsOf={(answer) => answer.byRule}
      columns={[
        textColumn(
          'rule',
          t('flags.rule'),
          (row: RuleCount) => name(row.title, row.rule),
          (row) => <Link to={to('/flags', { ...of, rule: row.rule })}>{name(row.title, row.rule)}</Link>,
        ),
        severityColumn<RuleCount>(texts),
        numberColumn('flags', t('flags.count'), (row: RuleCount) => row.flags),
      ]}
      keyOf={(row) => `${row.rule} ${row.severity}`}
      emptyText={t('flags.none')}
      source={{ formula: t('flags.byRuleNote'), address }}
    />
  );
}

function severityColumn<R extends { readonly severity: FlagRow['severity'] }>({ t, word }: Texts): Column<R> {
  return textColumn(
    'severity',
    t('flags.severity'),
    (row) => word('severity', row.severity),
    (row) => <Severity severity={row.severity} />,
  );
}

/** A severity by a shape and a word. */
export function Severity({ severity }: { severity: FlagRow['severity'] }) {
  const { word } = useTexts();
  const sign = { violation: '▲ ', warning: '◆ ', notice: '○ ' }[severity];
  return (
    <span className={severity === 'violation' ? 'alarm' : ''}>
      <span aria-hidden="true">{sign}</span>
      {word('severity', severity)}
    </span>
  );
}

function FlagsTile({ of, rules }: { of: Of; rules: readonly RuleCount[] }) {
  const texts = useTexts();
  const { t } = texts;
  const address = useAddress();
  const [severity, askSeverity] = useAsked('severity');
  const [rule, askRule] = useAsked('rule');
  const [page, turn] = useState(1);
  const from = address('/api/flags', { ...of, severity, rule, offset: (page - 1) * SHOWN, limit: SHOWN });
  const reading = useAnswer<FlagsAnswer>(from);
  const total = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.total : 0;
  const choose = (ask: (next: string) => void, next: string): void => {
    turn(1);
    ask(next);
  };
  return (
    <ListTile
      title={t('flags.list', { total })}
      fileName="ytterby-flags"
      reading={reading}
      rowsOf={(answer) => answer.flags}
      columns={flagColumns(texts, address)}
      keyOf={(row) => row.id}
      mark={(row) => row.severity === 'violation'}
      emptyText={t('flags.none')}
      paging={{ page, size: SHOWN, total, turn }}
      source={{ formula: t('flags.formula'), address: from }}
      tools={
        <>
          <Choice label={t('flags.severity')} value={severity} choose={(next) => choose(askSeverity, next)}>
            <option value="">{t('flags.anySeverity')}</option>
            {SEVERITIES.map((one) => (
              <option key={one} value={one}>
                {texts.word('severity', one)}
              </option>
            ))}
          </Choice>
          <Choice label={t('flags.rule')} value={rule} choose={(next) => choose(askRule, next)}>
            <option value="">{t('flags.anyRule')}</option>
            {[...new Map(rules.map((row) => [row.rule, row])).values()].map((row) => (
              <option key={row.rule} value={row.rule}>
                {texts.name(row.title, row.rule)}
              </option>
            ))}
          </Choice>
        </>
      }
    />
  );
}

function Choice({
  label,
  value,
  choose,
  children,
}: {
  label: string;
  value: string;
  choose: (next: string) => void;
  children: React.ReactNode;
}) {
  return (
    <label className="switch">
      {label}
      <select value={value} onChange={(event) => choose(event.target.value)}>
        {children}
      </select>
    </label>
  );
}

function flagColumns(texts: Texts, to: ReturnType<typeof useAddress>): Column<FlagRow>[] {
  const { t, name } = texts;
  return [
    severityColumn<FlagRow>(texts),
    textColumn(
      'rule',
      t('flags.rule'),
      (row) => name(row.ruleTitle, row.rule),
      (row) => <Link to={to('/flag', { id: row.id })}>{name(row.ruleTitle, row.rule)}</Link>,
    ),
    textColumn('raised', t('flags.raised'), (row) => writeDay(row.raisedAt)),
    textColumn(
      'subject',
      t('flags.subject'),
      (row) => subjectText(row, texts),
      (row) => <SubjectLinks flag={row} />,
    ),
    textColumn('element', t('column.element'), (row) => row.element ?? '–'),
    figureColumn('statistic', t('flags.statistic'), (row) => row.statistic),
    figureColumn('threshold', t('flags.threshold'), (row) => row.threshold),
  ];
}

function subjectText({ subject, organisationName, siteName }: FlagRow, { name }: Texts): string {
  const { organisation, site, lot } = subject;
  const place = site === null ? name(organisationName, shortId(organisation ?? '')) : name(siteName, shortId(site));
  return lot === null ? place : `${place} ${shortLot(lot)}`;
}

/** Whom a flag concerns, each a link. */
export function SubjectLinks({ flag: { subject, siteName, organisationName } }: { flag: FlagRow }) {
  const { organisation, site, lot } = subject;
  return (
    <>
      {site === null || siteName === null ? (
        organisation === null ? (
          '–'
        ) : (
          <OrganisationLink id={organisation} called={organisationName} />
        )
      ) : (
        <SiteLink site={{ id: site, name: siteName }} />
      )}
      {lot === null ? null : (
        <>
          {' '}
          <LotLink lot={lot} />
        </>
      )}
    </>
  );
}

/** The year so far: quotas against the calendar, and what nobody can explain. */
function YearTiles() {
  const { t } = useTexts();
  const from = useAddress()('/api/overview');
  const reading = useAnswer<Overview>(from);
  return (
    <>
      <QuotaSummaryTile title={t('quotas.title')} reading={reading} address={from} />
      <SilentMonthsTile />
      <UnexplainedTile reading={reading} address={from} />
    </>
  );
}
