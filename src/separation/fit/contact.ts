import { rootBetween } from '../../numerics/index.ts';

/** One batch contact of equal volumes of both phases: what was put in. */
export interface Contact {
  readonly acidMolPerLitre: number;
  /** Extractant, free and bound. */
  readonly extractantMolPerLitre: number;
  readonly feedMolPerLitre: readonly number[];
}

/** How a contact ended. */
export interface ContactState {
  /** Hydrogen in the aqueous phase. */
  readonly acid: number;
  /** Free extractant. */
  readonly extractant: number;
  /** All metal in the aqueous phase. */
  readonly metal: number;
  readonly distributions: readonly number[];
}

/** ln D of each metal of a contact in a state. */
export type ContactLaw = (acid: number, extractant: number, metal: number) => readonly number[];

/**
 * The equilibrium of one contact, by one number: how much metal the organic takes. Each mole releases `charge` hydrogen and binds
 * `extractantPerMole`.
 * @throws RangeError where the law lets nothing be in equilibrium
 */
export function settleContact(contact: Contact, law: ContactLaw, charge: number, extractantPerMole: number): ContactState {
  const total = contact.feedMolPerLitre.reduce((sum, feed) => sum + feed, 0);
  const most = Math.min(total, contact.extractantMolPerLitre / extractantPerMole);
  const stateAt = (taken: number): ContactState => {
    const acid = contact.acidMolPerLitre + charge * taken;
    const extractant = Math.max(contact.extractantMolPerLitre - extractantPerMole * taken, LEAST);
    const metal = Math.max(total - taken, LEAST);
    return { acid, extractant, metal, distributions: law(acid, extractant, metal).map(Math.exp) };
  };
  const excess = (taken: number): number => {
    const { distributions } = stateAt(taken);
    const wanted = contact.feedMolPerLitre.reduce(
      (sum, feed, i) => sum + (feed * distributions[i]!) / (1 + distributions[i]!),
      0,
    );
    return wanted - taken;
  };
  const root = rootBetween(excess, 0, most);
  if (root.status !== 'solved') throw new RangeError(`settleContact: ${root.status}, residual ${root.residual}`);
  return stateAt(root.value);
}

/** What is left of something that is used up, mol/L. */
const LEAST = 1e-12;
