import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IONS_OFFSET } from './cascade.ts';
import { lnExchangeActivity, RARE_EARTH_CHLORIDES, type IonSlopes } from './chloride-activity.ts';
import { lnFitted, type FittedState } from './fitted-law.ts';

const NEODYMIUM = RARE_EARTH_CHLORIDES['Nd']!;
const constants = { log10K: -1.4, crowding: 0.1, chloride: NEODYMIUM };
const none = (): FittedState => ({ acid: 0, extractant: 0, trivalent: 0, salt: 0 });

/** Concentrations of acid, free extractant, trivalent ions and other cations, mol/L. */
const STATES = [
  [0.05, 0.9, 0.2, 0],
  [1.9, 0.3, 0.01, 0],
  [0.3, 0.6, 0.35, 0.8],
  [1e-4, 1, 1e-3, 2],
] as const;

describe('activities in chloride', () => {
  it('are those of Debye and Hückel in thin solutions', () => {
    const slopes: IonSlopes = [0, 0, 0];
    for (const strength of [1e-8, 1e-7]) {
      const measured = lnExchangeActivity(NEODYMIUM, strength / 2, strength / 12, 0, slopes);
      // (9 − 3) times −3·0.3915·√I of a single charge.
      assert.ok(Math.abs(measured / (-6 * 3 * 0.3915 * Math.sqrt(strength)) - 1) < 2e-3, `${measured}`);
    }
  });

  it('lower the constant by an order of magnitude where rare earths are concentrated', () => {
    const slopes: IonSlopes = [0, 0, 0];
    // From the equations written out a second time, by another route.
    assert.ok(Math.abs(lnExchangeActivity(NEODYMIUM, 0.1, 0.1, 0, slopes) + 2.289795231) < 1e-8);
    assert.ok(Math.abs(lnExchangeActivity(NEODYMIUM, 0.5, 0.3, 0, slopes) + 3.29490032) < 1e-8);
  });
});

describe('the fitted law', () => {
  for (const amounts of STATES)
    it(`has the slopes of finite differences at ${amounts.join(', ')} mol/L`, () => {
      const keys = ['acid', 'extractant', 'trivalent', 'salt'] as const;
      const logs = Object.fromEntries(
        keys.map((key, k) => [key, Math.log(amounts[k]! + (k > 1 ? IONS_OFFSET : 0))]),
      ) as unknown as FittedState;
      const slopes = none();
      lnFitted(constants, 1, logs, slopes);
      for (const key of keys) {
        // No concentration is below 0: there a slope is of one side.
        if (key === 'salt' && amounts[3] === 0) continue;
        const step = 1e-5;
        const above = lnFitted(constants, 1, { ...logs, [key]: logs[key] + step }, none());
        const below = lnFitted(constants, 1, { ...logs, [key]: logs[key] - step }, none());
        assert.ok(Math.abs((above - below) / (2 * step) - slopes[key]) < 1e-6, key);
      }
    });

  it('is finite and steady far beyond what was measured', () => {
    const logs = { acid: Math.log(100), extractant: 0, trivalent: Math.log(50), salt: -300 };
    const slopes = none();
    assert.ok(Number.isFinite(lnFitted(constants, 1, logs, slopes)));
    assert.ok(Math.abs(slopes.acid + 3) < 1e-6 && Math.abs(slopes.trivalent) < 1e-6);
  });
});
