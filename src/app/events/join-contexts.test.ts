import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { joinContexts } from './join-contexts.ts';

const GS1 = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const OLD = 'https://gs1.github.io/EPCIS/epcis-context.jsonld';
const plain = { type: 'ObjectEvent' };

describe('joinContexts', () => {
  it('puts prefixes that agree into the document', () => {
    const contexts = [[GS1, { a: 'https://a/' }], OLD, [OLD, { b: 'https://b/' }, { a: 'https://a/' }]];
    const joined = joinContexts(contexts.map((context) => ({ event: plain, context })));
    assert.deepEqual(joined, { document: [GS1, { a: 'https://a/', b: 'https://b/' }], own: [null, null, null] });
  });

  it('leaves a context with its event where it contradicts, says more than prefixes, or names another document', () => {
    const other = [GS1, { a: 'https://elsewhere/' }];
    const term = [GS1, { weight: { '@id': 'https://a/weight', '@type': 'xsd:decimal' } }];
    const remote = [GS1, 'https://example.com/context.jsonld'];
    const joined = joinContexts([[GS1, { a: 'https://a/' }], other, term, remote].map((context) => ({ event: plain, context })));
    assert.deepEqual(joined, { document: [GS1, { a: 'https://a/' }], own: [null, other, term, remote] });
  });

  it('does not bind for one event what only another binds', () => {
    const bound = { event: { ...plain, 'a:x': 1 }, context: [GS1, { a: 'https://a/' }] };
    const unbound = { event: { ...plain, 'a:x': 1 }, context: GS1 };
    assert.deepEqual(joinContexts([bound, unbound]), { document: [GS1], own: [bound.context, null] });
    assert.deepEqual(joinContexts([bound, bound]), { document: [GS1, { a: 'https://a/' }], own: [null, null] });
  });

  it('gives events that came without a context the prefix of the rare-earth extension', () => {
    const joined = joinContexts([{ event: { ...plain, 'ree:licence': 'L' }, context: null }]);
    assert.deepEqual(joined, { document: [GS1, { ree: 'https://w3id.org/ytterby/ree/' }], own: [null] });
    assert.deepEqual(joinContexts([]), { document: [GS1], own: [] });
  });
});
