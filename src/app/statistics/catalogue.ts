import type { ReleaseRow } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { answerReleases, LICENCE } from './answer-releases.ts';
import { RELEASE_FORMATS, type ReleaseFormat } from './release-files.ts';
import { spanOf } from './statistics-period.ts';

const MEDIA: Readonly<Record<ReleaseFormat, string>> = {
  csv: 'text/csv',
  'sdmx-csv': 'application/vnd.sdmx.data+csv',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
};

/** What the keys of the catalogue mean. */
const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/**
 * The catalogue of open data as DCAT 3 in JSON-LD, with what DCAT-AP 3.0.1 asks for: of what is released a dataset with its distributions, of what
 * is announced nothing but the calendar's own page.
 * @param stem the server's web address
 */
export async function openDataCatalogue(app: Application, stem: string): Promise<object> {
  const { releases } = await answerReleases(app, { asOf: null, knownAt: null });
  const released = releases.filter(({ state }) => state === 'released');
  const publisher = { '@id': `${stem}/#publisher`, '@type': 'foaf:Agent', 'foaf:name': languages('伊特比', 'Ytterby') };
  return {
    '@context': CONTEXT,
    '@id': `${stem}/api/catalogue`,
    '@type': 'dcat:Catalog',
    'dct:title': languages('稀土行业开放数据', 'Open data of the rare-earth industry'),
    'dct:description': languages(
      '由签名的事件记录计算的行业统计',
      'Statistics of the industry, computed from a signed record of events',
    ),
    'dct:publisher': publisher,
    'dct:license': { '@id': LICENCE },
    'foaf:homepage': { '@id': `${stem}/disclosure` },
    'dcat:dataset': released.map((release) => datasetOf(release, releases, stem)),
  };
}

function languages(zh: string, en: string): object[] {
  return [
    { '@language': 'zh', '@value': zh },
    { '@language': 'en', '@value': en },
  ];
}

function typed(type: 'dateTime' | 'date', value: string): object {
  return { '@type': `xsd:${type}`, '@value': value };
}

function datasetOf(release: ReleaseRow, all: readonly ReleaseRow[], stem: string): object {
  const { id, name, period, releaseAt, revises } = release;
  const { from, to } = spanOf(period);
  const day = (ms: number): string => new Date(ms).toISOString();
  const replaced = all.find((other) => other.revises === id && other.state === 'released');
  return {
    '@id': addressOf(id, stem),
    '@type': 'dcat:Dataset',
    'dct:identifier': id,
    'dct:title': languages(`${name.zh} ${period}`, `${name.en} ${period}`),
    'dct:description': languages(`${name.zh}，${period}`, `${name.en}, ${period}`),
    'dct:publisher': { '@id': `${stem}/#publisher` },
    'dct:issued': typed('dateTime', releaseAt),
    'dct:temporal': {
      '@type': 'dct:PeriodOfTime',
      'dcat:startDate': typed('dateTime', day(from)),
      'dcat:endDate': typed('dateTime', day(to)),
    },
    ...(revises === null ? {} : { 'dct:replaces': { '@id': addressOf(revises, stem) } }),
    ...(replaced === undefined ? {} : { 'dct:isReplacedBy': { '@id': addressOf(replaced.id, stem) } }),
    'dcat:distribution': RELEASE_FORMATS.map((format) => distributionOf(id, format, stem)),
  };
}

function addressOf(id: string, stem: string): string {
  return `${stem}/disclosure?release=${encodeURIComponent(id)}`;
}

function distributionOf(id: string, format: ReleaseFormat, stem: string): object {
  const url = `${stem}/api/release-file?id=${encodeURIComponent(id)}&format=${format}`;
  return {
    '@id': url,
    '@type': 'dcat:Distribution',
    'dcat:accessURL': { '@id': url },
    'dcat:downloadURL': { '@id': url },
    'dct:license': { '@id': LICENCE },
    'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${MEDIA[format]}` },
  };
}
