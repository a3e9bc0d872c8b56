export { readXmlDocument, xmlAsJson } from './read-document.ts';
export type { XmlAsJson } from './read-document.ts';
