import type { MassAnswer } from '../../wire/index.ts';
import { inUnit, type MassUnit } from '../figures/masses.ts';
import { writeInFull, writeMeasured, writeSignificant } from '../figures/numbers.ts';

/** A measured figure and its uncertainty in tabular figures; every digit on hover. */
export function Measured({ value, sd, unit }: { value: number; sd: number; unit: string }) {
  const written = writeMeasured(value, sd);
  return (
    <span className="figure" title={`${writeInFull(value, sd)} ${unit}`}>
      {written.value}
      <span className="sd">{written.sd === '' ? '' : ` ± ${written.sd}`}</span>
    </span>
  );
}

/** A mass in the unit of its column. */
export function MassFigure({ mass, unit }: { mass: MassAnswer; unit: MassUnit }) {
  return <Measured value={inUnit(mass.value, unit)} sd={inUnit(mass.sd, unit)} unit={`${unit} ${mass.basis}`} />;
}

/** An exact figure: a count, a grant. */
export function Exact({ value, unit = '' }: { value: number; unit?: string }) {
  return (
    <span className="figure" title={`${value} ${unit}`.trim()}>
      {writeSignificant(value)}
    </span>
  );
}
