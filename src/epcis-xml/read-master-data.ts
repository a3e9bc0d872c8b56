import type { Json, JsonObject } from '../epcis/index.ts';
import type { Prefixes } from './prefixes.ts';
import { readExtension } from './read-extension.ts';
import { attributeOf, childOf, contentOf, isNamed, type XmlElement } from './xml-element.ts';

/**
 * The vocabularies in a `VocabularyList`, as EPCIS writes them in JSON. An attribute with elements in it is an object.
 * @see EPCIS 2.0, section 9.4: master data in the header
 */
export function readVocabularies(list: XmlElement, prefixes: Prefixes): JsonObject[] {
  return childrenNamed(list, 'Vocabulary').map((vocabulary) => {
    const elements = childOf(vocabulary, 'VocabularyElementList');
    const read = elements === undefined ? {} : { vocabularyElementList: readElements(elements, prefixes) };
    return { type: attributeOf(vocabulary, 'type') ?? '', ...read };
  });
}

function readElements(list: XmlElement, prefixes: Prefixes): JsonObject[] {
  return childrenNamed(list, 'VocabularyElement').map((element) => {
    const attributes = childrenNamed(element, 'attribute').map((attribute) => readAttributeElement(attribute, prefixes));
    const children = childOf(element, 'children');
    return {
      id: attributeOf(element, 'id') ?? '',
      ...(attributes.length === 0 ? {} : { attributes }),
      ...(children === undefined ? {} : { children: childrenNamed(children, 'id').map(({ text }) => text.trim()) }),
    };
  });
}

function readAttributeElement(element: XmlElement, prefixes: Prefixes): JsonObject {
  const value: Json =
    element.children.length === 0 ? element.text.trim() : readExtension({ ...element, attributes: [] }, prefixes);
  return { id: attributeOf(element, 'id') ?? '', attribute: value };
}

function childrenNamed(element: XmlElement, local: string): XmlElement[] {
  return contentOf(element).filter((child) => isNamed(child, local));
}
