/**
 * The SimpleEventQuery of EPCIS 2.0, section 8.2.7.1: every family of parameters against one event that carries every field, every
 * parameter of GS1's query schema, the GS1 example events, and parameters that must be refused.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  candidateHints,
  canonicalUri,
  canonicalVocabulary,
  compileQuery,
  type EventMeta,
  instantMs,
  type Json,
  type JsonObject,
  matches,
  parseQuery,
  type QueryLookups,
  type SimpleEventQuery,
} from '../src/epcis/index.ts';

const SHARED = new URL('../../shared/data/epcis/', import.meta.url);
const missing = existsSync(SHARED) ? false : 'needs ../shared/data/epcis, which is not here';

const CONTEXT: Json = ['https://ref.gs1.org/standards/epcis/epcis-context.jsonld', { x: 'https://example.com/x/' }];
const META: EventMeta = { recordTime: '2026-03-02T00:00:00Z', context: CONTEXT };
/** The query binds the namespace to another prefix than the event does. */
const QUERY_CONTEXT: Json = { q: 'https://example.com/x/' };

const LOT = 'urn:epc:class:lgtin:4012345.011111.4444';
const LOT_LINK = canonicalUri(LOT);

const nested = (tag: string): JsonObject => ({ 'x:box': [{ 'x:deep': { 'x:code': `${tag}-code`, 'x:size': 7 } }] });

const EVENT: JsonObject = {
  type: 'TransformationEvent',
  eventTime: '2026-03-01T12:00:00.000+08:00',
  eventTimeZoneOffset: '+08:00',
  eventID: 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8',
  action: 'ADD',
  bizStep: 'commissioning',
  disposition: 'in_progress',
  persistentDisposition: { set: ['completeness_verified'], unset: ['completeness_inferred'] },
  readPoint: { id: 'urn:epc:id:sgln:4012345.00001.0', 'x:door': 'north', ...nested('rp') },
  bizLocation: { id: 'https://id.gs1.org/414/0614141008889', 'x:floor': 3, ...nested('bl') },
  transformationID: 'urn:epc:id:gdti:0614141.12345.400',
  epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
  parentID: 'urn:epc:id:sscc:0614141.1234567890',
  inputEPCList: ['urn:epc:id:sgtin:4012345.011122.25'],
  outputEPCList: ['https://id.gs1.org/01/04012345778896/21/26'],
  quantityList: [{ epcClass: 'urn:epc:idpat:sgtin:4012345.066666.*', quantity: 220 }],
  inputQuantityList: [{ epcClass: LOT, quantity: 1.5, uom: 'TNE' }],
  outputQuantityList: [{ epcClass: 'urn:epc:class:lgtin:0614141.077777.987', quantity: 30, uom: 'KGM' }],
  bizTransactionList: [
    { type: 'po', bizTransaction: 'urn:epc:id:gdti:0614141.00001.1618034' },
    { type: 'x:deal', bizTransaction: 'urn:x:deal:1' },
  ],
  sourceList: [{ type: 'location', source: 'urn:epc:id:sgln:4012345.00225.0' }],
  destinationList: [{ type: 'https://ref.gs1.org/cbv/SDT-owning_party', destination: 'urn:epc:id:pgln:0614141.00777' }],
  ilmd: { 'x:grade': 'A1', 'x:weight': 3.5, 'x:madeOn': '2026-02-01T00:00:00Z', ...nested('ilmd') },
  errorDeclaration: {
    declarationTime: '2026-03-05T00:00:00Z',
    reason: 'incorrect_data',
    correctiveEventIDs: ['urn:uuid:00000000-0000-4000-8000-000000000001'],
    'x:who': 'inspector',
    'x:cost': 12,
    ...nested('err'),
  },
  sensorElementList: [
    {
      sensorMetadata: {
        time: '2026-03-01T03:00:00Z',
        startTime: '2026-03-01T02:00:00Z',
        endTime: '2026-03-01T04:00:00Z',
        deviceID: 'urn:epc:id:giai:4000001.111',
        dataProcessingMethod: 'https://example.com/method/1',
        bizRules: 'https://example.com/rules/1',
        'x:mode': 'fast',
        'x:rank': 2,
        ...nested('meta'),
      },
      sensorReport: [
        {
          type: 'Temperature',
          value: 26,
          uom: 'CEL',
          minValue: 20,
          maxValue: 30,
          meanValue: 25,
          sDev: 0.5,
          percRank: 50,
          percValue: 27,
          microorganism: 'https://www.ncbi.nlm.nih.gov/taxonomy/1126011',
          chemicalSubstance: 'https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N',
          stringValue: 'warm',
          booleanValue: true,
          hexBinaryValue: 'f0F0',
          uriValue: 'https://id.gs1.org/8004/4000001111',
          'x:note': 'noted',
          'x:count': 4,
          ...nested('rep'),
        },
      ],
      'x:shift': 'day',
      'x:no': 9,
      ...nested('el'),
    },
  ],
  'x:text': 'hello',
  'x:number': 20,
  'x:written': '20.50',
  'x:when': '2026-01-01T00:00:00Z',
  'x:many': ['a', 'b'],
  'x:ref': LOT,
  'x:empty': [],
  ...nested('top'),
};

const REGION = 'https://id.gs1.org/414/4012345000993';
const PLANT = 'https://id.gs1.org/414/0614141008889';

const LOOKUPS: QueryLookups = {
  descendantsOf: (id) => (id === REGION ? ['urn:epc:id:sgln:4012345.00001.0', PLANT] : []),
  attributesOf: (id) => (id === PLANT ? { 'https://example.com/x/city': 'Baotou', kind: 'plant' } : undefined),
};

/** Parameter, a value with which the event matches, a value with which it does not; as a URL has them. */
const FAMILIES: readonly (readonly [name: string, yes: string, no: string])[] = [
  ['eventType', 'ObjectEvent|TransformationEvent', 'ObjectEvent'],
  ['eventType', 'https://ref.gs1.org/epcis/TransformationEvent', 'https://example.com/x/OtherEvent'],
  ['GE_eventTime', '2026-03-01T04:00:00Z', '2026-03-01T04:00:00.001Z'],
  ['LT_eventTime', '2026-03-01T04:00:00.001Z', '2026-03-01T04:00:00Z'],
  ['GE_recordTime', '2026-03-02T00:00:00Z', '2026-03-02T00:00:01Z'],
  ['LT_recordTime', '2026-03-02T00:00:01Z', '2026-03-02T00:00:00Z'],
  ['EQ_action', 'ADD|DELETE', 'OBSERVE'],
  ['EQ_bizStep', 'commissioning', 'shipping'],
  ['EQ_bizStep', 'https://ref.gs1.org/cbv/BizStep-commissioning', 'https://example.com/x/commissioning'],
  ['EQ_bizStep', 'urn:epcglobal:cbv:bizstep:commissioning', 'urn:epcglobal:cbv:bizstep:shipping'],
  ['EQ_disposition', 'urn:epcglobal:cbv:disp:in_progress', 'in_transit'],
  ['EQ_persistentDisposition_set', 'completeness_verified', 'completeness_inferred'],
  ['EQ_persistentDisposition_unset', 'completeness_inferred', 'completeness_verified'],
  ['EQ_readPoint', 'https://id.gs1.org/414/4012345000016', 'urn:epc:id:sgln:0614141.00888.0'],
  ['WD_readPoint', 'https://id.gs1.org/414/4012345000993', 'https://id.gs1.org/414/4012345000986'],
  ['WD_readPoint', 'urn:epc:id:sgln:4012345.00001.0', 'urn:epc:id:sgln:4012345.00002.0'],
  ['EQ_bizLocation', 'urn:epc:id:sgln:0614141.00888.0', 'urn:epc:id:sgln:4012345.00001.0'],
  ['WD_bizLocation', 'https://id.gs1.org/414/4012345000993', 'https://id.gs1.org/414/4012345000986'],
  ['EQ_transformationID', canonicalUri('urn:epc:id:gdti:0614141.12345.400'), 'urn:epc:id:gdti:0614141.12345.401'],
  ['EQ_eventID', 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8', 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a9'],
  ['GE_errorDeclaration_Time', '2026-03-05T00:00:00Z', '2026-03-05T00:00:01Z'],
  ['LT_errorDeclaration_Time', '2026-03-05T00:00:01Z', '2026-03-05T00:00:00Z'],
  ['GE_errorDeclarationTime', '2026-03-05T00:00:00Z', '2026-03-05T00:00:01Z'],
  ['LT_errorDeclarationTime', '2026-03-05T00:00:01Z', '2026-03-05T00:00:00Z'],
  ['EQ_errorReason', 'urn:epcglobal:cbv:er:incorrect_data', 'did_not_occur'],
  ['EQ_correctiveEventID', 'urn:uuid:00000000-0000-4000-8000-000000000001', 'urn:uuid:00000000-0000-4000-8000-000000000002'],
  ['MATCH_epc', 'https://id.gs1.org/01/10614141073464/21/2017', 'https://id.gs1.org/01/10614141073464/21/2018'],
  ['MATCH_epc', 'urn:epc:idpat:sgtin:0614141.107346.*', 'urn:epc:idpat:sgtin:4012345.*.*'],
  ['MATCH_parentID', 'urn:epc:idpat:sscc:0614141.*', 'urn:epc:id:sscc:0614141.1234567891'],
  ['MATCH_inputEPC', 'urn:epc:id:sgtin:4012345.011122.25', 'urn:epc:id:sgtin:0614141.107346.2017'],
  ['MATCH_outputEPC', 'urn:epc:idpat:sgtin:4012345.077889.*', 'urn:epc:idpat:sgtin:4012345.077888.*'],
  ['MATCH_anyEPC', 'urn:epc:id:sgtin:1.2.3|urn:epc:id:sscc:0614141.1234567890', LOT],
  ['MATCH_epcClass', 'urn:epc:idpat:sgtin:4012345.*.*', LOT],
  ['MATCH_epcClass', canonicalUri('urn:epc:idpat:sgtin:4012345.066666.*'), 'urn:epc:idpat:sgtin:4012345.066666.400'],
  ['MATCH_inputEPCClass', LOT_LINK, 'urn:epc:class:lgtin:0614141.077777.987'],
  ['MATCH_inputEPCClass', `${LOT_LINK.replace('4444', '')}*`, 'urn:epc:idpat:sgtin:4012345.011111.*'],
  ['MATCH_outputEPCClass', 'urn:epc:idpat:lgtin:0614141.077777.*', LOT],
  ['MATCH_anyEPCClass', 'urn:epc:class:lgtin:0614141.077777.987', 'urn:epc:id:sgtin:4012345.011122.25'],
  ['EQ_quantity', '1|30', '31'],
  ['GT_quantity', '219.9', '220'],
  ['GE_quantity', '220', '220.1'],
  ['LT_quantity', '1.6', '1.5'],
  ['LE_quantity', '1.5', '1.4'],
  ['EQ_quantity_KGM', '1500', '1.5'],
  ['GT_quantity_TNE', '1.4', '1.5'],
  ['GE_quantity_GRM', '1500000', '1500001'],
  ['LT_quantity_KGM', '31', '30'],
  ['LE_quantity_TNE', '0.03', '0.029'],
  ['EQ_bizTransaction_po', canonicalUri('urn:epc:id:gdti:0614141.00001.1618034'), 'urn:x:deal:1'],
  ['EQ_bizTransaction_q:deal', 'urn:x:deal:1', 'urn:x:deal:2'],
  ['EQ_source_location', 'urn:epc:id:sgln:4012345.00225.0', 'urn:epc:id:sgln:4012345.00226.0'],
  ['EQ_destination_owning_party', 'https://id.gs1.org/417/0614141007776', 'urn:epc:id:pgln:0614141.00778'],
  ['EQ_type', 'https://gs1.org/voc/Temperature', 'Speed'],
  ['EQ_deviceID', 'https://id.gs1.org/8004/4000001111', 'https://id.gs1.org/8004/4000001112'],
  ['EQ_dataProcessingMethod', 'https://example.com/method/1', 'https://example.com/method/2'],
  ['EQ_microorganism', 'https://www.ncbi.nlm.nih.gov/taxonomy/1126011', 'https://www.ncbi.nlm.nih.gov/taxonomy/1'],
  ['EQ_chemicalSubstance', 'https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N', 'https://identifiers.org/inchikey:X'],
  ['EQ_bizRules', 'https://example.com/rules/1', 'https://example.com/rules/2'],
  ['EQ_stringValue', 'cold|warm', 'Warm'],
  ['EQ_booleanValue', 'true', 'false'],
  ['EQ_hexBinaryValue', 'F0F0', 'f0f1'],
  ['EQ_uriValue', 'urn:epc:id:giai:4000001.111', 'urn:epc:id:giai:4000001.112'],
  ['GE_time', '2026-03-01T03:00:00Z', '2026-03-01T03:00:01Z'],
  ['LT_time', '2026-03-01T03:00:01Z', '2026-03-01T03:00:00Z'],
  ['GE_startTime', '2026-03-01T02:00:00Z', '2026-03-01T02:00:01Z'],
  ['LT_startTime', '2026-03-01T02:00:01Z', '2026-03-01T02:00:00Z'],
  ['GE_endTime', '2026-03-01T04:00:00Z', '2026-03-01T04:00:01Z'],
  ['LT_endTime', '2026-03-01T04:00:01Z', '2026-03-01T04:00:00Z'],
  ['EQ_value_CEL', '25|26', '27'],
  ['EQ_value_KEL', '299.15', '26'],
  ['GT_value_CEL', '25', '26'],
  ['GE_value_FAH', '78.8', '78.9'],
  ['LT_value_CEL', '27', '26'],
  ['LE_value_CEL', '26', '25'],
  ['GE_minValue_CEL', '20', '21'],
  ['LT_minValue_CEL', '21', '20'],
  ['GT_maxValue_CEL', '29', '30'],
  ['LE_maxValue_CEL', '30', '29'],
  ['GE_meanValue_CEL', '25', '26'],
  ['LT_sDev_CEL', '0.6', '0.5'],
  ['GE_percValue_CEL', '27', '28'],
  ['GE_percRank', '50', '51'],
  ['LT_percRank', '51', '50'],
  ['GT_percRank', '49', '50'],
  ['LE_percRank', '50', '49'],
  ['EQ_q:text', 'bye|hello', 'Hello'],
  ['EQ_https://example.com/x/text', 'hello', 'bye'],
  ['EQ_https://example.com/x/#text', 'hello', 'bye'],
  ['EQ_q:number', '20.0', '21'],
  ['EQ_q:written', '20.5', '20.6'],
  ['EQ_q:when', '2026-01-01T08:00:00+08:00', '2026-01-01T00:00:01Z'],
  ['EQ_q:many', 'b', 'c'],
  ['EQ_q:ref', LOT_LINK, `${LOT_LINK}5`],
  ['GT_q:number', '19', '20'],
  ['GE_q:written', '20.5', '20.51'],
  ['LT_q:when', '2026-01-01T00:00:01Z', '2026-01-01T00:00:00Z'],
  ['LE_q:when', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z'],
  ['EQ_INNER_q:code', 'top-code', 'ilmd-code'],
  ['GE_INNER_q:size', '7', '8'],
  ['EQ_ILMD_q:grade', 'A1', 'A2'],
  ['GT_ILMD_q:weight', '3.4', '3.5'],
  ['LT_ILMD_q:madeOn', '2026-02-02T00:00:00Z', '2026-02-01T00:00:00Z'],
  ['EQ_INNER_ILMD_q:code', 'ilmd-code', 'top-code'],
  ['LE_INNER_ILMD_q:size', '7', '6'],
  ['EQ_ERROR_DECLARATION_q:who', 'inspector', 'nobody'],
  ['GE_ERROR_DECLARATION_q:cost', '12', '13'],
  ['EQ_INNER_ERROR_DECLARATION_q:code', 'err-code', 'top-code'],
  ['LT_INNER_ERROR_DECLARATION_q:size', '8', '7'],
  ['EQ_SENSORELEMENT_q:shift', 'day', 'night'],
  ['GT_SENSORELEMENT_q:no', '8', '9'],
  ['EQ_INNER_SENSORELEMENT_q:code', 'el-code', 'meta-code'],
  ['EQ_SENSORMETADATA_q:mode', 'fast', 'slow'],
  ['LE_SENSORMETADATA_q:rank', '2', '1'],
  ['EQ_INNER_SENSORMETADATA_q:code', 'meta-code', 'rep-code'],
  ['EQ_SENSORREPORT_q:note', 'noted', 'missed'],
  ['GE_SENSORREPORT_q:count', '4', '5'],
  ['EQ_INNER_SENSORREPORT_q:code', 'rep-code', 'el-code'],
  ['EQ_readPoint_q:door', 'north', 'south'],
  ['EQ_INNER_readPoint_q:code', 'rp-code', 'bl-code'],
  ['EQ_bizLocation_q:floor', '3', '4'],
  ['EQ_INNER_bizLocation_q:code', 'bl-code', 'rp-code'],
  ['HASATTR_bizLocation', 'q:city', 'q:country'],
  ['HASATTR_bizLocation', 'kind', 'colour'],
  ['EQATTR_bizLocation_kind', 'mine|plant', 'mine'],
  ['EQ_ATTR_bizLocation_q:city', 'Baotou', 'Ganzhou'],
];

/** EXISTS parameters: one that the event meets, one that it does not. */
const EXISTENCE: readonly (readonly [yes: string, no: string | null])[] = [
  ['EXISTS_errorDeclaration', null],
  ['EXISTS_sensorElementList', null],
  ['EXISTS_q:text', 'EXISTS_q:absent'],
  ['EXISTS_q:box', 'EXISTS_q:empty'],
  ['EXISTS_INNER_q:code', 'EXISTS_INNER_q:text'],
  ['EXISTS_ILMD_q:grade', 'EXISTS_ILMD_q:text'],
  ['EXISTS_INNER_ILMD_q:deep', 'EXISTS_INNER_ILMD_q:grade'],
  ['EXISTS_ERROR_DECLARATION_q:who', 'EXISTS_ERROR_DECLARATION_q:text'],
  ['EXISTS_INNER_ERROR_DECLARATION_q:code', 'EXISTS_INNER_ERROR_DECLARATION_q:who'],
  ['EXISTS_SENSORELEMENT_q:shift', 'EXISTS_SENSORELEMENT_q:mode'],
  ['EXISTS_SENSORMETADATA_q:mode', 'EXISTS_SENSORMETADATA_q:note'],
  ['EXISTS_SENSORREPORT_q:note', 'EXISTS_SENSORREPORT_q:shift'],
];

function queryOf(input: URLSearchParams | JsonObject, context: Json = QUERY_CONTEXT): SimpleEventQuery {
  const parsed = parseQuery(input, context);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.query;
}

function finds(parameters: Record<string, string>, event: JsonObject = EVENT, meta: EventMeta = META): boolean {
  return matches(queryOf(new URLSearchParams(parameters)), event, meta, LOOKUPS);
}

/** Fields that an event of another kind has none of. */
const BARE: JsonObject = {
  type: 'ObjectEvent',
  eventTime: '2025-01-01T00:00:00Z',
  eventTimeZoneOffset: '+00:00',
  action: 'OBSERVE',
  epcList: [],
};

describe('each family of parameters', () => {
  for (const [name, yes, no] of FAMILIES) {
    it(`${name}=${yes} finds, =${no} does not`, () => {
      assert.equal(finds({ [name]: yes }), true, 'must find the event');
      assert.equal(finds({ [name]: no }), false, 'must not find the event');
    });
  }
  for (const [yes, no] of EXISTENCE) {
    it(`${yes} finds${no === null ? '' : `, ${no} does not`}; an event without the field is not found`, () => {
      assert.equal(finds({ [yes]: 'true' }), true);
      assert.equal(finds({ [yes]: '' }), true);
      assert.equal(finds({ [yes]: 'true' }, BARE), false);
      assert.equal(finds({ [yes]: 'false' }, BARE), true, 'false asks for nothing');
      if (no !== null) assert.equal(finds({ [no]: 'true' }), false);
    });
  }

  it('nothing but time bounds finds an event that lacks the field', () => {
    const bounded = /^(eventType|LT_(eventTime|recordTime)|GE_recordTime)$/;
    for (const [name, yes] of FAMILIES) {
      if (!bounded.test(name)) assert.equal(finds({ [name]: yes }, BARE), false, name);
    }
  });

  it('all conditions must hold; the values of a list are alternatives; a list may be repeated', () => {
    assert.equal(finds({ EQ_bizStep: 'shipping|commissioning', EQ_action: 'ADD' }), true);
    assert.equal(finds({ EQ_bizStep: 'shipping|commissioning', EQ_action: 'DELETE' }), false);
    const repeated = new URLSearchParams([
      ['EQ_action', 'DELETE'],
      ['EQ_action', 'ADD'],
    ]);
    assert.equal(matches(queryOf(repeated), EVENT, META), true);
    assert.equal(matches(queryOf({}), EVENT, META), true);
  });

  it('a plus sign that reached us as a blank still reads as the offset', () => {
    assert.equal(finds({ GE_eventTime: '2026-03-01T12:00:00.000 08:00' }), true);
    assert.equal(finds({ GE_eventTime: '2026-03-01T12:00:00.001 08:00' }), false);
  });
});

describe('a query as JSON', () => {
  it('takes lists, numbers, instants and nulls, and its own context', () => {
    const query = {
      '@context': { own: 'https://example.com/x/' },
      eventType: ['TransformationEvent'],
      EQ_bizStep: ['commissioning'],
      GE_quantity_KGM: 1500,
      EQ_value_CEL: [26],
      EQ_percRank: 50,
      EXISTS_errorDeclaration: null,
      EQ_booleanValue: true,
      'EQ_own:text': ['hello'],
      'EQ_own:number': 20,
      'GE_own:when': '2026-01-01T00:00:00Z',
      'EXISTS_own:text': null,
      'EQ_q:many': ['a'],
      orderBy: 'own:text',
      orderDirection: 'ASC',
      eventCountLimit: 3,
    };
    assert.equal(matches(queryOf(query), EVENT, META), true);
    assert.equal(matches(queryOf({ ...query, 'EQ_own:number': 21 }), EVENT, META), false);
    assert.deepEqual(queryOf(query).orderBy, ['https://example.com/x/text']);
  });

  it('compares strings letter by letter, numbers and instants by value', () => {
    assert.equal(matches(queryOf({ 'EQ_q:written': ['20.5'] }), EVENT, META), false);
    assert.equal(matches(queryOf({ 'EQ_q:written': ['20.50'] }), EVENT, META), true);
    assert.equal(matches(queryOf({ 'EQ_q:written': 20.5 }), EVENT, META), true);
    assert.equal(matches(queryOf({ 'EQ_q:when': ['2026-01-01T08:00:00+08:00'] }), EVENT, META), false);
    assert.equal(matches(queryOf({ 'EQ_q:when': '2026-01-01T08:00:00+08:00' }), EVENT, META), true);
  });
});

describe('names of extensions', () => {
  it('a prefix means its namespace, in the query as in the event', () => {
    const other: EventMeta = { ...META, context: { x: 'https://example.com/other/' } };
    assert.equal(finds({ 'EQ_q:text': 'hello' }, EVENT, other), false);
    assert.equal(
      finds({ 'EQ_q:text': 'hello' }, { ...BARE, '@context': { z: 'https://example.com/x/' }, 'z:text': 'hello' }),
      true,
    );
    assert.equal(finds({ 'EQ_q:text': 'hello' }, { ...BARE, 'https://example.com/x/text': 'hello' }), true);
    assert.equal(finds({ 'EQ_q:text': 'hello' }, { ...BARE, 'q:text': 'hello' }), false, 'q is not bound in that event');
  });

  it('an unbound prefix finds fields that are written with it and unbound too', () => {
    assert.equal(finds({ 'EQ_loose:text': 'hello' }, { ...BARE, 'loose:text': 'hello' }), true);
    assert.equal(finds({ 'EQ_x:text': 'hello' }), false, 'x is bound in the event only');
  });

  it("values of a user's own vocabulary may be compact URIs on either side", () => {
    const own = { ...BARE, bizStep: 'x:crushing' };
    assert.equal(finds({ EQ_bizStep: 'q:crushing' }, own), true);
    assert.equal(finds({ EQ_bizStep: 'https://example.com/x/crushing' }, own), true);
    assert.equal(finds({ EQ_bizStep: 'q:milling' }, own), false);
    assert.equal(finds({ eventType: 'q:MyEvent' }, { ...BARE, type: 'x:MyEvent' }), true);
    assert.equal(finds({ EQ_readPoint: 'q:dock-7' }, { ...BARE, readPoint: { id: 'x:dock-7' } }), true);
  });
});

const BAD: readonly (readonly [name: string, value: string])[] = [
  ['EQ_colour', 'red'],
  ['colour', 'red'],
  ['EQ_', 'x'],
  ['MATCH_thing', 'urn:x:1'],
  ['WD_disposition', 'active'],
  ['GT_eventTime', '2026-01-01T00:00:00Z'],
  ['EXISTS_bizStep', 'true'],
  ['EQ_ILMD_grade', 'A'],
  ['GE_value_celsius', '1'],
  ['EQ_INNER_', 'x'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
  ['eventType', 'QuantityEvent'],
  ['eventType', 'ObjectEvent,AggregationEvent'],
  ['eventType', ''],
  ['GE_eventTime', 'yesterday'],
  ['LT_eventTime', '2026-01-01'],
  ['GE_recordTime', '2026-02-30T00:00:00Z'],
  ['LT_recordTime', '2026-01-01T00:00:00'],
  ['GE_startTime', '1767225600'],
  ['LT_errorDeclaration_Time', '2026-01-01T25:00:00Z'],
  ['EQ_action', 'observe'],
  ['EQ_action', 'ADD|'],
  ['EQ_bizStep', 'selling'],
  ['EQ_bizStep', 'urn:epcglobal:cbv:bizstep:selling'],
  ['EQ_disposition', 'shipping'],
  ['EQ_persistentDisposition_set', 'set'],
  ['EQ_errorReason', 'wrong'],
  ['EQ_type', 'Warmth'],
  ['EQ_readPoint', 'Baotou'],
  ['WD_bizLocation', 'a b'],
  ['EQ_eventID', '42'],
  ['EQ_transformationID', ''],
  ['EQ_correctiveEventID', 'none'],
  ['MATCH_epc', 'urn:epc:idpat:sgtin:*.107346.2017'],
  ['MATCH_epc', 'urn:epc:idpat:sgtin:0614141.*'],
  ['MATCH_epc', 'urn:epc:idpat:nothing:1.*'],
  ['MATCH_anyEPCClass', '0614141'],
  ['EQ_quantity', 'many'],
  ['GT_quantity', '1|2'],
  ['GE_quantity_KGM', '1e999'],
  ['LE_quantity', '0x10'],
  ['LT_quantity', ''],
  ['EQ_bizTransaction_po', 'x'],
  ['EQ_bizTransaction_invoice', 'urn:x:1'],
  ['EQ_source_owner', 'urn:x:1'],
  ['EQ_destination_location', 'here'],
  ['EXISTS_errorDeclaration', 'maybe'],
  ['EQ_booleanValue', 'yes'],
  ['EQ_hexBinaryValue', 'xyz'],
  ['EQ_uriValue', 'x'],
  ['GE_percRank', 'half'],
  ['GT_q:number', 'hello'],
  ['LE_ILMD_q:weight', 'A1'],
  ['EXISTS_q:text', 'maybe'],
  ['HASATTR_action', 'x'],
  ['EQATTR_bizLocation', 'x'],
  ['orderBy', 'bizStep'],
  ['orderDirection', 'UP'],
  ['eventCountLimit', '0'],
  ['eventCountLimit', '1.5'],
  ['maxEventCount', '-1'],
  ['perPage', '0'],
  ['perPage', 'all'],
  ['nextPageToken', ''],
];

describe('parameters that cannot be used', () => {
  for (const [name, value] of BAD) {
    it(`${name}=${value} is refused by its name`, () => {
      const parsed = parseQuery(new URLSearchParams([[name, value]]), QUERY_CONTEXT);
      assert.equal(parsed.ok, false);
      assert.equal(parsed.problems[0]?.parameter, name);
      assert.ok(parsed.problems.every((problem) => problem.message.length > 5));
    });
  }

  it('every bad one is named, the good ones are not', () => {
    const parsed = parseQuery(new URLSearchParams({ EQ_action: 'ADD', EQ_bizStep: 'x', GE_eventTime: 'x', colour: 'x' }));
    assert.ok(!parsed.ok);
    assert.deepEqual(
      parsed.problems.map((problem) => problem.parameter),
      ['EQ_bizStep', 'GE_eventTime', 'colour'],
    );
  });

  it('limits go together as the standard says', () => {
    const problemsOf = (parameters: Record<string, string>) => {
      const parsed = parseQuery(new URLSearchParams(parameters));
      return parsed.ok ? [] : parsed.problems.map((problem) => problem.parameter);
    };
    assert.deepEqual(problemsOf({ eventCountLimit: '5' }), ['eventCountLimit']);
    assert.deepEqual(problemsOf({ eventCountLimit: '5', maxEventCount: '9', orderBy: 'eventTime' }), ['maxEventCount']);
    assert.deepEqual(problemsOf({ eventCountLimit: '5', orderBy: 'eventTime' }), []);
    assert.deepEqual(problemsOf({ maxEventCount: '5', perPage: '30', nextPageToken: 'abc' }), []);
  });

  it('wrong types in JSON are refused by their names', () => {
    const wrong: Record<string, Json> = {
      eventType: 'ObjectEvent',
      EQ_action: [],
      EQ_bizStep: [1],
      GE_eventTime: 1767225600,
      GT_quantity: '5',
      EQ_quantity: ['5'],
      EQ_booleanValue: 'yes',
      EXISTS_errorDeclaration: 'x',
      MATCH_epc: [null],
      'EQ_q:text': 'hello',
      'GE_q:number': [1],
      'EQ_q:many': [['a']],
      'EXISTS_q:text': {},
      orderBy: 1,
      maxEventCount: '5',
      perPage: 10,
      nextPageToken: 'abc',
      GE_percRank: null,
    };
    for (const [name, value] of Object.entries(wrong)) {
      const parsed = parseQuery({ [name]: value }, QUERY_CONTEXT);
      assert.ok(!parsed.ok, name);
      assert.equal(parsed.problems[0]?.parameter, name);
    }
  });

  it('any text whatever is a query or a list of problems, never an exception', () => {
    const names = fc.oneof(fc.constantFrom(...FAMILIES.map(([name]) => name), ...BAD.map(([name]) => name)), fc.string());
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.oneof(fc.string(), fc.string({ unit: 'binary' }))), { maxLength: 4 }), (pairs) => {
        const parsed = parseQuery(new URLSearchParams(pairs));
        if (parsed.ok) compileQuery(parsed.query, LOOKUPS)(EVENT, META);
        else assert.ok(parsed.problems.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});

interface SchemaDefinitions {
  readonly definitions: {
    readonly 'EPCIS-Query': {
      readonly properties: Record<string, JsonObject>;
      readonly patternProperties: Record<string, JsonObject>;
    };
  };
}

interface OpenApiParameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
}

interface OpenApi {
  readonly paths: Record<string, { readonly get: { readonly parameters: readonly OpenApiParameter[] } }>;
  readonly components: { readonly parameters: Record<string, OpenApiParameter> };
}

const readShared = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, SHARED), 'utf8')) as T;

/** A value that a property of the query schema allows, by its type or the definition it points to. */
function allowedValue(name: string, schema: JsonObject): Json {
  const reference = String(schema['$ref'] ?? '')
    .split('/')
    .at(-1);
  if (reference === 'time') return '2026-01-01T00:00:00Z';
  if (reference === 'decimal' || schema['type'] === 'number') return 5;
  if (reference === 'date-string-or-number') return 5;
  if (reference === 'string-array-or-date-string-or-number') return ['a'];
  if (schema['type'] === 'integer') return name.startsWith('EXISTS') ? null : 5;
  if (schema['type'] === 'boolean') return true;
  if (schema['type'] === 'string') return name === 'orderDirection' ? 'ASC' : 'eventTime';
  const items = schema['items'] as JsonObject;
  const words: Record<string, Json> = {
    eventType: 'ObjectEvent',
    action: 'ADD',
    bizStep: 'shipping',
    disposition: 'active',
    measurementType: 'Mass',
    'error-reason': 'did_not_occur',
    decimal: 5,
  };
  const item = String(items['$ref'] ?? items['type'])
    .split('/')
    .at(-1)!;
  const text = name === 'EQ_hexBinaryValue' ? 'F0' : 'https://example.com/a1';
  return [words[item] ?? (item === 'number' ? 5 : text)];
}

/** A name for a pattern of the query schema: the extension field `q:field1`, the unit `KGM`, the type `po` or `location`. */
function nameForPattern(pattern: string): string {
  const field = '[a-z][a-zA-Z0-9]*\\\\:\\\\w+';
  return pattern
    .replace(/^\^|\$$/g, '')
    .replace(field, 'q:field1')
    .replace('[A-Z0-9]{2,4}', 'KGM')
    .replace('[a-z][a-zA-Z0-9_]+', pattern.includes('bizTransaction') ? 'po' : 'location')
    .replace('\\\\w+_\\\\w+', 'bizLocation_kind');
}

describe('the parameters of GS1', { skip: missing }, () => {
  it('every parameter of the query schema is read', () => {
    const { properties, patternProperties } = readShared<SchemaDefinitions>('query-schema.json').definitions['EPCIS-Query'];
    const named = Object.entries(properties).filter(([name]) => name !== '@context' && name !== 'maxEventCount');
    const patterned = Object.entries(patternProperties).map(([pattern, schema]) => [nameForPattern(pattern), schema] as const);
    assert.ok(named.length === 59 && patterned.length === 108, 'the schema was read');
    for (const [name, schema] of [...named, ...patterned]) {
      const body: JsonObject = {
        [name]: allowedValue(name, schema),
        ...(name === 'eventCountLimit' ? { orderBy: 'eventTime' } : {}),
      };
      const parsed = parseQuery(body, QUERY_CONTEXT);
      assert.ok(parsed.ok, `${JSON.stringify(body)}: ${JSON.stringify(parsed)}`);
    }
  });

  it('every query parameter of GET /events in the OpenAPI file is read', () => {
    const file = readShared<OpenApi>('openapi.json');
    const parameters = file.paths['/events']!.get.parameters.map((parameter) =>
      parameter.$ref === undefined ? parameter : file.components.parameters[parameter.$ref.split('/').at(-1)!]!,
    );
    const names = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
    assert.ok(names.length > 50, 'the file was read');
    for (const name of names) {
      const parsed = parseQuery(new URLSearchParams([[name, 'not-a-value']]));
      const message = parsed.ok ? '' : parsed.problems.map((problem) => problem.message).join();
      assert.doesNotMatch(message, /not a parameter/, name);
    }
  });
});

interface RecordedExample {
  readonly file: string;
  readonly event: JsonObject;
  readonly meta: EventMeta;
}

function examples(): RecordedExample[] {
  const folder = new URL('examples/', SHARED);
  return readdirSync(folder).flatMap((file) => {
    const document = readShared<JsonObject>(`examples/${file}`);
    const body = document['epcisBody'] as JsonObject;
    const results = (body['queryResults'] as JsonObject | undefined)?.['resultsBody'] as JsonObject | undefined;
    const events = (body['eventList'] ?? results?.['eventList']) as JsonObject[];
    return events.map((event) => ({
      file,
      event,
      meta: { recordTime: '2024-01-01T00:00:00Z', context: document['@context'] ?? null },
    }));
  });
}

const TYPES = ['ObjectEvent', 'AggregationEvent', 'TransactionEvent', 'TransformationEvent', 'AssociationEvent'];
const STEPS = ['shipping', 'receiving', 'https://ref.gs1.org/cbv/BizStep-inspecting', 'urn:epcglobal:cbv:bizstep:commissioning'];

describe('the GS1 example events', { skip: missing }, () => {
  const all = missing === false ? examples() : [];
  const context: Json = {
    example: 'http://ns.example.com/epcis/',
    ext1: 'http://example.com/ext1/',
    ext3: 'http://example.com/ext3/',
  };
  const found = (parameters: Record<string, string>): string[] => {
    const test = compileQuery(queryOf(new URLSearchParams(parameters), context));
    return [...new Set(all.filter(({ event, meta }) => test(event, meta)).map(({ file }) => file))].sort();
  };

  it('a query with a URN finds the example with Digital Link URIs, and the other way round', () => {
    const urn = found({ MATCH_epc: 'urn:epc:id:sgtin:0614141.107346.2018' });
    const link = found({ MATCH_epc: 'https://id.gs1.org/01/10614141073464/21/2018' });
    assert.deepEqual(urn, link);
    assert.ok(urn.includes('Example_9.6.1-ObjectEvent.jsonld'));
    const linked = found({ MATCH_epc: 'urn:epc:id:sgtin:0614141.712345.2018' });
    assert.deepEqual(linked, [
      'WithDigitalLinkID_Example_9.6.1-ObjectEventWithDigitalLink.jsonld',
      'WithDigitalLinkID_Example_9.6.3-AggregationEventWithDigitalLink.jsonld',
    ]);
    assert.deepEqual(found({ MATCH_epc: 'urn:epc:idpat:sgtin:0614141.712345.*' }), linked);
    const pattern = found({ MATCH_anyEPCClass: 'urn:epc:idpat:sgtin:4012345.066666.*' });
    assert.ok(pattern.includes('Example_9.6.4-TransformationEvent.jsonld'));
    assert.ok(pattern.includes('WithDigitalLinkID_Example_9.6.4-TransformationEventWithDigitalLink.jsonld'));
  });

  it('finds by sensor, error declaration, persistent disposition and extension', () => {
    assert.ok(found({ GE_value_CEL: '26.2', EQ_type: 'Temperature' }).includes('WithSensorData_SensorDataExample1.jsonld'));
    assert.deepEqual(
      found({ EXISTS_errorDeclaration: 'true', EQ_errorReason: 'incorrect_data', eventType: 'TransformationEvent' }),
      [
        'WithErrorDeclaration_ErrorDeclarationAndCorrectiveEvent.jsonld',
        'WithFullCombinationOfFields_transformation_event_all_possible_fields.jsonld',
      ],
    );
    assert.ok(found({ EQ_persistentDisposition_set: 'completeness_inferred' }).includes('PersistentDisposition-example.jsonld'));
    assert.ok(
      found({ 'EQ_example:myField': 'Example of a vendor/user extension' }).includes('Example_9.6.3-AggregationEvent.jsonld'),
    );
    assert.equal(found({ 'EQ_INNER_ext3:string': 'stringInObjectInObject', 'GE_ext1:int': '10' }).length, 5);
    assert.equal(found({ 'EQ_INNER_ILMD_ext3:string': 'stringInObjectInObject' }).length, 2, 'only two kinds of event have ILMD');
  });

  it('for each event a query made of its own fields finds it, and with one value changed does not', () => {
    for (const { file, event, meta } of all) {
      const time = String(event['eventTime']);
      const step = event['bizStep'] === undefined ? {} : { EQ_bizStep: [event['bizStep']] };
      const own = { eventType: [event['type']!], GE_eventTime: time, ...step };
      assert.equal(matches(queryOf(own), event, meta), true, file);
      assert.equal(matches(queryOf({ ...own, EQ_eventID: ['urn:uuid:nobody'] }), event, meta), false, file);
      assert.equal(matches(queryOf({ eventType: [event['type']!], LT_eventTime: time }), event, meta), false, file);
    }
  });

  it('hints never exclude a match, for random queries over all examples', () => {
    const epcs = [...new Set(all.flatMap(({ event }) => epcsOf(event)))];
    const places = [...new Set(all.flatMap(({ event }) => placesOf(event)))];
    const either = (ids: string[]) => fc.array(fc.constantFrom(...ids, ...ids.map(canonicalUri)), { minLength: 1, maxLength: 3 });
    const time = fc.constantFrom(...all.map(({ event }) => String(event['eventTime'])), '2024-01-01T00:00:00Z');
    const fields = {
      eventType: fc.subarray(TYPES, { minLength: 1 }),
      EQ_bizStep: fc.subarray(STEPS, { minLength: 1 }),
      GE_eventTime: time,
      LT_eventTime: time,
      GE_recordTime: time,
      LT_recordTime: time,
      MATCH_anyEPC: either([...epcs, 'urn:epc:idpat:sgtin:0614141.*.*']),
      MATCH_epc: either(epcs),
      MATCH_anyEPCClass: either(epcs),
      EQ_readPoint: either(places),
      WD_bizLocation: either(places),
      EQ_bizLocation: either(places),
    };
    const names = fc.subarray(Object.keys(fields), { minLength: 1, maxLength: 3 });
    const query = fc
      .tuple(fc.record(fields), names)
      .map(([values, kept]) => Object.fromEntries(Object.entries(values).filter(([name]) => kept.includes(name))));
    let matched = 0;
    fc.assert(
      fc.property(query, (body) => {
        const parsed = queryOf(body);
        const lookups = { descendantsOf: () => places.slice(0, 3) };
        const test = compileQuery(parsed, lookups);
        const hints = candidateHints(parsed, lookups);
        for (const { file, event, meta } of all) {
          if (!test(event, meta)) continue;
          matched += 1;
          assert.ok(isCandidate(hints, event, meta), `${file} matches but ${JSON.stringify(hints)} excludes it`);
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(matched > 200, `only ${matched} matches were tried`);
  });
});

const strings = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');

function epcsOf(event: JsonObject): string[] {
  const lists = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList', 'parentID'].flatMap((name) => strings(event[name]));
  const quantityLists = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'];
  const quantities = quantityLists.flatMap((name) => (event[name] ?? []) as JsonObject[]);
  return [...lists, ...quantities.flatMap((element) => strings(element['epcClass']))];
}

function placesOf(event: JsonObject): string[] {
  return ['readPoint', 'bizLocation'].flatMap((name) => strings((event[name] as JsonObject | undefined)?.['id']));
}

/** What a database would do with the hints: times rounded down to milliseconds, identifiers and steps in their canonical form. */
function isCandidate(hints: ReturnType<typeof candidateHints>, event: JsonObject, meta: EventMeta): boolean {
  const within = (ms: number, from = -Infinity, to = Infinity) => from <= ms && ms < to;
  const has = (wanted: readonly string[] | undefined, values: string[]) =>
    wanted === undefined || values.some((value) => wanted.includes(value));
  return (
    has(hints.eventTypes, strings(event['type'])) &&
    has(
      hints.bizSteps,
      strings(event['bizStep']).map((step) => canonicalVocabulary('bizStep', step)),
    ) &&
    has(hints.anyOfEpcs, epcsOf(event).map(canonicalUri)) &&
    has(hints.sites, placesOf(event).map(canonicalUri)) &&
    within(Math.floor(instantMs(String(event['eventTime']))!), hints.eventTimeFromMs, hints.eventTimeToMs) &&
    within(Math.floor(instantMs(meta.recordTime)!), hints.recordTimeFromMs, hints.recordTimeToMs)
  );
}
