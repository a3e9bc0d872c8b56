import { Link, useSearchParams } from 'react-router';
import type { Moment, SearchAnswer, Stage } from '../../wire/index.ts';
import { Page } from '../frame/page.tsx';
import { nameOfHit, pathOfHit } from '../frame/search-box.tsx';
import { Tile } from '../frame/tile.tsx';
import { addressOf } from '../reading/address.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** All hits for a word. */
export default function SearchPage() {
  const { t } = useTexts();
  const [search] = useSearchParams();
  const query = (search.get('q') ?? '').trim();
  return (
    <Page title={query === '' ? t('search.title') : t('search.titleOf', { query })} kicker={t('search.kicker')}>
      {query === '' ? <p className="empty wide">{t('search.ask')}</p> : <Hits key={query} query={query} />}
    </Page>
  );
}

function Hits({ query }: { query: string }) {
  const { t } = useTexts();
  const reading = useAnswer<SearchAnswer & { readonly moment?: Moment }>(addressOf('/api/search', { q: query }));
  return (
    <Tile title={t('search.hits')} reading={reading} wide>
      {({ hits }) =>
        hits.length === 0 ? (
          <p className="empty">{t('search.none', { query })}</p>
        ) : (
          <ul className="hits">
            {hits.map((hit) => (
              <HitLine key={`${hit.kind} ${hit.id}`} hit={hit} />
            ))}
          </ul>
        )
      }
    </Tile>
  );
}

function HitLine({ hit }: { hit: SearchAnswer['hits'][number] }) {
  const texts = useTexts();
  const address = useAddress();
  const path = pathOfHit(hit);
  const called = nameOfHit(hit, texts);
  return (
    <li>
      <span className="quiet">{texts.word('hit', hit.kind)}</span>
      {path === null ? <span>{called}</span> : <Link to={address(path, { id: hit.id })}>{called}</Link>}
      {hit.kind === 'lot' && hit.name !== null ? <span>{texts.name(hit.name, '')}</span> : null}
      {hit.detail === null ? null : <span className="quiet">{writeDetail(hit, texts)}</span>}
      <span className="quiet identifier">{hit.id}</span>
    </li>
  );
}

/** What tells a hit from another of the same name, in the language of the page: roles, kind of site, kind of product. */
function writeDetail({ kind, detail }: SearchAnswer['hits'][number], { t, word, stage }: Texts): string {
  if (kind === 'site') return stage(detail as Stage);
  const words = (detail ?? '').split(', ');
  return words.map((each) => word(kind === 'organisation' ? 'role' : 'productKind', each)).join(t('list.separator'));
}
