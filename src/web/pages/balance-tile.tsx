import { useState } from 'react';
import type { Balance, BalanceRow } from '../../wire/index.ts';
import { BasisChoice } from '../frame/basis-choice.tsx';
import { massColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { YearChoice } from '../frame/year-choice.tsx';
import { chooseUnit, compareBases, inUnit, writeBasis, type MassUnit } from '../figures/masses.ts';
import { boundsOfYear } from '../figures/times.ts';
import { pairedPicture } from '../pictures/paired-picture.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useRecordYears } from '../reading/use-year.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** What one organisation or site took in, gave out and holds, account by account, on one basis at a time and over a year or the whole record. */
export function BalanceTile({ organisation = null, site = null }: { organisation?: string | null; site?: string | null }) {
  const texts = useTexts();
  const { t } = texts;
  const address = useAddress();
  const years = useRecordYears();
  const [year, setYear] = useState<number | null>(null);
  const [chosen, setBasis] = useState('treo');
  const from = address('/api/balance', { organisation, site, ...(year === null ? {} : boundsOfYear(year)) });
  const reading = useAnswer<Balance>(from);
  const bases =
    reading.state === 'ready' || reading.state === 'stale'
      ? [...new Set(reading.answer.rows.map((row) => row.basis))].sort(compareBases)
      : [];
  const basis = bases.includes(chosen) ? chosen : (bases[0] ?? chosen);
  const tools = (
    <>
      <YearChoice years={years} year={year} choose={setYear} all={t('year.all')} />
      <BasisChoice bases={bases} basis={basis} choose={setBasis} />
    </>
  );
  return (
    <Pictured
      title={t('balance.title')}
      fileName="ytterby-balance"
      reading={reading}
      wide
      faces="stacked"
      tools={tools}
      emptyText={t('balance.none')}
      source={{ formula: t('balance.formula'), address: from }}
      content={(answer) => balanceContent(answer, basis, texts)}
    />
  );
}

function balanceContent(answer: Balance, basis: string, texts: Texts): PictureContent<BalanceRow> {
  const { t, stage } = texts;
  const rows = answer.rows.filter((row) => row.basis === basis);
  const unit = chooseUnit(rows.flatMap((row) => [row.opening, row.closing, row.increases, row.decreases]));
  const unitText = `${t(`unit.${unit}`)} ${writeBasis(basis, t('basis.net'))}`;
  const paired = rows.map((row) => ({
    name: stage(row.account),
    first: inUnit(row.closing.value, unit),
    sd: inUnit(row.closing.sd, unit),
    second: inUnit(row.opening.value, unit),
  }));
  return {
    option: (palette) =>
      pairedPicture(paired, { first: t('balance.closing'), second: t('balance.opening'), unit: unitText }, palette),
    height: 280,
    label: t('balance.label', { accounts: rows.length, basis: writeBasis(basis, t('basis.net')) }),
    columns: balanceColumns(texts, unit, unitText),
    rows,
    keyOf: (row) => `${row.account} ${row.basis}`,
  };
}

function balanceColumns({ t, stage }: Texts, unit: MassUnit, unitText: string): Column<BalanceRow>[] {
  return [
    textColumn('account', t('column.account'), (row) => stage(row.account)),
    massColumn('opening', `${t('balance.opening')} / ${unitText}`, unit, (row) => row.opening),
    massColumn('increases', t('balance.increases'), unit, (row) => row.increases),
    massColumn('decreases', t('balance.decreases'), unit, (row) => row.decreases),
    massColumn('closing', t('balance.closing'), unit, (row) => row.closing),
  ];
}
