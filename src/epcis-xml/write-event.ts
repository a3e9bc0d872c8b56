import { type Json, type JsonObject, pathTo, spelledVocabulary, type VocabularySpelling } from '../epcis/index.ts';
import { EVENT_FORMS, EVENT_TYPES, type Form, type Forms } from './event-forms.ts';
import { type Layout, layoutOf, type XmlVersion } from './layouts.ts';
import { scalarText, writeExtension } from './write-extension.ts';
import type { WrittenNames } from './write-names.ts';
import type { Node } from './xml-text.ts';

/** What the writing of an event depends on. */
export interface WritingScope {
  readonly names: WrittenNames;
  readonly version: XmlVersion;
  readonly spelling: VocabularySpelling;
}

/** An event as an element. @param path where it stands in JSON, for problems */
export function writeEvent(event: JsonObject, scope: WritingScope, path: string): Node {
  const type = typeof event['type'] === 'string' ? event['type'] : '';
  const fields = writeLayout(layoutOf(type, scope.version), event, scope, path);
  const extensions = Object.entries(event)
    .filter(([name]) => name !== 'type' && name !== '@context' && !EVENT_FORMS.has(name))
    .flatMap(([name, value]) => writeExtension(name, value, scope.names, pathTo(path, name)));
  const content = [...fields, ...extensions];
  return EVENT_TYPES.has(type) ? { name: type, content, path } : scope.names.element(type, content, path);
}

function writeLayout(layout: Layout, object: JsonObject, scope: WritingScope, path: string): Node[] {
  return layout.flatMap((place): Node[] => {
    if (typeof place === 'string') return writeNamed(place, object[place], EVENT_FORMS, scope, path);
    if ('always' in place) return writeNamed(place.always, object[place.always] ?? [], EVENT_FORMS, scope, path);
    const content = writeLayout(place.places, object, scope, path);
    return content.length === 0 ? [] : [{ name: place.wrapper, content }];
  });
}

function writeNamed(name: string, value: Json | undefined, forms: Forms, scope: WritingScope, path: string): Node[] {
  const form = forms.get(name);
  return value === undefined || value === null || form === undefined
    ? []
    : writeForm(name, value, form, scope, pathTo(path, name));
}

function writeForm(name: string, value: Json, form: Form, scope: WritingScope, path: string): Node[] {
  switch (form.is) {
    case 'list':
      return [
        {
          name,
          content: listOf(value).flatMap((item, at) => writeForm(form.item, item, form.form, scope, pathTo(path, at))),
          path,
        },
      ];
    case 'repeated':
    case 'one-or-more':
      return listOf(value).flatMap((item, at) => writeForm(name, item, form.form, scope, pathTo(path, at)));
    case 'object':
      return isObject(value) ? [writeObject(name, value, form.fields, scope, path)] : [];
    case 'attributes':
      return isObject(value) ? [writeAttributes(name, value, form.fields, scope, path)] : [];
    case 'typed':
      return isObject(value) ? [writeTyped(name, value, form, scope, path)] : [];
    default:
      return [{ name, content: spelled(value, form, scope), path }];
  }
}

function writeObject(name: string, value: JsonObject, forms: Forms, scope: WritingScope, path: string): Node {
  const fields = [...forms.keys()].flatMap((field) => writeNamed(field, value[field], forms, scope, path));
  const extensions = Object.entries(value)
    .filter(([field]) => !forms.has(field))
    .flatMap(([field, inner]) => writeExtension(field, inner, scope.names, pathTo(path, field)));
  return { name, content: [...fields, ...extensions], path };
}

/** Extensions are attributes too, where their name and value let them; the schema has no elements here, JSON may have objects. */
function writeAttributes(name: string, value: JsonObject, forms: Forms, scope: WritingScope, path: string): Node {
  const attributes: [string, string][] = [];
  const content: Node[] = [];
  const order = new Set([...forms.keys(), ...Object.keys(value)]);
  for (const field of order) {
    const inner = value[field];
    if (inner === undefined || inner === null) continue;
    const form = forms.get(field);
    const attribute = typeof inner === 'object' ? null : form === undefined ? extensionAttribute(field, scope) : field;
    if (attribute === null) content.push(...writeExtension(field, inner, scope.names, pathTo(path, field)));
    else attributes.push([attribute, spelled(inner, form ?? { is: 'text' }, scope)]);
  }
  return { name, attributes, content, path };
}

/** An attribute without prefix would be the standard's. */
function extensionAttribute(field: string, scope: WritingScope): string | null {
  return field.includes(':') ? scope.names.nameOf(field) : null;
}

function writeTyped(name: string, value: JsonObject, form: Form & { is: 'typed' }, scope: WritingScope, path: string): Node {
  const type = value['type'];
  const attributes: [string, string][] =
    typeof type === 'string' ? [['type', spelled(type, { is: 'word', vocabulary: form.vocabulary }, scope)]] : [];
  return { name, attributes, content: scalarText(value[name] ?? ''), path };
}

function spelled(value: Json, form: Form, scope: WritingScope): string {
  const text = scalarText(value);
  if (form.is !== 'word') return text;
  const word = spelledVocabulary(form.vocabulary, text, scope.spelling);
  scope.names.needStandard(word);
  return word;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
