/** What temperature does: the constants and the law that units share. */

/** J/mol/K, exact since the SI of 2019. */
export const GAS = 8.31446261815324;

const ZERO_CELSIUS = 273.15;

/** Kelvin of degrees Celsius. */
export function kelvinOf(celsius: number): number {
  return celsius + ZERO_CELSIUS;
}

/**
 * How many times faster a rate (Arrhenius), or larger a constant (van 't Hoff), is at one temperature than at another.
 * @param kilojoulePerMole activation energy, or enthalpy
 * @param from °C of what is known
 * @param to °C of what is asked
 */
export function growthBetween(kilojoulePerMole: number, from: number, to: number): number {
  return Math.exp(((kilojoulePerMole * 1000) / GAS) * (1 / kelvinOf(from) - 1 / kelvinOf(to)));
}
