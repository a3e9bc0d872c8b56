import type {
  BlendingAnswer,
  CalcinationAnswer,
  CaseAnswer,
  DissolutionAnswer,
  FurnaceAnswer,
  SaltPrecipitationAnswer,
} from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn, percentColumn, textColumn } from '../frame/columns.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Rows } from '../frame/rows.tsx';
import { useTexts, type TextKey } from '../texts/use-texts.ts';

type UnitAnswer = FurnaceAnswer | CalcinationAnswer | DissolutionAnswer | SaltPrecipitationAnswer | BlendingAnswer;

const UNITS: ReadonlySet<string> = new Set<UnitAnswer['unit']>([
  'furnace',
  'calcination',
  'dissolution',
  'salt-precipitation',
  'blending',
]);

/** Whether a case is of a unit that solids go through, or fall out in. */
export function isUnitAnswer(answer: CaseAnswer): answer is UnitAnswer {
  return UNITS.has(answer.unit);
}

type Masses = Readonly<Record<string, number>>;

/** A figure of a unit, and a table of what each species became. */
interface Summary {
  readonly facts: readonly { readonly name: TextKey; readonly value: string }[];
  readonly columns: readonly { readonly head: TextKey; readonly of: Masses; readonly isPercent?: boolean }[];
}

interface Species {
  readonly name: string;
}

/** What a unit gives: its figures, and what of each species is where. */
export function UnitOutcome({ answer }: { answer: UnitAnswer }) {
  const { t } = useTexts();
  const { facts, columns } = summaryOf(answer);
  const rows = [...new Set(columns.flatMap(({ of }) => Object.keys(of)))].map((name): Species => ({ name }));
  return (
    <>
      <Facts>
        {facts.map(({ name, value }) => (
          <Fact key={name} name={t(name)}>
            {value}
          </Fact>
        ))}
      </Facts>
      <Rows
        label={t('separation.species')}
        columns={[
          textColumn('species', t('separation.species'), ({ name }: Species) => name),
          ...columns.map(({ head, of, isPercent = false }) =>
            (isPercent ? percentColumn : numberColumn)(head, t(head), ({ name }: Species) => of[name] ?? Number.NaN),
          ),
        ]}
        rows={rows}
        keyOf={({ name }) => name}
      />
    </>
  );
}

function summaryOf(answer: UnitAnswer): Summary {
  switch (answer.unit) {
    case 'furnace':
    case 'calcination':
      return {
        facts: [{ name: 'separation.massLoss', value: `${writeSignificant(answer.lossShare * 100)} %` }],
        columns: [
          { head: 'separation.productMass', of: answer.productKilogramPerHour },
          { head: 'separation.gasMass', of: answer.gasKilogramPerHour },
          { head: 'separation.airMass', of: answer.suppliedKilogramPerHour },
        ],
      };
    case 'dissolution':
      return {
        facts: [
          { name: 'separation.acidVolume', value: `${writeSignificant(answer.acidLitrePerHour)} L/h` },
          { name: 'separation.acidLeft', value: `${writeSignificant(answer.finalAcidMolPerLitre)} mol/L` },
        ],
        columns: [
          { head: 'separation.liquor', of: answer.molPerLitre },
          { head: 'separation.residueMass', of: answer.residueKilogramPerHour },
        ],
      };
    case 'salt-precipitation':
      return precipitationSummary(answer);
    case 'blending':
      return {
        facts: [],
        columns: [
          answer.litrePerHour > 0
            ? { head: 'separation.liquor', of: answer.composition }
            : { head: 'separation.massShare', isPercent: true, of: mapped(answer.composition, (share) => share * 100) },
          { head: 'separation.productMass', of: answer.kilogramPerHour },
        ],
      };
  }
}

function precipitationSummary({ pH, reagentLitrePerHour, components, solidKilogramPerHour }: SaltPrecipitationAnswer): Summary {
  return {
    facts: [
      { name: 'separation.acidity', value: pH.toFixed(2) },
      { name: 'separation.reagentVolume', value: `${writeSignificant(reagentLitrePerHour)} L/h` },
    ],
    columns: [
      {
        head: 'separation.precipitatedPercent',
        isPercent: true,
        of: Object.fromEntries(components.map(({ name, precipitated }) => [name, precipitated * 100])),
      },
      { head: 'separation.liquor', of: Object.fromEntries(components.map(({ name, molPerLitre }) => [name, molPerLitre])) },
      { head: 'separation.productMass', of: solidKilogramPerHour },
    ],
  };
}

function mapped(masses: Masses, change: (value: number) => number): Masses {
  return Object.fromEntries(Object.entries(masses).map(([name, value]) => [name, change(value)]));
}
