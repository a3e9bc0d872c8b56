import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contextOfExtensionsHeader, expandName, namesOfField } from './extension-names.ts';
import { namespacesOf } from './namespaces.ts';

const namespaces = namespacesOf([
  { example: 'http://ns.example.com/epcis/' },
  { myTerm: { '@id': 'http://ns.example.com/term' } },
]);

describe('names of extension fields', () => {
  it('are expanded by prefix or by term; URIs and unknown prefixes stay', () => {
    assert.equal(expandName('example:myField', namespaces), 'http://ns.example.com/epcis/myField');
    assert.equal(expandName('myTerm', namespaces), 'http://ns.example.com/term');
    assert.equal(expandName('http://ns.example.com/epcis/myField', namespaces), 'http://ns.example.com/epcis/myField');
    assert.equal(expandName('other:myField', namespaces), 'other:myField');
    assert.equal(expandName('bizStep', namespaces), 'bizStep');
  });

  it('may be written as namespace, number sign and local name', () => {
    assert.deepEqual(namesOfField('http://ns.example.com/epcis/#myField', namespaces), [
      'http://ns.example.com/epcis/#myField',
      'http://ns.example.com/epcis/myField',
    ]);
  });
});

describe('the GS1-Extensions header', () => {
  it('binds prefixes', () => {
    assert.deepEqual(contextOfExtensionsHeader('a=http://a.example/,\n b-2=https://b.example/ns#,'), {
      a: 'http://a.example/',
      'b-2': 'https://b.example/ns#',
    });
    assert.deepEqual(contextOfExtensionsHeader(''), {});
  });

  it('is refused whole when a part is malformed', () => {
    for (const header of ['a', 'a=', '=http://a.example/', 'a=nowhere', 'a=http://a.example/ b=http://b.example/']) {
      assert.equal(contextOfExtensionsHeader(header), null, header);
    }
  });
});
