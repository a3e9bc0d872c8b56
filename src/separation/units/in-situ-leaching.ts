import { molarMassOf, parseFormula } from '../../elements/index.ts';
import type { Watch } from '../case/solve-cascade.ts';
import { runColumn, type FeedStep } from '../column/column-run.ts';
import { SeparationRefused } from '../refusal.ts';
import { IonList } from './column-form.ts';
import type { InSituLeachingCase } from './in-situ-form.ts';
import { inSituAnswer, type InSituLeachingAnswer } from './in-situ-answer.ts';

/**
 * In-situ (or heap) leaching of ion-adsorption ore 原地浸矿: a salt's cations take the places of the rare earths on the clay. A column of
 * `column/exchange-column.ts`; what else is exchangeable (aluminium, calcium, …) is an ion like the others.
 */

/** @throws SeparationRefused */
export function solveInSituLeaching(text: InSituLeachingCase, watch: Watch): InSituLeachingAnswer {
  const { ore, cells, schedule, flowCubicMetrePerHour } = text;
  const ions = new IonList(text.ions);
  const poreLitres = (ore.tonnes / ore.tonnePerCubicMetre) * ore.porosity * 1000;
  const { fractions, capacityEquivalentPerTonne } = oreExchange(ore, ions);
  const steps = schedule.map((step, at): FeedStep => ({
    litres: litresOf(step, poreLitres, at),
    litrePerHour: flowCubicMetrePerHour * 1000,
    molPerLitre: ions.waterOf(step, `$.schedule[${at}]`),
  }));
  const run = runColumn(
    {
      exchanger: ions.exchanger((capacityEquivalentPerTonne * ore.tonnes) / poreLitres),
      cells,
      dispersivityCells: (text.dispersivityMetre / ore.pathMetre) * cells,
      perHour: text.perHour ?? null,
      fractions,
      anions: ore.anionsEquivalentPerLitre,
      poreLitres,
      steps,
      limits: text.limits,
    },
    watch,
  );
  return inSituAnswer({ text, ions, run, poreLitres, steps, capacityEquivalentPerTonne });
}

function litresOf({ poreVolumes, cubicMetre }: InSituLeachingCase['schedule'][number], poreLitres: number, at: number): number {
  if ((poreVolumes === undefined) === (cubicMetre === undefined))
    throw new SeparationRefused('form', `$.schedule[${at}]`, 'state either poreVolumes or cubicMetre');
  return poreVolumes === undefined ? cubicMetre! * 1000 : poreVolumes * poreLitres;
}

/** What the ore's capacity holds. @throws SeparationRefused where that is more than the capacity, or less and nothing says what holds the rest */
function oreExchange(
  { oxideGramPerTonne, molPerTonne, capacityEquivalentPerTonne, remainder }: InSituLeachingCase['ore'],
  ions: IonList,
): { fractions: number[]; capacityEquivalentPerTonne: number } {
  const amounts = [...Object.entries(molPerTonne), ...Object.entries(oxideGramPerTonne).map(ofOxide)];
  const equivalents = Array.from(ions.vectorOf(amounts, '$.ore'), (mol, ion) => mol * ions.charges[ion]!);
  const stated = equivalents.reduce((sum, each) => sum + each, 0);
  const capacity = capacityEquivalentPerTonne ?? stated;
  if (!(capacity > 0)) throw new SeparationRefused('form', '$.ore.oxideGramPerTonne', 'nothing in the ore is exchangeable');
  const rest = capacity - stated;
  if (rest < -1e-9 * capacity)
    throw new SeparationRefused(
      'loading-beyond-supply',
      '$.ore.capacityEquivalentPerTonne',
      `the ions of the ore have ${stated.toPrecision(5)} eq/t, more than its capacity`,
    );
  if (rest > 1e-9 * capacity) {
    if (remainder === undefined)
      throw new SeparationRefused('form', '$.ore.remainder', `say which ion holds the other ${rest.toPrecision(4)} eq/t`);
    const at = ions.vectorOf([[remainder, 1]], '$.ore.remainder').indexOf(1);
    equivalents[at]! += rest;
  }
  const total = equivalents.reduce((sum, each) => sum + each, 0);
  return { fractions: equivalents.map((each) => each / total), capacityEquivalentPerTonne: capacity };
}

/** @throws SeparationRefused */
function ofOxide([formula, grams]: [string, number]): [ion: string, mol: number] {
  const [atoms, molar] = [parseFormula(formula), molarMassOf(formula)];
  const [metal, another] = [...(atoms ?? [])].filter(([symbol]) => symbol !== 'O');
  if (molar === null || metal === undefined || another !== undefined)
    throw new SeparationRefused(
      'molar-mass-missing',
      `$.ore.oxideGramPerTonne.${formula}`,
      `${formula} is not the formula of an oxide`,
    );
  return [metal[0], (grams / molar) * metal[1]];
}
