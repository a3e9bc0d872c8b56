import fc from 'fast-check';
import type { Composition } from '../../src/elements/index.ts';
import type { LotAmount, Matter, MeasuredLoss, Surroundings } from '../../src/ledger/index.ts';

/** Sites of the samples by what they are; `elsewhere` is not registered. */
const SITE_KINDS: Readonly<Record<string, string>> = {
  mine: 'mine',
  plant: 'separation-plant',
  smelter: 'metal-plant',
  recycler: 'recycler',
  reserve: 'reserve-warehouse',
  abroad: 'foreign',
};

/** The world of the samples: lots that begin with `scrap` are scrap. */
export const SAMPLE_WORLD: Surroundings = {
  siteKind: (site) => SITE_KINDS[site] ?? null,
  productKind: (lot) => (lot.startsWith('scrap') ? 'scrap' : lot.startsWith('oxide') ? 'oxide' : null),
};

const LOTS = ['ore1', 'ore2', 'oxide1', 'oxide2', 'metal1', 'scrap1'];
const CONTAINERS = ['drum', 'pallet'];
const HOUR_MS = 3_600_000;

const lot = fc.constantFrom(...LOTS);
const site = fc.constantFrom('mine', 'plant', 'plant', 'smelter', 'recycler', 'reserve', 'abroad', 'elsewhere');
const siteOrNone = fc.option(site, { freq: 9 });
// Few round masses make lots run empty exactly; the others make them overdrawn, nearly empty or very large.
const mg = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(100_000n, 200_000n, 300_000n) },
  { weight: 3, arbitrary: fc.bigInt({ min: 0n, max: 1_000_000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 52n }) },
);
const mgOrNone = fc.option(mg, { freq: 12 });
const fraction = fc.integer({ min: 1, max: 300 }).map((perMille) => perMille / 1000);
const composition: fc.Arbitrary<Composition> = fc
  .uniqueArray(fc.record({ index: fc.constantFrom(0, 1, 5, 9), fraction, sd: fc.constantFrom(0, 0.0001, 0.004, 0.05) }), {
    minLength: 1,
    maxLength: 3,
    selector: (share) => share.index,
  })
  .map((shares) => shares.toSorted((a, b) => a.index - b.index));
const loss: fc.Arbitrary<MeasuredLoss> = fc.record({
  kind: fc.constantFrom('tailings', 'effluent', 'slag', 'dust', 'discard'),
  netMg: mg,
  composition: fc.oneof(composition, fc.constant([])),
});

function amounts(netMg: fc.Arbitrary<bigint | null>, minLength: number, maxLength: number): fc.Arbitrary<LotAmount[]> {
  return fc.uniqueArray(fc.record({ lot, netMg }), { minLength, maxLength, selector: (amount) => amount.lot });
}

const BASE = {
  site: siteOrNone,
  hours: fc.integer({ min: 0, max: 30 }),
  weighingSd: fc.constantFrom(0.002, 0.002, 0.05, 0),
};
type Parts = Partial<Omit<Matter, 'key' | 'timeMs' | 'move' | 'site' | 'weighingSd' | 'assays'>>;

/** Events of one move: its own parts, and assays of some of the lots that it names, now and then of another. */
function movesOf(move: Matter['move'], parts: fc.Arbitrary<Parts>, assayed = false): fc.Arbitrary<Omit<Matter, 'key'>> {
  const assay = assayed ? fc.option(composition, { freq: 2 }) : fc.constant(null);
  return fc.record({ ...BASE, parts, assays: fc.array(assay, { minLength: 3, maxLength: 3 }), observed: lot }).map((made) => {
    const named = made.parts.outputs?.map((output) => output.lot) ?? [made.observed];
    const assays = named.flatMap((name, place): [string, Composition][] => {
      const found = assayed ? made.assays[place] : null;
      return found === null || found === undefined ? [] : [[name, found]];
    });
    const { site: at, hours, weighingSd } = made;
    const timeMs = hours * HOUR_MS;
    const empty = { counterpart: null, transactions: [], process: null, inputs: [], outputs: [], losses: [], containers: [] };
    return { ...empty, ...made.parts, timeMs, move, site: at, weighingSd, assays: new Map(assays) };
  });
}

const transactions = fc.constantFrom([], [], ['waybill1'], ['waybill2'], ['waybill1', 'invoice2']);
const containers = fc.oneof(
  { weight: 8, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray(CONTAINERS, { minLength: 1 }) },
);
const counterpart = siteOrNone;
const process = fc.constantFrom(null, null, null, null, null, null, 'batch 1');
const taken = fc.record({ inputs: amounts(mgOrNone, 0, 2), containers });

/** Any event that the ledger may be given, its key aside. */
const anyMatter: fc.Arbitrary<Omit<Matter, 'key'>> = fc.oneof(
  { weight: 4, arbitrary: movesOf('source', fc.record({ outputs: amounts(mg, 1, 2) }), true) },
  {
    weight: 6,
    arbitrary: movesOf(
      'transform',
      fc.record({
        inputs: amounts(mgOrNone, 0, 3),
        outputs: amounts(mgOrNone, 0, 3),
        losses: fc.array(loss, { maxLength: 2 }),
        process,
      }),
      true,
    ),
  },
  {
    weight: 5,
    arbitrary: movesOf('ship', fc.record({ inputs: amounts(mgOrNone, 0, 2), containers, counterpart, transactions })),
  },
  { weight: 5, arbitrary: movesOf('receive', fc.record({ outputs: amounts(mgOrNone, 0, 2), containers, transactions })) },
  {
    weight: 1,
    arbitrary: movesOf('void-shipment', fc.record({ inputs: amounts(mgOrNone, 0, 2), containers, counterpart, transactions })),
  },
  { weight: 1, arbitrary: movesOf('store', fc.record({ inputs: amounts(mgOrNone, 0, 2), containers, counterpart })) },
  { weight: 1, arbitrary: movesOf('remove', taken) },
  { weight: 2, arbitrary: movesOf('count', taken) },
  { weight: 2, arbitrary: movesOf('consume', taken) },
  { weight: 2, arbitrary: movesOf('observe', fc.constant({}), true) },
  {
    weight: 1,
    arbitrary: movesOf(
      'pack',
      fc.record({ outputs: amounts(mgOrNone, 0, 2), containers: fc.constantFrom(['drum'], ['pallet', 'drum']) }),
    ),
  },
  {
    weight: 1,
    arbitrary: movesOf(
      'unpack',
      fc.record({ outputs: amounts(mgOrNone, 0, 1), containers: fc.constantFrom(['drum'], ['pallet', 'drum']) }),
    ),
  },
);

/** A history in the order of event time, keys unlike it so that ties are broken some other way. */
export const sampleHistory: fc.Arbitrary<Matter[]> = fc
  .array(anyMatter, { minLength: 1, maxLength: 16 })
  .map((made) => made.map((matter, place): Matter => ({ ...matter, key: `key ${(place * 7) % 17}` })));
