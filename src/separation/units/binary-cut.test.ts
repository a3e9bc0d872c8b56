import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SeparationRefused } from '../refusal.ts';
import { bestSplit } from './binary-cut.ts';
import { CutSimulator, type Purity } from './cut-simulator.ts';

const watch = { now: () => performance.now() };

describe('the best split of two components', () => {
  it('is never worse than what a simulated cascade of those stages makes', () => {
    let compared = 0;
    const cuts = fc.record({
      beta: fc.double({ min: 1.3, max: 8, noNaN: true }),
      feedB: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      organicShare: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      extra: fc.double({ min: 0.2, max: 3, noNaN: true }),
      extractionStages: fc.integer({ min: 1, max: 20 }),
      scrubStages: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(cuts, ({ beta, feedB, organicShare, extra, extractionStages, scrubStages }) => {
        const S = organicShare + extra;
        const made = simulated(beta, feedB, { S, organicShare, extractionStages, scrubStages });
        // Of purer products double precision does not tell the recovery of the other.
        if (made === null || Math.max(made.organic, made.raffinate) > 1 - 1e-8) return;
        const cut = { beta, feedB, stages: extractionStages + scrubStages, S };
        const ofB = bestSplit(cut, 'organic', (made.organic * organicShare) / feedB);
        const ofA = bestSplit(cut, 'raffinate', (made.raffinate * (1 - organicShare)) / (1 - feedB));
        assert.ok(ofB !== null && ofB.purity >= made.organic - 1e-9, `${ofB?.purity} of ${made.organic}`);
        assert.ok(ofA !== null && ofA.purity >= made.raffinate - 1e-9, `${ofA?.purity} of ${made.raffinate}`);
        compared++;
      }),
      { numRuns: 150 },
    );
    assert.ok(compared > 40, `${compared} cascades were simulated`);
  });

  it('is what the simulated cascade makes when fed where it says', () => {
    const [beta, feedB, S, stages, recovery] = [2, 0.3, 3, 30, 0.95];
    const best = bestSplit({ beta, feedB, stages, S }, 'organic', recovery)!;
    const { extractionStages, purity } = best;
    const organicShare = (recovery * feedB) / purity;
    const made = simulated(beta, feedB, { S, organicShare, extractionStages, scrubStages: stages - extractionStages })!;
    assert.ok(Math.abs(made.organic - purity) < 1e-9, `${made.organic}, expected ${purity}`);
  });

  it('nears total reflux with an organic without end: as pure as Fenske’s formula allows', () => {
    const [beta, feedB, stages, recovery] = [1.5, 0.4, 12, 0.9];
    const { purity } = bestSplit({ beta, feedB, stages, S: 1e9 }, 'organic', recovery)!;
    const taken = (recovery * feedB * (1 - purity)) / purity;
    const inOrganic = (recovery * feedB) / taken;
    const inRaffinate = ((1 - recovery) * feedB) / (1 - feedB - taken);
    assert.ok(Math.abs(Math.log(inOrganic / inRaffinate) - stages * Math.log(beta)) < 1e-6);
  });

  it('is none where the organic cannot carry the product', () => {
    assert.equal(bestSplit({ beta: 2, feedB: 0.5, stages: 10, S: 0.4 }, 'organic', 0.9), null);
    assert.equal(bestSplit({ beta: 2, feedB: 0.5, stages: 10, S: 0.09 }, 'raffinate', 0.9), null);
  });
});

/** What the cascade makes, by solving all its stages at once; null where that does not settle. */
function simulated(beta: number, feedB: number, settings: Parameters<CutSimulator['simulate']>[0]): Purity | null {
  const components = { A: { factor: 1, feed: 1 - feedB }, B: { factor: beta, feed: feedB } };
  try {
    return new CutSimulator({ components, raffinate: ['A'], limits: {} }, watch).simulate(settings);
  } catch (error) {
    if (error instanceof SeparationRefused) return null;
    throw error;
  }
}
