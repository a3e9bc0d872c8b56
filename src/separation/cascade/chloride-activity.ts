/**
 * Activity coefficients in chloride solutions of trivalent ions, acid and a salt of one charge at 25 °C: Pitzer's equations (Pitzer 1991,
 * "Activity Coefficients in Electrolyte Solutions", ch. 3) with his term for mixing ions of unlike charge. No mixing parameters: those of two
 * and three ions are taken as zero. Concentrations are taken as molalities, which at these strengths differ by a few per cent.
 */

/** β0, β1 and Cφ of one chloride. */
export type PitzerParameters = readonly [beta0: number, beta1: number, cPhi: number];

/** Chlorides of rare earths (May et al. 2011, J. Chem. Eng. Data 56, 5066; as in ANL-CEEESA/LLEPE, BSD-3-Clause). */
export const RARE_EARTH_CHLORIDES: Readonly<Record<string, PitzerParameters>> = {
  La: [0.593, 5.277, -0.02434],
  Ce: [0.6005, 4.91, -0.02619],
  Pr: [0.5879, 5.448, -0.02067],
  Nd: [0.5877, 5.206, -0.01969],
  Sm: [0.5978, 5.279, -0.01992],
  Dy: [0.6129, 5.359, -0.0197],
  Y: [0.6248, 5.66, -0.01563],
};
/** Pitzer and Mayorga 1973, J. Phys. Chem. 77, 2300. */
const HYDROGEN_CHLORIDE: PitzerParameters = [0.1775, 0.2945, 0.0008];
const AMMONIUM_CHLORIDE: PitzerParameters = [0.0522, 0.1918, -0.00301];

/** The Debye–Hückel slope of the osmotic coefficient at 25 °C. */
const SLOPE = 0.3915;
const NEARNESS = 1.2;

/** Slopes of a function of ions: by acid, trivalent ions and salt. */
export type IonSlopes = [acid: number, trivalent: number, salt: number];

/**
 * ln γ(M³⁺) − 3 ln γ(H⁺): by how much the apparent constant of an exchange of M³⁺ for 3 H⁺ is off what it is in thin solutions.
 * @param chloride parameters of MCl3; other trivalent ions are taken to be like M
 * @param acid, trivalent, salt mol/kg, above 0 in sum
 * @param slopes takes what the answer changes by with each, kg/mol
 */
export function lnExchangeActivity(
  chloride: PitzerParameters,
  acid: number,
  trivalent: number,
  salt: number,
  slopes: IonSlopes,
): number {
  const single = acid + salt;
  const anion = single + 3 * trivalent;
  const strength = single + 6 * trivalent;
  const metal = binary(chloride, strength);
  const hydrogen = binary(HYDROGEN_CHLORIDE, strength);
  const ammonium = binary(AMMONIUM_CHLORIDE, strength);
  const unlike = mixing(strength);
  const hueckel = debyeHueckel(strength);
  const third = chloride[2] / Math.sqrt(12) - 1.5 * HYDROGEN_CHLORIDE[2];
  const excess = single - 3 * trivalent;
  const pairs = trivalent * metal.first + acid * hydrogen.first + salt * ammonium.first;
  const pairsByStrength = trivalent * metal.second + acid * hydrogen.second + salt * ammonium.second;
  const pull = 2 * metal.value - 6 * hydrogen.value;
  const byStrength =
    6 * (hueckel.first + anion * pairsByStrength + single * trivalent * unlike.second) +
    anion * (2 * metal.first - 6 * hydrogen.first) +
    2 * unlike.first * excess;
  const byAnion = 6 * pairs + pull + 4 * anion * third;
  slopes[0] = byStrength + byAnion + 6 * (anion * hydrogen.first + trivalent * unlike.first) + 2 * unlike.value;
  slopes[1] = 6 * byStrength + 3 * byAnion + 6 * (anion * metal.first + single * unlike.first) - 6 * unlike.value;
  slopes[2] = byStrength + byAnion + 6 * (anion * ammonium.first + trivalent * unlike.first) + 2 * unlike.value;
  const shared = hueckel.value + anion * pairs + single * trivalent * unlike.first;
  return 6 * shared + anion * pull + 2 * anion * anion * third + 2 * unlike.value * excess;
}

/** A function of ionic strength with its first two slopes. */
interface Curve {
  readonly value: number;
  readonly first: number;
  readonly second: number;
}

/** What long-range forces give to ln γ of a single charge. */
function debyeHueckel(strength: number): Pick<Curve, 'value' | 'first'> {
  const root = Math.sqrt(strength);
  const screened = 1 + NEARNESS * root;
  return {
    value: -SLOPE * (root / screened + (2 / NEARNESS) * Math.log(screened)),
    first: (-SLOPE / root) * (0.5 / (screened * screened) + 1 / screened),
  };
}

/** Pitzer's B of a chloride. */
function binary([beta0, beta1]: PitzerParameters, strength: number): Curve {
  const x = 2 * Math.sqrt(strength);
  const fading = Math.exp(-x);
  const whole = (2 * (1 - (1 + x) * fading)) / (x * x);
  const falling = (-2 * (1 - (1 + x + (x * x) / 2) * fading)) / (x * x);
  const bend = -fading - (2 * falling) / x;
  return {
    value: beta0 + beta1 * whole,
    first: (beta1 * falling) / strength,
    second: (beta1 * ((bend * x) / 2 - falling)) / (strength * strength),
  };
}

/** What mixing ions of one and of three charges gives by their charges alone. */
function mixing(strength: number): Curve {
  const root = Math.sqrt(strength);
  let [sum, slope, bend] = [0, 0, 0];
  for (const [charges, weight] of [
    [3, 1],
    [1, -0.5],
    [9, -0.5],
  ] as const) {
    const scale = 6 * SLOPE * charges;
    const { value, first, second } = cluster(scale * root);
    sum += weight * value;
    slope += (weight * scale * first) / (2 * root);
    bend += weight * ((scale * scale * second) / (4 * strength) - (scale * first) / (4 * strength * root));
  }
  const share = 0.75 / strength;
  return {
    value: share * sum,
    first: share * (slope - sum / strength),
    second: share * (bend - (2 * slope) / strength + (2 * sum) / (strength * strength)),
  };
}

/** Pitzer's J(x), as he fitted it (1975, J. Solution Chem. 4, 249). */
function cluster(x: number): Curve {
  const [c1, c2, c3, c4] = [4.581, 0.7237, 0.012, 0.528] as const;
  const w = c1 * x ** -c2 * Math.exp(-c3 * x ** c4);
  const v = -c2 / x - c3 * c4 * x ** (c4 - 1);
  const [w1, w2] = [w * v, w * (v * v + c2 / (x * x) - c3 * c4 * (c4 - 1) * x ** (c4 - 2))];
  const q = 4 + w;
  return {
    value: x / q,
    first: 1 / q - (x * w1) / (q * q),
    second: (-2 * w1 - x * w2) / (q * q) + (2 * x * w1 * w1) / (q * q * q),
  };
}
