/** Units of solids and of salts in solution: what is known by hand, by formula or by balance. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type {
  CalcinationAnswer,
  DissolutionAnswer,
  ElectrolysisAnswer,
  FlowsheetAnswer,
  FurnaceAnswer,
  LeachingAnswer,
  SaltPrecipitationAnswer,
  VacuumRefiningAnswer,
} from '../src/separation/index.ts';
import { near, refusalOf, solved } from './support/separation-answers.ts';

describe('calcination', () => {
  const calcine = (kilogramPerHour: Record<string, number>): CalcinationAnswer =>
    solved({ unit: 'calcination', solid: { kilogramPerHour } });

  it('of a kilogram of neodymium oxalate decahydrate gives the oxide of its neodymium', () => {
    const { productKilogramPerHour, gasKilogramPerHour, suppliedKilogramPerHour, closure } = calcine({ 'Nd2(C2O4)3·10H2O': 1 });
    // 732.69 g of the salt hold 288.484 g of neodymium.
    near(productKilogramPerHour['Nd2O3'], 336.481 / (288.484 + 6 * 12.011 + 22 * 15.999 + 20 * 1.008), 1e-9, 'Nd2O3');
    near(gasKilogramPerHour['CO2']! / gasKilogramPerHour['H2O']!, (6 * 44.009) / (10 * 18.015), 1e-9, 'CO2 over water');
    // C2O3 of an oxalate takes half a mole of oxygen to burn: 1.5 in all.
    near(suppliedKilogramPerHour['O2'], (1.5 * 31.998) / 732.69, 1e-4, 'oxygen');
    assert.ok(closure < 1e-14, `closure ${closure}`);
  });

  it('gives each rare earth its oxide of the trade, and gives off the oxygen that is too much', () => {
    const { productKilogramPerHour, gasKilogramPerHour } = calcine({ 'Ce(OH)4': 10, 'Pr2(CO3)3': 10, 'Tb(OH)3': 10, Y2O3: 1 });
    assert.deepEqual(Object.keys(productKilogramPerHour).toSorted(), ['CeO2', 'Pr6O11', 'Tb4O7', 'Y2O3']);
    assert.equal(productKilogramPerHour['Y2O3'], 1);
    assert.equal(gasKilogramPerHour['O2'], undefined);
  });

  it('refuses salts whose anion does not burn', () => {
    assert.equal(
      refusalOf({ unit: 'calcination', solid: { kilogramPerHour: { NdF3: 1 } } }),
      'equilibrium-missing $.solid.kilogramPerHour.NdF3',
    );
  });
});

describe('a furnace', () => {
  const roast = (reactions: object[], more: object = {}): FurnaceAnswer =>
    solved({
      unit: 'furnace',
      solid: { kilogramPerHour: { Nd2O3: 100 } },
      temperatureCelsius: 500,
      hours: 2,
      reactions,
      ...more,
    });
  const sulfate = { reaction: 'Nd2O3 + 3 H2SO4 = Nd2(SO4)3 + 3 H2O' };
  const conversionBy = (progress: object, more: object = {}): number =>
    roast([{ ...sulfate, progress }], { supplied: ['H2SO4'], ...more }).reactions[0]!.conversion;

  it('follows the rate laws of solids', () => {
    const [k, hours] = [0.2, 2];
    const law = (model: string, order?: number) => conversionBy({ model, perHour: k, ...(order === undefined ? {} : { order }) });
    near(law('first-order'), 1 - Math.exp(-k * hours), 1e-12, 'first order');
    near(law('avrami', 2), 1 - Math.exp(-((k * hours) ** 2)), 1e-12, 'Avrami');
    near(law('contracting-sphere'), 1 - (1 - k * hours) ** 3, 1e-12, 'contracting sphere');
    const diffused = conversionBy({ model: 'diffusion', perHour: 0.1 });
    near(1 - (2 / 3) * diffused - (1 - diffused) ** (2 / 3), 0.1 * hours, 1e-12, 'Ginstling and Brounshtein');
    assert.equal(conversionBy({ model: 'diffusion', perHour: 1 }), 1);
  });

  it('mixes ages in a stirred bed as Levenspiel says', () => {
    const stirred = { residence: 'stirred' };
    near(conversionBy({ model: 'first-order', perHour: 0.5 }, stirred), 0.5, 1e-12, 'first order');
    // Levenspiel (1999), chapter 26: reaction control in mixed flow, by the mean time over that of the whole particle.
    const m = 0.7 * 2;
    const exact = 3 * m - 6 * m ** 2 + 6 * m ** 3 * (1 - Math.exp(-1 / m));
    near(conversionBy({ model: 'contracting-sphere', perHour: 0.7 }, stirred), exact, 1e-5, 'contracting sphere');
  });

  it('goes faster by Arrhenius', () => {
    const hot = conversionBy({ model: 'first-order', perHour: 0.1, referenceCelsius: 400, activationEnergyKilojoulePerMole: 80 });
    const k = 0.1 * Math.exp((80_000 / 8.31446261815324) * (1 / 673.15 - 1 / 773.15));
    near(hot, 1 - Math.exp(-k * 2), 1e-12, 'at 500 °C');
  });

  it('stops where a reagent is used up, and says so', () => {
    const answer = roast([{ ...sulfate, progress: 1 }], { reagentKilogramPerHour: { H2SO4: 50 } });
    const [{ limitedBy, conversion }] = answer.reactions as [FurnaceAnswer['reactions'][number]];
    assert.equal(limitedBy, 'H2SO4');
    near(conversion, 50 / 98.072 / 3 / (100 / 336.481), 1e-4, 'conversion');
    assert.ok(answer.closure < 1e-14);
  });

  it('tells what is wrong of a reaction', () => {
    const of = (reaction: string): string =>
      refusalOf({
        unit: 'furnace',
        solid: { kilogramPerHour: { Nd2O3: 1 } },
        temperatureCelsius: 1,
        hours: 1,
        reactions: [{ reaction, progress: 1 }],
      });
    assert.equal(of('Nd2O3 + H2SO4 = Nd2(SO4)3 + H2O'), 'reaction-unbalanced $.reactions[0].reaction');
    assert.equal(of('Nd2O3'), 'form $.reactions[0].reaction');
    assert.equal(of('Nd2O3 = earth'), 'molar-mass-missing $.reactions[0].reaction');
  });
});

describe('dissolution', () => {
  const dissolve = (kilogramPerHour: Record<string, number>, acid: object, more: object = {}): DissolutionAnswer =>
    solved({ unit: 'dissolution', solid: { kilogramPerHour }, acid, ...more });

  it('takes three hydrogen for a rare earth and leaves the acid that was asked', () => {
    const { acidLitrePerHour, molPerLitre, finalAcidMolPerLitre } = dissolve(
      { Nd2O3: 336.481 },
      { molPerLitre: 6, finalMolPerLitre: 0.1 },
    );
    near(acidLitrePerHour, 6000 / 5.9, 1e-9, 'litres');
    near(molPerLitre['Nd'], 2000 / (6000 / 5.9), 1e-9, 'Nd');
    near(finalAcidMolPerLitre, 0.1, 1e-9, 'acid');
  });

  it('takes no hydrogen for a sulfate in water, and gives the acid that clings to it', () => {
    const { streams, residueKilogramPerHour } = dissolve(
      { 'La2(SO4)3': 100, H2SO4: 98.072, SiO2: 5, LaPO4: 3 },
      { molPerLitre: 0, litrePerHour: 1000 },
    );
    near(streams[0]!.molPerHour['H'], 2000, 1e-4, 'hydrogen');
    assert.deepEqual(residueKilogramPerHour, { SiO2: 5, LaPO4: 3 });
  });

  it('gives off the carbon dioxide of carbonates', () => {
    const { carbonDioxideKilogramPerHour } = dissolve({ CaCO3: 100.086 }, { molPerLitre: 1 });
    near(carbonDioxideKilogramPerHour, 44.009, 1e-4, 'CO2');
  });

  it('says how much acid is missing, and what acids do not dissolve', () => {
    const nd = { unit: 'dissolution', solid: { kilogramPerHour: { Nd2O3: 1 } } };
    assert.equal(refusalOf({ ...nd, acid: { molPerLitre: 1, litrePerHour: 1 } }), 'acid-exhausted $.acid.litrePerHour');
    assert.equal(refusalOf({ ...nd, acid: { molPerLitre: 0 } }), 'acid-exhausted $.acid.finalMolPerLitre');
    const fluoride = { ...nd, solid: { kilogramPerHour: { NdF3: 1 } }, acid: { molPerLitre: 1 } };
    assert.equal(refusalOf({ ...fluoride, dissolved: { NdF3: 0.5 } }), 'equilibrium-missing $.dissolved.NdF3');
  });
});

describe('precipitation by equilibrium', () => {
  const metals = {
    Nd: { log10SolubilityProduct: -28, waters: 10 },
    Ca: { log10SolubilityProduct: -8, charge: 2 },
  };

  it('ends where the solubility products hold and the charges balance', () => {
    const amount = fc.double({ min: 1e-4, max: 1, noNaN: true });
    const formulas = fc.constantFrom('H2C2O4', '(NH4)2C2O4', 'Na2C2O4');
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        fc.double({ min: -0.9, max: 3, noNaN: true }),
        formulas,
        (nd, ca, acid, excess, formula) => {
          const answer = solved<SaltPrecipitationAnswer>({
            unit: 'salt-precipitation',
            liquid: { litrePerHour: 10, molPerLitre: { Nd: nd, Ca: ca }, acid },
            reagent: { formula, molPerLitre: 0.5, excess },
            metals,
          });
          assert.ok(answer.closure < 1e-9, `closure ${answer.closure}`);
          requireEquilibrium(answer);
        },
      ),
    );
  });

  /** Free oxalate by its own acid's constants, and charges, from the answer alone. */
  function requireEquilibrium({ pH, anionMolPerLitre, components, streams }: SaltPrecipitationAnswer): void {
    const h = 10 ** -pH;
    const [k1, k2] = [10 ** -1.25, 10 ** -4.27];
    const free = anionMolPerLitre / (1 + h / k2 + (h * h) / (k1 * k2));
    for (const { name, precipitated, molPerLitre } of components) {
      const log10Product =
        name === 'Nd' ? 2 * Math.log10(molPerLitre) + 3 * Math.log10(free) : Math.log10(molPerLitre) + Math.log10(free);
      const bound = name === 'Nd' ? -28 : -8;
      if (precipitated > 1e-9) near(log10Product, bound, 1e-7, `${name}'s product`);
      else assert.ok(log10Product <= bound + 1e-9, `${name} is oversaturated`);
    }
    const [{ litrePerHour, molPerHour }] = streams as [SaltPrecipitationAnswer['streams'][number]];
    const bound = free * (h / k2 + (2 * h * h) / (k1 * k2));
    const ammonium = (molPerHour['NH4'] ?? 0) / litrePerHour;
    const ammonia = (ammonium * 10 ** -9.25) / (10 ** -9.25 + h);
    const expected = h - 1e-14 / h + bound - ammonia;
    assert.ok(Math.abs(molPerHour['H']! / litrePerHour - expected) < 1e-9 + 1e-7 * Math.abs(expected), 'hydrogen balances');
  }

  it('of a hydroxide stands at the pH of its product', () => {
    const { pH, components } = solved<SaltPrecipitationAnswer>({
      unit: 'salt-precipitation',
      liquid: { litrePerHour: 1, molPerLitre: { Nd: 0.1 } },
      reagent: { formula: 'NaOH', molPerLitre: 1, excess: -0.5 },
      metals: { Nd: { log10SolubilityProduct: -21.5 } },
    });
    near(components[0]!.precipitated, 0.5, 1e-5, 'half of it');
    near(3 * (pH - 14) + Math.log10(components[0]!.molPerLitre), -21.5, 1e-9, 'the product');
  });

  it('of a carbonate by hydrogen carbonate gives off what the acid frees', () => {
    const { carbonDioxideKilogramPerHour, components, closure } = solved<SaltPrecipitationAnswer>({
      unit: 'salt-precipitation',
      liquid: { litrePerHour: 100, molPerLitre: { Nd: 0.5 }, acid: 0.1 },
      reagent: { formula: 'NH4HCO3', molPerLitre: 2, excess: 0.05 },
      metals: { Nd: { log10SolubilityProduct: -33 } },
    });
    assert.ok(components[0]!.precipitated > 0.999);
    // Half of the hydrogen carbonate that the metal takes, and what the acid takes, less what stays dissolved.
    assert.ok(carbonDioxideKilogramPerHour > 3 && carbonDioxideKilogramPerHour < ((75 + 10) * 44.009) / 1000);
    assert.ok(closure < 1e-9);
  });

  it('refuses a liquid in which nothing precipitates', () => {
    const json = {
      unit: 'salt-precipitation',
      liquid: { litrePerHour: 1, molPerLitre: { Na: 1 } },
      reagent: { formula: 'H2C2O4', molPerLitre: 1 },
      metals,
    };
    assert.equal(refusalOf(json), 'component-unknown $.metals');
  });
});

describe('the bath of a cell', () => {
  const cell = (bath: object): ElectrolysisAnswer =>
    solved({
      unit: 'electrolysis',
      currentAmpere: 6000,
      hours: 24,
      cellVoltage: 9,
      currentEfficiency: 0.75,
      feed: { Nd2O3: 1 },
      bath: { kilogram: { NdF3: 900, LiF: 90, Nd2O3: 20 }, ...bath },
    });
  const taken = ((6000 * 24 * 3600 * 0.75) / (3 * 96485.33212331) / 2 / 1000) * 336.481;

  it('keeps its oxide where as much is fed as is taken', () => {
    const { bath } = cell({ oxideKilogramPerHour: taken / 24 });
    near(bath!.kilogram['Nd2O3'], 20, 1e-9, 'oxide');
    assert.deepEqual([bath!.shortFromHour, bath!.undissolvedFromHour], [null, null]);
  });

  it('tells when it runs short, or takes no more', () => {
    // From 20 kg of 1010 to a hundredth of the mass.
    const short = cell({ oxideKilogramPerHour: taken / 24 - 0.5 }).bath!;
    near(short.shortFromHour!, (20 - 0.01 * 1010) / (0.5 * 0.99), 1e-9, 'hours to the anode effect');
    const full = cell({ oxideKilogramPerHour: taken / 24 + 2 }).bath!;
    near(full.undissolvedFromHour!, (0.04 * 1010 - 20) / (2 * 0.96), 1e-9, 'hours until it dissolves no more');
  });
});

describe('leaching by shrinking cores', () => {
  const vessel = { unit: 'leaching', vessel: 'batch', litre: 1e6, acidMolPerLitre: 1, kilogram: { Nd2O3: 1 } };
  const particles = [{ micrometre: 100, share: 1 }];
  const leach = (law: object, more: object = {}): LeachingAnswer =>
    solved({ ...vessel, particles, densityKilogramPerCubicMetre: 5000, minerals: { Nd2O3: { share: 1, ...law } }, ...more });
  // Six hydrogen for 336.481 g, a kilomole of acid in a cubic metre, a radius of 50 µm.
  const density = (5000 / 0.336481) * 6;
  const [radius, acid] = [5e-5, 1000];

  it('follows Levenspiel’s closed forms where the acid is in excess', () => {
    const k = 1e-6;
    const reactionHours = (density * radius) / (k * acid) / 3600;
    near(
      leach({ reactionMetrePerSecond: k }, { hours: 0.4 * reactionHours }).minerals[0]!.conversion,
      1 - 0.6 ** 3,
      1e-5,
      'reaction',
    );
    const filmHours = (density * radius) / (3 * k * acid) / 3600;
    near(leach({ filmMetrePerSecond: k }, { hours: 0.4 * filmHours }).minerals[0]!.conversion, 0.4, 1e-5, 'film');
    const diffusivity = 1e-11;
    const layerHours = (density * radius ** 2) / (6 * diffusivity * acid) / 3600;
    const layered = leach({ productSquareMetrePerSecond: diffusivity }, { hours: 0.4 * layerHours }).minerals[0]!.conversion;
    near(1 - 3 * (1 - layered) ** (2 / 3) + 2 * (1 - layered), 0.4, 5e-5, 'product layer');
    assert.equal(leach({ reactionMetrePerSecond: k }, { hours: 2 * reactionHours }).minerals[0]!.conversion, 1);
  });

  it('ends where the acid does, and keeps its balance on the way', () => {
    const scarce = { litre: 100, kilogram: { Nd2O3: 10 }, hours: 1000 };
    const { acidMolPerLitre, minerals, mol, course, closure } = leach({ reactionMetrePerSecond: 1e-5 }, scarce);
    assert.ok(acidMolPerLitre < 1e-6, `${acidMolPerLitre}`);
    near(mol['Nd'], 100 / 3, 1e-6, 'neodymium in solution');
    near(minerals[0]!.conversion, 100 / 6 / (10_000 / 336.481), 1e-6, 'conversion');
    for (const row of course)
      near(
        row.acidMolPerLitre + (row.conversion['Nd2O3']! * (10_000 / 336.481) * 6) / 100,
        1,
        1e-9,
        'acid and what it dissolved',
      );
    assert.ok(closure < 1e-12);
  });

  it('in a stirred tank is Levenspiel’s mean over ages', () => {
    const k = 1e-6;
    const whole = (density * radius) / (k * acid) / 3600;
    const m = 0.5;
    const exact = 3 * m - 6 * m ** 2 + 6 * m ** 3 * (1 - Math.exp(-1 / m));
    const { minerals } = leach({ reactionMetrePerSecond: k }, { vessel: 'stirred', hours: m * whole });
    near(minerals[0]!.conversion, exact, 1e-3, 'conversion');
  });

  it('refuses rates of what is not there, and minerals that take no acid', () => {
    const law = { share: 1, filmMetrePerSecond: 1e-5 };
    const of = (minerals: object, kilogram: object): string =>
      refusalOf({ ...vessel, hours: 1, particles, densityKilogramPerCubicMetre: 5000, minerals, kilogram });
    assert.equal(of({ La2O3: law }, { Nd2O3: 1 }), 'component-unknown $.minerals.La2O3');
    assert.equal(of({ NdPO4: law }, { NdPO4: 1 }), 'equilibrium-missing $.minerals.NdPO4');
    assert.equal(of({ Nd2O3: { share: 1 } }, { Nd2O3: 1 }), 'form $.minerals.Nd2O3');
  });
});

describe('vacuum refining', () => {
  const melt = { unit: 'vacuum-refining', temperatureCelsius: 1000, squareMetre: 0.1, hours: 2 };
  const refine = (more: object): VacuumRefiningAnswer => solved({ ...melt, ...more });

  it('of one metal goes at the rate of its surface until nothing is left', () => {
    // 1e-4 bar of calcium at 1273.15 K.
    const flux = 10 / Math.sqrt(2 * Math.PI * 0.040078 * 8.31446261815324 * 1273.15);
    const vapour = { Ca: { A: -4, B: 0 } };
    const evaporated = (flux * 0.1 * 3600 * 2 * 40.078) / 1000;
    near(refine({ kilogram: { Ca: 1000 }, vapour }).metals[0]!.condensedKilogram, evaporated, 1e-9, 'condensed');
    assert.equal(refine({ kilogram: { Ca: evaporated / 2 }, vapour }).metals[0]!.leftKilogram, 0);
  });

  it('of two metals follows the differential equation', () => {
    const vapour = { Ca: { A: -3, B: 0, activity: 2 }, Nd: { A: -5, B: 0 } };
    const { metals, course, closure } = refine({ kilogram: { Ca: 1, Nd: 20 }, vapour, points: 3 });
    const grams = { Ca: 40.078, Nd: 144.242 };
    const flux = (bar: number, mass: number): number =>
      (bar * 1e5) / Math.sqrt(2 * Math.PI * (mass / 1000) * 8.31446261815324 * 1273.15);
    const rate = { Ca: 2 * flux(1e-3, grams.Ca) * 0.1, Nd: flux(1e-5, grams.Nd) * 0.1 };
    const moles = { Ca: 1000 / grams.Ca, Nd: 20_000 / grams.Nd };
    const steps = 200_000;
    for (let step = 0; step < steps; step++) {
      const all = moles.Ca + moles.Nd;
      for (const metal of ['Ca', 'Nd'] as const) moles[metal] *= Math.exp((-rate[metal] * (7200 / steps)) / all);
    }
    near(metals[0]!.leftKilogram, (moles.Ca * grams.Ca) / 1000, 1e-3, 'Ca');
    near(metals[1]!.leftKilogram, (moles.Nd * grams.Nd) / 1000, 1e-5, 'Nd');
    assert.ok(closure < 1e-14);
    assert.deepEqual([course[0]!.hour, course[2]!.hour], [0, 2]);
  });

  it('tells when a purity is reached, and that it never is', () => {
    const vapour = { Ca: { A: -3, B: 0 }, Nd: { A: -6, B: 0 } };
    const asked = (atLeast: number, of = 'Nd') => refine({ kilogram: { Ca: 1, Nd: 20 }, vapour, purity: { of, atLeast } });
    const { reached } = asked(0.999);
    const then = refine({ kilogram: { Ca: 1, Nd: 20 }, vapour, hours: reached!.hour }).metals[1]!;
    near(then.purityLeft, 0.999, 1e-9, 'purity then');
    near(then.leftKilogram, 20 * reached!.yield, 1e-9, 'left then');
    assert.equal(asked(0.5, 'Ca').reached, null);
    assert.equal(
      refusalOf({ ...melt, kilogram: { Nd: 1 }, vapour, purity: { of: 'Ca', atLeast: 0.5 } }),
      'component-unknown $.purity.of',
    );
  });
});

describe('a route as a flowsheet', () => {
  const route = JSON.parse(
    readFileSync(new URL('../data/examples/separation/route-ndfeb-scrap.json', import.meta.url), 'utf8'),
  ) as { connections: { from: string; to: string }[] };

  it('from scrap to metal closes in every element and keeps what it reports', () => {
    const { closure, balance, streams, units, recovery } = solved<FlowsheetAnswer>(route);
    assert.ok(closure < 1e-10, `closure ${closure}`);
    const metal = streams.find(({ from }) => from === 'reduce/metal')!;
    const neodymium = Object.entries(balance).find(([element]) => element === 'Nd')![1];
    assert.ok(metal.molPerHour['Nd']! / neodymium.entering > 0.95, 'recovery of neodymium');
    for (const [element, shares] of Object.entries(recovery)) {
      const all = Object.values(shares).reduce((sum, share) => sum + share, 0);
      near(all, 1, 1e-9, `shares of ${element}`);
    }
    const cells = units['reduce'] as ElectrolysisAnswer;
    near(cells.metalKilogram['Nd'], (metal.molPerHour['Nd']! * 144.242) / 1000, 1e-9, 'metal of the cells');
  });

  it('refuses a solid where a liquid is taken', () => {
    const wrong = { ...route, connections: [...route.connections.slice(1), { from: 'roast/product', to: 'extract/feed' }] };
    assert.equal(refusalOf(wrong), `stream-unsuitable $.connections[${route.connections.length - 1}]`);
  });
});
