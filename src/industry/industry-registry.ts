import type { Enterprise, IndustryFacts } from './facts.ts';
import { glnOf, gtinOf, usciOf } from './identifiers.ts';
import { quotaRows, type QuotaRow } from './quota-split.ts';
import { exportLicence } from './trade.ts';

/** The registry of a simulated industry, as FORMATS section 2 writes it. */
export interface IndustryRegistry {
  readonly organisations: readonly {
    readonly id: string;
    readonly name: { readonly zh: string; readonly en: string };
    readonly group: string | null;
    readonly usci: string | null;
    readonly roles: readonly string[];
    readonly history?: readonly { readonly what: 'joined'; readonly on: string; readonly group: string }[];
  }[];
  readonly sites: readonly {
    readonly id: string;
    readonly organisation: string;
    readonly name: { readonly zh: string; readonly en: string };
    readonly kind: string;
    readonly deposit: string | null;
    readonly ore: string | null;
    readonly province: string | null;
    readonly location: readonly [number, number] | null;
    readonly cascades?: readonly {
      readonly name: string;
      readonly cut: readonly [string, string];
      readonly stages: number;
      readonly extractionMax: number;
      readonly factor: number | null;
      readonly factorSource: string | null;
      readonly from: string;
      readonly to: null;
    }[];
  }[];
  readonly products: readonly {
    readonly id: string;
    readonly name: { readonly zh: string; readonly en: string };
    readonly kind: string;
    readonly hs: string | null;
  }[];
  readonly permits: readonly {
    readonly id: string;
    readonly holder: string;
    readonly site: string | null;
    readonly kind: string;
    readonly from: string;
    readonly to: string | null;
    readonly limit: null;
    readonly polygon?: readonly (readonly [number, number])[];
  }[];
  readonly quotas: readonly QuotaRow[];
  readonly lists: readonly {
    readonly organisation: string;
    readonly colour: 'white' | 'black';
    readonly ground: string;
    readonly from: string;
    readonly to: string | null;
  }[];
  readonly deposits: readonly {
    readonly name: string;
    readonly reoPercent: Readonly<Record<string, number>>;
    readonly sdPercent: Readonly<Record<string, number>> | null;
    readonly source: string;
  }[];
}

interface RoleFacts {
  readonly roles: readonly string[];
  readonly siteKind: string | null;
  readonly permit: string | null;
  readonly site: { readonly zh: string; readonly en: string };
}

const PLANT = { zh: '厂区', en: 'plant' };
const material: RoleFacts = { roles: ['material'], siteKind: 'material-plant', permit: null, site: PLANT };

const ROLES: Readonly<Record<string, RoleFacts>> = {
  regulator: { roles: ['regulator'], siteKind: null, permit: null, site: PLANT },
  group: { roles: [], siteKind: null, permit: null, site: PLANT },
  mine: { roles: ['mine'], siteKind: 'mine', permit: 'mining', site: { zh: '矿区', en: 'mine' } },
  separation: { roles: ['separation'], siteKind: 'separation-plant', permit: 'separation', site: PLANT },
  metal: { roles: ['metal'], siteKind: 'metal-plant', permit: 'metal', site: PLANT },
  magnet: material,
  polishing: material,
  cracking: material,
  exhaust: material,
  phosphor: material,
  hydrogen: material,
  ceramic: material,
  recycler: { roles: ['recycler'], siteKind: 'recycler', permit: 'recycling', site: PLANT },
  collector: { roles: ['recycler'], siteKind: 'recycler', permit: 'recycling', site: { zh: '料场', en: 'yard' } },
  exporter: { roles: ['trader', 'exporter'], siteKind: 'port', permit: 'export', site: { zh: '口岸仓库', en: 'port store' } },
  reserve: { roles: ['reserve'], siteKind: 'reserve-warehouse', permit: null, site: { zh: '储备库', en: 'reserve warehouse' } },
  user: { roles: ['trader'], siteKind: 'warehouse', permit: null, site: { zh: '仓库', en: 'store' } },
  laboratory: { roles: ['laboratory'], siteKind: null, permit: null, site: PLANT },
  foreign: { roles: ['trader'], siteKind: 'foreign', permit: null, site: { zh: '收货地', en: 'destination' } },
};

/** Identifiers of one enterprise; the site is null where it has none. */
export interface Identity {
  readonly enterprise: Enterprise;
  readonly organisation: string;
  readonly site: string | null;
  readonly gln: string;
  readonly usci: string | null;
}

/**
 * Gives every enterprise its identifiers, by its place in the table.
 * @throws Error when a role or a province is not known
 */
export function identify(facts: IndustryFacts): Identity[] {
  return facts.enterprises.map((enterprise, index) => {
    const number = index + 1;
    const region = facts.provinceCodes.get(enterprise.province);
    if (enterprise.province !== '' && region === undefined)
      throw new Error(`identify: provinces.csv has no ${enterprise.province}`);
    const siteGln = glnOf(1, number);
    return {
      enterprise,
      organisation: `https://id.gs1.org/417/${glnOf(0, number)}`,
      site: roleOf(enterprise).siteKind === null ? null : `https://id.gs1.org/414/${siteGln}`,
      gln: siteGln,
      usci: region === undefined ? null : usciOf(region, number),
    };
  });
}

function roleOf(enterprise: Enterprise): RoleFacts {
  const role = ROLES[enterprise.role];
  if (role === undefined) throw new Error(`enterprises.csv: ${enterprise.key}: no role is named ${enterprise.role}`);
  return role;
}

/** GTINs by product key, by the product's place in the table. */
export function productGtins(facts: IndustryFacts): Map<string, string> {
  return new Map(facts.products.map((product, index) => [product.key, gtinOf(index + 1)]));
}

/** The registry of the year: who there is, what they may do, what they were granted; the mining quotas of the year before stand too. */
export function buildRegistry(facts: IndustryFacts, year: number, identities: readonly Identity[]): IndustryRegistry {
  const byKey = new Map(identities.map((identity) => [identity.enterprise.key, identity]));
  const organisationOf = (key: string): string => {
    const identity = byKey.get(key);
    if (identity === undefined) throw new Error(`buildRegistry: enterprises.csv has no ${key}`);
    return identity.organisation;
  };
  const gtins = productGtins(facts);
  return {
    organisations: identities.map(({ enterprise, organisation, usci }, index) => ({
      id: organisation,
      name: enterprise.name,
      usci,
      roles: roleOf(enterprise).roles,
      ...membership(enterprise.group === '' ? null : organisationOf(enterprise.group), year, index),
    })),
    sites: identities.flatMap((identity) => siteRow(facts, year, identity)),
    products: facts.products.map(({ key, name, kind, hs }) => ({
      id: `https://id.gs1.org/01/${gtins.get(key)}`,
      name,
      kind,
      hs,
    })),
    permits: identities.flatMap((identity) => permitRow(identity, year)),
    quotas: [...previousMiningQuotas(facts, year, organisationOf), ...quotaRows(facts, year, 2, organisationOf)],
    lists: whiteList(facts, year, organisationOf),
    deposits: [...facts.deposits.values()].map(({ name, reoPercent, source }) => ({
      name,
      reoPercent,
      sdPercent: spreadOf(reoPercent, facts.assumptions.get('deposit.relativeSd')),
      source,
    })),
  };
}

/** The three years before, in which enterprises came into groups, one after the other: days made up. */
function membership(
  group: string | null,
  year: number,
  index: number,
): Pick<IndustryRegistry['organisations'][number], 'group' | 'history'> {
  if (group === null) return { group };
  const month = String((index % 12) + 1).padStart(2, '0');
  return { group, history: [{ what: 'joined', on: `${year - 1 - (index % 3)}-${month}-01`, group }] };
}

function siteRow(facts: IndustryFacts, year: number, { enterprise, organisation, site }: Identity): IndustryRegistry['sites'] {
  const role = roleOf(enterprise);
  if (site === null || role.siteKind === null) return [];
  return [
    {
      id: site,
      organisation,
      kind: role.siteKind,
      name: { zh: `${enterprise.name.zh}${role.site.zh}`, en: `${enterprise.name.en} ${role.site.en}` },
      deposit: enterprise.deposit === '' ? null : enterprise.deposit,
      ore: enterprise.role === 'mine' ? enterprise.feed : null,
      province: enterprise.province === '' ? null : enterprise.province,
      location: enterprise.location,
      ...(enterprise.role === 'separation' ? { cascades: cascadeRows(facts, year, enterprise) } : {}),
    },
  ];
}

/** Declared well before the year, as permits are. */
function cascadeRows(
  { cascades }: IndustryFacts,
  year: number,
  { feed }: Enterprise,
): NonNullable<IndustryRegistry['sites'][number]['cascades']> {
  return cascades
    .filter((cascade) => cascade.feed === feed)
    .map(({ cut, stages, extractionMax, factor, why }) => ({
      name: cut.join('/'),
      cut,
      stages,
      extractionMax,
      factor,
      factorSource: factor === null ? null : why,
      from: `${year - 4}-01-01`,
      to: null,
    }));
}

function permitRow({ enterprise, organisation, site }: Identity, year: number): IndustryRegistry['permits'] {
  const kind = roleOf(enterprise).permit;
  if (kind === null) return [];
  const ofTheYear = kind === 'export';
  const id = ofTheYear ? exportLicence(enterprise.key, year) : `permit:${kind}:${enterprise.key}`;
  const [from, to] = ofTheYear ? [`${year}-01-01`, `${year}-12-31`] : [`${year - 4}-01-01`, `${year + 5}-12-31`];
  const ground = kind === 'mining' && enterprise.location !== null ? { polygon: squareAround(enterprise.location) } : {};
  return [{ id, holder: organisation, site, kind, from, to, limit: null, ...ground }];
}

/** Half a side of a simulated licence, in degrees: neighbouring mines of the table stand further apart. */
const LICENCE_DEGREES = 0.008;

function squareAround([east, north]: readonly [number, number]): (readonly [number, number])[] {
  const corner = (right: number, up: number): readonly [number, number] => [
    Number((east + right * LICENCE_DEGREES).toFixed(4)),
    Number((north + up * LICENCE_DEGREES).toFixed(4)),
  ];
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

/** Lots mined in the last weeks of the year before draw on its quota. Empty when no notice of that year is on record. */
function previousMiningQuotas(facts: IndustryFacts, year: number, organisationOf: (key: string) => string): QuotaRow[] {
  const known = facts.nationalQuotas.some((row) => row.year === year - 1 && row.stage === 'mining');
  return known ? quotaRows(facts, year - 1, 1, organisationOf).filter((row) => row.stage === 'mining') : [];
}

/** As many separation enterprises as had passed the access conditions: those with the largest share in their group. */
function whiteList(facts: IndustryFacts, year: number, organisationOf: (key: string) => string): IndustryRegistry['lists'] {
  const count = facts.counts.get('access-conditions-passed') ?? 0;
  const plants = facts.enterprises.filter((one) => one.role === 'separation').toSorted((a, b) => b.weight - a.weight);
  return plants.slice(0, count).map(({ key }) => ({
    organisation: organisationOf(key),
    colour: 'white',
    ground: '稀土行业准入条件 (access conditions, S01: 45 enterprises)',
    from: `${year - 2}-01-01`,
    to: null,
  }));
}

function spreadOf(reoPercent: Readonly<Record<string, number>>, relative: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(reoPercent).map(([oxide, percent]) => [oxide, Number((percent * relative).toPrecision(3))]),
  );
}
