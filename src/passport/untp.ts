import type { Json, JsonObject } from '../epcis/index.ts';
import type { CustodyStep, Passport, PassportParty } from '../wire/index.ts';

/** Version 0.6 of the UN Transparency Protocol's vocabularies, the last that is released for pilots. */
const CONTEXTS = {
  dpp: 'https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/',
  dte: 'https://test.uncefact.org/vocabulary/untp/dte/0.6.1/',
  dfr: 'https://test.uncefact.org/vocabulary/untp/dfr/0.6.1/',
  dcc: 'https://test.uncefact.org/vocabulary/untp/dcc/0.6.1/',
} as const;
const VC = 'https://www.w3.org/ns/credentials/v2';
/**
 * Our own words beside UNTP's, so that every field means something as JSON-LD too. UNTP's schemas want contexts named by their addresses; this
 * one is served by the issuer.
 */
export const OWN_CONTEXT = { '@context': { ree: 'https://w3id.org/ytterby/ree/' } } as const;
const TYPES = {
  dpp: 'DigitalProductPassport',
  dte: 'DigitalTraceabilityEvent',
  dfr: 'DigitalFacilityRecord',
  dcc: 'DigitalConformityCredential',
} as const;
const CHINA = 'CN';
const GTIN_SCHEME = { type: ['IdentifierScheme'], id: 'https://id.gs1.org/01/', name: 'Global Trade Item Number (GTIN)' };
const GLN_SCHEME = { type: ['IdentifierScheme'], id: 'https://id.gs1.org/414/', name: 'Global Location Number (GLN)' };

/** The four credentials of UNTP that a lot has. */
export type CredentialKind = keyof typeof TYPES;
export const CREDENTIAL_KINDS: readonly CredentialKind[] = ['dpp', 'dte', 'dfr', 'dcc'];

/** Who issues a credential, until when, and where its status stands. */
export interface Issuance {
  readonly id: string;
  readonly issuer: { readonly id: string; readonly name: string };
  /** Where {@link OWN_CONTEXT} is served. */
  readonly context: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly status: { readonly list: string; readonly place: number };
  /** The address of the lot's passport, to which its other credentials are added as `?credential=`. */
  readonly address: string;
}

/** A credential of a lot, unsigned (W3C Verifiable Credentials 2.0). */
export function credentialOf(kind: CredentialKind, passport: Passport, issuance: Issuance): JsonObject {
  const { id, issuer, context, validFrom, validUntil, status } = issuance;
  return {
    '@context': [VC, CONTEXTS[kind], context],
    id,
    type: [TYPES[kind], 'VerifiableCredential'],
    issuer: { type: ['CredentialIssuer'], ...issuer },
    validFrom,
    validUntil,
    credentialStatus: {
      id: `${status.list}#${status.place}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(status.place),
      statusListCredential: status.list,
    },
    credentialSubject: SUBJECTS[kind](passport, issuance),
  };
}

const SUBJECTS: Readonly<Record<CredentialKind, (passport: Passport, issuance: Issuance) => Json>> = {
  dpp: productPassport,
  dte: ({ custody }) => custody.map(traceabilityEvent),
  dfr: facilityRecord,
  dcc: conformityAttestation,
};

/** Without what has no value: UNTP's schemas know no null. */
function withoutNulls(fields: Record<string, Json | undefined>): JsonObject {
  const stated = Object.entries(fields).filter((field): field is [string, Json] => field[1] !== null && field[1] !== undefined);
  return Object.fromEntries(stated);
}

function partyOf(party: PassportParty): JsonObject | null {
  return party === null ? null : { id: party.id, name: party.name.en || party.name.zh, 'ree:nameZh': party.name.zh };
}

function productPassport(passport: Passport, { address }: Issuance): JsonObject {
  const { lot, mass, energyKwhPerKg, emissionsKgPerKg } = passport;
  return withoutNulls({
    type: ['ProductPassport'],
    id: `${lot}#passport`,
    product: productOf(passport),
    granularityLevel: 'batch',
    materialsProvenance: passport.origins.map(materialOf),
    conformityClaim: passport.quotas.map((cover, place) => quotaClaim(cover, `${lot}#quota-${place}`, address)),
    traceabilityInformation: [
      {
        type: ['TraceabilityPerformance'],
        valueChainProcess: 'custody',
        verifiedRatio: 1,
        traceabilityEvent: [link(`${address}?credential=dte`, 'custody', 'dte')],
        'ree:custody': passport.custody.map(custodyOf),
      },
    ],
    circularityScorecard: { type: ['CircularityPerformance'], recycledContent: recycledFraction(passport) },
    emissionsScorecard:
      emissionsKgPerKg === null
        ? undefined
        : {
            type: ['EmissionsPerformance'],
            carbonFootprint: emissionsKgPerKg,
            declaredUnit: 'KGM',
            operationalScope: 'None',
            primarySourcedRatio: 1,
          },
    'ree:energyKwhPerKg': energyKwhPerKg,
    'ree:licences': passport.licences,
    'ree:massSdKilograms': mass?.sd,
    'ree:log': withoutNulls({ key: passport.log.key, checkpoint: passport.log.checkpoint }),
  });
}

function productOf({ lot, product, maker, madeAt, mass, composition, assay }: Passport): JsonObject {
  return withoutNulls({
    type: ['Product'],
    id: lot,
    name: product?.name.en ?? lot,
    'ree:nameZh': product?.name.zh,
    idScheme: GTIN_SCHEME,
    registeredId: product?.id.slice('https://id.gs1.org/01/'.length),
    batchNumber: decodeURIComponent(lot.slice(lot.lastIndexOf('/') + 1)),
    productCategory: product === null || product.hs === null ? undefined : [hsCode(product.hs)],
    producedByParty: partyOf(maker.organisation),
    producedAtFacility: partyOf(maker.site),
    productionDate: madeAt?.slice(0, 'yyyy-mm-dd'.length),
    countryOfProduction: maker.province === null ? undefined : CHINA,
    dimensions:
      mass === null ? undefined : { type: ['Dimension'], weight: { type: ['Measure'], value: mass.value, unit: 'KGM' } },
    characteristics: withoutNulls({
      type: ['Characteristics'],
      'ree:kind': product?.kind,
      'ree:province': maker.province,
      'ree:composition': composition.map((row) => ({ ...row })),
      'ree:assayMethod': assay?.method,
      'ree:laboratory': partyOf(assay?.laboratory ?? null),
    }),
  });
}

function hsCode(code: string): JsonObject {
  const schemeID = 'https://www.wcoomd.org/en/topics/nomenclature';
  return {
    type: ['Classification'],
    id: `https://w3id.org/ytterby/hs/${code}`,
    code,
    name: `HS ${code}`,
    schemeID,
    schemeName: 'Harmonized System',
  };
}

/** What came from one place: its part of the lot's rare earths, and of each element. */
function materialOf({ kind, province, deposit, ore, shares, site, organisation }: Passport['origins'][number]): JsonObject {
  const values = Object.values(shares);
  const mean = values.length === 0 ? 0 : values.reduce((sum, share) => sum + share, 0) / values.length;
  return withoutNulls({
    type: ['Material'],
    name: [kind, province, deposit].filter((part) => part !== null).join(' · '),
    originCountry: kind === 'imported' ? undefined : CHINA,
    massFraction: Math.min(1, mean),
    recycledMassFraction: kind === 'returned-scrap' ? 1 : 0,
    'ree:originKind': kind,
    'ree:province': province,
    'ree:deposit': deposit,
    'ree:ore': ore,
    'ree:shares': { ...shares },
    'ree:mine': partyOf(site),
    'ree:miner': partyOf(organisation),
  });
}

function recycledFraction({ origins }: Passport): number {
  const recycled = origins.filter(({ kind }) => kind === 'returned-scrap');
  return Math.min(
    1,
    recycled.reduce((sum, origin) => sum + (materialOf(origin)['massFraction'] as number), 0),
  );
}

function quotaClaim(
  { year, province, ore, covered, holder, quotas }: Passport['quotas'][number],
  id: string,
  address: string,
): JsonObject {
  const verdict = covered ? 'mined within quota' : 'not covered by quota';
  return withoutNulls({
    type: ['Claim', 'Declaration'],
    id,
    description: `${verdict}${province === null ? '' : ` in ${province}`}, ${year}`,
    conformityTopic: 'governance.compliance',
    conformityEvidence: link(`${address}?credential=dcc`, 'quota conformity', 'dcc'),
    'ree:year': year,
    'ree:province': province,
    'ree:ore': ore,
    'ree:conforms': covered,
    'ree:holder': partyOf(holder),
    'ree:quotas': quotas,
  });
}

function link(linkURL: string, linkName: string, kind: CredentialKind): JsonObject {
  return { type: ['SecureLink', 'Link'], linkURL, linkName, linkType: `https://test.uncefact.org/vocabulary/linkTypes/${kind}` };
}

function custodyOf({ eventTime, step, lot, province, site, organisation, proof }: CustodyStep): JsonObject {
  return withoutNulls({
    eventTime,
    step,
    lot,
    province,
    site: partyOf(site),
    organisation: partyOf(organisation),
    recorded: proof.recorded,
    commitment: proof.commitment,
    proof: proof.proof,
    event: proof.event === null ? undefined : { ...proof.event },
  });
}

function traceabilityEvent(step: CustodyStep): JsonObject {
  return withoutNulls({
    type: ['ObjectEvent', 'Event'],
    id: `urn:sha256:${step.proof.commitment}`,
    processType: step.step ?? 'event',
    eventTime: step.eventTime,
    action: 'observe',
    bizStep: step.step === null ? undefined : `https://ref.gs1.org/cbv/BizStep-${step.step}`,
    bizLocation: step.site?.id,
    'ree:custody': custodyOf(step),
  });
}

function facilityRecord({ maker }: Passport): JsonObject {
  return withoutNulls({
    type: ['FacilityRecord'],
    id: maker.site?.id ?? 'urn:ytterby:undisclosed-facility',
    name: maker.site?.name.en ?? 'not disclosed',
    idScheme: GLN_SCHEME,
    countryOfOperation: CHINA,
    operatedByParty: partyOf(maker.organisation),
    address: withoutNulls({ addressRegion: maker.province, addressCountry: CHINA }),
  });
}

function conformityAttestation(passport: Passport, { issuer, address }: Issuance): JsonObject {
  return withoutNulls({
    type: ['ConformityAttestation', 'Attestation'],
    id: `${passport.lot}#conformity`,
    name: 'Total-quantity control of rare earth mining',
    assessorLevel: 'Self',
    assessmentLevel: 'Unspecified',
    attestationType: 'declaration',
    description: 'Whether what was mined for this lot was mined within the quotas on record',
    issuedToParty: partyOf(passport.maker.organisation),
    assessment: passport.quotas.map((cover, place) =>
      withoutNulls({
        type: ['ConformityAssessment', 'Declaration'],
        id: `${passport.lot}#quota-${place}`,
        description: quotaClaim(cover, '', address)['description'],
        conformityTopic: 'governance.compliance',
        conformance: cover.covered,
        assessedProduct: [
          { product: { id: passport.lot, name: passport.product?.name.en ?? passport.lot }, IDverifiedByCAB: true },
        ],
        auditor: { id: issuer.id, name: issuer.name },
        'ree:holder': partyOf(cover.holder),
        'ree:quotas': cover.quotas,
      }),
    ),
  });
}

/**
 * The claims of a product passport that can be shown one by one: names, lots upstream, events, quotas. Inner ones come before those around them.
 * @param passport as it stands in the credential, with all names
 */
export function concealablePaths(passport: Passport): (string | number)[][] {
  const subject = ['credentialSubject'];
  return [
    ...passport.origins.flatMap((_, place) =>
      ['ree:mine', 'ree:miner'].map((name) => [...subject, 'materialsProvenance', place, name]),
    ),
    ...passport.quotas.flatMap((_, place) =>
      ['ree:holder', 'ree:quotas'].map((name) => [...subject, 'conformityClaim', place, name]),
    ),
    // The lots that it was made of bear their makers' prefixes in their numbers.
    ...passport.custody.flatMap(({ lot }, place) =>
      ['site', 'organisation', 'event', ...(lot === passport.lot ? [] : ['lot'])].map((name) => [
        ...subject,
        'traceabilityInformation',
        0,
        'ree:custody',
        place,
        name,
      ]),
    ),
    [...subject, 'product', 'characteristics', 'ree:laboratory'],
  ];
}
