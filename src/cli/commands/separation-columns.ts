import type { InSituLeachingAnswer, IonExchangeAnswer } from '../../separation/index.ts';
import { printTable, type Terminal } from '../terminal.ts';
import { percent } from './separation-figures.ts';

/** What a column of ore or of resin gives, for people; its curve is in the JSON. */
export function printColumn(title: string, answer: InSituLeachingAnswer | IonExchangeAnswer, terminal: Terminal): void {
  if (answer.unit === 'ion-exchange') printIonExchange(title, answer, terminal);
  else printInSitu(title, answer, terminal);
}

function printInSitu(
  title: string,
  { total, elements, poreVolumes, hours, peak, collected, salts }: InSituLeachingAnswer,
  terminal: Terminal,
): void {
  terminal.out(
    `${title}: ${percent(total.recovery)} % of the rare-earth oxide in ${poreVolumes.toPrecision(4)} pore volumes, ${hours.toPrecision(4)} h\n`,
  );
  printTable(
    terminal,
    ['', 'oxide kg', 'recovery %', '90 % at pore volumes', '95 % at'],
    elements.map(({ name, oxideKilogram, recovery, at90, at95 }) => [
      name,
      oxideKilogram.toPrecision(5),
      percent(recovery),
      at90?.poreVolumes.toPrecision(4) ?? '',
      at95?.poreVolumes.toPrecision(4) ?? '',
    ]),
  );
  terminal.out(
    `peak ${peak.oxideGramPerLitre.toPrecision(4)} g/L of oxide at ${peak.poreVolumes.toPrecision(4)} pore volumes; collected ${collected.cubicMetre.toPrecision(4)} m³ of ${collected.oxideGramPerLitre.toPrecision(4)} g/L\n`,
  );
  for (const { formula, kilogram, perKilogramOxide } of salts)
    terminal.out(
      `${formula}: ${kilogram.toPrecision(5)} kg${perKilogramOxide === null ? '' : `, ${perKilogramOxide.toPrecision(4)} for each kg of oxide`}\n`,
    );
}

function printIonExchange(title: string, { cuts, litres, hours }: IonExchangeAnswer, terminal: Terminal): void {
  terminal.out(`${title}: ${litres.toPrecision(4)} L in ${hours.toPrecision(4)} h\n`);
  printTable(
    terminal,
    ['fraction', 'from L', 'to L', 'ion', 'mol', 'purity %', 'recovery %'],
    cuts.flatMap(({ name, fromLitre, toLitre, mol, purity, recovery }) =>
      Object.keys(purity).map((ion) => [
        name,
        fromLitre.toPrecision(4),
        toLitre.toPrecision(4),
        ion,
        (mol[ion] ?? 0).toPrecision(4),
        percent(purity[ion]!),
        percent(recovery[ion] ?? 0),
      ]),
    ),
  );
}
