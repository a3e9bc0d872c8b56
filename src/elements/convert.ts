import { massOf, type Mass } from '../units/index.ts';
import { elementToOxideMg, oxideToElementMg } from './composition.ts';
import { RARE_EARTHS, rareEarthIndex, rareEarthIndexOfOxide, type RareEarth } from './rare-earths.ts';

/**
 * A mass of one oxide as the mass of its element: 1 t Nd2O3 → 0.857 t Nd.
 * @throws RangeError when the basis is no trade oxide of a rare earth
 */
export function oxideToElement(mass: Mass<`oxide:${string}`>): Mass<`element:${RareEarth}`> {
  const index = rareEarthIndexOfOxide(mass.basis.slice('oxide:'.length));
  if (index === undefined) throw new RangeError(`oxideToElement: ${mass.basis} is no trade oxide of a rare earth`);
  return massOf(oxideToElementMg(index, mass.mg), `element:${RARE_EARTHS[index]!}`);
}

/** A mass of one rare earth as its share of TREO, i.e. as its trade oxide: 1 t Ce → 1.228 t REO. */
export function elementToTreo(mass: Mass<`element:${string}`>): Mass<'treo'> {
  const symbol = mass.basis.slice('element:'.length);
  const index = rareEarthIndex(symbol);
  if (index === undefined) throw new RangeError(`elementToTreo: ${symbol} is no rare earth`);
  return massOf(elementToOxideMg(index, mass.mg), 'treo');
}
