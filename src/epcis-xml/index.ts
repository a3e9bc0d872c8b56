export { readXmlDocument, xmlAsJson } from './read-document.ts';
export type { XmlAsJson } from './read-document.ts';
export { writeXmlDocument } from './write-document.ts';
export type { XmlVersion } from './layouts.ts';
export { writeXmlCaptureJob } from './write-capture-job.ts';
