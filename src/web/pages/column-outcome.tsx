import { useMemo } from 'react';
import type { InSituLeachingAnswer, IonExchangeAnswer, IonExchangeCut } from '../../separation/index.ts';
import { writePurity, writeSignificant } from '../figures/numbers.ts';
import { numberColumn, percentColumn, textColumn } from '../frame/columns.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Rows } from '../frame/rows.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { CurvePicture, type Curves } from './curve-picture.tsx';

/** What an ore gives to the water that flows through it. */
export function InSituOutcome({ answer: { total, elements, peak, collected, salts } }: { answer: InSituLeachingAnswer }) {
  const { t } = useTexts();
  type Row = (typeof elements)[number];
  return (
    <>
      <Facts>
        <Fact name={t('separation.recoveryOfAll')}>{writePurity(total.recovery * 100)} %</Fact>
        <Fact name={t('separation.peak')}>{writeSignificant(peak.oxideGramPerLitre)} g/L</Fact>
        <Fact name={t('separation.collected')}>
          {writeSignificant(collected.cubicMetre)} m³ · {writeSignificant(collected.oxideGramPerLitre)} g/L
        </Fact>
        {salts.map(({ formula, perKilogramOxide }) => (
          <Fact key={formula} name={formula}>
            {writeSignificant(perKilogramOxide ?? Number.NaN)} kg/kg
          </Fact>
        ))}
      </Facts>
      <Rows
        label={t('separation.recoveryOfAll')}
        columns={[
          textColumn('name', t('separation.component'), ({ name }: Row) => name),
          numberColumn('oxide', t('separation.oxide'), ({ oxideKilogram }: Row) => oxideKilogram),
          percentColumn('recovery', t('separation.recovery'), ({ recovery }: Row) => recovery * 100),
          numberColumn('at90', t('separation.at90'), ({ at90 }: Row) => at90?.poreVolumes ?? Number.NaN),
          numberColumn('at95', t('separation.at95'), ({ at95 }: Row) => at95?.poreVolumes ?? Number.NaN),
        ]}
        rows={elements}
        keyOf={({ name }) => name}
      />
    </>
  );
}

interface CutRow {
  readonly cut: IonExchangeCut;
  readonly ion: string;
}

/** What a resin gives in each fraction. */
export function IonExchangeOutcome({ answer: { cuts } }: { answer: IonExchangeAnswer }) {
  const { t } = useTexts();
  return (
    <Rows
      label={t('separation.fractions')}
      columns={[
        textColumn('cut', t('separation.fraction'), ({ cut }: CutRow) => cut.name),
        numberColumn('from', t('separation.fromLitre'), ({ cut }: CutRow) => cut.fromLitre),
        numberColumn('to', t('separation.toLitre'), ({ cut }: CutRow) => cut.toLitre),
        textColumn('ion', t('separation.component'), ({ ion }: CutRow) => ion),
        numberColumn('mol', 'mol', ({ cut, ion }: CutRow) => cut.mol[ion] ?? 0),
        percentColumn('purity', t('separation.purity'), ({ cut, ion }: CutRow) => cut.purity[ion]! * 100),
        percentColumn('recovery', t('separation.recovery'), ({ cut, ion }: CutRow) => (cut.recovery[ion] ?? 0) * 100),
      ]}
      rows={cuts.flatMap((cut) => Object.keys(cut.purity).map((ion): CutRow => ({ cut, ion })))}
      keyOf={({ cut, ion }) => `${cut.name} ${ion}`}
    />
  );
}

interface CurveRow {
  readonly place: number;
  readonly molPerLitre: Readonly<Record<string, number>>;
}

/** What leaves a column, ion by ion, over what has flowed through it. */
export function ColumnCurve({ answer }: { answer: InSituLeachingAnswer | IonExchangeAnswer }) {
  const { t } = useTexts();
  const curves = useMemo((): Curves<CurveRow> => {
    const rows: CurveRow[] =
      answer.unit === 'ion-exchange'
        ? answer.curve.map(({ litre, molPerLitre }) => ({ place: litre, molPerLitre }))
        : answer.curve.map(({ poreVolumes, molPerLitre }) => ({ place: poreVolumes, molPerLitre }));
    const ions = [...new Set(rows.flatMap(({ molPerLitre }) => Object.keys(molPerLitre)))];
    return {
      rows,
      place: {
        head: t(answer.unit === 'ion-exchange' ? 'separation.litres' : 'separation.poreVolumes'),
        of: ({ place }) => place,
      },
      lines: ions.map((name) => ({ name, of: ({ molPerLitre }) => molPerLitre[name] ?? 0 })),
      unit: 'mol/L',
      label: t('separation.breakthrough'),
    };
  }, [answer, t]);
  return <CurvePicture title={t('separation.breakthrough')} fileName="ytterby-breakthrough" curves={curves} />;
}
